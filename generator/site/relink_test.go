// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"commonplace/generator/config"
	"commonplace/generator/history"
	"commonplace/generator/page"
	"commonplace/generator/source"
)

// TestRelink holds that a Site that was relinked, edit after edit, is the one that Link makes of the same files: every view and every
// diagnostic. Where Relink says that it can't tell, Link goes on.
func TestRelink(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "content"), 0o755); err != nil {
		t.Fatal(err)
	}
	settings := "languages: [en, es]\nfacets: {tag: {groups: {Nature: [air]}}}\ntypes: {page: {required: [summary], values: {status: [open]}, sections: [Part 2, Part 1]}}\n"
	if err := os.WriteFile(filepath.Join(dir, "site.yaml"), []byte(settings), 0o644); err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(12) {
		set := []string{"limits.embed_depth=2", "repository.url=https://github.com/example/water"}
		if seed%3 == 0 {
			set = append(set, "links.order="+strings.Join(config.LinkStrategies(), ","), "markdown.slugs=mkdocs")
		}
		cfg, _, err := config.Load(config.Options{Dir: dir, Set: set})
		if err != nil {
			t.Fatal(err)
		}
		r := rand.New(rand.NewPCG(seed, 7))
		c := &smallCommons{r: r, parser: page.NewParser(&cfg.Sources[0].Reading), in: Inputs{Config: cfg, Date: "2026-11-22", Drafts: seed%2 == 0, Other: map[string]bool{"content/notes.xyz": true},
			Ledger: &history.Ledger{}}}
		for n := range 6 {
			c.in.Ledger.Files = append(c.in.Ledger.Files, history.File{Path: "content/" + pagePath(n), Created: "2024-01-02", Updated: "2025-02-03",
				People: []history.Person{{Name: []string{"Bo Example", "Cy", "dependabot[bot]"}[n%3], Role: history.RoleAuthor, First: "2024-01-02", Last: "2025-02-03"}, {Name: "A tool", Role: history.RoleAssisted}}})
		}
		for n := range 12 {
			c.in.Files = append(c.in.Files, c.page(n))
		}
		for n := range 3 {
			c.in.Media = append(c.in.Media, c.medium(n))
		}
		slices.SortFunc(c.in.Files, func(a, b Input) int { return strings.Compare(a.Path, b.Path) })
		s, relinked := Link(&c.in), 0
		for range 60 {
			c.in.Files, c.in.Media = slices.Clone(c.in.Files), slices.Clone(c.in.Media)
			var files []Input
			var media []Medium
			for range 1 + r.IntN(2) {
				if n := r.IntN(15); n < 12 {
					k := slices.IndexFunc(c.in.Files, func(in Input) bool { return in.Path == pagePath(n) })
					c.in.Files[k] = c.page(n)
					files = append(files, c.in.Files[k])
				} else {
					c.in.Media[n-12] = c.medium(n - 12)
					media = append(media, c.in.Media[n-12])
				}
			}
			in := c.in
			want := Link(&in)
			got, done := s.Relink(files, media)
			if s = want; done {
				relinked++
				if a, b := everything(got), everything(want); a != b {
					writeDiff(t, a, b)
				}
				s = got
			}
		}
		if relinked < 40 {
			t.Errorf("seed %d: Relink was of use %d times only", seed, relinked)
		}
	}
}

func writeDiff(t *testing.T, got, want string) {
	t.Helper()
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			t.Fatalf("line %d is\n%s\nbut Link says\n%s", i, a[i], b[i])
		}
	}
	t.Fatalf("%d lines, but Link says %d", len(a), len(b))
}

// everything says in words what a Site is, and the key of each of its views.
func everything(s *Site) string {
	var b strings.Builder
	b.WriteString(dump(s, []string{"page", "facts", "below", "contents", "untranslated", "trace", "who", "work", "index", "crumbs", "prev", "next", "link", "successor", "relation", "backlink", "wanted", "list", "change", "diagnostic"}))
	for _, e := range s.Entries() {
		for _, v := range []View{e.View(), viewAt(s, e.Path)} {
			var d source.Digest
			v.Key(&d)
			fmt.Fprintf(&b, "%s %v\n", e.Path, d.Sum())
		}
	}
	for _, m := range s.Media() {
		fmt.Fprintln(&b, m.Path, m.File, m.Width)
	}
	return b.String()
}

func viewAt(s *Site, path string) View {
	v, ok := s.View(path)
	if !ok {
		panic("no view at " + path)
	}
	return v
}

