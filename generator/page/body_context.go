// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
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
			text = strings.Join(strings.Fields(string(p.plain[f:t])), " ")
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

// countWords counts runs of letters, marks and numbers.
func countWords(b []byte) int {
	n, in := 0, false
	for i := 0; i < len(b); {
		c := b[i]
		if c < utf8.RuneSelf {
			word := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
			if word && !in {
				n++
			}
			in = word
			i++
			continue
		}
		r, size := utf8.DecodeRune(b[i:])
		word := unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
		if word && !in {
			n++
		}
		in = word
		i += size
	}
	return n
}
