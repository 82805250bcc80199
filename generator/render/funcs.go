// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"html/template"
	"strings"
	"unicode"
	"unicode/utf8"

	"commonplace/generator/page"
	"commonplace/generator/site"
)

// funcs is what templates may call beside the built-in functions.
//
// Those that give template.HTMLAttr or template.HTML escape all that they are given themselves, for the one place they are made
// for. They exist because the library's own escaping of URLs costs more than the rest of a page: nine headings and thirty links
// would take 60 µs of it.
func (e *edition) funcs() template.FuncMap {
	return template.FuncMap{
		"word":      e.words.word,
		"words":     e.words.count,
		"href":      href,
		"src":       src,
		"address":   address,
		"outside":   outside,
		"mailto":    mailto,
		"refresh":   refresh,
		"ref":       ref,
		"refs":      refs,
		"link":      link,
		"entry":     entry,
		"related":   related,
		"backlinks": backlinks,
		"tongue":    tongue,
		"card":      card,
		"license":   license,
		"contents":  contents,
		"date":      e.date,
		"facet":     e.facet,
		"facets":    e.facets,
		"relation":  e.relation,
		"kind":      e.kind,
		"role":      e.role,
		"field":     spaced,
	}
}

// href is the attribute that leads to a path of the site.
func href(root, path string) template.HTMLAttr {
	dst := append(make([]byte, 0, len(root)+len(path)+10), ` href="`...)
	return template.HTMLAttr(append(appendPath(dst, root, path), '"'))
}

// src is the attribute that shows a picture of the site.
func src(root, path string) template.HTMLAttr {
	dst := append(make([]byte, 0, len(root)+len(path)+10), ` src="`...)
	return template.HTMLAttr(append(appendPath(dst, root, path), '"'))
}

// appendPath writes root and path as a URL for a quoted attribute. Whatever path is, the URL stays within the site: it has no scheme,
// no host, and no byte that could end the attribute.
func appendPath(dst []byte, root, path string) []byte {
	path = strings.TrimLeft(path, `/\`)
	if root == "" {
		// In "a:b.html" the a would be a scheme (RFC 3986, section 4.2).
		if end := strings.IndexAny(path, ":/?#"); path == "" || end >= 0 && path[end] == ':' {
			dst = append(dst, "./"...)
		}
	}
	return appendURL(appendURL(dst, root), path)
}

// appendURL writes a URL for a quoted attribute. Bytes that no URL has are percent-encoded; & is the only one left that HTML gives a
// meaning to.
func appendURL(dst []byte, url string) []byte {
	from := 0
	for i := range len(url) {
		c := url[i]
		if c > ' ' && c != 0x7f && c != '"' && c != '\'' && c != '<' && c != '>' && c != '`' && c != '\\' && c != '&' {
			continue
		}
		dst = append(dst, url[from:i]...)
		if from = i + 1; c == '&' {
			dst = append(dst, "&amp;"...)
		} else {
			dst = append(dst, '%', hexDigits[c>>4], hexDigits[c&15])
		}
	}
	return append(dst, url[from:]...)
}

const hexDigits = "0123456789ABCDEF"

// address is the attribute that leads to an absolute http address; for any other text there is none.
func address(url string) template.HTMLAttr {
	if !isHTTP(url) {
		return ""
	}
	return template.HTMLAttr(appendURL([]byte(` href="`), url)) + `"`
}

// outside is address for what an author wrote: it is no recommendation of the site.
func outside(url string) template.HTMLAttr {
	if !isHTTP(url) {
		return ""
	}
	return address(url) + ` rel="nofollow ugc noopener"`
}

func isHTTP(url string) bool {
	scheme, rest, ok := strings.Cut(url, "://")
	return ok && rest != "" && (strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "http"))
}

// mailto is the attribute that writes to an e-mail address.
func mailto(to string) template.HTMLAttr {
	return template.HTMLAttr(appendURL([]byte(` href="mailto:`), to)) + `"`
}

// refresh is the element that leads on to a path of the site.
func refresh(root, path string) template.HTML {
	return template.HTML(appendPath([]byte(`<meta http-equiv="refresh" content="0; url=`), root, path)) + `">`
}

// ref is a word that leads to a list, or plain text where there is none.
func ref(root string, r site.Ref) template.HTML { return template.HTML(appendRef(nil, root, r)) }

func appendRef(dst []byte, root string, r site.Ref) []byte {
	if r.Path == "" {
		return appendText(dst, r.Text)
	}
	return appendAnchor(dst, "", root, r)
}

