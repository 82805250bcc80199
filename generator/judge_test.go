// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"commonplace/generator"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"
)

// The judge looks at an output as a browser would, and knows nothing of how it was made: whatever the sources are, nothing in it may run,
// ask for something elsewhere, lead nowhere or pass itself off as the site.

// What pages may have, from the theme or from an author. Attributes that stand on their own line may be on any of the elements.
const (
	themeElements = "html head meta title link body header nav main article aside section footer div p span a ul ol li dl dt dd h1 h2 h3 small details summary time cite img figure figcaption strong bdi button script form input kbd noscript table thead tbody tr th td"
	markElements  = "svg g circle ellipse path" // of the theme's marks of licences
	proseElements = "a abbr address article aside b bdi bdo blockquote br caption cite code col colgroup data dd del details dfn div dl dt em figcaption figure h2 h3 h4 h5 h6 " +
		"hgroup hr i img ins kbd li mark ol p pre q rp rt ruby s samp section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr"
	anyAttributes = "lang dir id class title role aria-label aria-labelledby aria-hidden"
	// What the theme says beside that, in RDFa, and on what its scripts work with; an author can't.
	themeAttributes = "property about aria-expanded aria-keyshortcuts data-in data-label data-subject data-folder data-content data-sections data-new data-forge data-mail"
)

var elementAttributes = map[string]string{
	"a": "href rel type", "link": "href rel type title", "meta": "charset name content http-equiv", "img": "src alt width height loading referrerpolicy", "time": "datetime", "del": "datetime", "ins": "datetime",
	"ol": "start type reversed", "li": "value", "td": "colspan rowspan", "th": "colspan rowspan scope", "col": "span", "colgroup": "span", "details": "open", "pre": "tabindex", "div": "tabindex",
	"script": "src type defer", "button": "type", "form": "method action", "input": "type name placeholder autocomplete autocapitalize spellcheck enterkeyhint",
	"svg": "viewBox", "g": "transform", "circle": "cx cy r", "ellipse": "cx cy rx ry", "path": "d",
}

const policy = "default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'"

// embedID is an id in an embedded page, which its number keeps from those around.
var embedID = regexp.MustCompile(`^cp-e[0-9]+(-|$)`)

// proseClass is what an author's text may look like; whatever begins with cp- is the theme's.
var proseClass = regexp.MustCompile(`^(external|wanted|broken|callout|callout-[a-z]+|callout-title|table|chroma|mermaid|footnotes|group|group-title|task|box|done|left|right|center|missing-image|language-[a-z0-9+#._-]{1,32}|[a-z][a-z0-9]{0,2})$`)

// judge says what is wrong with an output.
func judge(t testing.TB, out tree) {
	t.Helper()
	j := jury{TB: t, out: out, ids: map[string]map[string]bool{}}
	j.judge()
}

func (j *jury) judge() {
	j.Helper()
	out, t := j.out, j.TB
	folded := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(out)) {
		j.name(name, folded)
		if strings.HasSuffix(name, ".html") {
			j.ids[name] = map[string]bool{}
		}
	}
	docs := map[string]*html.Node{}
	for name, text := range out {
		switch path.Ext(name) {
		case ".html":
			doc, err := html.Parse(strings.NewReader(text))
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			docs[name] = doc
			j.collect(name, doc)
		case ".json":
			if !json.Valid([]byte(text)) {
				t.Errorf("%s is no JSON", name)
			}
		case ".xml", ".svg":
			j.xml(name, text)
		}
		switch path.Ext(name) {
		case ".html", ".json", ".xml", ".md", ".css", ".cff":
			j.characters(name, text)
		}
	}
	for name, doc := range docs {
		p := pageJury{jury: j, page: name}
		p.walk(doc, false)
		if !p.policy {
			t.Errorf("%s has no content security policy", name)
		}
		if p.headings != 1 {
			t.Errorf("%s has %d headings of level 1", name, p.headings)
		}
		if p.prose > 1 {
			t.Errorf("%s has %d parts that are an author's", name, p.prose)
		}
	}
}

type jury struct {
	testing.TB
	out    tree
	ids    map[string]map[string]bool
	remote bool // the site allows pictures of elsewhere
	frames bool // and frames
}

