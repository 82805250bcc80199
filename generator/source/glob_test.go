// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestMatch(t *testing.T) {
	for _, c := range []struct{ pattern, yes, no string }{
		{"*.md", "a.md sub/a.md sub/deep/a.md .md", "a.txt a.md/x md a.mdx"},
		{"readme.md", "readme.md sub/readme.md", "Readme.md readme.md/x"},
		{"/readme.md", "readme.md", "sub/readme.md"},
		{"sub/*.md", "sub/a.md", "a.md sub/deep/a.md other/sub/a.md"},
		{"sub/**", "sub/a.md sub/deep/a.md", "sub a.md subway/a.md"},
		{"sub/", "sub/a.md sub/deep/a.md", "sub a.md"},
		{"**/sub/*.md", "sub/a.md x/sub/a.md x/y/sub/a.md", "sub/x/a.md"},
		{"a/**/b/**/c", "a/b/c a/x/b/c a/b/x/c a/x/y/b/b/z/c", "a/c a/b b/c a/x/c"},
		{"**", "a a/b", ""},
		{"**/*.md", "a.md a/b.md", "a"},
		{"?.md", "a.md é.md 日.md", "ab.md .md"},
		{"[a-c].md", "a.md c.md", "d.md -.md"},
		{"[!a-c].md", "d.md", "a.md"},
		{"[]].md", "].md", "[.md"},
		{"[a-].md", "a.md -.md", "b.md"},
		{"[é-ü].md", "ö.md", "z.md"},
		{"[a", "[a", "a"},
		{"*.{md,markdown}", "a.md a.markdown", "a.txt a.{md,markdown}"},
		{"{a,b/c}/x.md", "a/x.md b/c/x.md", "b/x.md c/x.md"},
		{"{a,{b,c}d}.md", "a.md bd.md cd.md", "b.md d.md ad.md"},
		{"{,x}a.md", "a.md xa.md", "ya.md"},
		{"{a}.md", "{a}.md", "a.md"},
		{"{a,b.md", "{a,b.md", "a b.md"},
		{`\*.md`, "*.md", "a.md"},
		{`\{a,b\}`, "{a,b}", "a b"},
		{"a*b*c", "abc axbxc abcbc", "ab acb abcx"},
		{"translation/*/patterns/*", "translation/de/patterns/a.md", "translation/de/patterns/a/b translation/patterns/a"},
		{"", "", "a"},
	} {
		for _, path := range strings.Fields(c.yes) {
			if !Match(c.pattern, path) {
				t.Errorf("%q does not match %q", c.pattern, path)
			}
		}
		for _, path := range strings.Fields(c.no) {
			if Match(c.pattern, path) {
				t.Errorf("%q matches %q", c.pattern, path)
			}
		}
	}
}

func TestCapture(t *testing.T) {
	for _, c := range []struct {
		pattern, path string
		want          map[string]string // nil: no match
	}{
		{"translation/{lang}/patterns/*", "translation/de/patterns/a.md", map[string]string{"lang": "de"}},
		{"patterns/1-initial/*", "patterns/1-initial/a.md", map[string]string{}},
		{"patterns/{number}-{status}/{name}.md", "patterns/1-in-itial/a.b.md", map[string]string{"number": "1", "status": "in-itial", "name": "a.b"}},
		{"**/{lang}/{name}.md", "a/b/de/x.md", map[string]string{"lang": "de", "name": "x"}},
		{"{lang}/**", "de/a/b", map[string]string{"lang": "de"}},
		{"{section}/*.{md,markdown}", "a/b.markdown", map[string]string{"section": "a"}},
		{"{a,b}/{name}", "b/x", map[string]string{"name": "x"}},
		{"{lang}", "日本", map[string]string{"lang": "日本"}},
		{"{lang}", "a/b", nil},
		{"{lang}/x", "/x", nil},
		{"*.md", "sub/a.md", nil}, // always the whole path
		{"x{}", "x{}", map[string]string{}},
		{"{a", "{a", map[string]string{}},
	} {
		got, ok := Capture(c.pattern, c.path)
		if ok != (c.want != nil) {
			t.Errorf("%q on %q: %v", c.pattern, c.path, ok)
		} else if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%q on %q: %s", c.pattern, c.path, diff)
		}
	}
}

// TestMatchIsBounded tries the patterns that make a backtracking matcher slow.
func TestMatchIsBounded(t *testing.T) {
	begin := time.Now()
	path := strings.Repeat("a", 5000)
	deep := strings.Repeat("a/", 2000)
	for pattern, p := range map[string]string{
		strings.Repeat("a*", 500) + "b": path, strings.Repeat("*", 1000) + "b": path, strings.Repeat("**/a/", 200) + "b": deep,
		strings.Repeat("{a,b}", 200): path, strings.Repeat("{a,", 500): path, strings.Repeat("{", 500) + strings.Repeat("}", 500): path,
	} {
		Match(pattern, p)
		Capture(pattern, p)
	}
	Capture(strings.Repeat("{x}", 300)+"b", path)
	if took := time.Since(begin); took > 2*time.Second {
		t.Errorf("took %v", took)
	}
}

func FuzzMatch(f *testing.F) {
	for pattern, path := range map[string]string{
		"*.md": "a.md", "{a,{b,c}}/**/[!x]?": "b/c/d", "{lang}/{name}.md": "de/x.md", `\`: "x", "[a-": "b", "**/": "a//b", "{\\},": "}", "/": "",
	} {
		f.Add(pattern, path)
	}
	f.Fuzz(func(t *testing.T, pattern, path string) {
		if len(pattern)+len(path) > 500 {
			return
		}
		Match(pattern, path)
		if found, ok := Capture(pattern, path); ok {
			for _, name := range slices.Sorted(maps.Keys(found)) {
				if value := found[name]; value == "" || strings.Contains(value, "/") || !strings.Contains(path, value) {
					t.Errorf("%q on %q: %s=%q", pattern, path, name, value)
				}
			}
		}
		if escaped := strings.NewReplacer("*", `\*`, "?", `\?`, "[", `\[`, "{", `\{`, "}", `\}`, `\`, `\\`).Replace(path); path != "" &&
			!strings.HasPrefix(path, "/") && !strings.HasSuffix(path, "/") && !Match("/"+escaped, path) {
			t.Errorf("%q does not match itself", path)
		}
	})
}
