// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import "commonplace/generator/commons"

// Origin is what a page is derived from, and whether it may be.
type Origin struct {
	Title, Author, License, Changes, Override string
	Address                                   string // where it is, outside of this commons; or empty
	Commons                                   string // the name of the commons that it comes from, where site.yaml knows it
	Card                                      *Card  // where it is a page of this commons
	Through                                   *Card  // the page that it came by, where this one does not name it
	Verdict                                   Verdict
	Forbidden                                 bool // the rules say no, and nobody says why it may be all the same
}

// Verdict is what the rules about licences say of a use; the theme has words for each rule.
type Verdict struct {
	Answer     commons.Answer
	Rule       string
	From, Into string // licences
	Source     string // address of who says so
}

// LicenceFacts is what a licence says, in the keys of commons.LicenceFacts.
type LicenceFacts struct {
	Text, Name, Short            string // Text: as the page says it, an SPDX expression where it is known
	URL                          string // its own page, or empty
	Deed                         bool   // that is in plain words
	Permits, Requires, Prohibits []string
}

// LicencesView is one page of the licences of a commons. What is judged stands on the first.
type LicencesView struct {
	Frame
	Facet      FacetLink
	Licences   []LicenceRow
	Unlicensed Count // of pages that say none
	Conflicts  []Conflict
	More       int // conflicts that are not shown
	Overrides  []Conflict
	Matrix     []MatrixRow // what may become of pages under each licence in pages under each: as many columns as rows
	Pager      Pager
}

// LicenceRow is a licence and its pages.
type LicenceRow struct {
	LicenceFacts
	Path  string
	Count int
	Known bool
}

// Conflict is a page that may not be what it is derived from, or of which somebody says why it may.
type Conflict struct {
	Card   *Card
	Origin Origin
}

// MatrixRow is the verdicts on adapting material under one licence.
type MatrixRow struct {
	From  Ref // Text: the short name
	Cells []Verdict
}
