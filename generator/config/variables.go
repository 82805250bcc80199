// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"slices"

	"commonplace/generator/source"
)

// Variable is a text that stands in place of a name in the text of pages: of {{ site.repository }} in Liquid, of {{< param "repository" >}} in
// Hugo.
type Variable struct{ Name, Text string }

// maxVariable bounds a text: a page may ask for it ten thousand times.
const maxVariable = 1000

// variables lays a map of names over a list that is sorted by name.
func (l *loader) variables(n *source.Node, from origin, list []Variable) []Variable {
	node := l.mapping(n, "variables", from)
	list = slices.Clone(list)
	for i := range node.Len() {
		name, _ := node.Key(i)
		w, ok := l.one(node.Value(i), name, from)
		if !ok {
			continue
		}
		if len(w.text) > maxVariable {
			l.bad(w, flawf("%d bytes, more than the %d that stand in place of a name", len(w.text), maxVariable))
			continue
		}
		v := Variable{name, w.text}
		list = laid(list, v, func(v Variable) string { return v.Name })
	}
	return list
}

func digestVariables(d *source.Digest, list []Variable) {
	d.Int(len(list))
	for _, v := range list {
		d.Text(v.Name)
		d.Text(v.Text)
	}
}
