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

// maxPieces bounds the work of saving what can be saved.
const maxPieces = 2000

// salvage reads the top-level keys of a broken map one by one, so that a mistake costs the keys it touches and no others. Each
// broken piece gets its diagnostic. It gives nil when the text is no map of at least two pieces, of which one is right.
func (p *yamlParser) salvage(text []byte, line int) *Node {
	root := &Node{kind: NodeMap, span: Span{Line: int32(line), Column: 1}}
	pieces := topLevel(text)
	if len(pieces) < 2 || len(pieces) > maxPieces {
		return nil
	}
	saved := false
	for _, piece := range pieces {
		at := line + bytes.Count(text[:piece.from], []byte{'\n'})
		node, err := p.parse(text[piece.from:piece.to], at)
		switch {
		case err != nil:
			p.add(p.explain(err, text[piece.from:piece.to], at))
		case node.Kind() == NodeMap:
			saved = true
			p.merge(root, node)
		case node.Kind() != NodeNull:
			d := Diagnostic{Code: CodeYAMLSyntax, Span: node.Span(), Message: "this belongs to no key"}
			if strings.Contains(node.Text(), ":") {
				d.Help = "put a space after the colon"
			}
			p.add(d)
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
	place := func(m yaml.Mark) Span {
		if m.Line == 0 {
			return d.Span
		}
		// An end that is missed after the last line is shown at the last line that there is.
		body := bytes.TrimRight(text, "\n")
		if last := bytes.Count(body, []byte{'\n'}) + 1; m.Line > last {
			end := starts(body[bytes.LastIndexByte(body, '\n')+1:])
			return Span{Line: int32(line + last - 1), Column: int32(end + 1)}
		}
		return Span{Line: int32(line + m.Line - 1), Column: int32(max(1, m.Column)), Length: 1}
	}
	d.Span = place(load.Mark)
	if strings.Contains(load.Message, errTooDeep.Error()) {
		d.Code, d.Message = CodeTooDeep, fmt.Sprintf("YAML nested more than %d deep: not read", p.lim.Depth)
		return d
	}
	if strings.Contains(load.Message, "expected key") && afterQuote(text, load.Mark) {
		d.Message, d.Help = "text after the end of a quoted value", "double a single quote inside it, and put a backslash before a double quote"
		return d
	}
	d.Message = load.Message
	if strings.Contains(load.Message, "cannot start any token") && strings.HasPrefix(string(NewLines(text).Line(load.Mark.Line)), "\t") {
		d.Message, d.Help = "a tab in the indentation", "indent with spaces"
		return d
	}
	for _, w := range plainWords {
		if strings.Contains(load.Message, w.said) {
			d.Message, d.Help = w.message, w.help
			if w.context != "" && load.ContextMark.Line > 0 {
				if context := place(load.ContextMark); w.context == here {
					d.Span = context
				} else {
					d.Notes = []Note{{Span: context, Message: w.context}}
				}
			}
			break
		}
	}
	return d
}

// afterQuote says that the last thing before a place, on its line, is a quote.
func afterQuote(text []byte, m yaml.Mark) bool {
	line := []rune(string(NewLines(text).Line(m.Line)))
	before := strings.TrimRight(string(line[:max(0, min(len(line), m.Column-1))]), " ")
	return strings.HasSuffix(before, `"`) || strings.HasSuffix(before, "'")
}

// here marks the mistakes that lie where the construct begins that they break, not where the library gave up.
const here = "here"

// plainWords says for the library's messages what an author can do about them.
var plainWords = []struct{ said, message, help, context string }{
	{"mapping values are not allowed", "a colon and a space inside a value that is not quoted", "put the value in quotes, or correct the indentation of this line", ""},
	{"found unexpected end of stream", "a quote that is never closed", "close it, or put the value in the other kind of quotes", here},
	{"document indicator", "a quote that is never closed", "close it, or put the value in the other kind of quotes", here},
	{"could not find expected ':'", "a line that is neither a key with a colon nor part of the value before it", "add a colon, or indent the line", here},
	{"cannot start any token", "a value cannot begin with this character", "put the value in quotes", ""},
	{"tab character", "a tab in the indentation", "indent with spaces", ""},
	{"mixed spaces and tabs", "a tab in the indentation", "indent with spaces", ""},
	{"',' or ']'", "a list in brackets that is not closed, or lacks a comma", "add the comma or the “]”", "it begins here"},
	{"',' or '}'", "a map in braces that is not closed, or lacks a comma", "add the comma or the “}”", "it begins here"},
	{"did not find expected key", "a line that does not fit the keys above it", "check its indentation, and quotes that end too early", ""},
	{"'-' indicator", "a line that does not fit the list above it", "check its indentation", "the list begins here"},
	{"block sequence entries are not allowed", "a list item where none can stand", "put it on a line of its own, indented below its key", ""},
	{"unknown escape character", "a backslash in double quotes that means nothing", "write two backslashes, or use single quotes", ""},
	{"hexadecimal number", "a backslash in double quotes that means nothing", "write two backslashes, or use single quotes", ""},
	{"comment without preceding whitespace", "a “#” directly after a value", "put a space before a comment, or the value in quotes", ""},
	{"undefined tag handle", "a value cannot begin with an exclamation mark", "put the value in quotes", ""},
	{"alphabetic or numeric", "a value cannot begin with an asterisk or an ampersand", "put the value in quotes", ""},
	{"expected node content", "a value is missing here", "", ""},
	{"mapping keys are not allowed", "a question mark where no key can begin", "put the value in quotes", ""},
	{"not allowed in a YAML tag", "a value cannot begin with an exclamation mark", "put the value in quotes", here},
	{"unknown anchor", "a value cannot begin with an asterisk", "put the value in quotes", ""},
}
