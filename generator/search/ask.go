// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A question is answered as the browser answers it, in themes/default/_search/ask.mjs; a test compares the two.

// Bounds of one question: how common a word may be for its tails to be read of their own accord; words that complete one, and leaves in which these
// and their terms lie; leaves that are read to find the two words that were written as one; pages that are read to find a phrase.
const (
	worthwhile      = 5 * tierBase
	mostCompletions = 8
	mostLeaves      = 3
	mostParts       = 4
	mostRead        = 100
)

// Answer is what was found.
type Answer struct {
	Text        string        `json:"text"`
	Total       int           `json:"total"`   // of pages
	Full        int           `json:"full"`    // of those that have all words
	AtLeast     bool          `json:"atLeast"` // there may be more
	Results     []Result      `json:"results"`
	Corrected   []*Correction `json:"corrected"`
	Completions []string      `json:"completions"`
	Unknown     []string      `json:"unknown"` // words that no page has
	Facets      []FacetCount  `json:"facets,omitzero"`
	Problems    []Problem     `json:"problems"`
}

// Correction is a word that was searched for in place of what was typed.
type Correction struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// FacetCount is a facet with how many of the pages found have its values.
type FacetCount struct {
	Name   string       `json:"name"`
	Label  string       `json:"label"`
	Values []ValueCount `json:"values"`
}

// ValueCount is one value of a facet. Of a facet that is filtered by, it counts the pages that would be found without that.
type ValueCount struct {
	Value  string `json:"value"`
	Label  string `json:"label"`
	Count  int    `json:"count"`
	Active bool   `json:"active"`
}

// asking is what one question gathers.
type asking struct {
	problems    map[string]Problem
	completions []string
}

