// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import "commonplace/generator/source"

// sections reads which headings are fields: “Patlet: summary”, or “Patlet: {field: summary, stays: true}”. A heading that a
// layer above names is skipped; null there makes it an ordinary heading again.
func (l *loader) sections(from layer, named map[string]bool) []SectionMap {
	node := l.mapping(from.node.Get("sections"), "sections", from.origin)
	var list []SectionMap
	for i := range node.Len() {
		heading, at := node.Key(i)
		key := source.Fold(heading)
		if key == "" {
			l.bad(word{span: at, origin: from.origin}, flawf("a heading can't be empty"))
			continue
		}
		if named[key] {
			continue
		}
		named[key] = true
		value, s := node.Value(i), SectionMap{Heading: heading}
		field := value
		if value.Kind() == source.NodeMap {
			l.keys(value, "a section", from.origin, "field", "stays")
			field = value.Get("field")
		}
		w, ok := l.one(field, heading, from.origin)
		if !ok || w.text == "" {
			continue
		}
		s.Field, s.Stays = w.text, w.text != "title" && w.text != "summary"
		l.truth(layerOf(value, from), "stays", &s.Stays)
		list = append(list, s)
	}
	return list
}
