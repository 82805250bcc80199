// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"slices"

	"commonplace/generator/source"
)

// RecordMap says how files of a foreign shape hold records, many or one a file, in YAML, JSON or TOML by their extension.
type RecordMap struct {
	Path string // glob of source.Match below the root
	Kind string // RecordPerson, RecordReview or KindCitation
	List string // path of the list, or of a map whose keys are ids; "." is the top level
	Key  string // field of an item that is its id; empty: the key of the map, or its field id
	// Fields are those of a record of this kind ("name", "accounts.github") and where an item has them. What is not named is
	// read under its own name.
	Fields []FieldMap
}

// The kinds of records that a list can hold.
const (
	RecordPerson = "person"
	RecordReview = "review"
)

// Registries are written by hand and by programs; R20 of the promises bounds them.
const (
	RegistryBytes = 4 << 20
	RegistryNodes = 100_000
)

// maxRecords bounds the rules of a source.
const maxRecords = 32

// recordFields are the fields of a record that a mapping may name; of a person any account is accounts.NAME.
func recordFields(kind string) []string {
	if kind == RecordReview {
		return []string{"subject", "reviewer", "editor", "date", "type", "recommendation", "license", "link", "content", "body"}
	}
	return []string{"id", "kind", "name", "orcid", "website", "listed", "accounts", "languages", "roles"}
}

// records reads where a source has records in foreign shape.
func (l *loader) records(from layer) []RecordMap {
	list := from.node.Get("records")
	switch list.Kind() {
	case source.NodeNull:
		return nil
	case source.NodeList:
	default:
		l.bad(word{span: list.Span(), origin: from.origin}, flawf("records must be a list, not %s", kindName(list)).or("write “- path: people.yaml” below it"))
		return nil
	}
	var records []RecordMap
	for i := range list.Len() {
		node := l.mapping(list.Item(i), "an item of records", from.origin)
		l.keys(node, "an item of records", from.origin, "path", "kind", "list", "key", "fields")
		item := layerOf(node, from)
		r := RecordMap{List: "."}
		if node.Get("kind") == nil {
			r.Kind = RecordPerson
		}
		l.value(item, "path", &r.Path, glob)
		l.value(item, "kind", &r.Kind, anyOf(RecordPerson, RecordReview, KindCitation))
		l.value(item, "list", &r.List, nil)
		l.value(item, "key", &r.Key, nil)
		switch {
		case r.Path == "":
			l.bad(word{span: list.Item(i).Span(), origin: from.origin}, flawf("records need a path, which may be a pattern"))
			continue
		case r.Kind == "":
			continue // reported
		case len(records) == maxRecords:
			l.bad(word{span: list.Item(i).Span(), origin: from.origin}, flawf("a source has at most %d kinds of records", maxRecords))
			return records
		}
		fields := l.mapping(node.Get("fields"), "fields", from.origin)
		for j := range fields.Len() {
			name, at := fields.Key(j)
			if len(name) <= len("accounts.") || name[:len("accounts.")] != "accounts." {
				if known := recordFields(r.Kind); !slices.Contains(known, name) {
					l.unknown(word{name, at, from.origin}, "the fields of a "+r.Kind, known)
					continue
				}
			}
			var paths []string
			for _, w := range l.many(fields.Value(j), name, from.origin) {
				if l.isPath(w) {
					paths = append(paths, w.text)
				}
			}
			r.Fields = append(r.Fields, FieldMap{name, paths})
		}
		records = append(records, r)
	}
	return records
}
