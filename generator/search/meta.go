// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// Meta is the payload of meta.js, as JSON: the figures of the whole.
type Meta struct {
	Version   int         `json:"version"`
	Lang      string      `json:"lang"`
	Stemmer   string      `json:"stemmer"` // name of search/stem-<name>.js without both; empty: words are taken as they are
	Pages     int         `json:"pages"`
	Space     int         `json:"space"` // all slots are below
	Terms     Tree        `json:"terms"`
	Words     Tree        `json:"words"`
	Reversed  Tree        `json:"reversed"`
	Facets    []MetaFacet `json:"facets"`
	Languages []Language  `json:"languages"` // of the site, this one among them, by Lang
}

// MetaFacet is one facet that the pages of this language have values in.
type MetaFacet struct {
	Name   string `json:"name"`  // as in queries: "tag"
	File   string `json:"file"`  // search/<lang>/f-<File>.js
	Label  string `json:"label"` // from site.yaml; empty for built-in ones, which the theme names
	Values int    `json:"values"`
}

// Language is one language of the site that has an index.
type Language struct {
	Lang  string `json:"lang"`
	Name  string `json:"name"` // as those call it who speak it
	Pages int    `json:"pages"`
}

func (m *Meta) append(dst []byte) ([]byte, error) {
	text, err := json.Marshal(m)
	if err != nil {
		return dst, fmt.Errorf("write the sum of a search index: %w", err)
	}
	return append(dst, text...), nil
}

func readMeta(payload []byte) (*Meta, error) {
	m := &Meta{}
	if err := json.Unmarshal(payload, m); err != nil {
		return nil, fmt.Errorf("%w: %w", errForm, err)
	}
	if m.Version != Version {
		return nil, fmt.Errorf("%w: it has version %d, and this program reads %d", errForm, m.Version, Version)
	}
	if m.Space < 0 || m.Space > maxSlots || m.Pages < 0 || m.Pages > m.Space {
		return nil, errForm
	}
	return m, nil
}

// Facet is the payload of f-<facet>.js:
//
//	"f"  number of values
//	     for each value: text: Value, text: Text
//	     for each value: number of pages, pages
//
// in the order of the facet's index.
type Facet []FacetValue

// FacetValue is one value and the pages that have it.
type FacetValue struct {
	Value, Text string  // as in queries, and as shown
	Pages       []int32 // slots
}

func (f Facet) append(dst []byte) []byte {
	dst = appendNumber(append(dst, 'f'), len(f))
	for i := range f {
		dst = appendText(appendText(dst, f[i].Value), f[i].Text)
	}
	for i := range f {
		pages := f[i].Pages
		dst = appendGaps(appendNumber(dst, len(pages)), len(pages), func(k int) int32 { return pages[k] })
	}
	return dst
}

func readFacet(payload []byte) (Facet, error) {
	r := read(payload, 'f')
	f := make(Facet, r.count(3))
	for i := range f {
		f[i].Value, f[i].Text = r.text(), r.text()
	}
	for i := range f {
		f[i].Pages = r.slots(nil, r.count(1))
	}
	if err := r.end(); err != nil {
		return nil, err
	}
	return f, nil
}

// Page is the payload of p/<xx>/<id>.js, as JSON: what is shown of a page that was found. Its id is the slot in hexadecimal digits, and xx is
// the slot divided by 256, likewise. What is empty is left out.
type Page struct {
	URL      string    `json:"u"` // from the site's root, encoded
	Title    string    `json:"t"`
	Aliases  []string  `json:"a,omitempty"`
	Crumbs   []string  `json:"c,omitempty"` // the folders above
	Type     string    `json:"y,omitempty"`
	Status   string    `json:"d,omitempty"` // as declared
	License  string    `json:"l,omitempty"` // SPDX expression
	Lang     string    `json:"g,omitempty"`
	Summary  string    `json:"s,omitempty"`
	Sections []Section `json:"x,omitempty"`
}

// Section is a part of a page's text with a heading of its own. The first may have none: the text above all headings. In its text a
// newline ends a paragraph, a cell or an item, and no two follow each other; other white space is one space.
type Section struct {
	ID    string `json:"i,omitempty"` // of the heading: a fragment, not encoded
	Title string `json:"h,omitempty"`
	Text  string `json:"x,omitempty"`
}

func (p *Page) append(dst []byte) ([]byte, error) {
	text, err := json.Marshal(p)
	if err != nil {
		return dst, fmt.Errorf("write a page of a search index: %w", err)
	}
	return append(dst, text...), nil
}

func readPage(payload []byte) (*Page, error) {
	p := &Page{}
	if err := json.Unmarshal(payload, p); err != nil {
		return nil, fmt.Errorf("%w: %w", errForm, err)
	}
	return p, nil
}

// pageName is the name of a page's file.
func pageName(slot int32) string {
	return "p/" + strconv.FormatInt(int64(slot>>8), 16) + "/" + strconv.FormatInt(int64(slot), 16)
}
