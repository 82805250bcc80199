// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"reflect"
	"slices"

	"commonplace/generator/commons"
	"commonplace/generator/config"
	"commonplace/generator/page"
	"commonplace/generator/source"
)

// Values of the facet of freshness.
const (
	freshCurrent    = "current"
	freshStale      = "stale"
	freshUnreviewed = "unreviewed"
)

// judgeAll finds the status of every page.
func (s *Site) judgeAll() {
	r := &s.review
	r.stewarded = slices.ContainsFunc(s.pages, func(e entry) bool { return len(e.Doc.Meta.Stewards) > 0 })
	r.status = make([]commons.Status, len(s.pages))
	r.accepted = map[string]bool{}
	for i := range s.pages {
		s.judge(int32(i))
	}
	r.queue = &reviewQueue{}
}

// judge finds the status of page i.
func (s *Site) judge(i int32) {
	e := &s.pages[i]
	s.review.status[i] = s.StatusUnder(&s.cfg.Governance, int(i))
	e.earned, e.fresh = s.review.status[i].ID, s.freshness(i)
}

// Governed says whether the pages of this commons have a status: it has rules of its own, or reviews.
func (s *Site) Governed() bool { return s.review.governed }

// StatusUnder is the status that page i has, or would have, under some rules.
func (s *Site) StatusUnder(rules *config.Governance, i int) commons.Status {
	r := &s.review
	given := make([]commons.Given, 0, r.at[i+1]-r.at[i])
	whole := false
	for _, g := range r.given[r.at[i]:r.at[i+1]] {
		given = append(given, g.Given)
		whole = whole || g.Content != ""
	}
	disputes := make([]commons.Dispute, 0, r.disputeAt[i+1]-r.disputeAt[i])
	for _, d := range r.disputes[r.disputeAt[i]:r.disputeAt[i+1]] {
		disputes = append(disputes, *d.Dispute)
	}
	subject := s.Subject(i)
	if !whole {
		subject.Content = ""
	}
	subject.Conflict = s.LicenseConflict(i) || s.refuses(rules, s.pages[i].license)
	return commons.Evaluate(rules, &subject, given, disputes, s.in.Date)
}

// refuses says whether a licence is none of those that the rules accept.
func (s *Site) refuses(rules *config.Governance, license string) bool {
	if len(rules.Licenses) == 0 || license == "" {
		return false
	}
	if ok, known := s.review.accepted[license]; known && rules == &s.cfg.Governance {
		return !ok
	}
	l := commons.ReadLicence(license)
	ok := l.Known() && l.Within(rules.Licenses)
	if s.review.accepted != nil && rules == &s.cfg.Governance {
		s.review.accepted[license] = ok
	}
	return !ok
}

// Subject is what the rules ask of page i.
func (s *Site) Subject(i int) commons.Subject {
	e := &s.pages[i]
	m := &e.Doc.Meta
	sub := commons.Subject{
		Sections: Sections(e.Doc), Authors: s.authorKeys(e), Works: len(m.References), Uses: len(m.KnownUses), Stewards: len(m.Stewards),
		ReviewIn: m.ReviewIn, Updated: e.updated, Outdated: m.Deprecated.Declared, Stewarded: s.review.stewarded,
	}
	sub.Content = e.Doc.Blob.SWHID()
	for k := range e.Doc.Headings {
		if h := &e.Doc.Headings[k]; h.Level == 2 {
			sub.Headings = append(sub.Headings, page.SectionTitle(h.Text))
		}
	}
	return sub
}

var nothing = source.Sum(nil)

// Sections are the parts of a page that can be reviewed: those that have a text.
func Sections(d *page.Doc) []commons.Section {
	list := make([]commons.Section, 0, len(d.Sections))
	for _, part := range d.Sections {
		if part.Digest == nothing {
			continue
		}
		if part.Heading < 0 {
			list = append(list, commons.Section{ID: leadID(d), Digest: part.Digest})
			continue
		}
		h := &d.Headings[part.Heading]
		list = append(list, commons.Section{ID: h.ID, Title: page.SectionTitle(h.Text), Digest: part.Digest})
	}
	return list
}

// freshness says in one word how the reviews of page i stand to its text.
func (s *Site) freshness(i int32) string {
	status := &s.review.status[i]
	if slices.Contains(status.Flags, commons.FlagStale) {
		return freshStale
	}
	for k := range status.Votes {
		if status.Votes[k].Counts() {
			return freshCurrent
		}
	}
	return freshUnreviewed
}

// judgeAgain finds the status of pages whose text or facts have changed, in a copy of a Site, and gives those whose status is another on other pages, too. done is
// false where more can have changed than these pages.
func (n *Site) judgeAgain(s *Site, changed, facts []int32) (more []int32, done bool) {
	if len(s.review.files)+len(s.review.disputed) > 0 {
		for _, i := range facts {
			if s.pages[i].Doc.Meta.Title != n.pages[i].Doc.Meta.Title || s.pages[i].Doc.Title != n.pages[i].Doc.Title {
				return nil, false // a record may name the page by it
			}
		}
	}
	if !s.review.governed {
		return nil, true
	}
	for _, i := range facts {
		if (len(s.pages[i].Doc.Meta.Stewards) > 0) != (len(n.pages[i].Doc.Meta.Stewards) > 0) || !slices.Equal(s.pages[i].Doc.Meta.Authors, n.pages[i].Doc.Meta.Authors) ||
			s.pages[i].license != n.pages[i].license || !reflect.DeepEqual(s.pages[i].Doc.Meta.DerivedFrom, n.pages[i].Doc.Meta.DerivedFrom) {
			return nil, false
		}
	}
	n.review.status = slices.Clone(s.review.status)
	n.review.queue = &reviewQueue{}
	n.review.accepted = nil
	for _, i := range changed {
		n.judge(i)
		if n.pages[i].earned != s.pages[i].earned || n.pages[i].fresh != s.pages[i].fresh {
			more = append(more, i)
		}
	}
	return more, true
}
