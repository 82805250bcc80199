// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"slices"
	"strings"
	"unicode/utf16"
)

// What is shown of a page that was found is chosen as in themes/default/_search/page.mjs, with lengths in units of UTF-16.

const (
	excerptLength = 160
	closest       = 120 // between the first and the last mark that an excerpt is chosen for
	mostSections  = 3
)

// Result is a page that was found.
type Result struct {
	URL      string          `json:"url"` // from the site's root, encoded
	Title    string          `json:"title"`
	Alias    string          `json:"alias,omitempty"` // that more of the question stands in than in the title
	Crumbs   []string        `json:"crumbs"`
	Badges   Badges          `json:"badges"`
	Summary  string          `json:"summary,omitempty"`
	Excerpt  []Piece         `json:"excerpt"`
	Sections []ResultSection `json:"sections"` // the best, the best first
	Score    int             `json:"-"`        // what it was ordered by: more is better, and says nothing beside another question's
}

// Badges are what is shown of a page in short.
type Badges struct {
	Type    string `json:"type,omitempty"`
	Status  string `json:"status,omitempty"`
	License string `json:"license,omitempty"`
	Lang    string `json:"lang,omitempty"`
}

// ResultSection is a section of a page that was found.
type ResultSection struct {
	ID      string  `json:"id"`
	Title   string  `json:"title"`
	Excerpt []Piece `json:"excerpt"`
}

// Piece is a part of an excerpt; Mark: it answers the question.
type Piece struct {
	Text string `json:"text"`
	Mark bool   `json:"mark"`
}

// hit is what of a text answers which clause.
type hit struct{ from, to, clause int }

// place is a section of a page with what of it answers the question.
type place struct {
	*Section
	hits                   []hit
	number, kinds, density int
}

// find gives what of a text answers the clauses, in bytes, and how many words it has. Of is the first clause that has a term.
func (a *Analyser) find(text string, of map[string]int) (hits []hit, parts int) {
	Split(text, func(kind Kind, from, to int) {
		switch kind {
		case Plain:
			parts++
			for _, term := range a.Analyse(kind, text[from:to]).Terms {
				if c, ok := of[term]; ok {
					hits = append(hits, hit{from, to, c})
					return
				}
			}
		case Dense:
			letters := []rune(text[from:to])
			parts += len(letters)
			at := from
			for i, r := range letters {
				one := string(r)
				pair := one
				if i+1 < len(letters) {
					pair += string(letters[i+1])
				}
				if c, ok := of[pair]; ok {
					hits = append(hits, hit{at, at + len(pair), c})
				} else if c, ok := of[one]; ok {
					hits = append(hits, hit{at, at + len(one), c})
				}
				at += len(one)
			}
		}
	})
	return hits, parts
}

func distinct(lists ...[]hit) int {
	seen := map[int]bool{}
	for _, hits := range lists {
		for _, h := range hits {
			seen[h.clause] = true
		}
	}
	return len(seen)
}

func (r *Reader) describe(p *Page, clauses []*clause) Result {
	of := map[string]int{}
	for i, c := range clauses {
		for _, a := range c.alternatives {
			if _, ok := of[a.term]; !ok {
				of[a.term] = i
			}
		}
	}
	find := func(text string) []hit {
		hits, _ := r.analyser.find(text, of)
		return hits
	}
	out := Result{URL: p.URL, Title: p.Title, Crumbs: append([]string{}, p.Crumbs...), Summary: p.Summary, Sections: []ResultSection{},
		Badges: Badges{p.Type, p.Status, p.License, p.Lang}}
	most := distinct(find(p.Title))
	for _, alias := range p.Aliases {
		if n := distinct(find(alias)); n > most {
			most, out.Alias = n, alias
		}
	}
	var best []*place
	var lead place
	leads := 0
	above := func(text string, hits []hit) {
		if n := distinct(hits); text != "" && n > leads {
			leads, lead = n, place{Section: &Section{Text: text}, hits: hits}
		}
	}
	above(p.Summary, find(p.Summary))
	for i := range p.Sections {
		s := &p.Sections[i]
		hits, parts := r.analyser.find(s.Text, of)
		heading := find(s.Title)
		if s.ID == "" {
			above(s.Text, hits)
		}
		if kinds := distinct(hits, heading); kinds > 0 {
			best = append(best, &place{s, hits, i, kinds, 4096 * (len(hits) + 2*len(heading)) / (parts + 50)})
		}
	}
	slices.SortFunc(best, compareBest)
	for _, place := range best {
		if place.ID != "" && len(out.Sections) < mostSections {
			out.Sections = append(out.Sections, ResultSection{place.ID, place.Title, excerpt(place.Text, place.hits)})
		}
	}
	switch first := slices.IndexFunc(p.Sections, func(s Section) bool { return s.ID == "" && s.Text != "" }); {
	case leads > 0:
	case len(best) > 0 && len(best[0].hits) > 0:
		lead = *best[0]
	case p.Summary != "":
		lead = place{Section: &Section{Text: p.Summary}}
	case first >= 0:
		lead = place{Section: &p.Sections[first]}
	case len(p.Sections) > 0:
		lead = place{Section: &p.Sections[0], hits: find(p.Sections[0].Text)}
	default:
		lead = place{Section: &Section{}}
	}
	out.Excerpt = excerpt(lead.Text, lead.hits)
	return out
}

