// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// YAMLLimits bounds what a YAML text may ask for; see R20 of the promises.
type YAMLLimits struct {
	Bytes, Depth, Nodes int
}

// ParseYAML reads one YAML document, whose first line is number line of its file. It is read as YAML 1.2 without types,
// aliases and tags: a scalar is its text. The text must be what Text gives.
//
// What is wrong becomes diagnostics, and whatever can be saved is returned: after a syntax error the top-level keys that are
// right by themselves. Of a key that is set twice the first value holds. A text over its limits gives nil.
func ParseYAML(text []byte, line int, lim YAMLLimits) (*Node, []Diagnostic) {
	p := &yamlParser{lim: lim}
	if len(text) > lim.Bytes {
		p.report(CodeTooLarge, Span{Line: int32(line)}, fmt.Sprintf("%d bytes of YAML, more than %d: not read", len(text), lim.Bytes))
		return nil, p.diags
	}
	if at := p.overfull(text); at >= 0 {
		p.report(CodeTooLarge, Span{Line: int32(line + bytes.Count(text[:at], []byte{'\n'}))}, "far too many YAML values: not read")
		return nil, p.diags
	}
	root, err := p.parse(text, line)
	if err == nil {
		return root, p.diags
	}
	p.diags, p.nodes = p.diags[:0], 0
	if root = p.salvage(text, line); root == nil {
		p.diags = append(p.diags, p.explain(err, text, line))
	}
	return root, p.diags
}

const (
	// marksPerNode is how many marks such as commas and line ends a text may have for each value that is allowed. Each value
	// needs one and prose has some, so this bounds the memory of a parse before it begins.
	marksPerNode = 4
	// maxLineMarks bounds them on one line with a list or map in brackets: the library's time grows with their square
	// (6,000 values on a line: 0.16 s), since such a list may turn out to be a key up to its last bracket.
	maxLineMarks = 2000
	// maxMistakes is how many diagnostics one text gets.
	maxMistakes = 100
)

// overfull gives the offset where a text has more marks than its limit of values can explain, or -1.
func (p *yamlParser) overfull(text []byte) int {
	total, inLine, flow := 0, 0, false
	for i, c := range text {
		switch c {
		case '\n':
			total++
			inLine, flow = 0, false
		case '[', '{':
			flow = true
			fallthrough
		case ',', ':', '?', '-':
			total++
			inLine++
		default:
			continue
		}
		if total > marksPerNode*p.lim.Nodes || flow && inLine > maxLineMarks {
			return i
		}
	}
	return -1
}

// A yamlParser turns the library's trees into ours. Its arena is reused for each piece of one text.
type yamlParser struct {
	lim   YAMLLimits
	diags []Diagnostic
	line  int    // number of the first line of text
	text  []byte // of the piece at hand
	lines *Lines
	arena []Node
	nodes int
}

// CheckDepth makes the library stop before it recurses: its scanner calls this when a collection begins.
func (p *yamlParser) CheckDepth(depth int, _ *yaml.DepthContext) error {
	if depth > p.lim.Depth {
		return errTooDeep
	}
	return nil
}

// CheckAlias is never called with more than none: aliases are not followed.
func (p *yamlParser) CheckAlias(int, int) error { return nil }

var errTooDeep = errors.New("nested too deeply")

func (p *yamlParser) report(code Code, span Span, message string, notes ...Note) {
	p.add(Diagnostic{Code: code, Span: span, Message: message, Notes: notes})
}

func (p *yamlParser) add(d Diagnostic) {
	switch len(p.diags) {
	case maxMistakes:
	case maxMistakes - 1:
		p.diags = append(p.diags, Diagnostic{Code: CodeTooMany, Span: d.Span, Message: "more mistakes follow: not listed"})
	default:
		p.diags = append(p.diags, d)
	}
}

// parse reads one piece of YAML whose first line has the given number.
func (p *yamlParser) parse(text []byte, line int) (root *Node, err error) {
	// The library reports its own mistakes by panicking; one of them must not take the whole run down.
	defer func() {
		if v := recover(); v != nil {
			root, err = nil, fmt.Errorf("yaml: %v", v)
		}
	}()
	loader, err := yaml.NewLoader(bytes.NewReader(text), yaml.WithPlugin(p))
	if err != nil {
		return nil, err
	}
	var doc yaml.Node
	if err := loader.Load(&doc); err == io.EOF {
		return &Node{span: Span{Line: int32(line), Column: 1}}, nil
	} else if err != nil {
		return nil, err
	}
	p.text, p.line, p.lines = text, line, NewLines(text)
	content := &doc
	if doc.Kind == yaml.DocumentNode && len(doc.Content) == 1 {
		content = doc.Content[0]
	}
	p.arena = make([]Node, count(content))
	root = &p.take(1)[0]
	p.convert(content, root, 1)
	var second yaml.Node
	if err := loader.Load(&second); err != io.EOF {
		if err != nil {
			return nil, err
		}
		p.report(CodeYAMLDocuments, p.span(&second), "a second YAML document: only the first is read")
	}
	return root, nil
}

func count(n *yaml.Node) int {
	total := 1
	for _, kid := range n.Content {
		total += count(kid)
	}
	return total
}

// take cuts n nodes off the arena.
func (p *yamlParser) take(n int) []Node {
	nodes := p.arena[:n:n]
	p.arena = p.arena[n:]
	return nodes
}

