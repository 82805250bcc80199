// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package search

import "sync"

// Ref says where a Store has something.
type Ref struct {
	At   int64
	Size uint32
	Sum  uint32 // a Store's own
}

// Store keeps the parts of an index, so that a large one need not be held in memory. What was put is never changed. Its methods are safe for concurrent
// use.
type Store interface {
	Put(data []byte) (Ref, error)
	// Get gives what was put, and an error where it is not whole.
	Get(r Ref) ([]byte, error)
}

// Memory is a Store that is forgotten with the program.
type Memory struct {
	mu    sync.RWMutex
	parts [][]byte
	size  int64
}

// Size is how many bytes were put.
func (m *Memory) Size() int64 {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.size
}

// Put keeps a copy.
func (m *Memory) Put(data []byte) (Ref, error) {
	data = append([]byte(nil), data...)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.parts = append(m.parts, data)
	m.size += int64(len(data))
	return Ref{At: int64(len(m.parts) - 1), Size: uint32(len(data))}, nil
}

// Get gives what was put, which must not be changed.
func (m *Memory) Get(r Ref) ([]byte, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.parts[r.At], nil
}