// name holds that every system takes the name, and that no two are one where case is folded.
func (j *jury) name(name string, folded map[string]string) {
	if len(name) > 500 {
		j.Errorf("the path of an output has %d bytes: %.100s…", len(name), name)
	}
	if !norm.NFC.IsNormalString(name) || !utf8.ValidString(name) {
		j.Errorf("%q is not in normal form", name)
	}
	for part := range strings.SplitSeq(name, "/") {
		stem, _, _ := strings.Cut(part, ".")
		switch {
		case len(part) >= 200, part == "", part[0] == '.', part[0] == '-', strings.HasSuffix(part, "."), strings.HasSuffix(part, " "):
			j.Errorf("%q is no name for an output", name)
		case slices.Contains([]string{"con", "prn", "aux", "nul", "com1", "lpt9"}, strings.ToLower(stem)):
			j.Errorf("%q is the name of a device", name)
		case strings.ContainsFunc(part, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsNumber(r) && !strings.ContainsRune("._-", r)
		}):
			j.Errorf("%q has characters that no name of an output has", name)
		}
	}
	// As NTFS and APFS compare: each letter by itself.
	key := strings.Map(func(r rune) rune { return unicode.ToLower(unicode.ToUpper(r)) }, name)
	if other, twice := folded[key]; twice {
		j.Errorf("%q and %q are one file where case is folded", other, name)
	}
	folded[key] = name
	if name != "CITATION.cff" && !slices.Contains(strings.Fields(".html .md .json .xml .css .png .jpg .jpeg .gif .webp .avif .svg .pdf .txt .csv .vtt"), path.Ext(name)) && !(path.Ext(name) == ".js" && (path.Dir(name) == "theme" || strings.HasPrefix(name, "search/"))) {
		j.Errorf("%q is of a kind that can act on a site", name)
	}
}

func (j *jury) characters(name, text string) {
	for i, r := range text {
		switch {
		case r == utf8.RuneError:
			if _, size := utf8.DecodeRuneInString(text[i:]); size == 1 {
				j.Errorf("%s is no UTF-8 at byte %d", name, i)
				return
			}
		case r < ' ' && r != '\n' && r != '\t' && (r != '\r' || path.Ext(name) != ".md"), r >= 0x7f && r < 0xa0, r&0xfffe == 0xfffe:
			j.Errorf("%s has the control character %U: %q", name, r, around(text, i))
			return
		case r == 0xfeff && i == 0 && path.Ext(name) != ".md":
			j.Errorf("%s begins with a byte order mark", name)
			return
		}
	}
}

func (j *jury) xml(name, text string) {
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			j.Errorf("%s: %v", name, err)
			return
		}
		start, ok := token.(xml.StartElement)
		if !ok || path.Ext(name) != ".svg" {
			continue
		}
		if slices.Contains([]string{"script", "foreignObject", "animate", "set", "handler", "iframe"}, start.Name.Local) {
			j.Errorf("%s has an element %s", name, start.Name.Local)
		}
		for _, a := range start.Attr {
			value := strings.ToLower(a.Value)
			if strings.HasPrefix(strings.ToLower(a.Name.Local), "on") || strings.Contains(value, "javascript:") ||
				a.Name.Local == "href" && !strings.HasPrefix(value, "#") && !strings.HasPrefix(value, "data:image/") || strings.Contains(value, "url(") && !strings.Contains(value, "url(#") {
				j.Errorf("%s has an attribute %s=%q", name, a.Name.Local, a.Value)
			}
		}
	}
}

// collect lists the ids of a page.
func (j *jury) collect(name string, n *html.Node) {
	for _, a := range n.Attr {
		if a.Key == "id" {
			if j.ids[name][a.Val] {
				j.Errorf("%s has the id %q twice", name, a.Val)
			}
			j.ids[name][a.Val] = true
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		j.collect(name, c)
	}
}

type pageJury struct {
	*jury
	page            string
	policy          bool
	headings, prose int
}

func (p *pageJury) walk(n *html.Node, prose bool) {
	switch n.Type {
	case html.CommentNode:
		p.Errorf("%s has a comment: %.80q", p.page, n.Data)
	case html.ElementNode:
		inside := p.element(n, prose)
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			p.walk(c, inside)
		}
		return
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		p.walk(c, prose)
	}
}

