// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"fmt"
	"slices"
	"strings"

	"commonplace/generator/config"
	"commonplace/generator/page"
	"commonplace/generator/source"
)

// checkTypes holds pages to what site.yaml asks of their type: the form of the id, fields that have a value, from the page itself or from
// where it lies, and only such as are allowed; and sections by their titles, in order.
func (s *Site) checkTypes() {
	s.found.types = make([][]source.Diagnostic, len(s.pages))
	if len(s.cfg.Types) > 0 {
		for i := range s.pages {
			s.checkType(int32(i))
		}
	}
}

// checkType holds page i to its type. What it finds depends on this page alone.
func (s *Site) checkType(i int32) {
	e := &s.pages[i]
	t, ok := s.cfg.Types[e.typ]
	if !ok {
		s.found.types[i] = nil
		return
	}
	say := func(code source.Code, help, format string, args ...any) {
		s.report(source.Diagnostic{Code: code, Path: e.Shown, Message: fmt.Sprintf(format, args...), Help: help})
	}
	if id := e.Doc.Meta.ID; id != "" && !isID(id, t.ID, t.Prefix) {
		say(source.CodeIDForm, "“commonplace new” makes one", "“%s” is no %s", id, idForm(t))
	}
	for _, field := range t.Required {
		if !s.hasField(i, field) {
			say(source.CodeFieldMissing, "", "a page of type “%s” needs “%s”", e.typ, field)
		}
	}
	for _, allowed := range t.Values {
		for _, value := range s.valuesOf(i, allowed.Field) {
			if !slices.ContainsFunc(allowed.Values, func(a string) bool { return source.Fold(a) == source.Fold(value) }) {
				say(source.CodeValueUnknown, didYouMean(source.Nearest(value, allowed.Values)), "“%s” is no value of “%s” for a page of type “%s”", value, allowed.Field, e.typ)
			}
		}
	}
	last, above := -1, ""
	for _, title := range t.Sections {
		switch at := sectionAt(e.Doc, title); {
		case at < 0:
			say(source.CodeSectionMissing, "", "a page of type “%s” needs a section “%s”", e.typ, title)
		case at < last:
			s.report(source.Diagnostic{Code: source.CodeSectionOrder, Path: e.Shown, Span: source.Span{Line: e.Doc.Headings[at].Line, Column: 1},
				Message: fmt.Sprintf("the section “%s” stands above “%s”; pages of type “%s” have it below", title, above, e.typ)})
		default:
			last, above = at, title
		}
	}
	s.found.types[i] = s.reported()
}

// isID tells whether an id has the form that a type asks for.
func isID(id, form, prefix string) bool {
	switch form {
	case "typeid":
		return isTypeID(id, prefix)
	case "uuid":
		return isUUID(id)
	}
	return true
}

// isTypeID follows TypeID 0.3: a prefix, an underscore, and 26 digits of Crockford's alphabet in lower case that hold 128 bits.
func isTypeID(id, prefix string) bool {
	const digits = 26
	before, suffix := "", id
	if cut := strings.LastIndexByte(id, '_'); cut >= 0 {
		before, suffix = id[:cut], id[cut+1:]
		if before == "" || strings.Trim(before, "abcdefghijklmnopqrstuvwxyz_") != "" || before[0] == '_' || before[len(before)-1] == '_' {
			return false
		}
	}
	return len(suffix) == digits && suffix[0] <= '7' && strings.Trim(suffix, "0123456789abcdefghjkmnpqrstvwxyz") == "" && (prefix == "" || before == prefix)
}

// isUUID follows the text form of RFC 9562, section 4.
func isUUID(id string) bool {
	const length = 36
	if len(id) != length {
		return false
	}
	for k, c := range []byte(id) {
		hyphen := k == 8 || k == 13 || k == 18 || k == 23
		if hyphen != (c == '-') || !hyphen && !strings.ContainsRune("0123456789abcdefABCDEF", rune(c)) {
			return false
		}
	}
	return true
}

func idForm(t config.Type) string {
	switch {
	case t.ID == "uuid":
		return "UUID"
	case t.Prefix != "":
		return "TypeID that begins with “" + t.Prefix + "_”"
	}
	return "TypeID"
}

// valuesOf are the values of a field that site.yaml can bound: those of one or a few words.
func (s *Site) valuesOf(i int32, field string) []string {
	e := &s.pages[i]
	m := &e.Doc.Meta
	switch field {
	case "status", "declared_status":
		return orNone(e.status)
	case "license":
		return orNone(e.license)
	case "lang":
		return orNone(e.lang)
	case "version":
		return orNone(m.Version)
	case "domain":
		return orFact(nil, e, m.Domain, field)
	case "tags":
		return orFact(nil, e, m.Tags, field)
	}
	for _, list := range [][]page.Field{m.Facets, m.Fields} {
		for k := range list {
			if list[k].Name == field {
				return list[k].Values
			}
		}
	}
	return orFact(nil, e, nil, field)
}

func (s *Site) hasField(i int32, field string) bool {
	e, c := &s.pages[i], &s.cards[i]
	m := &e.Doc.Meta
	switch field {
	case "title":
		return e.Doc.Title != page.TitleMissing || e.fact(field) != ""
	case "type", "lang":
		return true // every page has them
	case "summary":
		return c.Summary != ""
	case "license":
		return c.License != ""
	case "status", "declared_status":
		return c.Status != ""
	case "created":
		return e.created != ""
	case "updated":
		return e.updated != ""
	case "contributions":
		return len(m.Contributions) > 0
	case "derived_from":
		return len(m.DerivedFrom) > 0
	case "relations":
		return len(m.Relations) > 0
	}
	return m.Has(field) || e.fact(field) != ""
}

func orNone(value string) []string {
	if value == "" {
		return nil
	}
	return []string{value}
}

// sectionAt is the number of the heading of a section, -1 if there is none. Titles are compared as section digests do: without
// numbers, case and the like.
func sectionAt(d *page.Doc, title string) int {
	want := source.Fold(page.SectionTitle(title))
	return slices.IndexFunc(d.Headings, func(h page.Heading) bool { return source.Fold(page.SectionTitle(h.Text)) == want })
}
