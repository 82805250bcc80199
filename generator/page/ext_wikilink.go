// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// wikiLink is [[Page#Section|label]], or with an exclamation mark before it an embed or an image.
type wikiLink struct {
	ast.BaseInline
	target, fragment, label string
	bang                    bool
	start, stop             int
}

var kindWikiLink = ast.NewNodeKind("WikiLink")

func (*wikiLink) Kind() ast.NodeKind         { return kindWikiLink }
func (n *wikiLink) Dump(src []byte, lvl int) { ast.DumpHelper(n, src, lvl, nil, nil) }

// maxWikiLink bounds the search for the end. A bracket inside ends it, so that a run of [[ costs nothing.
const maxWikiLink = 1000

type wikiParser struct{}

// Trigger implements parser.InlineParser.
func (wikiParser) Trigger() []byte { return []byte{'[', '!'} }

// Parse implements parser.InlineParser. A link may be broken over a line end.
func (wikiParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, seg := block.PeekLine()
	open := 0
	if line[0] == '!' {
		open = 1
	}
	if len(line) < open+5 || line[open] != '[' || line[open+1] != '[' {
		return nil
	}
	block.Advance(open + 2)
	var inner []byte
	for range 2 {
		line, _ = block.PeekLine()
		if line == nil {
			return nil
		}
		end := bytes.IndexAny(line[:min(len(line), maxWikiLink)], "[]")
		if end < 0 {
			if len(line) >= maxWikiLink {
				return nil
			}
			inner = append(append(inner, bytes.TrimSpace(line)...), ' ')
			block.AdvanceLine()
			continue
		}
		if line[end] != ']' || end+1 >= len(line) || line[end+1] != ']' || end+2 < len(line) && line[end+2] == '(' {
			return nil
		}
		inner = append(inner, line[:end]...)
		block.Advance(end + 2)
		_, at := block.Position()
		return newWikiLink(inner, open == 1, seg.Start, at.Start)
	}
	return nil
}

func newWikiLink(inner []byte, bang bool, start, stop int) ast.Node {
	// A bar inside a table must be escaped.
	s := strings.ReplaceAll(unmarked(string(inner)), `\|`, "|")
	target, label, _ := strings.Cut(s, "|")
	target, fragment, _ := strings.Cut(target, "#")
	n := &wikiLink{
		target: strings.TrimSpace(target), fragment: strings.TrimSpace(fragment), label: strings.TrimSpace(label),
		bang: bang, start: start, stop: max(stop, start+1),
	}
	if n.target == "" && n.fragment == "" {
		return nil
	}
	return n
}

// wiki writes a wikilink inside text. An embed that does not stand alone is a link.
func (p *pass) wiki(n *wikiLink) {
	link := Link{Kind: LinkWiki, Target: n.target, Fragment: n.fragment, Text: n.label, Span: p.span(n.start, n.stop)}
	if n.bang && isImageName(n.target) {
		link.Kind = LinkImage
		if link.Text = withoutSize(link.Text); isSize(link.Text) {
			link.Text = ""
		}
		p.hole(HoleImage, p.addLink(link, link.Text))
		return
	}
	text := n.label
	if text == "" {
		text = n.target
		if text == "" {
			text = n.fragment
		}
	}
	if p.inLink {
		p.plainText(text)
		return
	}
	if at := p.m.elsewhere(n); at != "" {
		if _, title, _ := strings.Cut(n.target, ":"); n.label == "" {
			text = strings.TrimSpace(title)
		}
		p.openOutside(at, "")
		p.plainText(text)
		p.puts("</a>")
		return
	}
	from := len(p.plain)
	ref := p.addLink(link, "")
	p.puts("<a")
	p.hole(HoleHref, ref)
	p.putc('>')
	if n.label == "" {
		p.hole(HoleTitle, ref)
		p.plain = append(p.plain, text...)
	} else {
		p.plainText(text)
	}
	p.puts("</a>")
	p.linked(ref, from)
}

// embed writes a paragraph that is nothing but an embed, and says whether n is one.
func (p *pass) embed(n ast.Node) bool {
	w, ok := n.FirstChild().(*wikiLink)
	if !ok || !w.bang || w.NextSibling() != nil || p.m.elsewhere(w) != "" || isImageName(w.target) {
		return false
	}
	ref := p.addLink(Link{
		Kind: LinkEmbed, Target: w.target, Fragment: w.fragment, Text: w.label, Span: p.span(w.start, w.stop),
	}, "")
	p.hole(HoleEmbed, ref)
	p.putc('\n')
	return true
}

func isImageName(name string) bool {
	dot := strings.LastIndexByte(name, '.')
	if dot < 0 {
		return false
	}
	switch strings.ToLower(name[dot+1:]) {
	case "png", "jpg", "jpeg", "gif", "webp", "avif", "svg":
		return true
	}
	return false
}

// withoutSize takes a size off the end of a picture's text: “A plan|300x200”. How wide a picture is shown is the theme's part.
func withoutSize(text string) string {
	at := strings.LastIndexByte(text, '|')
	if at < 0 || !isSize(strings.TrimSpace(text[at+1:])) {
		return text
	}
	return strings.TrimSpace(text[:at])
}

// isSize tells Obsidian's picture sizes, 300 and 300x200.
func isSize(s string) bool {
	if s == "" || s[0] == 'x' {
		return false
	}
	for _, c := range s {
		if (c < '0' || c > '9') && c != 'x' {
			return false
		}
	}
	return true
}
