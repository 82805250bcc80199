// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"fmt"
	"slices"

	"commonplace/generator/commons"
	"commonplace/generator/history"
	"commonplace/generator/page"
	"commonplace/generator/source"
)

// What pages say of people and what Git knows are two accounts of one thing. Here they are compared, and nothing is changed: who is credited
// is for people to say. There is something to compare only where the history is known; a page that credits nobody leaves it to Git, and
// lacks nobody.

// gapsOnPage bounds a page of the comparison, cardsInGap the pages that are named for one person.
const (
	creditPath = BrowseDir + "credit.html"
	gapsOnPage = 100
	cardsInGap = 5
)

// A gap is somebody in whom the two accounts differ, and the pages in which they do.
type gap struct {
	who      int32 // in crowd.list
	unproven bool  // credited, and in no history; else in the history, and not credited
	pages    []int32
}

// uncredited calls do for everybody in the history of a page that credits others and not them. Programs need no credit.
func (s *Site) uncredited(i int32, do func(p *history.Person)) {
	e := &s.pages[i]
	if e.ledger == nil || len(e.Doc.Meta.Authors)+len(e.Doc.Meta.Contributions) == 0 {
		return
	}
	for k := range e.ledger.People {
		p := &e.ledger.People[k]
		if p.Role == history.RoleAssisted || s.person(p.Name, "").Kind == KindMachine || s.isCredited(i, p.Name) {
			continue
		}
		if slices.ContainsFunc(e.ledger.People[:k], func(q history.Person) bool { return q.Name == p.Name }) {
			continue // told of in another role
		}
		do(p)
	}
}

// credits calls do for each credit of page i whose work leaves a trace in the file, with whether it did.
func (s *Site) credits(i int32, do func(c *page.Credit, who int32, proven bool)) {
	e := &s.pages[i]
	m := &e.Doc.Meta
	for _, list := range [][]page.Credit{m.Authors, m.Contributions} {
		for k := range list {
			c := &list[k]
			if c.Role != "" && !commons.LeavesTrace(c.Role) {
				continue
			}
			who, known := s.crowd.named[naming{c.Name, c.URL}]
			if !known {
				continue
			}
			do(c, who, slices.ContainsFunc(e.ledger.People, func(p history.Person) bool {
				n, ok := s.crowd.named[naming{p.Name, ""}]
				return ok && n == who
			}))
		}
	}
}

// unproven are the contributors of whom no history knows anything, with the pages that credit them. Organisations and groups don't write
// changes, and what a program does is in the history of whom it helped.
func (s *Site) unproven() map[int32]*gap {
	gaps := map[int32]*gap{}
	proven := map[int32]bool{}
	for i := range s.pages {
		if s.pages[i].ledger == nil {
			continue
		}
		s.credits(int32(i), func(_ *page.Credit, who int32, is bool) {
			switch {
			case is:
				proven[who] = true
			case proven[who] || s.crowd.list[who].Kind != "":
			case gaps[who] == nil:
				gaps[who] = &gap{who: who, unproven: true, pages: []int32{int32(i)}}
			default:
				if g := gaps[who]; g.pages[len(g.pages)-1] != int32(i) {
					g.pages = append(g.pages, int32(i))
				}
			}
		})
	}
	for who := range proven {
		delete(gaps, who)
	}
	return gaps
}

// hasHistory says that there is something to compare with.
func (s *Site) hasHistory() bool { return s.in.Ledger != nil && len(s.in.Ledger.Files) > 0 }

// checkCredit reports both kinds of gaps: of a page whom it does not credit, and of a person that nothing shows the work of.
func (s *Site) checkCredit() {
	if s.hasHistory() {
		for i := range s.pages {
			s.uncredited(int32(i), func(p *history.Person) { s.report(s.missing(int32(i), p)) })
		}
		gaps := s.unproven()
		for i := range s.pages {
			if s.pages[i].ledger == nil {
				continue
			}
			s.credits(int32(i), func(c *page.Credit, who int32, _ bool) {
				g := gaps[who]
				if g == nil || g.pages[0] != int32(i) {
					return
				}
				delete(gaps, who)
				pages := "this page credits"
				if n := len(g.pages); n > 1 {
					pages = fmt.Sprintf("%d pages credit", n)
				}
				s.report(source.Diagnostic{Code: source.CodeCreditUnproven, Path: s.pages[i].Shown, Span: c.Span,
					Message: fmt.Sprintf("%s “%s”, and Git knows no change of theirs", pages, s.person(c.Name, c.URL).Text),
					Help:    "say in .mailmap, or in site.yaml under people: aliases, what they are called in Git, if they are there"})
			})
		}
	}
	s.found.credit = s.reported()
}

// missing says that a page does not credit somebody.
func (s *Site) missing(i int32, p *history.Person) source.Diagnostic {
	did := "changed this page"
	if p.Role == history.RoleReviewer {
		did = "reviewed a change of this page"
	}
	return source.Diagnostic{Code: source.CodeCreditMissing, Path: s.pages[i].Shown, Span: s.creditSpan(i),
		Message: fmt.Sprintf("“%s” %s, says Git, and is not credited", s.person(p.Name, "").Text, did),
		Help:    "credit them; “check --fix --code credit-missing” proposes how"}
}

// creditSpan is where a page first credits somebody.
func (s *Site) creditSpan(i int32) source.Span {
	m := &s.pages[i].Doc.Meta
	if len(m.Authors) > 0 {
		return m.Authors[0].Span
	}
	return m.Contributions[0].Span
}

// makeGaps lists all gaps: first who is missing, then who is unproven, both by name.
func (s *Site) makeGaps() []gap {
	if !s.hasHistory() {
		return nil
	}
	missing := map[int32]*gap{}
	for i := range s.pages {
		s.uncredited(int32(i), func(p *history.Person) {
			who, known := s.crowd.named[naming{p.Name, ""}]
			switch {
			case !known:
			case missing[who] == nil:
				missing[who] = &gap{who: who, pages: []int32{int32(i)}}
			default:
				missing[who].pages = append(missing[who].pages, int32(i))
			}
		})
	}
	unproven := s.unproven()
	var list []gap
	for _, gaps := range []map[int32]*gap{missing, unproven} {
		for _, who := range s.crowd.order {
			if g := gaps[who]; g != nil {
				list = append(list, *g)
			}
		}
	}
	return list
}

// creditEntries are the pages of the comparison.
func (s *Site) creditEntries(list []Entry) []Entry {
	gaps := s.gaps()
	return paged(list, creditPath, len(gaps), gapsOnPage, func(p listPage) View {
		v := &CreditView{Frame: s.frame("credit", p.out, ""), People: s.peopleLink(), Pager: p.pager}
		v.People.Values = 0
		for _, g := range gaps[p.from:p.to] {
			shown := Gap{Who: s.crowd.list[g.who].PersonRef}
			for _, i := range g.pages[:min(len(g.pages), cardsInGap)] {
				shown.Cards = append(shown.Cards, &s.cards[i])
			}
			shown.More = len(g.pages) - len(shown.Cards)
			if g.unproven {
				v.Unproven = append(v.Unproven, shown)
			} else {
				v.Missing = append(v.Missing, shown)
			}
		}
		return v
	})
}
