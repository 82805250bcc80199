// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"slices"
	"strconv"
	"strings"

	"commonplace/generator/config"
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
	FacetStatus   = "status"    // earned, where pages have a status
	FacetFresh    = "freshness" // how reviews stand to the text, likewise
)

// facet is one way to divide the pages.
type facet struct {
	link  FacetLink
	terms []term
	at    []int32 // values of page i are ids[at[i]:at[i+1]]
	ids   []int32 // indexes into terms

	groups []string // what the groups of the index are called
}

// term is one value of a facet and the pages that have it, in the order of lists.
type term struct {
	text, out string // text: as shown; out: first page of its list
	value     string // as first written
	group     int32  // 1 more than the number of its group in the index; 0: none
	path      string // out, encoded
	key       string
	pages     []int32
}

func (f *facet) of(i int32) []int32 { return f.ids[f.at[i]:f.at[i+1]] }

// facetRule says how a facet divides the pages.
type facetRule struct {
	name, label string
	values      func(list []string, e *entry) []string // appends those of a page
	people      bool                                   // the values are keys of contributors
	grouping    config.Grouping
}

// facetRules are those of every built-in and declared facet.
func (s *Site) facetRules() []facetRule {
	one := func(list []string, v string) []string {
		if v == "" {
			return list
		}
		return append(list, v)
	}
	rules := []facetRule{
		{name: FacetType, values: func(list []string, e *entry) []string { return one(list, e.typ) }},
		{name: FacetDomain, values: func(list []string, e *entry) []string { return orFact(list, e, e.Doc.Meta.Domain, "domain") }},
		{name: FacetTag, values: func(list []string, e *entry) []string { return orFact(list, e, e.Doc.Meta.Tags, "tags") }},
		{name: FacetAuthor, values: s.creditKeys, people: true},
		{name: FacetLicense, values: func(list []string, e *entry) []string { return one(list, e.license) }},
		{name: FacetLanguage, values: func(list []string, e *entry) []string { return one(list, e.lang) }},
	}
	if s.review.governed {
		rules = append(rules, facetRule{name: FacetStatus, values: func(list []string, e *entry) []string { return one(list, e.earned) }},
			facetRule{name: FacetFresh, values: func(list []string, e *entry) []string { return one(list, e.fresh) }})
		rules = slices.DeleteFunc(rules, func(r facetRule) bool { // a facet of the site's own has the name
			return slices.ContainsFunc(s.cfg.Facets, func(c config.Facet) bool { return c.Name == r.name })
		})
	}
	for k := range rules {
		rules[k].grouping = s.cfg.Groupings[rules[k].name]
		if rules[k].name == FacetStatus {
			rules[k].grouping.Labels = append(s.statusLabels(), rules[k].grouping.Labels...)
		}
	}
	for _, c := range s.cfg.Facets {
		rules = append(rules, facetRule{name: c.Name, label: c.Label, grouping: c.Grouping, values: func(list []string, e *entry) []string {
			for _, f := range e.Doc.Meta.Facets {
				if f.Name == c.Name {
					return append(list, f.Values...)
				}
			}
			return orFact(list, e, nil, c.Name)
		}})
	}
	return rules
}

// statusLabels are what the rules call statuses.
func (s *Site) statusLabels() []config.Label {
	var list []config.Label
	for k := range s.cfg.Governance.Ladder {
		if rung := &s.cfg.Governance.Ladder[k]; rung.Label != "" {
			list = append(list, config.Label{Value: rung.ID, Text: rung.Label})
		}
	}
	return list
}

// makeFacets divides the pages by each facet; by language only where there are several. Values that differ only in case or spacing are
// one value, spelled as in the first page by path.
func (s *Site) makeFacets() {
	for _, rule := range s.facetRules() {
		if f := s.divideBy(&rule); rule.name != FacetLanguage || len(f.terms) > 1 {
			s.facets = append(s.facets, f)
		}
	}
}

func orFact(list []string, e *entry, values []string, field string) []string {
	if len(values) > 0 {
		return append(list, values...)
	}
	if v := e.fact(field); v != "" {
		return append(list, v)
	}
	return list
}

// creditKeys are the contributors whom a page credits. One who asks not to be listed is in no list.
func (s *Site) creditKeys(list []string, e *entry) []string {
	m := &e.Doc.Meta
	for _, credits := range [][]page.Credit{m.Authors, m.Contributions} {
		for k := range credits {
			if c := s.contributor(credits[k].Name, credits[k].URL); c != nil && c.out != "" {
				list = append(list, c.key)
			}
		}
	}
	return list
}

// divideBy makes one facet.
func (s *Site) divideBy(rule *facetRule) facet {
	f := facet{link: FacetLink{Name: rule.name, Label: rule.label}, at: make([]int32, len(s.pages)+1), ids: make([]int32, 0, len(s.pages))}
	index := map[string]int32{}
	asWritten := map[string]int32{}
	var list []string
	for i := range s.pages {
		list = rule.values(list[:0], &s.pages[i])
		for _, v := range list {
			id, ok := asWritten[v]
			if !ok {
				text, key := strings.TrimSpace(v), source.Fold(v)
				if key == "" {
					continue
				}
				if id, ok = index[key]; !ok {
					id = int32(len(f.terms))
					index[key] = id
					f.terms = append(f.terms, term{text: text, value: text, key: key})
				}
				asWritten[v] = id
			}
			if !slices.Contains(f.ids[f.at[i]:], id) {
				f.ids = append(f.ids, id)
			}
		}
		f.at[i+1] = int32(len(f.ids))
	}
	if rule.name == FacetLanguage {
		for k := range f.terms {
			f.terms[k].text = first(s.spoken[f.terms[k].value], f.terms[k].text)
		}
	}
	renumber := s.nameTerms(&f)
	if g := &rule.grouping; len(g.Labels) > 0 || len(g.Groups) > 0 {
		f.group(g, renumber)
	}
	s.listPages(&f)
	for _, g := range rule.grouping.Groups {
		f.groups = append(f.groups, g.Label)
	}
	f.link.Path = BrowseDir + source.SafeName(source.Slug(rule.name)) + ".html"
	f.link.Values = len(f.terms)
	if rule.people {
		s.nameAuthors(&f)
	}
	return f
}

