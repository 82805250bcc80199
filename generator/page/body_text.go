// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"unicode/utf8"

	"github.com/yuin/goldmark/util"
)

// special marks the bytes that ordinary text cannot be copied over. A text that came through source.Text holds no control
// characters, but references like &#1; can ask for them.
// The last line are the marks of tags, which are never written.
var special = [256]bool{
	'\\': true, '&': true, '<': true, '>': true, '"': true,
	0x0e: true, 0x0f: true, 0x10: true, 0x11: true, 0x12: true, 0x13: true, 0x14: true, 0x15: true, 0x16: true, 0x17: true, 0x18: true,
	0x19: true, 0x1a: true, 0x1b: true, 0x1c: true, 0x1d: true, 0x1e: true, 0x1f: true,
}

// text writes Markdown text: HTML with its escapes and references resolved to p.buf, plain to p.plain.
func (p *pass) text(b []byte) {
	from := 0
	for i := 0; i < len(b); {
		if !special[b[i]] {
			i++
			continue
		}
		p.buf = append(p.buf, b[from:i]...)
		p.plain = append(p.plain, b[from:i]...)
		switch c := b[i]; c {
		case '\\':
			i++
			if i < len(b) && util.IsPunct(b[i]) {
				p.char(b[i])
				i++
			} else {
				p.char('\\')
			}
		case '&':
			s, n := reference(b[i:])
			if n == 0 {
				p.char('&')
				i++
			} else {
				p.plainText(s)
				i += n
			}
		default:
			p.char(c)
			i++
		}
		from = i
	}
	p.buf = append(p.buf, b[from:]...)
	p.plain = append(p.plain, b[from:]...)
}

// char writes one ASCII character.
func (p *pass) char(c byte) {
	if isMark(rune(c)) {
		return
	}
	p.buf = appendEscapedByte(p.buf, c)
	p.plain = append(p.plain, c)
}

// plainText writes text as it is.
func (p *pass) plainText(s string) {
	p.escape(s)
	p.plain = append(p.plain, p.unmarked(s)...)
}

// escape writes text as it is to the HTML only.
func (p *pass) escape(s string) { p.buf = appendEscaped(p.buf, s) }

func appendEscaped[T string | []byte](dst []byte, s T) []byte {
	from := 0
	for i := range len(s) {
		if c := s[i]; special[c] && c != '\\' {
			dst = append(dst, s[from:i]...)
			dst = appendEscapedByte(dst, c)
			from = i + 1
		}
	}
	return append(dst, s[from:]...)
}

func appendEscapedByte(dst []byte, c byte) []byte {
	switch c {
	case '&':
		return append(dst, "&amp;"...)
	case '<':
		return append(dst, "&lt;"...)
	case '>':
		return append(dst, "&gt;"...)
	case '"':
		return append(dst, "&quot;"...)
	}
	if isMark(rune(c)) {
		return dst
	}
	return append(dst, c)
}

// appendUnescaped resolves backslash escapes and references.
func appendUnescaped(dst, b []byte) []byte {
	for i := 0; i < len(b); {
		switch c := b[i]; {
		case c == '\\' && i+1 < len(b) && util.IsPunct(b[i+1]):
			dst = append(dst, b[i+1])
			i += 2
		case c == '&':
			if s, n := reference(b[i:]); n > 0 {
				dst = append(dst, s...)
				i += n
				continue
			}
			fallthrough
		default:
			dst = append(dst, c)
			i++
		}
	}
	return dst
}

// reference resolves the entity or character reference that b begins with (CommonMark, section 2.5) and gives its length;
// zero where it is none.
func reference(b []byte) (string, int) {
	if len(b) < 3 {
		return "", 0
	}
	if b[1] != '#' {
		end := 1
		for end < len(b) && util.IsAlphaNumeric(b[end]) {
			end++
		}
		if end == 1 || end == len(b) || b[end] != ';' {
			return "", 0
		}
		entity, ok := util.LookUpHTML5EntityByName(string(b[1:end]))
		if !ok {
			return "", 0
		}
		return string(entity.Characters), end + 1
	}
	i, base, most := 2, rune(10), 7
	if b[2] == 'x' || b[2] == 'X' {
		i, base, most = 3, 16, 6
	}
	var r rune
	digits := 0
	for ; i < len(b) && digits <= most; i++ {
		d := hexDigit(b[i])
		if d < 0 || d >= base {
			break
		}
		r = r*base + d
		digits++
	}
	if digits == 0 || digits > most || i == len(b) || b[i] != ';' {
		return "", 0
	}
	if r != '\n' && r != '\t' && isControl(r) || !utf8.ValidRune(r) {
		r = utf8.RuneError
	}
	return string(r), i + 1
}

func hexDigit(c byte) rune {
	switch {
	case c >= '0' && c <= '9':
		return rune(c - '0')
	case c >= 'a' && c <= 'f':
		return rune(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return rune(c-'A') + 10
	}
	return -1
}
