// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"strings"

	"github.com/yuin/goldmark/ast"

	"commonplace/generator/source"
)

// A run is a piece of text with one look.
type run struct {
	text   string
	url    string // of a link
	strong bool
}

// A line is an item of a list, or a line of a paragraph.
type line struct {
	runs   []run
	bullet bool
	span   source.Span
}

func (l *line) text() string {
	var b strings.Builder
	for _, r := range l.runs {
		b.WriteString(r.text)
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func (l *line) node() *source.Node { return source.NewScalar(l.text(), l.span) }

// textLines are the lines of all paragraphs and the items of all lists of a section, down to the next heading.
func (p *pass) textLines(h ast.Node) []line { return p.linesOf(h, true) }

// linesOf takes a paragraph as one line where it is not to be split.
func (p *pass) linesOf(h ast.Node, split bool) []line {
	var list []line
	for n := h.NextSibling(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			return list
		case *ast.List:
			for item := n.FirstChild(); item != nil; item = item.NextSibling() {
				if block := item.FirstChild(); block != nil && isProseBlock(block) {
					list = p.appendLines(list, block, true, false)
				}
			}
		default:
			if isProseBlock(n) {
				list = p.appendLines(list, n, false, split)
			}
		}
	}
	return list
}

func isProseBlock(n ast.Node) bool {
	switch n.(type) {
	case *ast.Paragraph, *ast.TextBlock, *plainParagraph:
		return true
	}
	return false
}

func (p *pass) appendLines(list []line, block ast.Node, bullet, split bool) []line {
	l := line{bullet: bullet}
	if lines := block.Lines(); lines != nil && lines.Len() > 0 {
		l.span = p.span(lines.At(0).Start, lines.At(0).Stop)
	}
	number := 0
	end := func() {
		if l.text() != "" {
			list = append(list, l)
		}
		number++
		l.runs = nil
		if lines := block.Lines(); split && number < lines.Len() {
			l.span = p.span(lines.At(number).Start, lines.At(number).Stop)
		}
	}
	p.runs(block, run{}, func(r run) { l.runs = append(l.runs, r) }, func() {
		if split {
			end()
		} else {
			l.runs = append(l.runs, run{text: " "})
		}
	})
	end()
	return list
}

// runs gives the pieces of a block's text in order, and says where a line ends.
func (p *pass) runs(n ast.Node, look run, piece func(run), broken func()) {
	give := func(text string) {
		if text != "" {
			look.text = text
			piece(look)
		}
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			p.scratch = appendUnescaped(p.scratch[:0], c.Segment.Value(p.src))
			give(unmarked(string(p.scratch)))
			if c.SoftLineBreak() || c.HardLineBreak() {
				broken()
			}
		case *ast.Link:
			linked := look
			linked.url = unmarked(string(c.Destination))
			linked.text = string(p.textOf(c))
			if strings.HasPrefix(linked.url, "mailto:") {
				linked.url = ""
			}
			piece(linked)
		case *ast.AutoLink:
			if c.AutoLinkType == ast.AutoLinkURL {
				linked := look
				linked.url, linked.text = unmarked(string(c.URL(p.src))), unmarked(string(c.Label(p.src)))
				piece(linked)
			}
		case *ast.Emphasis:
			stressed := look
			stressed.strong = look.strong || c.Level == 2
			p.runs(c, stressed, piece, broken)
		case *ast.Image, *ast.RawHTML:
		case *ast.CodeSpan, *wikiLink:
			give(p.inlineText(c))
		default:
			p.runs(c, look, piece, broken)
		}
	}
}

func (p *pass) inlineText(n ast.Node) string {
	if w, ok := n.(*wikiLink); ok {
		if w.label != "" {
			return w.label
		}
		return w.target
	}
	return string(p.textOf(n))
}

// paragraphs is the text of a section in one line.
func (p *pass) paragraphs(h ast.Node) *source.Node {
	lines := p.linesOf(h, false)
	if len(lines) == 0 {
		return nil
	}
	texts := make([]string, len(lines))
	for i := range lines {
		texts[i] = lines[i].text()
	}
	text := strings.Join(texts, " ")
	if len(text) > longestText {
		text = text[:wordEnd([]byte(text), longestText, 0)] + "…"
	}
	return source.NewScalar(text, lines[0].span)
}

// head is what a line is about: the link or the bold words that it begins with, or what stands before a dash, and the first web address.
func (l *line) head() (title, url string) {
	var plain strings.Builder
	for i, r := range l.runs {
		if i == 0 && (r.strong || r.url != "") && strings.TrimSpace(r.text) != "" {
			title = r.text
		}
		if url == "" && (strings.HasPrefix(r.url, "https://") || strings.HasPrefix(r.url, "http://")) {
			url = r.url
		}
		plain.WriteString(r.text)
	}
	if title == "" {
		title = plain.String()
		for _, mark := range []string{" - ", " – ", " — ", ": ", ". ", "。"} {
			title, _, _ = strings.Cut(title, mark)
		}
	}
	return shortened(strings.TrimRight(strings.Join(strings.Fields(title), " "), ":,.- ")), url
}

// shortened cuts what is rather a sentence than a title; the text has the rest.
func shortened(s string) string {
	const most = 160
	if len(s) <= most {
		return s
	}
	return strings.TrimRight(s[:wordEnd([]byte(s), most, most/2)], " ") + "…"
}

// workList are the works or uses that a section names, one an item. Where it has headings of its own, these are the items; where it has
// neither, each paragraph is. A placeholder that `values` has nothing for names none.
func (p *pass) workList(r *reader, h *ast.Heading) *source.Node {
	var items []*source.Node
	seen := map[string]bool{}
	add := func(l line) {
		title, url := l.head()
		name, known := r.values.known(title)
		if known && name == "" || title == "" || seen[title] {
			return
		}
		seen[title] = true
		item := source.NewPair("name", source.NewScalar(title, l.span))
		if url != "" {
			item = item.With("url", source.NewScalar(url, l.span))
		}
		items = append(items, item)
	}
	lines := p.linesOf(h, false)
	bullets := hasBullets(lines)
	for _, l := range lines {
		if l.bullet || !bullets {
			add(l)
		}
	}
	for n := h.NextSibling(); n != nil; n = n.NextSibling() {
		if below, ok := n.(*ast.Heading); ok {
			if below.Level <= h.Level {
				break
			}
			if below.Level == h.Level+1 {
				start, stop := p.headingLines(below)
				add(line{runs: []run{{text: string(p.textOf(below))}}, span: p.span(start, max(start, stop-1))})
			}
		}
	}
	if len(items) == 0 {
		return nil
	}
	return source.NewList(items...)
}

func hasBullets(lines []line) bool {
	for i := range lines {
		if lines[i].bullet {
			return true
		}
	}
	return false
}

// termList are the names that a section lists: a name an item, or names between commas.
func (p *pass) termList(h ast.Node) *source.Node {
	const longest = 100
	var items []*source.Node
	lines := p.textLines(h)
	bullets := hasBullets(lines)
	for i := range lines {
		l := &lines[i]
		if bullets && !l.bullet {
			continue
		}
		text, _ := l.head()
		parts := []string{text}
		if !l.bullet {
			parts = strings.FieldsFunc(l.text(), func(r rune) bool { return strings.ContainsRune(",;、，；", r) })
		}
		for _, part := range parts {
			if part = strings.Trim(part, " ."); part != "" && len(part) <= longest {
				items = append(items, source.NewScalar(part, l.span))
			}
		}
	}
	if len(items) == 0 {
		return nil
	}
	return source.NewList(items...)
}
