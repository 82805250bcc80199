// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/pelletier/go-toml/v2/unstable"
)

// ParseTOML reads a TOML document (toml.io, version 1.0) into the same values as ParseYAML, with the same promises: scalars are their
// text, what is wrong becomes diagnostics, and after a syntax error whatever stands in other lines is returned.
func ParseTOML(text []byte, line int, lim YAMLLimits) (*Node, []Diagnostic) {
	p := &tomlParser{yamlParser: yamlParser{lim: lim}, text: text, from: line, lines: NewLines(text)}
	if len(text) > lim.Bytes {
		p.report(CodeTooLarge, Span{Line: int32(line)}, fmt.Sprintf("%d bytes of TOML, more than %d: not read", len(text), lim.Bytes))
		return nil, p.diags
	}
	// Each bracket may open a value: this bounds how deep the library recurses.
	if bytes.Count(text, []byte("["))+bytes.Count(text, []byte("{")) > lim.Nodes {
		p.report(CodeTooLarge, Span{Line: int32(line)}, "far too many TOML values: not read")
		return nil, p.diags
	}
	root := &tomlTable{}
	p.read(root)
	span := Span{Line: int32(line), Column: 1}
	return p.freezeTable(root, span, 1), p.diags
}

// A tomlTable is a map while it grows: headers and dotted keys may add to it from several places.
type tomlTable struct {
	keys   []Node // names and their places
	values []*tomlValue
	index  map[string]int
	closed bool // written in braces: nothing can be added
}

// A tomlValue is one of its three.
type tomlValue struct {
	scalar *Node
	table  *tomlTable
	list   []*tomlValue
	tables bool // a list that [[headers]] make
	span   Span
}

type tomlParser struct {
	yamlParser // for its limits and diagnostics
	text       []byte
	from       int // number of the first line
	lines      *Lines
	lib        unstable.Parser
	base       int // where the text that the library reads begins
}

// read takes expression by expression. After a mistake it goes on in the next line.
func (p *tomlParser) read(root *tomlTable) {
	table := root
	for p.base < len(p.text) && len(p.diags) < maxMistakes {
		p.lib.Reset(p.text[p.base:])
		for p.lib.NextExpression() {
			e := p.lib.Expression()
			switch e.Kind {
			case unstable.Table, unstable.ArrayTable:
				table = p.header(root, e)
			case unstable.KeyValue:
				if table != nil {
					p.keyValue(table, e)
				}
			}
		}
		err := p.lib.Error()
		if err == nil {
			return
		}
		at := p.base
		message := err.Error()
		if fault := new(unstable.ParserError); errors.As(err, &fault) {
			message = fault.Message
			if len(fault.Highlight) > 0 {
				at += int(p.lib.Range(fault.Highlight).Offset)
			}
		}
		at = min(at, len(p.text)-1)
		p.report(CodeFrontMatterSyntax, p.place(at, 1), "TOML: "+message+": the line is left out")
		next := bytes.IndexByte(p.text[at:], '\n')
		if next < 0 {
			return
		}
		p.base = at + next + 1
	}
}

func (p *tomlParser) place(at, length int) Span {
	span := p.lines.Span(at, min(at+length, len(p.text)))
	span.Line += int32(p.from - 1)
	return span
}

func (p *tomlParser) spanOf(n *unstable.Node) Span {
	if n.Raw.Length > 0 {
		return p.place(p.base+int(n.Raw.Offset), int(n.Raw.Length))
	}
	switch n.Kind { // those whose text the library leaves where it stands
	case unstable.Bool, unstable.LocalDate, unstable.LocalTime, unstable.LocalDateTime, unstable.DateTime:
		return p.place(p.base+int(p.lib.Range(n.Data).Offset), len(n.Data))
	}
	return Span{}
}

