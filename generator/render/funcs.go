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

// functions is what templates may call beside the built-in functions.
//
// Those that give template.HTMLAttr or template.HTML escape all that they are given themselves, for the one place they are made
// for. They exist because the library's own escaping of URLs costs more than the rest of a page: nine headings and thirty links
// would take 60 µs of it. They append, so that a program need not copy what they make.
func (e *edition) functions() map[string]function {
	return map[string]function{
		"word":      {call: e.words.word},
		"words":     plain2(e.words.count),
		"href":      markup2[template.HTMLAttr](appendHref),
		"src":       markup2[template.HTMLAttr](appendSrc),
		"address":   markup1[template.HTMLAttr](appendAddress),
		"outside":   markup1[template.HTMLAttr](appendOutside),
		"mailto":    markup1[template.HTMLAttr](appendMailto),
		"refresh":   markup2[template.HTML](appendRefresh),
		"ref":       markup2[template.HTML](appendRef),
		"refs":      markup2[template.HTML](appendRefs),
		"people":    markup2[template.HTML](e.appendPeople),
		"link":      markup2[template.HTML](appendLink),
		"entry":     markup3[template.HTML](appendEntry),
		"related":   markup2[template.HTML](appendRelated),
		"backlinks": markup2[template.HTML](appendBacklinks),
		"tongue":    markup2[template.HTMLAttr](appendTongue),
		"card":      {call: card, bind: markup2[template.HTML](mustAppendCard).bind},
		"license":   markup2[template.HTML](e.appendLicense),
		"licensed":  plain(licenseName),
		"badge":     markup1[template.HTML](appendBadges),
		"verdict":   markup1[template.HTML](e.appendVerdict),
		"cell":      markup1[template.HTML](e.appendCell),
		"origin":    markup2[template.HTML](e.appendOrigin),
		"terms":     markup1[template.HTML](e.appendTerms),
		"names":     markup2[template.HTML](e.appendNames),
		"contents":  markup1[template.HTML](appendContents),
		"chapters":  markup2[template.HTML](e.appendChapters),
		"credit":    markup1[template.HTML](e.appendCredit),
		"embedded":  markup1[template.HTML](e.appendEmbedCredit),
		"jsonld":    markup1[template.HTML](appendJSONLD),
		"date":      markup1[template.HTML](e.appendDate),
		"facet":     plain2(e.facet),
		"facets":    plain(e.facets),
		"relation":  plain(e.relation),
		"kind":      plain(e.kind),
		"role":      plain(e.role),
		"trace":     plain(e.trace),
		"sort":      plain(e.sort),
		"bare":      plain(bare),
		"who":       markup2[template.HTML](e.appendWho),
		"held":      markup2[template.HTML](e.appendHeld),
		"field":     plain(spaced),
		"grade":     plain2(e.grade),
		"named":     plain2(e.named),
		"need":      plain(e.need),
		"rule":      markup1[template.HTML](e.appendRule),
		"review":    markup2[template.HTML](appendReview),
		"dispute":   markup2[template.HTML](appendDispute),
		"inviting":  markup1[template.HTMLAttr](appendInviting),
	}
}

// appendHref writes the attribute that leads to a path of the site.
func appendHref(dst []byte, root, path string) []byte {
	return append(appendPath(append(dst, ` href="`...), root, path), '"')
}

