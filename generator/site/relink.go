// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"reflect"
	"slices"

	"commonplace/generator/page"
)

// Relink makes the Site that Link would make of the same inputs with some of them replaced, where that can be told without looking
// at all of the others: the content of media may have changed, and everything of pages but what gives them their address and their
// other names. Otherwise done is false and only Link will do. It costs a fraction of Link: links are resolved again on the changed
// pages, where one leads into them, and where one says a title that has come or gone; lists are made again where a changed
// page stands in them; and the rest is passes over numbers.
//
// The Site itself stays as it is and may be in use meanwhile.
func (s *Site) Relink(files []Input, media []Medium) (next *Site, done bool) {
	again := make([]bool, len(s.pages))
	var facts []int32 // pages of which more than the text has changed
	n := *s
	n.entries, n.works = &entryIndex{}, &workIndex{}
	n.anchors = nil
	n.pages = slices.Clone(s.pages)
	for k := range files {
		in := files[k]
		i, known := s.byShown[in.Shown]
		if !known || i < 0 || !s.staysPut(i, &in) || len(s.pages[i].Doc.Reviews)+len(in.Doc.Reviews) > 0 {
			return nil, false
		}
		if old := n.pages[i].Doc; old.Title != in.Doc.Title || old.Hidden != in.Doc.Hidden || !reflect.DeepEqual(&old.Meta, &in.Doc.Meta) {
			facts = append(facts, i)
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
	if len(files) == 0 {
		return &n, true
	}
	s.markReaders(again)
	retitled := false
	slices.Sort(facts)
	facts = slices.Compact(facts)
	if len(facts) > 0 || len(s.review.files) > 0 || s.review.governed {
		for _, i := range facts {
			n.describe(&n.pages[i])
		}
		changed := make([]int32, 0, len(files))
		for k := range files {
			changed = append(changed, s.byShown[files[k].Shown])
		}
		judged, ok := n.judgeAgain(s, changed, facts)
		if !ok {
			return nil, false
		}
		facts = append(facts, judged...)
		slices.Sort(facts)
		facts = slices.Compact(facts)
	}
	if len(facts) > 0 {
		if retitled = n.renew(s, facts, again); len(n.renamed) > maxRenamed {
			return nil, false
		}
	}
	if retitled || !n.sameTargets(s, again) {
		n.relinkPages(s, again)
	}
	n.chrome = Chrome{}
	n.makeChrome()
	if len(n.cfg.Types) > 0 {
		n.found.types = slices.Clone(s.found.types)
		for k := range files {
			n.checkType(s.byShown[files[k].Shown])
		}
	}
	n.checkText()
	return &n, true
}

// maxRenamed bounds what is kept beside the names of the last Link.
const maxRenamed = 1000

// staysPut tells whether a page keeps what Link gives out in turn: its place among the published pages, its address, and its names but
// for the title.
func (s *Site) staysPut(i int32, in *Input) bool {
	old, d := s.pages[i].Doc, in.Doc
	a, b := &old.Meta, &d.Meta
	return d.Kind == old.Kind && (s.in.Drafts || d.Hidden == old.Hidden) && a.ID == b.ID && a.Slug == b.Slug && a.URL == b.URL && a.Type == b.Type && a.Lang == b.Lang && a.Created == b.Created && a.Order == b.Order && a.TranslationOf == b.TranslationOf &&
		a.TranslationKey == b.TranslationKey &&
		slices.Equal(a.Aliases, b.Aliases)
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

// sameTargets tells whether all links and relations lead where they led, as they do after most edits; then only what is said of those on
// the given pages is said again, and all lists of numbers are shared with the Site before.
func (n *Site) sameTargets(s *Site, again []bool) bool {
	for i := range again {
		if !again[i] {
			continue
		}
		doc, old := n.pages[i].Doc, s.pages[i].Doc
		if !slices.EqualFunc(doc.Links, old.Links, sameLink) || !slices.Equal(doc.Meta.Relations, old.Meta.Relations) || doc.Meta.Deprecated != old.Meta.Deprecated {
			return false
		}
	}
	n.found.links = slices.Clone(s.found.links)
	for i := range again {
		if !again[i] {
			continue
		}
		links := n.pages[i].Doc.Links
		n.begin()
		for k := range links {
			// Each name that is wanted is known already, so that this enters none.
			if n.resolve(int32(i), &links[k]) != s.targets[s.linkAt[i]+int32(k)] {
				n.reported()
				return false
			}
		}
		n.found.links[i] = n.foundInLinks(int32(i))
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
	n.relateAgain(s, again, renumber)
}

// relateAgain does for relations what relinkPages does for links.
func (n *Site) relateAgain(s *Site, again []bool, renumber []int32) {
	n.seatRelations()
	n.successors = nil
	for i := range n.pages {
		if again[i] {
			n.relatePage(int32(i))
			continue
		}
		if by, replaced := s.successors[int32(i)]; replaced {
			n.succeed(int32(i), by)
		}
		n.found.relations[i] = s.found.relations[i]
		from, to := n.relAt[i], n.relAt[i+1]
		copy(n.rels[from:to], s.rels[s.relAt[i]:])
		for at := from; at < to; at++ {
			n.relOwner[at] = int32(i)
			r := &n.rels[at]
			if r.wanted < 0 {
				continue
			}
			if renumber[r.wanted] == 0 {
				renumber[r.wanted] = n.want(r.To) + 1
			}
			r.wanted = renumber[r.wanted] - 1
			n.wanted[r.wanted].rels = append(n.wanted[r.wanted].rels, at)
		}
	}
	n.turnRelations()
}
