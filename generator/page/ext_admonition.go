// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// An admonition is a line that begins with !!!, ??? or === and all that follows four columns further in, as Python-Markdown and
// PyMdown write callouts, folds and tabs. It is a container that ends where the indentation does.

// admonitionIndent is how far in the content stands.
const admonitionIndent = 4

type admonitionParser struct{}

// Trigger implements parser.BlockParser.
func (admonitionParser) Trigger() []byte { return []byte("!?=") }

// Open implements parser.BlockParser.
func (admonitionParser) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, seg := reader.PeekLine()
	at := pc.BlockOffset()
	if at < 0 || len(line) < at+4 || line[at] != line[at+1] || line[at] != line[at+2] {
		return nil, parser.NoChildren
	}
	n := &containerBlock{indent: pc.BlockIndent() + admonitionIndent}
	title, ok := n.readAdmonition(line[at], bytes.TrimRight(line[at+3:], " \t\r\n"))
	if !ok {
		return nil, parser.NoChildren
	}
	n.addTitle(title, line, seg, pc)
	reader.AdvanceToEOL()
	return n, parser.HasChildren
}

// readAdmonition reads what follows the sign: the kind with classes that say how it is placed, then a title in quotes; of a tab the title
// alone. The title is a part of b.
func (n *containerBlock) readAdmonition(sign byte, b []byte) (title []byte, ok bool) {
	switch {
	case len(b) == 0:
		return nil, false
	case sign == '?' && b[0] == '+':
		n.fold, b = '+', b[1:]
	case sign == '?':
		n.fold = '-'
	case sign == '=' && (b[0] == '!' || b[0] == '+'):
		b = b[1:]
	}
	words, quoted := b, false
	if open := bytes.IndexByte(b, '"'); open >= 0 {
		if words, title, quoted = b[:open], b[open+1:], true; len(title) == 0 || title[len(title)-1] != '"' {
			return nil, false
		}
		title = title[:len(title)-1]
	}
	if sign == '=' {
		n.name = "tabs"
		return title, bytes.HasPrefix(b, []byte(" ")) && quoted && len(title) > 0 && len(bytes.TrimSpace(words)) == 0
	}
	for k, word := range strings.Fields(string(words)) {
		if len(word) > maxContainerName || strings.IndexFunc(word, func(r rune) bool { return r < 0x80 && !isContainerChar(byte(r)) }) >= 0 {
			return nil, false
		}
		if k == 0 {
			n.name = strings.ToLower(word)
		}
	}
	ok = n.name != "" || quoted && n.fold != 0
	if _, known := calloutKind(n.name); quoted && len(title) == 0 && !known {
		n.name = "" // "" asks for none
	}
	return title, ok
}

// Continue implements parser.BlockParser.
func (admonitionParser) Continue(node ast.Node, reader text.Reader, _ parser.Context) parser.State {
	line, _ := reader.PeekLine()
	if util.IsBlank(line) {
		return parser.Continue | parser.HasChildren
	}
	within := node.(*containerBlock).indent
	if indent, _ := util.IndentWidth(line, reader.LineOffset()); indent < within {
		return parser.Close
	}
	pos, padding := util.IndentPosition(line, reader.LineOffset(), within)
	reader.AdvanceAndSetPadding(pos, padding)
	return parser.Continue | parser.HasChildren
}

// Close implements parser.BlockParser.
func (admonitionParser) Close(ast.Node, text.Reader, parser.Context) {}

// CanInterruptParagraph implements parser.BlockParser.
func (admonitionParser) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine implements parser.BlockParser.
func (admonitionParser) CanAcceptIndentedLine() bool { return false }
