// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"slices"

	"commonplace/generator/commons"
	"commonplace/generator/history"
	"commonplace/generator/page"
)

// kindPerson is the kind of record that needs no mark.
const kindPerson = "person"

// tracesHere bounds how many people a page names whom only Git knows.
const tracesHere = 20

// giveCredit names a page's authors in citation order, then everyone else by role, and last those whom only Git knows.
func (s *Site) giveCredit(v *PageView, i int32) {
	m := &s.pages[i].Doc.Meta
	v.Authors = s.authors(m)
	for k := range m.Contributions {
		c := &m.Contributions[k]
		role, _ := commons.RoleOf(c.Role)
		v.Credits = credited(v.Credits, role, s.person(c.Name, c.URL))
	}
	slices.SortStableFunc(v.Credits, func(a, b RoleRefs) int { return rankOf(a.Role) - rankOf(b.Role) })
	for _, name := range m.Stewards {
		v.Stewards = among(v.Stewards, s.person(name, ""))
	}
	v.Traces = s.traces(i)
}

// authors are a page's authors in citation order, each once.
func (s *Site) authors(m *page.Meta) (list []PersonRef) {
	for k := range m.Authors {
		list = among(list, s.person(m.Authors[k].Name, m.Authors[k].URL))
	}
	return list
}

func among(list []PersonRef, p PersonRef) []PersonRef {
	if slices.ContainsFunc(list, func(q PersonRef) bool { return q == p || p.Path != "" && q.Path == p.Path }) {
		return list
	}
	return append(list, p)
}

func credited(roles []RoleRefs, role string, p PersonRef) []RoleRefs {
	at := slices.IndexFunc(roles, func(r RoleRefs) bool { return r.Role == role })
	if at < 0 {
		at = len(roles)
		roles = append(roles, RoleRefs{Role: role})
	}
	roles[at].People = among(roles[at].People, p)
	return roles
}

func rankOf(role string) int {
	_, rank := commons.RoleOf(role)
	return rank
}

// traceRole is what somebody did whom a ledger names.
func traceRole(role string) string {
	switch role {
	case history.RoleReviewer:
		return commons.RoleReview
	case history.RoleAssisted:
		return commons.RoleAssist
	}
	return commons.RoleEdit
}

// traces are the people in the history of page i whom the page itself credits with nothing.
func (s *Site) traces(i int32) (roles []RoleRefs) {
	e := &s.pages[i]
	if e.ledger == nil {
		return nil
	}
	for k := range e.ledger.People {
		p := &e.ledger.People[k]
		if s.isCredited(i, p.Name) {
			continue
		}
		who := s.person(p.Name, "")
		if p.Role == history.RoleAssisted {
			who.Kind = first(who.Kind, KindMachine)
		}
		roles = credited(roles, traceRole(p.Role), who)
	}
	for k := range roles {
		if r := &roles[k]; len(r.People) > tracesHere {
			r.More = len(r.People) - tracesHere
			r.People = r.People[:tracesHere]
		}
	}
	slices.SortStableFunc(roles, func(a, b RoleRefs) int { return rankOf(a.Role) - rankOf(b.Role) })
	return roles
}

// isCredited says whether page i credits whom a name means with anything.
func (s *Site) isCredited(i int32, name string) bool {
	m := &s.pages[i].Doc.Meta
	who := s.contributor(name, "")
	for _, list := range [][]page.Credit{m.Authors, m.Contributions} {
		for k := range list {
			if list[k].Name == name || who != nil && s.contributor(list[k].Name, list[k].URL) == who {
				return true
			}
		}
	}
	return false
}