// Ask answers a question. What could not be read is among the problems of the answer.
func (r *Reader) Ask(question Question) *Answer {
	run := &asking{problems: map[string]Problem{}}
	q := r.analyser.parse(question.Text, func(name string) bool { return r.facet(name) != nil })
	for _, name := range slices.Sorted(maps.Keys(question.Filters)) {
		for _, value := range question.Filters[name] {
			q.filters = append(q.filters, filter{name, bare(value), false})
		}
	}
	r.resolve(run, q.clauses)
	tests, excluded := r.chosen(run, q.filters), r.without(run, q.without)
	clauses, unknown, strict := r.mend(run, q.clauses)

	passesBut := func(but string) func(slot int32) bool {
		return func(slot int32) bool {
			for _, t := range tests {
				if t.facet != but && t.slots[slot] == t.not {
					return false
				}
			}
			return !excluded[slot]
		}
	}
	passes := passesBut("")
	var b *board
	var slots []int32
	full := 0
	rank := func() {
		b = fill(clauses, r.meta.Pages)
		slots, full = b.order(clauses, passes)
	}
	if !strict && len(clauses) > 0 {
		rank()
		all := question.Facets || len(tests) > 0 || len(q.without) > 0
		if (all || full < question.Offset+question.Limit) && r.tails(run, clauses, all) {
			rank()
		}
		if full == 0 && len(clauses) > 1 {
			r.mendRare(run, clauses)
			rank()
		}
	} else if len(q.clauses) == 0 && slices.ContainsFunc(tests, func(t facetTest) bool { return !t.not }) {
		for slot := range int32(r.meta.Space) {
			if passes(slot) {
				slots = append(slots, slot)
			}
		}
		full = len(slots)
	}
	partial := slices.ContainsFunc(clauses, func(c *clause) bool {
		return slices.ContainsFunc(c.alternatives, func(a *alternative) bool { return a.count > a.have() })
	})
	total := len(slots)
	if partial && len(clauses) == 1 {
		for _, a := range clauses[0].alternatives {
			total = max(total, a.count)
		}
	}
	if wanted, more, verified := r.verify(run, q, question, slots[:full]); verified {
		slots, full, total = wanted, len(wanted), len(wanted)
		partial = more(partial)
	}

	a := &Answer{Text: question.Text, Total: total, Full: full, AtLeast: partial, Results: []Result{}, Corrected: []*Correction{},
		Completions: append([]string{}, run.completions...), Unknown: unknown, Problems: []Problem{}}
	from := min(question.Offset, len(slots))
	for _, slot := range slots[from:min(from+question.Limit, len(slots))] {
		if p := r.page(run, slot); p != nil {
			result := r.describe(p, clauses)
			result.Score = b.score(slot)
			a.Results = append(a.Results, result)
		}
	}
	if question.Facets {
		a.Facets = r.counted(run, slots, q.filters, func(name string) []int32 {
			if b == nil || !slices.ContainsFunc(tests, func(t facetTest) bool { return t.facet == name }) {
				return slots
			}
			others, _ := b.order(clauses, passesBut(name))
			return others
		})
	}
	for _, c := range clauses {
		if c.mended != nil {
			a.Corrected = append(a.Corrected, c.mended)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(run.problems)) {
		a.Problems = append(a.Problems, run.problems[name])
	}
	return a
}

func (r *Reader) facet(name string) *MetaFacet {
	if i := slices.IndexFunc(r.meta.Facets, func(f MetaFacet) bool { return f.Name == name }); i >= 0 {
		return &r.meta.Facets[i]
	}
	return nil
}

func (r *Reader) page(run *asking, slot int32) *Page { return load(r, run, pageName(slot), readPage) }

// alternative adds a term to a clause, if there are pages that have it, and tells whether it did.
func (r *Reader) alternative(run *asking, c *clause, term string, weight int) bool {
	if slices.ContainsFunc(c.alternatives, func(a *alternative) bool { return a.term == term }) {
		return false
	}
	for _, name := range r.meta.Terms.nameOf(term) {
		terms := load(r, run, "t-"+name, readTerms)
		at, ok := slices.BinarySearchFunc(terms, term, func(t Term, text string) int { return strings.Compare(t.Text, text) })
		if ok {
			c.alternatives = append(c.alternatives, &alternative{term, weight, terms[at].Count, [][]Posting{terms[at].Pages}, 1})
			return true
		}
	}
	return false
}

func (r *Reader) resolve(run *asking, clauses []*clause) {
	for _, c := range clauses {
		for _, term := range c.terms {
			r.alternative(run, c, term, exact)
		}
	}
	for _, c := range clauses {
		if c.open {
			r.complete(run, c)
		}
	}
}

func (r *Reader) complete(run *asking, c *clause) {
	names := r.meta.Words.namesBelow(c.word)
	if len(names) > mostLeaves {
		return
	}
	place := func(term string) string { return strings.Join(r.meta.Terms.nameOf(term), "") }
	places, terms := map[string]bool{}, map[string]bool{}
	for _, term := range c.terms {
		places[place(term)] = true
	}
	words := completions(loadAll(r, run, "w", names, readWords), c.word, mostCompletions)
	// What begins no word of a title may as well be mistyped.
	c.doubtful = len(c.alternatives) == 0 && !slices.ContainsFunc(words, func(w Word) bool { return w.Titled > 0 })
	for _, w := range words {
		term := r.analyser.termOf(w.Text)
		at := place(term)
		if slices.Contains(c.terms, term) || terms[term] || len(places) == mostLeaves && !places[at] {
			continue
		}
		places[at], terms[term] = true, true
		if r.alternative(run, c, term, completed) {
			run.completions = append(run.completions, w.Text)
		}
	}
}

func (c *clause) mendable() bool {
	return c.plain && !c.fixed && strings.ContainsFunc(c.word, unicode.IsLetter)
}

// mend makes of clauses that no page answers what may have been meant. It gives those that are answered, the words of the others, and whether one of
// these may not be left out.
func (r *Reader) mend(run *asking, clauses []*clause) (known []*clause, unknown []string, strict bool) {
	clauses = slices.Clone(clauses)
	for i := 1; i < len(clauses); i++ {
		a, b := clauses[i-1], clauses[i]
		if !a.mendable() || !b.mendable() || len(a.alternatives) > 0 && len(b.alternatives) > 0 {
			continue
		}
		word := a.word + b.word
		one := &clause{word: word, terms: []string{r.analyser.termOf(word)}, plain: true, title: a.title, mended: &Correction{a.word + " " + b.word, word}}
		if r.resolve(run, []*clause{one}); len(one.alternatives) > 0 {
			clauses = slices.Replace(clauses, i-1, i+1, one)
		}
	}
	unknown = []string{}
	for _, c := range clauses {
		list := []*clause{c}
		switch {
		case len(c.alternatives) == 0:
			list = r.mended(run, c, 0)
		case c.doubtful:
			list = r.mended(run, c, 1)
		}
		for _, c := range list {
			if len(c.alternatives) > 0 {
				known = append(known, c)
				continue
			}
			unknown = append(unknown, c.word)
			strict = strict || c.fixed || c.title
		}
	}
	return known, unknown, strict
}

// mendRare adds to words the far more common ones near to them.
func (r *Reader) mendRare(run *asking, clauses []*clause) {
	for _, c := range clauses {
		count := 0
		for _, a := range c.alternatives {
			count = max(count, a.count)
		}
		if !slices.ContainsFunc(c.alternatives, func(a *alternative) bool { return a.weight != exact }) {
			r.mended(run, c, int(sizeOf(count))+4)
		}
	}
}

// mended gives a clause the words that it may have been meant for, or the two clauses that it should be.
func (r *Reader) mended(run *asking, c *clause, least int) []*clause {
	if !c.mendable() {
		return []*clause{c}
	}
	turned, others := reverse(c.word), utf8.RuneCountInString(c.word)-1
	words := corrections(loadAll(r, run, "w", r.meta.Words.nearLeaves(c.word, (others+1)/2), readWords),
		loadAll(r, run, "r", r.meta.Reversed.nearLeaves(turned, others/2), readReversed), c.word, c.open, least)
	if len(words) == 0 && least == 0 {
		pair := halves(loadAll(r, run, "w", r.meta.Words.along(c.word), readWords), loadAll(r, run, "r", r.meta.Reversed.along(turned), readReversed), c.word)
		if pair == nil {
			return []*clause{c}
		}
		var two []*clause
		for _, word := range pair {
			two = append(two, &clause{word: word, terms: []string{r.analyser.termOf(word)}, plain: true, title: c.title})
		}
		if r.resolve(run, two); len(two[0].alternatives) == 0 || len(two[1].alternatives) == 0 {
			return []*clause{c}
		}
		two[0].mended = &Correction{c.word, strings.Join(pair, " ")}
		return two
	}
	for _, word := range words {
		if r.alternative(run, c, r.analyser.termOf(word), corrected) {
			c.mended = &Correction{c.word, words[0]}
		}
	}
	return []*clause{c}
}

// along are the leaves for what a word begins with.
func (t Tree) along(word string) []string {
	var names []string
	letters := []rune(word)
	for n := 2; n <= len(letters)-2; n++ {
		for _, name := range t.nameOf(string(letters[:n])) {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names[max(0, len(names)-mostParts):]
}

// tails reads the further pages of common terms: of all, or of those that are not all too common. It tells whether there were any.
func (r *Reader) tails(run *asking, clauses []*clause, all bool) bool {
	more := false
	for _, c := range clauses {
		for _, a := range c.alternatives {
			for a.have() < a.count && (all || a.count <= worthwhile) {
				tail := load(r, run, "t-"+tailName(a.term, a.tail), readTail)
				if tail == nil || len(tail.Pages) == 0 {
					break
				}
				a.lists, a.tail, more = append(a.lists, tail.Pages), a.tail+1, true
			}
		}
	}
	return more
}

// facetTest holds of pages that have one of the wanted values of a facet or, with not, none of those.
type facetTest struct {
	facet string
	not   bool
	slots map[int32]bool
}

func (f filter) wants(v *FacetValue) bool { return bare(v.Value) == f.value || bare(v.Text) == f.value }

func (r *Reader) chosen(run *asking, filters []filter) []facetTest {
	var tests []facetTest
	for _, f := range filters {
		at := slices.IndexFunc(tests, func(t facetTest) bool { return t.facet == f.facet && t.not == f.not })
		if at < 0 {
			at = len(tests)
			tests = append(tests, facetTest{f.facet, f.not, map[int32]bool{}})
		}
		facet := r.facet(f.facet)
		if facet == nil {
			continue
		}
		values := load(r, run, "f-"+facet.File, readFacet)
		for i := range values {
			if f.wants(&values[i]) {
				for _, slot := range values[i].Pages {
					tests[at].slots[slot] = true
				}
			}
		}
	}
	return tests
}

// without are the pages that have one of the words that none may have.
func (r *Reader) without(run *asking, groups [][]*clause) map[int32]bool {
	slots := map[int32]bool{}
	for _, clauses := range groups {
		if len(clauses) > 1 {
			continue
		}
		r.resolve(run, clauses)
		r.tails(run, clauses, true)
		for _, a := range clauses[0].alternatives {
			for _, list := range a.lists {
				for _, p := range list {
					slots[p.Slot] = true
				}
			}
		}
	}
	return slots
}

// verify reads the first pages to see which have the phrases that are wanted, and none of the others. More tells whether there may be more.
func (r *Reader) verify(run *asking, q *query, question Question, slots []int32) (wanted []int32, more func(partial bool) bool, verified bool) {
	never := slices.DeleteFunc(slices.Clone(q.without), func(clauses []*clause) bool { return len(clauses) < 2 })
	if len(q.phrases) == 0 && len(never) == 0 {
		return nil, nil, false
	}
	full, left := len(slots), false
	read := min(full, mostRead)
	for at := 0; at < read && len(wanted) <= question.Offset+question.Limit; at += enough {
		for _, slot := range slots[at:min(at+enough, read)] {
			p := r.page(run, slot)
			if p == nil || slices.ContainsFunc(q.phrases, func(phrase []*clause) bool { return !p.follows(phrase) }) || slices.ContainsFunc(never, p.follows) {
				continue
			}
			wanted = append(wanted, slot)
		}
		left = at+enough < full
	}
	complete := len(wanted) <= question.Offset+question.Limit && full <= mostRead
	return wanted, func(partial bool) bool { return !complete && (partial || left) }, true
}

// counted are the values of all facets that pages found have.
func (r *Reader) counted(run *asking, slots []int32, filters []filter, without func(facet string) []int32) []FacetCount {
	list := []FacetCount{}
	for _, facet := range r.meta.Facets {
		values := load(r, run, "f-"+facet.File, readFacet)
		if _, bad := run.problems["f-"+facet.File]; bad {
			continue
		}
		found := map[int32]bool{}
		for _, slot := range without(facet.Name) {
			found[slot] = true
		}
		count := FacetCount{facet.Name, facet.Label, []ValueCount{}}
		for i := range values {
			v := ValueCount{Value: values[i].Value, Label: values[i].Text}
			for _, slot := range values[i].Pages {
				if found[slot] {
					v.Count++
				}
			}
			v.Active = slices.ContainsFunc(filters, func(f filter) bool { return f.facet == facet.Name && !f.not && f.wants(&values[i]) })
			if v.Count > 0 || v.Active {
				count.Values = append(count.Values, v)
			}
		}
		list = append(list, count)
	}
	return list
}

// compareBest orders places by how many clauses stand in them, then by how densely.
func compareBest(a, b *place) int {
	return cmp.Or(b.kinds-a.kinds, b.density-a.density, a.number-b.number)
}
