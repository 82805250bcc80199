// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// An element that says markdown="1" holds Markdown up to its end tag, as kramdown and PHP Markdown Extra read it. Its tag is let through or
// dropped like any other; where its class is one that themes of Jekyll, MkDocs and Sphinx give to notices, it is a callout.

// markup is such an element.
type markup struct {
	ast.BaseBlock
	name  string
	tag   text.Segment
	level int // elements of that name that are open, this one included
}

var kindMarkup = ast.NewNodeKind("Markup")

func (*markup) Kind() ast.NodeKind         { return kindMarkup }
func (n *markup) Dump(src []byte, lvl int) { ast.DumpHelper(n, src, lvl, nil, nil) }

type markupParser struct{}

// Trigger implements parser.BlockParser.
func (markupParser) Trigger() []byte { return []byte{'<'} }

// Open implements parser.BlockParser.
func (markupParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, seg := reader.PeekLine()
	at := pc.BlockOffset()
	if at < 0 || at+1 >= len(line) || !isASCIILetter(line[at+1]) {
		return nil, parser.NoChildren
	}
	end := bytes.IndexByte(line[at:], '>') + 1
	if end == 0 || !bytes.Contains(line[at:at+end], []byte("markdown")) {
		return nil, parser.NoChildren
	}
	p := passOf(pc)
	tag := line[at : at+end]
	n := &markup{name: tagName(tag), level: 1}
	switch value, ok := rawAttributes(tag)["markdown"]; {
	case !ok || value != "" && value != "1" && value != "block" && value != "span":
		return nil, parser.NoChildren
	case p.m.html.elements[n.name] == unknownElement || isPhrasing(n.name):
		return nil, parser.NoChildren
	}
	p.raw, p.marked = true, true
	start := seg.Start + at - seg.Padding
	n.tag = text.NewSegment(start, start+end)
	n.level += n.levels(line[at+end:])
	reader.Advance(at + end)
	return n, parser.HasChildren
}

// Continue implements parser.BlockParser. The end tag may stand on a line of its own or end a line.
func (markupParser) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	n := node.(*markup)
	if n.level <= 0 {
		return parser.Close
	}
	if open := pc.OpenedBlocks(); open[len(open)-1].Node.Kind() == ast.KindFencedCodeBlock {
		return parser.Continue | parser.HasChildren
	}
	line, _ := reader.PeekLine()
	n.level += n.levels(line)
	if trimmed := bytes.TrimLeft(line, " \t"); n.level <= 0 && isEndTag(trimmed, n.name) {
		if end := bytes.IndexByte(line, '>'); end >= 0 {
			reader.Advance(end + 1)
			return parser.Close
		}
	}
	return parser.Continue | parser.HasChildren
}

// Close implements parser.BlockParser.
func (markupParser) Close(ast.Node, text.Reader, parser.Context) {}

// CanInterruptParagraph implements parser.BlockParser.
func (markupParser) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine implements parser.BlockParser.
func (markupParser) CanAcceptIndentedLine() bool { return false }

// levels is how many more elements of the name begin than end in a line.
func (n *markup) levels(line []byte) (level int) {
	for {
		i := bytes.IndexByte(line, '<')
		if i < 0 {
			return level
		}
		line = line[i:]
		switch {
		case isEndTag(line, n.name):
			level--
		case isTag(line[1:], n.name):
			level++
		}
		line = line[1:]
	}
}

func isEndTag(b []byte, name string) bool {
	return len(b) > 2 && b[0] == '<' && b[1] == '/' && isTag(b[2:], name)
}

func isTag(b []byte, name string) bool {
	if len(b) < len(name) || !strings.EqualFold(string(b[:len(name)]), name) {
		return false
	}
	return len(b) == len(name) || !isLanguageChar(b[len(name)]) && b[len(name)] != ':'
}

func (p *pass) markup(n *markup) {
	tag := n.tag.Value(p.src)
	kind := -1
	if !p.asText {
		kind = noticeKind(rawAttributes(tag)["class"])
	}
	switch {
	case kind >= 0:
		p.puts(`<div class="callout callout-`)
		p.puts(calloutKinds[kind])
		p.puts("\" role=\"note\">\n")
	case !p.asText:
		p.piece(tag, n.tag.Start)
		p.putc('\n')
	}
	p.within = append(p.within, n.name)
	p.blocks(n)
	p.within = p.within[:len(p.within)-1]
	switch {
	case kind >= 0:
		p.puts("</div>\n")
	case !p.asText && p.m.html.elements[n.name] == allowedElement:
		p.puts("</")
		p.puts(n.name)
		p.puts(">\n")
	}
}

// noticeKind is the kind of callout that an element's class means; -1 for a class that means none.
func noticeKind(class string) int {
	notice, found := false, 0
	for word := range strings.FieldsSeq(strings.ToLower(class)) {
		base, kind, _ := strings.Cut(strings.ReplaceAll(word, "--", "-"), "-")
		switch base {
		case "notice", "alert", "admonition", "callout":
			notice = true
		default:
			kind = word
		}
		if k, ok := toneKind(kind); ok {
			found = k
		}
	}
	if !notice {
		return -1
	}
	return found
}
