// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"cmp"
	"slices"
	"strings"

	"commonplace/generator/source"
)

// builder makes the index of one language.
type builder struct {
	*tongue
	c     *Commons
	store Store
}

// Costs of leaves, in bytes before compression.
const (
	termsLimit = 16_000
	wordsLimit = 16_000
)

// listed is a term on its way into a leaf.
type listed struct {
	Term
	whole bool // Pages are all of them, and tails are to be made
}

func (b *builder) termFamily() *family[listed] {
	return &family[listed]{letter: "t", limit: termsLimit,
		text: func(t *listed) string { return t.Text },
		cost: func(t *listed) int {
			n := min(t.Count, tierBase)
			size := 2 // a weight, and a gap of about the space divided by n
			if gap := b.space / max(n, 1); gap > 5000 {
				size = 4
			} else if gap > 40 {
				size = 3
			}
			return len(t.Text) + 3 + n*size
		},
		append: func(dst []byte, items []listed) []byte {
			terms := make(Terms, len(items))
			for i := range items {
				terms[i] = items[i].Term
			}
			return terms.append(dst)
		},
		read: func(payload []byte) ([]listed, error) {
			terms, err := readTerms(payload)
			items := make([]listed, len(terms))
			for i := range terms {
				items[i].Term = terms[i]
			}
			return items, err
		},
	}
}

var wordFamily = &family[Word]{letter: "w", limit: wordsLimit,
	text:   func(w *Word) string { return w.Text },
	cost:   func(w *Word) int { return len(w.Text) + 4 },
	append: func(dst []byte, items []Word) []byte { return Words(items).append(dst) },
	read:   func(payload []byte) ([]Word, error) { w, err := readWords(payload); return w, err },
}

var reversedFamily = &family[reversed]{letter: "r", limit: wordsLimit,
	text:   func(w *reversed) string { return w.text },
	cost:   func(w *reversed) int { return len(w.text) + 3 },
	append: appendReversed,
	read:   readReversed,
}

// mostPostings bounds those that are in memory at a time while an index is made anew.
const mostPostings = 4 << 20

// build makes the index, from an older one where there is one.
func (b *builder) build(old *tongue) error {
	b.stems, b.written = &lexicon{}, &lexicon{}
	var removed, added []entry
	if old != nil {
		b.stems, b.written = old.stems, old.written
		removed, added = b.compare(old)
		if len(removed)+len(added) == 0 && old.space == b.space {
			b.terms, b.tails, b.words, b.reversed = old.terms, old.tails, old.words, old.reversed
			return nil
		}
	}
	if err := b.gather(); err != nil {
		return err
	}
	if old == nil || old.space != b.space || len(removed)+len(added) > len(b.pages)/8+16 {
		return b.anew()
	}
	return b.patch(old, removed, added)
}

// compare takes over what an older index knows of pages, and tells which are not what they were.
func (b *builder) compare(old *tongue) (removed, added []entry) {
	k := 0
	for i := range b.pages {
		e := &b.pages[i]
		for ; k < len(old.pages) && compareEntries(old.pages[k], *e) < 0; k++ {
			removed = append(removed, old.pages[k])
		}
		if k < len(old.pages) && compareEntries(old.pages[k], *e) == 0 {
			was := &old.pages[k]
			if k++; was.key == e.key {
				e.record = was.record
			}
			if was.key == e.key && was.slot == e.slot {
				continue
			}
			removed = append(removed, *was)
		}
		added = append(added, *e)
	}
	return append(removed, old.pages[k:]...), added
}

// gather makes the records that are not known.
func (b *builder) gather() error {
	var missing []int
	for i := range b.pages {
		if b.pages[i].record.Size == 0 {
			missing = append(missing, i)
		}
	}
	// In the order of the commons, in which bodies lie in the cache.
	slices.SortFunc(missing, func(x, y int) int { return cmp.Compare(b.pages[x].number, b.pages[y].number) })
	gatherers := make([]*gatherer, max(b.c.Workers, 1))
	scratch := make([][]byte, len(gatherers))
	return b.c.Each(len(missing), func(worker, k int) error {
		e := &b.pages[missing[k]]
		g := gatherers[worker]
		if g == nil {
			g = newGatherer(b.lang, b.stems, b.written)
			gatherers[worker] = g
		}
		s := b.c.Subject(int(e.number))
		body, err := b.c.Body(int(e.number))
		if err != nil {
			return err
		}
		r := g.record(&s, body)
		scratch[worker] = r.append(scratch[worker][:0])
		e.record, err = b.store.Put(scratch[worker])
		return err
	})
}

// read gives the record of a page.
func (b *builder) read(e *entry, r *record) error {
	raw, err := b.store.Get(e.record)
	if err != nil {
		return err
	}
	return readRecord(raw, len(b.stems.texts), len(b.written.texts), r)
}

