// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package search

import "math/bits"

// Word is a word as pages write it, but for case and accents.
type Word struct {
	Text   string
	Count  int // of pages that have it
	Titled int // of pages that have it in their title or an alias
}

// Words is the payload of w-<leaf>.js: words to complete what a reader begins to type, and to mend what was typed wrongly in its second half.
//
//	"w"  sorted: the words
//	     for each word a number: Count
//	     for each word a number: Titled
//
// The payload of r-<leaf>.js has the same words with their letters (code points) in reverse order, to mend what was typed wrongly in its first half. Of
// counts it has only the size, so that it changes seldom:
//
//	"r"  sorted: the words, reversed
//	     for each word a byte: in how many bits its Count can be written, 1 for 1, 2 for 2 and 3, 3 for 4 to 7, …
type Words []Word

func (w Words) append(dst []byte) []byte {
	dst = appendSorted(append(dst, 'w'), len(w), func(i int) string { return w[i].Text })
	for i := range w {
		dst = appendNumber(dst, w[i].Count)
	}
	for i := range w {
		dst = appendNumber(dst, w[i].Titled)
	}
	return dst
}

func readWords(payload []byte) (Words, error) {
	r := read(payload, 'w')
	texts := r.sorted(maxTerm)
	list := make(Words, len(texts))
	for i := range list {
		list[i].Text, list[i].Count = texts[i], r.number()
	}
	for i := range list {
		list[i].Titled = r.number()
	}
	if err := r.end(); err != nil {
		return nil, err
	}
	return list, nil
}

// reversed is one word of a leaf of family r.
type reversed struct {
	text string // reversed
	size uint8
}

func sizeOf(count int) uint8 { return uint8(bits.Len(uint(count))) }

func appendReversed(dst []byte, list []reversed) []byte {
	dst = appendSorted(append(dst, 'r'), len(list), func(i int) string { return list[i].text })
	for i := range list {
		dst = append(dst, list[i].size)
	}
	return dst
}

func readReversed(payload []byte) ([]reversed, error) {
	r := read(payload, 'r')
	texts := r.sorted(maxTerm)
	list := make([]reversed, len(texts))
	sizes := r.bytes(len(texts))
	if err := r.end(); err != nil {
		return nil, err
	}
	for i := range list {
		list[i] = reversed{texts[i], sizes[i]}
	}
	return list, nil
}

// reverse turns the letters of a word round.
func reverse(word string) string {
	r := []rune(word)
	for i, k := 0, len(r)-1; i < k; i, k = i+1, k-1 {
		r[i], r[k] = r[k], r[i]
	}
	return string(r)
}
