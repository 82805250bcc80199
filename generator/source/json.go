// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// ParseJSON reads one JSON value (RFC 8259) into the same values as ParseYAML, with the same promises: scalars are their text, and
// after a mistake what stands before it is returned. end is the offset behind the value; what follows there is not looked at.
func ParseJSON(text []byte, line int, lim YAMLLimits) (root *Node, end int, diags []Diagnostic) {
	p := &jsonParser{yamlParser: yamlParser{lim: lim}, text: text, from: line, lines: NewLines(text), dec: json.NewDecoder(bytes.NewReader(text))}
	p.dec.UseNumber()
	root = &Node{}
	err := p.value(root, 1)
	end = int(p.dec.InputOffset())
	if end > lim.Bytes {
		return nil, end, []Diagnostic{{Code: CodeTooLarge, Span: Span{Line: int32(line)}, Message: fmt.Sprintf("%d bytes of JSON, more than %d: not read", end, lim.Bytes)}}
	}
	if err != nil && !errors.Is(err, errEnough) {
		at := end
		message := strings.TrimPrefix(err.Error(), "json: ")
		if fault := new(json.SyntaxError); errors.As(err, &fault) {
			at = int(fault.Offset) - 1
		} else if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			at, message = len(text)-1, "the text ends within a value"
		}
		p.report(CodeFrontMatterSyntax, p.place(max(0, min(at, len(text)-1)), 1), "JSON: "+message+": the rest is left out")
	}
	return root, end, p.diags
}

type jsonParser struct {
	yamlParser // for its limits and diagnostics
	text       []byte
	from       int
	lines      *Lines
	dec        *json.Decoder
}

// errEnough ends the reading at a limit, which has been reported.
var errEnough = errors.New("enough")

func (p *jsonParser) place(at, length int) Span {
	span := p.lines.Span(at, min(at+length, len(p.text)))
	span.Line += int32(p.from - 1)
	return span
}

// token is the next token and its place.
func (p *jsonParser) token() (json.Token, Span, error) {
	at := int(p.dec.InputOffset())
	for at < len(p.text) && strings.IndexByte(" \t\r\n,:", p.text[at]) >= 0 {
		at++
	}
	t, err := p.dec.Token()
	if err != nil {
		return nil, Span{}, err
	}
	return t, p.place(at, int(p.dec.InputOffset())-at), nil
}

func (p *jsonParser) value(n *Node, depth int) error {
	t, span, err := p.token()
	if err != nil {
		return err
	}
	return p.fill(n, t, span, depth)
}

func (p *jsonParser) fill(n *Node, t json.Token, span Span, depth int) error {
	n.span = span
	if p.nodes++; p.nodes > p.lim.Nodes {
		p.report(CodeTooLarge, span, fmt.Sprintf("more than %d JSON values: the rest is not read", p.lim.Nodes))
		return errEnough
	}
	switch t := t.(type) {
	case json.Delim:
		if depth > p.lim.Depth {
			p.report(CodeTooDeep, span, fmt.Sprintf("JSON nested more than %d deep: the rest is not read", p.lim.Depth))
			return errEnough
		}
		if t == '[' {
			return p.list(n, depth)
		}
		return p.table(n, depth)
	case string:
		n.kind, n.quoted, n.text = NodeScalar, true, t
	case json.Number:
		n.kind, n.text = NodeScalar, t.String()
	case bool:
		n.kind, n.text = NodeScalar, fmt.Sprint(t)
	}
	return nil
}

func (p *jsonParser) list(n *Node, depth int) error {
	n.kind = NodeList
	for p.dec.More() {
		n.kids = append(n.kids, Node{})
		if err := p.value(&n.kids[len(n.kids)-1], depth+1); err != nil {
			return err
		}
	}
	_, _, err := p.token()
	return err
}

func (p *jsonParser) table(n *Node, depth int) error {
	n.kind = NodeMap
	index := map[string]Span{}
	for p.dec.More() {
		t, span, err := p.token()
		if err != nil {
			return err
		}
		key, _ := t.(string)
		var v Node
		err = p.value(&v, depth+1)
		if first, twice := index[key]; twice {
			p.duplicate(key, span, first)
		} else if err == nil || errors.Is(err, errEnough) {
			index[key] = span
			p.nodes++
			n.kids = append(n.kids, Node{kind: NodeScalar, quoted: true, span: span, text: key}, v)
		}
		if err != nil {
			return err
		}
	}
	_, _, err := p.token()
	return err
}
