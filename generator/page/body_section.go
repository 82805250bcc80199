// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"slices"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"

	"commonplace/generator/source"
)

// titleState is what the headings say about the page's title.
type titleState struct {
	text string
	from TitleSource
	seen bool // the first heading that is the title was left out
}

// sectionState is the section that is being read: its text is folded as the walk passes its end.
type sectionState struct {
	heading int32 // index in Doc.Headings; -1: the lead
	line    int32
	at      int // where the text that is not yet added begins
	text    []byte
	space   bool
}

// add takes text into the section: white space folded, all else as written.
func (s *sectionState) add(p *pass, from, to int) {
	text := p.whole[p.originOfStart(min(from, to)):p.origin(to)]
	n := len(s.text)
	out := slices.Grow(s.text, len(text)+1)[:n+len(text)+1]
	for _, c := range text {
		if c == ' ' || c == '\n' || c == '\t' {
			s.space = true
			continue
		}
		if s.space && n > 0 {
			out[n] = ' '
			n++
		}
		s.space = false
		out[n] = c
		n++
	}
	s.text, s.space = out[:n], true
}

// end closes the section. A lead without text is none.
func (s *sectionState) end(p *pass) {
	if s.line > 0 || len(s.text) > 0 {
		line := s.line
		if line == 0 {
			line = p.fileSpan(0, 0).Line
		}
		p.sections = append(p.sections, Section{Heading: s.heading, Line: line, Digest: source.Sum(s.text)})
	}
	s.text, s.space = s.text[:0], false
}

// heading writes a heading. One at the top level may be the page's title, which the page's frame shows, and divides
// the text into sections.
func (p *pass) heading(n *ast.Heading, top bool) {
	plain := strings.TrimSpace(string(p.textOf(n)))
	start, stop := p.headingLines(n)
	id := p.headingID(n, plain)
	if top && p.isTitle(n, plain) {
		p.part.add(p, p.part.at, start)
		p.part.at = stop
		// Links to the title's heading lead to the beginning of the text.
		p.puts(`<span id="`)
		p.prefix()
		p.escape(id)
		p.puts("\"></span>\n")
		p.anchors = append(p.anchors, id)
		return
	}
	line := p.span(start, start).Line
	if top && n.Level <= 2 {
		p.part.add(p, p.part.at, start)
		p.part.end(p)
		p.part.heading, p.part.line, p.part.at = int32(len(p.headings)), line, stop
	}
	at := int32(-1)
	if top && !p.marked {
		at = int32(len(p.buf))
	}
	p.headings = append(p.headings, Heading{Level: uint8(n.Level), ID: id, Text: plain, Start: at, Line: line})
	level := "0223456"[n.Level] // the page's frame has the one h1
	p.puts("<h")
	p.putc(level)
	p.puts(` id="`)
	if p.marked && top {
		p.mark(markHeading, int32(len(p.headings)-1))
	} else {
		p.prefix()
	}
	p.escape(id)
	p.puts(`">`)
	p.plainOnly = true
	p.content(n)
	p.plainOnly = false
	p.puts("</h")
	p.putc(level)
	p.puts(">\n")
	p.endBlock()
	p.checkSize()
}

// isTitle says whether a heading gives or repeats the title and is to be left out.
func (p *pass) isTitle(n *ast.Heading, plain string) bool {
	if p.title.seen || plain == "" {
		return false
	}
	switch {
	case p.doc.Meta.Title != "":
		p.title.seen = n.Level == 1 && source.Fold(plain) == source.Fold(p.doc.Meta.Title)
	case n.Level == 1:
		p.title = titleState{text: plain, from: TitleH1, seen: true}
	case n.Level == 2 && p.title.text == "" && p.words == 0:
		if _, field := p.fieldHeads[n]; field {
			break
		}
		p.title = titleState{text: plain, from: TitleH2}
	}
	return p.title.seen
}

// headingLines is the extent of a heading's lines, an underline included.
func (p *pass) headingLines(n *ast.Heading) (start, stop int) {
	start = max(0, n.Pos())
	stop = start
	if k := n.Lines().Len(); k > 0 {
		stop = max(start, n.Lines().At(k-1).Start)
	} else if last, ok := n.LastChild().(*ast.Text); ok {
		stop = max(start, last.Segment.Start) // a heading that was made plain
	}
	stop = lineEnd(p.src, stop)
	if !isATX(p.src[start:]) {
		stop = lineEnd(p.src, stop)
	}
	return bytes.LastIndexByte(p.src[:start], '\n') + 1, stop
}

func isATX(b []byte) bool {
	n := 0
	for n < len(b) && b[n] == '#' {
		n++
	}
	return n > 0 && n <= 6 && (n == len(b) || b[n] == ' ' || b[n] == '\t' || b[n] == '\n')
}

// SectionTitle is a heading's text without its number, "Section 3:" and "(250 words)".
func SectionTitle(s string) string {
	if strings.HasSuffix(s, ")") {
		if open := strings.LastIndexByte(s, '('); open > 0 {
			inner := strings.ToLower(s[open+1 : len(s)-1])
			if strings.HasSuffix(inner, "words") && strings.ContainsAny(inner, "0123456789") {
				s = strings.TrimSpace(s[:open])
			}
		}
	}
	if rest, ok := cutFold(s, "section "); ok {
		number := strings.TrimLeft(rest, "0123456789.")
		if number != rest {
			if title := strings.TrimLeft(number, " "); strings.HasPrefix(title, ":") || strings.HasPrefix(title, "-") ||
				strings.HasPrefix(title, "–") || strings.HasPrefix(title, "—") {
				if title = trimSeparator(title); title != "" {
					return title
				}
			}
		}
	}
	rest := strings.TrimLeft(s, "0123456789.")
	number := s[:len(s)-len(rest)]
	if number == "" || number[0] == '.' {
		return s
	}
	// A bare number may be a year or a count; a number of a section ends in a mark or has parts.
	if !strings.Contains(number, ".") && !strings.HasPrefix(rest, ")") && !strings.HasPrefix(rest, ":") {
		return s
	}
	if title := trimSeparator(rest); title != "" && title != rest {
		return title
	}
	return s
}

func trimSeparator(s string) string {
	return strings.TrimLeftFunc(s, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(":.)-–—", r) })
}

func cutFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}
