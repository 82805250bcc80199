// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPaths: what a stage takes as a path means the same file on every system, and never one outside.
func TestPaths(t *testing.T) {
	target := openTest(t, filepath.Join(memoryDir(t), "public"))
	for _, c := range []struct{ path, refusal string }{
		{"index.html", ""},
		{"a/b/c.html", ""},
		{".nojekyll", ""},
		{".well-known/security.txt", ""},
		{"fr/café & co, (n° 1) #2 %20 +'!.html", ""},
		{"日本語/索引.html", ""},
		{"console/com/com10/nullify.html", ""},
		{strings.Repeat("x", 200), ""},
		{strings.Repeat("long/", 40) + "page.html", ""},
		{"", "empty"},
		{"/etc/passwd", "absolute"},
		{"a//b", "empty element"},
		{"a/", "empty element"},
		{".", "not allowed"},
		{"..", "not allowed"},
		{"../up", "not allowed"},
		{"a/../../up", "not allowed"},
		{"a/./b", "not allowed"},
		{`a\..\..\up`, `'\\' is not safe`},
		{"C:/windows", "':' is not safe"},
		{"page.html:stream", "':' is not safe"},
		{"what?", "'?' is not safe"},
		{"*", "'*' is not safe"},
		{"a|b", "'|' is not safe"},
		{`"quoted"`, `'"' is not safe`},
		{"<tag>", "'<' is not safe"},
		{"nul\x00byte", `'\x00' is not safe`},
		{"new\nline", `'\n' is not safe`},
		{"delete\x7f", `'\x7f' is not safe`},
		{"con", "device"},
		{"a/NUL.html", "device"},
		{"Com7.tar.gz/x", "device"},
		{"lpt¹", "device"},
		{"aux .txt", "device"},
		{"CONIN$", "device"},
		{"dot.", "ends in a dot"},
		{"space /x", "ends in a dot or a space"},
		{strings.Repeat("x", 201), "longer than 200"},
		{"a/" + strings.Repeat("é", 101), "longer than 200"},
		{"bad\xff", "not valid UTF-8"},
		{ManifestName, "taken by the build"},
		{"Commonplace-Manifest.JSON", "taken by the build"},
		{innerWork + "/journal", "taken by the build"},
	} {
		_, err := target.Replace(func() *Manifest { return tree{c.path: "x"}.manifest("1") }, func(s *Stage) error {
			_, err := s.Write(c.path, []byte("x"))
			return err
		}, false)
		switch {
		case c.refusal == "" && err != nil:
			t.Errorf("%q is refused: %v", c.path, err)
		case c.refusal == "":
			if b, err := os.ReadFile(target.place.output(c.path)); string(b) != "x" {
				t.Errorf("%q holds %q, %v", c.path, b, err)
			}
		case err == nil:
			t.Errorf("%q is accepted, and should say %q", c.path, c.refusal)
		case !strings.Contains(err.Error(), c.refusal):
			t.Errorf("%q: says %q, and should say %q", c.path, err, c.refusal)
		}
	}
}
