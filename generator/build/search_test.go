// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"bytes"
	"path/filepath"
	"testing"

	"commonplace/generator/page"
	"commonplace/generator/search"
	"commonplace/generator/source"
)

// What is no longer in use is dropped when there is too much of it, and the index is what it was.
func TestSearchStateIsCompacted(t *testing.T) {
	b := &Builder{cache: &Cache{stamp: source.Sum([]byte("this program"))}}
	b.set.Jobs = 1
	name := filepath.Join(t.TempDir(), "search")
	commons := func() *search.Commons {
		return &search.Commons{Pages: 1, Language: func(tag string) string { return tag },
			Head:    func(int) search.Head { return search.Head{Path: "a.html", Lang: "en"} },
			Subject: func(int) search.Subject { return search.Subject{Title: "Water rights", Lang: "en", Doc: &page.Doc{}} },
			Body:    func(int) (*page.Body, error) { return &page.Body{HTML: []byte("<p>Who may take water.</p>")}, nil },
		}
	}
	files := func(x *search.Index) (all []byte) {
		for _, f := range x.Files() {
			all = append(all, f.Path...)
			var err error
			if all, err = f.Append(all); err != nil {
				t.Fatal(err)
			}
		}
		return all
	}
	first := openSearch(b, name)
	x, err := first.index(commons())
	if err != nil {
		t.Fatal(err)
	}
	want := files(x)
	if _, err := first.store.Put(make([]byte, 2*partsSlack)); err != nil {
		t.Fatal(err)
	}
	if err := first.save(); err != nil {
		t.Fatal(err)
	}
	if got := files(first.made); first.store.at >= partsSlack || !bytes.Equal(got, want) {
		t.Errorf("%d bytes are left", first.store.at)
	}
	first.close()
	second := openSearch(b, name)
	defer second.close()
	if x, err = second.index(commons()); err != nil || second.old == nil {
		t.Fatalf("the index is not found again: %v", err)
	}
	if !bytes.Equal(files(x), want) {
		t.Error("the index is another")
	}
}
