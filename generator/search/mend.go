// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"cmp"
	"slices"
	"strings"
)

// What a word may become, and what it may have been meant for: as in themes/default/_search/mend.mjs.

// Bounds for one word: leaves of the dictionary from each side, and words that are tried in its place.
const (
	mostNear        = 4
	mostCorrections = 4
)

// distance is how many letters are left out, put in, replaced, or changed with their neighbour between two words (Damerau and Levenshtein, each place
// touched once), or limit+1 for anything more.
func distance(a, b []rune, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	var before, row []int
	last := make([]int, len(b)+1)
	for k := range last {
		last[k] = k
	}
	for i := 1; i <= len(a); i++ {
		row = make([]int, len(b)+1)
		row[0] = i
		least := i
		for k := 1; k <= len(b); k++ {
			cost := 1
			if a[i-1] == b[k-1] {
				cost = 0
			}
			n := min(last[k]+1, row[k-1]+1, last[k-1]+cost)
			if i > 1 && k > 1 && a[i-1] == b[k-2] && a[i-2] == b[k-1] {
				n = min(n, before[k-2]+1)
			}
			row[k] = n
			least = min(least, n)
		}
		if least > limit {
			return limit + 1
		}
		before, last = last, row
	}
	return min(last[len(b)], limit+1)
}

// alike leaves out words that are joined where what was typed is not.
func alike(word, text string) bool {
	return strings.ContainsAny(word, "._") || !strings.ContainsAny(text, "._")
}

// completions are words that begin so, the most promising first.
func completions(lists []Words, word string, most int) []Word {
	var found []Word
	for _, list := range lists {
		for _, w := range list {
			if strings.HasPrefix(w.Text, word) && w.Text != word && alike(word, w.Text) {
				found = append(found, w)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b Word) int { return b.Count + 8*b.Titled - a.Count - 8*a.Titled })
	return found[:min(most, len(found))]
}

// nearWord is a word near to another.
type nearWord struct {
	apart int // twice the mistakes, and one more if it is the beginning of the word
	size  int // bits of how many pages have it, and 2 if the first letter is the same
	text  string
}

// corrections are words near to one, the likeliest first. Ahead are fewer mistakes, then more pages, a word with the same first letter counting as if
// four times as many had it: first letters are seldom mistaken. An open word may also be the beginning of one, which counts as half a mistake.
func corrections(lists []Words, turned [][]reversed, word string, open bool, least int) []string {
	typed := []rune(word)
	limit := 2
	switch {
	case len(typed) < 4:
		return nil
	case len(typed) < 8:
		limit = 1
	}
	found := map[string]nearWord{}
	look := func(text string, size int, whole bool) {
		if text == word || size < least || !alike(word, text) {
			return
		}
		letters := []rune(text)
		apart := 2 * distance(typed, letters, limit)
		if !whole && open && len(letters) > len(typed) {
			for n := len(typed) - 1; n <= len(typed)+1; n++ {
				apart = min(apart, 2*distance(typed, letters[:n], limit)+1)
			}
		}
		if apart < 2 || apart > 2*limit+1 {
			return
		}
		if letters[0] == typed[0] {
			size += 2
		}
		found[text] = nearWord{apart, size, text}
	}
	for _, list := range turned {
		for _, w := range list {
			look(reverse(w.text), int(w.size), true)
		}
	}
	for _, list := range lists {
		for _, w := range list {
			look(w.Text, int(sizeOf(w.Count)), false)
		}
	}
	sorted := make([]nearWord, 0, len(found))
	for _, w := range found {
		sorted = append(sorted, w)
	}
	slices.SortFunc(sorted, func(a, b nearWord) int {
		return cmp.Or(a.apart-b.apart, b.size-a.size, strings.Compare(a.text, b.text))
	})
	var words []string
	for _, w := range sorted {
		if best := sorted[0]; w.apart == best.apart && w.size >= best.size-4 && len(words) < mostCorrections {
			words = append(words, w.text)
		}
	}
	return words
}

// halves are two words that were written as one: both of at least two letters, the more pages the rarer of them has the better.
func halves(lists []Words, turned [][]reversed, word string) []string {
	letters := []rune(word)
	first, second := map[int]int{}, map[int]int{}
	for _, list := range lists {
		for _, w := range list {
			if strings.HasPrefix(word, w.Text) {
				first[len([]rune(w.Text))] = int(sizeOf(w.Count))
			}
		}
	}
	for _, list := range turned {
		for _, w := range list {
			if text := reverse(w.text); strings.HasSuffix(word, text) {
				second[len(letters)-len([]rune(text))] = int(w.size)
			}
		}
	}
	best, at := 1, 0
	for i := 2; i < len(letters)-1; i++ {
		if both := min(first[i], second[i]); both > best {
			best, at = both, i
		}
	}
	if at == 0 {
		return nil
	}
	return []string{string(letters[:at]), string(letters[at:])}
}

// nearLeaves are those in which words near to one may be: all that begin as its first letters do, as few of these as give mostNear leaves and no more.
// Asked with the halves of a word and, turned round, of its end, which together are one letter shorter than it, they miss no word that is one mistake away.
func (t Tree) nearLeaves(word string, first int) []string {
	letters := []rune(word)
	list := t.namesBelow(string(letters[:min(max(0, first), len(letters))]))
	for ; len(list) > mostNear && first < len(letters); first++ {
		list = t.namesBelow(string(letters[:first+1]))
	}
	return list[:min(mostNear, len(list))]
}

// namesBelow are the names of leaves that may have terms with a prefix; of a tree that does not hold there are none.
func (t Tree) namesBelow(prefix string) []string {
	ways, err := t.below(prefix)
	if err != nil {
		return nil
	}
	names := make([]string, len(ways))
	for i, w := range ways {
		names[i] = w.name()
	}
	return names
}

// nameOf is the name of the leaf that would have a term, alone, or none.
func (t Tree) nameOf(term string) []string {
	w, ok, err := t.find(term)
	if err != nil || !ok {
		return nil
	}
	return []string{w.name()}
}
