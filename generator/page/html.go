// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"golang.org/x/net/html"

	"commonplace/generator/source"
)

// Raw HTML is taken apart where it stands: each piece is read by an HTML tokeniser and only clean tags and escaped text are
// written. When the page is complete it is parsed as a whole, which balances it; see html_tree.go. A body
// without raw HTML needs neither.

// htmlBlockParser notes that there is raw HTML.
type htmlBlockParser struct{ parser.BlockParser }

// Open implements parser.BlockParser.
func (h htmlBlockParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	n, state := h.BlockParser.Open(parent, reader, pc)
	if n != nil {
		p := passOf(pc)
		p.raw, p.marked = true, true
	}
	return n, state
}

// rawHTMLParser notes that there is raw HTML.
type rawHTMLParser struct{ parser.InlineParser }

// Parse implements parser.InlineParser.
func (r rawHTMLParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	n := r.InlineParser.Parse(parent, block, pc)
	if n != nil {
		p := passOf(pc)
		p.raw, p.marked = true, true
	}
	return n
}

func (p *pass) htmlBlock(n *ast.HTMLBlock) {
	lines := n.Lines()
	raw := make([]byte, 0, 256)
	for i := range lines.Len() {
		line := lines.At(i)
		raw = append(raw, line.Value(p.src)...)
	}
	if n.HasClosure() {
		raw = append(raw, n.ClosureLine.Value(p.src)...)
	}
	if p.asText {
		p.puts("<p>")
		p.plainText(string(raw))
		p.puts("</p>\n")
	} else {
		// An unknown element is text, and text stands in a paragraph.
		paragraph := p.m.html.elements[tagName(bytes.TrimLeft(raw, " "))] == unknownElement && n.HTMLBlockType == ast.HTMLBlockType7
		if paragraph {
			p.puts("<p>")
		}
		p.piece(raw, n.Lines().At(0).Start)
		if paragraph {
			p.puts("</p>\n")
		}
	}
	p.endBlock()
}

// rawInline writes one tag, and returns the last sibling that it took with it: all up to the end tag of an element that is
// erased.
func (p *pass) rawInline(n *ast.RawHTML) ast.Node {
	raw := n.Segments.Value(p.src)
	at := n.Segments.At(0).Start
	if p.asText {
		p.plainText(string(raw))
		return n
	}
	if name := tagName(raw); name != "" && raw[1] != '/' && p.m.html.elements[name] == erasedElement {
		p.tellRemoved(name, at, at+len(raw))
		if p.unclosed != n.Parent() {
			for c := n.NextSibling(); c != nil; c = c.NextSibling() {
				if end, ok := c.(*ast.RawHTML); ok {
					if tag := end.Segments.Value(p.src); tag[1] == '/' && tagName(tag) == name {
						return c
					}
				}
			}
			p.unclosed = n.Parent() // looking once for a missing end tag is enough
		}
		return n
	}
	if k := len(p.within); k > 0 && raw[1] == '/' && tagName(raw) == p.within[k-1] {
		return n // it is written where the element ends
	}
	if name := tagName(raw); isPhrasing(name) {
		if raw[1] == '/' {
			i := slices.Index(p.openTags, name)
			if i < 0 {
				return n // it closes nothing
			}
			p.openTags = slices.Delete(p.openTags, i, i+1)
		} else {
			if len(p.openTags) >= maxDepth {
				return n
			}
			p.openTags = append(p.openTags, name)
		}
	}
	p.piece(raw, at)
	return n
}

// isPhrasing tells the elements that a browser would carry on from one paragraph to the next when they are left open.
func isPhrasing(name string) bool {
	switch name {
	case "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s", "samp",
		"small", "span", "strong", "sub", "sup", "time", "u", "var", "ruby", "rt", "rp":
		return true
	}
	return false
}

// content writes a block's inline content and closes what its raw HTML has left open.
func (p *pass) content(n ast.Node) {
	p.inlines(n)
	for i := len(p.openTags) - 1; i >= 0; i-- {
		p.puts("</")
		p.puts(p.openTags[i])
		p.putc('>')
	}
	p.openTags = p.openTags[:0]
}

// tagName is the name of the element whose tag this is, in lower case.
func tagName(tag []byte) string {
	i := 1
	if len(tag) > 1 && tag[1] == '/' {
		i = 2
	}
	end := i
	for end < len(tag) && (isLanguageChar(tag[end]) || tag[end] == ':') {
		end++
	}
	return string(appendLower(nil, tag[i:end]))
}

// piece writes raw HTML that begins at an offset of the source.
func (p *pass) piece(raw []byte, at int) {
	z := html.NewTokenizer(bytes.NewReader(raw))
	base := at
	erased, depth := "", 0 // the element whose content is dropped
	for {
		kind := z.Next()
		token := z.Raw()
		from := at
		at += len(token)
		if kind == html.ErrorToken {
			if erased == "" {
				p.rawText(token) // a tag that is never finished
			}
			return
		}
		switch kind {
		case html.TextToken:
			if erased == "" {
				p.tagsInHTML(token)
			}
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			name := tagName(token)
			end := kind == html.EndTagToken
			if erased != "" {
				if name == erased && kind == html.StartTagToken {
					depth++
				} else if name == erased && end {
					if depth--; depth == 0 {
						erased = ""
					}
				}
				continue
			}
			rule := p.m.html.elements[name]
			switch rule {
			case unknownElement:
				p.tellUnknown(name, from, at)
				p.rawText(token)
			case erasedElement:
				p.tellRemoved(name, from, at)
				if kind == html.StartTagToken && name != "embed" && hasEndTag(raw[at-base:], name) {
					erased, depth = name, 1
				}
			case removedElement:
				p.tellRemoved(name, from, at)
			case allowedElement:
				p.tag(token, name, end, from, at)
			}
		}
	}
}

