// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"bytes"
	"context"
	"net/url"
	"strings"

	"commonplace/generator/page"
	"commonplace/generator/site"
	"commonplace/generator/source"
)

// Links says how many outside links a commons has and how many of them were looked into. What is wrong with them is in the Result's diagnostics.
type Links struct {
	Links  int `json:"links"` // different ones
	Fine   int `json:"fine"`
	Moved  int `json:"moved"`
	Broken int `json:"broken"`
	Unsure int `json:"unsure"` // the host did not say
}

// Judge says what is wrong with an outside link; Code is empty where nothing is.
type Judge func(link string) source.Diagnostic

// CheckLinks reads and links the commons, lets ask judge its outside links, without their fragments, and reports what is wrong with them, where they stand.
func (b *Builder) CheckLinks(ctx context.Context, ask func(ctx context.Context, cacheFile string, links []string) (Links, Judge, error)) (*Result, error) {
	s, _, err := b.Snapshot(ctx, source.Hash{})
	if err != nil {
		return nil, err
	}
	defer s.Close()
	all, pages, err := b.outsideLinks(ctx, s)
	if err != nil {
		return nil, err
	}
	b.phase("ask")
	count, judge, err := ask(ctx, b.cache.path("links"), all)
	if err != nil {
		return nil, err
	}
	res := &Result{Links: &count}
	var found []source.Diagnostic
	for i := range pages {
		found = append(found, s.reading.judgeLinks(&pages[i], judge)...)
	}
	res.Diagnostics = b.judge(found)
	s.Diagnostics = res.Diagnostics
	b.summarize(&res.Report, s)
	return res, nil
}

// linking is a file with outside links.
type linking struct {
	in    *site.Input
	links []string // as written
}

// outsideLinks lists the outside links of all published pages and people, without fragments, each once, in the order of files; and which file has which.
func (b *Builder) outsideLinks(ctx context.Context, s *Snapshot) ([]string, []linking, error) {
	var files []linking
	for i := range s.Pages() {
		files = append(files, linking{in: s.Page(i)})
	}
	for _, in := range s.People() {
		files = append(files, linking{in: in})
	}
	err := b.each(ctx, "read", len(files), func(_, i int) error {
		in := files[i].in
		body, err := b.cache.store.body(in.Facts)
		if err != nil {
			body = &page.Body{}
		}
		files[i].links = page.OutsideLinks(in.Doc, body)
		return nil
	})
	var all []string
	seen := map[string]bool{}
	for i := range files {
		for _, link := range files[i].links {
			if bare, _, _ := strings.Cut(link, "#"); !seen[bare] {
				seen[bare] = true
				all = append(all, bare)
			}
		}
	}
	return all, files, err
}

// judgeLinks says what is wrong with the links of one file. The file is read again only for the places of those.
func (r *reading) judgeLinks(l *linking, judge Judge) []source.Diagnostic {
	var list []source.Diagnostic
	var text []byte
	var lines *source.Lines
	for _, link := range l.links {
		bare, _, _ := strings.Cut(link, "#")
		d := judge(bare)
		if d.Code == "" {
			continue
		}
		if lines == nil {
			text, _ = source.Text(r.text(l.in.Shown))
			lines = source.NewLines(text)
		}
		d.Path = l.in.Shown
		if at, end := placeOf(text, link); end > at {
			d.Span = lines.Span(at, end)
		}
		list = append(list, d)
	}
	return list
}

// placeOf finds an address in the text of a file, where it may stand without escapes or scheme.
func placeOf(text []byte, link string) (at, end int) {
	forms := []string{link}
	if plain, err := url.PathUnescape(link); err == nil {
		forms = append(forms, plain)
	}
	forms = append(forms, strings.ReplaceAll(link, "&", "&amp;"))
	if _, rest, ok := strings.Cut(link, "://"); ok {
		forms = append(forms, rest)
	}
	for _, form := range forms {
		// The whole address, not the begin of a longer one; if there is no such place, the begin.
		first := -1
		for from := 0; ; {
			i := bytes.Index(text[from:], []byte(form))
			if i < 0 {
				break
			}
			start, stop := from+i, from+i+len(form)
			if first < 0 {
				first = start
			}
			if stop == len(text) || bytes.IndexByte([]byte(" \t\r\n)>]\"'|}"), text[stop]) >= 0 {
				return start, stop
			}
			from = stop
		}
		if first >= 0 {
			return first, first + len(form)
		}
	}
	return 0, 0
}
