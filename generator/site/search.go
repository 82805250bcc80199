// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"cmp"
	"net/url"
	"path"
	"slices"
	"strings"
)

// Languages are those of the pages, sorted.
func (s *Site) Languages() []string {
	var list []string
	last := ""
	for i := range s.pages {
		if lang := s.pages[i].lang; lang != last && !slices.Contains(list, lang) {
			list = append(list, lang)
			last = lang
		}
	}
	slices.Sort(list)
	return list
}

// searchName is what a facet is called in questions.
func searchName(facet string) string {
	switch facet {
	case FacetAuthor:
		return "person"
	case FacetLanguage:
		return "lang"
	}
	return facet
}

// SearchFacets are the facets that questions can name, in the order of the site, under the names that they have there. Each language has
// an index of its own, so that it is none of them.
func (s *Site) SearchFacets() []FacetLink {
	var list []FacetLink
	for _, f := range s.chrome.Facets {
		if f.Name != FacetLanguage {
			list = append(list, f)
			list[len(list)-1].Name = searchName(f.Name)
		}
	}
	return list
}

// Begin is the address at which the forge begins a page, with {slug} where its name goes if the forge takes one; empty where the site has
// no repository, or it does not hold the folder in which pages are at home.
func (s *Site) Begin() string {
	r := &s.cfg.Repository
	if r.URL == "" {
		return ""
	}
	for _, typ := range []string{"pattern", "page"} {
		number, dir, ok := s.Home(typ)
		if !ok || s.cfg.Sources[number].InRepository == "" {
			continue
		}
		folder := path.Join(s.cfg.Sources[number].InRepository, dir)
		if folder == ".." || strings.HasPrefix(folder, "../") {
			continue
		}
		address := strings.TrimSuffix(r.URL, "/") + forgePath(r.Kind, "new") + (&url.URL{Path: r.Branch}).EscapedPath()
		if key := forgePath(r.Kind, "name"); key != "" {
			return address + key + url.QueryEscape(strings.TrimPrefix(folder+"/", "./")) + "{slug}.md"
		}
		return address + "/" + (&url.URL{Path: folder}).EscapedPath()
	}
	return ""
}

// wantedOrder is the numbers of the wanted pages, those that most pages ask for first.
func (s *Site) wantedOrder() []int {
	order := make([]int, len(s.wanted))
	for k := range order {
		order[k] = k
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(s.askedBy(b)-s.askedBy(a), strings.Compare(s.wanted[a].out, s.wanted[b].out))
	})
	return order
}

// askedBy is how often a wanted page is asked for.
func (s *Site) askedBy(k int) int { return len(s.wanted[k].refs) + len(s.wanted[k].rels) }

// MostWanted is the wanted pages that are asked for most, at most n.
func (s *Site) MostWanted(n int) []Ref {
	order := s.wantedOrder()
	list := make([]Ref, min(n, len(order)))
	for i := range list {
		w := &s.wanted[order[i]]
		list[i] = Ref{w.text, escapePath(w.out)}
	}
	return list
}
