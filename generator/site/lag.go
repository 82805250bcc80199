// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"slices"

	"commonplace/generator/commons"
	"commonplace/generator/source"
)

// Lag says that a translation is behind its original. Where the translation holds the digests of what it was made from, it tells the sections; where it
// does not, the days on which both were last changed.
type Lag struct {
	Original *Card
	Changed  []Ref  // sections of the original whose text is another now, leading there
	Added    []Ref  // sections of the original that were not there
	Gone     int    // sections that the original has no more
	Date     string // YYYY-MM-DD: the last change of the original, where that is all that is known; else empty
	Own      string // the translation's, then
}

func (l *Lag) key(d *source.Digest) {
	d.Bool(l != nil)
	if l == nil {
		return
	}
	cardKey(d, l.Original)
	refsKey(d, l.Changed)
	refsKey(d, l.Added)
	d.Int(l.Gone)
	d.Text(l.Date)
	d.Text(l.Own)
}

// originalOf is the page that page i was translated from: the one that it names, else its version in the language of the site; -1 where there is none.
func (s *Site) originalOf(i int32) int32 {
	versions := s.versions[i]
	if of := s.pages[i].Doc.Meta.TranslationOf; of != "" {
		if at, _ := s.lookup(i, of); at != i && slices.Contains(versions, at) {
			return at
		}
	}
	if s.pages[i].lang != s.cfg.Language {
		for _, other := range versions {
			if s.pages[other].lang == s.cfg.Language {
				return other
			}
		}
	}
	return -1
}

// lag compares a translation with its original.
func (s *Site) lag(i int32) *Lag {
	of := s.originalOf(i)
	if of < 0 {
		return nil
	}
	e, from := &s.pages[i], &s.pages[of]
	l := &Lag{Original: &s.cards[of]}
	read := e.Doc.Meta.Translated
	if len(read) == 0 {
		if l.Date, l.Own = from.updated, e.updated; l.Date <= l.Own || l.Own == "" {
			return nil
		}
		return l
	}
	sections := Sections(from.Doc)
	c := commons.Cover(&commons.Subject{Sections: sections}, &commons.Review{Sections: read})
	lead := func(k int) Ref {
		if sections[k].Title == "" {
			return Ref{Path: l.Original.Path}
		}
		return Ref{sections[k].Title, l.Original.Path + "#" + escapePath(sections[k].ID)}
	}
	for k := range sections {
		switch {
		case slices.Contains(c.Changed, k):
			l.Changed = append(l.Changed, lead(k))
		case !slices.Contains(c.Fresh, k):
			l.Added = append(l.Added, lead(k))
		}
	}
	if l.Gone = len(c.Gone); l.Gone == 0 && l.Changed == nil && l.Added == nil {
		return nil
	}
	return l
}
