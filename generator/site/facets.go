// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"slices"
	"strconv"
	"strings"

	"commonplace/generator/page"
	"commonplace/generator/source"
)

// Names of the facets that every commons has.
const (
	FacetType     = "type"
	FacetDomain   = "domain"
	FacetTag      = "tag"
	FacetAuthor   = "author"
	FacetLicense  = "license"
	FacetLanguage = "language"
)

// facet is one way to divide the pages.
type facet struct {
	link  FacetLink
	terms []term
	at    []int32 // values of page i are ids[at[i]:at[i+1]]
	ids   []int32 // indexes into terms
}

// term is one value of a facet and the pages that have it, in the order of lists.
type term struct {
	text, out string // text as first written; out: first page of its list
	key       string
	pages     []int32
}

func (f *facet) of(i int32) []int32 { return f.ids[f.at[i]:f.at[i+1]] }

// makeFacets divides the pages by every built-in and declared facet. Values that differ only in case or spacing are one
// value, spelled as in the first page by path.
func (s *Site) makeFacets() {
	one := func(v string) []string {
		if v == "" {
			return nil
		}
		return []string{v}
	}
	s.addFacet(FacetType, "", func(e *entry) []string { return one(e.typ) }, nil)
	s.addFacet(FacetDomain, "", func(e *entry) []string { return orFact(e, e.Doc.Meta.Domain, "domain") }, nil)
	s.addFacet(FacetTag, "", func(e *entry) []string { return orFact(e, e.Doc.Meta.Tags, "tags") }, nil)
	s.addFacet(FacetAuthor, "", func(e *entry) []string { return creditNames(e) }, s.person)
	s.addFacet(FacetLicense, "", func(e *entry) []string { return one(e.license) }, nil)
	s.addFacet(FacetLanguage, "", func(e *entry) []string { return one(e.lang) }, nil)
	if f := &s.facets[len(s.facets)-1]; len(f.terms) < 2 {
		s.facets = s.facets[:len(s.facets)-1]
	}
	for _, c := range s.cfg.Facets {
		s.addFacet(c.Name, c.Label, func(e *entry) []string {
			for _, f := range e.Doc.Meta.Facets {
				if f.Name == c.Name {
					return f.Values
				}
			}
			return orFact(e, nil, c.Name)
		}, nil)
	}
}

func orFact(e *entry, values []string, field string) []string {
	if len(values) > 0 {
		return values
	}
	if v := e.fact(field); v != "" {
		return []string{v}
	}
	return nil
}

func creditNames(e *entry) []string {
	m := &e.Doc.Meta
	names := make([]string, 0, len(m.Authors)+len(m.Contributions))
	for _, list := range [][]page.Credit{m.Authors, m.Contributions} {
		for k := range list {
			names = append(names, list[k].Name)
		}
	}
	return names
}

// addFacet makes one facet. identify, if not nil, gives the text and the identity of a value as written.
func (s *Site) addFacet(name, label string, values func(*entry) []string, identify func(string) (text, key string)) {
	f := facet{link: FacetLink{Name: name, Label: label}, at: make([]int32, len(s.pages)+1)}
	index := map[string]int32{}
	asWritten := map[string]int32{}
	for i := range s.pages {
		for _, v := range values(&s.pages[i]) {
			id, ok := asWritten[v]
			if !ok {
				text, key := strings.TrimSpace(v), v
				if identify != nil {
					text, key = identify(text)
				}
				key = source.Fold(key)
				if key == "" {
					continue
				}
				if id, ok = index[key]; !ok {
					id = int32(len(f.terms))
					index[key] = id
					f.terms = append(f.terms, term{text: text, key: key})
				}
				asWritten[v] = id
			}
			if !slices.Contains(f.ids[f.at[i]:], id) {
				f.ids = append(f.ids, id)
			}
		}
		f.at[i+1] = int32(len(f.ids))
	}
	s.nameTerms(&f)
	for _, i := range s.rank {
		for _, id := range f.of(i) {
			f.terms[id].pages = append(f.terms[id].pages, i)
		}
	}
	f.link.Path = BrowseDir + source.SafeName(source.Slug(name)) + ".html"
	f.link.Values = len(f.terms)
	s.facets = append(s.facets, f)
}

// nameTerms sorts the terms by key and gives each list an address of its own.
func (s *Site) nameTerms(f *facet) {
	order := make([]int32, len(f.terms))
	for k := range order {
		order[k] = int32(k)
	}
	slices.SortFunc(order, func(a, b int32) int { return strings.Compare(f.terms[a].key, f.terms[b].key) })
	terms := make([]term, len(f.terms))
	renumber := make([]int32, len(f.terms))
	taken := make(map[string]bool, len(f.terms))
	dir := BrowseDir + source.SafeName(source.Slug(f.link.Name)) + "/"
	for to, from := range order {
		t := f.terms[from]
		slug := source.SafeName(t.key)
		name := slug
		for n := 2; taken[name]; n++ {
			name = slug + "-" + strconv.Itoa(n)
		}
		taken[name] = true
		t.out = dir + name + ".html"
		terms[to] = t
		renumber[from] = int32(to)
	}
	f.terms = terms
	for k, id := range f.ids {
		f.ids[k] = renumber[id]
	}
}

func (s *Site) facet(name string) *facet {
	for k := range s.facets {
		if s.facets[k].link.Name == name {
			return &s.facets[k]
		}
	}
	return nil
}

// refs are a page's values in a facet, leading to their lists.
func (s *Site) refs(f *facet, i int32) []Ref {
	if f == nil || len(f.of(i)) == 0 {
		return nil
	}
	refs := make([]Ref, len(f.of(i)))
	for k, id := range f.of(i) {
		refs[k] = Ref{f.terms[id].text, escapePath(f.terms[id].out)}
	}
	return refs
}
