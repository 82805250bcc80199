// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"fmt"
	"slices"
	"strings"

	"commonplace/generator/source"
)

// An origin is where settings were written other than in site.yaml: "COMMONPLACE_TITLE", "--set title", "preset obsidian".
// The zero origin is site.yaml.
type origin struct{ name string }

// A word is one value as written, and where.
type word struct {
	text string
	span source.Span
	origin
}

// A flaw is what is wrong with a value, and the way out.
type flaw struct{ message, help string }

func flawf(format string, args ...any) *flaw { return &flaw{message: fmt.Sprintf(format, args...)} }

// or adds the way out.
func (f *flaw) or(help string) *flaw {
	f.help = help
	return f
}

func (l *loader) report(code source.Code, at word, f *flaw) {
	d := source.Diagnostic{Code: code, Path: l.path, Span: at.span, Message: f.message, Help: f.help}
	if at.name != "" {
		d.Path, d.Message = "", at.name+": "+f.message
	}
	l.diags = append(l.diags, d)
}

// fatal reports what makes the site another one than was meant.
func (l *loader) fatal(at word, f *flaw) {
	l.bad(at, f)
	l.diags[len(l.diags)-1].Severity = source.Error
}

func (l *loader) bad(at word, f *flaw) { l.report(source.CodeConfigValue, at, f) }

// unknown reports a key that has no meaning where it stands.
func (l *loader) unknown(at word, where string, known []string) {
	f := flawf("unknown key “%s”", at.text)
	if where != "" {
		f.message += " in " + where
	}
	if near := nearest(at.text, known); near != "" {
		f.help = didYouMean(near)
	}
	l.report(source.CodeConfigUnknownKey, at, f)
}

// nearest also sees through case, which source.Nearest takes as different letters.
func nearest(text string, known []string) string {
	for _, k := range known {
		if strings.EqualFold(text, k) {
			return k
		}
	}
	return source.Nearest(text, known)
}

func didYouMean(word string) string { return "did you mean “" + word + "”?" }

// mapping gives the node if it is a map; anything else but null is reported.
func (l *loader) mapping(n *source.Node, name string, from origin) *source.Node {
	switch n.Kind() {
	case source.NodeMap:
		return n
	case source.NodeNull:
	default:
		l.bad(word{span: n.Span(), origin: from}, flawf("%s must be a map of keys and values, not %s", name, kindName(n)))
	}
	return nil
}

// keys reports the keys of a map that are not known.
func (l *loader) keys(n *source.Node, where string, from origin, known ...string) {
	for i := range n.Len() {
		key, span := n.Key(i)
		if !slices.Contains(known, key) {
			l.unknown(word{key, span, from}, where, known)
		}
	}
}

// one reads a single value; null gives ok false.
func (l *loader) one(n *source.Node, name string, from origin) (w word, ok bool) {
	switch n.Kind() {
	case source.NodeNull:
		return word{}, false
	case source.NodeScalar:
		return word{n.Text(), n.Span(), from}, true
	}
	l.bad(word{span: n.Span(), origin: from}, flawf("%s takes one value, not %s", name, kindName(n)))
	return word{}, false
}

// many reads one value or a list of them.
func (l *loader) many(n *source.Node, name string, from origin) []word {
	switch n.Kind() {
	case source.NodeNull:
		return nil
	case source.NodeScalar:
		return []word{{n.Text(), n.Span(), from}}
	case source.NodeMap:
		l.bad(word{span: n.Span(), origin: from}, flawf("%s takes a value or a list, not a map", name))
		return nil
	}
	words := make([]word, 0, n.Len())
	for i := range n.Len() {
		item := n.Item(i)
		if item.Kind() != source.NodeScalar {
			l.bad(word{span: item.Span(), origin: from}, flawf("an item of %s must be one value, not %s", name, kindName(item)))
			continue
		}
		words = append(words, word{item.Text(), item.Span(), from})
	}
	return words
}

// all is many, and the word none for a list that is written and empty.
func (l *loader) all(n *source.Node, name, none string, from origin) []word {
	if none != "" && n.Kind() == source.NodeList && n.Len() == 0 {
		return []word{{none, n.Span(), from}}
	}
	return l.many(n, name, from)
}

// truth reads true or false.
func (l *loader) truth(from layer, key string, dst *bool) {
	w, ok := l.one(from.node.Get(key), key, from.origin)
	if !ok {
		return
	}
	value, f := truthOf(w.text)
	if f != nil {
		l.bad(w, f)
		return
	}
	*dst = value
}

func kindName(n *source.Node) string {
	switch n.Kind() {
	case source.NodeNull:
		return "nothing"
	case source.NodeScalar:
		return "a single value"
	case source.NodeList:
		return "a list"
	}
	return "a map"
}

func texts(words []word) []string {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = w.text
	}
	return list
}
