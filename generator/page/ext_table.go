// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// tableTransformer guards goldmark's: a wide table with short rows is filled up with empty cells, and each escaped bar
// in code is looked up among all of them.
type tableTransformer struct{ parser.ParagraphTransformer }

func (t tableTransformer) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	p := passOf(pc)
	lines := node.Lines()
	columns, rows := 0, 0
	for i := 1; i < lines.Len(); i++ {
		if n := p.delimiterColumns(lines.At(i)); n > 0 {
			columns, rows = n, lines.Len()-i
			break
		}
	}
	if columns == 0 {
		return
	}
	escaped := 0
	for i := range lines.Len() {
		line := lines.At(i)
		escaped += bytes.Count(p.src[line.Start:line.Stop], []byte(`\|`))
	}
	if p.cells += columns * rows; p.cells > maxCells || !p.charge(escaped*escaped) {
		p.refuse(node)
		return
	}
	parent, before := node.Parent(), node.PreviousSibling()
	t.ParagraphTransformer.Transform(node, reader, pc)
	table := parent.FirstChild()
	if before != nil {
		table = before.NextSibling()
	}
	for ; table != nil; table = table.NextSibling() {
		if table.Kind() != extast.KindTable {
			continue
		}
		for row := table.FirstChild(); row != nil; row = row.NextSibling() {
			for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
				p.guardInline(cell)
			}
		}
	}
}

// delimiterColumns is the number of columns of a line like `--- | :-:`, and 0 for any other line.
func (p *pass) delimiterColumns(s text.Segment) int {
	line := bytes.Trim(p.src[s.Start:s.Stop], " \t\n")
	bars, dashes := 0, false
	for _, c := range line {
		switch c {
		case '|':
			bars++
		case '-':
			dashes = true
		case ':', ' ', '\t':
		default:
			return 0
		}
	}
	if !dashes {
		return 0
	}
	return bars + 1
}

func (p *pass) table(n *extast.Table) {
	// A table wider than the page is scrolled, which takes a focus where there is no mouse.
	p.puts(`<div class="table" role="group" tabindex="0" aria-label="`)
	p.hole(HoleWord, wordTable)
	p.puts("\">\n<table>\n")
	for row := n.FirstChild(); row != nil && !p.over; row = row.NextSibling() {
		head := row.Kind() == extast.KindTableHeader
		if head {
			p.puts("<thead>\n<tr>\n")
		} else {
			if row.PreviousSibling().Kind() == extast.KindTableHeader {
				p.puts("<tbody>\n")
			}
			p.puts("<tr>\n")
		}
		// A row is read as one text: what stands beside a link says what it is about.
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			p.cell(cell.(*extast.TableCell), head)
			if cell.NextSibling() != nil && len(p.plain) > 0 {
				p.plain = append(p.plain, " · "...)
			}
		}
		p.endBlock()
		p.puts("</tr>\n")
		switch {
		case head:
			p.puts("</thead>\n")
		case row.NextSibling() == nil:
			p.puts("</tbody>\n")
		}
		p.checkSize()
	}
	p.puts("</table>\n</div>\n")
}

func (p *pass) cell(n *extast.TableCell, head bool) {
	name := "td"
	if head {
		name = "th"
	}
	p.putc('<')
	p.puts(name)
	switch n.Alignment {
	case extast.AlignLeft:
		p.puts(` class="left"`)
	case extast.AlignRight:
		p.puts(` class="right"`)
	case extast.AlignCenter:
		p.puts(` class="center"`)
	}
	p.putc('>')
	p.content(n)
	p.puts("</")
	p.puts(name)
	p.puts(">\n")
}
