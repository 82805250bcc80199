// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"commonplace/generator/commons"
	"commonplace/generator/history"
	"commonplace/generator/page"
	"commonplace/generator/source"
)

// worksOnPage bounds a page of what somebody did.
const worksOnPage = 200

// roleReview is the role of who gave a review.
const roleReview = "review"

// A work is a page that somebody had a part in.
type work struct {
	page int32
	rank int32  // of the role
	role string // the id of a role, or as written
	year string // empty: no one knows
}

// A workIndex is the works of each contributor, by role, the newest first. It is made when it is first asked for.
type workIndex struct {
	once sync.Once
	of   [][]work // by index in crowd.list
	gaps []gap
}

// worksOf are the works of a contributor.
func (s *Site) worksOf(i int32) []work {
	s.works.once.Do(s.makeWorks)
	return s.works.of[i]
}

// gaps is what differs between what pages say and what Git knows.
func (s *Site) gaps() []gap {
	s.works.once.Do(s.makeWorks)
	return s.works.gaps
}

func (s *Site) makeWorks() {
	all := make([][]work, len(s.crowd.list))
	place := make([]int32, len(s.pages)) // in the order of lists
	for at, i := range s.rank {
		place[i] = int32(at)
	}
	for i := range s.pages {
		s.addWorks(all, int32(i))
	}
	for _, list := range all {
		slices.SortFunc(list, func(a, b work) int {
			return cmp.Or(cmp.Compare(a.rank, b.rank), strings.Compare(a.role, b.role), strings.Compare(b.year, a.year), cmp.Compare(place[a.page], place[b.page]))
		})
	}
	s.works.of, s.works.gaps = all, s.makeGaps()
}

// addWorks enters page i with everybody who had a part in it: as its front matter says, and else as Git does.
func (s *Site) addWorks(all [][]work, i int32) {
	e := &s.pages[i]
	m := &e.Doc.Meta
	add := func(name, url, role, year string) {
		who, ok := s.crowd.named[naming{name, url}]
		if !ok || s.crowd.list[who].out == "" {
			return
		}
		id, rank := commons.RoleOf(role)
		w := work{i, int32(rank), id, year}
		for k := len(all[who]) - 1; k >= 0 && all[who][k].page == i; k-- {
			if all[who][k].role == id {
				return
			}
		}
		all[who] = append(all[who], w)
	}
	for k := range m.Authors {
		add(m.Authors[k].Name, m.Authors[k].URL, commons.RoleAuthor, s.yearOf(e, &m.Authors[k]))
	}
	for k := range m.Contributions {
		add(m.Contributions[k].Name, m.Contributions[k].URL, m.Contributions[k].Role, s.yearOf(e, &m.Contributions[k]))
	}
	for _, name := range m.Stewards {
		add(name, "", commons.RoleSteward, "")
	}
	for k := s.review.at[i]; k < s.review.at[i+1]; k++ {
		g := &s.review.given[k]
		add(g.by.name, g.by.url, roleReview, year(g.Date))
	}
	if e.ledger == nil {
		return
	}
	for k := range e.ledger.People {
		if p := &e.ledger.People[k]; p.Role != history.RoleAssisted && !s.isCredited(i, p.Name) {
			add(p.Name, "", traceRole(p.Role), year(p.Last))
		}
	}
}

// yearOf is the year of a contribution: that of the first change by whom it is of, else that of the page.
func (s *Site) yearOf(e *entry, c *page.Credit) string {
	if e.ledger != nil {
		who := s.contributor(c.Name, c.URL)
		for k := range e.ledger.People {
			if p := &e.ledger.People[k]; who != nil && s.contributor(p.Name, "") == who {
				return year(p.First)
			}
		}
	}
	return year(e.created)
}

func year(date string) string { return date[:min(len(date), len("2006"))] }

// contributorEntries are the index of all contributors, by letter, and the pages of each.
func (s *Site) contributorEntries(list []Entry) []Entry {
	order := s.crowd.order
	index := s.peopleLink()
	list = paged(list, peoplePath, len(order), valuesOnPage, func(p listPage) View {
		v := &IndexView{Frame: s.frame("index", p.out, ""), Facet: index, Pager: p.pager}
		if len(s.gaps()) > 0 {
			v.Credit = creditPath
		}
		for _, i := range order[p.from:p.to] {
			c := &s.crowd.list[i]
			if n := len(v.Groups); n == 0 || v.Groups[n-1].Label != c.letter {
				v.Groups = append(v.Groups, ValueGroup{Label: c.letter})
			}
			group := &v.Groups[len(v.Groups)-1]
			group.Values = append(group.Values, Count{Text: c.Text, Path: c.Path})
		}
		return v
	})
	list = s.creditEntries(list)
	index.Values = 0
	for _, i := range order {
		works := s.worksOf(i)
		// Who did nothing yet has a page all the same.
		list = paged(list, s.crowd.list[i].out, max(1, len(works)), worksOnPage, func(p listPage) View {
			p.pager.Total = len(works)
			return s.personView(i, index, p, works[p.from:min(p.to, len(works))])
		})
	}
	return list
}

