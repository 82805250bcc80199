// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"fmt"
	"strings"

	"commonplace/generator/commons"
	"commonplace/generator/config"
	"commonplace/generator/source"
)

// Registry reads a file of records in foreign shape, as rule number rule of the source's records says. All persons of the file are in
// Doc.People; one without a name and an id is none.
func (p *Parser) Registry(rule int, data []byte) *Doc {
	text, diags := source.Text(data)
	m := &p.records[rule]
	d := &Doc{Kind: KindPerson, Person: new(Person), Diags: diags}
	if m.Kind == config.RecordReview {
		d.Kind, d.Person = KindReview, nil
	}
	root, found := p.registryText(text)
	r := registrar{reader: reader{p: p, d: d, foreign: true}, types: root.Get("types")}
	d.Diags = append(d.Diags, found...)
	list := root.At(m.List)
	switch list.Kind() {
	case source.NodeNull:
		if root != nil {
			r.report(source.CodeUnknownFieldValue, source.Span{Line: 1}, "there is no list “"+m.List+"” here", "site.yaml says where it lies, under records")
		}
	case source.NodeList:
		for i := range list.Len() {
			r.entry(m, "", list.Item(i))
		}
	case source.NodeMap:
		if m.Key != "" || first(list, "name id") != nil && first(list, "name id").Kind() == source.NodeScalar {
			r.entry(m, "", list) // a file of one record
			break
		}
		for i := range list.Len() {
			r.entry(m, r.key(list, i), list.Value(i))
		}
	default:
		r.name = "the record"
		r.misfit(list, "a list or a map", "")
	}
	return d
}

// registryText reads YAML or JSON by its first sign, since JSON with tabs and long lines is nothing for YAML; and TOML, whose first line is
// a header or a key with “=”.
func (p *Parser) registryText(text []byte) (root *source.Node, diags []source.Diagnostic) {
	lim := source.YAMLLimits{Bytes: config.RegistryBytes, Depth: p.limits.YAMLDepth, Nodes: config.RegistryNodes}
	switch start := bytes.TrimSpace(text); {
	case len(start) > 0 && (start[0] == '{' || start[0] == '[' && !bytes.HasPrefix(start, []byte("[["))):
		root, _, diags = source.ParseJSON(text, 1, lim)
		return root, diags
	case frontMatter{to: len(text), syntax: inTOML}.looksLikeMap(text) && !bytes.HasPrefix(start, []byte("-")) && isTOML(start):
		return source.ParseTOML(text, 1, lim)
	}
	return source.ParseYAML(text, 1, lim)
}

// isTOML says whether the first line that is no comment has its “=” before any colon.
func isTOML(text []byte) bool {
	for line := range bytes.Lines(text) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		equals, colon := bytes.IndexByte(line, '='), bytes.IndexByte(line, ':')
		return line[0] == '[' || equals > 0 && (colon < 0 || equals < colon)
	}
	return false
}

// A registrar reads the records of one file.
type registrar struct {
	reader
	types *source.Node // what the file says of roles of its own, as .all-contributorsrc does
}

// entry reads one record.
func (r *registrar) entry(m *config.RecordMap, id string, n *source.Node) {
	if n.Kind() != source.NodeMap {
		if id == "" || n.Kind() != source.NodeScalar {
			r.name = "a record"
			r.misfit(n, "a map", "")
			return
		}
		n = source.NewPair("name", n) // “ada: Ada Example”
	}
	if m.Kind == config.RecordReview {
		r.reviewEntry(m, id, n)
		return
	}
	person := Person{ID: id}
	before := r.d.Person
	r.d.Person = &person
	at := func(field string) *source.Node {
		r.begin(field)
		for _, f := range m.Fields {
			if f.Field != field {
				continue
			}
			for _, path := range f.Paths {
				if v := n.At(path); !isEmpty(v) {
					return v
				}
			}
			return nil
		}
		return n.Get(field)
	}
	r.fillPerson(at)
	if m.Kind == config.KindCitation {
		r.citation(n)
	}
	for i := range person.Roles {
		role := &person.Roles[i]
		if _, rank := commons.RoleOf(role.Role); rank == len(commons.Roles()) {
			role.Note = r.plain(r.types.Get(role.Role).Get("description"))
		}
	}
	if m.Key != "" {
		r.name = m.Key
		person.ID = r.one(n.At(m.Key))
	}
	if person.ID == "" {
		person.ID = id
	}
	for _, f := range m.Fields {
		if place, ok := strings.CutPrefix(f.Field, "accounts."); ok {
			if v := at(f.Field); v.Kind() == source.NodeScalar {
				r.accounts(source.NewPair(place, v))
			}
		}
	}
	r.d.Person = before
	if person.ID == "" && person.Name == "" {
		r.report(source.CodeUnknownFieldValue, n.Span(), "a record without a name and an id: left out", "")
		return
	}
	if len(r.d.People) > 0 && len(r.d.Diags) > maxRegistryMistakes {
		r.d.Diags = append(r.d.Diags[:maxRegistryMistakes], source.Diagnostic{
			Code: source.CodeTooMany, Span: n.Span(), Message: fmt.Sprintf("more than %d mistakes: the rest is not listed", maxRegistryMistakes),
		})
	}
	r.d.People = append(r.d.People, person)
}

// maxRegistryMistakes bounds the diagnostics of one file.
const maxRegistryMistakes = 200

// citation reads what CITATION.cff (1.2.0) says otherwise: a person by the parts of the name, and anything else, which has a name, as an entity. Both are authors of the whole.
func (r *registrar) citation(n *source.Node) {
	who := r.d.Person
	if n.Get("family-names") != nil || n.Get("given-names") != nil {
		who.Name, _ = r.personName(n)
	} else if who.Name != "" {
		who.Kind = "organization"
	}
	who.ID = ""
	who.Roles = []HeldRole{{Role: commons.RoleAuthor}}
}
