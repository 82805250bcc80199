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

	"commonplace/generator/config"
	"commonplace/generator/history"
	"commonplace/generator/page"
	"commonplace/generator/source"
)

// plentiful is a commons of n pages such as people write: each has an alias, tags, authors, relations and links to others.
func plentiful(b testing.TB, n int) *Inputs {
	b.Helper()
	dir := b.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "content"), 0o755); err != nil {
		b.Fatal(err)
	}
	cfg, diags, err := config.Load(config.Options{Dir: dir})
	if err != nil || len(diags) > 0 {
		b.Fatal(err, diags)
	}
	in := &Inputs{Config: cfg, Date: "2026-11-22", Other: map[string]bool{}, Ledger: &history.Ledger{}}
	words := []string{"Bridge", "Consent", "Harvest", "Ledger", "Quiet", "Seasonal", "Shared", "Watch"}
	title := func(i int) string {
		return fmt.Sprintf("%s %s %s %d", words[i%8], words[i/8%8], words[i/64%8], i)
	}
	for i := range n {
		d := &page.Doc{Title: page.TitleField, Meta: page.Meta{Title: title(i), Slug: source.Slug(title(i)), Aliases: []string{fmt.Sprintf("p%d", i)},
			Summary: "What this page says, in one sentence.", Domain: []string{words[i%5]}, License: "CC-BY-SA-4.0", Created: "2017-09-01", Updated: "2019-02-10",
			Authors: []page.Credit{{Name: fmt.Sprintf("ada-example-%d", i%97)}}, Contributions: []page.Credit{{Name: fmt.Sprintf("bo-example-%d", i%31), Role: "doc"}, {Name: "cy-example", Role: "review"}}}}
		for k := range 3 {
			d.Meta.Tags = append(d.Meta.Tags, fmt.Sprintf("%s table %d", words[(i+k)%8], (i*7+k)%40))
		}
		for k := range 4 {
			d.Meta.Relations = append(d.Meta.Relations, page.Relation{Kind: []string{"requires", "enables"}[k%2], To: source.Slug(title((i*13 + k) % n))})
		}
		for k := range 8 {
			d.Headings = append(d.Headings, page.Heading{Level: 2, ID: fmt.Sprintf("part-%d", k), Text: fmt.Sprintf("Part %d", k)})
			d.Links = append(d.Links, page.Link{Target: source.Slug(title((i*17+k*k)%n)) + ".md", Text: "see", Context: "The sentence around the link says why it is there."})
		}
		name := d.Meta.Slug + ".md"
		in.Files = append(in.Files, Input{Path: name, Shown: "content/" + name, File: source.Sum([]byte(name)), Facts: source.Sum([]byte(name)), Doc: d})
	}
	slices.SortFunc(in.Files, func(a, b Input) int { return strings.Compare(a.Path, b.Path) })
	return in
}

// BenchmarkLink puts 2,000 pages beside each other.
func BenchmarkLink(b *testing.B) {
	in := plentiful(b, 2000)
	b.ReportAllocs()
	for b.Loop() {
		Link(in)
	}
}

// BenchmarkKeys makes the view of each output of 2,000 pages, and its key.
func BenchmarkKeys(b *testing.B) {
	s := Link(plentiful(b, 2000))
	var d source.Digest
	b.ReportAllocs()
	for b.Loop() {
		for _, e := range s.Entries() {
			d.Reset()
			e.View().Key(&d)
			d.Sum()
		}
	}
}

// BenchmarkRelink gives one of 10,000 pages another title.
func BenchmarkRelink(b *testing.B) {
	in := plentiful(b, 10000)
	s := Link(in)
	edited := in.Files[5000]
	doc := *edited.Doc
	edited.Doc = &doc
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		doc.Meta.Title = fmt.Sprintf("Another title %d", n%2)
		again := edited
		d := doc
		again.Doc = &d
		next, done := s.Relink([]Input{again}, nil)
		if !done {
			b.Fatal("it was linked again")
		}
		s = next
	}
}
