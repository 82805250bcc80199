// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// maxDepth is how deep inline elements are shown inside each other. Browsers stop at 512 elements of all kinds.
const maxDepth = 100

func (p *pass) inlines(n ast.Node) {
	for c := n.FirstChild(); c != nil && !p.over; c = c.NextSibling() {
		c = p.inline(c)
	}
}

// inline writes one node and returns the last sibling that it took with it.
func (p *pass) inline(c ast.Node) ast.Node {
	switch c := c.(type) {
	case *ast.RawHTML:
		return p.rawInline(c)
	case *tagInline:
		return p.tagInline(c)
	case *ast.Text:
		p.textNode(c)
	case *ast.Emphasis:
		if c.Level == 2 {
			p.element("strong", c)
		} else {
			p.element("em", c)
		}
	case *ast.CodeSpan:
		p.unreadRole(c)
		p.puts("<code>")
		p.codeSpan(c)
		p.puts("</code>")
	case *ast.Link:
		p.link(c)
	case *ast.AutoLink:
		p.autoLink(c)
	case *ast.Image:
		p.image(c)
	case *wikiLink:
		p.wiki(c)
	case *extast.Strikethrough:
		p.element("del", c)
	case *formula:
		p.formula(c)
	case *highlight:
		p.element("mark", c)
	case *emoji:
		p.plainText(c.char)
	case *extast.TaskCheckBox:
		p.task(c)
	case *extast.FootnoteLink:
		p.footnoteLink(c)
	case *extast.FootnoteBacklink:
		p.footnoteBacklink(c)
	default:
		p.inlines(c)
	}
	return c
}

func (p *pass) element(name string, n ast.Node) {
	p.depth++
	if p.depth > maxDepth {
		p.inlines(n)
	} else {
		p.putc('<')
		p.puts(name)
		p.putc('>')
		p.inlines(n)
		p.puts("</")
		p.puts(name)
		p.putc('>')
	}
	p.depth--
}

func (p *pass) textNode(n *ast.Text) {
	if isPlain(n) {
		if p.explains() {
			p.explained(n.Segment.Start, n.Segment.Stop)
		} else {
			p.text(p.src[n.Segment.Start:n.Segment.Stop])
		}
	} else if b := n.Segment.Value(p.src); n.IsRaw() {
		p.buf = appendEscaped(p.buf, b)
		p.plain = append(p.plain, unmarked(string(b))...)
	} else {
		p.text(b)
	}
	switch {
	case n.HardLineBreak():
		p.puts("<br>\n")
		p.plain = append(p.plain, ' ')
	case n.SoftLineBreak():
		p.putc('\n')
		p.plain = append(p.plain, ' ')
	}
}

func (p *pass) codeSpan(n *ast.CodeSpan) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		b := c.(*ast.Text).Segment.Value(p.src)
		line, broken := bytes.CutSuffix(b, []byte("\n"))
		p.buf = appendEscaped(p.buf, line)
		if len(p.tags) == 0 {
			p.plain = append(p.plain, line...)
		} else {
			p.plain = append(p.plain, unmarked(string(line))...)
		}
		if broken {
			p.char(' ')
		}
	}
}

// task writes a task's box. It is a sign and no form control: nothing can be ticked here, and a sign is also copied and
// read aloud.
func (p *pass) task(n *extast.TaskCheckBox) {
	if n.IsChecked {
		p.puts(`<span class="box">☑</span> `)
	} else {
		p.puts(`<span class="box">☐</span> `)
	}
}

func isTask(block ast.Node) bool {
	if block == nil || block.FirstChild() == nil {
		return false
	}
	_, ok := block.FirstChild().(*extast.TaskCheckBox)
	return ok
}

// textOf is the plain text of a node's inline content. It is overwritten by the next call.
func (p *pass) textOf(n ast.Node) []byte {
	buf, plain, only := p.buf, p.plain, p.plainOnly
	p.buf, p.plain, p.plainOnly = nil, p.gathered[:0], true
	p.gather(n)
	p.gathered = p.plain
	p.buf, p.plain, p.plainOnly = buf, plain, only
	return p.gathered
}

func (p *pass) gather(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		p.buf = p.buf[:0]
		switch c := c.(type) {
		case *ast.Text:
			p.textNode(c)
		case *ast.CodeSpan:
			p.codeSpan(c)
		case *ast.AutoLink:
			p.plain = append(p.plain, unmarked(string(c.Label(p.src)))...)
		case *formula:
			p.plain = append(p.plain, unmarked(string(c.tex))...)
		case *emoji:
			if p.emojiNames {
				p.plain = append(p.plain, c.name...)
			} else {
				p.plain = append(p.plain, c.char...)
			}
		case *wikiLink:
			switch {
			case c.label != "":
				p.plain = append(p.plain, c.label...)
			case c.target != "":
				p.plain = append(p.plain, c.target...)
			default:
				p.plain = append(p.plain, c.fragment...)
			}
		default:
			p.gather(c)
		}
	}
}
