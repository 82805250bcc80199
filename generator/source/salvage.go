// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"
)

// salvage reads the top-level keys of a broken map one by one, so that a mistake costs the keys it touches and no others. Each
// broken piece gets its diagnostic. It gives nil when the text is no map of at least two pieces, of which one is right.
func (p *yamlParser) salvage(text []byte, line int) *Node {
	root := &Node{kind: NodeMap, span: Span{Line: int32(line), Column: 1}}
	pieces := topLevel(text)
	if len(pieces) < 2 || len(pieces) > p.lim.Nodes {
		return nil
	}
	saved := false
	for _, piece := range pieces {
		at := line + bytes.Count(text[:piece.from], []byte{'\n'})
		node, err := p.parse(text[piece.from:piece.to], at)
		switch {
		case err != nil:
			p.diags = append(p.diags, p.explain(err, text[piece.from:piece.to], at))
		case node.Kind() == NodeMap:
			saved = true
			p.merge(root, node)
		case node.Kind() != NodeNull:
			p.report(CodeYAMLSyntax, node.Span(), "this belongs to no key")
		}
	}
	if !saved {
		p.diags = p.diags[:0]
		return nil
	}
	return root
}

// merge adds the keys of one piece to those of the pieces before it.
func (p *yamlParser) merge(root, piece *Node) {
	for i := range piece.Len() {
		key, span := piece.Key(i)
		first := -1
		for j := range root.Len() {
			if root.kids[2*j].text == key {
				first = j
			}
		}
		if first >= 0 {
			p.duplicate(key, span, root.kids[2*first].span)
			continue
		}
		root.kids = append(root.kids, piece.kids[2*i], piece.kids[2*i+1])
	}
}

type piece struct{ from, to int }

// topLevel cuts a text before each line that begins a key at the left margin.
func topLevel(text []byte) []piece {
	var pieces []piece
	for from := 0; from < len(text); {
		to := len(text)
		if n := bytes.IndexByte(text[from:], '\n'); n >= 0 {
			to = from + n + 1
		}
		if len(pieces) == 0 || beginsKey(text[from:to]) {
			pieces = append(pieces, piece{from, from})
		}
		pieces[len(pieces)-1].to = to
		from = to
	}
	return pieces
}

func beginsKey(line []byte) bool {
	return !strings.ContainsRune(" \t\n#-]}", rune(line[0])) && bytes.IndexByte(line, ':') > 0
}

// explain turns the library's error into a diagnostic.
func (p *yamlParser) explain(err error, text []byte, line int) Diagnostic {
	d := Diagnostic{Code: CodeYAMLSyntax, Span: Span{Line: int32(line)}}
	var load *yaml.LoadError
	if !errors.As(err, &load) {
		d.Message = "this YAML cannot be read"
		return d
	}
	mark := load.Mark
	said := load.Message
	if strings.Contains(load.ContextMsg, "quoted scalar") && load.ContextMark.Line > 0 {
		mark = load.ContextMark
	}
	if mark.Line > 0 {
		d.Span = Span{Line: int32(line + mark.Line - 1), Column: int32(max(1, mark.Column)), Length: 1}
	}
	// An end that is missed only after the last line is shown at the last line that there is.
	if last := line + bytes.Count(bytes.TrimRight(text, "\n"), []byte{'\n'}); int(d.Span.Line) > last {
		d.Span = Span{Line: int32(last), Column: 1}
	}
	switch {
	case strings.Contains(said, errTooDeep.Error()):
		d.Code, d.Message = CodeTooDeep, fmt.Sprintf("YAML nested more than %d deep: not read", p.lim.Depth)
		return d
	}
	d.Message = said
	for _, w := range plainWords {
		if strings.Contains(said, w.said) && strings.Contains(load.ContextMsg, w.context) {
			d.Message, d.Help = w.message, w.help
			break
		}
	}
	return d
}

// plainWords says for the library's messages what an author can do about them.
var plainWords = []struct{ said, context, message, help string }{
	{"mapping values are not allowed", "", "a colon and a space inside a value that is not quoted", "put the value in quotes"},
	{"found unexpected end of stream", "quoted", "a quote that is never closed", "close it, or put the value in the other kind of quotes"},
	{"document indicator", "quoted", "a quote that is never closed", "close it, or put the value in the other kind of quotes"},
	{"could not find expected ':'", "", "a line that is neither a key with a colon nor part of the value before it", "add a colon, or indent the line"},
	{"cannot start any token", "", "a value cannot begin with this character", "put the value in quotes; indent with spaces, not tabs"},
	{"tab character", "", "a tab in the indentation", "indent with spaces"},
	{"mixed spaces and tabs", "", "a tab in the indentation", "indent with spaces"},
	{"',' or ']'", "", "a list in [ ] that is not closed, or lacks a comma", "add the comma or the ]"},
	{"',' or '}'", "", "a map in { } that is not closed, or lacks a comma", "add the comma or the }"},
	{"did not find expected key", "", "a line that does not fit the keys above it", "check its indentation, and quotes that end too early"},
	{"'-' indicator", "", "a line that does not fit the list above it", "check its indentation"},
	{"block sequence entries are not allowed", "", "a list item where none can stand", "put it on a line of its own, indented below its key"},
	{"unknown escape character", "", "a backslash in double quotes that means nothing", "write two backslashes, or use single quotes"},
	{"comment without preceding whitespace", "", "a # directly after a value", "put a space before a comment, or the value in quotes"},
	{"undefined tag handle", "", "a value cannot begin with an exclamation mark", "put the value in quotes"},
	{"expected alphabetic or numeric", "", "a value cannot begin with * or &", "put the value in quotes"},
	{"unknown anchor", "", "a value cannot begin with *", "put the value in quotes"},
}
