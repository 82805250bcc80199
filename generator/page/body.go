// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"

	"commonplace/generator/source"
)

// pass is the reading of one body. It walks the tree once and writes the HTML, its holes and the facts side by side: the HTML to
// buf, and the same text without marks to plain, which is emptied after each block.
type pass struct {
	m     *markdown
	doc   *Doc
	src   []byte
	lines *source.Lines
	off   int     // of src in the file
	whole []byte  // src before tags were read; see tag.go
	moved []shift // from src to whole
	tags  []tag

	// Set while goldmark parses.
	parsed    []source.Diagnostic
	steps     int // left of the budget
	cells     int
	footnotes int
	raw       bool // there is raw HTML
	nested    bool // nesting was reported
	limited   bool // a limit was reported
	estimate  estimate
	claimed   map[string]bool // ids that authors gave to headings

	fieldHeads   map[ast.Node]bool // of sections that are fields; true: shown elsewhere than in the text
	lastPercents int               // where the last %% of the page begins; -1: not looked for

	// The result.
	buf      []byte
	holes    []Hole
	headings []Heading
	sections []Section
	links    []Link
	anchors  []string
	named    []Block
	words    int
	diags    []source.Diagnostic

	marked     bool // holes are marks in buf, for the HTML is still to be sanitised
	unrendered []Unrendered
	read       int // how many of them were found before the text was parsed

	asText    bool // raw HTML is shown as text
	over      bool // larger than a page may be
	codeWork  int  // left of the budget for highlighting
	facts     int  // bytes of the links' texts
	ids       map[string]int
	told      map[string]bool // element names that were reported; ids that were seen, when balancing
	title     titleState
	depth     int // of inline elements
	inLink    bool
	terms     map[int32]bool // of glossaries that were linked
	plainOnly bool           // no word of a glossary is a link here
	openTags  []string       // raw inline elements of the current block
	within    []string       // names of the elements with Markdown in them that are open
	unclosed  ast.Node       // its inline text holds an element to be erased that does not end
	plain     []byte
	pending   []pendingLink // the current block's
	scratch   []byte
	gathered  []byte // of textOf
	part      sectionState

	emojiNames bool // textOf gives the names of emoji in place of the characters
}

// pendingLink is a link whose sentence is not known yet.
type pendingLink struct{ ref, from, to int32 }

func (p *pass) reset(m *markdown, d *Doc, src []byte, lines *source.Lines, from int) {
	p.m, p.doc, p.src, p.lines, p.off = m, d, src, lines, from
	p.parsed = p.parsed[:0]
	p.steps, p.cells, p.footnotes = maxSteps, 0, 0
	p.raw, p.nested, p.limited = false, false, false
	p.fieldHeads = nil
	clear(p.claimed)
	p.lastPercents = -1
	p.unrendered = p.unrendered[:0]
	p.readTags()
	p.unreadIncludes()
	p.read = len(p.unrendered)
	p.again(false)
}

// again forgets what was written.
func (p *pass) again(asText bool) {
	p.buf, p.holes, p.headings, p.sections = p.buf[:0], p.holes[:0], p.headings[:0], p.sections[:0]
	p.links, p.anchors, p.diags, p.words = p.links[:0], p.anchors[:0], p.diags[:0], 0
	p.named, p.within = p.named[:0], p.within[:0]
	p.unrendered = p.unrendered[:p.read]
	p.asText, p.over, p.facts, p.codeWork = asText, false, 0, maxCodeWork
	p.marked = p.raw && !asText
	if p.ids == nil {
		p.ids, p.told = map[string]int{}, map[string]bool{}
	}
	clear(p.ids)
	clear(p.told)
	p.title = titleState{}
	p.depth, p.inLink, p.unclosed = 0, false, nil
	p.plainOnly = false
	clear(p.terms)
	p.plain, p.pending, p.openTags = p.plain[:0], p.pending[:0], p.openTags[:0]
	p.part = sectionState{heading: -1}
}

// release lets go of the page and of buffers that a huge page has grown.
func (p *pass) release() {
	const keep = 1 << 20
	if cap(p.buf) > keep || cap(p.plain) > keep || cap(p.links) > keep/100 || len(p.ids) > keep/100 {
		*p = pass{}
		return
	}
	clear(p.links[:cap(p.links)])
	clear(p.headings[:cap(p.headings)])
	clear(p.sections[:cap(p.sections)])
	p.fieldHeads = nil
	p.m, p.doc, p.src, p.lines, p.whole = nil, nil, nil, nil, nil
	clear(p.tags[:cap(p.tags)])
	clear(p.unrendered[:cap(p.unrendered)])
}

