// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"path"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// tagBlock writes a tag on a line of its own with what its frame holds.
func (p *pass) tagBlock(n *tagBlock) {
	t := &p.tags[n.index]
	switch t.what {
	case imageConstruct:
		p.figure(n, t)
	case anchorConstruct:
		p.puts("<p>")
		p.anchor(t)
		p.puts("</p>\n")
	case groupConstruct:
		p.group(n, t)
	case calloutConstruct, detailsConstruct, tabsConstruct, quoteConstruct:
		switch {
		case t.end:
			if !t.framed && t.mate >= 0 {
				p.tally(p.tags[t.mate].shown+" around parts of blocks", p.origin(p.tags[t.mate].start), p.origin(p.tags[t.mate].stop))
			}
		case t.framed || t.mate < 0:
			p.frameOf(n, t)
		default:
			p.texts(n, "<p><strong>", "</strong></p>\n")
		}
	}
}

// frameOf writes a frame. One without an end holds only its title.
func (p *pass) frameOf(n *tagBlock, t *tag) {
	switch t.what {
	case calloutConstruct:
		kind := t.callout()
		p.puts(`<div class="callout callout-`)
		p.puts(calloutKinds[kind])
		p.puts("\" role=\"note\">\n<p class=\"callout-title\">")
		if text := textIn(n, titleText); text != nil {
			p.content(text)
		} else {
			p.hole(HoleWord, wordNote+int32(kind))
		}
		p.puts("</p>\n")
		p.endBlock()
		p.held(n)
		p.puts("</div>\n")
	case detailsConstruct:
		if a, ok := t.arg("open"); ok && a.value != "false" {
			p.puts(`<details open="">`)
		} else {
			p.puts("<details>")
		}
		p.puts("\n<summary>")
		if text := textIn(n, titleText); text != nil {
			p.content(text)
		} else {
			p.puts("…")
		}
		p.puts("</summary>\n")
		p.endBlock()
		p.held(n)
		p.puts("</details>\n")
	case tabsConstruct:
		p.puts("<div class=\"group\">\n")
		p.texts(n, `<p class="group-title">`, "</p>\n")
		p.held(n)
		p.puts("</div>\n")
	case quoteConstruct:
		p.puts("<blockquote>\n")
		p.held(n)
		p.texts(n, "<p>— ", "</p>\n")
		p.puts("</blockquote>\n")
	}
}

// held writes the blocks of a frame.
func (p *pass) held(n ast.Node) {
	for c := n.FirstChild(); c != nil && !p.over; c = c.NextSibling() {
		if _, ok := c.(*tagText); !ok {
			p.block(c)
		}
	}
}

func textIn(n ast.Node, role textRole) *tagText {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if text, ok := c.(*tagText); ok && text.role == role {
			return text
		}
	}
	return nil
}

// texts writes the texts of a tag, each as a block.
func (p *pass) texts(n ast.Node, open, close string) {
	for c := n.FirstChild(); c != nil && !p.over; c = c.NextSibling() {
		if text, ok := c.(*tagText); ok {
			p.puts(open)
			p.content(text)
			p.puts(close)
			p.endBlock()
		}
	}
}

// figure writes an image with its caption.
func (p *pass) figure(n *tagBlock, t *tag) {
	caption := textIn(n, captionText)
	if caption == nil {
		p.puts("<p>")
		p.tagImage(t)
		p.puts("</p>\n")
		p.endBlock()
		return
	}
	p.puts("<figure>\n")
	p.tagImage(t)
	p.endBlock()
	p.puts("\n<figcaption>")
	p.content(caption)
	p.puts("</figcaption>\n</figure>\n")
	p.endBlock()
}

func (p *pass) tagImage(t *tag) {
	alt := t.value(argAlt, 1)
	if a, ok := t.arg("caption title"); alt == "" && ok {
		alt = a.value
	}
	start, stop := t.start, t.stop
	if href, ok := t.arg("link href"); ok && href.value != "" && !p.inLink {
		if end := p.openAddress(href.value, start, stop); end != "" {
			p.inLink = true
			defer func() {
				p.inLink = false
				p.puts(end)
			}()
		}
	}
	p.picture(t.value(argImage, 0), oneLine([]byte(alt)), "", start, stop)
}

// openAddress begins a link and returns what ends it; nothing where the address is refused.
func (p *pass) openAddress(href string, start, stop int) string {
	a := readAddress(unmarked(href))
	switch a.place {
	case refused:
		p.refuseScheme(a.scheme, start, stop)
		return ""
	case outside:
		p.openOutside(a.url, "")
	default:
		ref := p.addLink(Link{Kind: LinkMarkdown, Target: a.path, Fragment: a.fragment, Span: p.span(start, stop)}, "")
		p.puts("<a")
		p.hole(HoleHref, ref)
		p.putc('>')
		p.linked(ref, len(p.plain))
	}
	return "</a>"
}

