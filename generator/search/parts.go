// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package search

// partTable knows parts of texts that were analysed before. Texts have millions of words and few different ones, so that finding them again is most of what
// an index costs: this does it in half the time of a map, since it hashes short texts in its own way.
type partTable struct {
	slots []partSlot // a power of two
	used  int
}

type partSlot struct {
	hash uint32
	text string
	ids  *partIDs // nil: free
}

// Bounds of the table: when it has most slots and is half full, it forgets.
const (
	leastSlots = 1 << 12
	mostSlots  = 1 << 18
)

// get gives what analyse gives for a text.
func (t *partTable) get(text string, analyse func() partIDs) *partIDs {
	const offset, prime = 2166136261, 16777619 // FNV-1a
	hash := uint32(offset)
	for i := range len(text) {
		hash = (hash ^ uint32(text[i])) * prime
	}
	hash ^= hash >> 15
	if len(t.slots) == 0 {
		t.slots = make([]partSlot, leastSlots)
	}
	mask := uint32(len(t.slots) - 1)
	at := hash & mask
	for ; t.slots[at].ids != nil; at = (at + 1) & mask {
		if s := &t.slots[at]; s.hash == hash && s.text == text {
			return s.ids
		}
	}
	ids := analyse()
	t.slots[at] = partSlot{hash, string([]byte(text)), &ids}
	if t.used++; 2*t.used > len(t.slots) {
		t.grow()
	}
	return &ids
}

func (t *partTable) grow() {
	if len(t.slots) == mostSlots {
		clear(t.slots)
		t.used = 0
		return
	}
	old := t.slots
	t.slots = make([]partSlot, 2*len(old))
	mask := uint32(len(t.slots) - 1)
	for i := range old {
		if old[i].ids == nil {
			continue
		}
		at := old[i].hash & mask
		for t.slots[at].ids != nil {
			at = (at + 1) & mask
		}
		t.slots[at] = old[i]
	}
}