// refs is a dd element for each word.
func refs(root string, list []site.Ref) template.HTML {
	dst := make([]byte, 0, 128*len(list))
	for _, r := range list {
		dst = append(appendRef(append(dst, "<dd>"...), root, r), "</dd>"...)
	}
	return template.HTML(dst)
}

// appendAnchor writes a link. The attributes are markup already.
func appendAnchor(dst []byte, attributes, root string, r site.Ref) []byte {
	dst = append(append(append(dst, "<a"...), attributes...), ` href="`...)
	dst = append(appendPath(dst, root, r.Path), `">`...)
	return append(appendText(dst, r.Text), "</a>"...)
}

// appendText escapes text for between tags and for quoted attributes.
func appendText(dst []byte, text string) []byte {
	if strings.IndexAny(text, "&<>\"'\x00") < 0 {
		return append(dst, text...)
	}
	return append(dst, template.HTMLEscapeString(text)...)
}

// link is a page's title that leads to it.
func link(s *Sheet, c *site.Card) template.HTML {
	if c == nil {
		return ""
	}
	return template.HTML(appendLink(nil, s, c, tongue(s, c)))
}

// entry is link, and below it a paragraph in the page's own language: its summary, or a sentence of it.
func entry(s *Sheet, c *site.Card, text string) template.HTML {
	if c == nil {
		return ""
	}
	return template.HTML(appendEntry(nil, s, c, "", text))
}

// backlinks is an li element for each page that links here, with the sentence around the link.
func backlinks(s *Sheet, list []site.Backlink) template.HTML {
	dst := make([]byte, 0, 256*len(list))
	for i := range list {
		if b := &list[i]; b.Card != nil {
			label := ""
			if b.Relation != "" {
				label = s.edition.kind(b.Relation)
			}
			dst = append(appendEntry(append(dst, "\n<li>"...), s, b.Card, label, b.Sentence), "</li>"...)
		}
	}
	return template.HTML(dst)
}

// related is what stands in the li element of a related page, or of one that does not exist yet.
func related(s *Sheet, r site.RelationItem) template.HTML {
	label := ""
	if r.Weight != "" {
		label = s.edition.words.word("relation.weight", r.Weight)
	}
	dst := make([]byte, 0, 512)
	switch {
	case r.Card != nil:
		dst = appendEntry(dst, s, r.Card, label, r.Card.Summary)
	case r.Wanted.Path != "":
		title := string(appendText(nil, s.edition.words.word("wanted.mark")))
		dst = appendAnchor(dst, ` class="wanted" title="`+title+`"`, s.Root, r.Wanted)
		dst = appendLabel(dst, label)
	default:
		dst = append(appendText(append(dst, `<span class="wanted">`...), r.Wanted.Text), "</span>"...)
		dst = appendLabel(dst, label)
	}
	if r.Note != "" {
		dst = append(append(dst, `<p class="cp-note"`...), s.Own...)
		dst = append(appendText(append(dst, '>'), r.Note), "</p>"...)
	}
	return template.HTML(dst)
}

func appendEntry(dst []byte, s *Sheet, c *site.Card, label, text string) []byte {
	attributes := tongue(s, c)
	dst = appendLabel(appendLink(dst, s, c, attributes), label)
	if text != "" {
		dst = append(append(append(dst, "<p"...), attributes...), '>')
		dst = append(appendText(dst, text), "</p>"...)
	}
	return dst
}

func appendLabel(dst []byte, label string) []byte {
	if label == "" {
		return dst
	}
	return append(appendText(append(dst, " <small>"...), label), "</small>"...)
}

func appendLink(dst []byte, s *Sheet, c *site.Card, attributes template.HTMLAttr) []byte {
	dst = appendAnchor(dst, string(attributes), s.Root, site.Ref{Text: c.Title, Path: c.Path})
	if c.Draft {
		dst = append(dst, ` <small class="cp-mark">`...)
		dst = append(appendText(dst, s.edition.words.word("draft")), "</small>"...)
	}
	return dst
}

// tongue is the language of another page's words as attributes, where it is not that of the words around.
func tongue(s *Sheet, c *site.Card) template.HTMLAttr {
	if c == nil || c.Lang == s.Lang {
		return ""
	}
	return language(c.Lang, s.Dir)
}

// language is lang, and dir where it differs from that of the words around.
func language(tag, around string) template.HTMLAttr {
	if !plainTag(tag) {
		return ""
	}
	attributes := template.HTMLAttr(` lang="` + tag + `"`)
	if dir := direction(tag); dir != around {
		attributes += template.HTMLAttr(` dir="` + dir + `"`)
	}
	return attributes
}

