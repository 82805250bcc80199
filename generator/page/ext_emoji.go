// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	_ "embed"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// emojiNames are the names that GitHub knows for characters of Unicode (github.com/github/gemoji), sorted: a line is a name, a space, the
// character. Names of pictures that GitHub alone has, like :octocat:, stay text.
//
//go:embed emoji.txt
var emojiNames string

const maxEmojiName = 40

// emoji is :name: with a name that is known. It is a character like any other on the page; in the id of a heading its name
// stands, as forges have it.
type emoji struct {
	ast.BaseInline
	name, char string
}

var kindEmoji = ast.NewNodeKind("Emoji")

func (*emoji) Kind() ast.NodeKind         { return kindEmoji }
func (n *emoji) Dump(src []byte, lvl int) { ast.DumpHelper(n, src, lvl, nil, nil) }

type emojiParser struct{}

// Trigger implements parser.InlineParser.
func (emojiParser) Trigger() []byte { return []byte{':'} }

// Parse implements parser.InlineParser. Within words and numbers a colon is a colon: 10:100:20 is no score of a hundred.
func (emojiParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, seg := block.PeekLine()
	end := 1
	for end < len(line) && end <= maxEmojiName && isEmojiChar(line[end]) {
		end++
	}
	if end == 1 || end >= len(line) || line[end] != ':' {
		return nil
	}
	if src := block.Source(); seg.Start > 0 && joinsColon(src[seg.Start-1]) || end+1 < len(line) && util.IsAlphaNumeric(line[end+1]) {
		return nil
	}
	name := string(line[1:end])
	char, ok := valueOf(emojiNames, name)
	if !ok {
		return nil
	}
	block.Advance(end + 1)
	return &emoji{name: name, char: char}
}

func isEmojiChar(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '+' || c == '-'
}

func joinsColon(c byte) bool { return util.IsAlphaNumeric(c) || c == '/' || c == '\\' }

// valueOf looks a name up in a table of lines, each a name, a space and a value, sorted by name.
func valueOf(table, name string) (string, bool) {
	for table != "" {
		start := strings.LastIndexByte(table[:len(table)/2], '\n') + 1
		line, after, _ := strings.Cut(table[start:], "\n")
		key, value, _ := strings.Cut(line, " ")
		switch {
		case key == name:
			return value, true
		case name < key:
			table = table[:start]
		default:
			table = after
		}
	}
	return "", false
}