// header opens the table that a header names; nil where there is none by this name.
func (p *tomlParser) header(root *tomlTable, e *unstable.Node) *tomlTable {
	t := root
	for keys := e.Key(); keys.Next(); {
		k := keys.Node()
		last := keys.IsLast()
		name, span := string(k.Data), p.spanOf(k)
		v := t.get(name)
		if v == nil {
			v = &tomlValue{span: span}
			if last && e.Kind == unstable.ArrayTable {
				v.tables = true
			} else {
				v.table = &tomlTable{}
			}
			t.add(name, span, v)
		}
		switch {
		case v.tables && last && e.Kind == unstable.ArrayTable:
			v.list = append(v.list, &tomlValue{table: &tomlTable{}, span: span})
			fallthrough
		case v.tables && !last && len(v.list) > 0:
			t = v.list[len(v.list)-1].table
		case v.table != nil && !v.table.closed && (!last || e.Kind == unstable.Table):
			t = v.table
		default:
			p.duplicate(name, span, v.span)
			return nil
		}
	}
	return t
}

func (p *tomlParser) keyValue(t *tomlTable, e *unstable.Node) {
	for keys := e.Key(); keys.Next(); {
		k := keys.Node()
		name, span := string(k.Data), p.spanOf(k)
		v := t.get(name)
		switch {
		case keys.IsLast() && v == nil:
			t.add(name, span, p.value(e.Value(), span))
			return
		case keys.IsLast() || v != nil && (v.table == nil || v.table.closed):
			p.duplicate(name, span, v.span)
			return
		case v == nil:
			v = &tomlValue{table: &tomlTable{}, span: span}
			t.add(name, span, v)
		}
		t = v.table
	}
}

func (p *tomlParser) value(n *unstable.Node, key Span) *tomlValue {
	span := p.spanOf(n)
	if span.Line == 0 {
		span = key
	}
	v := &tomlValue{span: span}
	switch n.Kind {
	case unstable.Array:
		v.list = []*tomlValue{}
		for items := n.Children(); items.Next(); {
			v.list = append(v.list, p.value(items.Node(), span))
		}
	case unstable.InlineTable:
		v.table = &tomlTable{}
		for items := n.Children(); items.Next(); {
			p.keyValue(v.table, items.Node())
		}
		v.table.closed = true
	default:
		v.scalar = &Node{kind: NodeScalar, quoted: n.Kind == unstable.String, span: span, text: string(n.Data)}
	}
	return v
}

func (t *tomlTable) get(name string) *tomlValue {
	if i, ok := t.index[name]; ok {
		return t.values[i]
	}
	return nil
}

// add enters a key that is new.
func (t *tomlTable) add(name string, span Span, v *tomlValue) {
	if t.index == nil {
		t.index = map[string]int{}
	}
	t.index[name] = len(t.values)
	t.keys = append(t.keys, Node{kind: NodeScalar, span: span, text: name})
	t.values = append(t.values, v)
}

func (p *tomlParser) freezeTable(t *tomlTable, span Span, depth int) *Node {
	n := &Node{kind: NodeMap, span: span, kids: make([]Node, 0, 2*len(t.keys))}
	for i := range t.keys {
		p.nodes++
		n.kids = append(n.kids, t.keys[i], *p.freeze(t.values[i], depth+1))
	}
	return n
}

// freeze makes of what was read what others see, within the limits.
func (p *tomlParser) freeze(v *tomlValue, depth int) *Node {
	if p.nodes++; p.nodes > p.lim.Nodes {
		if p.nodes == p.lim.Nodes+1 {
			p.report(CodeTooLarge, v.span, fmt.Sprintf("more than %d TOML values: the rest is not read", p.lim.Nodes))
		}
		return &Node{span: v.span}
	}
	if depth > p.lim.Depth {
		p.report(CodeTooDeep, v.span, fmt.Sprintf("TOML nested more than %d deep: left out", p.lim.Depth))
		return &Node{span: v.span}
	}
	switch {
	case v.scalar != nil:
		return v.scalar
	case v.table != nil:
		return p.freezeTable(v.table, v.span, depth)
	}
	n := &Node{kind: NodeList, span: v.span, kids: make([]Node, 0, len(v.list))}
	for _, item := range v.list {
		n.kids = append(n.kids, *p.freeze(item, depth+1))
	}
	return n
}
