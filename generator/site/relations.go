// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"fmt"

	"commonplace/generator/config"
	"commonplace/generator/page"
	"commonplace/generator/source"
)

// relation is one typed relation of a page: what it leads to, a page or a wanted page.
type relation struct {
	*page.Relation
	kind   *config.Relation // as declared
	page   int32            // -1: wanted
	wanted int32            // -1: a name that can't be a page's
}

// resolveRelations finds what each relation of the front matter names, and turns the result round.
func (s *Site) resolveRelations() {
	s.seatRelations()
	s.successors = nil
	for i := range s.pages {
		s.relatePage(int32(i))
	}
	s.turnRelations()
}

// seatRelations makes room for the relations of all pages.
func (s *Site) seatRelations() {
	n := 0
	s.relAt = make([]int32, len(s.pages)+1)
	for i := range s.pages {
		n += len(s.pages[i].Doc.Meta.Relations)
		s.relAt[i+1] = int32(n)
	}
	s.rels = make([]relation, n)
	s.relOwner = make([]int32, n)
	s.found.relations = make([][]source.Diagnostic, len(s.pages))
}

// relatePage resolves the relations of page i, and what replaces it.
func (s *Site) relatePage(i int32) {
	list := s.pages[i].Doc.Meta.Relations
	for k := range list {
		at := s.relAt[i] + int32(k)
		s.relOwner[at] = i
		s.rels[at] = s.relate(i, &list[k], at)
		if s.rels[at].kind = s.kinds[list[k].Kind]; s.rels[at].kind == nil {
			s.rels[at].kind = s.kinds[undeclared]
		}
	}
	if d := &s.pages[i].Doc.Meta.Deprecated; d.ReplacedBy != "" {
		s.replace(i, d)
	}
	s.found.relations[i] = s.reported()
}

// replace finds the page that takes the place of page i. A name that leads nowhere is reported and shown as written.
func (s *Site) replace(i int32, d *page.Deprecation) {
	hit, candidates := s.lookup(i, d.ReplacedBy)
	switch {
	case len(candidates) > 1:
		s.reportAmbiguous(i, d.ReplacedBy, d.Span, candidates)
	case hit == i:
		s.report(source.Diagnostic{Code: source.CodeDanglingRelation, Path: s.pages[i].Shown, Span: d.Span, Message: fmt.Sprintf("replaced_by names “%s”, which is this page", d.ReplacedBy)})
	case hit < 0:
		s.report(source.Diagnostic{Code: source.CodeDanglingRelation, Path: s.pages[i].Shown, Span: d.Span,
			Message: fmt.Sprintf("replaced_by names “%s”, which is no page", d.ReplacedBy), Help: didYouMean(s.suggest(d.ReplacedBy))})
	default:
		s.succeed(i, hit)
	}
}

func (s *Site) succeed(i, by int32) {
	if s.successors == nil {
		s.successors = map[int32]int32{}
	}
	s.successors[i] = by
}

// undeclared is the key of what holds for kinds that nobody has declared.
const undeclared = ""

// turnRelations lists, for each page, the relations of other pages that name it, in page order.
func (s *Site) turnRelations() {
	s.inAt = make([]int32, len(s.pages)+1)
	for at := range s.rels {
		if to := s.rels[at].page; to >= 0 && to != s.relOwner[at] {
			s.inAt[to+1]++
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
	// Seats come first, so that the items of all groups can share one allocation.
	g := grouping{groups: make([]RelationGroup, 0, 4), facts: make([]groupFacts, 0, 4)}
	var room [fewGrouped]seat
	seats := room[:0]
	for k := range own {
		r := &own[k]
		at := seat{group: -1}
		if r.page != i {
			at = g.place(r.Kind, r.kind, false, r.Machine, r.page)
		}
		seats = append(seats, at)
	}
	for _, at := range in {
		r := &s.rels[at]
		kind, declared, inverse := r.Kind, r.kind, true
		if r.kind.Inverse != "" {
			kind, declared, inverse = r.kind.Inverse, s.kinds[r.kind.Inverse], false
		}
		seats = append(seats, g.place(kind, declared, inverse, r.Machine, s.relOwner[at]))
	}
	g.makeRoom()
	for k := range own {
		g.put(seats[k], &own[k], s.shownRelation)
	}
	for k, at := range in {
		g.put(seats[len(own)+k], &s.rels[at], func(r *relation) RelationItem {
			return RelationItem{Card: &s.cards[s.relOwner[at]], Weight: r.Weight, Note: r.Note}
		})
	}
	return g.groups
}

// shownRelation is what a page shows of a relation that it declares.
func (s *Site) shownRelation(r *relation) RelationItem {
	item := RelationItem{Weight: r.Weight, Note: r.Note}
	switch {
	case r.page >= 0:
		item.Card = &s.cards[r.page]
	case r.wanted >= 0:
		item.Wanted = Ref{s.wanted[r.wanted].text, escapePath(s.wanted[r.wanted].out)}
	default:
		item.Wanted = Ref{Text: r.To}
	}
	return item
}
