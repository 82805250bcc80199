// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"commonplace/generator/config"
	"commonplace/generator/source"
)

// FuzzBody reads any bytes as the body of a page and has an HTML parser judge what comes out (trust.md, R7 and R9).
func FuzzBody(f *testing.F) {
	files, _ := filepath.Glob("testdata/body/*.txt")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, block := range bytes.Split(text, []byte("\n=== ")) {
			_, input, _ := bytes.Cut(block, []byte("\n"))
			input, _, _ = bytes.Cut(input, []byte("\n---\n"))
			f.Add(input)
		}
	}
	for _, s := range hostile() {
		f.Add([]byte(s))
	}
	core, dialects := newMarkdown(&config.Reading{}), newMarkdown(&config.Reading{Dialects: allDialects()})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 64<<10 {
			return
		}
		text, _ := source.Text(data)
		for _, m := range []*markdown{&core, &dialects} {
			d := &Doc{}
			judge(t, d, m.read(d, text, source.NewLines(text), 0))
		}
	})
}

// TestHostilePages has the parser judge what is known to have fooled others.
func TestHostilePages(t *testing.T) {
	plain, widened := newMarkdown(&config.Reading{}), newMarkdown(&config.Reading{HTML: []string{"iframe", "script", "video"}, Remote: true})
	dialects := newMarkdown(&config.Reading{Dialects: allDialects()})
	for _, s := range hostile() {
		for _, m := range []*markdown{&plain, &dialects, &widened} {
			d := &Doc{}
			b := m.read(d, []byte(s), source.NewLines([]byte(s)), 0)
			if m != &widened {
				judge(t, d, b)
			} else if bytes.Contains(b.HTML, []byte("<script")) {
				t.Errorf("%q: a script came through: %s", s, b.HTML)
			}
		}
	}
}

func hostile() []string {
	return []string{
		`<script>alert(1)</script>`, `<SCRIPT SRC=//example.org/x.js></SCRIPT>`, `<scr<script>ipt>alert(1)</scr</script>ipt>`,
		`<img src=x onerror=alert(1)>`, `<img src="javascript:alert(1)">`, `<img """><script>alert(1)</script>">`,
		`<a href="javascript:alert(1)">x</a>`, `<a href=" &#14; javascript:alert(1)">x</a>`, `<a href="jav	ascript:alert(1)">x</a>`,
		`<a href="&#x6A&#x61&#x76ascript:alert(1)">x</a>`, `[x](javascript&colon;alert(1))`, `[x](<javascript:alert(1)>)`,
		`[x]: javascript:alert(1)` + "\n\n[x]", `![x](javascript:alert(1))`, `<javascript:alert(1)>`, `[a](data:text/html;base64,PHNjcmlwdD4=)`,
		"<div style=\"x:expression(alert(1))\">a</div>", `<svg><script>alert(1)</script></svg>`, `<svg/onload=alert(1)>`,
		`<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>`,
		`<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>`, `<form><input name=body></form>`,
		`<textarea></textarea><img src=x onerror=alert(1)></textarea>`, `<title><img src=x onerror=alert(1)></title>`,
		`<iframe srcdoc="<script>alert(1)</script>"></iframe>`, `<object data="javascript:alert(1)"></object>`, `<base href="//example.org/">`,
		`<meta http-equiv=refresh content="0;url=javascript:alert(1)">`, `<link rel=stylesheet href=//example.org>`,
		`<template><script>alert(1)</script></template>`, `<p id="cp-main" name="body" class="cp-x" onclick=x>a</p>`,
		"```\"><script>alert(1)</script>\nx\n```", "```x\" onmouseover=\"alert(1)\nx\n```", `# x {#"onclick=alert(1)}`, `# x {#a onclick=alert(1)}`,
		"[^<script>]\n\n[^<script>]: x", "[[<script>|<img src=x onerror=alert(1)>]]", `![[x"onerror=alert(1).png]]`, "> [!<script>]\n> x",
		`[x](/a "t" onclick="alert(1)")`, `[x](/a "\" onclick=\"alert(1)")`, `<b title="&#1;h0&#2;" id="&#1;H0&#2;x">x</b>`,
		`<a href="&#1;h0&#2;">x</a>`, `<img src="&#1;h0&#2;" alt="&#1;g9&#2;">`, "[x](&#1;h9&#2; \"&#1;h9&#2;\")", `<b &#1;h0&#2;=x>y</b>`,
		`</div></div></body></html><script>alert(1)</script>`, `<table><td><a></table></a></div>`, `<b><p><i></b></p></i>`, `<a><p></a><a></p>`,
		`<p><table><p><td><h2>x</table>`, "<details>\n\n# x\n\n</summary></details></p>", "<!-- --!><img src=x onerror=alert(1)> -->",
		"<![CDATA[<script>alert(1)</script>]]>", "<?xml ><script>alert(1)</script>?>", "<!DOCTYPE x [<!ENTITY a 'b'>]>",
		"<li><dd><tr><td><th><caption><col><summary><rt>", "a <li> b <dd> c <td> d <summary> e", "<h1 id=x><h2 id=x>", "<x:script>alert(1)</x:script>",
		"http://example.org/\"onmouseover=alert(1)", "www.example.org/<script>", "a@b.c\"onclick=x", "<a@b.c\"onclick=x>",
		"::: <script>alert(1)</script>\nx\n:::", ":::note[<img src=x onerror=alert(1)>]\nx\n:::", "::: {#cp-main .x\" onclick=alert(1)}\nx\n:::",
		"> [!tip]- <script>alert(1)</script>\n> x", "::: details </summary></details>\nx\n:::", "==<script>alert(1)</script>==", "[@a](https://example.org/\"onclick=alert(1))", "[@a](javascript:alert(1))",
		"<div markdown=\"1\" onclick=alert(1)>\n<script>alert(1)</script>\n</div>", "<div markdown=1 class=\"notice cp-main\">\n</div></div>\n",
		"<table markdown=1>\n<tr><td>\n\n# x\n</table>", "<script markdown=1>\nalert(1)\n</script>",
		"$<script>alert(1)</script>$", `$\text{</mtext></math><script>alert(1)</script>}$`, `$\unknown{<img src=x onerror=alert(1)>}$`,
		"<table>$\\text{a}$</table>", "<b>$x$</b><p>$$\n\\mathrm{<b>}\n$$", "$\\text{<style><img src=x onerror=alert(1)></style>}$ <b>x</b>", "%%<b>%%</b>",
		"<plaintext>", "<xmp><script>", "<listing>&lt;script>", "<ruby><rp><rt>", "<pre>\n\nx", "<frameset><frame src=javascript:alert(1)>",
	}
}

