// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"fmt"
	"path"
	"strings"

	"commonplace/generator/source"
)

// nameRank says how a page came by a name; a lower rank wins over a higher.
type nameRank uint8

const (
	byID nameRank = iota
	bySlug
	byFile
	byTitle
	byAlias
)

// named is what one folded name stands for: the first page of the lowest rank, and whether others share it at that rank.
type named struct {
	page   int32
	rank   nameRank
	others []int32
}

// name enters every id, slug, file name, title and alias. A repeated id is reported and names no page, unless it joins
// translations.
func (s *Site) name() {
	s.names = make(map[string]*named, len(s.pages)*4)
	s.byShown = make(map[string]int32, len(s.pages)+len(s.media))
	slab := make([]named, 0, len(s.pages)*3)
	enter := func(key string, i int32, rank nameRank) {
		if key == "" {
			return
		}
		n := s.names[key]
		switch {
		case n == nil:
			if len(slab) == cap(slab) {
				slab = make([]named, 0, len(s.pages)+16)
			}
			slab = append(slab, named{page: i, rank: rank})
			s.names[key] = &slab[len(slab)-1]
		case rank < n.rank:
			*n = named{page: i, rank: rank}
		case rank == n.rank && n.page != i:
			n.others = append(n.others, i)
		}
	}
	add := func(name string, i int32, rank nameRank) { enter(source.Fold(name), i, rank) }
	s.nameIDs(add)
	for i := range s.pages {
		e := &s.pages[i]
		s.byShown[e.Shown] = int32(i)
		if e.Doc.Meta.Slug != "" {
			add(e.Doc.Meta.Slug, int32(i), bySlug)
		}
		// A name that a page has by a lower rank is entered already.
		if stem := stemOf(e.Path); !e.index && stem != e.Doc.Meta.Slug {
			add(stem, int32(i), byFile)
		}
	}
	for i := range s.pages {
		e := &s.pages[i]
		if e.folded != e.Doc.Meta.Slug {
			enter(e.folded, int32(i), byTitle)
		}
		for _, alias := range e.Doc.Meta.Aliases {
			add(strings.Trim(alias, "/"), int32(i), byAlias)
		}
	}
	for i := range s.media {
		s.byShown[s.media[i].Shown] = -2 - int32(i)
	}
	s.namePeople()
	s.pairTranslations()
}

func (s *Site) nameIDs(add func(string, int32, nameRank)) {
	ids := make(map[string][]int32, len(s.pages))
	for i := range s.pages {
		if id := s.pages[i].Doc.Meta.ID; id != "" {
			ids[id] = append(ids[id], int32(i))
		}
	}
	for i := range s.pages {
		id := s.pages[i].Doc.Meta.ID
		group := ids[id]
		switch {
		case id == "":
		case len(group) == 1:
			add(id, int32(i), byID)
		case s.differInLanguage(group):
			if group[0] == int32(i) {
				add(id, int32(i), byID)
			}
		case group[0] == int32(i):
			notes := make([]source.Note, 0, len(group)-1)
			for _, other := range group[1:] {
				notes = append(notes, source.Note{Path: s.pages[other].Shown, Message: "this page has the same id"})
			}
			s.report(source.Diagnostic{Code: source.CodeDuplicateID, Path: s.pages[i].Shown, Notes: notes,
				Message: fmt.Sprintf("the id “%s” stands on %d pages and names none of them", id, len(group)), Help: "give each page an id of its own"})
		}
	}
}

func (s *Site) differInLanguage(group []int32) bool {
	seen := map[string]bool{}
	for _, i := range group {
		lang := s.pages[i].lang
		if seen[lang] {
			return false
		}
		seen[lang] = true
	}
	return true
}

// named is what a folded name stands for, nil for nothing.
func (s *Site) named(key string) *named {
	if n, changed := s.renamed[key]; changed {
		return n
	}
	return s.names[key]
}

// lookup finds the page that page i means by a name. Of several pages with the name those in the language of page i are nearer, since a reader
// stays in it and translations may share a folder, then those in its folder; if that leaves more than one, they are candidates and the name stands for none of them: a wrong target is worse than none.
func (s *Site) lookup(i int32, name string) (hit int32, candidates []int32) {
	s.asked.name = true
	n := s.named(source.Fold(name))
	if n == nil {
		return -1, nil
	}
	if len(n.others) == 0 {
		return n.page, nil
	}
	candidates = append([]int32{n.page}, n.others...)
	here := &s.pages[i]
	for _, nearer := range []func(e *entry) bool{
		func(e *entry) bool { return e.lang == here.lang },
		func(e *entry) bool { return e.Source == here.Source && path.Dir(e.Path) == path.Dir(here.Path) },
	} {
		var near []int32
		for _, c := range candidates {
			if nearer(&s.pages[c]) {
				near = append(near, c)
			}
		}
		if len(near) == 1 {
			return near[0], nil
		}
		if len(near) > 0 {
			candidates = near
		}
	}
	return -1, candidates
}

// suggest is a page name near to a word, for "did you mean". Only names that share their first or last three bytes are tried, which
// keeps a thousand broken links cheap.
func (s *Site) suggest(word string) string {
	if s.nearPrefix == nil {
		s.nearPrefix, s.nearTail = map[string][]string{}, map[string][]string{}
		enter := func(name string) {
			if len(name) >= 3 {
				s.nearPrefix[name[:3]] = append(s.nearPrefix[name[:3]], name)
				s.nearTail[name[len(name)-3:]] = append(s.nearTail[name[len(name)-3:]], name)
			}
		}
		for i := range s.pages {
			e := &s.pages[i]
			enter(e.slug)
			if e.title != e.slug {
				enter(e.title)
			}
		}
	}
	if len(word) < 3 {
		return ""
	}
	var near []string
	for _, list := range [][]string{s.nearPrefix[word[:3]], s.nearTail[word[len(word)-3:]]} {
		for _, name := range list {
			if d := len(name) - len(word); d >= -2 && d <= 2 {
				near = append(near, name)
			}
		}
	}
	return source.Nearest(word, near)
}

func didYouMean(name string) string {
	if name == "" {
		return ""
	}
	return "did you mean “" + name + "”?"
}

// baseName is the last element of a link's target without an extension that pages have.
func baseName(target string) string {
	base := path.Base(strings.TrimSuffix(target, "/"))
	for _, ext := range []string{".md", ".markdown", ".html"} {
		if cut, ok := strings.CutSuffix(base, ext); ok {
			return cut
		}
	}
	return base
}
