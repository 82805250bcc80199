// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package commons

import "commonplace/generator/source"

// Review is one person's judgement of a page, with the words of Crossref's schema of peer reviews where that has some. Everything
// is as the record says it; what it means beside the page is a Vote.
type Review struct {
	Subject        string // the page: an id, slug, path, title or alias as written
	Content        string // SWHID of the file as it was read, "swh:1:cnt:…"; empty: not said
	Sections       []Read // what was read of it; none: the whole, as Content names it
	DeltaFrom      string // an earlier review that this one continues, by its id; empty: none
	Reviewer       Reviewer
	Pseudonym      bool   // the name is one the reviewer has chosen for this
	Date           string // YYYY-MM-DD; empty: not known
	Type           string // one of ReviewTypes; empty: one that nobody knows
	Stage          string // "post-publication", …, as written
	Recommendation string // one of config.Recommendations; empty: none is given
	Criteria       []Criterion
	Conflict       string // the competing interest that is declared; empty: none
	Tools          []string
	License        string // SPDX expression of the review itself
	Assessment     *Assessment
	Body           string // plain text, lines as written
	Span           source.Span
	SubjectSpan    source.Span
	Editor         bool   // the reviewer led the review, as records of journals say it: no vote
	Link           string // where the review can be read, on the web; empty: nowhere else
	Foreign        bool   // from a list of records in another shape
}

// Read is a section that a review has read, by the digest of its text then.
type Read struct {
	ID     string
	Digest source.Hash
}

// Reviewer is who made a review: the id of a person with a record, or a name and an account of somebody who has none yet.
type Reviewer struct {
	ID, Name string
	Account  string // "github:ada-example"; empty: none
	Span     source.Span
}

// Criterion is the answer to one question: yes, partly, no or skip.
type Criterion struct{ Name, Answer string }

// Assessment is a page measured by a framework.
type Assessment struct {
	Framework    string // "commons-alignment@2.0"
	Pillars      []Score
	Overall      string // a number as written; empty: none
	Rationale    string
	Improvements []string
}

// Score is one pillar's.
type Score struct{ Pillar, Value, Note string }

// Dispute is an objection to a page, one of its sections or a review of it.
type Dispute struct {
	Subject, Target string // Target: the id of a section or of a review; empty: the page as a whole
	Claim           string
	Evidence        []string
	Resolved        bool
	Resolution      string
	By              Reviewer
	Date            string
	Span            source.Span
	SubjectSpan     source.Span
}

// ReviewTypes are those of Crossref's schema.
func ReviewTypes() []string {
	return []string{"referee-report", "editor-report", "community-comment", "author-comment", "aggregate"}
}

// Answers are what a criterion can be answered with.
func Answers() []string { return []string{"yes", "partly", "no", "skip"} }

// Criteria are the questions that a reviewer is asked. A record may answer any others.
func Criteria() []string { return []string{"sources-checked", "claims-supported", "license-clear"} }