// judge checks what holds for every body.
func judge(t *testing.T, d *Doc, b *Body) {
	t.Helper()
	if !utf8.Valid(b.HTML) {
		t.Fatalf("not UTF-8: %q", b.HTML)
	}
	if bytes.ContainsAny(b.HTML, "\x00\x01\x02") {
		t.Fatalf("a mark is left: %q", b.HTML)
	}
	last := int32(0)
	for _, h := range b.Holes {
		if h.At < last || int(h.At) > len(b.HTML) {
			t.Fatalf("hole at %d after %d of %d", h.At, last, len(b.HTML))
		}
		last = h.At
		if h.Kind == HoleWord && h.Word() == "" {
			t.Fatalf("hole for word %d", h.Ref)
		}
		if h.Kind < HoleIDPrefix && int(h.Ref) >= len(d.Links) {
			t.Fatalf("hole for link %d of %d", h.Ref, len(d.Links))
		}
	}
	for _, l := range d.Links {
		if len(l.Context) > maxContext || !utf8.ValidString(l.Context) || !utf8.ValidString(l.Target) || schemeOf(l.Target) == "javascript" && l.Kind != LinkWiki && l.Kind != LinkEmbed {
			t.Fatalf("link %+v", l)
		}
		if int(l.Heading) >= len(d.Headings) || l.Span.Line < 1 || l.Span.Column < 1 {
			t.Fatalf("link %+v", l)
		}
	}
	for _, h := range d.Headings {
		if h.Start >= 0 && !bytes.HasPrefix(b.HTML[h.Start:], []byte("<h")) {
			t.Fatalf("heading %+v begins at %.40q", h, b.HTML[h.Start:])
		}
	}
	for _, x := range d.Blocks {
		if x.From > x.To || int(x.To) > len(b.HTML) || d.FindBlock(x.ID) == nil {
			t.Fatalf("block %+v of %d bytes", x, len(b.HTML))
		}
	}
	// Within a page, with what follows it: nothing of the body may reach there.
	filled := string(b.AppendTo(nil, func(dst []byte, h Hole) []byte {
		switch h.Kind {
		case HoleHref:
			return append(dst, ` href="page.html"`...)
		case HoleImage:
			return append(dst, `<img src="a.png" alt="a">`...)
		case HoleTitle:
			return append(dst, "title"...)
		case HoleEmbed:
			return append(dst, "<figure>embed</figure>"...)
		case HoleWord:
			return append(dst, ourWord...)
		}
		return dst
	}))
	doc, err := html.Parse(strings.NewReader("<!doctype html><title>t</title><main><div id=cp-body>" + filled + "</div><footer id=cp-after></footer></main>"))
	if err != nil {
		t.Fatalf("%v: %q", err, filled)
	}
	ids := map[string]bool{}
	body := find(doc, "cp-body")
	after := find(doc, "cp-after")
	if after == nil || after.Parent != body.Parent || body.NextSibling != after {
		t.Fatalf("the body reaches beyond its element: %q", filled)
	}
	for n := range body.Descendants() {
		if n.Type == html.CommentNode {
			t.Fatalf("a comment: %q", filled)
		}
		if n.Type != html.ElementNode {
			continue
		}
		if ours := n.Namespace == "" && slices.Contains(shown(), n.DataAtom) || n.Namespace == "math" && slices.Contains(shownMath(), n.Data); !ours {
			t.Fatalf("<%s> in %q", n.Data, filled)
		}
		for _, a := range n.Attr {
			judgeAttribute(t, n.Data, a, ids, filled)
		}
	}
}