// smallCommons writes pages at random: of few words, so that they meet each other often.
type smallCommons struct {
	r      *rand.Rand
	parser *page.Parser
	in     Inputs
	texts  [12]string
}

func pagePath(n int) string { return fmt.Sprintf("p%d.md", n) }

// page writes page n anew, or often only its first lines.
func (c *smallCommons) page(n int) Input {
	if c.texts[n] == "" || c.r.IntN(2) == 0 {
		c.texts[n] = c.text(n)
	} else {
		c.texts[n] = strings.Replace(c.texts[n], "Lead.", "Lead.\n"+strings.Repeat("More. ", c.r.IntN(3)), 1)
	}
	text := []byte(c.texts[n])
	doc, _ := c.parser.Page(text)
	return Input{Path: pagePath(n), Shown: "content/" + pagePath(n), File: source.Sum(text), Facts: source.Sum(text), Doc: doc}
}

func (c *smallCommons) text(n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %s\n", c.title(n))
	for range c.r.IntN(4) {
		fmt.Fprintf(&b, "%s\n", []string{"tags: [water, Air]", "tags: [Water]", "summary: Short", "authors: [ada, Bo Example]", "authors: [аda, {name: bo, url: \"https://github.com/bo\"}]", "contributions: {doc: [{name: Bo Example, github: bo}, Cy]}", "updated: 2026-01-02", "created: 2025-01-03", "license: MIT",
			"domain: [fire]", "status: done", "stewards: [Bо]", fmt.Sprintf("deprecated: {replaced_by: %s}", []string{"Page 3", "Page 7", "Paeg 3", "Old name", "Lost 2"}[c.r.IntN(5)])}[c.r.IntN(13)])
	}
	if c.r.IntN(40) == 0 {
		b.WriteString([]string{"aliases: [Old name, Page 3]\n", "draft: true\n", "slug: page-4\n"}[c.r.IntN(3)])
	}
	if n%3 == 1 {
		fmt.Fprintf(&b, "order: %d\n", n%4)
	}
	if n == 5 {
		b.WriteString("aliases: [Page 2, Page 5]\n")
	}
	if c.r.IntN(3) == 0 {
		fmt.Fprintf(&b, "relations: {requires: [Page %d, Missing word, Lost 2], enables: [Page %d, Paeg 3]}\n", c.r.IntN(14), c.r.IntN(14))
	}
	b.WriteString("---\nLead.\n\n")
	for k := range c.r.IntN(4) {
		fmt.Fprintf(&b, "## Part %d\n\n", c.r.IntN(3)+k)
		for range c.r.IntN(4) {
			to := c.r.IntN(14)
			b.WriteString([]string{
				fmt.Sprintf("A [[Page %d]] b. ", to), fmt.Sprintf("A [[Page %d#Part %d]] b. ", to, c.r.IntN(4)), fmt.Sprintf("\n\n![[Page %d#Part %d]]\n\n", to, c.r.IntN(4)),
				fmt.Sprintf("\n\n![[Page %d]]\n\n", to), fmt.Sprintf("[x](p%d.md) ", to), fmt.Sprintf("[x](P%d.md#part-1) ", to), fmt.Sprintf("[[Lost %d]] ", c.r.IntN(5)),
				fmt.Sprintf("[[lost %d]] ", c.r.IntN(5)), fmt.Sprintf("![i](i%d.png) ", c.r.IntN(4)), fmt.Sprintf("![[i%d.png]] ", c.r.IntN(4)), "[n](notes.xyz) ", "[[#Part 1]] ",
				fmt.Sprintf("[f](../content/) [a](/p%d.html#part-1_1) ", to), fmt.Sprintf("[n](page-%d) [[p%d]] [[/p%d]] ", to, to, to),
			}[c.r.IntN(14)])
		}
		b.WriteString("\n\n")
	}
	return b.String()
}

// title is most often that of the page, and else one that another page may have or links may ask for.
func (c *smallCommons) title(n int) string {
	if c.r.IntN(3) > 0 {
		return fmt.Sprintf("Page %d", n)
	}
	return []string{"Page 7", "page-8", "Lost 2", "Missing work", "Page 12", "Old name", "Pag 13"}[c.r.IntN(7)]
}

func (c *smallCommons) medium(n int) Medium {
	name := fmt.Sprintf("i%d.png", n)
	return Medium{Shown: filepath.ToSlash(filepath.Join("content", name)), Path: name, Type: "image/png", Width: 1 + c.r.IntN(3), Height: 2, File: source.Sum([]byte{byte(c.r.IntN(9))})}
}
