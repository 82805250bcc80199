// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"commonplace/generator/commons"
	"commonplace/generator/config"
	"commonplace/generator/source"
)

// StatusView is what a page has earned, with the proof.
type StatusView struct {
	ID, Label string // Label: from the rules; empty: the theme's word for ID
	Until     string // the last day on which it holds by its reviews; empty: no end
	Rule      RuleView
	Counted   int // reviews that count
	Steps     []StepView
	Flags     []string
	Rules     string // path of the page of all rules
}

// RuleView is one status and what it asks for.
type RuleView struct {
	ID, Label, Path string // Path: of the list of its pages; empty: there is none
	Accepts         int
	Every           bool
	Scope, Sections []string
	Age             config.Age
	Disputes        int // at most; -1: any number
	Uses, Works     int
	Stewards        int
	Pages           int // that have it; only on the page of the rules
}

// StepView is a status that is not reached yet, and what it lacks.
type StepView struct {
	ID, Label string
	Needs     []commons.Need
}

// ReviewView is one review as it is shown.
type ReviewView struct {
	Who            PersonRef
	Author         bool // of the page
	Pseudonym      bool
	Date           string
	Type, Stage    string
	Recommendation string
	Why            string // commons.Reason, why it does not count; empty: it does, or there is no status that it could count for
	Judged         bool   // the page has a status
	Covers         []Ref  // sections that are as they were read; Text is empty for the beginning of the page
	Whole          bool   // they are all of them
	Changed        []Ref  // sections that have changed since
	Gone           []string
	Criteria       []commons.Criterion
	Conflict       string
	Tools          []string
	Assessment     *commons.Assessment
	License        string
	Body           string
	Cut            bool   // Body is its beginning; Editor and all else is whole
	Link, File     string // addresses: where it was held, and of its record at the forge; or empty
	Editor         bool
	Card           *Card // of its page, on lists of several
	Subject        Ref   // what it is about, where that has no page
}

// DisputeView is one dispute as it is shown.
type DisputeView struct {
	Who        PersonRef
	Date       string
	Target     Ref
	Claim      string
	Evidence   []string
	Resolved   bool
	Resolution string
	File       string
	Card       *Card // of its page, on lists of several
}

// AssessmentView is what those who measured a page by one framework have found.
type AssessmentView struct {
	Framework string
	Count     int
	Low, High string // overall scores; empty: none was given, and of High: all are the same
	Own       int    // of Count, by authors of the page
}

// Bounds of what one page shows.
const (
	reviewsHere     = 5
	reviewsOnPage   = 20
	disputesHere    = 5
	bodyHere        = 600 // bytes of a review's text, where the whole stands elsewhere
	sectionsInProof = 40
)

// addReviews tells page i its status, its reviews and its disputes.
func (s *Site) addReviews(v *PageView, i int32) {
	r := &s.review
	if r.governed {
		v.Status = s.statusView(i)
	}
	from, to := r.at[i], r.at[i+1]
	v.Reviewcount = int(to - from)
	if v.Reviewcount > reviewsHere {
		v.Reviewpath = escapePath(reviewsPath(s.pages[i].out))
	}
	order := s.reviewOrder(i)
	for _, k := range order[:min(len(order), reviewsHere)] {
		v.Reviews = append(v.Reviews, s.reviewView(from+k, bodyHere))
	}
	v.Assessments = s.assessments(i)
	disputes := r.disputes[r.disputeAt[i]:r.disputeAt[i+1]]
	v.Disputecount = len(disputes)
	for k := range disputes[:min(len(disputes), disputesHere)] {
		v.Disputes = append(v.Disputes, s.disputeView(&disputes[k]))
	}
	if len(disputes) > disputesHere {
		v.Disputepath = disputesPath
	}
}

// reviewOrder is the reviews of page i with those that count first, then the newest.
func (s *Site) reviewOrder(i int32) []int32 {
	from, to := s.review.at[i], s.review.at[i+1]
	order := make([]int32, to-from)
	for k := range order {
		order[k] = int32(k)
	}
	if s.review.governed {
		votes := s.review.status[i].Votes
		slices.SortStableFunc(order, func(a, b int32) int {
			x, y := votes[a].Counts(), votes[b].Counts()
			switch {
			case x == y:
				return 0
			case x:
				return -1
			}
			return 1
		})
	}
	return order
}

func (s *Site) statusView(i int32) *StatusView {
	status := &s.review.status[i]
	v := &StatusView{ID: status.ID, Until: status.Until, Rules: governancePath}
	if status.Rule != nil {
		v.Label = status.Rule.Label
		v.Rule = s.ruleView(status.Rule)
		v.Rule.Pages = 0
	}
	for k := range status.Votes {
		if status.Votes[k].Counts() {
			v.Counted++
		}
	}
	for _, step := range status.Next {
		v.Steps = append(v.Steps, StepView{ID: step.Rule.ID, Label: step.Rule.Label, Needs: step.Needs})
	}
	for _, f := range status.Flags {
		v.Flags = append(v.Flags, string(f))
	}
	return v
}

