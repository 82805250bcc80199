// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"context"
	"errors"
	"fmt"
	"path"
	"sync"

	"commonplace/generator/page"
	"commonplace/generator/search"
	"commonplace/generator/site"
	"commonplace/generator/source"
)

// IsChanged tells whether an output could not be made because a file is no longer what it was: a later Moment will have it.
func IsChanged(err error) bool {
	var changed changedError
	return errors.As(err, &changed)
}

// liveFiles gives render the bodies and bytes of a Moment. Files are found by what the site says of them, so that nothing has to be made
// anew for each Moment.
type liveFiles struct {
	b             *Builder
	dirs, statics []*source.Dir
	bodies        *bodies
	found         *liveIndex
}

// Body is the body of a page: one of those made lately, or from the cache, or made again.
func (f *liveFiles) Body(in *site.Input) (*page.Body, error) {
	if b := f.bodies.get(in.Facts); b != nil {
		return b, nil
	}
	if b, err := f.b.cache.store.body(in.Facts); err == nil {
		return b, nil
	}
	data, err := f.Source(in)
	if err != nil {
		return nil, err
	}
	_, b := f.b.parsers[in.Source].Page(data)
	f.bodies.put(in.Facts, b)
	return b, nil
}

// Source is the bytes of a page's file, if they still are those that were parsed.
func (f *liveFiles) Source(in *site.Input) ([]byte, error) {
	if in.Term != nil {
		return []byte(in.Term.Text), nil
	}
	return f.read(f.dirs[in.Source], in.Path, in.Shown, in.File)
}

// Medium is the bytes of a medium as they may be published.
func (f *liveFiles) Medium(m *site.Medium) ([]byte, error) {
	var dir *source.Dir
	if m.Source >= 0 {
		dir = f.dirs[m.Source]
	} else {
		for k, folder := range f.b.set.Config.Static {
			if path.Join(folder.Shown, m.Path) == m.Shown {
				dir = f.statics[k]
			}
		}
	}
	data, err := f.read(dir, m.Path, m.Shown, m.File)
	if err != nil {
		return nil, err
	}
	checked, _ := page.CheckMedia(m.Path, data, f.b.set.Config.Limits)
	return checked.Data, nil
}

func (f *liveFiles) read(dir *source.Dir, name, shown string, want source.Hash) ([]byte, error) {
	limits := &f.b.set.Config.Limits
	data, err := dir.Read(name, max(limits.Page, page.MediaLimit(name, *limits)))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", shown, errors.Join(changedError{shown}, err))
	}
	if source.Sum(data) != want {
		return nil, changedError{shown}
	}
	return data, nil
}

// Each calls do for every number below n, in parallel.
func (f *liveFiles) Each(n int, do func(i int) error) error {
	return f.b.each(context.Background(), "link", n, func(_, i int) error { return do(i) })
}

// Index makes the index of the Moment from that of an earlier one, in memory.
func (f *liveFiles) Index(c *search.Commons) (*search.Index, error) {
	f.found.mu.Lock()
	defer f.found.mu.Unlock()
	c.Workers = f.b.set.Jobs
	c.Each = func(n int, do func(worker, i int) error) error {
		return f.b.each(context.Background(), "search", n, do)
	}
	if f.found.store == nil || f.found.store.Size() > partsGrowth*f.found.first+partsSlack {
		f.found.store, f.found.last = &search.Memory{}, nil
	}
	x, err := search.Make(c, f.found.store, f.found.last)
	if err != nil {
		return nil, err
	}
	if f.found.last == nil {
		f.found.first = f.found.store.Size()
	}
	f.found.last = x
	return x, nil
}

// liveIndex is the search index that was asked for last.
type liveIndex struct {
	mu    sync.Mutex
	store *search.Memory
	last  *search.Index
	first int64 // how large the store was with its first index
}

// bodies are those made lately: at most twice bodiesKept bytes.
type bodies struct {
	mu         sync.Mutex
	young, old map[source.Hash]*page.Body
	size       int
}

const bodiesKept = 8 << 20

func (c *bodies) get(key source.Hash) *page.Body {
	c.mu.Lock()
	defer c.mu.Unlock()
	if b := c.young[key]; b != nil {
		return b
	}
	b := c.old[key]
	if b != nil {
		c.add(key, b)
	}
	return b
}

func (c *bodies) put(key source.Hash, b *page.Body) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.young[key] == nil {
		c.add(key, b)
	}
}

// add begins a new generation when the young one is full, and forgets the one before.
func (c *bodies) add(key source.Hash, b *page.Body) {
	if c.young == nil || c.size > bodiesKept {
		c.old, c.young, c.size = c.young, map[source.Hash]*page.Body{}, 0
	}
	c.young[key] = b
	c.size += len(b.HTML)
}
