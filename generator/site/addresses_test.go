// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// TestOldAddresses: each case is a commons, the addresses of an old site in its file "old", and what is said of them.
func TestOldAddresses(t *testing.T) {
	files, err := filepath.Glob("testdata/old/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			last := len(ar.Files) - 1
			if last < 1 || ar.Files[last-1].Name != "old" || ar.Files[last].Name != "want" {
				t.Fatal("the case does not end with the files old and want")
			}
			s := linkArchive(t, &txtar.Archive{Files: slices.Clone(ar.Files[:last-1])})
			result := s.CheckAddresses(strings.Fields(string(ar.Files[last-1].Data)), func(out string) bool { return out == "feed.xml" })
			var b strings.Builder
			fmt.Fprintf(&b, "%d of %d kept\n", result.Kept, result.Asked)
			for _, d := range result.Diagnostics {
				fmt.Fprintf(&b, "%s %s: %s; %s\n", d.Code, d.Path, d.Message, d.Help)
			}
			if b.String() == string(ar.Files[last].Data) {
				return
			}
			if !*update {
				t.Fatalf("got:\n%s\nwant:\n%s", b.String(), ar.Files[last].Data)
			}
			ar.Files[last].Data = []byte(b.String())
			if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func FuzzOldAddresses(f *testing.F) {
	f.Add("https://example.org/a%20b/?x#y")
	f.Add("/%ff")
	f.Add("//:")
	s := linkArchive(f, &txtar.Archive{Files: []txtar.File{{Name: "content/a.md", Data: []byte("# A\n")},
		{Name: "content/sub/b.md", Data: []byte("---\nslug: c\naliases: [/old/]\n---\n")}}})
	f.Fuzz(func(t *testing.T, address string) {
		result := s.CheckAddresses([]string{address, address}, func(string) bool { return false })
		if result.Asked != 1 || result.Kept+len(result.Diagnostics) < 1 {
			t.Errorf("%q gives %+v", address, result)
		}
	})
}
