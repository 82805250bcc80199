// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"sync"
)

// record is what the index has of one page, in the numbers of the lexicons.
type record struct {
	terms []weighed
	words []int32 // each twice its number, and one where it stands in a title or an alias; ascending
}

type weighed struct {
	term   int32
	weight uint8
}

func (r *record) append(dst []byte) []byte {
	dst = appendNumber(dst, len(r.terms))
	last := int32(0)
	for _, t := range r.terms {
		dst = append(appendNumber(dst, int(t.term-last)), t.weight)
		last = t.term
	}
	dst = appendNumber(dst, len(r.words))
	last = 0
	for _, w := range r.words {
		dst = appendNumber(dst, int(w-last))
		last = w
	}
	return dst
}

// readRecord reads a record into r, whose memory it uses again. Numbers are below those of the lexicons.
func readRecord(b []byte, terms, words int, r *record) error {
	d := &reader{rest: b}
	r.terms, r.words = r.terms[:0], r.words[:0]
	last := 0
	for range d.count(2) {
		last += d.number()
		w := d.bytes(1)
		if d.err != nil || last >= terms {
			return errForm
		}
		r.terms = append(r.terms, weighed{int32(last), w[0]})
	}
	last = 0
	for range d.count(1) {
		if last += d.number(); last >= 2*words {
			return errForm
		}
		r.words = append(r.words, int32(last))
	}
	return d.end()
}

// lexicon gives texts numbers, in the order in which they come. It is safe for concurrent use.
type lexicon struct {
	mu    sync.RWMutex
	ids   map[string]int32 // made when first asked for
	texts []string
	kept  int // of texts, that are in the store
	refs  []Ref
}

func (l *lexicon) number(text string) int32 {
	l.mu.RLock()
	id, ok := l.ids[text]
	l.mu.RUnlock()
	if ok {
		return id
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ids == nil {
		l.ids = make(map[string]int32, len(l.texts)+1024)
		for i, t := range l.texts {
			l.ids[t] = int32(i)
		}
	}
	if id, ok := l.ids[text]; ok {
		return id
	}
	id = int32(len(l.texts))
	text = string([]byte(text))
	l.texts = append(l.texts, text)
	l.ids[text] = id
	return id
}
