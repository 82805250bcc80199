// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"context"
	"encoding/binary"

	"commonplace/generator/page"
	"commonplace/generator/site"
	"commonplace/generator/source"
)

// Texts that share so many of a hundred runs of words nearly repeat each other; below that, pages made from one template do.
const alikePercent = 50

// crowded is how many added pages may have the same run of words for it to tell anything.
const crowded = 32

// alike finds for each added page the page whose text is most like its own, if any nearly repeats it. What a text is reduced to for this is
// kept in the cache, so that only changed texts are looked at again.
func (b *Builder) alike(ctx context.Context, s *Snapshot, added []int32) (map[int32]site.Repeat, error) {
	if len(added) == 0 {
		return nil, nil
	}
	sketches, err := b.sketches(ctx, s)
	if err != nil {
		return nil, err
	}
	holders := map[uint32][]int32{}
	for _, i := range added {
		for _, h := range sketches[i] {
			holders[h] = append(holders[h], i)
		}
	}
	found := map[int32]site.Repeat{}
	shared := map[int32]int{}
	for k := range sketches {
		other := int32(k)
		clear(shared)
		for _, h := range sketches[other] {
			if list := holders[h]; len(list) <= crowded {
				for _, i := range list {
					shared[i]++
				}
			}
		}
		for i, n := range shared {
			// Less than a fourth of the smaller sketch in common is never half of both.
			if i == other || 4*n < min(len(sketches[i]), len(sketches[other])) {
				continue
			}
			percent := sketches[i].Alike(sketches[other])
			if best := found[i]; percent >= alikePercent && (percent > best.Percent || percent == best.Percent && other < best.Page) {
				found[i] = site.Repeat{Page: other, Percent: percent}
			}
		}
	}
	return found, nil
}

// sketches gives the sketch of every page, by its number.
func (b *Builder) sketches(ctx context.Context, s *Snapshot) ([]page.Sketch, error) {
	name := b.stateName("sketches")
	kept := decodeSketches(readFile(name), b.cache.stamp)
	sketches := make([]page.Sketch, s.Pages())
	known := make([]bool, s.Pages())
	missing := false
	for i := range sketches {
		sketches[i], known[i] = kept[s.Page(i).Facts]
		missing = missing || !known[i]
	}
	if !missing {
		return sketches, nil
	}
	err := b.each(ctx, "compare", len(sketches), func(_, i int) error {
		if known[i] {
			return nil
		}
		// A body that the cache has lost is like no other; the next build makes it again.
		if body, err := b.cache.store.body(s.Page(i).Facts); err == nil {
			sketches[i] = page.SketchOf(body)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return sketches, writeFile(name, encodeSketches(s, sketches, b.cache.stamp))
}

func encodeSketches(s *Snapshot, sketches []page.Sketch, stamp source.Hash) []byte {
	e := newEncoder(len(sketches) * (len(source.Hash{}) + 2 + 4*page.SketchSize))
	e.int(int64(len(sketches)))
	for i, sketch := range sketches {
		e.hash(s.Page(i).Facts)
		e.int(int64(len(sketch)))
		for _, h := range sketch {
			e.buf = binary.LittleEndian.AppendUint32(e.buf, h)
		}
	}
	return e.seal(stamp)
}

func decodeSketches(b []byte, stamp source.Hash) map[source.Hash]page.Sketch {
	d, ok := unseal(b, stamp)
	if !ok {
		return nil
	}
	n := d.count(len(source.Hash{}) + 1)
	kept := make(map[source.Hash]page.Sketch, n)
	for range n {
		key := d.hash()
		raw := d.take(4 * int64(d.count(4)))
		sketch := make(page.Sketch, len(raw)/4)
		for k := range sketch {
			sketch[k] = binary.LittleEndian.Uint32([]byte(raw[4*k : 4*k+4]))
		}
		kept[key] = sketch
	}
	if d.bad {
		return nil
	}
	return kept
}