// convert fills n with what the library read. depth is how deep from lies.
func (p *yamlParser) convert(from *yaml.Node, n *Node, depth int) {
	n.span = p.span(from)
	if p.nodes++; p.nodes > p.lim.Nodes {
		if p.nodes == p.lim.Nodes+1 {
			p.report(CodeTooLarge, n.span, fmt.Sprintf("more than %d YAML values: the rest is not read", p.lim.Nodes))
		}
		return
	}
	if from.Style&yaml.TaggedStyle != 0 {
		p.report(CodeYAMLTag, n.span, "a YAML tag, which has no meaning here: left out")
	}
	if from.Anchor != "" && from.Kind != yaml.AliasNode {
		p.report(CodeYAMLAlias, n.span, "a YAML anchor (&), which has no meaning here: left out")
	}
	switch from.Kind {
	case yaml.AliasNode:
		p.report(CodeYAMLAlias, n.span, "a YAML alias (*), which is not followed: the value is left out")
	case yaml.ScalarNode:
		n.quoted = from.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
		if n.quoted || !isNull(from.Value) {
			n.kind, n.text = NodeScalar, from.Value
		}
	case yaml.SequenceNode, yaml.MappingNode:
		if depth > p.lim.Depth {
			p.report(CodeTooDeep, n.span, fmt.Sprintf("YAML nested more than %d deep: left out", p.lim.Depth))
			return
		}
		if from.Kind == yaml.SequenceNode {
			n.kind, n.kids = NodeList, p.take(len(from.Content))
			for i, item := range from.Content {
				p.convert(item, &n.kids[i], depth+1)
			}
			return
		}
		n.kind = NodeMap
		p.convertMap(from, n, depth)
	}
}

func (p *yamlParser) convertMap(from *yaml.Node, n *Node, depth int) {
	n.kids = p.take(len(from.Content))[:0]
	var index map[string]int // of long maps only, where comparing each key with all before it would be slow
	if len(from.Content) > 32 {
		index = make(map[string]int, len(from.Content)/2)
	}
	for i := 0; i+1 < len(from.Content); i += 2 {
		key := from.Content[i]
		span := p.span(key)
		if key.Kind != yaml.ScalarNode {
			code, message := CodeYAMLSyntax, "a key must be a word or a quoted text: left out"
			if key.Kind == yaml.AliasNode {
				code, message = CodeYAMLAlias, "a YAML alias (*) as a key: left out"
			}
			p.report(code, span, message)
			continue
		}
		first, twice := -1, false
		if index != nil {
			if first, twice = index[key.Value]; !twice {
				index[key.Value] = len(n.kids)
			}
		} else {
			for at := 0; at < len(n.kids) && !twice; at += 2 {
				if n.kids[at].text == key.Value {
					first, twice = at, true
				}
			}
		}
		if twice {
			p.duplicate(key.Value, span, n.kids[first].span)
			continue
		}
		at := len(n.kids)
		n.kids = n.kids[:at+2]
		p.nodes++
		n.kids[at] = Node{kind: NodeScalar, quoted: key.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0, span: span, text: key.Value}
		p.convert(from.Content[i+1], &n.kids[at+1], depth+1)
	}
}

func (p *yamlParser) duplicate(key string, span, first Span) {
	p.report(CodeYAMLDuplicateKey, span, fmt.Sprintf("the key “%s” is set twice: the first value holds", shorten(key)),
		Note{Span: first, Message: "first set here"})
}

// shorten keeps a message to one readable line, whatever a text calls its keys.
func shorten(s string) string {
	const most = 60
	if n := 0; len(s) > most {
		for i := range s {
			if n++; n > most {
				return s[:i] + "…"
			}
		}
	}
	return s
}

// isNull tells the ways to write nothing (YAML 1.2, section 10.3.2).
func isNull(text string) bool {
	switch text {
	case "", "~", "null", "Null", "NULL":
		return true
	}
	return false
}

// span is the place of a node. The library tells where a node begins; where a scalar ends is looked up in the text.
func (p *yamlParser) span(n *yaml.Node) Span {
	span := Span{Line: int32(n.Line + p.line - 1), Column: int32(n.Column)}
	if n.Line == 0 {
		return Span{Line: int32(p.line), Column: 1}
	}
	if n.Kind != yaml.ScalarNode {
		return span
	}
	rest := p.lines.Line(n.Line)
	for range n.Column - 1 {
		_, size := utf8.DecodeRune(rest)
		rest = rest[size:]
	}
	switch {
	case n.Style&yaml.DoubleQuotedStyle != 0:
		rest = rest[:quotedEnd(rest, '"', '\\')]
	case n.Style&yaml.SingleQuotedStyle != 0:
		rest = rest[:quotedEnd(rest, '\'', 0)]
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		rest = rest[:min(1, len(rest))]
	default:
		rest = rest[:min(len(n.Value), len(rest))]
	}
	span.Length = int32(starts(rest))
	return span
}

// quotedEnd is the length of the quoted text that b begins with, as far as it stands on this line.
func quotedEnd(b []byte, quote, escape byte) int {
	for i := 1; i < len(b); i++ {
		switch {
		case escape != 0 && b[i] == escape:
			i++
		case b[i] == quote && escape == 0 && i+1 < len(b) && b[i+1] == quote:
			i++
		case b[i] == quote:
			return i + 1
		}
	}
	return len(b)
}
