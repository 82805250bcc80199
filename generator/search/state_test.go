// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"testing"
)

// An index that was kept becomes the next one as the index itself does.
func TestIndexIsReadBack(t *testing.T) {
	w := &world{rand.New(rand.NewPCG(3, 6)), map[string]*invented{}}
	for i := range 60 {
		w.pages[fmt.Sprintf("p%d.html", i)] = w.page()
	}
	store := &Memory{}
	kept, err := make1(t, w.commons(), store, nil).Save(nil)
	if err != nil {
		t.Fatal(err)
	}
	for n := range kept {
		if _, err := ReadIndex(kept[:n], store); err == nil {
			t.Fatalf("cut to %d of %d bytes it is taken for whole", n, len(kept))
		}
	}
	old, err := ReadIndex(kept, store)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		w.pages["p7.html"] = w.page()
		c := w.commons()
		before := store.Size()
		x := make1(t, c, store, old)
		if !maps.Equal(filesOf(t, x), filesOf(t, make1(t, c, &Memory{}, nil))) {
			t.Error("an index that was read back becomes another")
		}
		if grown := store.Size() - before; grown > x.Size() {
			t.Errorf("%d bytes were written for one page, and all is %d", grown, x.Size())
		}
		old = x
	}
	moved, err := old.Move(&Memory{})
	if err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(filesOf(t, moved), filesOf(t, old)) {
		t.Error("an index that was moved is another")
	}
}

func FuzzReadIndex(f *testing.F) {
	w := &world{rand.New(rand.NewPCG(3, 6)), map[string]*invented{"a.html": {lang: "en", title: "Water", text: "rights", tags: []string{"x"}}}}
	store := &Memory{}
	x, err := Make(w.commons(), store, nil)
	if err != nil {
		f.Fatal(err)
	}
	kept, err := x.Save(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(kept)
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := ReadIndex(data, refusing{}); err != nil {
			return
		}
	})
}

// refusing is a store that has lost everything.
type refusing struct{}

func (refusing) Put([]byte) (Ref, error)   { return Ref{}, nil }
func (refusing) Get(r Ref) ([]byte, error) { return nil, errForm }
