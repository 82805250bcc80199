// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"html/template"
	"strings"

	"commonplace/generator/page"
	"commonplace/generator/site"
)

// Attribution is written once, in the page: a sentence that a person can copy as it stands, in the words of the page's language, with what
// machines need in attributes (RDFa 1.1 and ccREL: https://www.w3.org/TR/html-rdfa/, https://www.w3.org/Submission/ccREL/). The other
// forms are made of it in the browser, so what is credited in one form is credited in all.

// appendCredit writes the attribution of a page as the content of an element: title, authors, commons, address, licence, and what the page
// was made from. The prefixes cc and dcterms need no declaration, they are in the initial context of RDFa.
func (e *edition) appendCredit(dst []byte, s *Sheet) []byte {
	v, ok := s.View.(*site.PageView)
	if !ok {
		return dst
	}
	title := func(dst []byte) []byte { return e.appendWork(dst, ` property="dcterms:title"`, s.Own, v.Title) }
	if len(v.Authors) == 0 {
		dst = e.appendPhrase(dst, "credit.title", title)
	} else {
		dst = e.appendPhrase(dst, "credit.by", title, func(dst []byte) []byte {
			dst = append(dst, `<span property="cc:attributionName">`...)
			return append(e.appendList(dst, v.Authors), "</span>"...)
		})
	}
	if name := s.Chrome.Title; name != "" {
		dst = append(append(dst, ` <span class="cp-credit-commons"`...), s.Site...)
		dst = append(appendText(append(dst, '>'), name), "</span>"...)
	}
	if isHTTP(v.Canonical) {
		dst = appendAddress(append(dst, `, <a property="cc:attributionURL"`...), v.Canonical)
		dst = append(appendText(append(dst, '>'), v.Canonical), "</a>"...)
	}
	if s.Chrome.Title != "" {
		dst = append(dst, '.')
	}
	dst = append(dst, ` <span class="cp-terms">`...)
	for _, notice := range v.Doc.Meta.Copyright {
		if notice[:min(len(notice), 1)] >= "0" && notice[:min(len(notice), 1)] <= "9" {
			dst = append(dst, "© "...)
		}
		dst = append(appendText(dst, strings.TrimRight(notice, ". ")), ". "...)
	}
	if v.License.Text == "" {
		dst = e.appendPhrase(dst, "credit.unlicensed")
	} else {
		dst = e.appendPhrase(dst, "credit.license", func(dst []byte) []byte { return appendLicenseName(dst, ` rel="license"`, v.License.Text) })
	}
	if from := v.Doc.Meta.DerivedFrom; len(from) > 0 {
		dst = e.appendPhrase(append(dst, ' '), "credit.derived", func(dst []byte) []byte {
			for k := range from {
				if k > 0 {
					dst = append(dst, "; "...)
				}
				dst = e.appendSource(dst, s.Own, &from[k])
			}
			return dst
		})
	}
	return append(dst, "</span>"...)
}

// appendSource writes what is known of a work that a page was made from, and what was changed.
func (e *edition) appendSource(dst []byte, own template.HTMLAttr, d *page.Derivation) []byte {
	work := func(dst []byte) []byte {
		if !isHTTP(d.Source) {
			return e.appendWork(dst, "", own, d.Title)
		}
		dst = append(appendOutside(append(dst, `<a property="dcterms:source"`...), d.Source), '>')
		if d.Title == "" {
			return append(appendText(dst, d.Source), "</a>"...)
		}
		return append(e.appendWork(dst, "", own, d.Title), "</a>"...)
	}
	if d.Author == "" {
		dst = work(dst)
	} else {
		dst = e.appendPhrase(dst, "credit.source", work, func(dst []byte) []byte { return appendText(dst, d.Author) })
	}
	if d.Source != "" && !isHTTP(d.Source) {
		dst = appendText(append(dst, ", "...), d.Source)
	}
	if d.License != "" {
		dst = append(appendLicenseName(append(dst, " ("...), "", d.License), ')')
	}
	if d.Changes != "" {
		dst = append(append(append(dst, ": <span"...), own...), '>')
		dst = append(appendText(dst, strings.TrimRight(d.Changes, ". ")), "</span>"...)
	}
	return dst
}

// appendEmbedCredit writes the attribution of a page whose text stands in another: its title leads to it.
func (e *edition) appendEmbedCredit(dst []byte, s *Sheet) []byte {
	if s.Card == nil {
		return dst
	}
	title := func(dst []byte) []byte {
		dst = appendHref(append(dst, `<a property="dcterms:source"`...), s.Root, s.Card.Path)
		return append(e.appendWork(append(dst, '>'), ` property="dcterms:title"`, tongue(s, s.Card), s.Card.Title), "</a>"...)
	}
	if len(s.Authors) == 0 {
		dst = e.appendPhrase(dst, "embed.from", title)
	} else {
		dst = e.appendPhrase(dst, "embed.from.by", title, func(dst []byte) []byte {
			dst = append(dst, `<span property="cc:attributionName">`...)
			return append(e.appendList(dst, s.Authors), "</span>"...)
		})
	}
	dst = appendText(dst, e.words.word("dot"))
	if s.Card.License == "" {
		return appendText(dst, e.words.word("embed.unlicensed"))
	}
	return appendLicenseName(dst, ` rel="license"`, s.Card.License)
}

// appendWork writes a title as the language marks titles.
func (e *edition) appendWork(dst []byte, attributes string, own template.HTMLAttr, title string) []byte {
	return e.appendPhrase(dst, "credit.work", func(dst []byte) []byte {
		dst = append(append(append(dst, "<cite"...), attributes...), own...)
		return append(appendText(append(dst, '>'), title), "</cite>"...)
	})
}

// appendList writes names side by side.
func (e *edition) appendList(dst []byte, list []site.PersonRef) []byte {
	for k := range list {
		if k > 0 {
			dst = appendText(dst, e.words.word("comma"))
		}
		dst = append(appendText(append(dst, "<bdi>"...), list[k].Text), "</bdi>"...)
	}
	return dst
}

// appendLicenseName writes a licence, which leads to its own words where they are known.
func appendLicenseName(dst []byte, attributes, spdx string) []byte {
	deed := deed(spdx)
	if deed == "" {
		return appendText(dst, spdx)
	}
	dst = append(appendAddress(append(append(dst, "<a"...), attributes...), deed), '>')
	return append(appendText(dst, spdx), "</a>"...)
}

// appendPhrase writes a word of the theme whose braces are filled in order, each by what appends markup. What has no braces to stand in comes
// behind it: a site's own words must not lose a name.
func (e *edition) appendPhrase(dst []byte, key string, parts ...func(dst []byte) []byte) []byte {
	text := e.words.word(key)
	for _, part := range parts {
		before, after, ok := cutBraces(text)
		dst = appendText(dst, before)
		if !ok {
			dst = append(dst, ' ')
		}
		dst = part(dst)
		text = after
	}
	return appendText(dst, text)
}