// finish hands the facts over.
func (p *pass) finish() {
	d := p.doc
	d.Headings = append([]Heading(nil), p.headings...)
	d.Sections = append([]Section(nil), p.sections...)
	d.Links = append([]Link(nil), p.links...)
	d.Anchors = append([]string(nil), p.anchors...)
	d.Blocks = sortedBlocks(p.named)
	d.Words = p.words
	d.Unrendered = append([]Unrendered(nil), p.unrendered...)
	d.Diags = append(append(d.Diags, p.parsed...), p.diags...)
	if d.Meta.Title == "" && p.title.text != "" {
		d.Meta.Title, d.Title = p.title.text, p.title.from
	}
}

// span is the place in the file of a part of the text.
func (p *pass) span(start, stop int) source.Span {
	if len(p.moved) > 0 {
		start, stop = p.origin(start), p.origin(stop)
	}
	return p.fileSpan(start, stop)
}

// fileSpan is the place in the file of a part of the body as it was before tags were read.
func (p *pass) fileSpan(start, stop int) source.Span { return p.lines.Span(p.off+start, p.off+stop) }

func (p *pass) diagnose(d source.Diagnostic) { p.diags = append(p.diags, d) }

func (p *pass) puts(s string) { p.buf = append(p.buf, s...) }
func (p *pass) putc(c byte)   { p.buf = append(p.buf, c) }

// hole leaves a place to be filled. While raw HTML is still to be sanitised a mark keeps it; see html_tree.go.
func (p *pass) hole(kind HoleKind, ref int32) {
	if p.marked {
		if kind == HoleHref {
			p.puts(` href="`)
		}
		p.mark("htegpw"[kind], ref)
		if kind == HoleHref {
			p.putc('"')
		}
		return
	}
	p.holes = append(p.holes, Hole{At: int32(len(p.buf)), Ref: ref, Kind: kind})
}

func (p *pass) mark(kind byte, ref int32) {
	p.buf = append(p.buf, markBegin, kind)
	p.buf = strconv.AppendInt(p.buf, int64(ref), 10)
	p.buf = append(p.buf, markEnd)
}

func (p *pass) prefix() { p.hole(HoleIDPrefix, 0) }

// checkSize ends the walk when the page has grown beyond its limit: a short reference to a long address can be used
// thousands of times.
func (p *pass) checkSize() {
	if len(p.buf) > p.m.expanded {
		p.over = true
	}
}

// newID makes an id of a wish that is unique in the page and is not one of the theme's or of a footnote. Only an author's own wish gets
// what an author has chosen for a heading.
func (p *pass) newID(wish string, own bool) string {
	wish = p.permitted(wish)
	n, taken := p.ids[wish]
	if !taken && (own || !p.claimed[wish]) {
		p.ids[wish] = 0
		return wish
	}
	last := wish // under which the last number is kept
	if !taken {
		last += "\x00" // the wish itself is still to be given
		n = p.ids[last]
	}
	for {
		n++
		id := wish + "-" + strconv.Itoa(n)
		if !p.taken(id) {
			p.ids[last], p.ids[id] = n, 0
			return id
		}
	}
}

// taken says that a heading can't have an id without asking for it.
func (p *pass) taken(id string) bool {
	_, taken := p.ids[id]
	return taken || p.claimed[id]
}

// permitted is a wish for an id, or another in its place if the wish is the theme's or a footnote's.
func (p *pass) permitted(wish string) string {
	if strings.HasPrefix(wish, "cp-") || isFootnoteID(wish) {
		return "s-" + wish
	}
	return wish
}

func isFootnoteID(id string) bool {
	rest, ok := strings.CutPrefix(id, "fn-")
	if !ok {
		rest, ok = strings.CutPrefix(id, "fnref-")
	}
	return ok && rest != "" && rest[0] >= '0' && rest[0] <= '9'
}

// plainPage shows the whole text as it is written.
func (p *pass) plainPage() {
	if !p.limited {
		p.limit(0, 0)
		p.parsed[len(p.parsed)-1].Message = "the page would grow to more than " + strconv.Itoa(p.m.expanded>>10) + " KiB; it is shown as plain text"
		p.parsed[len(p.parsed)-1].Help = ""
	}
	p.puts("<pre>")
	p.plainText(string(p.whole))
	p.puts("</pre>\n")
	p.endBlock()
	p.part.add(p, 0, len(p.src))
	p.part.end(p)
}

// document writes the whole tree.
func (p *pass) document(root ast.Node) {
	for n := root.FirstChild(); n != nil && !p.over; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok {
			if p.fieldHeads[h] {
				n = p.leave(h)
			} else {
				p.heading(h, true)
			}
		} else {
			p.block(n)
		}
	}
	if p.over {
		return
	}
	p.part.add(p, p.part.at, len(p.src))
	p.part.end(p)
	if p.marked {
		p.balance()
	}
}
