// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"commonplace/generator/config"
)

// Shortcodes, Liquid, components and attribute lists are tags: marks with a name and arguments between or around Markdown. They are found
// before the Markdown is read, in one scan that knows where code is, as the programs do that they were written for. What only stands for an address or
// a text is replaced by it, what shows nothing is taken out, and what becomes an image, a link or a frame around blocks is replaced by a
// mark that the Markdown parser carries through; see ext_tag.go. Where this moves text, pass.origin leads back to the file.

// A mark is U+000E, the number of a tag in digits to the base 16 from U+0010 on, and U+000F. Texts of the tag that are Markdown
// themselves follow, each with U+000F after it, if the tag stands on a line of its own; within text a brace stands before it, since only
// punctuation wakes goldmark's inline parsers. No text can hold these characters, and none is ever written.
const (
	tagBegin = 0x0e
	tagEnd   = 0x0f
	tagDigit = 0x10

	inlineBegin = '{'
)

const (
	maxTag     = 8 << 10 // bytes from the beginning of a tag to its end
	maxTags    = 10_000  // of a page; all others are left as they are written
	maxTagWork = 4 << 20 // bytes that may be looked at in vain for the end of a tag
	maxTagArgs = 32
)

// tagSyntax is the way a tag is written.
type tagSyntax uint8

const (
	shortcodeSyntax tagSyntax = iota // {{< name >}} and {{% name %}}
	liquidSyntax                     // {% name %}
	componentSyntax                  // <Name>
	attributeSyntax                  // {: #id .class}
)

// tag is one of them. While the text is scanned its offsets are those of the file's body.
type tag struct {
	start, stop int
	name        string // lower case; of an include the name of what is included
	shown       string // what a report calls it
	syntax      tagSyntax
	end         bool // closes another
	alone       bool // stands alone on its line, or will
	mate        int  // index of the tag that closes or opens it, or -1
	what        construct
	args        []argument
	kept        []textRole // what the texts are that stand behind its mark
	single      bool       // has no end
	framed      bool       // what lies between this and its mate stands in its frame
}

// argument is one of a tag: name="value", or a value alone. The offsets are those of the value in the file's body.
type argument struct {
	name, value string
	start, stop int
}

// textRole says what a kept text is of its tag.
type textRole uint8

const (
	titleText textRole = iota
	captionText
	leadText // any other prose
)

// arg is the first argument that has one of the names.
func (t *tag) arg(names string) (argument, bool) {
	for _, name := range strings.Fields(names) {
		for _, a := range t.args {
			if a.name == name {
				return a, true
			}
		}
	}
	return argument{}, false
}

// value is that argument's value, or that of the nth without a name.
func (t *tag) value(names string, nth int) string {
	if a, ok := t.arg(names); ok {
		return a.value
	}
	return t.positional(nth).value
}

func (t *tag) positional(nth int) argument {
	for _, a := range t.args {
		if a.name == "" {
			if nth == 0 {
				return a
			}
			nth--
		}
	}
	return argument{}
}

// tagReader is how a source's tags are read.
type tagReader struct {
	shortcodes, liquid, mdx, attributes, toc bool
	constructs                               map[string]construct // by name in lower case
	variables                                map[string]string    // what stands in place of a name
	addresses                                map[string]string    // what comes before the argument of those that show something of another site
}

func newTagReader(r *config.Reading) tagReader {
	t := tagReader{
		shortcodes: r.Dialects.Has(config.Shortcodes), liquid: r.Dialects.Has(config.Liquid), mdx: r.Dialects.Has(config.MDX),
		attributes: r.Dialects.Has(config.Attributes), toc: r.Dialects.Has(config.TOC),
	}
	if t.shortcodes || t.liquid || t.mdx {
		t.constructs, t.addresses = knownShortcodes()
		t.variables = make(map[string]string, len(r.Variables))
		for _, v := range r.Variables {
			t.variables[v.Name] = v.Text
		}
		for _, code := range r.Shortcodes {
			t.constructs[code.Name] = constructOf(code.Becomes)
		}
	}
	return t
}

