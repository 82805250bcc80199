// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"slices"
	"strings"

	"commonplace/generator/source"
)

// leaf is one leaf of a family, as it is kept.
type leaf struct {
	way
	cost, count int // of its items
	ref         Ref // of its file
	key         source.Hash
}

// family is how the leaves of one family are made. An item is a term or a word; items ascend by their texts.
type family[T any] struct {
	letter string
	limit  int // of the cost of a leaf; a single item costs no more
	text   func(item *T) string
	cost   func(item *T) int // must not depend on other items
	append func(dst []byte, items []T) []byte
	read   func(payload []byte) ([]T, error)
}

// planned is a leaf that is to be: as it was, or of the items from and below to and of old leaves.
type planned struct {
	way
	cost, count int
	same        bool // it is leaf number first
	first, last int  // old leaves, first and below last
	from, to    int  // items
}

// planner divides items among leaves. A node of the tree is divided where its items cost more than a leaf may, and there are several: which depends on
// nothing but these items, so that the same items give the same leaves whatever was there before.
type planner struct {
	limit  int
	leaves []leaf
	costs  []int // of items
	bit    func(item, depth int) int
	out    []planned
}

func (p *planner) node(w way, first, last, from, to int) {
	cost, count := 0, to-from
	for i := first; i < last; i++ {
		cost += p.leaves[i].cost
		count += p.leaves[i].count
	}
	for i := from; i < to; i++ {
		cost += p.costs[i]
	}
	same := last-first == 1 && from == to && p.leaves[first].way == w
	switch {
	case count == 0:
	case same || cost <= p.limit || count == 1:
		p.out = append(p.out, planned{w, cost, count, same, first, last, from, to})
	default:
		middle, half := first, from
		for middle < last && bitOf(p.leaves[middle].bits, w.depth) == 0 {
			middle++
		}
		for half < to && p.bit(half, w.depth) == 0 {
			half++
		}
		p.node(w.child(0), first, middle, from, half)
		p.node(w.child(1), middle, last, half, to)
	}
}

// plan divides items, which ascend, and old leaves that stay as they are.
func (f *family[T]) plan(old []leaf, items []T) []planned {
	p := &planner{limit: f.limit, leaves: old, costs: make([]int, len(items))}
	for i := range items {
		p.costs[i] = f.cost(&items[i])
	}
	p.bit = func(i, depth int) int { return bitOf(f.text(&items[i]), depth) }
	p.node(way{}, 0, len(old), 0, len(items))
	return p.out
}

// load reads a leaf's items.
func (f *family[T]) load(store Store, lang string, l *leaf) ([]T, error) {
	file, err := store.Get(l.ref)
	if err != nil {
		return nil, err
	}
	payload, err := readFile(file, lang+"/"+f.letter+"-"+l.name())
	if err != nil {
		return nil, err
	}
	return f.read(payload)
}

// save writes a leaf.
func (f *family[T]) save(store Store, lang string, l *leaf, items []T) error {
	file := appendFile(nil, lang+"/"+f.letter+"-"+l.name(), f.append(nil, items))
	l.key = source.Sum(file)
	var err error
	l.ref, err = store.Put(file)
	return err
}

// leafOf is the number of the leaf that a text belongs to, if there is one.
func leafOf(leaves []leaf, text string) (int, bool) {
	i, _ := slices.BinarySearchFunc(leaves, text, func(l leaf, text string) int {
		if strings.TrimRight(l.bits, "\x00") <= text {
			return -1
		}
		return 1
	})
	return i - 1, i > 0 && leaves[i-1].holds(text)
}

// treeOfLeaves is the tree that leads to leaves.
func treeOfLeaves(leaves []leaf) Tree {
	ways := make([]way, len(leaves))
	for i := range leaves {
		ways[i] = leaves[i].way
	}
	return treeOf(ways)
}
