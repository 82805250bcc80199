// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"slices"
	"strings"

	"commonplace/generator/source"
)

// mapped is what a source maps, kept until the facets of the site are known.
type mapped struct {
	fields   []FieldMap
	values   []ValueMap
	sections []SectionMap
	records  []RecordMap
	front
	overridden map[string]bool // fields that a layer above has named
}

// fields reads where fields are found. A field that a layer above names is skipped; null there unmaps it.
func (l *loader) fields(from layer, overridden map[string]bool) []FieldMap {
	node := l.mapping(from.node.Get("fields"), "fields", from.origin)
	var list []FieldMap
	for i := range node.Len() {
		field, at := node.Key(i)
		if field == "" {
			l.bad(word{span: at, origin: from.origin}, flawf("a field must have a name"))
			continue
		}
		if overridden[field] {
			continue
		}
		overridden[field] = true
		var paths []string
		for _, w := range l.many(node.Value(i), "fields", from.origin) {
			if w.text != "." && !l.isPath(w) {
				continue
			}
			paths = append(paths, w.text)
		}
		if len(paths) > 0 {
			list = append(list, FieldMap{field, paths})
		}
	}
	return list
}

// values reads the other names of values. The names of a field are those of the uppermost layer that has the field.
func (l *loader) values(from layer, list []ValueMap) []ValueMap {
	node := l.mapping(from.node.Get("values"), "values", from.origin)
	above := len(list)
	for i := range node.Len() {
		field, _ := node.Key(i)
		names := l.mapping(node.Value(i), field, from.origin)
		if slices.ContainsFunc(list[:above], func(v ValueMap) bool { return v.Field == field }) {
			continue
		}
		v := ValueMap{Field: field, Names: map[string]string{}}
		for j := range names.Len() {
			old, at := names.Key(j)
			name, ok := l.one(names.Value(j), old, from.origin)
			if !ok {
				l.bad(word{span: at, origin: from.origin}, flawf("“%s” needs another name", old))
				continue
			}
			v.Names[old] = name.text
		}
		list = append(list, v)
	}
	return list
}

// facts reads values that all pages of a source have. The facts of a field are those of the uppermost layer that has any.
func (l *loader) facts(from layer, list []Fact) []Fact {
	above := slices.Clone(list)
	for _, fact := range l.factsOf(from.node.Get("facts"), "facts", from.origin, nil) {
		if !slices.ContainsFunc(above, func(f Fact) bool { return f.Field == fact.Field }) {
			list = append(list, fact)
		}
	}
	return list
}

// factsOf reads a map of fields to values. Where captures is not nil, values may use those names in braces.
func (l *loader) factsOf(n *source.Node, name string, from origin, captures []string) []Fact {
	node := l.mapping(n, name, from)
	var list []Fact
	for i := range node.Len() {
		field, _ := node.Key(i)
		for _, w := range l.many(node.Value(i), field, from) {
			if f := useOf(w.text, captures); captures != nil && f != nil {
				l.bad(w, f)
				continue
			}
			if w.text != "" {
				list = append(list, Fact{field, w.text})
			}
		}
	}
	return list
}

// useOf checks that the names in braces in a value are captured by its pattern.
func useOf(value string, captures []string) *flaw {
	for _, name := range braced(value) {
		if !slices.Contains(captures, name) {
			f := flawf("the pattern captures no {%s}", name)
			if near := source.Nearest(name, captures); near != "" {
				f.or(didYouMean("{" + near + "}"))
			}
			return f
		}
	}
	return nil
}

// braced lists the names in braces without a comma.
func braced(text string) []string {
	names := []string{}
	for {
		_, after, open := strings.Cut(text, "{")
		name, rest, closed := strings.Cut(after, "}")
		if !open || !closed {
			return names
		}
		if !strings.Contains(name, ",") {
			names = append(names, name)
		}
		text = rest
	}
}

// paths reads what folder names tell.
func (l *loader) paths(from layer) []PathRule {
	node := l.mapping(from.node.Get("paths"), "paths", from.origin)
	var list []PathRule
	for i := range node.Len() {
		pattern, at := node.Key(i)
		if _, f := glob(pattern); f != nil {
			l.bad(word{pattern, at, from.origin}, f)
			continue
		}
		if facts := l.factsOf(node.Value(i), "a rule of paths", from.origin, braced(pattern)); len(facts) > 0 {
			list = append(list, PathRule{pattern, facts})
		}
	}
	return list
}

// finish makes of each source's mapping what parsing may know, now that kinds of relations and facets are known.
func (l *loader) finish() {
	var kinds, machine []string
	for _, r := range l.cfg.Relations {
		kinds = append(kinds, r.Kind)
		if r.Machine {
			machine = append(machine, r.Kind)
		}
	}
	slices.Sort(kinds)
	slices.Sort(machine)
	asked := l.askedFields()
	for i := range l.cfg.Sources {
		r, m := &l.cfg.Sources[i].Reading, l.mapped[i]
		r.Relations, r.Machine, r.Sections = kinds, machine, m.sections
		m.into(r)
		r.Records, r.Terms = m.records, l.terms
		r.Values = slices.DeleteFunc(m.values, func(v ValueMap) bool { return len(v.Names) == 0 })
		r.Fields = m.fields
		for _, facet := range l.cfg.Facets {
			r.Facets = append(r.Facets, facetMap(facet, m))
			r.Fields = slices.DeleteFunc(slices.Clone(r.Fields), func(f FieldMap) bool { return f.Field == facet.Field && !inModel(f.Field) })
			if v := valuesOf(facet.Field, r.Values); v != nil && facet.Name != facet.Field && valuesOf(facet.Name, r.Values) == nil {
				r.Values = append(r.Values, ValueMap{facet.Name, v})
			}
		}
		for _, field := range asked {
			if !slices.ContainsFunc(slices.Concat(r.Fields, r.Facets), func(f FieldMap) bool { return f.Field == field }) {
				r.Fields = append(slices.Clip(r.Fields), FieldMap{field, []string{field}})
			}
		}
		r.Digest = r.digest()
	}
	l.cfg.Digest = l.cfg.digest()
}

// askedFields are the fields of a site's own that its types ask for: pages have them under their own names, unless a source maps them.
func (l *loader) askedFields() []string {
	var fields []string
	for _, t := range l.cfg.Types {
		fields = append(fields, t.Required...)
		for _, allowed := range t.Values {
			fields = append(fields, allowed.Field)
		}
	}
	slices.Sort(fields)
	return slices.DeleteFunc(slices.Compact(fields), inModel)
}

// facetMap says where a facet is found: where its field is mapped from, and under the field's own name.
func facetMap(facet Facet, m mapped) FieldMap {
	paths := []string{facet.Field}
	for _, f := range m.fields {
		if f.Field == facet.Field {
			paths = slices.Concat(f.Paths, paths)
		}
	}
	return FieldMap{facet.Name, slices.Compact(paths)}
}

func valuesOf(field string, list []ValueMap) map[string]string {
	for _, v := range list {
		if v.Field == field {
			return v.Names
		}
	}
	return nil
}

// inModel tells the fields that the content model gives a meaning, which they keep beside being a facet.
func inModel(field string) bool {
	switch field {
	case "id", "type", "title", "slug", "summary", "lang", "aliases", "url", "domain", "tags", "created", "updated", "license",
		"copyright", "authors", "contributions", "stewards", "references", "known_uses", "derived_from", "relations",
		"declared_status", "version", "deprecated", "draft", "order", "translation_of", "translation_key":
		return true
	}
	return false
}
