// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// headingParser reads {#id} at the end of a heading and guards the heading's text. Classes in the braces are taken
// away with it: a page chooses its words and their order, not how they look.
type headingParser struct {
	parser.BlockParser
	underlined bool
}

// Open implements parser.BlockParser. The lines of a heading that begins with # are known here.
func (h headingParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	node, state := h.BlockParser.Open(parent, reader, pc)
	if node != nil && !h.underlined {
		h.done(node, pc)
	}
	return node, state
}

// Close implements parser.BlockParser. The lines of an underlined heading are known here.
func (h headingParser) Close(node ast.Node, reader text.Reader, pc parser.Context) {
	h.BlockParser.Close(node, reader, pc)
	if h.underlined && node.Parent() != nil {
		h.done(node, pc)
	}
}

func (headingParser) done(node ast.Node, pc parser.Context) {
	p := passOf(pc)
	lines := node.Lines()
	if k := lines.Len(); k > 0 {
		last := lines.At(k - 1)
		if rest, id, ok := cutAttributes(p.src[last.Start:last.Stop]); ok {
			last.Stop = last.Start + len(rest)
			lines.Set(k-1, last)
			if id != nil {
				node.SetAttributeString("id", id)
				p.claim(p.permitted(string(id)))
			}
		}
	}
	p.guardInline(node)
}

// claim notes an id that an author gave to a heading.
func (p *pass) claim(id string) {
	if p.claimed == nil {
		p.claimed = map[string]bool{}
	}
	p.claimed[id] = true
}

// cutAttributes takes `{#id .class}` off the end of a heading. ok is false where the end is not that.
func cutAttributes(line []byte) (rest, id []byte, ok bool) {
	if !bytes.HasSuffix(line, []byte("}")) {
		return line, nil, false
	}
	open := bytes.LastIndexByte(line, '{')
	if open < 0 {
		return line, nil, false
	}
	fields := bytes.Fields(line[open+1 : len(line)-1])
	for _, f := range fields {
		if len(f) < 2 || f[0] != '#' && f[0] != '.' {
			return line, nil, false
		}
		for _, c := range f[1:] {
			if c == '#' || c == '"' || c == '\'' || c == '<' || c == '>' || c == '&' || c == '=' || c == '\\' {
				return line, nil, false
			}
		}
		if f[0] == '#' {
			id = f[1:]
		}
	}
	return bytes.TrimRight(line[:open], " \t"), id, len(fields) > 0
}
