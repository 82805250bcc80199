// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"cmp"
	"slices"
	"strings"
)

// collect joins items and those of old leaves.
func (f *family[T]) collect(store Store, lang string, old []leaf, items []T) ([]T, error) {
	if len(old) == 0 {
		return items, nil
	}
	whole := slices.Clone(items)
	for i := range old {
		list, err := f.load(store, lang, &old[i])
		if err != nil {
			return nil, err
		}
		whole = append(whole, list...)
	}
	slices.SortFunc(whole, func(x, y T) int { return strings.Compare(f.text(&x), f.text(&y)) })
	return whole, nil
}

// open takes the leaves that texts belong to apart: it gives those that stay, and the items of the others, by text.
func (f *family[T]) open(store Store, lang string, leaves []leaf, texts []string) (stay []leaf, items map[string]T, err error) {
	touched := make([]bool, len(leaves))
	for _, text := range texts {
		if i, ok := leafOf(leaves, text); ok {
			touched[i] = true
		}
	}
	items = map[string]T{}
	for i := range leaves {
		if !touched[i] {
			stay = append(stay, leaves[i])
			continue
		}
		list, err := f.load(store, lang, &leaves[i])
		if err != nil {
			return nil, nil, err
		}
		for k := range list {
			items[f.text(&list[k])] = list[k]
		}
	}
	return stay, items, nil
}

// sorted are the items by text.
func (f *family[T]) sorted(items map[string]T) []T {
	list := make([]T, 0, len(items))
	for _, item := range items {
		list = append(list, item)
	}
	slices.SortFunc(list, func(x, y T) int { return strings.Compare(f.text(&x), f.text(&y)) })
	return list
}

// change is what becomes of a term.
type change struct {
	gone []int32 // slots
	now  []Posting
}

// wordChange is what is added to the counts of a word.
type wordChange struct{ count, titled int }

// patch makes the index from an older one in which some pages were others.
func (b *builder) patch(old *tongue, removed, added []entry) error {
	terms, words := map[int32]*change{}, map[int32]wordChange{}
	touch := func(term int32) *change {
		c := terms[term]
		if c == nil {
			c = &change{}
			terms[term] = c
		}
		return c
	}
	var r record
	for i := range removed {
		if err := b.read(&removed[i], &r); err != nil {
			return err
		}
		for _, t := range r.terms {
			c := touch(t.term)
			c.gone = append(c.gone, removed[i].slot)
			c.now = append(c.now, Posting{-1 - removed[i].slot, t.weight}) // what it was, for settle
		}
		for _, w := range r.words {
			c := words[w>>1]
			words[w>>1] = wordChange{c.count - 1, c.titled - int(w&1)}
		}
	}
	for i := range added {
		// Not all that were added were gathered now: some only changed their slot.
		e := b.find(&added[i])
		if err := b.read(e, &r); err != nil {
			return err
		}
		for _, t := range r.terms {
			c := touch(t.term)
			c.now = append(c.now, Posting{e.slot, t.weight})
		}
		for _, w := range r.words {
			c := words[w>>1]
			words[w>>1] = wordChange{c.count + 1, c.titled + int(w&1)}
		}
	}
	for id, c := range terms {
		if c.settle(); len(c.gone)+len(c.now) == 0 {
			delete(terms, id)
		}
	}
	if err := b.patchTerms(old, terms); err != nil {
		return err
	}
	return b.patchWords(old, words)
}

func (b *builder) find(e *entry) *entry {
	k, _ := slices.BinarySearchFunc(b.pages, *e, compareEntries)
	return &b.pages[k]
}

// settle forgets what comes as it went, and tells what was from what is.
func (c *change) settle() {
	was := map[Posting]bool{}
	now := c.now[:0]
	for _, p := range c.now {
		if p.Slot < 0 {
			was[Posting{-1 - p.Slot, p.Weight}] = true
			continue
		}
		if was[p] {
			k := slices.Index(c.gone, p.Slot)
			c.gone = slices.Delete(c.gone, k, k+1)
			continue
		}
		now = append(now, p)
	}
	c.now = now
}

