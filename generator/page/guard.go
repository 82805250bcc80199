// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"strconv"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"commonplace/generator/config"
	"commonplace/generator/source"
)

// goldmark cannot be cancelled and some shapes of text cost it the square of their length. So the guard refuses them
// before the costly step: containers nest to a limit, and every block whose inline text is long is first measured in one linear
// scan, which estimates the steps that goldmark's inline parsers would take at worst. A page has a budget of such
// steps. What goes beyond is shown as plain text with a diagnostic; nothing of it is lost.
const (
	maxSteps     = 5_000_000 // a page; some ten milliseconds, and a hundred times what the longest real pages need
	maxCells     = 100_000   // table cells in a page, empty ones included
	maxFootnotes = 1000      // definitions in a page: each reference looks through all
	smallBlock   = 256       // bytes whose square is not worth counting
)

// plainParagraph stands for a paragraph that is not read as Markdown; its children are raw text.
type plainParagraph struct{ ast.BaseBlock }

var kindPlainParagraph = ast.NewNodeKind("PlainParagraph")

func (*plainParagraph) Kind() ast.NodeKind         { return kindPlainParagraph }
func (n *plainParagraph) Dump(src []byte, lvl int) { ast.DumpHelper(n, src, lvl, nil, nil) }

// makePlain turns the lines of a block into raw text, so that there is nothing left to parse.
func makePlain(n ast.Node, lines *text.Segments) {
	for i := range lines.Len() {
		line := ast.NewRawTextSegment(lines.At(i))
		line.SetSoftLineBreak(i+1 < lines.Len())
		n.AppendChild(n, line)
	}
	if n.Lines() == lines {
		lines.Clear()
	}
}

// refuse replaces a paragraph by its plain text.
func (p *pass) refuse(node *ast.Paragraph) {
	lines := node.Lines()
	p.limit(lines.At(0).Start, lines.At(lines.Len()-1).Stop)
	plain := &plainParagraph{}
	makePlain(plain, lines)
	node.Parent().ReplaceChild(node.Parent(), node, plain)
}

// limit reports, once a page, that something was too costly to read as Markdown.
func (p *pass) limit(start, stop int) {
	if !p.limited {
		p.limited = true
		p.parsed = append(p.parsed, source.Diagnostic{
			Code: source.CodeMarkdownLimit, Span: p.span(start, stop),
			Message: "too many marks in one piece of text; it is shown as plain text",
			Help:    "split it into shorter paragraphs",
		})
	}
}

// charge takes steps from the page's budget and says whether there were enough.
func (p *pass) charge(steps int) bool {
	if steps > p.steps {
		return false
	}
	p.steps -= steps
	return true
}

// paragraphGuard runs ahead of link reference definitions and tables.
type paragraphGuard struct{}

func (paragraphGuard) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	p := passOf(pc)
	lines := node.Lines()
	if first := lines.At(0); p.src[first.Start] != '[' && p.src[first.Start] != ' ' || lines.Len() < 16 {
		return
	}
	// Each definition at the beginning of a paragraph moves all lines after it.
	definitions := 0
	for i := range lines.Len() {
		line := lines.At(i)
		at := line.Start
		for at < line.Stop && p.src[at] == ' ' {
			at++
		}
		if at < line.Stop && p.src[at] == '[' {
			definitions++
		}
	}
	if !p.charge(4 * definitions * lines.Len()) {
		p.refuse(node)
	}
}

// inlineGuard runs when a paragraph is known to be one.
type inlineGuard struct{}

func (inlineGuard) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	p := passOf(pc)
	if !p.charge(p.inlineSteps(node.Lines())) {
		p.refuse(node)
	}
}

// guardInline makes the text of a block that is no paragraph plain when it is too costly.
func (p *pass) guardInline(n ast.Node) {
	lines := n.Lines()
	if lines.Len() == 0 || p.charge(p.inlineSteps(lines)) {
		return
	}
	p.limit(lines.At(0).Start, lines.At(lines.Len()-1).Stop)
	makePlain(n, lines)
}

// descriptionParser guards the terms that the description's first line makes of a paragraph.
type descriptionParser struct{ parser.BlockParser }

// Open implements parser.BlockParser.
func (d descriptionParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	last := parent.LastChild()
	node, state := d.BlockParser.Open(parent, reader, pc)
	if node == nil {
		return nil, state
	}
	term := parent.FirstChild()
	if last != nil {
		term = last.NextSibling()
	}
	for ; term != nil; term = term.NextSibling() {
		passOf(pc).guardInline(term)
	}
	return node, state
}

// container refuses to open blocks inside each other beyond the limit; the line is then ordinary text.
type container struct{ parser.BlockParser }

