// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"cmp"
	"encoding/binary"
	"math/bits"
	"slices"

	"commonplace/generator/source"
)

// entry is one page of the index.
type entry struct {
	path   string // output path
	hash   uint64 // of it
	slot   int32
	number int32       // in the commons at hand
	key    source.Hash // of the record
	shown  source.Hash // of the page's file
	record Ref
}

// leastSpace keeps a small commons from being divided anew with every few pages.
const leastSpace = 64

// giveSlots sorts the pages by their hash and gives each a slot: the highest bits of the hash, or the next that is free. It gives the space, which is at
// least twice as large as there are pages.
func giveSlots(pages []entry) (space int) {
	width := max(bits.Len(uint(max(2*len(pages)-1, 0))), bits.Len(leastSpace-1))
	for i := range pages {
		sum := source.Sum([]byte(pages[i].path))
		pages[i].hash = binary.BigEndian.Uint64(sum[:])
	}
	slices.SortFunc(pages, compareEntries)
	last := int32(-1)
	for i := range pages {
		last = max(last+1, int32(pages[i].hash>>(64-width)))
		pages[i].slot = last
	}
	return max(1<<width, int(last)+1)
}

func compareEntries(a, b entry) int {
	if c := cmp.Compare(a.hash, b.hash); c != 0 {
		return c
	}
	return cmp.Compare(a.path, b.path)
}
