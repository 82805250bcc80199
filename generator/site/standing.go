// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"slices"

	"commonplace/generator/commons"
	"commonplace/generator/config"
)

// Standing is the status of one page with its proof, for the command line and for programs.
type Standing struct {
	Title    string         `json:"title"`
	Path     string         `json:"path"` // of its file
	URL      string         `json:"url"`
	Status   string         `json:"status"` // empty: none
	Declared string         `json:"declared_status,omitempty"`
	Until    string         `json:"until,omitempty"`
	Flags    []commons.Flag `json:"flags,omitempty"`
	Reviews  []StandingVote `json:"reviews"`
	Next     []StandingStep `json:"next,omitempty"`
	Content  string         `json:"content"`  // SWHID of the file as it is
	Sections []StandingPart `json:"sections"` // what a review of it can name
}

// StandingVote is what became of one review. Why is empty where it counts.
type StandingVote struct {
	Reviewer       string         `json:"reviewer"`
	Date           string         `json:"date,omitempty"`
	Recommendation string         `json:"recommendation,omitempty"`
	Record         string         `json:"record"` // path of its file
	Why            commons.Reason `json:"not_counted,omitempty"`
	Covers         []string       `json:"covers,omitempty"`  // ids of sections
	Changed        []string       `json:"changed,omitempty"` // since the review
}

// StandingStep is what a status needs that the page has not reached.
type StandingStep struct {
	Status string         `json:"status"`
	Needs  []commons.Need `json:"needs"`
	Words  []string       `json:"words"` // the needs in English
}

// StandingPart is a section and the digest of its text.
type StandingPart struct {
	ID     string `json:"id"`
	Title  string `json:"title,omitempty"`
	Digest string `json:"digest"`
}

// Standing is the status of page i with its proof.
func (s *Site) Standing(i int) Standing {
	e := &s.pages[i]
	status := s.StatusUnder(&s.cfg.Governance, i)
	v := Standing{Title: e.title, Path: e.Shown, URL: s.cards[i].Path, Status: status.ID, Declared: e.status, Until: status.Until, Flags: status.Flags,
		Reviews: []StandingVote{}, Content: e.Doc.Blob.SWHID(), Sections: []StandingPart{}}
	parts := Sections(e.Doc)
	for k := range parts {
		v.Sections = append(v.Sections, StandingPart{parts[k].ID, parts[k].Title, "sha256:" + parts[k].Digest.String()})
	}
	ids := func(list []int) (ids []string) {
		for _, at := range list {
			ids = append(ids, parts[at].ID)
		}
		return ids
	}
	for k := range status.Votes {
		vote, g := &status.Votes[k], &s.review.given[s.review.at[i]+int32(k)]
		one := StandingVote{Reviewer: s.person(g.by.name, g.by.url).Text, Date: g.Date, Recommendation: g.Recommendation, Record: g.in.Shown, Why: vote.Why,
			Covers: ids(vote.Fresh), Changed: ids(vote.Changed)}
		v.Reviews = append(v.Reviews, one)
	}
	for _, step := range status.Next {
		one := StandingStep{Status: step.Rule.ID, Needs: step.Needs}
		for _, n := range step.Needs {
			one.Words = append(one.Words, n.String())
		}
		v.Next = append(v.Next, one)
	}
	return v
}

// A StatusChange is a page that other rules would give another status.
type StatusChange struct {
	Title string   `json:"title"`
	Path  string   `json:"path"`
	From  string   `json:"from"` // empty: none
	To    string   `json:"to"`
	Needs []string `json:"needs,omitempty"` // what the status that is lost would need, in English
}

// Simulate lists the pages whose status would be another under other rules, in the order of lists.
func (s *Site) Simulate(rules *config.Governance) []StatusChange {
	list := []StatusChange{}
	for _, i := range s.rank {
		now, then := s.StatusUnder(&s.cfg.Governance, int(i)), s.StatusUnder(rules, int(i))
		if now.ID == then.ID {
			continue
		}
		c := StatusChange{Title: s.pages[i].title, Path: s.pages[i].Shown, From: now.ID, To: then.ID}
		if k := slices.IndexFunc(then.Next, func(step commons.Step) bool { return step.Rule.ID == now.ID }); k >= 0 {
			for _, n := range then.Next[k].Needs {
				c.Needs = append(c.Needs, n.String())
			}
		}
		list = append(list, c)
	}
	return list
}
