// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"fmt"
	"html"

	"commonplace/generator/config"
	"commonplace/generator/source"
)

// Parser reads the files of one source. It is immutable and serves any number of goroutines.
type Parser struct {
	markdown
	mapping
	limits config.Limits
	yaml   source.YAMLLimits // of front matter
}

// NewParser makes a Parser that reads as r says.
func NewParser(r *config.Reading) *Parser {
	p := &Parser{
		markdown: newMarkdown(r),
		mapping:  newMapping(r),
		limits:   r.Limits,
		yaml:     source.YAMLLimits{Bytes: r.Limits.FrontMatter, Depth: r.Limits.YAMLDepth, Nodes: r.Limits.YAMLNodes},
	}
	p.sections = newSections(p, r.Sections)
	return p
}

// Page reads a Markdown file. Any bytes make a page; what is wrong with them is in the Doc's diagnostics.
func (p *Parser) Page(data []byte) (*Doc, *Body) {
	text, diags := source.Text(data)
	d := &Doc{Kind: KindPage, Blob: newBlob(data), Diags: diags}
	lines := source.NewLines(text)
	from, root := p.front(d, text, lines)
	written := len(text)
	if len(text) > p.limits.Page {
		d.Diags = append(d.Diags, source.Diagnostic{
			Code: source.CodeTooLarge, Span: source.Span{Line: 1},
			Message: fmt.Sprintf("%d bytes, more than %d: the text is shown as written, up to that limit", len(text), p.limits.Page),
		})
		b := verbatim(text[min(from, p.limits.Page):p.limits.Page])
		d.Size = len(b.HTML)
		return d, b
	}
	added := p.addBody(root, &text)
	if len(added) > 0 {
		lines = source.NewLines(text)
	}
	b := p.guarded(d, text, lines, from)
	d.Size = len(b.HTML)
	d.noteAddresses(text[:written], lines, from)
	d.moveBack(added)
	return d, b
}

// Text is what a page has below its front matter, as it is written.
func (p *Parser) Text(data []byte) string {
	text, _ := source.Text(data)
	from, _ := p.front(&Doc{Kind: KindPage}, text, source.NewLines(text))
	return string(text[from:])
}

// guarded reads the body. A page that brings the Markdown library to a panic shows its text as written, and harms no other.
func (p *Parser) guarded(d *Doc, text []byte, lines *source.Lines, from int) (b *Body) {
	before := *d
	defer func() {
		if v := recover(); v != nil {
			*d = before
			d.Diags = append(d.Diags, source.Diagnostic{
				Code: source.CodeMarkdownLimit, Span: lines.Span(from, from),
				Message: "the Markdown library failed on this text: it is shown as written", Help: "please report the page as a bug of the program",
			})
			b = verbatim(text[from:])
		}
	}()
	return p.body(d, text, lines, from)
}

// verbatim shows a text as written. It may be cut in the middle of a character.
func verbatim(text []byte) *Body {
	text = bytes.ToValidUTF8(text, nil)
	return &Body{HTML: []byte("<pre>" + html.EscapeString(string(text)) + "</pre>\n")}
}
