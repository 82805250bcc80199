// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// A comment is what stands between %% and %%, in a line or over many. One that never ends is text: nothing of a page is lost by a
// mark that somebody forgot.

var percents = []byte("%%")

// comment is left out; its text stands nowhere.
type comment struct{ ast.BaseInline }

// commentBlock is a comment on lines of its own.
type commentBlock struct{ ast.BaseBlock }

var (
	kindComment      = ast.NewNodeKind("Comment")
	kindCommentBlock = ast.NewNodeKind("CommentBlock")
)

func (*comment) Kind() ast.NodeKind              { return kindComment }
func (*commentBlock) Kind() ast.NodeKind         { return kindCommentBlock }
func (n *comment) Dump(src []byte, lvl int)      { ast.DumpHelper(n, src, lvl, nil, nil) }
func (n *commentBlock) Dump(src []byte, lvl int) { ast.DumpHelper(n, src, lvl, nil, nil) }

type commentParser struct{}

// Trigger implements parser.InlineParser.
func (commentParser) Trigger() []byte { return []byte{'%'} }

// Parse implements parser.InlineParser. A second mark always ends a comment, so a search that fails is the last of its block.
func (commentParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, _ := block.PeekLine()
	if !bytes.HasPrefix(line, percents) {
		return nil
	}
	block.Advance(len(percents))
	for {
		line, _ := block.PeekLine()
		if line == nil {
			return nil
		}
		if i := bytes.Index(line, percents); i >= 0 {
			block.Advance(i + len(percents))
			return &comment{}
		}
		block.AdvanceLine()
	}
}

type commentBlockParser struct{}

// Trigger implements parser.BlockParser.
func (commentBlockParser) Trigger() []byte { return []byte{'%'} }

// Open implements parser.BlockParser.
func (commentBlockParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, seg := reader.PeekLine()
	at := pc.BlockOffset()
	if at < 0 || !bytes.HasPrefix(line[at:], percents) {
		return nil, parser.NoChildren
	}
	inner := line[at+len(percents):]
	if end := bytes.Index(inner, percents); end >= 0 {
		if len(bytes.TrimSpace(inner[end+len(percents):])) > 0 {
			return nil, parser.NoChildren // text goes on after it
		}
		reader.AdvanceToEOL()
		return &commentBlock{}, parser.NoChildren
	}
	if passOf(pc).lastComment() < seg.Stop {
		return nil, parser.NoChildren
	}
	reader.AdvanceToEOL()
	n := &commentBlock{}
	n.SetAttributeString("open", true)
	return n, parser.NoChildren
}

// Continue implements parser.BlockParser. What stands after the end is text.
func (commentBlockParser) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	if _, open := node.AttributeString("open"); !open {
		return parser.Close
	}
	line, _ := reader.PeekLine()
	if i := bytes.Index(line, percents); i >= 0 {
		reader.Advance(i + len(percents))
		return parser.Close
	}
	reader.AdvanceToEOL()
	return parser.Continue | parser.NoChildren
}

// Close implements parser.BlockParser.
func (commentBlockParser) Close(ast.Node, text.Reader, parser.Context) {}

// CanInterruptParagraph implements parser.BlockParser.
func (commentBlockParser) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine implements parser.BlockParser.
func (commentBlockParser) CanAcceptIndentedLine() bool { return false }

// lastComment is where the last mark of the page begins.
func (p *pass) lastComment() int {
	if p.lastPercents < 0 {
		p.lastPercents = max(0, bytes.LastIndex(p.src, percents))
	}
	return p.lastPercents
}