// element judges one element, and says whether what it holds is an author's text.
func (p *pageJury) element(n *html.Node, prose bool) bool {
	at := map[string]string{}
	for _, a := range n.Attr {
		at[a.Key] = a.Val
	}
	allowed := themeElements
	if prose {
		allowed = proseElements
	}
	namespace := ""
	if !prose && slices.Contains(strings.Fields(markElements), n.Data) {
		namespace, allowed = "svg", markElements
	}
	if n.Namespace != namespace || !slices.Contains(strings.Fields(allowed), n.Data) {
		p.Errorf("%s has an element <%s> (an author's: %v)", p.page, n.Data, prose)
	}
	known := anyAttributes + " " + elementAttributes[n.Data]
	if !prose || slices.ContainsFunc(n.Attr, isEmbed) {
		known += " " + themeAttributes
	}
	for key, value := range at {
		if !slices.Contains(strings.Fields(known), key) {
			p.Errorf("%s has an attribute <%s %s=%q>", p.page, n.Data, key, value)
		}
	}
	switch n.Data {
	case "h1":
		p.headings++
	case "meta":
		p.meta(at)
	case "script":
		p.script(n, at)
	case "a":
		p.link(at, prose)
	case "img":
		if p.remote && strings.HasPrefix(at["src"], "https://") {
			break
		}
		if target, err := url.Parse(at["src"]); err != nil || target.IsAbs() || target.Host != "" {
			p.Errorf("%s shows a picture of elsewhere: %q", p.page, at["src"])
		}
		p.leads(at["src"])
	case "link":
		if rel := at["rel"]; rel != "canonical" {
			p.leads(at["href"])
		}
	}
	if prose {
		p.disguise(n, at)
	}
	switch {
	case at["class"] == "prose":
		p.prose++
		return true
	case n.Data == "figcaption" && slices.ContainsFunc(n.Parent.Attr, isEmbed):
		return false // it is the theme's
	}
	return prose
}

// script holds that what browsers run is a file of the theme, and that everything else is data.
func (p *pageJury) script(n *html.Node, at map[string]string) {
	switch src, file := at["src"]; {
	case file && (strings.HasPrefix(strings.TrimPrefix(path.Join(path.Dir(p.page), src), "water/"), "theme/") || strings.HasPrefix(src, "../search/") && p.page == "search/index.html"):
		p.leads(src)
	case file || at["type"] != "application/ld+json":
		p.Errorf("%s has a script of its own: %v", p.page, n.Attr)
	case n.FirstChild == nil || !json.Valid([]byte(n.FirstChild.Data)):
		p.Errorf("%s has facts that are no JSON", p.page)
	}
}

// disguise holds that an author's text can't pass for the theme's.
func (p *pageJury) disguise(n *html.Node, at map[string]string) {
	if id := at["id"]; strings.HasPrefix(id, "cp-") && !(embedID.MatchString(id) && p.embedded(n)) {
		p.Errorf("%s: an author's text has the id %q", p.page, at["id"])
	}
	// An embedded page stands in the theme's frame.
	if class := at["class"]; (n.Data == "figure" && class == "cp-embed" || n.Data == "div" && class == "cp-embed-text") && len(n.Attr) <= 3 {
		return
	}
	for class := range strings.FieldsSeq(at["class"]) {
		if !proseClass.MatchString(class) {
			p.Errorf("%s: an author's text has the class %q", p.page, class)
		}
	}
}

// embedded says whether the element stands in an embedded page.
func (p *pageJury) embedded(n *html.Node) bool {
	for n != nil && !slices.ContainsFunc(n.Attr, isEmbed) {
		n = n.Parent
	}
	return n != nil
}

func isEmbed(a html.Attribute) bool { return a.Key == "class" && a.Val == "cp-embed" }

func (p *pageJury) meta(at map[string]string) {
	switch strings.ToLower(at["http-equiv"]) {
	case "":
	case "content-security-policy":
		p.policy = at["content"] == p.expected()
	case "refresh":
		address, ok := strings.CutPrefix(at["content"], "0; url=")
		if target, err := url.Parse(address); !ok || err != nil || target.IsAbs() || target.Host != "" {
			p.Errorf("%s leads on to %q", p.page, at["content"])
		}
		p.leads(address)
	default:
		p.Errorf("%s has a meta %v", p.page, at)
	}
}

// expected is the policy that a page must have: it lets in what the site allows, and nothing else.
func (j *jury) expected() string {
	allow := ""
	if j.remote {
		allow += "img-src 'self' http: https:; "
	}
	if j.frames {
		allow += "frame-src 'self' https:; "
	}
	return strings.Replace(policy, "; ", "; "+allow, 1)
}

func (p *pageJury) link(at map[string]string, prose bool) {
	href, ok := at["href"]
	if !ok {
		return
	}
	if strings.HasPrefix(href, "https://") || strings.HasPrefix(href, "http://") {
		// Whether the rest is an address is a browser's to say: it leads outside.
		if rel := at["rel"]; prose && rel != "nofollow ugc noopener" {
			p.Errorf("%s has a link %q with rel %q", p.page, href, rel)
		}
		return
	}
	switch target, err := url.Parse(href); {
	case err != nil:
		p.Errorf("%s has a link that is no address: %q", p.page, href)
	case target.Scheme == "" && target.Host == "":
		p.leads(href)
	case target.Scheme == "":
		p.Errorf("%s has a link to another host without a scheme: %q", p.page, href)
	case target.Scheme != "mailto":
		p.Errorf("%s has a link with the scheme %q: %q", p.page, target.Scheme, href)
	}
}

