// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"fmt"

	"commonplace/generator/page"
	"commonplace/generator/source"
)

// relation is one typed relation of a page: what it leads to, a page or a wanted page.
type relation struct {
	*page.Relation
	page   int32 // -1: wanted
	wanted int32 // -1: a name that can't be a page's
}

// resolveRelations finds what each relation of the front matter names, and turns the result round.
func (s *Site) resolveRelations() {
	n := 0
	s.relAt = make([]int32, len(s.pages)+1)
	for i := range s.pages {
		n += len(s.pages[i].Doc.Meta.Relations)
		s.relAt[i+1] = int32(n)
	}
	s.rels = make([]relation, n)
	s.relOwner = make([]int32, n)
	s.inAt = make([]int32, len(s.pages)+1)
	for i := range s.pages {
		list := s.pages[i].Doc.Meta.Relations
		for k := range list {
			at := s.relAt[i] + int32(k)
			s.relOwner[at] = int32(i)
			s.rels[at] = s.relate(int32(i), &list[k], at)
			if to := s.rels[at].page; to >= 0 && to != int32(i) {
				s.inAt[to+1]++
			}
		}
	}
	for i := range s.pages {
		s.inAt[i+1] += s.inAt[i]
	}
	s.inRels = make([]int32, s.inAt[len(s.pages)])
	next := append([]int32(nil), s.inAt...)
	for at := range s.rels {
		if to := s.rels[at].page; to >= 0 && to != s.relOwner[at] {
			s.inRels[next[to]] = int32(at)
			next[to]++
		}
	}
}

func (s *Site) relate(i int32, r *page.Relation, at int32) relation {
	hit, candidates := s.lookup(i, r.To)
	if len(candidates) > 1 {
		s.reportAmbiguous(i, r.To, r.Span, candidates)
		return relation{Relation: r, page: -1, wanted: -1}
	}
	if hit >= 0 {
		return relation{Relation: r, page: hit, wanted: -1}
	}
	w := s.want(r.To)
	if w >= 0 {
		s.wanted[w].rels = append(s.wanted[w].rels, at)
	}
	s.report(source.Diagnostic{Code: source.CodeDanglingRelation, Path: s.pages[i].Shown, Span: r.Span,
		Message: fmt.Sprintf("%s names “%s”, which is no page; it is listed as wanted", r.Kind, r.To), Help: didYouMean(s.suggest(r.To))})
	return relation{Relation: r, page: -1, wanted: w}
}

// A page shows at most this many items of a list that grows with the site.
const (
	maxItems   = 50
	maxChanges = 500
)

// groups are the relations of page i: its own by kind, in the order of the page, with those that follow from other pages' declarations
// of the inverse; then the pages that name it under a kind that has no inverse.
func (s *Site) groups(i int32) []RelationGroup {
	own := s.rels[s.relAt[i]:s.relAt[i+1]]
	in := s.inRels[s.inAt[i]:s.inAt[i+1]]
	if len(own) == 0 && len(in) == 0 {
		return nil
	}
	type groupKey struct {
		kind    string
		inverse bool
	}
	var groups []RelationGroup
	index := map[groupKey]int{}
	seen := map[groupKey]map[int32]int{} // where a page stands in its group
	add := func(key groupKey, machine bool, to int32, item RelationItem) {
		g, ok := index[key]
		if !ok {
			g = len(groups)
			index[key] = g
			seen[key] = map[int32]int{}
			declared := s.kinds[key.kind]
			groups = append(groups, RelationGroup{Kind: key.kind, Label: declared.Label, Inverse: key.inverse, Machine: declared.Machine || machine})
		}
		if !machine {
			groups[g].Machine = s.kinds[key.kind].Machine
		}
		if k, twice := seen[key][to]; twice && to >= 0 {
			if !machine && k < maxItems {
				groups[g].Items[k].Machine = false // people agree with the machine
			}
			return
		}
		seen[key][to] = len(groups[g].Items) + groups[g].More
		item.Machine = machine
		if len(groups[g].Items) == maxItems {
			groups[g].More++
			return
		}
		groups[g].Items = append(groups[g].Items, item)
	}
	for k := range own {
		r := &own[k]
		item := RelationItem{Weight: r.Weight, Note: r.Note}
		switch {
		case r.page == i:
			continue
		case r.page >= 0:
			item.Card = &s.cards[r.page]
		case r.wanted >= 0:
			item.Wanted = Ref{s.wanted[r.wanted].text, escapePath(s.wanted[r.wanted].out)}
		default:
			item.Wanted = Ref{Text: r.To}
		}
		add(groupKey{r.Kind, false}, r.Machine, r.page, item)
	}
	for _, at := range in {
		r, owner := &s.rels[at], s.relOwner[at]
		key := groupKey{r.Kind, true}
		if inverse := s.kinds[r.Kind].Inverse; inverse != "" {
			key = groupKey{inverse, false}
		}
		add(key, r.Machine, owner, RelationItem{Card: &s.cards[owner], Weight: r.Weight, Note: r.Note})
	}
	for g := range groups {
		for k := range groups[g].Items {
			if groups[g].Machine {
				groups[g].Items[k].Machine = false // the group says it of all
			}
		}
	}
	return groups
}
