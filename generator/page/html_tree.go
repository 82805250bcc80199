// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// While a body with raw HTML is written, its holes are marks: U+0001, a letter, a number, U+0002. No text can hold these
// characters, and an HTML parser carries them through.
const (
	markBegin   = 0x01
	markEnd     = 0x02
	markHeading = 'H' // in the id of a heading at the top level: also where the heading begins
)

// balance parses the HTML that was written as a browser would, so that nothing an author left open or closed too often
// reaches beyond the body, and turns the marks of the result into holes.
func (p *pass) balance() {
	root := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	nodes, err := html.ParseFragment(bytes.NewReader(p.buf), root)
	if err != nil {
		p.over = true // nested deeper than the parser goes: to be shown as text
		return
	}
	clear(p.told)
	var out bytes.Buffer
	out.Grow(len(p.buf) + len(p.buf)/8)
	for _, n := range nodes {
		p.settle(n, true)
		if err := html.Render(&out, n); err != nil {
			p.over = true
			return
		}
	}
	p.unmark(out.Bytes())
	p.checkSize()
}

// settle tells headings that ended up inside another element, where a section cannot be cut, from those at the top, and
// keeps ids unique where the parser has doubled an element that was left open.
func (p *pass) settle(n *html.Node, top bool) {
	for i, a := range n.Attr {
		if a.Key != "id" {
			continue
		}
		if !top && strings.HasPrefix(a.Val, "\x01H") {
			n.Attr[i].Val = "\x01p0\x02" + a.Val[strings.IndexByte(a.Val, markEnd)+1:]
		}
		if p.told[a.Val] {
			n.Attr = append(n.Attr[:i], n.Attr[i+1:]...)
		} else {
			p.told[a.Val] = true
		}
		break
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		p.settle(c, false)
	}
}

// unmark writes rendered HTML to p.buf with holes in place of the marks.
func (p *pass) unmark(b []byte) {
	const href = ` href="`
	p.buf, p.marked = p.buf[:0], false
	for {
		i := bytes.IndexByte(b, markBegin)
		if i < 0 {
			break
		}
		end := i + bytes.IndexByte(b[i:], markEnd)
		kind := b[i+1]
		n, _ := strconv.Atoi(string(b[i+2 : end]))
		p.buf = append(p.buf, b[:i]...)
		b = b[end+1:]
		switch kind {
		case 'h':
			p.buf = p.buf[:len(p.buf)-len(href)]
			b = b[1:]
			p.hole(HoleHref, int32(n))
		case 't':
			p.hole(HoleTitle, int32(n))
		case 'e':
			p.hole(HoleEmbed, int32(n))
		case 'g':
			p.hole(HoleImage, int32(n))
		case 'p':
			p.prefix()
		case 'w':
			p.hole(HoleWord, int32(n))
		case markHeading:
			p.headings[n].Start = int32(len(p.buf) - len(`<h2 id="`))
			p.prefix()
		}
	}
	p.buf = append(p.buf, b...)
}
