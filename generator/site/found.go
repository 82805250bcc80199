// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"slices"
	"strings"

	"commonplace/generator/search"
	"commonplace/generator/source"
)

// searchNames are what facets are called in questions, where that is not their name.
var searchNames = map[string]string{FacetAuthor: "person", FacetLanguage: "lang"}

// Search is what an index is made of, but for the texts, which are not in the site.
func (s *Site) Search() *search.Commons {
	c := &search.Commons{Pages: len(s.pages), Head: s.searchHead, Subject: s.searchSubject, Language: func(tag string) string {
		return first(s.spoken[tag], source.LanguageName(tag))
	}}
	divided := map[string]bool{FacetLanguage: true} // each language has an index of its own
	for k := range s.facets {
		f := &s.facets[k]
		if divided[f.link.Name] {
			continue
		}
		divided[f.link.Name] = true
		d := search.Division{Name: first(searchNames[f.link.Name], f.link.Name), Label: f.link.Label, Values: make([]search.Value, len(f.terms))}
		for i := range f.terms {
			d.Values[i] = search.Value{Value: f.terms[i].value, Text: f.terms[i].text, Pages: f.terms[i].pages}
		}
		c.Divisions = append(c.Divisions, d)
	}
	if !divided[FacetStatus] {
		c.Divisions = append(c.Divisions, s.divideByStatus())
	}
	return c
}

// divideByStatus lists the pages that declare a status, by it, for a commons that has no rules by which pages earn one.
func (s *Site) divideByStatus() search.Division {
	d := search.Division{Name: FacetStatus}
	at := map[string]int{}
	for i := range s.pages {
		status := s.pages[i].status
		if status == "" {
			continue
		}
		k, ok := at[status]
		if !ok {
			k = len(d.Values)
			at[status] = k
			d.Values = append(d.Values, search.Value{Value: status, Text: status})
		}
		d.Values[k].Pages = append(d.Values[k].Pages, int32(i))
	}
	slices.SortFunc(d.Values, func(a, b search.Value) int { return strings.Compare(a.Value, b.Value) })
	return d
}

func (s *Site) searchSubject(i int) search.Subject {
	e, c := &s.pages[i], &s.cards[i]
	v := search.Subject{Title: c.Title, Summary: c.Summary, Lang: c.Lang, Doc: e.Doc, URL: c.Path, Type: c.Type, Status: c.Status, License: c.License}
	for _, alias := range e.Doc.Meta.Aliases {
		if !strings.HasPrefix(alias, "/") { // an address, not a name
			v.Aliases = append(v.Aliases, alias)
		}
	}
	for k := range s.facets {
		f := &s.facets[k]
		var list *[]string
		switch f.link.Name {
		case FacetTag:
			list = &v.Tags
		case FacetDomain:
			list = &v.Domain
		case FacetAuthor:
			list = &v.People
		default:
			continue
		}
		for _, id := range f.of(int32(i)) {
			*list = append(*list, f.terms[id].text)
		}
	}
	for _, crumb := range e.crumbs {
		v.Crumbs = append(v.Crumbs, crumb.Text)
	}
	return v
}

func (s *Site) searchHead(i int) search.Head {
	v := s.searchSubject(i)
	e := &s.pages[i]
	var d source.Digest
	d.Hash(e.Facts)
	d.Texts([]string{v.Title, v.Summary, v.Lang})
	for _, list := range [][]string{v.Aliases, v.Tags, v.Domain, v.People} {
		d.Texts(list)
	}
	text := d.Sum()
	d.Reset()
	d.Hash(text)
	d.Hash(s.cards[i].Digest)
	d.Texts(v.Crumbs)
	return search.Head{Path: e.out, Lang: v.Lang, Text: text, Shown: d.Sum()}
}
