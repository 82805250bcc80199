// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// A callout is a quote that begins with [!WORD]. GitHub's five words are kinds; any other word is a note with that word as its
// title. Text after the word on its line is the title in place of the word.

const maxCalloutWord = 40

// calloutKinds are GitHub's, in the order of their words.
var calloutKinds = []string{"note", "tip", "important", "warning", "caution"}

// calloutTitle is the first child of a quote that is a callout. Its lines are the title's own text, if it has any.
type calloutTitle struct {
	ast.BaseBlock
	word string
}

var kindCalloutTitle = ast.NewNodeKind("CalloutTitle")

func (*calloutTitle) Kind() ast.NodeKind         { return kindCalloutTitle }
func (n *calloutTitle) Dump(src []byte, lvl int) { ast.DumpHelper(n, src, lvl, nil, nil) }

type calloutTransformer struct{}

func (calloutTransformer) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	quote, ok := node.Parent().(*ast.Blockquote)
	if !ok || node.PreviousSibling() != nil {
		return
	}
	p := passOf(pc)
	lines := node.Lines()
	first := lines.At(0)
	first = first.TrimLeftSpace(p.src)
	first = first.TrimRightSpace(p.src)
	line := p.src[first.Start:first.Stop]
	word, rest, ok := cutCallout(line)
	if !ok {
		return
	}
	title := &calloutTitle{word: word}
	if len(rest) > 0 {
		title.Lines().Append(text.NewSegment(first.Stop-len(rest), first.Stop))
		p.guardInline(title)
	}
	quote.InsertBefore(quote, node, title)
	lines.SetSliced(1, lines.Len())
	if lines.Len() == 0 {
		quote.RemoveChild(quote, node)
	}
}

// cutCallout takes [!WORD] off the beginning of a line; a sign for folding after it is allowed and ignored.
func cutCallout(line []byte) (word string, rest []byte, ok bool) {
	if !bytes.HasPrefix(line, []byte("[!")) {
		return "", nil, false
	}
	end := bytes.IndexByte(line[:min(len(line), maxCalloutWord)], ']')
	if end < 3 {
		return "", nil, false
	}
	name := line[2:end]
	for _, r := range string(name) {
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsNumber(r) && r != '-' && r != '_' && r != ' ' {
			return "", nil, false
		}
	}
	rest = line[end+1:]
	if len(rest) > 0 && (rest[0] == '-' || rest[0] == '+') {
		rest = rest[1:]
	}
	if len(rest) > 0 && rest[0] != ' ' && rest[0] != '\t' {
		return "", nil, false
	}
	return string(bytes.ToLower(name)), bytes.TrimLeft(rest, " \t"), true
}

func (p *pass) callout(quote *ast.Blockquote, title *calloutTitle) {
	kind := slices.Index(calloutKinds, title.word)
	p.puts(`<div class="callout callout-`)
	p.puts(calloutKinds[max(kind, 0)])
	p.puts("\" role=\"note\">\n<p class=\"callout-title\">")
	switch {
	case title.FirstChild() != nil:
		p.content(title)
	case kind >= 0:
		p.hole(HoleWord, wordNote+int32(kind))
	default:
		r, size := utf8.DecodeRuneInString(title.word)
		p.plainText(string(unicode.ToUpper(r)) + title.word[size:])
	}
	p.puts("</p>\n")
	p.endBlock()
	for c := title.NextSibling(); c != nil && !p.over; c = c.NextSibling() {
		p.block(c)
	}
	p.puts("</div>\n")
}
