// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"unicode/utf8"

	"commonplace/generator/config"
	"commonplace/generator/history"
	"commonplace/generator/page"
	"commonplace/generator/source"
)

// FuzzLinks links two pages and a picture. What the first page links to, embeds and relates to, and what the second is called in its path
// and its front matter, may be anything: each link leads to something that is there or is said to lead nowhere, and all outputs have
// addresses of their own that stay in the site.
func FuzzLinks(f *testing.F) {
	for _, seed := range [][5]string{
		{"two.md", "roots", "two.md", "Two", "two"},
		{"Two", "Roots", "folder/two.md", "Two", "deux"},
		{"../folder/pic.png", "", "folder/index.md", "Index", ""},
		{"/two/", "", "README.md", "", "index"},
		{"Über", "überblick", "ü/U\u0308ber.markdown", "über", "/old/"},
		{"404", "#", "wanted/404.md", "a|b", "../../x"},
		{"con", "\u202e", "browse/con.md", "CON", "//evil.example"},
		{"a.png/b", "%00", "pic.png/a.md", "[[two]]", "/pic.png/x"},
		{"1", "e1-roots", strings.Repeat("a", 200) + ".md", strings.Repeat("t", 300), strings.Repeat("/s", 300)},
	} {
		f.Add(seed[0], seed[1], seed[2], seed[3], seed[4])
	}
	dir := f.TempDir()
	cfg, _, err := config.Load(config.Options{Dir: dir, Set: []string{"url=https://example.org/"}})
	if cfg == nil {
		f.Fatal(err)
	}
	if len(cfg.Sources) == 0 {
		cfg.Sources = []config.Source{{Folder: config.Folder{Shown: "content", Path: dir}}}
	}
	for k := range cfg.Sources {
		cfg.Sources[k].LinkOrder = config.LinkStrategies()
	}
	parser := page.NewParser(&cfg.Sources[0].Reading)
	f.Fuzz(func(t *testing.T, target, fragment, file, title, name string) {
		if !fs.ValidPath(file) || strings.HasPrefix(file, ".") || strings.Contains(file, "/.") || file == "." || file == "one.md" || !utf8.ValidString(file) || strings.ContainsFunc(file, func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 }) {
			t.Skip("source.Scan gives no such path")
		}
		quoted := func(s string) string {
			b, _ := json.Marshal(s)
			return string(b)
		}
		in := &Inputs{Config: cfg, Date: "2026-11-22", Ledger: &history.Ledger{}, Other: map[string]bool{"content/other.js": true}}
		one := fmt.Sprintf("---\ntitle: One\nrelations: {enables: [%s]}\nauthors: [%s]\n---\n\n# Roots\n\n[a](<%s#%s>) [b](%s) ![c](<%s>) [[%s#%s]] [[%s|label]] [d](#%s)\n\n![[%s#%s]]\n\n![[%s]]\n",
			quoted(target), quoted(name), target, fragment, target, target, target, fragment, target, fragment, target, fragment, target)
		two := fmt.Sprintf("---\ntitle: %s\nslug: %s\naliases: [%s, %s]\nid: %s\ntags: [%s]\n---\n\n## Roots\n\n[[One]] ![[%s]]\n", quoted(title), quoted(name), quoted(name), quoted(title), quoted(title), quoted(target), target)
		for path, text := range map[string]string{"one.md": one, file: two} {
			doc, _ := parser.Page([]byte(text))
			in.Files = append(in.Files, Input{Path: path, Shown: "content/" + path, File: source.Sum([]byte(text)), Facts: source.Sum([]byte(text)), Doc: doc})
		}
		if in.Files[0].Path > in.Files[1].Path {
			in.Files[0], in.Files[1] = in.Files[1], in.Files[0]
		}
		in.Media = []Medium{{Shown: "content/pic.png", Path: "pic.png", Type: "image/png", Width: 2, Height: 3}}
		s := Link(in)
		outputs := map[string]string{}
		enter := func(path, what string) {
			if other, twice := outputs[pathKey(path)]; twice {
				t.Errorf("%q is %s and %s", path, other, what)
			}
			outputs[pathKey(path)] = what
			if !fs.ValidPath(path) || !utf8.ValidString(path) || strings.ContainsAny(path, "\\:*?\"<>|%") || strings.HasPrefix(path, ".") || len(path) > 500 {
				t.Errorf("%s has the address %q", what, path)
			}
		}
		for i := range s.Pages() {
			enter(SourcePath(s.PagePath(i)), "the Markdown of a page")
		}
		for _, m := range s.Media() {
			enter(m.Path, "a medium")
		}
		entries := s.Entries()
		for _, e := range entries {
			enter(e.Path, "a view")
		}
		for i := range s.Pages() {
			checkTargets(t, s, s.PageView(int32(i)).Targets, outputs)
		}
		var d source.Digest
		for _, e := range entries {
			e.View().Key(&d)
		}
		for i := range s.Pages() {
			s.PageFacts(i)
		}
	})
}

// checkTargets holds that every target is an output, and every embed a part of a body that there is.
func checkTargets(t *testing.T, s *Site, targets []Target, outputs map[string]string) {
	t.Helper()
	for _, target := range targets {
		if target.State == TargetBroken {
			continue
		}
		found := false
		for out := range outputs {
			found = found || escapePath(out) == target.Path || strings.EqualFold(escapePath(out), target.Path)
		}
		if !found {
			t.Errorf("a link leads to %q, which is none of %q", target.Path, outputs)
		}
		if e := target.Embed; e != nil {
			if e.From < 0 || e.To >= 0 && e.To < e.From || int(e.Doc) >= s.Pages() {
				t.Errorf("an embed of page %d from %d to %d", e.Doc, e.From, e.To)
			}
			checkTargets(t, s, e.Targets, outputs)
		}
	}
}
