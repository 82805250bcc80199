// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
)

// Weights of alternatives: a word itself, one that it begins, one that it may have been meant for.
const (
	exact     = 16
	completed = 8
	corrected = 10
)

// enough is a page of results: where fewer pages have all words, those with most of them follow.
const enough = 10

// highest bounds a score, as it does in the browser.
const highest = 1<<23 - 1

// alternative is a term that answers a clause, and the pages that have it as far as they were read.
type alternative struct {
	term   string
	weight int
	count  int // of all pages that have it
	lists  [][]Posting
	tail   int // the next to read
}

func (a *alternative) have() int {
	n := 0
	for _, list := range a.lists {
		n += len(list)
	}
	return n
}

// rarity is 16 times the binary logarithm, by linear interpolation, of how many times as many pages there are as have the term; and 8.
func rarity(pages, count int) int {
	n := max(1, 16*pages/max(1, count))
	log := bits.Len(uint(n)) - 1
	return max(8, 16*log+(n*16>>log-16)-56)
}

// tally is what a page has of a question.
type tally struct {
	slot   int32
	score  int
	now    int // what the present clause gives
	share  int // sum of rarities of clauses that hold
	title  int
	seen   int // the last clause that holds
	held   int // how many hold
	named  int // the last clause that holds in a title
	titled int // how many hold in a title
	exact  int // of these, how many by the word itself
	whole  int // of these, in a title that has as many terms as the question
	long   int // terms of the longest of these titles
	final  int // the score that it was ordered by
}

// board counts what pages have of a question. themes/default/_search/rank.mjs says how, and does the same.
type board struct {
	at    map[int32]int
	found []tally
}

// fill counts the pages of all clauses.
func fill(clauses []*clause, pages int) *board {
	b := &board{at: map[int32]int{}}
	for i, c := range clauses {
		slices.SortFunc(c.alternatives, func(a, b *alternative) int {
			return cmp.Or(b.weight-a.weight, strings.Compare(a.term, b.term))
		})
		count, exacts := 0, c.alternatives[0].weight == exact
		for _, a := range c.alternatives {
			if !exacts || a.weight == exact {
				count = max(count, a.count)
			}
		}
		c.rarity = rarity(pages, count)
		for _, a := range c.alternatives {
			for _, list := range a.lists {
				b.add(i+1, len(clauses), list, min(c.rarity, rarity(pages, a.count)), a.weight, c.title)
			}
		}
	}
	return b
}

// add counts one list for clause number n, from 1, of all.
func (b *board) add(n, all int, list []Posting, rarity, weight int, titleOnly bool) {
	for _, p := range list {
		titled := p.Titled()
		if titleOnly && titled == 0 {
			continue
		}
		at, ok := b.at[p.Slot]
		if !ok {
			at = len(b.found)
			b.at[p.Slot] = at
			b.found = append(b.found, tally{slot: p.Slot})
		}
		t, gives := &b.found[at], rarity*weight*(p.Level()+1)
		switch {
		case t.seen != n:
			t.seen = n
			t.held++
			t.share += rarity
			t.score += gives
			t.now = gives
		case gives > t.now:
			t.score += gives - t.now
			t.now = gives
		}
		if titled > 0 && t.named != n {
			t.named = n
			t.titled++
			t.title += rarity * weight * 16 / titled
			t.long = max(t.long, titled)
			if weight == exact {
				t.exact++
				if titled == min(all, 15) {
					t.whole++
				}
			}
		}
	}
}

// score is what a page was ordered by; 0 where no words were asked for.
func (b *board) score(slot int32) int {
	if b == nil {
		return 0
	}
	return b.found[b.at[slot]].final
}

// order gives the slots that pass, the best first: those that all clauses hold of; then, if they are fewer than enough, those of which clauses hold that
// make up half of the rarity of all. full says how many the first are.
func (b *board) order(clauses []*clause, passes func(slot int32) bool) (slots []int32, full int) {
	type scored struct {
		slot  int32
		score int
	}
	total, all := 0, len(clauses)
	for _, c := range clauses {
		total += c.rarity
	}
	var complete, partly []scored
	for i := range b.found {
		t := &b.found[i]
		is := t.held == all
		if !is && 2*t.share < total || !passes(t.slot) {
			continue
		}
		score := t.score + t.title*t.titled/all
		if t.titled == all {
			known := min(all, 15)
			score += 64 * total * known * (3*all + t.exact + 4*t.whole) / (all * max(known, t.long))
		}
		t.final = min(score, highest)
		list := &partly
		if is {
			list = &complete
		}
		*list = append(*list, scored{t.slot, t.final})
	}
	full = len(complete)
	for n, list := range [][]scored{complete, partly} {
		if n == 1 && full >= enough {
			break
		}
		slices.SortFunc(list, func(a, b scored) int { return cmp.Or(b.score-a.score, cmp.Compare(a.slot, b.slot)) })
		for _, s := range list {
			slots = append(slots, s.slot)
		}
	}
	return slots, full
}
