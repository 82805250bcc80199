// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"slices"
	"strings"

	"commonplace/generator/source"
)

// marks are the words for what stands between the values of a field.
var marks = map[string]string{"comma": ",", "semicolon": ";", "space": " ", "line": "\n", "slash": "/", "bar": "|"}

// front is what a source says of front matter beside where fields are found. What a layer above has named stays.
type front struct {
	split            []Fact
	hide, show, body []FieldMap
	headers          bool
}

func (l *loader) front(from layer, f *front) {
	f.hide = l.rules(from, "hide", f.hide)
	f.show = l.rules(from, "show", f.show)
	above := slices.Clone(f.split)
	node := l.mapping(from.node.Get("split"), "split", from.origin)
	for i := range node.Len() {
		field, _ := node.Key(i)
		if slices.ContainsFunc(above, func(s Fact) bool { return s.Field == field }) {
			continue
		}
		s := Fact{Field: field}
		for _, w := range l.many(node.Value(i), field, from.origin) {
			mark, ok := marks[w.text]
			if !ok {
				names := []string{"comma", "semicolon", "space", "line", "slash", "bar"}
				_, wrong := anyOf(names...)(w.text)
				l.bad(w, wrong)
				continue
			}
			s.Value += mark
		}
		f.split = append(f.split, s)
	}
	l.body(from, f)
}

// rules reads fields and the values that hide or show a page. A rule without values, null, takes the preset's away.
func (l *loader) rules(from layer, key string, above []FieldMap) []FieldMap {
	list := above
	node := l.mapping(from.node.Get(key), key, from.origin)
	for i := range node.Len() {
		field, at := node.Key(i)
		if !l.isPath(word{field, at, from.origin}) || slices.ContainsFunc(above, func(m FieldMap) bool { return m.Field == field }) {
			continue
		}
		list = append(list, FieldMap{field, texts(l.many(node.Value(i), field, from.origin))})
	}
	return list
}

// body reads which fields are text: a path or a list of paths, or headings and the path of the text below each.
func (l *loader) body(from layer, f *front) {
	node := from.node.Get("body")
	if node.Kind() == source.NodeNull || len(f.body) > 0 {
		return
	}
	if node.Kind() != source.NodeMap {
		for _, w := range l.many(node, "body", from.origin) {
			if l.isPath(w) {
				f.body = append(f.body, FieldMap{"", []string{w.text}})
			}
		}
		return
	}
	for i := range node.Len() {
		heading, _ := node.Key(i)
		var paths []string
		for _, w := range l.many(node.Value(i), heading, from.origin) {
			if l.isPath(w) {
				paths = append(paths, w.text)
			}
		}
		if len(paths) > 0 {
			f.body = append(f.body, FieldMap{heading, paths})
		}
	}
}

func (l *loader) isPath(w word) bool {
	if w.text == "." || slices.Contains(strings.Split(w.text, "."), "") {
		l.bad(w, flawf("“%s” is not a path in the front matter", w.text).or("write keys joined by dots, like “ontology.domain”"))
		return false
	}
	return true
}

// into hands over what says something: a rule that was taken away was only kept to hide the preset's.
func (f *front) into(r *Reading) {
	says := func(list []FieldMap) []FieldMap {
		return slices.DeleteFunc(list, func(m FieldMap) bool { return len(m.Paths) == 0 })
	}
	r.Hide, r.Show, r.Body, r.Headers = says(f.hide), says(f.show), f.body, f.headers
	r.Split = slices.DeleteFunc(f.split, func(s Fact) bool { return s.Value == "" })
}