// wanted says whether a text can hold any tag.
func (r *tagReader) wanted(src []byte) bool {
	switch {
	case r.mdx:
		return true
	case (r.shortcodes || r.liquid) && bytes.Contains(src, []byte("{{")),
		r.liquid && bytes.Contains(src, []byte("{%")),
		r.toc && (bytes.Contains(src, []byte("[TOC]")) || bytes.Contains(src, []byte("[toc]")) || bytes.Contains(src, []byte("_TOC_")) || bytes.Contains(src, []byte("[[toc]]"))):
		return true
	}
	if !r.attributes && !r.toc {
		return false
	}
	for {
		i := bytes.IndexByte(src, '{')
		if i < 0 || i+1 == len(src) {
			return false
		}
		if src[i+1] == ':' || i > 0 && (src[i-1] == ')' || src[i-1] == ']' || src[i-1] == '`') {
			return true
		}
		src = src[i+1:]
	}
}

// readTags finds the tags of p.src and puts the text that the Markdown parser reads in its place.
func (p *pass) readTags() {
	r := &p.m.tags
	p.whole, p.moved, p.tags = p.src, p.moved[:0], p.tags[:0]
	if !r.wanted(p.src) {
		return
	}
	s := tagScanner{tagReader: r, src: p.src, tags: p.tags, tell: p.tally}
	s.scan()
	s.pair()
	s.lay()
	p.src, p.moved = s.apply(p.moved)
	p.tags = s.tags
	for i := range p.tags {
		t := &p.tags[i]
		t.start, t.stop = p.arrival(t.start), p.arrival(t.stop)
	}
}

// arrival is where in the text an offset of the file's body has come to.
func (p *pass) arrival(offset int) int {
	k, _ := slices.BinarySearchFunc(p.moved, offset+1, func(s shift, at int) int { return cmp.Compare(s.at+s.delta, at) })
	if k == 0 {
		return offset
	}
	return offset - p.moved[k-1].delta
}

// shift says that from an offset of the text on, delta leads to the offset in the file's body.
type shift struct{ at, delta int }

// origin is where in the file's body an offset of the text comes from.
func (p *pass) origin(offset int) int {
	return p.shifted(offset, offset)
}

// originOfStart is origin, but of what was taken out at the offset it gives the beginning.
func (p *pass) originOfStart(offset int) int { return p.shifted(offset, offset-1) }

// shifted leads an offset back by the last shift up to another.
func (p *pass) shifted(offset, upTo int) int {
	k, _ := slices.BinarySearchFunc(p.moved, upTo+1, func(s shift, at int) int { return cmp.Compare(s.at, at) })
	if k == 0 {
		return offset
	}
	return min(offset+p.moved[k-1].delta, len(p.whole))
}

// appendMark writes the mark of a tag.
func appendMark(dst []byte, n int) []byte {
	dst = append(dst, tagBegin)
	for shift := 12; shift >= 0; shift -= 4 {
		dst = append(dst, tagDigit+byte(n>>shift&15))
	}
	return append(dst, tagEnd)
}

const markLength = 6

// markedTag reads the mark that b begins with.
func markedTag(b []byte) (int, bool) {
	if len(b) < markLength || b[0] != tagBegin || b[markLength-1] != tagEnd {
		return 0, false
	}
	n := 0
	for _, c := range b[1 : markLength-1] {
		if c < tagDigit || c > tagDigit+15 {
			return 0, false
		}
		n = n<<4 | int(c-tagDigit)
	}
	return n, true
}

// isMark tells the bytes of marks.
func isMark(r rune) bool { return r >= tagBegin && r <= tagDigit+15 }

// unmarked is a text of the page without marks.
func (p *pass) unmarked(s string) string {
	if len(p.tags) == 0 {
		return s
	}
	return unmarked(s)
}

// unmarked is a text without marks.
func unmarked(s string) string {
	if !strings.ContainsFunc(s, isMark) {
		return s
	}
	s = strings.ReplaceAll(s, string([]byte{inlineBegin, tagBegin}), "")
	return strings.Map(func(r rune) rune {
		if isMark(r) {
			return -1
		}
		return r
	}, s)
}
