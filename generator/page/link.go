// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"commonplace/generator/config"
	"commonplace/generator/source"
)

// linkParser is goldmark's, but notes where a link ends.
type linkParser struct{ parser.InlineParser }

// Parse implements parser.InlineParser.
func (l linkParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	n := l.InlineParser.Parse(parent, block, pc)
	switch n.(type) {
	case *ast.Link, *ast.Image:
		_, at := block.Position()
		n.SetPos(packPos(n.Pos(), at.Start))
	}
	return n
}

// CloseBlock implements parser.CloseBlocker.
func (l linkParser) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	l.InlineParser.(parser.CloseBlocker).CloseBlock(parent, block, pc)
}

// packPos keeps both ends of a link in the one position that a node has: a page is far below 2 GiB, and a table of ends
// beside the tree would cost more than all else about links.
func packPos(start, stop int) int { return start | max(stop, start+1)<<31 }

func unpackPos(pos int) (start, stop int) { return pos & (1<<31 - 1), pos >> 31 }

// linkPlace is where an address leads.
type linkPlace uint8

const (
	inside  linkPlace = iota // the commons
	outside                  // the web or a mailbox
	refused                  // any other scheme
)

// address is a link's target, taken apart.
type address struct {
	place          linkPlace
	url            string // outside, without anything that could break out of an attribute once escaped for HTML
	path, fragment string // inside, percent-decoded
	scheme         string // refused
}

