// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"sync"

	"commonplace/generator/search"
)

// searchStore keeps the parts of a search index in a file of the cache that only grows. The state beside it says what of it is in use, and is
// written last, so that whatever a kill leaves after it is nothing.
type searchStore struct {
	file    *os.File
	mu      sync.RWMutex
	at      int64  // of pending
	pending []byte // not written yet
}

const pendingParts = 1 << 20

func (s *searchStore) Put(data []byte) (search.Ref, error) {
	ref := search.Ref{Size: uint32(len(data)), Sum: crc32.Checksum(data, castagnoli)}
	s.mu.Lock()
	defer s.mu.Unlock()
	ref.At = s.at + int64(len(s.pending))
	if s.pending = append(s.pending, data...); len(s.pending) < pendingParts {
		return ref, nil
	}
	return ref, s.write()
}

func (s *searchStore) flush() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.write()
}

func (s *searchStore) write() error {
	_, err := s.file.WriteAt(s.pending, s.at)
	if err != nil {
		return fmt.Errorf("write the cache: %w", err)
	}
	s.at += int64(len(s.pending))
	s.pending = s.pending[:0]
	return nil
}

var errPart = errors.New("the cache does not hold this part of the search index")

func (s *searchStore) Get(r search.Ref) ([]byte, error) {
	data := make([]byte, r.Size)
	s.mu.RLock()
	if k := r.At - s.at; k >= 0 {
		if k+int64(r.Size) <= int64(len(s.pending)) {
			copy(data, s.pending[k:])
		}
		s.mu.RUnlock()
	} else {
		s.mu.RUnlock()
		if _, err := s.file.ReadAt(data, r.At); err != nil {
			return nil, errPart
		}
	}
	if crc32.Checksum(data, castagnoli) != r.Sum {
		return nil, errPart
	}
	return data, nil
}

// searchState is the search index of one output folder, kept from build to build.
type searchState struct {
	b     *Builder
	name  string // of the file that says what is in use; that of the parts ends in .parts
	store *searchStore
	old   *search.Index // nil: none
	made  *search.Index // nil: none was asked for
}

// A store is copied when so much more is in it than there was when it was new.
const (
	partsGrowth = 2
	partsSlack  = 8 << 20
)

func openSearch(b *Builder, name string) *searchState { return &searchState{b: b, name: name} }

// load opens what the last build left.
func (s *searchState) load() error {
	file, err := os.OpenFile(s.name+".parts", os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return fmt.Errorf("open the cache: %w", err)
	}
	s.store = &searchStore{file: file}
	if d, ok := unseal(readFile(s.name), s.b.cache.stamp); ok {
		end := d.int()
		if info, err := file.Stat(); err == nil && info.Size() >= end && end >= 0 {
			s.store.at = end
			if s.old, err = search.ReadIndex([]byte(d.rest), s.store); err == nil {
				return nil
			}
		}
	}
	s.old, s.store.at = nil, 0
	if err := os.Remove(s.name); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("empty the cache: %w", err)
	}
	return file.Truncate(0)
}

// index makes the index of the commons as it is now.
func (s *searchState) index(c *search.Commons) (*search.Index, error) {
	if err := s.load(); err != nil {
		return nil, err
	}
	c.Workers = s.b.set.Jobs
	c.Each = func(n int, do func(worker, i int) error) error {
		return s.b.each(context.Background(), "search", n, do)
	}
	var err error
	s.made, err = search.Make(c, s.store, s.old)
	return s.made, err
}

// save keeps the index for the next build.
func (s *searchState) save() error {
	if s.made == nil {
		return nil
	}
	e := newEncoder(1 << 16)
	body, err := s.made.Save(nil)
	if err != nil {
		return err
	}
	if err := s.store.flush(); err != nil {
		return err
	}
	if s.store.at > partsGrowth*s.made.Size()+partsSlack {
		return s.compact()
	}
	e.int(s.store.at)
	e.buf = append(e.buf, body...)
	return writeFile(s.name, e.seal(s.b.cache.stamp))
}

// compact keeps only what is in use. The state goes first: without it the parts are nothing.
func (s *searchState) compact() error {
	if err := os.Remove(s.name); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("compact the cache: %w", err)
	}
	file, err := os.Create(s.name + ".parts.new")
	if err != nil {
		return fmt.Errorf("compact the cache: %w", err)
	}
	store := &searchStore{file: file}
	s.made, err = s.made.Move(store)
	// Not every system renames what is open.
	if err = errors.Join(err, store.flush(), s.store.file.Close(), file.Close()); err == nil {
		if err = os.Rename(file.Name(), s.name+".parts"); err == nil {
			store.file, err = os.OpenFile(s.name+".parts", os.O_RDWR, 0o644)
		}
	}
	if s.store = store; err != nil {
		return fmt.Errorf("compact the cache: %w", err)
	}
	return s.save()
}

func (s *searchState) close() {
	if s.store != nil {
		s.store.file.Close()
		s.store = nil
	}
}
