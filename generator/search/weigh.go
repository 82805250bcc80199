// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"math/bits"
	"slices"

	"commonplace/generator/page"
)

// What a place is worth, in sixteenths of a word of the text (BM25F: S. Robertson, H. Zaragoza, "The Probabilistic Relevance Framework", 2009, but
// with fixed lengths in place of averages, so that no page's weight depends on another page).
const (
	inTitle     = 8 * 16
	inAlias     = 7 * 16
	inHeading   = 3 * 16
	inSummary   = 3 * 16
	inFacts     = 2 * 16 // tags, domain, people
	inReference = 8

	// A weight w becomes a level of 16w / (w+saturation): the tenth mention tells less than the first.
	saturation = 32
	mostTimes  = 3 // that a heading, the summary or a fact counts
)

// lengths are what a word is worth in sections of 2ⁿ to 2ⁿ⁺¹-1 words; steps so coarse that a changed sentence seldom changes the weight of all others.
var lengths = [...]int32{18, 18, 18, 18, 18, 18, 17, 16, 13, 10, 8, 6, 5, 4}

// maxTerms bounds the distinct terms of a page; further ones are left out.
const maxTerms = 30_000

// gathered is what a page says of one term.
type gathered struct {
	id                       int32
	titled                   uint8
	alias, title             bool
	headings, summary, facts uint8
	references               bool
	times                    int32 // in the section at hand
	best, sum                int32 // of sections
}

// partIDs are the terms and words of a part of a text, by their numbers in the lexicons.
type partIDs struct{ terms, words []int32 }

// gatherer makes records of pages. It is for one goroutine at a time; any number can share lexicons.
type gatherer struct {
	analyser     *Analyser
	terms, words *lexicon
	parts        partTable // plain and joined ones, of any page
	texter       texter

	// Of the page at hand.
	list    []gathered
	at      []int32 // 1 more than the place in list, by term
	section []int32 // places in list of the terms of the section
	written []int32 // words, twice their number, and one if they stand in a title
	known   []uint8 // by word: 1 written, 2 in a title
}

func newGatherer(lang string, terms, words *lexicon) *gatherer {
	return &gatherer{analyser: NewAnalyser(lang), terms: terms, words: words}
}

// partsOf calls each for the terms and words of every part of a text.
func (g *gatherer) partsOf(text string, each func(kind Kind, ids partIDs)) {
	Split(text, func(kind Kind, from, to int) {
		part := text[from:to]
		if kind == Dense {
			each(kind, g.number(g.analyser.Analyse(kind, part)))
			return
		}
		each(kind, *g.parts.get(part, func() partIDs { return g.number(g.analyser.Analyse(kind, part)) }))
	})
}

func (g *gatherer) number(a Analysis) partIDs {
	ids := partIDs{make([]int32, len(a.Terms)), make([]int32, len(a.Words))}
	for i, t := range a.Terms {
		ids.terms[i] = g.terms.number(t)
	}
	for i, w := range a.Words {
		ids.words[i] = g.words.number(w)
	}
	return ids
}

// term is what is known of a term; nil where the page has too many.
func (g *gatherer) term(id int32) *gathered {
	if int(id) >= len(g.at) {
		g.at = append(g.at, make([]int32, int(id)+1-len(g.at)+len(g.at)/2)...)
	}
	if g.at[id] == 0 {
		if len(g.list) == maxTerms {
			return nil
		}
		g.list = append(g.list, gathered{id: id})
		g.at[id] = int32(len(g.list))
	}
	return &g.list[g.at[id]-1]
}

func (g *gatherer) word(id int32, titled bool) {
	if int(id) >= len(g.known) {
		g.known = append(g.known, make([]uint8, int(id)+1-len(g.known)+len(g.known)/2)...)
	}
	if g.known[id] == 0 {
		if len(g.written) == maxTerms {
			return
		}
		g.written = append(g.written, id)
		g.known[id] = 1
	}
	if titled {
		g.known[id] = 2
	}
}