// peopleLink leads to the index of all contributors.
func (s *Site) peopleLink() FacetLink {
	return FacetLink{Name: FacetAuthor, Path: peoplePath, Values: len(s.crowd.order)}
}

// somePeople are the first contributors by name: nothing ranks them.
func (s *Site) somePeople(n int) []Count {
	var list []Count
	for _, i := range s.crowd.order[:min(n, len(s.crowd.order))] {
		list = append(list, Count{Text: s.crowd.list[i].Text, Path: s.crowd.list[i].Path})
	}
	return list
}

// letter is the heading that a name stands under: its first letter without accents, or one for all of a script of many letters.
func letter(name string) string {
	for _, r := range source.Plain(name) {
		switch {
		case unicode.Is(unicode.Han, r):
			return "漢"
		case unicode.Is(unicode.Hangul, r):
			return "한"
		case unicode.IsLetter(r):
			return string(unicode.ToUpper(r))
		case unicode.IsNumber(r):
			return "0–9"
		}
	}
	return "…"
}

// personView is one page of what contributor i did.
func (s *Site) personView(i int32, index FacetLink, p listPage, works []work) *PersonView {
	c := &s.crowd.list[i]
	v := &PersonView{Frame: s.frame("person", p.out, c.Text), Who: c.PersonRef, Facet: index, Pager: p.pager}
	if c.record >= 0 {
		s.introduce(v, s.people[c.record].Doc.Person)
	} else if at, _ := commons.Account(c.url); at != "" {
		v.Accounts = []AccountLink{{commons.PlaceName(at), c.url[strings.LastIndexByte(strings.TrimSuffix(c.url, "/"), '/')+1:], c.url}}
	}
	v.Reviewed = s.reviewedBy(i)
	for k := range works {
		w := &works[k]
		if n := len(v.Works); n == 0 || v.Works[n-1].Role != w.role {
			v.Works = append(v.Works, Works{Role: w.role})
		}
		part := &v.Works[len(v.Works)-1]
		if n := len(part.Years); n == 0 || part.Years[n-1].Year != w.year {
			part.Years = append(part.Years, YearOfWorks{Year: w.year})
		}
		year := &part.Years[len(part.Years)-1]
		year.Cards = append(year.Cards, &s.cards[w.page])
	}
	return v
}

// introduce says what a record says of a person.
func (s *Site) introduce(v *PersonView, p *page.Person) {
	v.Website = p.Website
	if p.ORCID != "" {
		v.Accounts = append(v.Accounts, AccountLink{commons.PlaceName("orcid"), p.ORCID, commons.AccountURL("orcid", p.ORCID)})
	}
	for _, a := range p.Accounts {
		for _, name := range a.Values {
			v.Accounts = append(v.Accounts, AccountLink{commons.PlaceName(a.Name), name, commons.AccountURL(a.Name, name)})
		}
	}
	for _, tag := range p.Languages {
		v.Languages = append(v.Languages, Ref{Text: first(s.spoken[tag], tag)})
	}
	for _, r := range p.Roles {
		id, _ := commons.RoleOf(r.Role)
		v.Roles = append(v.Roles, HeldRole{Role: id, Note: r.Note, Scope: s.scope(r.Scope), Since: r.Since, Until: r.Until})
	}
}

// scope leads to the pages of a part of the commons, such as “domain:operations”.
func (s *Site) scope(text string) Ref {
	name, value, ok := strings.Cut(text, ":")
	if !ok {
		return Ref{Text: text}
	}
	key := source.Fold(value)
	for k := range s.facets {
		if s.facets[k].link.Name != name {
			continue
		}
		for t := range s.facets[k].terms {
			if term := &s.facets[k].terms[t]; term.key == key {
				return Ref{term.text, term.path}
			}
		}
	}
	return Ref{Text: value}
}

// reviewedBy is what a contributor has reviewed that has no page, at most so much as one page shows.
func (s *Site) reviewedBy(i int32) []Ref {
	var list []Ref
	r := &s.review
	for k := range r.subjects {
		sub := &r.subjects[k]
		for at := sub.from; at < sub.to; at++ {
			if who, ok := s.crowd.named[r.given[at].by]; ok && who == i && len(list) < worksOnPage {
				list = append(list, Ref{sub.title, escapePath(sub.out)})
				break
			}
		}
	}
	return list
}
