// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package scaffold

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"commonplace/generator/source"
)

// A scalar means the same wherever YAML takes a value.
func TestScalar(t *testing.T) {
	for text, want := range map[string]string{
		"Rain barrel":           "Rain barrel",
		"Peer-to-peer (p2p)":    "Peer-to-peer (p2p)",
		"入会地の管理":                "入会地の管理",
		"Accept: CC0":           `"Accept: CC0"`,
		"Tag #2":                `"Tag #2"`,
		`Say "yes"`:             `"Say \"yes\""`,
		"[[Page]]":              `"[[Page]]"`,
		"a, b":                  `"a, b"`,
		"{{.Title}}":            `"{{.Title}}"`,
		"<b> & c":               `"<b> & c"`,
		"- item":                `"- item"`,
		"2026-11-20":            `"2026-11-20"`,
		"No":                    `"No"`,
		"null":                  `"null"`,
		"":                      `""`,
		" padded":               `" padded"`,
		"two\nlines":            `"two\nlines"`,
		"O'Neill, “the” cooper": `"O'Neill, “the” cooper"`,
	} {
		if got := Scalar(text); got != want {
			t.Errorf("Scalar(%q) = %s, want %s", text, got, want)
		}
	}
}

// FuzzScalar holds that what is read back is what was written, alone and in a list.
func FuzzScalar(f *testing.F) {
	for _, seed := range []string{"Rain barrel", "a: b", "~", "0x10", "1e3", "---", "\u2028", "\x7f", "\ufeff", `\`, "…"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		title, err := Title(text)
		if err != nil {
			t.Skip()
		}
		root, diags := source.ParseYAML([]byte("title: "+Scalar(title)+"\nauthors: ["+Scalar(title)+"]\n"), 1, source.YAMLLimits{Bytes: 1 << 20, Depth: 8, Nodes: 100})
		if len(diags) > 0 {
			t.Fatalf("%q: %v", title, diags)
		}
		if got := root.Get("title").Text(); got != title {
			t.Errorf("%q was read as %q", title, got)
		}
		if got := root.Get("authors").Item(0).Text(); got != title {
			t.Errorf("in a list %q was read as %q", title, got)
		}
	})
}

func TestTitle(t *testing.T) {
	for typed, want := range map[string]string{" Rain \t barrel\n": "Rain barrel", "": "", " \n": "", "a\x00b": "", "a\x1b[31m": "", strings.Repeat("x", MaxTitle): strings.Repeat("x", MaxTitle), strings.Repeat("x", MaxTitle+1): ""} {
		if got, err := Title(typed); got != want || (err != nil) != (want == "") {
			t.Errorf("Title(%q) = %q, %v", typed, got, err)
		}
	}
}

func TestFileName(t *testing.T) {
	for title, want := range map[string]string{
		"Rain barrel":       "rain-barrel",
		"What – and how?":   "what-and-how",
		"../../etc/passwd":  "etcpasswd",
		"NUL":               "nul-",
		"Ünïcode":           "ünïcode",
		"-":                 "page-3973e022",
		"C++ & C#, 10 % ☂!": "c-c-10",
	} {
		if got := FileName(title); got != want {
			t.Errorf("FileName(%q) = %q, want %q", title, got, want)
		}
	}
}

// A site's own template takes the place of the program's; a kind without one is a page.
func TestRender(t *testing.T) {
	p := Page{Type: "case", Title: "A village well", Date: "2026-11-20"}
	got, err := Render(fstest.MapFS{}, "case", p)
	if want := "---\ntype: case\ntitle: A village well\nsummary: # one sentence, for lists and search\ncreated: 2026-11-20\n---\n"; err != nil || string(got) != want {
		t.Errorf("%s, %v, want\n%s", got, err, want)
	}
	site := fstest.MapFS{"templates/case.md": {Data: []byte("# {{.Title}}\n\n\n")}}
	if got, err := Render(site, "case", p); err != nil || string(got) != "# A village well\n" {
		t.Errorf("%q, %v", got, err)
	}
	for text, want := range map[string]string{
		"a\n{{.Titel}}": "templates/case.md:2:",
		"{{":            "templates/case.md:1: ",
		"{{exec `rm`}}": `function "exec" not defined`,
	} {
		site := fstest.MapFS{"templates/case.md": {Data: []byte(text)}}
		if _, err := Render(site, "case", p); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// A file that is there, a link and a way out of the folder are left alone.
func TestWriteFile(t *testing.T) {
	outside, dir := t.TempDir(), t.TempDir()
	if err := WriteFile(dir, "a/b/c.md", []byte("one")); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(dir, "a/b/c.md", []byte("two")); !errors.Is(err, fs.ErrExist) {
		t.Errorf("%v, want fs.ErrExist", err)
	}
	refused := []string{"../x.md"}
	if err := errors.Join(os.Symlink(outside, filepath.Join(dir, "link")), os.Symlink(filepath.Join(outside, "d.md"), filepath.Join(dir, "d.md"))); err != nil {
		t.Log("no symbolic links here:", err)
	} else {
		refused = append(refused, "link/x.md", "d.md")
	}
	for _, name := range refused {
		if err := WriteFile(dir, name, []byte("x")); err == nil {
			t.Errorf("%s was written", name)
		}
	}
	if left, err := os.ReadDir(outside); err != nil || len(left) > 0 {
		t.Errorf("outside lies %v, %v", left, err)
	}
	if text, err := os.ReadFile(filepath.Join(dir, "a/b/c.md")); err != nil || !bytes.Equal(text, []byte("one")) {
		t.Errorf("%q, %v", text, err)
	}
}
