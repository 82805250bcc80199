// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"commonplace/generator/config"
	"commonplace/generator/site"
	"commonplace/generator/source"
)

// An alias is added in the way in which the page writes them; all else stays, to the byte.
func TestAddAlias(t *testing.T) {
	tests := []struct{ name, page, want string }{
		{"none yet", "---\ntitle: A\n---\n\nText\n", "---\ntitle: A\naliases: [/old/]\n---\n\nText\n"},
		{"no front matter", "# A\n", "---\naliases: [/old/]\n---\n\n# A\n"},
		{"on one line", "---\naliases: [b, c]  \ntitle: A\n---\n", "---\naliases: [b, c, /old/]  \ntitle: A\n---\n"},
		{"an empty list", "---\naliases: []\n---\n", "---\naliases: [/old/]\n---\n"},
		{"no value", "---\naliases:\ntitle: A\n---\n", "---\naliases: [/old/]\ntitle: A\n---\n"},
		{"quoted", "---\naliases: [\"b\"]\n---\n", "---\naliases: [\"b\", \"/old/\"]\n---\n"},
		{"one a line", "---\naliases:\n  - b\n  - 'c' # why\ntitle: A\n---\n", "---\naliases:\n  - b\n  - 'c' # why\n  - '/old/'\ntitle: A\n---\n"},
		{"Windows", "\uFEFF---\r\ntitle: A\r\n---\r\nText\r\n", "\uFEFF---\r\ntitle: A\r\naliases: [/old/]\r\n---\r\nText\r\n"},
		{"no end of the last line", "---\ntitle: A\n---", "---\ntitle: A\naliases: [/old/]\n---"},
		{"over several lines", "---\naliases: [b,\n  c]\n---\n", ""},
		{"one value", "---\naliases: b\n---\n", ""},
		{"a comment behind", "---\naliases: [b] # why\n---\n", ""},
		{"TOML", "+++\ntitle = \"A\"\n+++\n", ""},
		{"never closed", "---\ntitle: A\n", ""},
		{"a text that looks like a key", "---\nsummary: |\n  a\naliases: [b]\naliases: [c]\n---\n", ""},
	}
	for _, tt := range tests {
		p := newPaper([]byte(tt.page))
		got := ""
		if p.addAlias("/old/") {
			got = string(p.bytes())
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestQuotedAs(t *testing.T) {
	for value, want := range map[string]string{"/a-b/c.html": "/a-b/c.html", "/a: b": `"/a: b"`, `/a"b`: `"/a\"b"`, "/tā": `"/tā"`, "/a#b": `"/a#b"`} {
		if got := quotedAs(value, ""); got != want {
			t.Errorf("%s is written %s, want %s", value, got, want)
		}
	}
}

// Where a target stands in a link: never in its text or its title.
func TestLastTarget(t *testing.T) {
	tests := []struct {
		link, target string
		want         int
	}{
		{"[a.MD](a.MD)", "a.MD", 7},
		{`[x](a.MD "see a.MD")`, "a.MD", 4},
		{"[x](<a b.MD>)", "a b.MD", 5},
		{"[x](a.MD#b)", "a.MD", 4},
		{"[x](a.MD#b)", "#b", 8},
		{"[x](aa.MD)", "a.MD", -1},
		{"[x](a.MDX)", "a.MD", -1},
		{"[a.MD][ref]", "a.MD", -1},
		{`<a href="a.MD">`, "a.MD", 9},
	}
	for _, tt := range tests {
		if got := lastTarget(tt.link, tt.target); got != tt.want {
			t.Errorf("%s in %s: %d, want %d", tt.target, tt.link, got, tt.want)
		}
	}
}

// repairing is a folder with one page and a builder that may repair it.
func repairing(t *testing.T, text string) (*Builder, string, func(d source.Diagnostic, r site.Repair) []Edit) {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "content", "a.md")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o640); err != nil {
		t.Fatal(err)
	}
	cfg, _, err := config.Load(config.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	b := NewBuilder(nil, Settings{Config: cfg, Jobs: 1})
	return b, file, func(d source.Diagnostic, r site.Repair) []Edit {
		d.Path, r.Diagnostic = "content/a.md", d
		edits, err := b.Edits([]Repair{{r, 0, "a.md"}})
		if err != nil {
			t.Fatal(err)
		}
		return edits
	}
}

// A repair after which the page would say anything else than before is not made, whatever asked for it.
func TestEditsChangeNothingElse(t *testing.T) {
	span := source.Span{Line: 1, Column: 1, Length: 40}
	for _, tt := range []struct {
		name, text string
		repair     site.Repair
	}{
		{"an alias that YAML reads otherwise", "---\nsummary: >\n  a\naliases: [a]\n  b\n---\n", site.Repair{Alias: "/x"}},
		{"a target that breaks the link", "[a](b.md)\n", site.Repair{Old: "b.md", New: "c.md\n\n[d](e.md)"}},
		{"a target in code", "`[a](b.md)`\n", site.Repair{Old: "b.md", New: "c.md"}},
		{"bytes that are no text", "[a](b.md) \xff\n", site.Repair{Old: "b.md", New: "c.md"}},
		{"a line that is gone", "", site.Repair{Old: "b.md", New: "c.md"}},
	} {
		_, _, edit := repairing(t, tt.text)
		d := source.Diagnostic{}
		if tt.repair.Alias == "" {
			d.Span = span
		}
		if edits := edit(d, tt.repair); len(edits) > 0 {
			t.Errorf("%s: %q", tt.name, edits[0].text)
		}
	}
}

// A file that was saved meanwhile stays as it is, and so does one in whose place a link was put.
func TestApply(t *testing.T) {
	b, file, edit := repairing(t, "[a](B.md)\r\n")
	d, r := source.Diagnostic{Span: source.Span{Line: 1, Column: 1, Length: 9}}, site.Repair{Old: "B.md", New: "b.md"}
	edits := edit(d, r)
	if len(edits) != 1 {
		t.Fatalf("%d edits", len(edits))
	}
	if err := os.WriteFile(file, []byte("[a](B.md) more\r\n"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := b.Apply(edits); err == nil || !strings.Contains(err.Error(), "changed meanwhile") {
		t.Errorf("a changed file: %v", err)
	}
	if err := b.Apply(edit(d, r)); err != nil {
		t.Fatal(err)
	}
	text, _ := os.ReadFile(file)
	info, _ := os.Stat(file)
	if string(text) != "[a](b.md) more\r\n" || info.Mode().Perm() != 0o640 {
		t.Errorf("%q, mode %v", text, info.Mode())
	}
	if list, _ := os.ReadDir(filepath.Dir(file)); len(list) != 1 {
		t.Errorf("%d files are left, want 1", len(list))
	}

	edits = edit(source.Diagnostic{Span: d.Span}, site.Repair{Old: "b.md", New: "c.md"})
	outside := filepath.Join(t.TempDir(), "a.md")
	if err := os.Rename(file, outside); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, file); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	if err := b.Apply(edits); err == nil {
		t.Error("a symbolic link was followed")
	}
	if now, _ := os.ReadFile(outside); string(now) != string(text) {
		t.Errorf("what lies outside is %q", now)
	}
}

// Whatever a page holds, one line is added or written otherwise, or front matter is begun, and everything else stays.
func FuzzAddAlias(f *testing.F) {
	for _, seed := range []string{"---\ntitle: A\n---\n", "---\naliases:\n- a\n---\nB\n", "---\naliases: ['a', \"b\"]\n---\n", "# A\r\n", "---\n? a\n---\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p := newPaper([]byte(text))
		if string(p.bytes()) != text {
			t.Fatalf("%q is given back as %q", text, p.bytes())
		}
		if !p.addAlias("/old/") {
			return
		}
		if n := len(p.changes()); n != 1 && n != 4 {
			t.Errorf("%d lines of %q are changed: %q", n, text, p.bytes())
		}
	})
}
