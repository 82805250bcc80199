// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package commons

import (
	"fmt"
	"strings"
)

// NeedKind is what a status can lack.
type NeedKind string

// The kinds.
const (
	NeedAccept  NeedKind = "accept"  // reviews that accept
	NeedSection NeedKind = "section" // a section that the rules ask for
	NeedWork    NeedKind = "reference"
	NeedUse     NeedKind = "known-use"
	NeedSteward NeedKind = "steward"
	NeedSettled NeedKind = "dispute" // open disputes to be resolved
)

// Need is one thing that is missing for a status.
type Need struct {
	Kind     NeedKind `json:"kind"`
	Count    int      `json:"count"`
	Sections []string `json:"sections,omitempty"` // titles; an empty one is the text before the first heading
	Every    bool     `json:"every_section,omitempty"`
	Any      bool     `json:"any_section,omitempty"`
	Authors  bool     `json:"authors_count,omitempty"` // a review by an author would do
}

// String is the need in English, as the command line says it.
func (n Need) String() string {
	switch n.Kind {
	case NeedAccept:
		text := "one more accept"
		if n.Count > 1 {
			text = fmt.Sprintf("%s more accepts", numeral(n.Count))
		}
		switch {
		case n.Authors && n.Count > 1:
			text += " by different people"
		case n.Authors:
		case n.Count > 1:
			text += " by different people who are not authors"
		default:
			text += " by someone who is not an author"
		}
		switch {
		case n.Every:
			text += ", covering every section"
		case n.Any:
			text += ", covering any section"
		case len(n.Sections) > 0:
			text += ", covering " + titles(n.Sections)
		}
		return text
	case NeedSection:
		return "a section " + titles(n.Sections)
	case NeedWork:
		return plural(n.Count, "one more reference", "%s more references")
	case NeedUse:
		return plural(n.Count, "one more known use", "%s more known uses")
	case NeedSteward:
		return plural(n.Count, "one more steward", "%s more stewards")
	case NeedSettled:
		return plural(n.Count, "the open dispute resolved", "%s open disputes resolved")
	}
	return string(n.Kind)
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return fmt.Sprintf(many, numeral(n))
}

func numeral(n int) string {
	words := []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
	if n < len(words) {
		return words[n]
	}
	return fmt.Sprint(n)
}

// titlesSaid is how many sections a sentence names before it counts the rest.
const titlesSaid = 5

// titles names sections as a sentence does.
func titles(list []string) string {
	said := make([]string, 0, len(list))
	for k, title := range list {
		if k == titlesSaid && len(list) > titlesSaid+1 {
			said = append(said, fmt.Sprintf("%d more sections", len(list)-k))
			break
		}
		if title == "" {
			said = append(said, "the beginning")
		} else {
			said = append(said, "“"+title+"”")
		}
	}
	if len(said) < 2 {
		return strings.Join(said, "")
	}
	return strings.Join(said[:len(said)-1], ", ") + " and " + said[len(said)-1]
}

// String is the reason in English, as the command line says it.
func (r Reason) String() string {
	switch r {
	case ReasonUnknown:
		return "the reviewer is nobody that the commons knows"
	case ReasonFuture:
		return "it has no date, or one that has not come yet"
	case ReasonMachine:
		return "it was made by a machine"
	case ReasonKind:
		return "the reviewer is not of a kind that counts"
	case ReasonDeclared:
		return "only the page itself says so"
	case ReasonComment:
		return "it is a comment and no review"
	case ReasonAuthor:
		return "the reviewer is an author of the page"
	case ReasonConflict:
		return "the reviewer declares a conflict of interest"
	case ReasonSuperseded:
		return "a later review by the same person takes its place"
	case ReasonSilent:
		return "it recommends nothing"
	case ReasonDeclines:
		return "it does not accept the page"
	case ReasonUnbound:
		return "it does not say which text it has read"
	case ReasonScope:
		return "it covers no section that is asked for"
	case ReasonStale:
		return "all that it covers has changed since"
	case ReasonExpired:
		return "it is too old for this status"
	}
	return string(r)
}
