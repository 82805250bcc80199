// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import "strings"

// NodeKind is what a YAML node is.
type NodeKind uint8

// The kinds of nodes. A key that is set but has no value, and one that is not set, are both NodeNull.
const (
	NodeNull NodeKind = iota
	NodeScalar
	NodeList
	NodeMap
)

// Node is one value of a YAML text. All methods may be called on nil, which is null without a place. It is immutable.
type Node struct {
	kind   NodeKind
	quoted bool
	span   Span
	text   string
	kids   []Node // of a list its items, of a map key, value, key, value
}

// Kind is what the node is.
func (n *Node) Kind() NodeKind {
	if n == nil {
		return NodeNull
	}
	return n.kind
}

// Span is the place of a scalar as written, up to the end of its line; of a list or a map where it begins.
func (n *Node) Span() Span {
	if n == nil {
		return Span{}
	}
	return n.span
}

// Text is a scalar exactly as written, 1.0 or no, without its quotes; empty for any other node.
func (n *Node) Text() string {
	if n == nil || n.kind != NodeScalar {
		return ""
	}
	return n.text
}

// Quoted says that a scalar stands in quotes or is a block of text, so that it is a string in every YAML.
func (n *Node) Quoted() bool { return n != nil && n.quoted }

// Len is the number of items of a list or of keys of a map.
func (n *Node) Len() int {
	switch n.Kind() {
	case NodeList:
		return len(n.kids)
	case NodeMap:
		return len(n.kids) / 2
	}
	return 0
}

// Item is the value of item i of a list, from 0; nil where there is none.
func (n *Node) Item(i int) *Node {
	if n.Kind() != NodeList || i < 0 || i >= len(n.kids) {
		return nil
	}
	return &n.kids[i]
}

// Key is key i of a map, in the order written, and its place.
func (n *Node) Key(i int) (string, Span) {
	if n.Kind() != NodeMap || i < 0 || 2*i >= len(n.kids) {
		return "", Span{}
	}
	return n.kids[2*i].text, n.kids[2*i].span
}

// Value is the value of key i of a map.
func (n *Node) Value(i int) *Node {
	if n.Kind() != NodeMap || i < 0 || 2*i >= len(n.kids) {
		return nil
	}
	return &n.kids[2*i+1]
}

// Get is the value of a key of a map; nil where the key is not set.
func (n *Node) Get(key string) *Node {
	if n.Kind() != NodeMap {
		return nil
	}
	for i := 0; i < len(n.kids); i += 2 {
		if n.kids[i].text == key {
			return &n.kids[i+1]
		}
	}
	return nil
}

// At follows keys joined by dots; "." is the node itself. A key that has dots itself is found when the path names it whole.
func (n *Node) At(path string) *Node {
	if path == "." {
		return n
	}
	for n != nil {
		key, rest, more := strings.Cut(path, ".")
		if !more {
			return n.Get(path)
		}
		if whole := n.Get(path); whole != nil {
			return whole
		}
		n, path = n.Get(key), rest
	}
	return nil
}

// Strings reads one, many or none alike: a scalar is one string, a list its scalars, null and an empty string none. The type
// that YAML gives a scalar plays no part.
func (n *Node) Strings() []string {
	switch n.Kind() {
	case NodeScalar:
		if n.text != "" {
			return []string{n.text}
		}
	case NodeList:
		out := make([]string, 0, len(n.kids))
		for i := range n.kids {
			if text := n.kids[i].Text(); text != "" {
				out = append(out, text)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// Bool reads true and false in any case; ok is false for everything else.
func (n *Node) Bool() (value, ok bool) {
	text := n.Text()
	switch {
	case strings.EqualFold(text, "true"):
		return true, true
	case strings.EqualFold(text, "false"):
		return false, true
	}
	return false, false
}

// NewScalar makes a text that stands elsewhere than in YAML a value like any other.
func NewScalar(text string, span Span) *Node {
	return &Node{kind: NodeScalar, quoted: true, span: span, text: text}
}

// NewList makes a list of values.
func NewList(items ...*Node) *Node {
	n := &Node{kind: NodeList, kids: make([]Node, 0, len(items))}
	for _, item := range items {
		n.kids = append(n.kids, *item)
	}
	if len(items) > 0 {
		n.span = items[0].span
	}
	return n
}

// NewPair makes a map of one key.
func NewPair(key string, value *Node) *Node {
	return (&Node{kind: NodeMap, span: value.span}).With(key, value)
}

// With is a map with one key more, behind the others.
func (n *Node) With(key string, value *Node) *Node {
	more := *n
	more.kids = append(n.kids[:len(n.kids):len(n.kids)], Node{kind: NodeScalar, span: value.span, text: key}, *value)
	return &more
}
