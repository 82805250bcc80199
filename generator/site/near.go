// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"commonplace/generator/source"
)

// Likeness says how a name is like a title.
type Likeness uint8

// The kinds of likeness, from least to most.
const (
	NearName  Likeness = iota + 1 // other words, or another spelling, of nearly the same letters
	SameAlias                     // an alias, but for case and hyphens
	SameName                      // the title, the slug or the file's name, but for case and hyphens
)

// String is the likeness in plain words.
func (l Likeness) String() string {
	switch l {
	case SameName:
		return "the same name"
	case SameAlias:
		return "the same alias"
	}
	return "a name near to it"
}

// MarshalText gives same, alias or near.
func (l Likeness) MarshalText() ([]byte, error) {
	return []byte([]string{"", "near", "alias", "same"}[l]), nil
}

// Namesake is a file whose name is like a title.
type Namesake struct {
	Path  string   `json:"path"`  // as diagnostics show it
	Title string   `json:"title"` // of the page; the name of the person
	Name  string   `json:"name"`  // what is like the title: the title itself, an alias, a slug
	Alike Likeness `json:"alike"`
}

// Names finds the files of a site by what they are called. It is made once and asked often, such as at each key while a title is
// being typed.
type Names struct{ list []calledLike }

// calledLike is one name of one file.
type calledLike struct {
	Namesake
	folded  string
	pairs   []uint64 // pairs of neighbouring letters, sorted
	numbers string
}

const (
	nearEnough  = 0.76 // share of pairs that two near names have in common: “Forum” and “Forums”, not “Forking” and “Forging”
	begunEnough = 0.8  // share of the typed pairs that a name holds
)

// PageNames are the titles, slugs, file names and aliases of all pages, drafts too.
func (s *Site) PageNames() *Names {
	n := &Names{}
	add := func(in *Input, title string) {
		n.add(in.Shown, title, title, SameName)
		for _, name := range []string{in.Doc.Meta.Slug, stemOf(in.Path)} {
			if !isIndex(in.Path) {
				n.add(in.Shown, title, name, SameName)
			}
		}
		for _, alias := range in.Doc.Meta.Aliases {
			n.add(in.Shown, title, strings.Trim(alias, "/"), SameAlias)
		}
	}
	for i := range s.pages {
		add(s.pages[i].Input, s.pages[i].title)
	}
	for _, in := range s.hidden {
		add(in, first(in.Doc.Meta.Title, titleFromPath(in.Path)))
	}
	return n
}

// PersonNames are the names, ids and file names of all contributors.
func (s *Site) PersonNames() *Names {
	n := &Names{}
	for i, in := range s.people {
		title := first(in.Doc.Person.Name, s.register.ids[i])
		n.add(in.Shown, title, title, SameName)
		n.add(in.Shown, title, s.register.ids[i], SameName)
		n.add(in.Shown, title, stemOf(in.Path), SameName)
	}
	return n
}

// add enters a name, unless it is empty or the file has it already.
func (n *Names) add(path, title, name string, alike Likeness) {
	c := calledLike{Namesake: Namesake{path, title, name, alike}, folded: source.Fold(name)}
	for k := len(n.list) - 1; k >= 0 && n.list[k].Path == path; k-- {
		if n.list[k].folded == c.folded {
			return
		}
	}
	if c.folded != "" {
		c.pairs, c.numbers = letterPairs(c.folded, false)
		n.list = append(n.list, c)
	}
}

// About finds at most so many files that a title is about already: those of the same name, the same alias, then those whose names
// are near, the nearest first. Each file is named once.
func (n *Names) About(title string, most int) []Namesake {
	folded := source.Fold(title)
	pairs, numbers := letterPairs(folded, false)
	return n.find(most, func(c *calledLike) (Likeness, float64) {
		if c.folded == folded {
			return c.Alike, 1
		}
		// Two that differ by a number are two: “Minutes 2025” and “Minutes 2026”.
		if c.numbers != numbers {
			return 0, 0
		}
		share := 2 * float64(common(pairs, c.pairs)) / float64(len(pairs)+len(c.pairs))
		if share < nearEnough {
			return 0, 0
		}
		return NearName, share
	})
}

// Begun finds at most so many files whose names hold what has been typed of a title so far.
func (n *Names) Begun(typed string, most int) []Namesake {
	folded := source.Fold(typed)
	pairs, _ := letterPairs(folded, true)
	if len(pairs) < 2 {
		return nil
	}
	return n.find(most, func(c *calledLike) (Likeness, float64) {
		if c.folded == folded {
			return c.Alike, 2
		}
		shared := common(pairs, c.pairs)
		held := float64(shared) / float64(len(pairs))
		if held < begunEnough {
			return 0, 0
		}
		return NearName, held + float64(shared)/float64(len(pairs)+len(c.pairs))
	})
}

// find ranks the names by likeness, then by score, and keeps the best of each file.
func (n *Names) find(most int, rank func(*calledLike) (Likeness, float64)) []Namesake {
	type scored struct {
		Namesake
		score float64
	}
	var hits []scored
	for i := range n.list {
		c := &n.list[i]
		if alike, score := rank(c); alike > 0 {
			hit := scored{c.Namesake, score}
			hit.Alike = alike
			hits = append(hits, hit)
		}
	}
	slices.SortStableFunc(hits, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.Alike, a.Alike), cmp.Compare(b.score, a.score), strings.Compare(a.Path, b.Path))
	})
	var list []Namesake
	for _, h := range hits {
		if len(list) < most && !slices.ContainsFunc(list, func(l Namesake) bool { return l.Path == h.Path }) {
			list = append(list, h.Namesake)
		}
	}
	return list
}

// letterPairs gives the pairs of neighbouring letters of a folded name, word by word, ends of words included, in order; and its
// words that are numbers. Pairs know no language: they serve scripts that put no space between words, too. Where a name is still being
// typed, its last word has no end yet.
func letterPairs(folded string, typing bool) (pairs []uint64, numbers string) {
	words := strings.FieldsFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsNumber(r) })
	for i, word := range words {
		if strings.Trim(word, "0123456789") == "" {
			numbers += word + " "
		}
		before := rune(0)
		for _, r := range word {
			pairs = append(pairs, uint64(before)<<32|uint64(r))
			before = r
		}
		if !typing || i < len(words)-1 {
			pairs = append(pairs, uint64(before)<<32)
		}
	}
	slices.Sort(pairs)
	return pairs, numbers
}

// common counts what two sorted lists have in common.
func common(a, b []uint64) (n int) {
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] == b[0]:
			a, b, n = a[1:], b[1:], n+1
		case a[0] < b[0]:
			a = a[1:]
		default:
			b = b[1:]
		}
	}
	return n
}
