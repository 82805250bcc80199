// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"commonplace/generator/source"
)

// Likeness says which page the text of another repeats.
type Likeness struct {
	Page    int32 // by its number
	Percent int   // of what both texts have together
}

// repeats tells of added pages that another page may have the subject of already: by its names, or by its text.
func (c *Comparison) repeats(alike map[int32]Likeness) []source.Diagnostic {
	added := c.Added()
	if len(added) == 0 {
		return nil
	}
	s := c.now
	names := s.subjects()
	var list []source.Diagnostic
	told := map[[2]int32]bool{}
	tell := func(i, other int32, message, help string) {
		if told[[2]int32{other, i}] {
			return // two added pages that repeat each other
		}
		told[[2]int32{i, other}] = true
		list = append(list, source.Diagnostic{Code: source.CodeNearDuplicate, Path: s.pages[i].Shown, Message: message, Help: help,
			Notes: []source.Note{{Path: s.pages[other].Shown, Message: "this page"}}})
	}
	for _, i := range added {
		e := &s.pages[i]
		if like, ok := alike[i]; ok {
			tell(i, like.Page, fmt.Sprintf("the text of this new page is %d %% that of “%s”", like.Percent, s.pages[like.Page].title),
				"if it is meant to replace that page, move it with “git mv”; if not, add to that page instead")
			continue
		}
		if e.index {
			continue
		}
		if other, name := names.near(i); other >= 0 {
			tell(i, other, fmt.Sprintf("this new page “%s” may have the subject of “%s”", name, s.pages[other].title),
				"if it has, add to that page, and make this title one of its aliases")
		}
	}
	return list
}

// subjects finds pages by what they are about, whatever the order, case and number of the words.
type subjects struct {
	s    *Site
	keys map[string][]int32
}

func (s *Site) subjects() *subjects {
	n := &subjects{s, make(map[string][]int32, len(s.pages)*2)}
	for i := range s.pages {
		if s.pages[i].index {
			continue
		}
		for _, name := range s.namesOf(int32(i)) {
			if k := subject(name); k != "" && !slices.Contains(n.keys[k], int32(i)) && len(n.keys[k]) < 8 {
				n.keys[k] = append(n.keys[k], int32(i))
			}
		}
	}
	return n
}

// namesOf are a page's title and its aliases, those left out that are addresses.
func (s *Site) namesOf(i int32) []string {
	names := []string{s.pages[i].title}
	for _, alias := range s.pages[i].Doc.Meta.Aliases {
		if !strings.HasPrefix(alias, "/") {
			names = append(names, alias)
		}
	}
	return names
}

// near is another page of the same language that has the subject of one of the page's names, and that name; -1 where there is none. Pages of
// the very same title are told of elsewhere.
func (n *subjects) near(i int32) (other int32, name string) {
	e := &n.s.pages[i]
	for _, name := range n.s.namesOf(i) {
		for _, other := range n.keys[subject(name)] {
			o := &n.s.pages[other]
			if other != i && o.lang == e.lang && o.folded != e.folded {
				return other, name
			}
		}
	}
	return -1, ""
}

// subject is the same for names that differ in the order, the case and the plural of words, and in words too small to matter.
func subject(name string) string {
	words := strings.FieldsFunc(source.Fold(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	kept := words[:0]
	for _, w := range words {
		if w == "a" || w == "an" || w == "and" || w == "for" || w == "in" || w == "of" || w == "on" || w == "the" || w == "to" {
			continue
		}
		if len(w) > 4 && !strings.HasSuffix(w, "ss") {
			switch stem, ies := strings.CutSuffix(w, "ies"); {
			case ies:
				w = stem + "y"
			default:
				w = strings.TrimSuffix(w, "s")
			}
		}
		kept = append(kept, w)
	}
	slices.Sort(kept)
	return strings.Join(slices.Compact(kept), " ")
}