// Open implements parser.BlockParser.
func (c container) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	p := passOf(pc)
	deep := p.tooDeep(pc.OpenedBlocks())
	line, at := reader.Position()
	node, state := c.BlockParser.Open(parent, reader, pc)
	if node == nil || !deep {
		return node, state
	}
	reader.SetPosition(line, at)
	if !p.nested {
		p.nested = true
		p.parsed = append(p.parsed, source.Diagnostic{
			Code: source.CodeNestingLimit, Span: p.span(at.Start, at.Stop),
			Message: "lists and quotes inside each other deeper than " + strconv.Itoa(p.m.nesting) + " levels; the rest is shown as text",
		})
	}
	return nil, parser.NoChildren
}

func (p *pass) tooDeep(open []parser.Block) bool {
	if len(open) < p.m.nesting {
		return false
	}
	depth := 0
	for _, b := range open {
		switch b.Node.(type) {
		case *ast.Blockquote, *ast.ListItem, *extast.Footnote, *extast.DefinitionList, *containerBlock, *markup:
			depth++
		}
	}
	return depth >= p.m.nesting
}

// inlineSteps estimates, in one scan, how many steps goldmark takes at worst to read lines as inline text.
func (p *pass) inlineSteps(lines *text.Segments) int {
	n := lines.Len()
	if n == 0 || lines.At(n-1).Stop-lines.At(0).Start < smallBlock {
		return 0
	}
	e := &p.estimate
	e.reset()
	e.highlight = p.m.dialects.Has(config.Highlight)
	for i := range n {
		line := lines.At(i)
		e.line(p.src[line.Start:line.Stop], n-i)
	}
	return e.total()
}

// estimate counts what makes inline parsing slow.
type estimate struct {
	steps, bytes, delimiters, brackets int
	highlight                          bool    // equals signs are delimiters
	open                               []int32 // offsets of [ without ]
	ticks                              []tick  // runs of ` that may open a code span
	lastRun                            map[int]int
}

type tick struct{ at, length int }

func (e *estimate) reset() {
	*e = estimate{open: e.open[:0], ticks: e.ticks[:0], lastRun: e.lastRun}
	clear(e.lastRun)
}

// line takes one line; after is the number of lines from it to the end, which goldmark counts anew for each bracket.
func (e *estimate) line(b []byte, after int) {
	space, angle := 0, 0 // where the next space and the next > are, from the last place asked
	for i := 0; i < len(b); i++ {
		switch c := b[i]; c {
		case '\\':
			if i+1 < len(b) && b[i+1] == '`' {
				run := runLength(b[i+1:])
				e.tick(e.bytes+i+2, run-1, run)
				i += run - 1
			}
			i++
		case '*', '_', '~':
			run := runLength(b[i:])
			e.delimiters += 1 + run/2
			i += run - 1
		case '=':
			if e.highlight {
				run := runLength(b[i:])
				e.delimiters += run / 2
				i += run - 1
			}
		case '`':
			run := runLength(b[i:])
			e.tick(e.bytes+i, run, run)
			i += run - 1
		case '[':
			e.brackets++
			e.steps += 20 // a node to be made and, most often, taken away
			e.open = append(e.open, int32(e.bytes+i))
			if i+1 < len(b) && b[i+1] == '^' {
				e.steps += after
			}
		case ']':
			e.brackets++
			e.steps += after
			if e.delimiters > 0 {
				e.steps += e.delimiters + e.brackets // the siblings that are searched for the link's first delimiter
			}
			if k := len(e.open); k > 0 {
				span := e.bytes + i - int(e.open[k-1])
				e.open = e.open[:k-1]
				e.steps += span + 8*min(span, 1000) // searched for links; looked up as a reference
			}
			if i+1 < len(b) && b[i+1] == '(' {
				if i+2 < len(b) && (b[i+2] == '<' || b[i+2] == ' ') {
					angle = next(b, angle, i+2, '>')
					e.steps += angle - i
				} else {
					space = next(b, space, i+2, ' ')
					e.steps += space - i
				}
			}
		}
	}
	e.bytes += len(b)
}

func (e *estimate) tick(at, length, run int) {
	if e.lastRun == nil {
		e.lastRun = map[int]int{}
	}
	e.lastRun[run] = at
	if length > 0 {
		e.ticks = append(e.ticks, tick{at, length})
	}
}

func (e *estimate) total() int {
	for _, t := range e.ticks {
		if last, ok := e.lastRun[t.length]; !ok || last <= t.at {
			e.steps += e.bytes - t.at // no closer: the whole rest is searched
		}
	}
	return e.steps + e.delimiters*e.delimiters/2
}

// next is the offset of c in b at or after from, or the end; known is an earlier answer, so that asking along a line is linear.
func next(b []byte, known, from int, c byte) int {
	if known >= from {
		return known
	}
	for from < len(b) && b[from] != c {
		from++
	}
	return from
}

func runLength(b []byte) int {
	n := 1
	for n < len(b) && b[n] == b[0] {
		n++
	}
	return n
}
