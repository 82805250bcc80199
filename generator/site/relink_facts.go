// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"maps"
	"slices"
	"strings"

	"commonplace/generator/page"
	"commonplace/generator/source"
)

// renew lays out again, in a copy of a Site, what is known of some pages by more than their text: their cards, the lists that they stand in,
// and what is said of them as parts of the whole. Pages with a link that a new or a former title can change are added to again;
// retitled tells whether there are such titles.
func (n *Site) renew(s *Site, changed []int32, again []bool) (retitled bool) {
	crumbs, files, dates, people, moved := false, false, false, false, []int32(nil)
	n.licences = maps.Clone(s.licences)
	keys := map[string]bool{}
	n.cards = slices.Clone(s.cards)
	for _, i := range changed {
		old, e := &s.pages[i], &n.pages[i]
		n.describe(e)
		if old.title != e.title {
			crumbs = crumbs || e.index || strings.EqualFold(stemOf(e.Path), "readme")
			if retitled = true; old.folded != e.folded {
				moved = append(moved, i)
				n.rename(i, old.folded, e.folded)
			}
			keys[old.folded], keys[e.folded] = true, true
		}
		files = files || old.Doc.Title == page.TitleMissing || e.Doc.Title == page.TitleMissing
		dates = dates || old.updated != e.updated || old.created != e.created
		people = people || !sameNames(&old.Doc.Meta, &e.Doc.Meta)
		n.makeCard(i)
	}
	if retitled {
		n.nearPrefix, n.nearTail = nil, nil
		s.markNaming(changed, keys, n, again)
	}
	if len(moved) > 0 {
		n.rank = n.reorder(s.rank, moved)
		n.listUntranslated()
	}
	if crumbs || retitled && len(s.book) > 0 {
		n.place()
	}
	if people {
		n.gather()
	}
	n.divideAgain(s, changed, moved, people)
	if dates {
		n.orderChanges()
	}
	n.checkTitles()
	if files {
		n.checkFiles()
	}
	if people {
		n.checkPeople()
		n.checkCredit()
	}
	n.traceOrigins()
	n.checkLicences()
	return retitled
}

func sameNames(a, b *page.Meta) bool {
	return slices.Equal(a.Authors, b.Authors) && slices.Equal(a.Contributions, b.Contributions) && slices.Equal(a.Stewards, b.Stewards)
}

// rename takes one title from page i and gives it another.
func (n *Site) rename(i int32, from, to string) {
	renamed := make(map[string]*named, len(n.renamed)+2)
	for key, of := range n.renamed {
		renamed[key] = of
	}
	if of := n.named(from); of != nil && of.rank == byTitle {
		renamed[from] = n.without(of, i, from)
	}
	n.renamed = renamed
	if to == "" || to == n.pages[i].Doc.Meta.Slug {
		return
	}
	switch of := n.named(to); {
	case of == nil || of.rank > byTitle:
		renamed[to] = &named{page: i, rank: byTitle}
	case of.rank == byTitle:
		all := append([]int32{of.page, i}, of.others...)
		slices.Sort(all)
		renamed[to] = &named{page: all[0], rank: byTitle, others: all[1:]}
	}
}

// without is what a title stands for when page i has it no more: the other pages of that title, else those that have it as an alias.
func (n *Site) without(of *named, i int32, key string) *named {
	all := append([]int32{of.page}, of.others...)
	if all = slices.DeleteFunc(all, func(p int32) bool { return p == i }); len(all) > 0 {
		return &named{page: all[0], rank: byTitle, others: all[1:]}
	}
	var rest *named
	for p := range n.pages {
		for _, alias := range n.pages[p].Doc.Meta.Aliases {
			switch {
			case source.Fold(strings.Trim(alias, "/")) != key:
			case rest == nil:
				rest = &named{page: int32(p), rank: byAlias}
			case rest.page != int32(p):
				rest.others = append(rest.others, int32(p))
			}
		}
	}
	return rest
}

