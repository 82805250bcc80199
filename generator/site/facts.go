// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"slices"

	"commonplace/generator/config"
	"commonplace/generator/page"
	"commonplace/generator/source"
)

// PageFacts is what commons.json says of a page, for machines that read the commons. URL and Links are paths from the output's
// root, as in hrefs.
type PageFacts struct {
	ID             string                    `json:"id"`
	Title          string                    `json:"title"`
	URL            string                    `json:"url"`
	Type           string                    `json:"type"`
	Domain         []string                  `json:"domain,omitempty"`
	Tags           []string                  `json:"tags,omitempty"`
	License        string                    `json:"license,omitempty"`
	Authors        []string                  `json:"authors,omitempty"`
	Status         string                    `json:"status,omitempty"` // computed from reviews
	DeclaredStatus string                    `json:"declared_status,omitempty"`
	Lang           string                    `json:"lang,omitempty"` // where it is not the site's
	Summary        string                    `json:"summary,omitempty"`
	Links          []string                  `json:"links,omitempty"`
	Relations      map[string][]RelatedFacts `json:"relations,omitempty"`
	Facets         map[string][]string       `json:"facets,omitempty"`
	Fields         map[string][]string       `json:"fields,omitempty"` // what the mapping reads beside all these
}

// RelatedFacts is one end of a relation: a page's address, or a name that no page has yet.
type RelatedFacts struct {
	URL     string `json:"url,omitempty"`
	Wanted  string `json:"wanted,omitempty"`
	Weight  string `json:"weight,omitempty"`
	Note    string `json:"note,omitempty"`
	Machine bool   `json:"machine,omitempty"`
}

// Authors are those of page i as they are shown, in their order.
func (s *Site) Authors(i int) []string {
	var names []string
	for _, c := range s.pages[i].Doc.Meta.Authors {
		names = append(names, s.person(c.Name, c.URL).Text)
	}
	return names
}

// PageFacts are the facts of page i.
func (s *Site) PageFacts(i int) PageFacts {
	e := &s.pages[i]
	m := &e.Doc.Meta
	f := PageFacts{ID: first(m.ID, e.stem()), Title: e.title, URL: s.cards[i].Path, Type: e.typ, Domain: m.Domain, Tags: m.Tags, License: e.license,
		Status: e.earned, DeclaredStatus: e.status, Summary: s.cards[i].Summary}
	if e.lang != s.cfg.Language {
		f.Lang = e.lang
	}
	f.Authors = s.Authors(i)
	for k, t := range s.targets[s.linkAt[i]:s.linkAt[i+1]] {
		if t.state == TargetPage && int(t.index) != i && s.pages[i].Doc.Links[k].Kind != page.LinkTerm && !slices.Contains(f.Links, s.cards[t.index].Path) {
			f.Links = append(f.Links, s.cards[t.index].Path)
		}
	}
	for _, r := range s.rels[s.relAt[i]:s.relAt[i+1]] {
		if f.Relations == nil {
			f.Relations = map[string][]RelatedFacts{}
		}
		to := RelatedFacts{Weight: r.Weight, Note: r.Note, Machine: r.Machine || r.kind.Machine}
		if r.page >= 0 {
			to.URL = s.cards[r.page].Path
		} else {
			to.Wanted = r.To
		}
		f.Relations[r.Kind] = append(f.Relations[r.Kind], to)
	}
	for k := range s.facets {
		facet := &s.facets[k]
		if ids := facet.of(int32(i)); len(ids) > 0 && s.isDeclared(facet.link.Name) {
			if f.Facets == nil {
				f.Facets = map[string][]string{}
			}
			for _, id := range ids {
				f.Facets[facet.link.Name] = append(f.Facets[facet.link.Name], facet.terms[id].value)
			}
		}
	}
	if len(m.Fields) > 0 {
		f.Fields = make(map[string][]string, len(m.Fields))
	}
	for k := range m.Fields {
		f.Fields[m.Fields[k].Name] = m.Fields[k].Values
	}
	return f
}

// stem is the default id of a page: its path below the root without extension.
func (e *entry) stem() string { return e.Path[:len(e.Path)-len(extension(e.Path))] }

func extension(p string) string {
	for k := len(p) - 1; k >= 0 && p[k] != '/'; k-- {
		if p[k] == '.' {
			return p[k:]
		}
	}
	return ""
}

func (s *Site) isDeclared(name string) bool {
	return slices.ContainsFunc(s.cfg.Facets, func(c config.Facet) bool { return c.Name == name })
}

// FactsKey covers all that PageFacts of pages from to below to say, from what they are made of.
func (s *Site) FactsKey(d *source.Digest, from, to int) {
	for i := from; i < to; i++ {
		e := &s.pages[i]
		m := &e.Doc.Meta
		d.Hash(s.cards[i].Digest)
		d.Text(m.ID)
		d.Text(e.Path)
		d.Texts(m.Domain)
		d.Texts(m.Tags)
		for k := range m.Authors {
			d.Text(s.person(m.Authors[k].Name, m.Authors[k].URL).Text)
		}
		d.Int(len(m.Authors))
		for _, t := range s.targets[s.linkAt[i]:s.linkAt[i+1]] {
			if t.state == TargetPage {
				d.Text(s.cards[t.index].Path)
			}
		}
		for _, r := range s.rels[s.relAt[i]:s.relAt[i+1]] {
			d.Texts([]string{r.Kind, r.To, r.Weight, r.Note})
			d.Bool(r.Machine)
			if r.page >= 0 {
				d.Text(s.cards[r.page].Path)
			}
		}
		for k := range m.Facets {
			d.Text(m.Facets[k].Name)
			d.Texts(m.Facets[k].Values)
		}
		for k := range m.Fields {
			d.Text(m.Fields[k].Name)
			d.Texts(m.Fields[k].Values)
		}
		for k := range e.facts {
			d.Texts([]string{e.facts[k].Field, e.facts[k].Value})
		}
	}
}

// MediumOutput is a published file that is not made from a view.
type MediumOutput struct {
	*Medium
	Path string // output path
}

// Media are the files that pages show or lead to, and all static files. What nobody refers to is not published.
func (s *Site) Media() []MediumOutput {
	var list []MediumOutput
	for i := range s.media {
		if m := &s.media[i]; m.used {
			list = append(list, MediumOutput{m.Medium, m.out})
		}
	}
	return list
}
