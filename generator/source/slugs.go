// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// SlugRule is how a tool makes the id of a heading that has none of its own, so that links written for that tool go on working. To make
// ids unique in a page is left to the caller.
type SlugRule struct {
	Name    string
	Slug    func(string) string
	Raw     bool   // Slug takes the heading as written, marks and addresses of links included, instead of its plain text
	Empty   string // id of a heading of which Slug leaves nothing
	Counted bool   // repeated ids end in _1, not -1, and an id that ends in such a number is counted on from there
}

// SlugRules are all rules that are known; the first holds where none is named.
func SlugRules() []SlugRule {
	return []SlugRule{
		{Name: "github", Slug: Slug, Empty: "section"},
		{Name: "gitbook", Slug: gitbookSlug, Empty: "section"},
		{Name: "kramdown", Slug: kramdownSlug, Empty: "section", Raw: true},
		{Name: "hugo", Slug: hugoSlug, Empty: "heading"},
		{Name: "mkdocs", Slug: mkdocsSlug, Counted: true},
		{Name: "mkdocs-unicode", Slug: mkdocsUnicodeSlug, Counted: true},
		{Name: "docusaurus", Slug: sluggerSlug, Empty: "section"},
	}
}

// SlugRuleOf is the rule of a name, the first where it is none.
func SlugRuleOf(name string) SlugRule {
	rules := SlugRules()
	for _, r := range rules {
		if r.Name == name {
			return r
		}
	}
	return rules[0]
}

// sluggerSlug is the rule of github-slugger, which Docusaurus and most tools around remark use: spaces become hyphens, one each.
func sluggerSlug(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || unicode.IsLetter(r) || unicode.In(r, unicode.M, unicode.Nd, unicode.Nl, unicode.Pc, unicode.Other_Alphabetic):
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// hugoSlug is the rule of Hugo since 0.144 (autoHeadingIDType: github; before, addresses of links in the heading were part of it): no
// marks of accents on their own, spaces one by one.
func hugoSlug(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ' || r == '-':
			return '-'
		case r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return -1
	}, strings.TrimSpace(s))
}

// kramdownSlug is kramdown's own rule: ASCII only, beginning with a letter. (Its GFM parser, Jekyll's default, goes by GitHub's.)
func kramdownSlug(s string) string {
	s = strings.TrimLeftFunc(s, func(r rune) bool { return !isLatinLetter(r) })
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ' || r == '-':
			return '-'
		case isLatinLetter(r) || r >= '0' && r <= '9':
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

func isLatinLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

// mkdocsSlug is the rule of Python-Markdown's toc extension, which MkDocs takes: what is not ASCII is taken apart or left out.
func mkdocsSlug(s string) string {
	return mkdocsUnicodeSlug(strings.Map(func(r rune) rune {
		if r >= 0x80 {
			return -1
		}
		return r
	}, norm.NFKD.String(s)))
}

// mkdocsUnicodeSlug is slugify_unicode of the same: letters and numbers of every script, but no marks, which are no part of a
// word in Python; runs of spaces and hyphens become one hyphen, also at the ends.
func mkdocsUnicodeSlug(s string) string {
	kept := strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || unicode.IsSpace(r) || unicode.IsLetter(r) || unicode.IsNumber(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
	return joinRuns(strings.TrimSpace(kept), func(r rune) bool { return r == '-' || unicode.IsSpace(r) })
}

// gitbookSlug is the rule of gitbook.com, as the anchors that it exports show: accents taken off, full stops kept, apostrophes
// dropped, anything else one hyphen, and id- before a number. Scripts that it would spell in Latin letters stay as they are.
func gitbookSlug(s string) string {
	kept := strings.Map(func(r rune) rune {
		switch {
		case r == '\'' || r == '’' || r < 0x370 && unicode.IsMark(r):
			return -1
		case r == '.' || r == '_' || unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r):
			return unicode.ToLower(r)
		}
		return '-'
	}, norm.NFD.String(s))
	id := strings.Trim(joinRuns(norm.NFC.String(kept), func(r rune) bool { return r == '-' }), "-.")
	if id != "" && id[0] >= '0' && id[0] <= '9' {
		id = "id-" + id
	}
	return id
}

// joinRuns puts one hyphen in place of each run of some characters.
func joinRuns(s string, gap func(rune) bool) string {
	b := make([]byte, 0, len(s))
	last := false
	for _, r := range s {
		if is := gap(r); is {
			if !last {
				b = append(b, '-')
			}
			last = true
			continue
		}
		last = false
		b = append(b, string(r)...)
	}
	return string(b)
}