// isSpace tells white space as JavaScript's \s does.
func isSpace(u uint16) bool {
	switch {
	case u >= '\t' && u <= '\r', u == ' ', u == 0xa0, u == 0x1680, u >= 0x2000 && u <= 0x200a, u == 0x2028, u == 0x2029, u == 0x202f, u == 0x205f, u == 0x3000, u == 0xfeff:
		return true
	}
	return false
}

// excerpt is the part of a text where most of the question stands, cut between words where there are spaces.
func excerpt(s string, found []hit) []Piece {
	text, hits := units(s, found)
	first, last := 0, 0
	for i, j, best, counts := 0, 0, 0, map[int]int{}; i < len(hits); i++ {
		for ; j < len(hits) && (j == i || hits[j].to-hits[i].from <= closest); j++ {
			counts[hits[j].clause]++
		}
		if n := 64*len(counts) + j - i; n > best {
			best, first, last = n, i, j-1
		}
		if counts[hits[i].clause]--; counts[hits[i].clause] == 0 {
			delete(counts, hits[i].clause)
		}
	}
	start, end := 0, 0
	if len(hits) > 0 {
		start, end = hits[first].from, hits[last].to
	}
	from := max(0, start-max(0, excerptLength-(end-start))/3)
	for from > 0 && from < start && !isSpace(text[from-1]) {
		from++
	}
	to := min(len(text), max(end, from+excerptLength))
	if to < len(text) {
		cut := to
		for cut > end && !isSpace(text[cut]) {
			cut--
		}
		if cut > from && (cut > end || isSpace(text[cut])) {
			to = cut
		}
	}
	low := func(i int) bool { return i < len(text) && text[i] >= 0xdc00 && text[i] <= 0xdfff }
	if low(from) {
		from++
	}
	if low(to) {
		to--
	}
	pieces := []Piece{}
	add := func(part string, mark bool) {
		part = strings.ReplaceAll(part, "\n", " ")
		switch n := len(pieces); {
		case part == "":
		case n > 0 && pieces[n-1].Mark == mark:
			pieces[n-1].Text += part
		default:
			pieces = append(pieces, Piece{part, mark})
		}
	}
	slice := func(from, to int) string {
		if from >= to {
			return ""
		}
		return string(utf16.Decode(text[from:to]))
	}
	if from > 0 {
		add("… ", false)
	}
	at := from
	for _, h := range hits {
		if h.to <= at || h.from < from || h.to > to {
			continue
		}
		add(slice(at, h.from), false)
		add(slice(max(at, h.from), h.to), true)
		at = h.to
	}
	add(slice(at, to), false)
	if to < len(text) {
		add(" …", false)
	}
	return pieces
}

// units is a text in UTF-16, and hits in its units.
func units(s string, hits []hit) ([]uint16, []hit) {
	text := utf16.Encode([]rune(s))
	if len(text) == len(s) {
		return text, hits
	}
	place := make([]int, len(s)+1)
	n := 0
	for i, r := range s {
		place[i] = n
		n += utf16.RuneLen(r)
	}
	place[len(s)] = n
	out := slices.Clone(hits)
	for i := range out {
		out[i].from, out[i].to = place[out[i].from], place[out[i].to]
	}
	return text, out
}
