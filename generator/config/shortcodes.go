// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"cmp"
	"slices"
	"strings"

	"commonplace/generator/source"
)

// Shortcode says what a construct of another program becomes: a shortcode of Hugo, a tag of Liquid, a component of MDX.
type Shortcode struct {
	Name    string // in lower case
	Becomes string // one of ShortcodeKinds
}

// ShortcodeKinds are what a shortcode can become. The guide says what each shows (content/guide/dialects.md).
func ShortcodeKinds() []string {
	return []string{"callout", "code", "details", "drop", "embed", "group", "image", "link", "quote", "ref", "relref", "tabs", "text"}
}

// shortcodes lays a map of names over a list that is sorted by name.
func (l *loader) shortcodes(n *source.Node, from origin, list []Shortcode) []Shortcode {
	node := l.mapping(n, "shortcodes", from)
	list = slices.Clone(list)
	for i := range node.Len() {
		name, _ := node.Key(i)
		w, ok := l.one(node.Value(i), name, from)
		if !ok {
			continue
		}
		kind, f := anyOf(ShortcodeKinds()...)(w.text)
		if f != nil {
			l.bad(w, f)
			continue
		}
		code := Shortcode{strings.ToLower(name), kind}
		list = laid(list, code, func(s Shortcode) string { return s.Name })
	}
	return list
}

// laid lays an item over a list that is sorted by name.
func laid[T any](list []T, item T, name func(T) string) []T {
	at, found := slices.BinarySearchFunc(list, name(item), func(other T, want string) int { return cmp.Compare(name(other), want) })
	if found {
		list[at] = item
		return list
	}
	return slices.Insert(list, at, item)
}

func digestShortcodes(d *source.Digest, list []Shortcode) {
	d.Int(len(list))
	for _, s := range list {
		d.Text(s.Name)
		d.Text(s.Becomes)
	}
}