// field counts the terms of a short text.
func (g *gatherer) field(text string, count func(t *gathered)) {
	g.partsOf(text, func(_ Kind, ids partIDs) {
		for _, id := range ids.terms {
			if t := g.term(id); t != nil {
				count(t)
			}
		}
		for _, id := range ids.words {
			g.word(id, false)
		}
	})
}

// name counts the terms of a title or an alias, and how many distinct ones a question would have that asks for it.
func (g *gatherer) name(text string, count func(t *gathered)) {
	asked := map[int32]bool{}
	g.partsOf(text, func(kind Kind, ids partIDs) {
		switch {
		case kind == Plain && len(ids.terms) > 0:
			asked[ids.terms[0]] = true
		case kind == Dense:
			for _, id := range ids.terms {
				asked[id] = true
			}
		}
		for _, id := range ids.words {
			g.word(id, true)
		}
	})
	size := uint8(max(1, min(len(asked), 15)))
	g.partsOf(text, func(_ Kind, ids partIDs) {
		for _, id := range ids.terms {
			if t := g.term(id); t != nil {
				if count(t); t.titled == 0 || t.titled > size {
					t.titled = size
				}
			}
		}
	})
}

func more(n *uint8) {
	if *n < mostTimes {
		*n++
	}
}

// text counts the terms of one section.
func (g *gatherer) text(text string) {
	n := 0
	g.partsOf(text, func(_ Kind, ids partIDs) {
		n++
		for _, id := range ids.terms {
			t := g.term(id)
			if t == nil {
				continue
			}
			if t.times == 0 {
				g.section = append(g.section, g.at[id]-1)
			}
			t.times++
		}
		for _, id := range ids.words {
			g.word(id, false)
		}
	})
	worth := lengths[min(bits.Len(uint(n)), len(lengths)-1)]
	for _, i := range g.section {
		t := &g.list[i]
		w := min(t.times, 1000) * worth
		t.best, t.sum, t.times = max(t.best, w), t.sum+w, 0
	}
	g.section = g.section[:0]
}

// weight is a Posting's.
func (t *gathered) weight() uint8 {
	w := t.best + (t.sum-t.best)*3/10
	if t.title {
		w += inTitle
	} else if t.alias {
		w += inAlias
	}
	w += inHeading*int32(t.headings) + inSummary*int32(t.summary) + inFacts*int32(t.facts)
	if t.references {
		w += inReference
	}
	return t.titled<<4 | uint8(16*w/(w+saturation))
}

// record gathers what the index has of a page.
func (g *gatherer) record(s *Subject, body *page.Body) record {
	g.name(s.Title, func(t *gathered) { t.title = true })
	for _, alias := range s.Aliases {
		g.name(alias, func(t *gathered) { t.alias = true })
	}
	g.field(s.Summary, func(t *gathered) { more(&t.summary) })
	for _, list := range [][]string{s.Tags, s.Domain, s.People} {
		for _, text := range list {
			g.field(text, func(t *gathered) { more(&t.facts) })
		}
	}
	for i := range s.Doc.Headings {
		g.field(page.SectionTitle(s.Doc.Headings[i].Text), func(t *gathered) { more(&t.headings) })
	}
	for i := range s.Doc.Meta.References {
		r := &s.Doc.Meta.References[i]
		for _, text := range []string{r.Title, r.Authors, r.Text} {
			g.field(text, func(t *gathered) { t.references = true })
		}
	}
	for _, section := range sectionsOf(s.Doc, body, &g.texter) {
		g.text(section.Text)
	}
	r := record{terms: make([]weighed, len(g.list)), words: make([]int32, len(g.written))}
	for i := range g.list {
		t := &g.list[i]
		r.terms[i] = weighed{t.id, t.weight()}
		g.at[t.id] = 0
	}
	for i, id := range g.written {
		r.words[i] = 2*id + int32(g.known[id]-1)
		g.known[id] = 0
	}
	g.list, g.written = g.list[:0], g.written[:0]
	slices.SortFunc(r.terms, func(a, b weighed) int { return int(a.term - b.term) })
	slices.Sort(r.words)
	return r
}
