// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"strconv"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"commonplace/generator/config"
)

func (p *pass) blocks(n ast.Node) {
	for c := n.FirstChild(); c != nil && !p.over; c = c.NextSibling() {
		p.block(c)
	}
}

// block writes a block, and around one that has a name an element that can be linked to.
func (p *pass) block(n ast.Node) {
	id := p.blockID(n)
	if id == "" {
		p.plainBlock(n)
		return
	}
	from := len(p.buf)
	p.puts("<div")
	p.putBlockID(id)
	p.puts(">\n")
	p.plainBlock(n)
	p.puts("</div>\n")
	p.noteBlock(id, from)
}

func (p *pass) plainBlock(n ast.Node) {
	switch n := n.(type) {
	case *ast.Paragraph:
		p.paragraph(n)
	case *plainParagraph:
		p.puts("<p>")
		p.content(n)
		p.puts("</p>\n")
		p.endBlock()
	case *ast.TextBlock:
		p.content(n)
		p.endBlock()
		if n.NextSibling() != nil && n.FirstChild() != nil {
			p.putc('\n')
		}
	case *ast.Heading:
		p.heading(n, false)
	case *ast.Blockquote:
		if title, ok := n.FirstChild().(*calloutTitle); ok {
			p.callout(n, title)
			break
		}
		p.puts("<blockquote>\n")
		p.blocks(n)
		p.puts("</blockquote>\n")
	case *ast.List:
		p.list(n)
	case *ast.FencedCodeBlock:
		p.fence(n)
	case *ast.CodeBlock:
		p.puts("<pre><code>")
		p.codeLines(n)
		p.puts("</code></pre>\n")
	case *ast.ThematicBreak:
		p.puts("<hr>\n")
	case *ast.HTMLBlock:
		p.htmlBlock(n)
	case *extast.Table:
		p.table(n)
	case *extast.DefinitionList:
		p.definitions(n)
	case *extast.FootnoteList:
		p.footnoteList(n)
	case *extast.Footnote:
		p.footnote(n)
	case *formulaBlock:
		p.formulaLines(n)
	case *markup:
		p.markup(n)
	case *containerBlock:
		p.containerBlock(n)
	case *tagBlock:
		p.tagBlock(n)
	case *tagText:
	case *ast.LinkReferenceDefinition:
	default:
		p.blocks(n)
	}
	p.checkSize()
}

func (p *pass) paragraph(n *ast.Paragraph) {
	if p.embed(n) {
		p.endBlock()
		return
	}
	before, holes := len(p.buf), len(p.holes)
	p.puts("<p>")
	p.content(n)
	if len(p.tags) > 0 && len(p.buf) == before+len("<p>") && len(p.holes) == holes {
		p.buf = p.buf[:before] // the end of a tag, and nothing else
		return
	}
	p.puts("</p>\n")
	p.endBlock()
}

func (p *pass) list(n *ast.List) {
	name := "ul"
	if n.IsOrdered() {
		name = "ol"
	}
	p.putc('<')
	p.puts(name)
	if n.IsOrdered() && n.Start != 1 {
		p.puts(` start="`)
		p.buf = strconv.AppendInt(p.buf, int64(n.Start), 10)
		p.putc('"')
	}
	p.puts(">\n")
	for item := n.FirstChild(); item != nil && !p.over; item = item.NextSibling() {
		first := item.FirstChild()
		p.puts("<li")
		id := p.blockID(item)
		if id != "" {
			p.putBlockID(id)
		}
		if isTask(first) {
			p.puts(` class="task"`)
		}
		p.putc('>')
		from := len(p.buf)
		if first != nil {
			if _, tight := first.(*ast.TextBlock); !tight {
				p.putc('\n')
			}
		}
		p.blocks(item)
		if id != "" {
			p.noteBlock(id, from)
		}
		p.puts("</li>\n")
		p.checkSize()
	}
	p.puts("</")
	p.puts(name)
	p.puts(">\n")
}

func (p *pass) definitions(n *extast.DefinitionList) {
	p.puts("<dl>\n")
	for c := n.FirstChild(); c != nil && !p.over; c = c.NextSibling() {
		switch c := c.(type) {
		case *extast.DefinitionTerm:
			p.puts("<dt>")
			p.content(c)
			p.puts("</dt>\n")
			p.endBlock()
		case *extast.DefinitionDescription:
			p.puts("<dd>")
			if !c.IsTight {
				p.putc('\n')
			}
			p.blocks(c)
			p.puts("</dd>\n")
		}
	}
	p.puts("</dl>\n")
}

// fence writes a fenced code block. A diagram stays readable as text; a script may draw it.
func (p *pass) fence(n *ast.FencedCodeBlock) {
	language := fenceLanguage(n, p.src)
	if language == "math" && p.m.dialects.Has(config.Math) {
		p.formulaLines(n)
		return
	}
	p.unreadFence(n, language)
	if language == "mermaid" {
		p.puts(`<pre class="mermaid">`)
		p.codeLines(n)
		p.puts("</pre>\n")
		return
	}
	if language == "" {
		p.puts("<pre><code>")
		p.codeLines(n)
		p.puts("</code></pre>\n")
		return
	}
	p.puts(`<pre class="chroma"><code class="language-`)
	p.escape(language)
	p.puts(`">`)
	p.code(n, language)
	p.puts("</code></pre>\n")
}

// fenceLanguage is the first word after a fence in lower case, when it looks like the name of a language.
func fenceLanguage(n *ast.FencedCodeBlock, src []byte) string {
	if n.Info == nil {
		return ""
	}
	info := n.Info.Segment.Value(src)
	if len(info) > 2 && info[0] == '{' && info[1] == '.' {
		info = bytes.TrimSuffix(info[2:], []byte("}")) // Pandoc's {.python .numberLines}
	}
	end := 0
	for end < len(info) && isLanguageChar(info[end]) {
		end++
	}
	if end == 0 || end > 32 || end < len(info) && info[end] != ' ' && info[end] != '\t' && info[end] != '{' && info[end] != ',' {
		return ""
	}
	language := string(appendLower(make([]byte, 0, end), info[:end]))
	if language == "yml" {
		return "yaml" // the one extension that people write for a name and no lexer goes by
	}
	return language
}

func isLanguageChar(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ||
		c == '+' || c == '#' || c == '.' || c == '_' || c == '-'
}

func appendLower(dst, b []byte) []byte {
	for _, c := range b {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		dst = append(dst, c)
	}
	return dst
}

func (p *pass) codeLines(n ast.Node) {
	lines := n.Lines()
	for i := range lines.Len() {
		line := lines.At(i)
		p.buf = appendEscaped(p.buf, line.Value(p.src))
	}
}