// markNaming adds the pages with a link or a relation that says one of some titles; those with one that leads nowhere and for which such
// a title was or is a suggestion; and those where a message names one of the pages that were changed.
func (s *Site) markNaming(changed []int32, keys map[string]bool, n *Site, again []bool) {
	w := wording{keys: keys, meant: make(map[int32]bool)}
	for _, i := range changed {
		w.titles = append(w.titles, s.pages[i].title, n.pages[i].title)
	}
	for key := range keys {
		for _, of := range []*named{s.named(key), n.named(key)} {
			if of != nil {
				w.meant[of.page] = true
			}
		}
	}
	for i := range s.pages {
		again[i] = again[i] || s.says(int32(i), &w)
	}
}

// wording is what some titles that came and went can have meant.
type wording struct {
	keys   map[string]bool // folded
	titles []string
	meant  map[int32]bool // pages that one of the keys stood or stands for
}

// says tells whether a link or a relation of page i, or what replaces it, means a page by one of some titles, or leads nowhere and is nearly one of them, or can mean
// several pages, whose titles are told.
func (s *Site) says(i int32, w *wording) bool {
	for at := s.linkAt[i]; at < s.linkAt[i+1]; at++ {
		if t := &s.targets[at]; t.named {
			name := wantedName(&s.pages[i].Doc.Links[at-s.linkAt[i]])
			if w.keys[source.Fold(name)] || t.state == TargetWanted && source.Nearest(name, w.titles) != "" {
				return true
			}
		}
	}
	for at := s.relAt[i]; at < s.relAt[i+1]; at++ {
		r := &s.rels[at]
		if r.page >= 0 && w.meant[r.page] || r.page < 0 && (w.keys[source.Fold(r.To)] || source.Nearest(r.To, w.titles) != "") {
			return true
		}
	}
	if by := s.pages[i].Doc.Meta.Deprecated.ReplacedBy; by != "" {
		if hit, known := s.successors[i]; known && w.meant[hit] || !known && (w.keys[source.Fold(by)] || source.Nearest(by, w.titles) != "") {
			return true
		}
	}
	return slices.ContainsFunc(s.found.links[i], isAmbiguous) || slices.ContainsFunc(s.found.relations[i], isAmbiguous)
}

func isAmbiguous(d source.Diagnostic) bool { return d.Code == source.CodeAmbiguousLink }

// reorder puts some pages of a list to where they belong by what is known of them now. The list itself stays as it is.
func (n *Site) reorder(list, moved []int32) []int32 {
	next := make([]int32, 0, len(list))
	var put []int32
	for _, p := range list {
		if slices.Contains(moved, p) {
			put = append(put, p)
		} else {
			next = append(next, p)
		}
	}
	for _, p := range put {
		at, _ := slices.BinarySearchFunc(next, p, n.inLists)
		next = slices.Insert(next, at, p)
	}
	return next
}

// divideAgain makes the facets again in which a changed page has other values; in the others it puts the pages that have moved to where
// they belong. Who somebody is may depend on any page.
func (n *Site) divideAgain(s *Site, changed, moved []int32, people bool) {
	n.facets = slices.Clone(s.facets)
	var before, now []string
	for _, rule := range n.facetRules() {
		k := slices.IndexFunc(n.facets, func(f facet) bool { return f.link.Name == rule.name })
		if k < 0 {
			continue // one language alone
		}
		same := !rule.people || !people
		for _, i := range changed {
			before, now = rule.values(before[:0], &s.pages[i]), rule.values(now[:0], &n.pages[i])
			same = same && slices.Equal(before, now)
		}
		if !same {
			n.facets[k] = n.divideBy(&rule)
			continue
		}
		f := &n.facets[k]
		terms := false
		for _, i := range moved {
			for _, id := range f.of(i) {
				if !terms {
					terms, f.terms = true, slices.Clone(f.terms)
				}
				f.terms[id].pages = n.reorder(f.terms[id].pages, moved)
			}
		}
	}
}