func (b *builder) patchTerms(old *tongue, changes map[int32]*change) error {
	texts := make([]string, 0, len(changes))
	for id := range changes {
		texts = append(texts, b.stems.texts[id])
	}
	f := b.termFamily()
	stay, items, err := f.open(b.store, b.lang, old.terms, texts)
	if err != nil {
		return err
	}
	remade := map[string]bool{} // names of tails
	for id, c := range changes {
		text := b.stems.texts[id]
		t := items[text]
		t.Text = text
		for n := 1; len(t.Pages) < t.Count; n++ {
			name := tailName(text, n)
			remade[name] = true
			more, err := old.tail(b.store, name)
			if err != nil {
				return err
			}
			t.Pages = append(slices.Clip(t.Pages), more...)
		}
		t.Pages = slices.DeleteFunc(slices.Clone(t.Pages), func(p Posting) bool { return slices.Contains(c.gone, p.Slot) })
		t.Pages = append(t.Pages, c.now...)
		slices.SortFunc(t.Pages, func(x, y Posting) int { return cmp.Compare(x.Slot, y.Slot) })
		if t.Count, t.whole = len(t.Pages), true; t.Count == 0 {
			delete(items, text)
		} else {
			items[text] = t
		}
	}
	b.tails = slices.DeleteFunc(slices.Clone(old.tails), func(t tail) bool { return remade[t.name] })
	list := f.sorted(items)
	plan := f.plan(stay, list)
	b.terms = make([]leaf, len(plan))
	for k := range plan {
		p := &plan[k]
		if p.same {
			b.terms[k] = stay[p.first]
			continue
		}
		whole, err := f.collect(b.store, b.lang, stay[p.first:p.last], list[p.from:p.to])
		if err != nil {
			return err
		}
		var tails []tail
		if b.terms[k], tails, err = b.shelveTerms(f, p, whole); err != nil {
			return err
		}
		b.tails = append(b.tails, tails...)
	}
	slices.SortFunc(b.tails, compareTails)
	return nil
}

// tail reads the pages of one tail.
func (t *tongue) tail(store Store, name string) ([]Posting, error) {
	k, ok := slices.BinarySearchFunc(t.tails, name, func(t tail, name string) int { return strings.Compare(t.name, name) })
	if !ok {
		return nil, errForm
	}
	file, err := store.Get(t.tails[k].ref)
	if err != nil {
		return nil, err
	}
	payload, err := readFile(file, t.lang+"/t-"+name)
	if err != nil {
		return nil, err
	}
	read, err := readTail(payload)
	if err != nil {
		return nil, err
	}
	if len(read.Pages) == 0 {
		return nil, errForm
	}
	return read.Pages, nil
}

func (b *builder) patchWords(old *tongue, changes map[int32]wordChange) error {
	var texts []string
	for id, c := range changes {
		if c != (wordChange{}) {
			texts = append(texts, b.written.texts[id])
		} else {
			delete(changes, id)
		}
	}
	stay, items, err := wordFamily.open(b.store, b.lang, old.words, texts)
	if err != nil {
		return err
	}
	var turnedTexts []string
	turned := map[string]uint8{} // by reversed word; 0: gone
	for id, c := range changes {
		text := b.written.texts[id]
		w := items[text]
		before := sizeOf(w.Count)
		w = Word{text, w.Count + c.count, w.Titled + c.titled}
		if w.Count <= 0 {
			delete(items, text)
		} else {
			items[text] = w
		}
		if after := sizeOf(max(w.Count, 0)); after != before {
			turned[reverse(text)] = after
			turnedTexts = append(turnedTexts, reverse(text))
		}
	}
	if b.words, err = shelve(b, wordFamily, stay, wordFamily.sorted(items)); err != nil {
		return err
	}
	stay, others, err := reversedFamily.open(b.store, b.lang, old.reversed, turnedTexts)
	if err != nil {
		return err
	}
	for text, size := range turned {
		if size == 0 {
			delete(others, text)
		} else {
			others[text] = reversed{text, size}
		}
	}
	b.reversed, err = shelve(b, reversedFamily, stay, reversedFamily.sorted(others))
	return err
}
