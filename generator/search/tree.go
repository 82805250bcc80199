// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"encoding/hex"
	"strings"
)

// Tree tells which leaves a family has, as hexadecimal digits, four bits each, the highest first. The bits walk the tree from the root: 1 is a
// division, after which come the half whose next bit is 0 and then that whose next bit is 1; 01 is a leaf that is a file; 00 is one that would be
// empty and is none. Bits that are left to fill the last byte are 0.
type Tree string

// maxDepth bounds the tree: no two terms agree in more bits.
const maxDepth = 8 * maxTerm

// way is a leaf's place in the tree: its first bits.
type way struct {
	bits  string // bytes, the rest of the last one zero
	depth int
}

func (w way) child(bit int) way {
	b := []byte(w.bits)
	if w.depth%8 == 0 {
		b = append(b, 0)
	}
	if bit == 1 {
		b[w.depth/8] |= 0x80 >> (w.depth % 8)
	}
	return way{string(b), w.depth + 1}
}

// holds tells whether a term lies below the way.
func (w way) holds(term string) bool {
	for i := range w.depth {
		if bitOf(term, i) != bitOf(w.bits, i) {
			return false
		}
	}
	return true
}

// bitOf is bit i of a text that ends in zeros.
func bitOf(s string, i int) int {
	if i/8 >= len(s) {
		return 0
	}
	return int(s[i/8]>>(7-i%8)) & 1
}

// name is the leaf's name in its file.
func (w way) name() string {
	var b strings.Builder
	writeNamed(&b, w.bits[:w.depth/8])
	b.WriteByte('-')
	for i := w.depth &^ 7; i < w.depth; i++ {
		b.WriteByte('0' + byte(bitOf(w.bits, i)))
	}
	return b.String()
}

// writeNamed writes bytes as they stand in names of files.
func writeNamed(b *strings.Builder, s string) {
	for i := range len(s) {
		if c := s[i]; c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			b.WriteByte(c)
		} else {
			b.WriteByte('_')
			b.WriteString(hex.EncodeToString([]byte{c}))
		}
	}
}

// tailName is the name of a tail, after "t-".
func tailName(term string, n int) string {
	var b strings.Builder
	writeNamed(&b, term)
	b.WriteByte('.')
	b.WriteString(string(rune('0' + n)))
	return b.String()
}

// treeOf writes the tree of leaves, which are sorted and none of which lies below another.
func treeOf(leaves []way) Tree {
	t := &treeWriter{leaves: leaves}
	t.node(way{}, 0, len(leaves))
	return Tree(hex.EncodeToString(t.bits))
}

type treeWriter struct {
	leaves []way
	bits   []byte
	n      int
}

func (t *treeWriter) bit(b int) {
	if t.n%8 == 0 {
		t.bits = append(t.bits, 0)
	}
	if b == 1 {
		t.bits[t.n/8] |= 0x80 >> (t.n % 8)
	}
	t.n++
}

// node writes what lies below a way: the leaves from and below to.
func (t *treeWriter) node(w way, from, to int) {
	switch {
	case from == to:
		t.bit(0)
		t.bit(0)
		return
	case t.leaves[from].depth == w.depth:
		t.bit(0)
		t.bit(1)
		return
	}
	t.bit(1)
	split := from
	for split < to && bitOf(t.leaves[split].bits, w.depth) == 0 {
		split++
	}
	t.node(w.child(0), from, split)
	t.node(w.child(1), split, to)
}

// walk calls leaf for the leaves that are files, in order, as long as enter wants what lies below a way.
func (t Tree) walk(enter func(w way) bool, leaf func(w way)) error {
	raw, err := hex.DecodeString(string(t))
	if err != nil {
		return errForm
	}
	at := 0
	next := func() int {
		at++
		return bitOf(string(raw[min((at-1)/8, len(raw)):min((at-1)/8+1, len(raw))]), (at-1)%8)
	}
	var node func(w way, wanted bool) error
	node = func(w way, wanted bool) error {
		if at >= 8*len(raw) || w.depth > maxDepth {
			return errForm
		}
		wanted = wanted && enter(w)
		if next() == 1 {
			if err := node(w.child(0), wanted); err != nil {
				return err
			}
			return node(w.child(1), wanted)
		}
		if next() == 1 && wanted {
			leaf(w)
		}
		return nil
	}
	return node(way{}, true)
}

// find is the leaf that would have a term; ok is false where there is none.
func (t Tree) find(term string) (found way, ok bool, err error) {
	err = t.walk(func(w way) bool { return w.holds(term) }, func(w way) { found, ok = w, true })
	return found, ok, err
}

// below are the leaves that may have terms with a prefix.
func (t Tree) below(prefix string) (list []way, err error) {
	err = t.walk(func(w way) bool {
		for i := range min(w.depth, 8*len(prefix)) {
			if bitOf(w.bits, i) != bitOf(prefix, i) {
				return false
			}
		}
		return true
	}, func(w way) { list = append(list, w) })
	return list, err
}
