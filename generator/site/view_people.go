// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

// PersonRef is somebody as pages name them; it leads to what they did. Somebody who asks not to be listed is their id and nothing else.
type PersonRef struct {
	Text, Path string
	Kind       string // KindOrganization, KindGroup or KindMachine; empty: a person
	ORCID      string // an ORCID iD, or empty
}

// The kinds of contributors that are no persons.
const (
	KindOrganization = "organization"
	KindGroup        = "group"
	KindMachine      = "machine"
)

// PersonView is one page of what a contributor did.
type PersonView struct {
	Frame
	Who       PersonRef
	Facet     FacetLink // the index of all
	Website   string    // address, or empty
	Accounts  []AccountLink
	Languages []Ref
	Roles     []HeldRole // in the commons as a whole, or a part of it
	Works     []Works    // on this page of the list
	Reviewed  []Ref      // what they have reviewed that has no page here
	Pager     Pager      // of the works
}

// AccountLink is an account; URL is empty where its place is not known.
type AccountLink struct{ Place, Name, URL string }

// HeldRole is a role in the commons.
type HeldRole struct {
	Role, Note   string
	Scope        Ref    // the part of the commons; empty: all of it
	Since, Until string // YYYY-MM-DD, or empty
}

// Works are pages that somebody had the same part in.
type Works struct {
	Role  string // as in RoleRefs
	Years []YearOfWorks
}

// YearOfWorks are the pages of one year, in the order of lists.
type YearOfWorks struct {
	Year  string // empty: no one knows
	Cards []*Card
}

// RoleRefs are the people of one role.
type RoleRefs struct {
	Role   string // the id of a role of package commons, or as written
	People []PersonRef
	More   int // people who are not named
}

// CreditView is one page of the comparison of what pages say of people with what Git knows.
type CreditView struct {
	Frame
	People   FacetLink // the index of all contributors
	Missing  []Gap     // whom Git knows, and pages that credit others do not credit
	Unproven []Gap     // whom pages credit, and no history knows
	Pager    Pager
}

// Gap is somebody and the first of the pages in question.
type Gap struct {
	Who   PersonRef
	Cards []*Card // at most 5
	More  int     // pages that are not among them
}
