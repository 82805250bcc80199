// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package commons

import (
	"slices"
	"strings"
)

// WordingKind says what became of a run of words.
type WordingKind uint8

// The kinds of runs.
const (
	WordsKept WordingKind = iota
	WordsRemoved
	WordsAdded
)

// Wording is a run of words of one kind, with one space between words.
type Wording struct {
	Kind WordingKind
	Text string
}

// maxWordEdits bounds the words that are added and removed between what two texts have in common at their start and end. The cost of
// a comparison grows with the square of it. Texts that differ in more are told as one removed and one added.
const maxWordEdits = 1200

// CompareWords tells how a text was reworded: the runs of words that were kept, removed and added, in the order of the text, a removal before
// what came in its place. White space counts as one space, as in the digest of a section. The way is the shortest (Myers, "An O(ND) Difference
// Algorithm and Its Variations", 1986), but a single word that stayed between two that changed is told as changed too, so that people can read it.
func CompareWords(before, after string) []Wording {
	a, b := strings.Fields(before), strings.Fields(after)
	start := 0
	for start < len(a) && start < len(b) && a[start] == b[start] {
		start++
	}
	end := 0
	for end < len(a)-start && end < len(b)-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	var w wordings
	w.add(WordsKept, a[:start]...)
	w.middle(a[start:len(a)-end], b[start:len(b)-end])
	w.add(WordsKept, a[len(a)-end:]...)
	return w.runs()
}

// wordings collects words in the order of the text.
type wordings []struct {
	kind  WordingKind
	words []string
}

func (w *wordings) add(kind WordingKind, words ...string) {
	if len(words) == 0 {
		return
	}
	if n := len(*w); n > 0 && (*w)[n-1].kind == kind {
		(*w)[n-1].words = append((*w)[n-1].words, words...)
		return
	}
	*w = append(*w, struct {
		kind  WordingKind
		words []string
	}{kind, slices.Clone(words)})
}

// middle adds what becomes of a as b, where they have neither start nor end in common.
func (w *wordings) middle(a, b []string) {
	steps, ok := shortestEdits(a, b)
	if !ok {
		w.add(WordsRemoved, a...)
		w.add(WordsAdded, b...)
		return
	}
	x := 0
	for _, s := range steps {
		w.add(WordsKept, a[x:s.x]...)
		if x = s.x; s.insert {
			w.add(WordsAdded, b[s.y])
		} else {
			w.add(WordsRemoved, a[x])
			x++
		}
	}
	w.add(WordsKept, a[x:]...)
}

// wordEdit is one word removed from a at x, or one of b at y put in there.
type wordEdit struct {
	x, y   int
	insert bool
}

// shortestEdits are the fewest that make b of a, unless they are more than maxWordEdits.
func shortestEdits(a, b []string) ([]wordEdit, bool) {
	// reached[d] holds, for each diagonal k = x-y that d edits lead to, the furthest x, at index (k+d)/2.
	var reached [][]int32
	for d := 0; d <= min(len(a)+len(b), maxWordEdits); d++ {
		row := make([]int32, d+1)
		for i := range row {
			k := 2*i - d
			x := 0
			switch {
			case d == 0:
			case i == 0 || i < d && reached[d-1][i-1] < reached[d-1][i]:
				x = int(reached[d-1][i]) // a word of b is put in
			default:
				x = int(reached[d-1][i-1]) + 1 // a word of a is removed
			}
			for x < len(a) && x-k < len(b) && x-k >= 0 && a[x] == b[x-k] {
				x++
			}
			row[i] = int32(x)
			if x >= len(a) && x-k >= len(b) {
				return walkBack(append(reached, row), i), true
			}
		}
		reached = append(reached, row)
	}
	return nil, false
}

// walkBack follows the furthest ways back to the start.
func walkBack(reached [][]int32, i int) []wordEdit {
	steps := make([]wordEdit, len(reached)-1)
	for d := len(reached) - 1; d > 0; d-- {
		before := reached[d-1]
		if i == 0 || i < d && before[i-1] < before[i] {
			x := int(before[i])
			steps[d-1] = wordEdit{x: x, y: x - (2*i - (d - 1)), insert: true}
			continue // the same index is one diagonal further in the shorter row
		}
		i--
		x := int(before[i])
		steps[d-1] = wordEdit{x: x, y: x - (2*i - (d - 1))}
	}
	return steps
}

// runs joins the words: each stretch of changes is told as what was removed, then what was added, and takes in single words that stayed between.
func (w wordings) runs() []Wording {
	var out []Wording
	var removed, added []string
	flush := func() {
		if len(removed) > 0 {
			out = append(out, Wording{WordsRemoved, strings.Join(removed, " ")})
		}
		if len(added) > 0 {
			out = append(out, Wording{WordsAdded, strings.Join(added, " ")})
		}
		removed, added = nil, nil
	}
	for i, run := range w {
		switch {
		case run.kind == WordsRemoved:
			removed = append(removed, run.words...)
		case run.kind == WordsAdded:
			added = append(added, run.words...)
		case len(run.words) == 1 && i > 0 && i < len(w)-1 && (len(removed) > 1 || len(added) > 1):
			removed, added = append(removed, run.words...), append(added, run.words...)
		default:
			flush()
			out = append(out, Wording{WordsKept, strings.Join(run.words, " ")})
		}
	}
	flush()
	return out
}