// readAddress reads an address as an author wrote it, references and escapes resolved.
func readAddress(s string) address {
	if strings.ContainsFunc(s, isControl) {
		// Browsers drop line ends and tabs from an address before they look for its scheme.
		s = strings.Map(func(r rune) rune {
			if isControl(r) {
				return -1
			}
			return r
		}, s)
	}
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "//") {
		s = "https:" + s
	}
	if scheme := schemeOf(s); scheme != "" {
		rest := s[len(scheme)+1:]
		switch scheme {
		case "http", "https":
			// Browsers take any slashes, or none, and what that means depends on the page they are on.
			if host := strings.TrimLeft(rest, `/\`); len(rest)-len(host) != 2 || rest[:2] != "//" {
				s = scheme + "://" + host
			}
			return address{place: outside, url: string(util.URLEscape([]byte(s), false))}
		case "mailto":
			return address{place: outside, url: string(util.URLEscape([]byte(s), false))}
		}
		return address{place: refused, scheme: scheme}
	}
	path, fragment, _ := strings.Cut(s, "#")
	path, _, _ = strings.Cut(path, "?")
	return address{path: decode(path), fragment: decode(fragment)}
}

// address reads an address, in which a scheme may be one that site.yaml leads elsewhere.
func (m *markdown) address(s string) address {
	a := readAddress(s)
	if a.place != refused {
		return a
	}
	pattern, ok := m.schemes[a.scheme]
	if !ok {
		return a
	}
	_, rest, _ := strings.Cut(s, ":")
	rest, fragment, ok := strings.Cut(strings.TrimSpace(rest), "#")
	s = strings.Replace(pattern, "{}", strings.TrimLeft(rest, "/"), 1)
	if ok {
		s += "#" + fragment
	}
	return readAddress(s)
}

// elsewhere is the address in another commons that a wikilink names as in other:Title, or nothing.
func (m *markdown) elsewhere(n *wikiLink) string {
	if len(m.interwiki) == 0 {
		return ""
	}
	name, title, ok := strings.Cut(n.target, ":")
	pattern := m.interwiki[strings.ToLower(strings.TrimSpace(name))]
	if title = strings.TrimSpace(title); !ok || pattern == "" || title == "" {
		return ""
	}
	at := strings.Replace(pattern, "{}", url.PathEscape(title), 1)
	if n.fragment != "" {
		at += "#" + url.PathEscape(n.fragment)
	}
	return readAddress(at).url
}

func schemeMap(list []config.Scheme) map[string]string {
	patterns := make(map[string]string, len(list))
	for _, s := range list {
		patterns[s.Name] = s.Pattern
	}
	return patterns
}

// isControl tells the characters that HTML lets stand nowhere: controls and non-characters.
func isControl(r rune) bool {
	return r < 0x20 || r >= 0x7f && r < 0xa0 || r == utf8.RuneError || r >= 0xfdd0 && r <= 0xfdef || r&0xfffe == 0xfffe
}

// schemeOf is the scheme of an address in lower case (RFC 3986, section 3.1), or nothing.
func schemeOf(s string) string {
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
		case i > 0 && (c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.'):
		case i > 0 && c == ':':
			return strings.ToLower(s[:i])
		default:
			return ""
		}
	}
	return ""
}

// decode resolves percent signs. What is no text when decoded, or would become an address elsewhere, stays as it is.
func decode(s string) string {
	if strings.IndexByte(s, '%') < 0 {
		return s
	}
	d, err := url.PathUnescape(s)
	if err != nil || !utf8.ValidString(d) || strings.ContainsFunc(d, isControl) || schemeOf(d) != "" {
		return s
	}
	return d
}

// addLink adds a link to the facts. label stands for it in the text around it where nothing else does.
func (p *pass) addLink(l Link, label string) int32 {
	l.Heading = int32(len(p.headings)) - 1
	ref := int32(len(p.links))
	p.links = append(p.links, l)
	if p.facts += len(l.Target) + len(l.Fragment) + len(l.Text) + len(l.Title); p.facts > p.m.expanded {
		p.over = true
	}
	if l.Kind == LinkImage || l.Kind == LinkEmbed {
		from := len(p.plain)
		p.plain = append(p.plain, label...)
		p.linked(ref, from)
	}
	return ref
}

// linked notes which part of the block's plain text is a link's.
func (p *pass) linked(ref int32, from int) {
	p.pending = append(p.pending, pendingLink{ref, int32(from), int32(len(p.plain))})
}

func (p *pass) link(n *ast.Link) {
	a := p.m.address(string(p.unescape(n.Destination)))
	start, stop := unpackPos(n.Pos())
	switch {
	case a.place == refused:
		p.refuseScheme(a.scheme, start, stop)
		p.inlines(n)
	case p.inLink:
		p.inlines(n)
	case a.place == outside && p.isMention(n):
		p.mention(n, a.url, start, stop)
	case a.place == outside:
		p.openOutside(a.url, string(p.unescape(n.Title)))
		p.inLink = true
		p.inlines(n)
		p.inLink = false
		p.puts("</a>")
	default:
		title := unmarked(string(p.unescape(n.Title)))
		from := len(p.plain)
		ref := p.addLink(Link{Kind: LinkMarkdown, Target: a.path, Fragment: a.fragment, Title: title, Span: p.span(start, stop)}, "")
		p.puts("<a")
		p.hole(HoleHref, ref)
		p.putTitle(title)
		p.putc('>')
		p.inLink = true
		p.inlines(n)
		p.inLink = false
		p.puts("</a>")
		p.links[ref].Text = strings.TrimSpace(string(p.plain[from:]))
		p.linked(ref, from)
	}
	p.checkSize()
}

func (p *pass) openOutside(url, title string) {
	p.puts(`<a href="`)
	p.escape(url)
	p.puts(`" rel="nofollow ugc noopener" class="external"`)
	p.putTitle(title)
	p.putc('>')
}

func (p *pass) putTitle(title string) {
	if title != "" {
		p.puts(` title="`)
		p.escape(title)
		p.putc('"')
	}
}

func (p *pass) autoLink(n *ast.AutoLink) {
	label := n.Label(p.src)
	url := string(n.URL(p.src))
	if n.AutoLinkType == ast.AutoLinkEmail && schemeOf(url) != "mailto" {
		url = "mailto:" + url
	}
	a := p.m.address(url)
	switch {
	case a.place == refused:
		p.refuseScheme(a.scheme, n.Pos(), n.Pos()+len(label))
		fallthrough
	case p.inLink || a.place == inside:
		p.plainText(string(label))
	default:
		p.openOutside(a.url, "")
		p.plainText(string(label))
		p.puts("</a>")
	}
}

func (p *pass) image(n *ast.Image) {
	start, stop := unpackPos(n.Pos())
	alt := withoutSize(strings.TrimSpace(string(p.textOf(n))))
	p.picture(string(p.unescape(n.Destination)), alt, unmarked(string(p.unescape(n.Title))), start, stop)
}

// picture writes an image: a hole, or for one from outside, a link to it unless the site shows such images.
func (p *pass) picture(src, alt, title string, start, stop int) {
	a := p.m.address(src)
	switch {
	case a.place == refused:
		p.refuseScheme(a.scheme, start, stop)
		p.plainText(alt)
	case a.place == inside:
		ref := p.addLink(Link{
			Kind: LinkImage, Target: a.path, Fragment: a.fragment, Text: alt, Title: title, Span: p.span(start, stop),
		}, alt)
		p.hole(HoleImage, ref)
	case p.m.remote && !strings.HasPrefix(a.url, "mailto:"):
		p.puts(`<img src="`)
		p.escape(a.url)
		p.puts(`" alt="`)
		p.escape(alt)
		p.putc('"')
		p.putTitle(title)
		p.puts(` loading="lazy" referrerpolicy="no-referrer">`)
		p.plain = append(p.plain, alt...)
	default:
		p.diagnose(source.Diagnostic{
			Code: source.CodeRemoteImage, Span: p.span(start, stop),
			Message: "an image from another site is shown as a link",
			Help:    "put the image beside the page",
		})
		text := alt
		if text == "" {
			text = a.url
		}
		if p.inLink {
			p.plainText(text)
			return
		}
		p.openOutside(a.url, title)
		p.plainText(text)
		p.puts("</a>")
	}
	p.checkSize()
}

func (p *pass) refuseScheme(scheme string, start, stop int) {
	p.diagnose(source.Diagnostic{
		Code: source.CodeLinkScheme, Span: p.span(start, stop),
		Message: "a link to " + scheme + ": is not allowed; only its text is shown",
		Help:    "link to http:, https:, mailto: or a page of this commons",
	})
}

// unescape resolves backslash escapes and references in a destination or a title.
func (p *pass) unescape(b []byte) []byte {
	if bytes.IndexByte(b, '\\') < 0 && bytes.IndexByte(b, '&') < 0 {
		return b
	}
	p.scratch = appendUnescaped(p.scratch[:0], b)
	return p.scratch
}
