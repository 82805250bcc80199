// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
	"sync"

	"commonplace/generator/commons"
)

// Lists of reviews.
const (
	queuePath      = BrowseDir + "to-review.html"
	reviewedPath   = BrowseDir + "reviews.html"
	disputesPath   = BrowseDir + "disputes.html"
	governancePath = BrowseDir + "governance.html"
)

// reviewsPath is the list of all reviews of a page; like that of links it can't meet a page's own address.
func reviewsPath(out string) string {
	return BrowseDir + "reviews/" + strings.TrimSuffix(out, ".html") + "-all.html"
}

// ReviewsView is one page of reviews: of a page, of something that has no page, or the newest of all.
type ReviewsView struct {
	Frame
	Target  *Card  // nil: of no page, or of many
	Subject string // what has no page; empty: the newest of all
	Reviews []ReviewView
	Pager   Pager
}

// DisputesView is one page of disputes, the open ones first.
type DisputesView struct {
	Frame
	Disputes []DisputeView
	Pager    Pager
}

// QueueView is one page of the pages that need a review: the stale ones first, then those that most pages lead to.
type QueueView struct {
	Frame
	Items []QueueItem
	Pager Pager
}

// QueueItem is a page and what it needs.
type QueueItem struct {
	Card  *Card
	Next  StepView
	Stale bool
}

// GovernanceView is the rules in words.
type GovernanceView struct {
	Frame
	Version   int
	Decision  Ref // that adopted the rules; without a Path where no page is found, empty where none is named
	BuiltIn   bool
	Kinds     []string
	Authors   bool // their reviews count, too
	Conflicts bool
	Accepting []string
	Rules     []RuleView
	None      int // pages with no status
	Flags     []string
	Licenses  []string
	Decisions []DecisionView
	Queue     string // paths; empty where there is none
	Reviews   string
	Disputes  string
}

// DecisionView is one decision.
type DecisionView struct {
	Card         *Card
	Date, Status string
	Supersedes   Ref
}

// reviewQueue is made when it is first asked for.
type reviewQueue struct {
	once sync.Once
	list []int32
}

// toReview lists the pages that a review would help on, in their order. How many pages lead to a page counts by powers of two, so that an edit seldom changes the order.
func (s *Site) toReview() []int32 {
	r := &s.review
	if !r.governed {
		return nil
	}
	r.queue.once.Do(func() {
		rank := make([]int32, len(s.pages))
		for at, i := range s.rank {
			rank[i] = int32(at)
			if _, ok := s.wantsReview(i); ok {
				r.queue.list = append(r.queue.list, i)
			}
		}
		key := func(i int32) (stale, demand int) {
			if s.pages[i].fresh == freshStale {
				stale = 1
			}
			return stale, bits.Len32(uint32(s.backAt[i+1] - s.backAt[i] + s.inAt[i+1] - s.inAt[i]))
		}
		slices.SortFunc(r.queue.list, func(a, b int32) int {
			x, m := key(a)
			y, n := key(b)
			return cmp.Or(y-x, n-m, int(rank[a]-rank[b]))
		})
		r.queue.list = r.queue.list[:min(len(r.queue.list), maxQueue)]
	})
	return r.queue.list
}

// maxQueue bounds the list of pages to review: nobody reads more.
const maxQueue = 2000

// wantsReview is the nearest status that page i has not reached for want of a review.
func (s *Site) wantsReview(i int32) (commons.Step, bool) {
	if s.pages[i].Doc.Meta.Deprecated.Declared {
		return commons.Step{}, false
	}
	for _, step := range s.review.status[i].Next {
		for _, n := range step.Needs {
			if n.Kind == commons.NeedAccept {
				return step, true
			}
		}
	}
	return commons.Step{}, false
}