// leads holds that a relative address is that of an output, and its fragment that of an id.
func (p *pageJury) leads(href string) {
	target, err := url.Parse(href)
	if err != nil || target.IsAbs() || target.Host != "" {
		return
	}
	to := p.page
	switch {
	case p.page == "404.html" && target.Path != "":
		// Its links begin with the path of the site's address.
		to = strings.TrimPrefix(strings.TrimPrefix(target.Path, "/water/"), "/")
	case target.Path != "":
		to = path.Join(path.Dir(p.page), target.Path)
	}
	if _, ok := p.out[to]; !ok {
		p.Errorf("%s has a link that leads nowhere: %q", p.page, href)
		return
	}
	if target.Fragment != "" && path.Ext(to) == ".html" && !p.ids[to][target.Fragment] {
		p.Errorf("%s has a link to a place that is not there: %q", p.page, href)
	}
}

// TestOwnSite judges the site that this repository holds.
func TestOwnSite(t *testing.T) {
	files := tree{}
	for name, text := range readTree(t, "../content") {
		files["content/"+name] = text
	}
	settings, err := os.ReadFile("../site.yaml")
	if err != nil {
		t.Fatal(err)
	}
	files["site.yaml"] = string(settings)
	out, res := buildTree(t, files, generator.Options{})
	judge(t, out)
	if n := res.Report.Errors + res.Report.Warnings; n > 0 {
		t.Errorf("%d errors and warnings:\n%s", n, say(res.Diagnostics))
	}
}

// TestJudge holds that the judge sees what it is there for: a test that lets everything through is none.
func TestJudge(t *testing.T) {
	head := `<!doctype html><html lang="en"><head><meta http-equiv="Content-Security-Policy" content="` + policy + `"></head><body><h1>T</h1>`
	if said := verdict(tree{"a.html": head + `<div class="prose"><p id="x">x <a href="#x">y</a> <a href="https://example.org" rel="nofollow ugc noopener">z</a></p></div>`}); said != nil {
		t.Errorf("a good page: %s", said)
	}
	for _, bad := range []string{
		"<script>x</script>", "<p onclick=x>", "<p style=x>", "<iframe>", "<a href=javascript:x>", "<a href=//evil.example>", "<a href=nowhere.html>", "<a href=#nowhere>", "<img src=https://evil.example/x.png>",
		"<p id=cp-main>", "<p class=cp-head>", "<a href=https://evil.example>", "<p id=x></p><p id=x>", "<form>", "<svg>", "<math>", "<h1>", "\x01", "\ufffe", "<!-- x -->", "<object>", "<div class=prose>",
	} {
		if verdict(tree{"a.html": head + `<div class="prose">` + bad}) == nil {
			t.Errorf("%q is let through", bad)
		}
	}
	good := head + `<p>`
	for _, name := range []string{"sw.js", "CNAME", "con.html", "a b.html", strings.Repeat("a", 200) + ".html", "A.HTML", "U\u0308.html", "a/.htaccess", "x..html."} {
		if verdict(tree{"a.html": good, name: good}) == nil {
			t.Errorf("an output named %q is let through", name)
		}
	}
	for name, text := range map[string]string{"a.json": "{", "a.xml": "<a>", "a.svg": "<svg onload='x'/>", "b.svg": "<svg><script/></svg>", "a.md": "\xff"} {
		if verdict(tree{name: text}) == nil {
			t.Errorf("%s with %q is let through", name, text)
		}
	}
	if verdict(tree{"a.html": strings.Replace(good, "'none'", "*", 1)}) == nil {
		t.Error("a page with another policy is let through")
	}
}

// verdict is what the judge says of an output.
func verdict(out tree) []string {
	var c clerk
	judge(&c, out)
	return c.said
}

// clerk notes errors.
type clerk struct {
	testing.TB
	said []string
}

func (c *clerk) Helper()           {}
func (c *clerk) Error(args ...any) { c.said = append(c.said, fmt.Sprint(args...)) }
func (c *clerk) Errorf(format string, args ...any) {
	c.said = append(c.said, fmt.Sprintf(format, args...))
}