func (s *Site) ruleView(rung *config.Rung) RuleView {
	v := RuleView{ID: rung.ID, Label: rung.Label, Accepts: rung.Accepts, Every: rung.Every, Scope: rung.Scope, Sections: rung.Sections, Age: rung.MaxAge,
		Disputes: rung.Disputes, Uses: rung.Uses, Works: rung.Works, Stewards: rung.Stewards}
	for k := range s.facets {
		if f := &s.facets[k]; f.link.Name == FacetStatus {
			for t := range f.terms {
				if f.terms[t].key == source.Fold(rung.ID) {
					v.Path, v.Pages = f.terms[t].path, len(f.terms[t].pages)
				}
			}
		}
	}
	return v
}

// reviewView is review number k with at most some bytes of its text; 0: all.
func (s *Site) reviewView(k int32, most int) ReviewView {
	r := &s.review
	g := &r.given[k]
	v := ReviewView{Who: s.person(g.by.name, g.by.url), Pseudonym: g.Pseudonym, Date: g.Date, Type: g.Type, Stage: g.Stage, Recommendation: g.Recommendation,
		Criteria: g.Criteria, Conflict: g.Conflict, Tools: g.Tools, Assessment: g.Assessment, License: g.License, Link: g.Link, Editor: g.Editor,
		File: s.forgeAddress(g.in.Source, g.in.Path, "file")}
	v.Body, v.Cut = cutText(g.Body, most)
	if g.page < 0 {
		return v
	}
	e := &s.pages[g.page]
	v.Author = g.By.Author || slices.Contains(s.authorKeys(e), g.By.Key)
	if !r.governed {
		return v
	}
	v.Judged = true
	vote := &r.status[g.page].Votes[k-r.at[g.page]]
	v.Why = string(vote.Why)
	sections := Sections(e.Doc)
	ref := func(at int) Ref {
		if sections[at].Title == "" {
			return Ref{}
		}
		return Ref{sections[at].Title, sections[at].ID}
	}
	v.Whole = len(vote.Fresh) == len(sections)
	for _, at := range vote.Fresh[:min(len(vote.Fresh), sectionsInProof)] {
		if !v.Whole {
			v.Covers = append(v.Covers, ref(at))
		}
	}
	// What a review says of no text, or of a file that is another now, has changed as a whole.
	if len(g.Sections) > 0 {
		for _, at := range vote.Changed[:min(len(vote.Changed), sectionsInProof)] {
			v.Changed = append(v.Changed, ref(at))
		}
	}
	v.Gone = vote.Gone[:min(len(vote.Gone), sectionsInProof)]
	return v
}

// cutText is the beginning of a text, up to the end of a word.
func cutText(text string, most int) (string, bool) {
	if most == 0 || len(text) <= most {
		return text, false
	}
	for !utf8.RuneStart(text[most]) {
		most--
	}
	if space := strings.LastIndexAny(text[:most], " \n"); space > most/2 {
		most = space
	}
	return text[:most], true
}

func (s *Site) disputeView(d *objection) DisputeView {
	v := DisputeView{Who: s.person(d.by.name, d.by.url), Date: d.Date, Claim: d.Claim, Resolved: d.Resolved, Resolution: d.Resolution,
		File: s.forgeAddress(d.in.Source, d.in.Path, "file")}
	v.Evidence = d.Evidence[:min(len(d.Evidence), sectionsInProof)]
	if d.Target != "" {
		v.Target.Text = d.Target
		for _, part := range Sections(s.pages[d.page].Doc) {
			if part.ID == d.Target && part.Title != "" {
				v.Target = Ref{part.Title, part.ID}
			}
		}
	}
	return v
}

// assessments sums up the measures of page i, by framework.
func (s *Site) assessments(i int32) []AssessmentView {
	var list []AssessmentView
	r := &s.review
	for k := r.at[i]; k < r.at[i+1]; k++ {
		g := &r.given[k]
		if g.Assessment == nil || r.governed && r.status[i].Votes[k-r.at[i]].Why == commons.ReasonSuperseded {
			continue
		}
		at := slices.IndexFunc(list, func(a AssessmentView) bool { return a.Framework == g.Assessment.Framework })
		if at < 0 {
			at = len(list)
			list = append(list, AssessmentView{Framework: g.Assessment.Framework})
		}
		a := &list[at]
		a.Count++
		if g.By.Author || slices.Contains(s.authorKeys(&s.pages[i]), g.By.Key) {
			a.Own++
		}
		score, err := strconv.ParseFloat(g.Assessment.Overall, 64)
		if err != nil {
			continue
		}
		if low, err := strconv.ParseFloat(a.Low, 64); err != nil || score < low {
			a.Low = g.Assessment.Overall
		}
		if high, err := strconv.ParseFloat(a.High, 64); err != nil || score > high {
			a.High = g.Assessment.Overall
		}
	}
	for k := range list {
		if list[k].High == list[k].Low {
			list[k].High = ""
		}
	}
	return list
}