// hasEndTag says whether an element that begins ends in the same piece. Where it does not, only its tag goes.
func hasEndTag(rest []byte, name string) bool {
	for {
		i := bytes.Index(rest, []byte("</"))
		if i < 0 {
			return false
		}
		rest = rest[i:]
		if tagName(rest) == name {
			return true
		}
		rest = rest[2:]
	}
}

// rawText writes the text of an HTML block, in which references count but backslashes do not.
func (p *pass) rawText(b []byte) {
	p.plainText(withoutControls(html.UnescapeString(unmarked(string(b)))))
}

// withoutControls replaces the control characters that references can ask for: two of them are marks of ours.
func withoutControls(s string) string {
	if !strings.ContainsFunc(s, isControl) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && isControl(r) {
			return utf8.RuneError
		}
		return r
	}, s)
}

func (p *pass) tellUnknown(name string, start, stop int) {
	if p.told[name] {
		return
	}
	p.told[name] = true
	p.diagnose(source.Diagnostic{
		Code: source.CodeHTMLUnknown, Span: p.span(start, stop),
		Message: "<" + name + "> is no HTML; it is shown as text",
		Help:    "write \\<" + name + "> or put it between backticks",
	})
}

func (p *pass) tellRemoved(name string, start, stop int) {
	if p.told[name] {
		return
	}
	p.told[name] = true
	p.diagnose(source.Diagnostic{
		Code: source.CodeHTMLRemoved, Span: p.span(start, stop),
		Message: "<" + name + "> is not allowed and was removed",
		Help:    "markdown.html in site.yaml allows elements by name",
	})
}

// tag writes the tag of an allowed element.
func (p *pass) tag(raw []byte, name string, end bool, start, stop int) {
	if name == "h1" {
		name = "h2" // the page's frame has the one h1
	}
	if end {
		p.puts("</")
		p.puts(name)
		p.putc('>')
		return
	}
	switch name {
	case "a":
		p.rawLink(raw, start, stop)
		return
	case "img":
		attrs := rawAttributes(raw)
		p.picture(attrs["src"], strings.TrimSpace(attrs["alt"]), attrs["title"], start, stop)
		return
	}
	p.putc('<')
	p.puts(name)
	if bytes.IndexByte(raw, '=') >= 0 || bytes.IndexByte(raw, ' ') >= 0 || bytes.IndexByte(raw, '\n') >= 0 {
		p.attributes(p.m.html.attributes.SanitizeBytes(raw))
	}
	p.putc('>')
	if name == "br" || name == "td" || name == "th" || name == "li" || name == "p" {
		p.plain = append(p.plain, ' ')
	}
}

// attributes writes the attributes that were let through. Ids become the page's own, alignment a class.
func (p *pass) attributes(clean []byte) {
	z := html.NewTokenizer(bytes.NewReader(clean))
	z.Next()
	for _, a := range z.Token().Attr {
		switch a.Key {
		case "id":
			p.rawID(unmarked(a.Val))
		case "align":
			p.puts(` class="`)
			p.puts(strings.ToLower(a.Val))
			p.putc('"')
		default:
			p.putc(' ')
			p.puts(a.Key)
			p.puts(`="`)
			p.escape(withoutControls(unmarked(a.Val)))
			p.putc('"')
		}
	}
}

func (p *pass) rawID(wish string) {
	if strings.ContainsFunc(wish, isControl) || wish == "" {
		return
	}
	if _, taken := p.ids[wish]; taken {
		return
	}
	id := p.newID(wish, true)
	p.puts(` id="`)
	p.prefix()
	p.escape(id)
	p.putc('"')
	p.anchors = append(p.anchors, id)
}

// rawLink writes a link as a Markdown link would be; its text follows as more pieces, so it counts as its title in the facts.
func (p *pass) rawLink(raw []byte, start, stop int) {
	attrs := rawAttributes(raw)
	href, linked := attrs["href"]
	p.puts("<a")
	if id := attrs["id"]; id != "" {
		p.rawID(id)
	} else if name := attrs["name"]; name != "" {
		p.rawID(name)
	}
	a := p.m.address(href)
	switch {
	case !linked:
	case a.place == refused:
		p.refuseScheme(a.scheme, start, stop)
	case a.place == outside:
		p.puts(` href="`)
		p.escape(a.url)
		p.puts(`" rel="nofollow ugc noopener" class="external"`)
		p.putTitle(attrs["title"])
	default:
		ref := p.addLink(Link{Kind: LinkMarkdown, Target: a.path, Fragment: a.fragment, Title: attrs["title"], Span: p.span(start, stop)}, "")
		p.hole(HoleHref, ref)
		p.putTitle(attrs["title"])
		p.linked(ref, len(p.plain))
	}
	p.putc('>')
}

// rawAttributes reads a tag's attributes; the first of a name counts.
func rawAttributes(tag []byte) map[string]string {
	z := html.NewTokenizer(bytes.NewReader(tag))
	z.Next()
	attrs := map[string]string{}
	for _, a := range z.Token().Attr {
		if _, ok := attrs[a.Key]; !ok {
			attrs[a.Key] = withoutControls(unmarked(a.Val))
		}
	}
	return attrs
}
