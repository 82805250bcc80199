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

	"commonplace/generator/source"
)

// A formula stands between dollar signs: $…$ in a line, $$…$$ in a line or on lines of its own, or in a fence of the language math. A
// dollar sign is money unless what it encloses touches it on both sides and no letter or number touches it from outside: “$5 and $10”,
// “$5–$10” and “US$5/C$7” hold no formula.

// maxFormulaLines is over how many lines $…$ may be broken.
const maxFormulaLines = 4

// formula is one within text.
type formula struct {
	ast.BaseInline
	tex         string
	display     bool
	start, stop int
}

// formulaBlock is one on lines of its own; its lines are the formula.
type formulaBlock struct{ ast.BaseBlock }

var (
	kindFormula      = ast.NewNodeKind("Formula")
	kindFormulaBlock = ast.NewNodeKind("FormulaBlock")
)

func (*formula) Kind() ast.NodeKind              { return kindFormula }
func (*formulaBlock) Kind() ast.NodeKind         { return kindFormulaBlock }
func (*formulaBlock) IsRaw() bool                { return true }
func (n *formula) Dump(src []byte, lvl int)      { ast.DumpHelper(n, src, lvl, nil, nil) }
func (n *formulaBlock) Dump(src []byte, lvl int) { ast.DumpHelper(n, src, lvl, nil, nil) }

type formulaParser struct{}

// Trigger implements parser.InlineParser.
func (formulaParser) Trigger() []byte { return []byte{'$'} }

// Parse implements parser.InlineParser. The next dollar sign decides: it ends the formula, or there is none.
func (formulaParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, seg := block.PeekLine()
	n := &formula{start: seg.Start}
	mark := "$"
	switch {
	case bytes.HasPrefix(line, []byte("$$")):
		mark, n.display = "$$", true
	case bytes.HasPrefix(line, []byte("$`")):
		mark = "`$"
	}
	if src := block.Source(); seg.Start > 0 && (src[seg.Start-1] == '$' || mark == "$" && util.IsAlphaNumeric(src[seg.Start-1])) {
		return nil
	}
	block.Advance(len(mark))
	var tex []byte
	for range maxFormulaLines {
		line, _ = block.PeekLine()
		if line == nil {
			return nil
		}
		end := formulaEnd(line[:min(len(line), maxFormula)], mark)
		if end < 0 {
			tex = append(tex, line...)
			block.AdvanceLine()
			continue
		}
		tex = append(tex, line[:end]...)
		n.tex = strings.TrimSpace(string(tex))
		if after := end + len(mark); !isFormula(tex, mark) || mark == "$" && after < len(line) && (util.IsAlphaNumeric(line[after]) || line[after] == '$') {
			return nil
		}
		block.Advance(end + len(mark))
		_, at := block.Position()
		n.stop = max(at.Start, n.start+1)
		return n
	}
	return nil
}

// formulaEnd is where the next mark stands that is not escaped.
func formulaEnd(line []byte, mark string) int {
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] == '\\':
			i++
		case line[i] == mark[0] && bytes.HasPrefix(line[i:], []byte(mark)):
			return i
		}
	}
	return -1
}

// isFormula says whether what stands between marks can be a formula.
func isFormula(tex []byte, mark string) bool {
	if len(bytes.TrimSpace(tex)) == 0 || len(tex) > maxFormula {
		return false
	}
	first, last := tex[0], tex[len(tex)-1]
	return mark != "$" || !util.IsSpace(first) && !util.IsSpace(last) && !strings.ContainsRune(")],.;:!?", rune(first)) && last != '(' && last != '['
}

type formulaBlockParser struct{}

// Trigger implements parser.BlockParser.
func (formulaBlockParser) Trigger() []byte { return []byte{'$'} }

