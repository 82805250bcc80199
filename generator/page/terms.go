// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"commonplace/generator/config"
)

// terms finds the words of glossaries in texts: a tree of letters that is walked once from each beginning of a word, so that the time is
// that of the text times the longest name. It is immutable.
type terms struct {
	pages []string // by number of the term
	next  map[termStep]int32
	ends  []termEnd // by node
}

// termStep is a letter, in lower case, that leads on from a node.
type termStep struct {
	node   int32
	letter rune
}

// termEnd is a name that ends at a node: one more than the term's number, and how it must be written where its case matters.
type termEnd struct {
	term  int32
	exact string
}

// newTerms is nil where there are none. A name that two terms have is the first one's.
func newTerms(list []config.TermNames) *terms {
	if len(list) == 0 {
		return nil
	}
	t := &terms{next: map[termStep]int32{}, ends: make([]termEnd, 1)}
	for i := range list {
		t.pages = append(t.pages, list[i].Page)
		for _, name := range list[i].Names {
			node := int32(0)
			for _, r := range name {
				step := termStep{node, letter(r)}
				next, ok := t.next[step]
				if !ok {
					next = int32(len(t.ends))
					t.ends = append(t.ends, termEnd{})
					t.next[step] = next
				}
				node = next
			}
			if end := &t.ends[node]; end.term == 0 {
				end.term = int32(i) + 1
				if hasInnerCapital(name) {
					end.exact = name
				}
			}
		}
	}
	return t
}

// hasInnerCapital tells acronyms and names such as “IT” and “OpenDocument”, which mean something else in other letters.
func hasInnerCapital(name string) bool {
	before := rune(0)
	for _, r := range name {
		if unicode.IsUpper(r) && unicode.IsLetter(before) {
			return true
		}
		before = r
	}
	return false
}

// match is the longest name that the text at from begins with: the number of its term, and where it ends; -1 where there is none.
// White space of any kind and length is one space, and so is a hyphen.
func (t *terms) match(src []byte, from, stop int) (term int32, end int) {
	term = -1
	node, i := int32(0), from
	last := rune(0)
	for i < stop {
		r, size := utf8.DecodeRune(src[i:stop])
		small := letter(r)
		if small == ' ' && last == ' ' {
			i += size
			continue
		}
		next, ok := t.next[termStep{node, small}]
		if !ok {
			break
		}
		node, last = next, small
		i += size
		if e := &t.ends[node]; e.term > 0 && endsWord(src, i, r) && (e.exact == "" || e.exact == string(src[from:i])) {
			term, end = e.term-1, i
		}
	}
	return term, end
}

// letter is what of a letter counts when names are compared.
func letter(r rune) rune {
	if unicode.IsSpace(r) || unicode.Is(unicode.Hyphen, r) {
		return ' '
	}
	return unicode.ToLower(r)
}

// beginsWord tells whether a name can begin at i with r: no letter stands before it, or it is of a script that does not divide words.
func beginsWord(src []byte, i int, r rune) bool {
	if i == 0 || undivided(r) {
		return true
	}
	before, _ := utf8.DecodeLastRune(src[:i])
	return !isWordRune(before) || undivided(before)
}

// endsWord is the same for the end of a name whose last letter is r.
func endsWord(src []byte, i int, r rune) bool {
	if i == len(src) || undivided(r) {
		return true
	}
	after, _ := utf8.DecodeRune(src[i:])
	return !isWordRune(after) || undivided(after)
}

// isWordRune tells what makes one word with the letters beside it: “host” is not meant in “re-host”.
func isWordRune(r rune) bool {
	return r == '_' || r == '-' || unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
}

// undivided tells the scripts that write words without anything between them.
func undivided(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// explains tells whether the words of glossaries are links where the walk is: not in headings, links, the text of pictures, or HTML that
// an author has opened.
func (p *pass) explains() bool {
	return p.m.terms != nil && !p.inLink && !p.plainOnly && len(p.openTags) == 0 && !p.asText
}

// explained writes a text in which the first use of each term on the page leads to what it means.
func (p *pass) explained(start, stop int) {
	t, from := p.m.terms, start
	inWord := false
	for i := start; i < stop; {
		c := p.src[i]
		size, r := 1, rune(c)
		if c >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(p.src[i:stop])
		}
		candidate := !inWord || undivided(r)
		inWord = isWordRune(r) && !undivided(r)
		if !candidate || t.next[termStep{0, letter(r)}] == 0 || !beginsWord(p.src, i, r) {
			i += size
			continue
		}
		term, end := t.match(p.src, i, stop)
		if term < 0 || p.terms[term] {
			if term >= 0 {
				i, inWord = end, false // it is that term's text, and no shorter one's
			} else {
				i += size
			}
			continue
		}
		p.text(p.src[from:i])
		p.term(term, i, end)
		i, from, inWord = end, end, false
	}
	p.text(p.src[from:stop])
}

// term writes the first use of a term on the page.
func (p *pass) term(number int32, start, stop int) {
	if p.terms == nil {
		p.terms = map[int32]bool{}
	}
	p.terms[number] = true
	from := len(p.plain)
	ref := p.addLink(Link{Kind: LinkTerm, Target: p.m.terms.pages[number], Text: string(p.src[start:stop]), Span: p.span(start, stop)}, "")
	p.puts("<a")
	p.hole(HoleHref, ref)
	p.putc('>')
	p.text(p.src[start:stop])
	p.puts("</a>")
	p.linked(ref, from)
}

// isPlain tells a text node that can be copied as it stands.
func isPlain(n *ast.Text) bool { return n.Segment.Padding == 0 && !n.IsRaw() }
