// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"fmt"

	"commonplace/generator/page"
	"commonplace/generator/source"
)

// checkTypes holds pages to what site.yaml asks of their type: fields that have a value, from the page itself or from where it lies, and
// sections by their titles.
func (s *Site) checkTypes() {
	if len(s.cfg.Types) == 0 {
		return
	}
	for i := range s.pages {
		e := &s.pages[i]
		t, ok := s.cfg.Types[e.typ]
		if !ok {
			continue
		}
		for _, field := range t.Required {
			if !s.hasField(int32(i), field) {
				s.report(source.Diagnostic{Code: source.CodeFieldMissing, Path: e.Shown, Message: fmt.Sprintf("a page of type “%s” needs “%s”", e.typ, field)})
			}
		}
		for _, title := range t.Sections {
			if !hasSection(e.Doc, title) {
				s.report(source.Diagnostic{Code: source.CodeSectionMissing, Path: e.Shown, Message: fmt.Sprintf("a page of type “%s” needs a section “%s”", e.typ, title)})
			}
		}
	}
}

func (s *Site) hasField(i int32, field string) bool {
	e, c := &s.pages[i], &s.cards[i]
	m := &e.Doc.Meta
	switch field {
	case "id":
		return m.ID != ""
	case "title":
		return e.Doc.Title != page.TitleMissing || e.fact(field) != ""
	case "slug":
		return m.Slug != ""
	case "aliases":
		return len(m.Aliases) > 0
	case "type", "lang":
		return true // every page has them
	case "summary":
		return c.Summary != ""
	case "license":
		return c.License != ""
	case "status", "declared_status":
		return c.Status != ""
	case "domain":
		return len(orFact(nil, e, m.Domain, field)) > 0
	case "tags":
		return len(orFact(nil, e, m.Tags, field)) > 0
	case "created":
		return e.created != ""
	case "updated":
		return e.updated != ""
	case "copyright":
		return len(m.Copyright) > 0
	case "authors":
		return len(m.Authors) > 0
	case "contributions":
		return len(m.Contributions) > 0
	case "stewards":
		return len(m.Stewards) > 0
	case "references":
		return len(m.References) > 0
	case "known_uses":
		return len(m.KnownUses) > 0
	case "derived_from":
		return len(m.DerivedFrom) > 0
	case "relations":
		return len(m.Relations) > 0
	case "version":
		return m.Version != ""
	}
	for _, list := range [][]page.Field{m.Facets, m.Fields} {
		for k := range list {
			if list[k].Name == field {
				return true
			}
		}
	}
	return e.fact(field) != ""
}

// hasSection compares titles as section digests do: without numbers, case and the like.
func hasSection(d *page.Doc, title string) bool {
	want := source.Fold(page.SectionTitle(title))
	for k := range d.Headings {
		if source.Fold(page.SectionTitle(d.Headings[k].Text)) == want {
			return true
		}
	}
	return false
}
