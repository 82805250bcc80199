// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"commonplace/generator/page"
	"commonplace/generator/source"
)

// none says that nothing was found; -2 and below stand for media, as in Site.byShown.
const none = int32(-1)

// findPath finds what a Markdown link or image leads to, by the strategies of its source in their order. A file that differs only by case
// is taken, and told, before anything is looked for by its name.
func (s *Site) findPath(i int32, l *page.Link) (int32, []int32) {
	order := s.cfg.Sources[s.pages[i].Source].LinkOrder
	if len(order) > 0 && order[0] == "file" {
		if hit, ok := s.fileBeside(i, l.Target); ok {
			return hit, nil
		}
	}
	cased := false
	for _, strategy := range order {
		if byName := strategy == "name" || strategy == "wiki"; byName && !cased {
			if l.Kind == page.LinkImage && !strings.Contains(l.Target, "/") {
				if hit := s.mediumByName(l.Target); hit != none {
					return hit, nil
				}
			}
			cased = true
			if hit := s.findCase(i, l); hit != none {
				return hit, nil
			}
			if hit := s.original(i, l); hit != none {
				s.tellLanguage(i, l, strategy, hit)
				return hit, nil
			}
		}
		hit, candidates := s.follow(strategy, i, l)
		if hit != none || candidates != nil {
			s.tellLanguage(i, l, strategy, hit)
			return hit, candidates
		}
	}
	if cased {
		return none, nil
	}
	return s.findCase(i, l), nil
}

// follow looks for the target of a link in one way.
func (s *Site) follow(strategy string, i int32, l *page.Link) (int32, []int32) {
	e, p := &s.pages[i], l.Target
	src := &s.cfg.Sources[e.Source]
	rooted := strings.HasPrefix(p, "/")
	only := func(hit int32) (int32, []int32) { return hit, nil }
	switch strategy {
	case "file":
		if !rooted {
			return only(s.fileAt(path.Join(path.Dir(e.Shown), p), l))
		}
	case "content":
		if rooted {
			return only(s.inRoots(e.Source, p, l))
		}
	case "vault":
		if !rooted {
			return only(s.fileAt(path.Join(src.Shown, p), l))
		}
	case "repository":
		return only(s.inRepository(strings.TrimPrefix(path.Clean(p), "/"), l))
	case "absolute":
		if rooted {
			if hit := s.addressed(p[1:], l); hit != none || src.URL == "" {
				return only(hit)
			}
			return only(s.addressed(src.URL+p[1:], l))
		}
	case "url":
		if !rooted {
			if hit := s.addressed(path.Join(path.Dir(e.out), p), l); hit != none || path.Base(e.out) == "index.html" {
				return only(hit)
			}
			// Where it was written the page may have been a folder: /page/, not /page.html.
			return only(s.addressed(path.Join(strings.TrimSuffix(e.out, ".html"), p), l))
		}
	case "permalink":
		if l.Kind != page.LinkImage {
			return only(s.byPermalink(p))
		}
	case "name":
		if l.Kind != page.LinkImage {
			return s.nearest(i, p)
		}
	case "wiki":
		if l.Kind != page.LinkImage && !strings.Contains(strings.TrimSuffix(p, "/"), "/") {
			return s.lookup(i, baseName(p))
		}
	}
	return none, nil
}

// original finds, for a link from a translation to a page that is not translated yet, the file that would be translated.
func (s *Site) original(i int32, l *page.Link) int32 {
	e := &s.pages[i]
	lang, _ := s.languageOfPath(e.Path)
	if lang == "" || lang == s.cfg.Language || strings.HasPrefix(l.Target, "/") {
		return none
	}
	in, rest := s.languageOfPath(path.Join(path.Dir(e.Path), l.Target))
	if in != lang {
		return none
	}
	return s.fileAt(path.Join(s.cfg.Sources[e.Source].Shown, rest), l)
}

// fileAt is the page or medium at a path: the file itself, the file without its extension, or a folder's own page.
func (s *Site) fileAt(shown string, l *page.Link) int32 {
	if hit, ok := s.byShown[shown]; ok {
		return hit
	}
	if l.Kind == page.LinkImage {
		return none
	}
	stem := strings.TrimSuffix(shown, ".html")
	for _, ext := range []string{".md", ".markdown"} {
		if hit, ok := s.byShown[stem+ext]; ok {
			return hit
		}
	}
	folder := strings.TrimSuffix(stem, "/index")
	for _, own := range []string{"/index.md", "/README.md", "/readme.md", "/_index.md"} {
		if hit, ok := s.byShown[folder+own]; ok {
			return hit
		}
	}
	return none
}

// inRoots finds a file by its path below the page's own root, or else below the first other root that has it.
func (s *Site) inRoots(own int, p string, l *page.Link) int32 {
	if hit := s.fileAt(path.Join(s.cfg.Sources[own].Shown, p), l); hit != none {
		return hit
	}
	for k := range s.cfg.Sources {
		if k == own {
			continue
		}
		if hit := s.fileAt(path.Join(s.cfg.Sources[k].Shown, p), l); hit != none {
			return hit
		}
	}
	return none
}

// inRepository finds a file by its path below the top of the repository.
func (s *Site) inRepository(p string, l *page.Link) int32 {
	for k := range s.cfg.Sources {
		src := &s.cfg.Sources[k]
		below, ok := p, src.InRepository == "."
		if !ok && src.InRepository != "" {
			below, ok = strings.CutPrefix(p+"/", src.InRepository+"/")
		}
		if !ok {
			continue
		}
		if hit := s.fileAt(path.Join(src.Shown, below), l); hit != none {
			return hit
		}
	}
	return none
}

