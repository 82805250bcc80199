// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"context"
	"errors"
	"fmt"

	"commonplace/generator/page"
	"commonplace/generator/search"
	"commonplace/generator/site"
	"commonplace/generator/source"
)

// files gives render the bodies and bytes of one snapshot.
type files struct {
	s       *Snapshot
	byShown map[string]*found
}

func newFiles(s *Snapshot, in *site.Inputs) *files {
	f := &files{s: s, byShown: make(map[string]*found, len(in.Files)+len(in.Media))}
	for i := range s.reading.files {
		found := &s.reading.files[i]
		if found.kind != kindOther {
			f.byShown[found.shown] = found
		}
	}
	return f
}

// Body is the body of a page from the cache; where the cache has lost it, the file is parsed again.
func (f *files) Body(in *site.Input) (*page.Body, error) {
	b, err := f.s.b.cache.store.body(in.Facts)
	if !errors.Is(err, errBody) {
		return b, err
	}
	data, err := f.Source(in)
	if err != nil {
		return nil, err
	}
	_, b = f.s.b.parsers[in.Source].Page(data)
	return b, nil
}

// Source is the bytes of a page's file, if they still are those that were parsed.
func (f *files) Source(in *site.Input) ([]byte, error) {
	return f.read(in.Shown, in.File)
}

// Medium is the bytes of a medium as they may be published: pictures that can hold code are rewritten.
func (f *files) Medium(m *site.Medium) ([]byte, error) {
	data, err := f.read(m.Shown, m.File)
	if err != nil {
		return nil, err
	}
	checked, _ := page.CheckMedia(m.Path, data, f.s.b.set.Config.Limits)
	return checked.Data, nil
}

func (f *files) read(shown string, want source.Hash) ([]byte, error) {
	limits := &f.s.b.set.Config.Limits
	data, err := f.s.reading.read(f.byShown[shown], max(limits.Page, page.MediaLimit(shown, *limits)))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", shown, err)
	}
	if source.Sum(data) != want {
		return nil, changedError{shown}
	}
	return data, nil
}

// Each calls do for every number below n, in parallel.
func (f *files) Index(c *search.Commons) (*search.Index, error) { return f.s.search.index(c) }

// Each calls do for every number below n, in parallel.
func (f *files) Each(n int, do func(i int) error) error {
	return f.s.b.each(context.Background(), "link", n, func(_, i int) error { return do(i) })
}
