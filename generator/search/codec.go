// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"encoding/binary"
	"math"
	"slices"
	"strings"
)

// maxSlots bounds a slot: more pages than any commons has.
const maxSlots = 1 << 28

func appendNumber(dst []byte, n int) []byte { return binary.AppendUvarint(dst, uint64(n)) }

func appendText(dst []byte, s string) []byte { return append(appendNumber(dst, len(s)), s...) }

// appendSorted appends texts that ascend.
func appendSorted(dst []byte, n int, text func(i int) string) []byte {
	dst = appendNumber(dst, n)
	last := ""
	for i := range n {
		t := text(i)
		k := sharedPrefix(last, t)
		dst = appendNumber(dst, k)
		dst = appendText(dst, t[k:])
		last = t
	}
	return dst
}

func sharedPrefix(a, b string) int {
	n := min(len(a), len(b))
	for k := range n {
		if a[k] != b[k] {
			return k
		}
	}
	return n
}

// appendGaps appends slots that ascend.
func appendGaps(dst []byte, n int, slot func(i int) int32) []byte {
	last := int32(-1)
	for i := range n {
		s := slot(i)
		dst = appendNumber(dst, int(s-last-1))
		last = s
	}
	return dst
}

// reader takes a binary payload apart. The first thing that does not hold sets err; all that is read after it is empty.
type reader struct {
	rest []byte
	err  error
}

// read begins a payload of one family.
func read(payload []byte, letter byte) *reader {
	if len(payload) == 0 || payload[0] != letter {
		return &reader{err: errForm}
	}
	return &reader{rest: payload[1:]}
}

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
	r.rest = nil
}

func (r *reader) number() int {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 || size > 5 || n > math.MaxInt32 {
		r.fail(errShort)
		return 0
	}
	r.rest = r.rest[size:]
	return int(n)
}

// count reads how many of something follow that have at least size bytes each.
func (r *reader) count(size int) int {
	n := r.number()
	if n > len(r.rest)/size {
		r.fail(errShort)
		return 0
	}
	return n
}

func (r *reader) bytes(n int) []byte {
	if n > len(r.rest) {
		r.fail(errShort)
		return nil
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

func (r *reader) text() string { return string(r.bytes(r.number())) }

// sorted reads texts that ascend, each of at most limit bytes.
func (r *reader) sorted(limit int) []string {
	list := make([]string, r.count(2))
	last := ""
	for i := range list {
		k := r.number()
		if k > len(last) {
			r.fail(errForm)
			return nil
		}
		t := last[:k] + r.text()
		if len(t) > limit || i > 0 && strings.Compare(t, last) <= 0 {
			r.fail(errForm)
		}
		if r.err != nil {
			return nil
		}
		list[i], last = t, t
	}
	return list
}

// slots appends n slots that ascend.
func (r *reader) slots(dst []int32, n int) []int32 {
	if n > len(r.rest) {
		r.fail(errShort)
		return dst
	}
	dst = slices.Grow(dst, n)
	last := -1
	for range n {
		last += r.number() + 1
		if last >= maxSlots {
			r.fail(errForm)
		}
		if r.err != nil {
			return dst
		}
		dst = append(dst, int32(last))
	}
	return dst
}

// end gives what was wrong, or that something is left.
func (r *reader) end() error {
	if len(r.rest) > 0 {
		r.fail(errMore)
	}
	return r.err
}