// appendSrc writes the attribute that shows a picture of the site.
func appendSrc(dst []byte, root, path string) []byte {
	return append(appendPath(append(dst, ` src="`...), root, path), '"')
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
		if c >= 0x80 || c < 64 && inURL>>c&1 == 0 || c >= 64 && inURLHigh>>(c&63)&1 == 0 {
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

// What must not stand in text or in a URL as it is: of the characters below 64 and of those from there to 127, one a bit.
const (
	inText    = uint64(1<<0 | 1<<'"' | 1<<'&' | 1<<'\'' | 1<<'<' | 1<<'>')
	inURL     = inText | (1<<(' '+1) - 1)
	inURLHigh = uint64(1<<('\\'-64) | 1<<('`'-64) | 1<<(0x7f-64))
)

const hexDigits = "0123456789ABCDEF"

// appendAddress writes the attribute that leads to an absolute http address; for any other text there is none.
func appendAddress(dst []byte, url string) []byte {
	if !isHTTP(url) {
		return dst
	}
	return append(appendURL(append(dst, ` href="`...), url), '"')
}

// appendOutside is appendAddress for what an author wrote: it is no recommendation of the site.
func appendOutside(dst []byte, url string) []byte {
	if !isHTTP(url) {
		return dst
	}
	return append(appendAddress(dst, url), ` rel="nofollow ugc noopener"`...)
}

func isHTTP(url string) bool {
	scheme, rest, ok := strings.Cut(url, "://")
	return ok && rest != "" && (strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "http"))
}

// appendMailto writes the attribute that leads to an e-mail address.
func appendMailto(dst []byte, to string) []byte {
	return append(appendURL(append(dst, ` href="mailto:`...), to), '"')
}

// appendRefresh writes the element that leads on to a path of the site.
func appendRefresh(dst []byte, root, path string) []byte {
	return append(appendPath(append(dst, `<meta http-equiv="refresh" content="0; url=`...), root, path), `">`...)
}

// appendRef writes a word that leads to a list, or plain text where there is none.
func appendRef(dst []byte, root string, r site.Ref) []byte {
	if r.Path == "" {
		return appendText(dst, r.Text)
	}
	return appendAnchor(dst, "", root, r)
}

// appendRefs writes a dd element for each word.
func appendRefs(dst []byte, root string, list []site.Ref) []byte {
	for _, r := range list {
		dst = append(appendRef(append(dst, "<dd>"...), root, r), "</dd>"...)
	}
	return dst
}

// appendAnchor writes a link. The attributes are markup already.
func appendAnchor(dst []byte, attributes, root string, r site.Ref) []byte {
	dst = append(append(append(dst, "<a"...), attributes...), ` href="`...)
	dst = append(appendPath(dst, root, r.Path), `">`...)
	return append(appendText(dst, r.Text), "</a>"...)
}

// appendText escapes text for between tags and for quoted attributes.
func appendText(dst []byte, text string) []byte {
	from := 0
	for i := range len(text) {
		if c := text[i]; c < 64 && inText>>c&1 != 0 {
			dst = append(append(dst, text[from:i]...), escapeOf(c)...)
			from = i + 1
		}
	}
	return append(dst, text[from:]...)
}

// appendPrinted is appendText as the library does it for what a template prints.
func appendPrinted(dst []byte, text string) []byte {
	for {
		before, after, found := strings.Cut(text, "+")
		dst = appendText(dst, before)
		if !found {
			return dst
		}
		dst, text = append(dst, "&#43;"...), after
	}
}

// escapeOf is what stands for a byte that HTML gives a meaning to, as the library writes it.
func escapeOf(c byte) string {
	switch c {
	case '&':
		return "&amp;"
	case '<':
		return "&lt;"
	case '>':
		return "&gt;"
	case '"':
		return "&#34;"
	case '\'':
		return "&#39;"
	}
	return "\uFFFD" // for NUL
}

// appendLink writes a page's title that leads to it.
func appendLink(dst []byte, s *Sheet, c *site.Card) []byte {
	if c == nil {
		return dst
	}
	return appendTitle(dst, s, c, tongue(s, c))
}

// appendEntry writes a link, and below it a paragraph in the page's own language: its summary, or a sentence of it.
func appendEntry(dst []byte, s *Sheet, c *site.Card, text string) []byte {
	if c == nil {
		return dst
	}
	return appendItem(dst, s, c, "", text)
}

// appendBacklinks writes an li element for each page that links here, with the sentence around the link.
func appendBacklinks(dst []byte, s *Sheet, list []site.Backlink) []byte {
	for i := range list {
		if b := &list[i]; b.Card != nil {
			label := ""
			if b.Relation != "" {
				label = s.edition.kind(b.Relation)
			}
			dst = append(appendItem(append(dst, "\n<li>"...), s, b.Card, label, b.Sentence), "</li>"...)
		}
	}
	return dst
}

// appendRelated writes what stands in the li element of a related page, or of one that does not exist yet.
func appendRelated(dst []byte, s *Sheet, r site.RelationItem) []byte {
	label := ""
	if r.Weight != "" {
		label = s.edition.words.word("relation.weight", r.Weight)
	}
	if r.Machine {
		if label != "" {
			label += s.edition.words.word("comma")
		}
		label += s.edition.words.word("relation.machine")
	}
	switch {
	case r.Card != nil:
		dst = appendItem(dst, s, r.Card, label, r.Card.Summary)
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
	return dst
}

func appendItem(dst []byte, s *Sheet, c *site.Card, label, text string) []byte {
	attributes := tongue(s, c)
	dst = appendLabel(appendTitle(dst, s, c, attributes), label)
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

func appendTitle(dst []byte, s *Sheet, c *site.Card, attributes template.HTMLAttr) []byte {
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

func appendTongue(dst []byte, s *Sheet, c *site.Card) []byte { return append(dst, tongue(s, c)...) }

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

// appendNames writes a page's other names, each in the language of the page; old addresses among them are no names.
func (e *edition) appendNames(dst []byte, aliases []string, own template.HTMLAttr) []byte {
	from := len(dst)
	for _, name := range aliases {
		if strings.HasPrefix(name, "/") && !strings.HasPrefix(name, "//") {
			continue
		}
		if len(dst) > from {
			dst = appendText(dst, e.words.word("comma"))
		}
		dst = append(append(append(dst, "<span"...), own...), '>')
		dst = append(appendText(dst, name), "</span>"...)
	}
	return dst
}

// appendContents writes the headings of level 2 and 3 as nested lists; nothing for fewer than three.
func appendContents(dst []byte, headings []page.Heading) []byte {
	n := 0
	for i := range headings {
		if h := &headings[i]; h.Level <= 3 && h.ID != "" {
			n++
		}
	}
	if n < 3 {
		return dst
	}
	dst = append(dst, "<ol>"...)
	open, below := false, false // inside an item, inside the list below an item
	outer := uint8(2)           // level of that item: where there is no h2 above them, h3 stand side by side
	for i := range headings {
		h := &headings[i]
		if h.Level > 3 || h.ID == "" {
			continue
		}
		deep := open && h.Level > outer
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
		if open, below = true, deep; !deep {
			outer = max(h.Level, 2)
		}
		dst = append(appendURL(append(dst, `<li><a href="#`...), h.ID), `">`...)
		dst = append(appendText(dst, h.Text), "</a>"...)
	}
	if below {
		dst = append(dst, "</li></ol>"...)
	}
	return append(dst, "</li></ol>"...)
}

// appendDate writes a day in words, with the day as written for programs.
func (e *edition) appendDate(dst []byte, day string) []byte {
	if !isDay(day) {
		return appendText(dst, day)
	}
	month, ok := e.words.named("month.", day[5:7])
	text := day
	if ok {
		text = strings.Replace(e.words.word("date"), "{day}", strings.TrimPrefix(day[8:], "0"), 1)
		text = strings.Replace(strings.Replace(text, "{month}", month, 1), "{year}", day[:4], 1)
	}
	dst = append(append(append(dst, `<time datetime="`...), day...), `">`...)
	return append(appendText(dst, text), "</time>"...)
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

// spaced makes words of a key: "vector_keywords" is "Vector keywords".
func spaced(key string) string {
	text := strings.NewReplacer("_", " ", "-", " ", ".", " ").Replace(key)
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}
