// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"strings"

	"commonplace/generator/page"
	"commonplace/generator/source"
)

// anchorIndex finds what a page's fragments mean, for pages that have too many headings to look at each for each link.
type anchorIndex struct {
	ids   map[string]int // of headings: their index; of other anchors: -1
	words map[string]int // folded texts of headings
}

// manyAnchors is how many headings and anchors are looked at one by one.
const manyAnchors = 64

// findAnchor is the id in a page that a link's fragment means, and its heading, -1 for one that is no heading's. A fragment is an id, in any
// case; one that is written in words, as wikis do, is a heading's text. By the rule of another tool it is none: where two rules differ
// they may well both give an id, of two headings.
func (s *Site) findAnchor(doc *page.Doc, l *page.Link) (id string, heading int) {
	if at := strings.LastIndexByte(l.Fragment, '#') + 1; strings.HasPrefix(l.Fragment[at:], "^") {
		if b := doc.FindBlock(l.Fragment[at:]); b != nil {
			return b.ID, -1
		}
		return "", -1
	}
	want, words := source.Slug(l.Fragment), ""
	if l.Kind != page.LinkMarkdown || strings.Contains(l.Fragment, " ") {
		words = l.Fragment[strings.LastIndexByte(l.Fragment, '#')+1:] // “Part#Section” names the section by its place
		words = source.Fold(words)
	}
	if len(doc.Headings)+len(doc.Anchors) > manyAnchors {
		return s.indexAnchors(doc).find(doc, l.Fragment, want, words)
	}
	if parts := strings.Split(l.Fragment, "#"); len(parts) > 1 && words != "" {
		if k := nestedHeading(doc, parts); k >= 0 {
			return doc.Headings[k].ID, k
		}
	}
	heading = -1
	for k := range doc.Headings {
		h := &doc.Headings[k]
		if h.ID == l.Fragment {
			return h.ID, k
		}
		if heading < 0 && (h.ID == want || words != "" && source.Fold(h.Text) == words) {
			heading = k
		}
	}
	if heading >= 0 {
		return doc.Headings[heading].ID, heading
	}
	for _, id := range doc.Anchors {
		if id == l.Fragment {
			return id, -1
		}
	}
	return "", -1
}

// nestedHeading is the heading that the last part names within the sections that those before it name; -1 where there is none.
func nestedHeading(doc *page.Doc, parts []string) int {
	found := -1
	for _, part := range parts {
		words, above := source.Fold(part), found
		found = -1
		for k := above + 1; k < len(doc.Headings) && (above < 0 || doc.Headings[k].Level > doc.Headings[above].Level); k++ {
			if source.Fold(doc.Headings[k].Text) == words {
				found = k
				break
			}
		}
		if found < 0 {
			return -1
		}
	}
	return found
}

func (s *Site) indexAnchors(doc *page.Doc) *anchorIndex {
	if x := s.anchors[doc]; x != nil {
		return x
	}
	x := &anchorIndex{ids: make(map[string]int, len(doc.Headings)+len(doc.Anchors)), words: make(map[string]int, len(doc.Headings))}
	for _, id := range doc.Anchors {
		x.ids[id] = -1
	}
	for k := len(doc.Headings) - 1; k >= 0; k-- {
		x.ids[doc.Headings[k].ID] = k
		x.words[source.Fold(doc.Headings[k].Text)] = k
	}
	if s.anchors == nil {
		s.anchors = map[*page.Doc]*anchorIndex{}
	}
	s.anchors[doc] = x
	return x
}

func (x *anchorIndex) find(doc *page.Doc, fragment, want, words string) (id string, heading int) {
	if k, ok := x.ids[fragment]; ok {
		return fragment, k
	}
	byID, named := x.ids[want]
	named = named && byID >= 0
	if k, ok := x.words[words]; words != "" && ok && (!named || k < byID) {
		byID, named = k, true
	}
	if named {
		return doc.Headings[byID].ID, byID
	}
	return "", -1
}

// suggestAnchor is the id that was most likely meant by a fragment that a page has not: that of the heading that another tool would give
// such an id, or the nearest by its letters. Pages with very many headings get none: to compare all with all would take too long.
func suggestAnchor(doc *page.Doc, fragment string) string {
	const most = 500
	if len(doc.Headings) > most {
		return ""
	}
	ids := make([]string, 0, len(doc.Headings)+len(doc.Anchors))
	for k := range doc.Headings {
		h := &doc.Headings[k]
		ids = append(ids, h.ID)
		for _, rule := range source.SlugRules() {
			if rule.Slug(h.Text) == fragment {
				return h.ID
			}
		}
	}
	return source.Nearest(source.Slug(fragment), ids)
}