// anew makes all leaves from the records.
func (b *builder) anew() error {
	counts := make([]int32, len(b.stems.texts))
	words := make([]Word, len(b.written.texts))
	var r record
	for i := range b.pages {
		if err := b.read(&b.pages[i], &r); err != nil {
			return err
		}
		for _, t := range r.terms {
			counts[t.term]++
		}
		for _, w := range r.words {
			words[w>>1].Count++
			words[w>>1].Titled += int(w & 1)
		}
	}
	if err := b.shelveWords(words); err != nil {
		return err
	}
	order := make([]int32, 0, len(counts)) // of terms that are in use, by text
	for id, n := range counts {
		if n > 0 {
			order = append(order, int32(id))
		}
	}
	slices.SortFunc(order, func(x, y int32) int { return strings.Compare(b.stems.texts[x], b.stems.texts[y]) })
	items := make([]listed, len(order))
	rank := counts // of a term among items; -1 where it is not in use
	for id := range rank {
		if rank[id] == 0 {
			rank[id] = -1
		}
	}
	for i, id := range order {
		items[i].Text, items[i].Count = b.stems.texts[id], int(counts[id])
		rank[id] = int32(i)
	}
	f := b.termFamily()
	plan := f.plan(nil, items)
	b.terms = make([]leaf, len(plan))
	for at := 0; at < len(plan); {
		to, n := at, 0
		for to < len(plan) && (to == at || n < mostPostings) {
			for i := plan[to].from; i < plan[to].to; i++ {
				n += items[i].Count
			}
			to++
		}
		if err := b.fill(items, rank, plan[at].from, plan[to-1].to); err != nil {
			return err
		}
		tails := make([][]tail, to-at)
		err := b.c.Each(to-at, func(_, k int) error {
			p := &plan[at+k]
			var err error
			b.terms[at+k], tails[k], err = b.shelveTerms(f, p, items[p.from:p.to])
			return err
		})
		if err != nil {
			return err
		}
		for _, list := range tails {
			b.tails = append(b.tails, list...)
		}
		clear(items[plan[at].from:plan[to-1].to])
		at = to
	}
	slices.SortFunc(b.tails, compareTails)
	return nil
}

func compareTails(x, y tail) int { return strings.Compare(x.name, y.name) }

// fill gives the items from and below to their pages, which come by slot.
func (b *builder) fill(items []listed, rank []int32, from, to int) error {
	total := 0
	for i := from; i < to; i++ {
		total += items[i].Count
	}
	all := make([]Posting, total)
	for i := from; i < to; i++ {
		n := items[i].Count
		items[i].Pages, all = all[:0:n], all[n:]
		items[i].whole = true
	}
	var r record
	for i := range b.pages {
		if err := b.read(&b.pages[i], &r); err != nil {
			return err
		}
		for _, t := range r.terms {
			if k := int(rank[t.term]); k >= from && k < to {
				items[k].Pages = append(items[k].Pages, Posting{b.pages[i].slot, t.weight})
			}
		}
	}
	return nil
}

// shelveTerms writes a leaf of terms, and the tails of those that have some.
func (b *builder) shelveTerms(f *family[listed], p *planned, items []listed) (leaf, []tail, error) {
	var tails []tail
	for i := range items {
		t := &items[i]
		if !t.whole {
			continue
		}
		for n, pages := range tiers(t.Pages) {
			if n == 0 {
				t.Pages, t.whole = pages, false
				continue
			}
			name := tailName(t.Text, n)
			file := appendFile(nil, b.lang+"/t-"+name, (&Tail{t.Text, pages}).append(nil))
			ref, err := b.store.Put(file)
			if err != nil {
				return leaf{}, nil, err
			}
			tails = append(tails, tail{name, ref, source.Sum(file)})
		}
	}
	l := leaf{way: p.way, cost: p.cost, count: p.count}
	err := f.save(b.store, b.lang, &l, items)
	return l, tails, err
}

// shelveWords writes all leaves of words; those that no page has are left out.
func (b *builder) shelveWords(words []Word) error {
	for id := range words {
		words[id].Text = b.written.texts[id]
	}
	words = slices.DeleteFunc(words, func(w Word) bool { return w.Count == 0 })
	slices.SortFunc(words, func(x, y Word) int { return strings.Compare(x.Text, y.Text) })
	turned := make([]reversed, len(words))
	for i := range words {
		turned[i] = reversed{reverse(words[i].Text), sizeOf(words[i].Count)}
	}
	slices.SortFunc(turned, func(x, y reversed) int { return strings.Compare(x.text, y.text) })
	var err error
	if b.words, err = shelve(b, wordFamily, nil, words); err != nil {
		return err
	}
	b.reversed, err = shelve(b, reversedFamily, nil, turned)
	return err
}

// shelve writes the leaves of items, and joins or divides what old leaves that stay demand.
func shelve[T any](b *builder, f *family[T], old []leaf, items []T) ([]leaf, error) {
	plan := f.plan(old, items)
	list := make([]leaf, len(plan))
	err := b.c.Each(len(plan), func(_, k int) error {
		p := &plan[k]
		if p.same {
			list[k] = old[p.first]
			return nil
		}
		whole, err := f.collect(b.store, b.lang, old[p.first:p.last], items[p.from:p.to])
		if err != nil {
			return err
		}
		list[k] = leaf{way: p.way, cost: p.cost, count: p.count}
		return f.save(b.store, b.lang, &list[k], whole)
	})
	return list, err
}
