// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"bytes"
	"html"
	"strings"

	"commonplace/generator/page"
)

// maxSectionLevel is the level, as written, of the smallest headings that divide a text into sections.
const maxSectionLevel = 3

// maxReference is how long a reference of HTML may be, from & to ;.
const maxReference = 40

// inline are the elements that do not part the words on both sides of them.
var inline = map[string]bool{"a": true, "abbr": true, "b": true, "bdi": true, "bdo": true, "cite": true, "code": true, "data": true, "del": true,
	"dfn": true, "em": true, "font": true, "i": true, "ins": true, "kbd": true, "label": true, "mark": true, "math": true, "mi": true, "mn": true,
	"mo": true, "mrow": true, "msub": true, "msup": true, "mtext": true, "q": true, "s": true, "samp": true, "small": true, "span": true,
	"strong": true, "sub": true, "sup": true, "time": true, "tt": true, "u": true, "var": true, "wbr": true}

// silent are the elements whose content is not the author's text.
var silent = map[string]bool{"svg": true, "annotation": true, "script": true, "style": true, "template": true, "button": true}

// texter takes the text out of a body.
type texter struct {
	out   []byte
	space bool // white space came last
	pre   int
}

// sectionsOf is the text of a page by section, as Section says.
func sectionsOf(doc *page.Doc, body *page.Body, t *texter) []Section {
	t.out = t.out[:0]
	list := []Section{{}}
	from := 0 // in t.out
	cut := func() {
		t.end()
		list[len(list)-1].Text = strings.TrimSpace(string(t.out[from:]))
		from = len(t.out)
	}
	at, hole := int32(0), 0
	read := func(to int32) {
		for ; hole < len(body.Holes) && body.Holes[hole].At < to; hole++ {
			// All other holes are inside of elements.
			if h := body.Holes[hole]; h.At >= at && (h.Kind == page.HoleTitle || h.Kind == page.HoleImage || h.Kind == page.HoleEmbed) {
				t.html(body.HTML[at:h.At])
				t.hole(doc, h)
				at = h.At
			}
		}
		t.html(body.HTML[at:to])
		at = to
	}
	for i := range doc.Headings {
		h := &doc.Headings[i]
		if h.Level > maxSectionLevel || h.Start < at || int(h.Start) > len(body.HTML) {
			continue
		}
		read(h.Start)
		cut()
		list = append(list, Section{ID: h.ID, Title: h.Text})
		// The heading's text is its title.
		if end := bytes.Index(body.HTML[at:], []byte("</h")); end >= 0 {
			at += int32(end)
		}
	}
	read(int32(len(body.HTML)))
	cut()
	if list[0].Text == "" {
		list = list[1:]
	}
	return list
}

// hole adds what of a hole is text of the page itself.
func (t *texter) hole(doc *page.Doc, h page.Hole) {
	if h.Kind == page.HoleEmbed || int(h.Ref) >= len(doc.Links) {
		t.end()
		return
	}
	l := &doc.Links[h.Ref]
	text := l.Text
	if text == "" && h.Kind == page.HoleTitle {
		text = l.Target
	}
	for i := range len(text) {
		t.byte(text[i])
	}
}

// html adds the text of a part of a body that is whole elements and text.
func (t *texter) html(b []byte) {
	for i := 0; i < len(b); {
		switch c := b[i]; c {
		case '<':
			i = t.element(b, i)
		case '&':
			end := bytes.IndexByte(b[i:min(i+maxReference, len(b))], ';')
			if end < 0 {
				t.byte(c)
				i++
				continue
			}
			switch ref := b[i : i+end+1]; string(ref) {
			case "&amp;":
				t.byte('&')
			case "&lt;":
				t.byte('<')
			case "&gt;":
				t.byte('>')
			case "&quot;":
				t.byte('"')
			case "&#160;":
				t.byte(' ')
			default:
				t.out = append(t.out, html.UnescapeString(string(ref))...)
				t.space = false
			}
			i += end + 1
		case ' ', '\n', '\t', '\r':
			t.byte(c)
			i++
		default:
			n := i + 1
			for n < len(b) && !parting[b[n]] {
				n++
			}
			t.out, t.space = append(t.out, b[i:n]...), false
			i = n
		}
	}
}

// parting are the bytes that are not copied as they are.
var parting = [256]bool{'<': true, '&': true, ' ': true, '\n': true, '\t': true, '\r': true}

// element passes over what stands in angle brackets at i, and over the whole element where it is silent.
func (t *texter) element(b []byte, i int) int {
	end := i + 1
	for quote := byte(0); end < len(b) && (b[end] != '>' || quote != 0); end++ {
		switch c := b[end]; {
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && c == '"':
			quote = c
		}
	}
	end = min(end+1, len(b))
	tag := b[i:end]
	name := tag[1:]
	closes := len(name) > 0 && name[0] == '/'
	if closes {
		name = name[1:]
	}
	n := 0
	for n < len(name) && (name[n]|0x20 >= 'a' && name[n]|0x20 <= 'z' || name[n] >= '0' && name[n] <= '9') {
		n++
	}
	name = name[:n]
	switch {
	case !closes && (silent[string(name)] || bytes.Contains(tag, []byte(` role="doc-`)) && len(name) == 1):
		// A footnote's number, and the way back from it.
		if k := bytes.Index(b[end:], append([]byte("</"), name...)); k >= 0 {
			end += k
		}
	case string(name) == "pre":
		if closes {
			t.pre = max(t.pre-1, 0)
		} else {
			t.pre++
		}
		t.end()
	case string(name) == "br":
		t.byte(' ')
	case !inline[string(name)]:
		t.end()
	}
	return end
}

// byte adds one byte of text.
func (t *texter) byte(c byte) {
	switch c {
	case '\n':
		if t.pre > 0 {
			t.end()
			return
		}
		fallthrough
	case ' ', '\t', '\r':
		if !t.space {
			t.out = append(t.out, ' ')
			t.space = true
		}
		return
	}
	t.out = append(t.out, c)
	t.space = false
}

// end ends a paragraph.
func (t *texter) end() {
	n := len(t.out)
	if n > 0 && t.out[n-1] == ' ' {
		n--
	}
	if t.out = t.out[:n]; n > 0 && t.out[n-1] != '\n' {
		t.out = append(t.out, '\n')
	}
	t.space = true
}
