// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"fmt"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"commonplace/generator/config"
	"commonplace/generator/source"
)

// sections reads fields from under headings, as the source's mapping says. It is immutable.
type sections struct {
	parser *Parser
	rules  map[string]config.SectionMap // by folded heading
}

// newSections is nil where a source has no such fields, so that its pages are not looked at.
func newSections(p *Parser, list []config.SectionMap) *sections {
	if len(list) == 0 {
		return nil
	}
	s := &sections{parser: p, rules: make(map[string]config.SectionMap, len(list))}
	for _, rule := range list {
		if key := source.Fold(SectionTitle(rule.Heading)); s.rules[key].Field == "" {
			s.rules[key] = rule
		}
	}
	return s
}

// Bounds on what one section gives. What is longer stays in the text in any case.
const (
	longestText = 2000 // bytes of a summary; it is on every list
	longestLine = 300  // bytes of any other single value
)

// read takes the fields out of a page's tree. What front matter says stands before what a section says, and of two sections the
// first that says something; only roles come together from all. A heading whose section leaves the text is noted in p.fieldHeads.
func (s *sections) read(p *pass, root ast.Node) {
	var r *reader
	taken := map[string]bool{}
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		h, ok := n.(*ast.Heading)
		if !ok {
			continue
		}
		title := strings.TrimLeft(strings.TrimSpace(string(p.textOf(h))), "# ")
		rule, ok := s.rules[source.Fold(SectionTitle(title))]
		if !ok || taken[rule.Field] {
			continue
		}
		name, role, _ := strings.Cut(rule.Field, ".")
		if r == nil {
			r = &reader{p: s.parser, d: p.doc, foreign: true}
		}
		if name != "contributions" && r.d.Meta.Has(rule.Field) {
			continue
		}
		r.begin(rule.Field)
		if p.fieldHeads == nil {
			p.fieldHeads = map[ast.Node]bool{}
		}
		p.fieldHeads[n] = false
		value := s.value(r, p, rule.Field, h)
		if isEmpty(value) {
			continue
		}
		if most := s.parser.limits.YAMLNodes; value.Len() > most {
			r.report(source.CodeTooMany, value.Span(), fmt.Sprintf("%d items under “%s”, more than %d: none is read", value.Len(), title, most), "")
			continue
		}
		switch {
		case name != "contributions":
			taken[rule.Field] = true
			r.field(rule.Field, value)
		case role != "":
			r.field(name, source.NewPair(role, value))
		default:
			r.field(name, value)
		}
		switch {
		case !rule.Stays:
			p.fieldHeads[n] = len(value.Text()) <= longestText
		case rule.Field == "known_uses":
			r.d.Meta.UsesInText = true
		case rule.Field == "references":
			r.d.Meta.WorksInText = true
		}
	}
}

// value is what a section says of a field.
func (s *sections) value(r *reader, p *pass, field string, h *ast.Heading) *source.Node {
	switch name, _, _ := strings.Cut(field, "."); name {
	case "authors", "contributions", "stewards":
		return p.personList(r, h)
	case "known_uses", "references":
		return p.workList(r, h)
	case "declared_status", "status":
		return statusOf(r, p.textLines(h))
	case "id", "type", "title", "slug", "lang", "created", "updated", "date", "license", "version":
		if lines := p.textLines(h); len(lines) > 0 && len(lines[0].text()) <= longestLine {
			return lines[0].node()
		}
	case "summary":
		return p.paragraphs(h)
	default:
		return p.termList(h)
	}
	return nil
}

// statusOf is the first line whose words are known. A status has few words, but a section about it may have any, so where no words
// were given the first line counts.
func statusOf(r *reader, lines []line) *source.Node {
	for _, l := range lines {
		text := strings.TrimRight(l.text(), ". ")
		if _, known := r.values.known(text); known || !r.mapped {
			return source.NewScalar(text, l.span)
		}
	}
	return nil
}

// Has says whether a field of the content model that a section may give has a value, or a field of the site's own.
func (m *Meta) Has(field string) bool {
	switch field {
	case "id":
		return m.ID != ""
	case "type":
		return m.Type != ""
	case "title":
		return m.Title != ""
	case "slug":
		return m.Slug != ""
	case "url":
		return m.URL != ""
	case "order":
		return m.Order != ""
	case "translation_key":
		return m.TranslationKey != ""
	case "translation_of":
		return m.TranslationOf != ""
	case "summary":
		return m.Summary != ""
	case "lang":
		return m.Lang != ""
	case "aliases":
		return len(m.Aliases) > 0
	case "domain":
		return len(m.Domain) > 0
	case "tags":
		return len(m.Tags) > 0
	case "created", "date":
		return m.Created != ""
	case "updated":
		return m.Updated != ""
	case "license":
		return m.License != ""
	case "copyright":
		return len(m.Copyright) > 0
	case "authors":
		return len(m.Authors) > 0
	case "stewards":
		return len(m.Stewards) > 0
	case "references":
		return len(m.References) > 0
	case "known_uses":
		return len(m.KnownUses) > 0
	case "status", "declared_status":
		return m.Status != ""
	case "version":
		return m.Version != ""
	}
	named := func(f Field) bool { return f.Name == field }
	return slices.ContainsFunc(m.Facets, named) || slices.ContainsFunc(m.Fields, named)
}

// leave reads a section that leaves the text, up to the next heading, and gives its last block: its links are links of the page and
// its words are part of what a review of the text covers, but nothing of it is shown.
func (p *pass) leave(h *ast.Heading) ast.Node {
	start, stop := p.headingLines(h)
	p.part.add(p, p.part.at, start)
	p.part.at = stop
	size, holes := len(p.buf), len(p.holes)
	last := ast.Node(h)
	for n := h.NextSibling(); n != nil && !p.over; n = n.NextSibling() {
		if _, next := n.(*ast.Heading); next {
			break
		}
		p.block(n)
		last = n
	}
	p.buf, p.holes = p.buf[:size], p.holes[:holes]
	return last
}