// Open implements parser.BlockParser. The next $$ must end a line, with no empty line before it.
func (formulaBlockParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, seg := reader.PeekLine()
	at := pc.BlockOffset()
	if at < 0 || !bytes.HasPrefix(line[at:], []byte("$$")) {
		return nil, parser.NoChildren
	}
	n, src := &formulaBlock{}, passOf(pc).src
	first := text.NewSegment(seg.Start+at-seg.Padding+2, seg.Stop)
	if end := bytes.Index(first.Value(src), []byte("$$")); end >= 0 {
		if !isBlankAfter(src, first.Start+end+2) || len(bytes.TrimSpace(src[first.Start:first.Start+end])) == 0 {
			return nil, parser.NoChildren
		}
		first.Stop = first.Start + end
		n.Lines().Append(first)
		n.SetAttributeString("end", true)
		reader.AdvanceToEOL()
		return n, parser.NoChildren
	}
	rest := src[seg.Stop:min(len(src), seg.Stop+maxFormula)]
	end := bytes.Index(rest, []byte("$$"))
	if end < 0 || bytes.Contains(rest[:end], []byte("\n\n")) || !isBlankAfter(src, seg.Stop+end+2) {
		return nil, parser.NoChildren
	}
	if len(bytes.TrimSpace(first.Value(src))) > 0 {
		n.Lines().Append(first)
	}
	reader.AdvanceToEOL()
	return n, parser.NoChildren
}

func isBlankAfter(src []byte, at int) bool {
	return len(bytes.TrimSpace(src[at:lineEnd(src, at)])) == 0
}

// Continue implements parser.BlockParser.
func (formulaBlockParser) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	if _, ended := node.AttributeString("end"); ended {
		return parser.Close
	}
	line, seg := reader.PeekLine()
	end := bytes.Index(line, []byte("$$"))
	if end < 0 {
		node.Lines().Append(seg)
		reader.AdvanceToEOL()
		return parser.Continue | parser.NoChildren
	}
	if seg.Stop = max(seg.Start, seg.Start+end-seg.Padding); seg.Stop > seg.Start {
		node.Lines().Append(seg)
	}
	reader.AdvanceToEOL()
	return parser.Close
}

// Close implements parser.BlockParser.
func (formulaBlockParser) Close(ast.Node, text.Reader, parser.Context) {}

// CanInterruptParagraph implements parser.BlockParser.
func (formulaBlockParser) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine implements parser.BlockParser.
func (formulaBlockParser) CanAcceptIndentedLine() bool { return false }

// formula writes one within text.
func (p *pass) formula(n *formula) {
	p.plain = append(p.plain, n.tex...)
	out, unread := mathML(n.tex, n.display)
	if unread == "" {
		p.puts(out)
		return
	}
	p.tellUnread(unread, n.start, n.stop)
	p.puts("<code>")
	p.escape(n.tex)
	p.puts("</code>")
}

// formulaLines writes one on lines of its own.
func (p *pass) formulaLines(n ast.Node) {
	lines := n.Lines()
	var tex []byte
	for i := range lines.Len() {
		line := lines.At(i)
		tex = append(tex, line.Value(p.src)...)
	}
	out, unread := "", "a formula longer than any"
	if len(tex) <= maxFormula {
		out, unread = mathML(strings.TrimSpace(string(tex)), true)
	}
	if unread != "" {
		start := max(0, n.Pos())
		p.tellUnread(unread, start, lineEnd(p.src, start))
		p.puts("<pre><code>")
		p.codeLines(n)
		p.puts("</code></pre>\n")
		return
	}
	p.puts(out)
	p.putc('\n')
}

// tellUnread reports, once a page for each reason, that a formula is shown as it is written.
func (p *pass) tellUnread(why string, start, stop int) {
	if p.told["$"+why] {
		return
	}
	p.told["$"+why] = true
	p.diagnose(source.Diagnostic{
		Code: source.CodeMathUnread, Span: p.span(start, stop),
		Message: "this formula can't be read and is shown as code: " + why,
	})
}