// listPages tells each term its pages, in the order of lists.
func (s *Site) listPages(f *facet) {
	sizes := make([]int32, len(f.terms))
	for _, id := range f.ids {
		sizes[id]++
	}
	all := make([]int32, len(f.ids))
	for id, n := range sizes {
		f.terms[id].pages, all = all[:0:n], all[n:]
	}
	for _, i := range s.rank {
		for _, id := range f.of(i) {
			f.terms[id].pages = append(f.terms[id].pages, i)
		}
	}
}

// nameAuthors leads the terms of a facet to the pages of the contributors that they stand for.
func (s *Site) nameAuthors(f *facet) {
	byKey := make(map[string]*contributor, len(s.crowd.list))
	for i := range s.crowd.list {
		byKey[s.crowd.list[i].key] = &s.crowd.list[i]
	}
	for k := range f.terms {
		t := &f.terms[k]
		if c := byKey[t.value]; c != nil {
			t.text, t.value, t.out, t.path = c.Text, c.Text, c.out, c.Path
		}
	}
}

// nameTerms sorts the terms by key and gives each list an address of its own. It gives the new number of each.
func (s *Site) nameTerms(f *facet) (renumber []int32) {
	order := make([]int32, len(f.terms))
	for k := range order {
		order[k] = int32(k)
	}
	slices.SortFunc(order, func(a, b int32) int { return strings.Compare(f.terms[a].key, f.terms[b].key) })
	terms := make([]term, len(f.terms))
	renumber = make([]int32, len(f.terms))
	taken := make(map[string]bool, len(f.terms))
	for n := 2; (n-1)*valuesOnPage < len(f.terms); n++ {
		taken[strconv.Itoa(n)] = true // the pages of the index stand in the same folder
	}
	if f.link.Name == FacetLicense {
		taken[unlicensedName] = true
	}
	dir := BrowseDir + source.SafeName(source.Slug(f.link.Name)) + "/"
	for to, from := range order {
		t := f.terms[from]
		slug := source.SafeName(t.key)
		name := slug
		for n := 2; taken[pathKey(name)]; n++ {
			name = slug + "-" + strconv.Itoa(n)
		}
		taken[pathKey(name)] = true
		t.out = dir + name + ".html"
		t.path = escapePath(t.out)
		terms[to] = t
		renumber[from] = int32(to)
	}
	f.terms = terms
	for k, id := range f.ids {
		f.ids[k] = renumber[id]
	}
	return renumber
}

// group puts labels in place of values, and the values into the order of their groups. It changes renumber to what holds then.
func (f *facet) group(g *config.Grouping, renumber []int32) {
	at := make(map[string]int32, len(f.terms))
	for k := range f.terms {
		at[f.terms[k].key] = int32(k)
	}
	for _, l := range g.Labels {
		if k, ok := at[source.Fold(l.Value)]; ok {
			f.terms[k].text = l.Text
		}
	}
	order := make([]int32, 0, len(f.terms))
	for number, group := range g.Groups {
		for _, value := range group.Values {
			if k, ok := at[source.Fold(value)]; ok && f.terms[k].group == 0 {
				f.terms[k].group = int32(number) + 1
				order = append(order, k)
			}
		}
	}
	for k := range f.terms {
		if f.terms[k].group == 0 {
			order = append(order, int32(k))
		}
	}
	terms, moved := make([]term, len(order)), make([]int32, len(order))
	for to, from := range order {
		terms[to], moved[from] = f.terms[from], int32(to)
	}
	f.terms = terms
	for k := range f.ids {
		f.ids[k] = moved[f.ids[k]]
	}
	for k := range renumber {
		renumber[k] = moved[renumber[k]]
	}
}

// divide tells of page i its values in each facet, leading to their lists.
func (s *Site) divide(v *PageView, i int32) {
	n := 0
	for k := range s.facets {
		n += len(s.facets[k].of(i))
	}
	slab := make([]Ref, 0, n)
	for k := range s.facets {
		f := &s.facets[k]
		from := len(slab)
		for _, id := range f.of(i) {
			slab = append(slab, Ref{f.terms[id].text, f.terms[id].path})
		}
		refs := slab[from:len(slab):len(slab)]
		if len(refs) == 0 {
			continue
		}
		switch f.link.Name {
		case FacetType:
			v.Type = refs[0]
		case FacetDomain:
			v.Domain = refs
		case FacetTag:
			v.Tags = refs
		case FacetLicense:
			v.License = refs[0]
		case FacetAuthor, FacetLanguage, FacetStatus, FacetFresh:
		default:
			v.Facets = append(v.Facets, FacetRefs{f.link.Name, f.link.Label, refs})
		}
	}
}