// ourWord stands for the theme's words, which no author can write.
const ourWord = "our own word"

func judgeAttribute(t *testing.T, element string, a html.Attribute, ids map[string]bool, filled string) {
	t.Helper()
	switch a.Key {
	case "id":
		if ids[a.Val] || strings.HasPrefix(a.Val, "cp-") {
			t.Fatalf("id %q is taken in %q", a.Val, filled)
		}
		ids[a.Val] = true
	case "href", "src":
		if s := schemeOf(a.Val); s != "" && s != "http" && s != "https" && s != "mailto" {
			t.Fatalf("address %q in %q", a.Val, filled)
		}
	case "class":
		for _, c := range strings.Fields(a.Val) {
			if strings.HasPrefix(c, "cp-") {
				t.Fatalf("class %q in %q", c, filled)
			}
		}
	case "alt", "title", "lang", "dir", "rel", "role", "start", "colspan", "rowspan", "scope", "span", "value", "type", "reversed",
		"datetime", "open":
	case "accent", "accentunder", "display", "displaystyle", "fence", "linethickness", "mathvariant", "movablelimits", "stretchy", "width":
		if !slices.Contains(shownMath(), element) || strings.ContainsAny(a.Val, " ;:") {
			t.Fatalf("<%s %s=%q> in %q", element, a.Key, a.Val, filled)
		}
	case "aria-label", "tabindex":
		if a.Val != ourWord && a.Val != "0" {
			t.Fatalf("<%s %s=%q> in %q", element, a.Key, a.Val, filled)
		}
	default:
		t.Fatalf("<%s %s> in %q", element, a.Key, filled)
	}
}

// shown are the elements that a body may hold, ours and those of authors.
func shown() []atom.Atom {
	return []atom.Atom{
		atom.A, atom.Abbr, atom.Address, atom.Article, atom.Aside, atom.B, atom.Bdi, atom.Bdo, atom.Blockquote, atom.Br, atom.Caption,
		atom.Cite, atom.Code, atom.Col, atom.Colgroup, atom.Data, atom.Dd, atom.Del, atom.Details, atom.Dfn, atom.Div, atom.Dl, atom.Dt,
		atom.Em, atom.Figcaption, atom.Figure, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Hgroup, atom.Hr, atom.I,
		atom.Img, atom.Ins, atom.Kbd, atom.Li, atom.Mark, atom.Ol, atom.P, atom.Pre, atom.Q, atom.Rp, atom.Rt, atom.Ruby, atom.S,
		atom.Samp, atom.Section, atom.Small, atom.Span, atom.Strong, atom.Sub, atom.Summary, atom.Sup, atom.Table, atom.Tbody, atom.Td,
		atom.Tfoot, atom.Th, atom.Thead, atom.Time, atom.Tr, atom.U, atom.Ul, atom.Var, atom.Wbr,
	}
}

// shownMath are the elements of formulas, which no author can write.
func shownMath() []string {
	return strings.Fields("math mfrac mi mn mo mover mroot mrow mspace msqrt msub msubsup msup mtable mtd mtext mtr munder munderover")
}

func find(n *html.Node, id string) *html.Node {
	for d := range n.Descendants() {
		for _, a := range d.Attr {
			if a.Key == "id" && a.Val == id {
				return d
			}
		}
	}
	return nil
}
