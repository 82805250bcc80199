// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxContext is the length in bytes of the sentence that is kept with a link.
const maxContext = 300

// endBlock ends a block of text: its words are counted, and its links get the sentences around them.
func (p *pass) endBlock() {
	p.words += countWords(p.plain)
	if len(p.plain) > 0 && len(p.pending) > 0 {
		p.contexts()
	}
	p.pending = p.pending[:0]
	p.plain = p.plain[:0]
}

// contexts walks the block's sentences once, along with its links, which stand in order.
func (p *pass) contexts() {
	start, end := 0, 0
	from, to, text := -1, -1, "" // the last context: neighbours share it
	for _, l := range p.pending {
		for int(l.from) >= end && end < len(p.plain) {
			start, end = end, sentenceEnd(p.plain, end)
		}
		f, t := window(p.plain, start, end, int(l.from), int(l.to))
		if f != from || t != to {
			from, to = f, t
			text = strings.TrimPrefix(oneLine(p.plain[f:t]), "· ") // between the cells of a table
			if p.facts += len(text); p.facts > p.m.expanded {
				p.over = true
			}
		}
		p.links[l.ref].Context = text
	}
}

// sentenceEnd is the end of the sentence that begins at an offset, the space after it included.
func sentenceEnd(b []byte, from int) int {
	for i := from; i < len(b); i++ {
		switch c := b[i]; c {
		case '.', '!', '?':
			if i+1 == len(b) || b[i+1] == ' ' || b[i+1] == '\n' {
				return min(i+2, len(b))
			}
		case 0xe3, 0xef: // 。！？
			if r, size := utf8.DecodeRune(b[i:]); r == '。' || r == '！' || r == '？' {
				return i + size
			}
		}
	}
	return len(b)
}

// window is the part of a sentence to keep: all of it, or what fits around the link, cut at word borders.
func window(b []byte, start, end, from, to int) (int, int) {
	if end-start <= maxContext {
		return start, end
	}
	to = min(to, end)
	spare := max(0, maxContext-(to-from))
	f := max(start, from-spare/2)
	t := min(end, f+maxContext)
	f = max(start, min(f, t-maxContext))
	if f > start {
		f = wordStart(b, f, min(from, t))
	}
	if t < end {
		t = wordEnd(b, t, max(f, min(to, t)))
	}
	return f, t
}

// wordStart is the first beginning of a word in b[at:limit], or where there is none, of a character.
func wordStart(b []byte, at, limit int) int {
	for i := at; i < limit; i++ {
		if b[i-1] == ' ' {
			return i
		}
	}
	for at < len(b) && !utf8.RuneStart(b[at]) {
		at++
	}
	return at
}

func wordEnd(b []byte, at, limit int) int {
	for i := at; i > limit; i-- {
		if b[i] == ' ' {
			return i
		}
	}
	for at > 0 && !utf8.RuneStart(b[at]) {
		at--
	}
	return at
}

// oneLine is a text with its white space folded.
func oneLine(b []byte) string {
	b = bytes.Trim(b, " \n\t")
	for i, c := range b {
		switch {
		case c == ' ' && b[i+1] != ' ' || c > ' ' && c < utf8.RuneSelf || c >= 0xc3 && c != 0xe1 && c != 0xe2 && c != 0xe3:
		case c >= 0x80 && c < 0xc0: // inside a character
		default:
			// Two spaces, another space, or the first byte of a character that may be one.
			return strings.Join(strings.Fields(string(b)), " ")
		}
	}
	return string(b)
}

// The ASCII characters of words, one a bit: below 64 the digits, then the letters.
const (
	digits  = uint64(0x3ff << '0')
	letters = uint64(0x3ffffff<<('A'-64) | 0x3ffffff<<('a'-64))
)

// countWords counts runs of letters, marks and numbers.
func countWords(b []byte) int {
	sets := [2]uint64{digits, letters}
	n, in := 0, uint64(0)
	for i := 0; i < len(b); i++ {
		var word uint64
		if c := b[i]; c < utf8.RuneSelf {
			word = sets[c>>6] >> (c & 63) & 1
		} else {
			r, size := utf8.DecodeRune(b[i:])
			if i += size - 1; unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) {
				word = 1
			}
		}
		n += int(word &^ in)
		in = word
	}
	return n
}
