// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"commonplace/generator/config"
	"commonplace/generator/page"
	"commonplace/generator/source"
)

// TestWantedBound holds that the first 1,000 links of a page to pages that do not exist make them wanted and the others are told of once; and
// that Relink counts as Link does when one of them comes to be.
func TestWantedBound(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "content"), 0o755); err != nil {
		t.Fatal(err)
	}
	cfg, _, err := config.Load(config.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	parser := page.NewParser(&cfg.Sources[0].Reading)
	input := func(name, text string) Input {
		doc, _ := parser.Page([]byte(text))
		return Input{Path: name, Shown: "content/" + name, File: source.Sum([]byte(text)), Facts: source.Sum([]byte(text)), Doc: doc}
	}
	var text strings.Builder
	for n := range maxWanted + 3 {
		fmt.Fprintf(&text, "[[Word%d]] ", n)
	}
	in := &Inputs{Config: cfg, Date: "2026-11-22", Files: []Input{input("a.md", "# A\n\n"+text.String()), input("b.md", "# B\n")}}
	s := Link(in)
	told := func(s *Site) (list []string) {
		for _, d := range s.Diagnostics() {
			if d.Code == source.CodeTooMany {
				list = append(list, fmt.Sprintf("%s:%d %s", d.Path, d.Span.Line, d.Message))
			}
		}
		return list
	}
	if got, want := fmt.Sprint(len(s.wanted), told(s)), "1000 [content/a.md:3 1003 links to pages that do not exist, more than 1000: the rest is shown as text]"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	for _, edit := range []Input{input("b.md", "# Word7\n"), input("b.md", "# Word1001\n"), input("b.md", "# B\n"), input("a.md", "# A\n\nNew. "+text.String()), input("a.md", "# A\n\n[[Word1]]\n")} {
		for k := range in.Files {
			if in.Files[k].Path == edit.Path {
				next := *in
				next.Files = append([]Input(nil), in.Files...)
				next.Files[k] = edit
				in = &next
			}
		}
		got, done := s.Relink([]Input{edit}, nil)
		if !done {
			t.Fatalf("%s: Relink was of no use", edit.Path)
		}
		if a, b := everything(got), everything(Link(in)); a != b {
			writeDiff(t, a, b)
		}
		s = got
	}
	if got := fmt.Sprint(len(s.wanted), told(s)); got != "1 []" {
		t.Errorf("at the end: %s", got)
	}
}