// group writes what stands at the beginning of a group, and at its end its link. What it holds needs no frame, so that its headings
// divide the page as all others do.
func (p *pass) group(n *tagBlock, t *tag) {
	start, stop := t.start, t.stop
	if t.end {
		if t.mate >= 0 {
			p.groupEnd(&p.tags[t.mate], start, stop)
		}
		return
	}
	if a, ok := t.arg(argImage); ok && isImageName(a.value) {
		p.puts("<p>")
		p.picture(a.value, t.value(argAlt, maxTagArgs), "", start, stop)
		p.puts("</p>\n")
		p.endBlock()
	}
	for c := n.FirstChild(); c != nil && !p.over; c = c.NextSibling() {
		if text, ok := c.(*tagText); ok && text.role == titleText {
			p.puts("<p><strong>")
			end := ""
			if href, label := t.groupLink(); href != "" && label == "" {
				end = p.openAddress(href, start, stop)
			}
			p.inLink = end != ""
			p.content(text)
			p.inLink = false
			p.puts(end)
			p.puts("</strong></p>\n")
			p.endBlock()
		} else if ok {
			p.puts("<p>")
			p.content(text)
			p.puts("</p>\n")
			p.endBlock()
		}
	}
	if t.mate < 0 {
		p.groupEnd(t, start, stop)
	}
}

// groupLink is where a group leads, and the words for it. Without words its title leads there, or the address stands for itself.
func (t *tag) groupLink() (href, label string) {
	if a, ok := t.arg("href link url buttonurl button_url cta_url buttonhref"); ok {
		href = a.value
	}
	if label = t.value("buttonlabel button_label buttontext button_text cta label linktext", maxTagArgs); label == "" && t.title() == "" {
		label = href
	}
	return href, label
}

func (p *pass) groupEnd(t *tag, start, stop int) {
	href, label := t.groupLink()
	if href == "" || label == "" {
		return
	}
	p.puts("<p>")
	end := p.openAddress(href, start, stop)
	p.plainText(unmarked(label))
	p.puts(end)
	p.puts("</p>\n")
	p.endBlock()
}

// anchor writes a place that links lead to.
func (p *pass) anchor(t *tag) {
	p.puts("<span")
	p.rawID(unmarked(t.value("id", 0)))
	p.puts("></span>")
}

// tagInline writes a tag within text, and returns the last sibling that it took with it.
func (p *pass) tagInline(n *tagInline) ast.Node {
	t := &p.tags[n.index]
	start, stop := t.start, t.stop
	switch t.what {
	case imageConstruct:
		p.tagImage(t)
	case anchorConstruct:
		p.anchor(t)
	case linkConstruct, embedConstruct:
		if t.end {
			break
		}
		var last ast.Node
		if t.mate >= 0 {
			for c := n.NextSibling(); c != nil && last == nil; c = c.NextSibling() {
				if end, ok := c.(*tagInline); ok && end.index == t.mate {
					last = c
				}
			}
		}
		end := ""
		address := p.tagAddress(t)
		if !p.inLink && address != "" {
			end = p.openAddress(address, start, stop)
		}
		was := p.inLink
		p.inLink = p.inLink || end != ""
		if last != nil && last != n.NextSibling() {
			for c := n.NextSibling(); c != last && !p.over; c = c.NextSibling() {
				c = p.inline(c)
			}
		} else {
			p.plainText(unmarked(p.tagLabel(t, address)))
		}
		p.inLink = was
		p.puts(end)
		if last != nil {
			return last
		}
	}
	return n
}

func (p *pass) tagAddress(t *tag) string {
	if t.what == embedConstruct {
		id := t.value(argMedium, 0)
		if prefix := p.m.tags.addresses[t.name]; prefix != "" && schemeOf(id) == "" {
			return prefix + id
		}
		return id
	}
	return t.value(argAddress, 0)
}

// tagLabel is the text of a link that has none of its own.
func (p *pass) tagLabel(t *tag, address string) string {
	if t.what == embedConstruct {
		if a, ok := t.arg("title caption label name"); ok && a.value != "" {
			return a.value
		}
		return address
	}
	if label := t.value(argLabel, 1); label != "" {
		return label
	}
	if t.name == "file" || t.name == "download" {
		return path.Base(address)
	}
	return address
}

// tagsInHTML writes the text of raw HTML in which marks of tags may stand.
func (p *pass) tagsInHTML(b []byte) {
	for {
		at := bytes.IndexByte(b, tagBegin)
		if at < 0 {
			p.rawText(b)
			return
		}
		p.rawText(bytes.TrimSuffix(b[:at], []byte{inlineBegin}))
		index, ok := markedTag(b[at:])
		if !ok || index >= len(p.tags) {
			b = b[at+1:]
			continue
		}
		if b = b[at+markLength:]; p.tags[index].end {
			continue
		}
		if t := &p.tags[index]; t.what.frames() {
			p.tally(t.shown+" inside HTML", p.origin(t.start), p.origin(t.stop))
			for range t.kept {
				if end := bytes.IndexByte(b, tagEnd); end >= 0 {
					p.rawText(b[:end])
					b = b[end+1:]
				}
			}
		} else {
			p.tagInline(&tagInline{index: index})
		}
	}
}

// codeLanguage is the text that names the language of a tag around code.
func codeLanguage(src []byte, start, stop int) *ast.Text {
	end := bytes.IndexByte(src[start:stop], tagEnd)
	if end <= 0 {
		return nil
	}
	return ast.NewTextSegment(text.NewSegment(start, start+end))
}

// codeWord is what the code of a tag is written in.
func (t *tag) codeWord() string {
	word := strings.ToLower(t.value(argLanguage, 0))
	if t.name == "mermaid" {
		word = t.name
	}
	for i := range len(word) {
		if !isLanguageChar(word[i]) {
			return ""
		}
	}
	return word
}