// reviewEntries are all lists of reviews, and the page of the rules.
func (s *Site) reviewEntries(list []Entry) []Entry {
	r := &s.review
	for i := range s.pages {
		from, to := int(r.at[i]), int(r.at[i+1])
		if to-from <= reviewsHere {
			continue
		}
		list = paged(list, reviewsPath(s.pages[i].out), to-from, reviewsOnPage, func(p listPage) View {
			return s.reviewsView(p, &ReviewsView{Frame: s.frame("reviews", p.out, s.pages[i].title), Target: &s.cards[i]}, func(k int) int32 { return int32(from + k) })
		})
	}
	for k := range r.subjects {
		sub := &r.subjects[k]
		list = paged(list, sub.out, int(sub.to-sub.from), reviewsOnPage, func(p listPage) View {
			return s.reviewsView(p, &ReviewsView{Frame: s.frame("reviews", p.out, sub.title), Subject: sub.title}, func(k int) int32 { return sub.from + int32(k) })
		})
	}
	list = paged(list, reviewedPath, len(r.recent), reviewsOnPage, func(p listPage) View {
		return s.reviewsView(p, &ReviewsView{Frame: s.frame("reviews", p.out, "")}, func(k int) int32 { return r.recent[k] })
	})
	if !r.governed {
		return list
	}
	list = append(list, Entry{governancePath, func() View { return s.governanceView() }})
	list = paged(list, disputesPath, len(r.disputes), reviewsOnPage, s.disputesView)
	queue := s.toReview()
	return paged(list, queuePath, len(queue), cardsOnPage, func(p listPage) View {
		v := &QueueView{Frame: s.frame("queue", p.out, ""), Pager: p.pager}
		for _, i := range queue[p.from:p.to] {
			step, _ := s.wantsReview(i)
			v.Items = append(v.Items, QueueItem{Card: &s.cards[i], Stale: s.pages[i].fresh == freshStale,
				Next: StepView{ID: step.Rule.ID, Label: step.Rule.Label, Needs: step.Needs}})
		}
		return v
	})
}

// reviewsView fills in the reviews of one page of a list.
func (s *Site) reviewsView(p listPage, v *ReviewsView, number func(k int) int32) *ReviewsView {
	v.Pager = p.pager
	several := v.Target == nil && v.Subject == ""
	most := 0
	if several {
		most = bodyHere
	}
	for k := p.from; k < p.to; k++ {
		at := number(k)
		one := s.reviewView(at, most)
		if g := &s.review.given[at]; several && g.page >= 0 {
			one.Card = &s.cards[g.page]
		} else if several {
			sub := &s.review.subjects[g.subject]
			one.Subject = Ref{sub.title, escapePath(sub.out)}
		}
		v.Reviews = append(v.Reviews, one)
	}
	return v
}

func (s *Site) disputesView(p listPage) View {
	r := &s.review
	order := make([]int32, len(r.disputes))
	for k := range order {
		order[k] = int32(k)
	}
	slices.SortStableFunc(order, func(a, b int32) int {
		x, y := &r.disputes[a], &r.disputes[b]
		switch {
		case x.Resolved != y.Resolved && x.Resolved:
			return 1
		case x.Resolved != y.Resolved:
			return -1
		}
		return strings.Compare(y.Date, x.Date)
	})
	v := &DisputesView{Frame: s.frame("disputes", p.out, ""), Pager: p.pager}
	for _, k := range order[p.from:p.to] {
		d := s.disputeView(&r.disputes[k])
		d.Card = &s.cards[r.disputes[k].page]
		v.Disputes = append(v.Disputes, d)
	}
	return v
}

// governanceView is the rules in words, with how many pages have each status.
func (s *Site) governanceView() *GovernanceView {
	g := &s.cfg.Governance
	v := &GovernanceView{Frame: s.frame("governance", governancePath, ""), Version: g.Version, BuiltIn: g.Shown == "", Kinds: g.Counting.Kinds, Authors: g.Counting.Authors,
		Conflicts: g.Counting.Conflicts, Accepting: g.Accepting, Flags: g.Flags, Licenses: g.Licenses}
	if g.Decision != "" {
		v.Decision.Text = g.Decision
		if i, ok := s.decision(g.Decision); ok {
			v.Decision = Ref{s.pages[i].title, s.cards[i].Path}
		}
	}
	for k := range g.Ladder {
		v.Rules = append(v.Rules, s.ruleView(&g.Ladder[k]))
	}
	for i := range s.pages {
		if s.pages[i].earned == "" {
			v.None++
		}
	}
	for _, i := range s.decisions() {
		e := &s.pages[i]
		d := DecisionView{Card: &s.cards[i], Date: e.created, Status: e.status}
		if by := e.Doc.Meta.Supersedes; by != "" {
			d.Supersedes.Text = by
			if old, ok := s.decision(by); ok {
				d.Supersedes = Ref{s.pages[old].title, s.cards[old].Path}
			}
		}
		v.Decisions = append(v.Decisions, d)
	}
	if len(s.toReview()) > 0 {
		v.Queue = queuePath
	}
	if len(s.review.recent) > 0 {
		v.Reviews = reviewedPath
	}
	if len(s.review.disputes) > 0 {
		v.Disputes = disputesPath
	}
	return v
}
