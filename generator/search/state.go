// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"slices"

	"commonplace/generator/source"
)

// Save appends what ReadIndex needs to know of an index. It puts into the store what is not there yet.
func (x *Index) Save(dst []byte) ([]byte, error) {
	dst = appendNumber(dst, len(x.tongues))
	for _, t := range x.tongues {
		dst = appendNumber(appendText(dst, t.lang), t.space)
		dst = appendNumber(dst, len(t.pages))
		for i := range t.pages {
			e := &t.pages[i]
			dst = append(appendText(dst, e.path), e.key[:]...)
			dst = appendRef(dst, e.record)
		}
		for _, l := range []*lexicon{t.stems, t.written} {
			if err := l.save(x.store); err != nil {
				return dst, err
			}
			dst = appendNumber(dst, len(l.refs))
			for _, r := range l.refs {
				dst = appendRef(dst, r)
			}
		}
		for _, leaves := range [][]leaf{t.terms, t.words, t.reversed} {
			dst = appendNumber(dst, len(leaves))
			for i := range leaves {
				l := &leaves[i]
				dst = appendNumber(appendText(dst, l.bits), l.depth)
				dst = appendNumber(appendNumber(dst, l.cost), l.count)
				dst = append(appendRef(dst, l.ref), l.key[:]...)
			}
		}
		dst = appendNumber(dst, len(t.tails))
		for i := range t.tails {
			dst = append(appendRef(appendText(dst, t.tails[i].name), t.tails[i].ref), t.tails[i].key[:]...)
		}
	}
	return dst, nil
}

// ReadIndex gives an index that can be made into the next one, and nothing else: what a result shows of a page is not in it.
func ReadIndex(data []byte, store Store) (*Index, error) {
	r := &reader{rest: data}
	x := &Index{store: store}
	for range r.count(1) {
		t := &tongue{lang: r.text(), space: r.number()}
		t.pages = make([]entry, r.count(35))
		for i := range t.pages {
			e := &t.pages[i]
			e.path = r.text()
			copy(e.key[:], r.bytes(len(e.key)))
			e.record = r.ref()
		}
		giveSlots(t.pages)
		for _, l := range []**lexicon{&t.stems, &t.written} {
			*l = &lexicon{}
			for range r.count(3) {
				if err := (*l).load(store, r.ref()); err != nil {
					return nil, err
				}
			}
		}
		for _, leaves := range []*[]leaf{&t.terms, &t.words, &t.reversed} {
			*leaves = make([]leaf, r.count(39))
			for i := range *leaves {
				l := &(*leaves)[i]
				l.bits, l.depth = r.text(), r.number()
				if len(l.bits) != (l.depth+7)/8 {
					r.fail(errForm)
				}
				l.cost, l.count = r.number(), r.number()
				l.ref = r.ref()
				copy(l.key[:], r.bytes(len(l.key)))
			}
		}
		t.tails = make([]tail, r.count(36))
		for i := range t.tails {
			t.tails[i] = tail{name: r.text(), ref: r.ref()}
			copy(t.tails[i].key[:], r.bytes(len(source.Hash{})))
		}
		x.tongues = append(x.tongues, t)
	}
	return x, r.end()
}

// Size is how many bytes of its store an index needs.
func (x *Index) Size() (n int64) {
	for _, t := range x.tongues {
		for i := range t.pages {
			n += int64(t.pages[i].record.Size)
		}
		for i := range t.tails {
			n += int64(t.tails[i].ref.Size)
		}
		for _, leaves := range [][]leaf{t.terms, t.words, t.reversed} {
			for i := range leaves {
				n += int64(leaves[i].ref.Size)
			}
		}
		for _, refs := range [][]Ref{t.stems.refs, t.written.refs} {
			for _, r := range refs {
				n += int64(r.Size)
			}
		}
	}
	return n
}

// Move copies all that an index has in its store to another, and gives it back as it is there.
func (x *Index) Move(to Store) (*Index, error) {
	moved := &Index{commons: x.commons, store: to}
	var fault error
	copied := func(r *Ref) {
		data, err := x.store.Get(*r)
		if err == nil {
			*r, err = to.Put(data)
		}
		if fault == nil {
			fault = err
		}
	}
	for _, t := range x.tongues {
		next := *t
		next.pages, next.tails = slices.Clone(t.pages), slices.Clone(t.tails)
		for i := range next.pages {
			copied(&next.pages[i].record)
		}
		for i := range next.tails {
			copied(&next.tails[i].ref)
		}
		for _, leaves := range []*[]leaf{&next.terms, &next.words, &next.reversed} {
			*leaves = slices.Clone(*leaves)
			for i := range *leaves {
				copied(&(*leaves)[i].ref)
			}
		}
		next.stems, next.written = &lexicon{texts: t.stems.texts}, &lexicon{texts: t.written.texts}
		moved.tongues = append(moved.tongues, &next)
	}
	return moved, fault
}

func appendRef(dst []byte, r Ref) []byte {
	dst = appendNumber(dst, int(r.At>>28))
	dst = appendNumber(dst, int(r.At&(1<<28-1)))
	dst = appendNumber(dst, int(r.Size))
	return append(dst, byte(r.Sum), byte(r.Sum>>8), byte(r.Sum>>16), byte(r.Sum>>24))
}

func (r *reader) ref() Ref {
	at := int64(r.number())<<28 | int64(r.number())
	size := r.number()
	ref := Ref{At: at, Size: uint32(size)}
	if b := r.bytes(4); len(b) == 4 {
		ref.Sum = uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
	}
	return ref
}

// save puts the texts that are new into the store.
func (l *lexicon) save(store Store) error {
	if len(l.texts) == l.kept {
		return nil
	}
	var data []byte
	for _, text := range l.texts[l.kept:] {
		data = appendText(data, text)
	}
	ref, err := store.Put(data)
	l.refs, l.kept = append(l.refs, ref), len(l.texts)
	return err
}

// load adds texts that were saved.
func (l *lexicon) load(store Store, ref Ref) error {
	data, err := store.Get(ref)
	if err != nil {
		return err
	}
	r := &reader{rest: data}
	for len(r.rest) > 0 {
		l.texts = append(l.texts, r.text())
	}
	l.refs, l.kept = append(l.refs, ref), len(l.texts)
	return r.err
}
