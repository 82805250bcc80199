// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// highlight is ==words==, by the rules of strong emphasis: what is next to the marks decides whether they open or close.
type highlight struct{ ast.BaseInline }

var kindHighlight = ast.NewNodeKind("Highlight")

func (*highlight) Kind() ast.NodeKind         { return kindHighlight }
func (n *highlight) Dump(src []byte, lvl int) { ast.DumpHelper(n, src, lvl, nil, nil) }

type highlightParser struct{}

// Trigger implements parser.InlineParser.
func (highlightParser) Trigger() []byte { return []byte{'='} }

// Parse implements parser.InlineParser.
func (highlightParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	line, seg := block.PeekLine()
	node := parser.ScanDelimiter(line, before, 2, highlightMark{})
	if node == nil || node.OriginalLength != 2 || before == '=' {
		return nil
	}
	node.Segment = seg.WithStop(seg.Start + node.OriginalLength)
	block.Advance(node.OriginalLength)
	pc.PushDelimiter(node)
	return node
}

// highlightMark pairs the marks.
type highlightMark struct{}

// IsDelimiter implements parser.DelimiterProcessor.
func (highlightMark) IsDelimiter(c byte) bool { return c == '=' }

// CanOpenCloser implements parser.DelimiterProcessor.
func (highlightMark) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	return opener.Char == closer.Char
}

// OnMatch implements parser.DelimiterProcessor.
func (highlightMark) OnMatch(int) ast.Node { return &highlight{} }