// license is a page's licence: it leads to the licence's own words where they are known, else to the pages that have it.
func license(root string, r site.Ref) template.HTML {
	if deed := deed(r.Text); deed != "" {
		return `<a rel="license"` + template.HTML(address(deed)) + `>` + template.HTML(template.HTMLEscapeString(r.Text)) + `</a>`
	}
	return ref(root, r)
}

// deed is the address of a Creative Commons licence by its SPDX id, which tells it: CC-BY-SA-4.0 is at by-sa/4.0.
func deed(spdx string) string {
	const home = "https://creativecommons.org/"
	if spdx == "CC0-1.0" {
		return home + "publicdomain/zero/1.0/"
	}
	name, ok := strings.CutPrefix(spdx, "CC-")
	cut := strings.LastIndexByte(name, '-')
	if !ok || cut < 0 {
		return ""
	}
	kind, version := strings.ToLower(name[:cut]), name[cut+1:]
	switch kind {
	case "by", "by-sa", "by-nc", "by-nd", "by-nc-sa", "by-nc-nd":
	default:
		return ""
	}
	switch version {
	case "1.0", "2.0", "2.5", "3.0", "4.0":
		return home + "licenses/" + kind + "/" + version + "/"
	}
	return ""
}

// contents is the headings of level 2 and 3 as nested lists; nothing for fewer than three.
func contents(headings []page.Heading) template.HTML {
	n, size := 0, 0
	for i := range headings {
		if h := &headings[i]; h.Level <= 3 && h.ID != "" {
			n++
			size += len(h.ID) + len(h.Text) + 40
		}
	}
	if n < 3 {
		return ""
	}
	dst := append(make([]byte, 0, size), "<ol>"...)
	open, below := false, false // inside an item, inside the list below an item
	for i := range headings {
		h := &headings[i]
		if h.Level > 3 || h.ID == "" {
			continue
		}
		deep := h.Level == 3 && open
		switch {
		case deep && !below:
			dst = append(dst, "<ol>"...)
		case deep:
			dst = append(dst, "</li>"...)
		case below:
			dst = append(dst, "</li></ol></li>"...)
		case open:
			dst = append(dst, "</li>"...)
		}
		open, below = true, deep
		dst = append(appendURL(append(dst, `<li><a href="#`...), h.ID), `">`...)
		dst = append(appendText(dst, h.Text), "</a>"...)
	}
	if below {
		dst = append(dst, "</li></ol>"...)
	}
	return template.HTML(append(dst, "</li></ol>"...))
}

// date is a day in words, with the day as written for programs.
func (e *edition) date(day string) template.HTML {
	if !isDay(day) {
		return template.HTML(template.HTMLEscapeString(day))
	}
	month, ok := e.words.named("month.", day[5:7])
	text := day
	if ok {
		text = strings.Replace(e.words.word("date"), "{day}", strings.TrimPrefix(day[8:], "0"), 1)
		text = strings.Replace(strings.Replace(text, "{month}", month, 1), "{year}", day[:4], 1)
	}
	return template.HTML(`<time datetime="` + day + `">` + template.HTMLEscapeString(text) + `</time>`)
}

func isDay(day string) bool {
	if len(day) != 10 {
		return false
	}
	for i := range len(day) {
		if dash := i == 4 || i == 7; dash != (day[i] == '-') || !dash && (day[i] < '0' || day[i] > '9') {
			return false
		}
	}
	return true
}

// facet names one value of a facet: "Tag"; facets names the whole: "Tags".
func (e *edition) facet(name, label string) string { return e.labelled("value.", name, label) }

func (e *edition) facets(f site.FacetLink) string { return e.labelled("facet.", f.Name, f.Label) }

func (e *edition) labelled(family, name, label string) string {
	if label != "" {
		return label
	}
	if word, ok := e.words.named(family, name); ok {
		return word
	}
	return spaced(name)
}

// relation names a group of relations.
func (e *edition) relation(g site.RelationGroup) string {
	label := e.labelled("relation.", strings.ReplaceAll(g.Kind, "-", "_"), g.Label)
	if g.Inverse {
		return e.words.word("relation.inverse", label)
	}
	return label
}

// kind names one relation.
func (e *edition) kind(kind string) string {
	return e.labelled("relation.", strings.ReplaceAll(kind, "-", "_"), "")
}

// role names a kind of contribution.
func (e *edition) role(role string) string { return e.labelled("role.", role, "") }

// spaced makes words of a key: "vector_keywords" is "Vector keywords".
func spaced(key string) string {
	text := strings.NewReplacer("_", " ", "-", " ", ".", " ").Replace(key)
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}
