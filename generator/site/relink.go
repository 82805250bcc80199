// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"reflect"
	"slices"

	"commonplace/generator/page"
)

// Relink makes the Site that Link would make of the same inputs with some of them replaced, where that can be told without
// looking at the others: the text of pages may have changed, and the content of media, but nothing by which other pages know them. Otherwise
// done is false and only Link will do. It costs a fraction of Link, since what names mean stays as it is: links are
// resolved again on the changed pages and where a link leads into one of them, and the rest is passes over numbers.
//
// The Site itself stays as it is and may be in use meanwhile.
func (s *Site) Relink(files []Input, media []Medium) (next *Site, done bool) {
	again := make([]bool, len(s.pages))
	n := *s
	n.entries = &entryIndex{}
	n.pages = slices.Clone(s.pages)
	for k := range files {
		in := files[k]
		i, known := s.byShown[in.Shown]
		if !known || i < 0 || !sameToOthers(s.pages[i].Input, &in) {
			return nil, false
		}
		n.pages[i].Input = &in
		again[i] = true
	}
	n.media = slices.Clone(s.media)
	for k := range media {
		m := media[k]
		i, known := s.byShown[m.Shown]
		if !known || i > -2 || s.media[-2-i].Type != m.Type {
			return nil, false
		}
		n.media[-2-i].Medium = &m
	}
	if len(files) > 0 {
		s.markReaders(again)
		if !n.sameTargets(s, again) {
			n.relinkPages(s, again)
			n.chrome = Chrome{}
			n.makeChrome()
		}
		n.checkText()
	}
	return &n, true
}

// sameToOthers tells whether two forms of a page are the same to all other pages, but for its headings and the links in its text.
func sameToOthers(a, b *Input) bool {
	return a.Doc.Kind == b.Doc.Kind && a.Doc.Hidden == b.Doc.Hidden && reflect.DeepEqual(&a.Doc.Meta, &b.Doc.Meta)
}

// markReaders adds to the changed pages those with a link or an embed that depends on the headings of one.
func (s *Site) markReaders(changed []bool) {
	var readers []int32
	for at := range s.targets {
		t, owner := &s.targets[at], s.linkOwner[at]
		if t.state == TargetPage && changed[t.index] && !changed[owner] && (t.from >= 0 || s.pages[owner].Doc.Links[int32(at)-s.linkAt[owner]].Fragment != "") {
			readers = append(readers, owner)
		}
	}
	for _, i := range readers {
		changed[i] = true
	}
}

// sameTargets tells whether all links lead where they led, as they do after most edits; then only what is said of those on the given
// pages is said again, and all lists of numbers are shared with the Site before.
func (n *Site) sameTargets(s *Site, again []bool) bool {
	for i := range again {
		if again[i] && !slices.EqualFunc(n.pages[i].Doc.Links, s.pages[i].Doc.Links, sameLink) {
			return false
		}
	}
	n.found.links = slices.Clone(s.found.links)
	for i := range again {
		if !again[i] {
			continue
		}
		links := n.pages[i].Doc.Links
		for k := range links {
			// Each name that is wanted is known already, so that this enters none.
			if n.resolve(int32(i), &links[k]) != s.targets[s.linkAt[i]+int32(k)] {
				n.reported()
				return false
			}
		}
		n.found.links[i] = n.reported()
	}
	return true
}

func sameLink(a, b page.Link) bool {
	return a.Kind == b.Kind && a.Target == b.Target && a.Fragment == b.Fragment
}

// relinkPages makes the links, backlinks and wanted pages from those of the Site before, resolving those of some pages
// again. Wanted pages get the numbers that Link would give them.
func (n *Site) relinkPages(s *Site, again []bool) {
	total := 0
	n.linkAt = make([]int32, len(n.pages)+1)
	for i := range n.pages {
		total += len(n.pages[i].Doc.Links)
		n.linkAt[i+1] = int32(total)
	}
	n.targets, n.linkOwner = make([]target, total), make([]int32, total)
	n.found.links = slices.Clone(s.found.links)
	n.wanted, n.wantedIndex = nil, make(map[string]int32, len(s.wanted))
	renumber := make([]int32, len(s.wanted)) // 1 more than the new number; 0: not asked for yet
	for i := range n.media {
		n.media[i].used = n.media[i].Source < 0
	}
	for i := range n.pages {
		if again[i] {
			n.resolvePage(int32(i))
			continue
		}
		from, to := n.linkAt[i], n.linkAt[i+1]
		copy(n.targets[from:to], s.targets[s.linkAt[i]:])
		for at := from; at < to; at++ {
			n.linkOwner[at] = int32(i)
			switch t := &n.targets[at]; {
			case t.state == TargetWanted:
				if renumber[t.index] == 0 {
					renumber[t.index] = n.want(wantedName(&n.pages[i].Doc.Links[at-from])) + 1
				}
				t.index = renumber[t.index] - 1
			case t.index >= 0 && t.state != TargetPage:
				n.media[t.index].used = true
			}
		}
	}
	n.turnLinks()
	n.rels = slices.Clone(s.rels)
	for at := range n.rels {
		r := &n.rels[at]
		if r.wanted < 0 {
			continue
		}
		if renumber[r.wanted] == 0 {
			renumber[r.wanted] = n.want(r.To) + 1
		}
		r.wanted = renumber[r.wanted] - 1
		n.wanted[r.wanted].rels = append(n.wanted[r.wanted].rels, int32(at))
	}
}
