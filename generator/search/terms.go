// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"cmp"
	"slices"
)

// maxTerm bounds a term and a word, in bytes; what is longer is cut between letters.
const maxTerm = 40

// Posting says that a page has a term.
//
// Its weight is one byte. The low four bits are the level: how much the page is about the term, 0 to 15, which depends on that page alone. The high
// four bits are 0 where the term is neither in the title nor in an alias; else they tell how many distinct terms the shortest of these has that holds
// it, 15 standing for 15 and more.
type Posting struct {
	Slot   int32
	Weight uint8
}

// Level is 0 to 15.
func (p Posting) Level() int { return int(p.Weight & 15) }

// Titled is how many distinct terms the shortest title or alias has that holds the term, at most 15; 0: none holds it.
func (p Posting) Titled() int { return int(p.Weight >> 4) }

// Term is a term and the pages that have it.
type Term struct {
	Text  string
	Count int       // of all pages that have it
	Pages []Posting // of Terms: the best by level, as many as tierSize(0) allows, by slot
}

// The pages of a term are divided into tiers. The first holds those with the highest levels, and lies with the term; each further one, a Tail, holds
// the next four times as many. Among pages of one level those with lower slots come first.
const tierBase = 2048

// tierSize is how many pages tier n may hold: 2048, 8192, 32768, …
func tierSize(n int) int { return tierBase << (2 * min(n, 12)) }

// tiers divides postings, which ascend by slot. The tiers do so, too, and may share memory with them.
func tiers(all []Posting) [][]Posting {
	if len(all) <= tierBase {
		return [][]Posting{all}
	}
	rest := slices.Clone(all)
	slices.SortFunc(rest, func(a, b Posting) int {
		if c := b.Level() - a.Level(); c != 0 {
			return c
		}
		return cmp.Compare(a.Slot, b.Slot)
	})
	var list [][]Posting
	for n := 0; len(rest) > 0; n++ {
		k := min(tierSize(n), len(rest))
		tier := rest[:k:k]
		slices.SortFunc(tier, func(a, b Posting) int { return cmp.Compare(a.Slot, b.Slot) })
		list, rest = append(list, tier), rest[k:]
	}
	return list
}

// Terms is the payload of t-<leaf>.js:
//
//	"t"  sorted: the terms
//	     for each term a number: Count
//	     for each term pages: min(Count, 2048) of them
//	     for each term and each of these pages a byte: Weight
//
// where Count is more, the others are in t-<term>.1.js, t-<term>.2.js and so on: see Tail.
type Terms []Term

func (t Terms) append(dst []byte) []byte {
	dst = appendSorted(append(dst, 't'), len(t), func(i int) string { return t[i].Text })
	for i := range t {
		dst = appendNumber(dst, t[i].Count)
	}
	for i := range t {
		dst = appendPostings(dst, t[i].Pages)
	}
	for i := range t {
		dst = appendWeights(dst, t[i].Pages)
	}
	return dst
}

func appendPostings(dst []byte, list []Posting) []byte {
	return appendGaps(dst, len(list), func(i int) int32 { return list[i].Slot })
}

func appendWeights(dst []byte, list []Posting) []byte {
	for _, p := range list {
		dst = append(dst, p.Weight)
	}
	return dst
}

func readTerms(payload []byte) (Terms, error) {
	r := read(payload, 't')
	texts := r.sorted(maxTerm)
	list := make(Terms, len(texts))
	total := 0
	for i := range list {
		list[i].Text, list[i].Count = texts[i], r.number()
		total += min(list[i].Count, tierBase)
	}
	if total > len(r.rest)/2 {
		r.fail(errShort)
		total = 0
	}
	all := make([]Posting, total)
	var slots []int32
	from := 0
	for i := range list {
		n := min(list[i].Count, tierBase)
		if slots = r.slots(slots[:0], n); r.err != nil {
			return nil, r.err
		}
		list[i].Pages = all[from : from+n : from+n]
		for k, s := range slots {
			all[from+k].Slot = s
		}
		from += n
	}
	for i, w := range r.bytes(total) {
		all[i].Weight = w
	}
	if err := r.end(); err != nil {
		return nil, err
	}
	return list, nil
}

// Tail is the payload of t-<term>.<n>.js: tier n of a term, n being at least 1. The term stands in the name as leaves are named, without the hyphen.
//
//	"x"  text: the term
//	     number of pages, pages
//	     for each page a byte: Weight
type Tail struct {
	Text  string
	Pages []Posting
}

func (t *Tail) append(dst []byte) []byte {
	dst = appendText(append(dst, 'x'), t.Text)
	dst = appendPostings(appendNumber(dst, len(t.Pages)), t.Pages)
	return appendWeights(dst, t.Pages)
}

func readTail(payload []byte) (*Tail, error) {
	r := read(payload, 'x')
	t := &Tail{Text: r.text()}
	n := r.count(2)
	slots := r.slots(nil, n)
	weights := r.bytes(n)
	if err := r.end(); err != nil {
		return nil, err
	}
	t.Pages = make([]Posting, n)
	for i := range t.Pages {
		t.Pages[i] = Posting{slots[i], weights[i]}
	}
	return t, nil
}