// addressed finds a page, a redirect or a medium by the address at which it is published; a page with or without what is left out of
// addresses.
func (s *Site) addressed(out string, l *page.Link) int32 {
	key := strings.Trim(pathKey(source.Composed(path.Clean(out))), "/")
	if key == "." {
		key = ""
	}
	if l.Kind != page.LinkImage {
		for _, name := range []string{key, key + "/index.html", key + ".html", strings.TrimSuffix(key, ".html") + "/index.html"} {
			if hit, ok := s.byPath[strings.TrimPrefix(name, "/")]; ok {
				return hit
			}
		}
	}
	if s.mediaAt == nil {
		s.mediaAt = make(map[string]int32, len(s.media))
		for k := range s.media {
			s.mediaAt[pathKey(s.media[k].out)] = -2 - int32(k)
		}
	}
	if hit, ok := s.mediaAt[key]; ok {
		return hit
	}
	return none
}

// byPermalink finds the page that declares an address, also where another page has it or where pages are published elsewhere. An
// address that several declare is nobody's.
func (s *Site) byPermalink(p string) int32 {
	if s.permalinks == nil {
		s.permalinks = map[string]int32{}
		for i := range s.pages {
			key := permalinkKey(s.pages[i].Doc.Meta.URL)
			if key == "" {
				continue
			}
			if _, twice := s.permalinks[key]; twice {
				s.permalinks[key] = none
			} else {
				s.permalinks[key] = int32(i)
			}
		}
	}
	if len(s.permalinks) == 0 {
		return none
	}
	if hit, ok := s.permalinks[permalinkKey(p)]; ok {
		return hit
	}
	return none
}

// permalinkKey is the same for all spellings of one address.
func permalinkKey(address string) string {
	if strings.Contains(address, "://") {
		return ""
	}
	key := strings.TrimSuffix(strings.Trim(pathKey(source.Composed(address)), "/"), ".html")
	return strings.TrimSuffix(strings.TrimSuffix(key, "index"), "/")
}

// nearest finds a page by the name of its file, as Obsidian does, with as much of the path before it as the link has: in the language of
// the page, in its folder, then by the fewest folders between them, then by the shortest path. What is still more than one page is none.
func (s *Site) nearest(i int32, p string) (int32, []int32) {
	if s.stems == nil {
		s.stems = make(map[string][]int32, len(s.pages))
		for k := range s.pages {
			key := source.Fold(baseName(s.pages[k].Path))
			s.stems[key] = append(s.stems[key], int32(k))
		}
	}
	name := baseName(p)
	found := s.stems[source.Fold(name)]
	if above := path.Dir(strings.Trim(p, "/")); above != "." {
		tail := "/" + source.FoldPath(above)
		found = slices.DeleteFunc(slices.Clone(found), func(k int32) bool {
			return !strings.HasSuffix("/"+source.FoldPath(path.Dir(s.pages[k].Path)), tail)
		})
	}
	switch len(found) {
	case 0:
		return none, nil
	case 1:
		return found[0], nil
	}
	here := &s.pages[i]
	far := func(k int32) (n int) {
		e := &s.pages[k]
		if e.lang != here.lang {
			n += 1 << 20
		}
		if e.Source != here.Source {
			n += 1 << 16
		}
		n += 1 << 6 * steps(path.Dir(here.Path), path.Dir(e.Path))
		return n + strings.Count(e.Path, "/")
	}
	// A name that very many pages have is no name, but for the page beside this one; to measure all would cost too much for each link.
	if len(found) > maxNamesakes {
		if hit := s.fileAt(path.Join(path.Dir(here.Shown), name), &page.Link{}); hit >= 0 {
			return hit, nil
		}
		return none, found[:maxNamesakes]
	}
	best, least := []int32(nil), -1
	for _, k := range found {
		switch d := far(k); {
		case least < 0 || d < least:
			best, least = append(best[:0], k), d
		case d == least:
			best = append(best, k)
		}
	}
	if len(best) == 1 {
		return best[0], nil
	}
	return none, best
}

// maxNamesakes is how many pages of one file name are compared.
const maxNamesakes = 100

// steps is how many folders up and down lead from one folder to another.
func steps(from, to string) int {
	a, b := strings.Split(from, "/"), strings.Split(to, "/")
	if from == "." {
		a = nil
	}
	if to == "." {
		b = nil
	}
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return len(a) + len(b) - 2*n
}

// tellLanguage reports a link to a page in another language that was found by a name or an address, or in another source: such a page
// is seldom what was meant, and nothing looks broken. The path of a file says
// what is meant.
func (s *Site) tellLanguage(i int32, l *page.Link, strategy string, hit int32) {
	if hit < 0 {
		return
	}
	from, to := &s.pages[i], &s.pages[hit]
	switch strategy {
	case "file", "url", "vault", "repository":
		return
	case "content":
		if from.Source == to.Source {
			return
		}
	}
	if from.lang != to.lang {
		s.reportLink(i, l, source.CodeLinkLanguage, fmt.Sprintf("“%s” leads to a page in another language, %s", l.Target, to.lang),
			"if it is meant, link to its file: “"+relativePath(from.Shown, to.Shown)+"”")
	}
}

// relativePath is how one file is written in another.
func relativePath(from, to string) string {
	a, b := strings.Split(path.Dir(from), "/"), strings.Split(to, "/")
	n := 0
	for n < len(a) && n < len(b)-1 && a[n] == b[n] {
		n++
	}
	up := len(a) - n
	if path.Dir(from) == "." {
		up = 0
	}
	return strings.Repeat("../", up) + strings.Join(b[n:], "/")
}
