// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"slices"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"commonplace/generator/config"
)

// A callout is a quote that begins with [!WORD]. GitHub's five words are kinds; any other word is a note with that word as its
// title. Text after the word on its line is the title in place of the word. As a dialect, the words that others use are
// kinds, too, and a sign after the word folds the callout.

const maxCalloutWord = 40

// calloutKinds are GitHub's, in the order of their words.
var calloutKinds = []string{"note", "tip", "important", "warning", "caution"}

// calloutTitle is the first child of a quote that is a callout. Its lines are the title's own text, if it has any.
type calloutTitle struct {
	ast.BaseBlock
	word string
	fold byte // '-': folded; '+': may be folded; else 0
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
	word, fold, rest, ok := cutCallout(line)
	if !ok {
		return
	}
	title := &calloutTitle{word: word, fold: fold}
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

// cutCallout takes [!WORD] and a sign for folding off the beginning of a line.
func cutCallout(line []byte) (word string, fold byte, rest []byte, ok bool) {
	if !bytes.HasPrefix(line, []byte("[!")) {
		return "", 0, nil, false
	}
	end := bytes.IndexByte(line[:min(len(line), maxCalloutWord)], ']')
	if end < 3 {
		return "", 0, nil, false
	}
	name := line[2:end]
	for _, r := range string(name) {
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsNumber(r) && r != '-' && r != '_' && r != ' ' {
			return "", 0, nil, false
		}
	}
	rest = line[end+1:]
	if len(rest) > 0 && (rest[0] == '-' || rest[0] == '+') {
		fold, rest = rest[0], rest[1:]
	}
	if len(rest) > 0 && rest[0] != ' ' && rest[0] != '\t' {
		return "", 0, nil, false
	}
	return string(bytes.ToLower(name)), fold, bytes.TrimLeft(rest, " \t"), true
}

// calloutKind is the index of the kind that a word means. Beside GitHub's these are the words of Obsidian, Docusaurus, VitePress, MkDocs
// and the Python world.
func calloutKind(word string) (kind int, ok bool) {
	switch word {
	case "note", "info", "abstract", "summary", "tldr", "todo", "question", "help", "faq", "example", "quote", "cite", "notice", "seealso":
		return 0, true
	case "tip", "hint", "success", "check", "done":
		return 1, true
	case "important":
		return 2, true
	case "warning", "attention":
		return 3, true
	case "caution", "danger", "error", "failure", "fail", "missing", "bug":
		return 4, true
	}
	return 0, false
}

func (p *pass) callout(quote *ast.Blockquote, title *calloutTitle) {
	kind := max(0, slices.Index(calloutKinds, title.word))
	if p.m.dialects.Has(config.Callouts) {
		kind, _ = calloutKind(title.word)
	} else {
		title.fold = 0
	}
	switch title.fold {
	case '-':
		p.puts("<details")
	case '+':
		p.puts("<details open")
	default:
		p.puts("<div")
	}
	p.calloutHead(kind, title.word, title, title.fold != 0)
	p.rest(quote, title)
	if title.fold != 0 {
		p.puts("</details>\n")
	} else {
		p.puts("</div>\n")
	}
}

// calloutHead writes the rest of a callout's tag and its title: the author's, or the word.
func (p *pass) calloutHead(kind int, word string, title *calloutTitle, folded bool) {
	p.puts(` class="callout callout-`)
	p.puts(calloutKinds[kind])
	if folded {
		p.puts("\">\n<summary class=\"callout-title\">")
	} else {
		p.puts("\" role=\"note\">\n<p class=\"callout-title\">")
	}
	switch {
	case title != nil && title.FirstChild() != nil:
		p.content(title)
	case word == calloutKinds[kind]:
		p.hole(HoleWord, wordNote+int32(kind))
	default:
		p.plainText(containerLabel(word))
	}
	if folded {
		p.puts("</summary>\n")
	} else {
		p.puts("</p>\n")
	}
	p.endBlock()
}
