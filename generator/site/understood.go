// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"cmp"
	"slices"

	"commonplace/generator/page"
	"commonplace/generator/source"
)

// UnderstandingVersion is the version of the shape of Understanding as JSON. It grows when a key changes its meaning or goes; new keys
// may come without.
const UnderstandingVersion = 1

// Understanding is what was made of the files of a commons: what a check ends with.
type Understanding struct {
	Version     int           `json:"version"`
	Foreign     bool          `json:"foreign"` // a source is read by a preset or a mapping
	Pages       int           `json:"pages"`
	Hidden      int           `json:"hidden"`
	People      int           `json:"people"`
	Types       []Counted     `json:"types"`
	Languages   []Counted     `json:"languages"`
	Statuses    []Counted     `json:"statuses"`
	Fields      []Counted     `json:"fields"` // fields that pages have a value for
	NotRendered []NotRendered `json:"not_rendered"`
}

// Counted is how many pages have something: the most frequent come first, then by name.
type Counted struct {
	Name  string `json:"name"`
	Pages int    `json:"pages"`
}

// NotRendered is a construct that is left out, or shown as it is written, and where it stands first.
type NotRendered struct {
	Construct string      `json:"construct"`
	Count     int         `json:"count"`
	Pages     int         `json:"pages"`
	AsText    bool        `json:"as_text"`
	Path      string      `json:"path"`
	Span      source.Span `json:"span"`
}

// Understood counts what the published pages are.
func (s *Site) Understood() *Understanding {
	u := &Understanding{Version: UnderstandingVersion, Pages: s.Pages(), Hidden: s.Hidden(), People: len(s.people)}
	for i := range s.cfg.Sources {
		u.Foreign = u.Foreign || s.cfg.Sources[i].Foreign
	}
	types, languages, statuses, fields := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	seen := map[page.Unrendered]int{}
	for i := range s.pages {
		e := &s.pages[i]
		types[e.typ]++
		languages[e.lang]++
		if e.status != "" {
			statuses[e.status]++
		}
		countFields(fields, &e.Doc.Meta)
		for _, n := range e.Doc.Unrendered {
			key := page.Unrendered{Construct: n.Construct, AsText: n.AsText}
			at, known := seen[key]
			if !known {
				at = len(u.NotRendered)
				seen[key] = at
				u.NotRendered = append(u.NotRendered, NotRendered{Construct: n.Construct, AsText: n.AsText, Path: e.Shown, Span: n.Span})
			}
			u.NotRendered[at].Count += int(n.Count)
			u.NotRendered[at].Pages++
		}
	}
	u.Types, u.Languages, u.Statuses, u.Fields = counted(types), counted(languages), counted(statuses), counted(fields)
	slices.SortFunc(u.NotRendered, func(a, b NotRendered) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Construct, b.Construct))
	})
	if u.NotRendered == nil {
		u.NotRendered = []NotRendered{}
	}
	return u
}

// countFields counts the fields of the content model, and those of the site's own, that a page has.
func countFields(n map[string]int, m *page.Meta) {
	for _, f := range []struct {
		name string
		has  bool
	}{
		{"id", m.ID != ""}, {"title", m.Title != ""}, {"summary", m.Summary != ""}, {"aliases", len(m.Aliases) > 0}, {"url", m.URL != ""},
		{"domain", len(m.Domain) > 0}, {"tags", len(m.Tags) > 0}, {"created", m.Created != ""}, {"updated", m.Updated != ""},
		{"license", m.License != ""}, {"authors", len(m.Authors) > 0}, {"contributions", len(m.Contributions) > 0},
		{"references", len(m.References) > 0}, {"known_uses", len(m.KnownUses) > 0}, {"derived_from", len(m.DerivedFrom) > 0},
		{"relations", len(m.Relations) > 0}, {"version", m.Version != ""}, {"deprecated", m.Deprecated.Declared},
	} {
		if f.has {
			n[f.name]++
		}
	}
	for _, list := range [][]page.Field{m.Facets, m.Fields} {
		for _, f := range list {
			n[f.Name]++
		}
	}
}

func counted(n map[string]int) []Counted {
	list := make([]Counted, 0, len(n))
	for name, pages := range n {
		list = append(list, Counted{name, pages})
	}
	slices.SortFunc(list, func(a, b Counted) int { return cmp.Or(cmp.Compare(b.Pages, a.Pages), cmp.Compare(a.Name, b.Name)) })
	return list
}
