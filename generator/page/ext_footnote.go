// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"strconv"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// footnoteBlockParser bounds the number of footnotes; further definitions stay text.
type footnoteBlockParser struct{ container }

// Open implements parser.BlockParser.
func (f footnoteBlockParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	p := passOf(pc)
	if p.footnotes >= maxFootnotes {
		return nil, parser.NoChildren
	}
	node, state := f.container.Open(parent, reader, pc)
	if node != nil {
		p.footnotes++
		if p.footnotes == maxFootnotes {
			_, at := reader.Position()
			p.limit(at.Start, at.Stop)
		}
	}
	return node, state
}

func (p *pass) footnoteLink(n *extast.FootnoteLink) {
	p.puts(`<sup id="`)
	p.prefix()
	p.footnoteRef(n.Index, n.RefIndex)
	p.puts(`"><a href="#`)
	p.prefix()
	p.puts("fn-")
	p.buf = strconv.AppendInt(p.buf, int64(n.Index), 10)
	p.puts(`" role="doc-noteref">`)
	p.buf = strconv.AppendInt(p.buf, int64(n.Index), 10)
	p.puts("</a></sup>")
}

func (p *pass) footnoteBacklink(n *extast.FootnoteBacklink) {
	p.puts(`&#160;<a href="#`)
	p.prefix()
	p.footnoteRef(n.Index, n.RefIndex)
	p.puts(`" role="doc-backlink" aria-label="`)
	p.hole(HoleWord, wordBack)
	p.puts(`">&#8617;&#65038;</a>`)
	p.checkSize()
}

// footnoteRef writes the id of the k-th (from 0) reference to a footnote.
func (p *pass) footnoteRef(index, k int) {
	p.puts("fnref-")
	p.buf = strconv.AppendInt(p.buf, int64(index), 10)
	if k > 0 {
		p.putc('-')
		p.buf = strconv.AppendInt(p.buf, int64(k+1), 10)
	}
}

func (p *pass) footnoteList(n *extast.FootnoteList) {
	p.puts("<section class=\"footnotes\" role=\"doc-endnotes\">\n<hr>\n<ol>\n")
	p.blocks(n)
	p.puts("</ol>\n</section>\n")
}

func (p *pass) footnote(n *extast.Footnote) {
	p.puts(`<li id="`)
	p.prefix()
	id := "fn-" + strconv.Itoa(n.Index)
	p.puts(id)
	p.puts("\">\n")
	p.anchors = append(p.anchors, id)
	p.blocks(n)
	p.puts("</li>\n")
}
