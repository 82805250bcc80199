// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/bits"
	"unicode/utf16"
	"unicode/utf8"
)

// Text turns the bytes of a file into valid UTF-8 with line feeds as line ends, without a byte order mark, and without
// control characters but tab and line feed. What is not text becomes U+FFFD, a form feed a space, with a diagnostic; UTF-16
// is read, with one too. Nothing wrong costs one pass and no copy: the result then shares memory with b.
func Text(b []byte) ([]byte, []Diagnostic) {
	enc := encodingOf(b)
	if enc == utf8Text {
		if text := bytes.TrimPrefix(b, []byte(mark)); clean(text) {
			return text, nil
		}
	}
	return rewrite(b, enc)
}

const mark = "\xEF\xBB\xBF"

// clean says that the text can stay as it is.
func clean(b []byte) bool {
	const low, high = 0x0101010101010101, 0x8080808080808080
	for i := 0; i < len(b); {
		if len(b)-i >= 8 {
			// The lowest bit of odd tells the first byte that is below 0x20, 0x7F or above. Carries reach only bytes after it.
			w := binary.LittleEndian.Uint64(b[i:])
			odd := ((w - 0x20*low) | (w + low) | w) & high
			if odd == 0 {
				i += 8
				continue
			}
			i += bits.TrailingZeros64(odd) / 8
		}
		switch c := b[i]; {
		case c >= 0x20 && c < 0x7f || c == '\n' || c == '\t':
			i++
		case c < utf8.RuneSelf:
			return false
		default:
			n := foreign(b[i:])
			if n == 0 {
				return false
			}
			i += n
		}
	}
	return true
}

// foreign is the length of the run of characters beyond ASCII that b begins with, 0 if one of them cannot stay. The first byte
// of most tells that there is nothing to look for, in Unicode's table 3-7 of well-formed UTF-8.
func foreign(b []byte) int {
	i := 0
	for i < len(b) && b[i] >= utf8.RuneSelf {
		switch c := b[i]; {
		case c >= 0xc3 && c <= 0xdf && i+1 < len(b) && b[i+1]&0xc0 == 0x80:
			i += 2
		case c >= 0xe3 && c <= 0xec && i+2 < len(b) && b[i+1]&0xc0 == 0x80 && b[i+2]&0xc0 == 0x80:
			i += 3
		default:
			r, size := utf8.DecodeRune(b[i:])
			if r == utf8.RuneError && size == 1 || isControl(r) || isBidi(r) {
				return 0
			}
			i += size
		}
	}
	return i
}

// isControl tells the control characters and non-characters that neither YAML 1.2 (section 5.1) nor HTML lets stand.
func isControl(r rune) bool {
	return r < 0x20 && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 || r&0xfffe == 0xfffe
}

// isBidi tells the characters that change the direction of the text after them.
func isBidi(r rune) bool { return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 }

type encoding uint8

const (
	utf8Text encoding = iota
	utf16Little
	utf16Big
)

// encodingOf tells UTF-16 by its byte order mark or by the NUL that half of the bytes are in Latin text.
func encodingOf(b []byte) encoding {
	if len(b) < 2 {
		return utf8Text
	}
	switch {
	case b[0] == 0xff && b[1] == 0xfe:
		return utf16Little
	case b[0] == 0xfe && b[1] == 0xff:
		return utf16Big
	case b[0] != 0 && b[1] != 0, len(b) < 4, len(b)%2 != 0:
		return utf8Text
	}
	var zero [2]int
	head := b[:min(len(b), 256)]
	for i, c := range head {
		if c == 0 {
			zero[i&1]++
		}
	}
	switch {
	case zero[0] == 0 && zero[1]*10 >= len(head)*4:
		return utf16Little
	case zero[1] == 0 && zero[0]*10 >= len(head)*4:
		return utf16Big
	}
	return utf8Text
}

// next reads one character; bad: the bytes are no text.
func (e encoding) next(b []byte) (r rune, size int, bad bool) {
	if e == utf8Text {
		r, size = utf8.DecodeRune(b)
		return r, size, r == utf8.RuneError && size == 1
	}
	if len(b) < 2 {
		return utf8.RuneError, 1, true
	}
	r = e.unit(b)
	if !utf16.IsSurrogate(r) {
		return r, 2, false
	}
	if len(b) >= 4 {
		if r = utf16.DecodeRune(r, e.unit(b[2:])); r != utf8.RuneError {
			return r, 4, false
		}
	}
	return utf8.RuneError, 2, true
}

func (e encoding) peek(b []byte) rune {
	r, _, _ := e.next(b)
	return r
}

func (e encoding) unit(b []byte) rune {
	if e == utf16Little {
		return rune(b[0]) | rune(b[1])<<8
	}
	return rune(b[0])<<8 | rune(b[1])
}

// finding collects the characters of one kind that were found: where the first is and how many there are.
type finding struct {
	offset, count int
	span          Span
}

func (f *finding) add(offset int, line, column int32) {
	if f.count == 0 {
		f.offset, f.span = offset, Span{line, column, 1}
	}
	f.count++
}

// rewrite makes the text anew.
func rewrite(b []byte, enc encoding) ([]byte, []Diagnostic) {
	var invalid, control, bidi finding
	out := make([]byte, 0, len(b)+len(b)/8)
	line, column := int32(1), int32(1)
	for i := 0; i < len(b); {
		if c := b[i]; enc == utf8Text && c >= 0x20 && c < 0x7f {
			out = append(out, c)
			i++
			column++
			continue
		}
		r, size, bad := enc.next(b[i:])
		switch {
		case i == 0 && r == 0xfeff:
			i += size
			continue
		case bad || r == 0:
			invalid.add(i, line, column)
			r = utf8.RuneError
		case r == '\r':
			if rest := b[i+size:]; len(rest) > 0 && enc.peek(rest) == '\n' {
				i += size
				continue
			}
			r = '\n'
		case isControl(r):
			control.add(i, line, column)
			if r == '\f' || r == '\v' {
				r = ' ' // white space in HTML and a page break in text copied from print
			} else {
				r = utf8.RuneError
			}
		case isBidi(r):
			bidi.add(i, line, column)
		}
		out = utf8.AppendRune(out, r)
		i += size
		column++
		if r == '\n' {
			line, column = line+1, 1
		}
	}
	var diags []Diagnostic
	if enc != utf8Text {
		diags = append(diags, Diagnostic{Code: CodeEncoding, Message: "the file is UTF-16, not UTF-8", Help: "save it as UTF-8"})
	}
	report := func(f finding, code Code, one, many string) {
		if f.count == 1 {
			diags = append(diags, Diagnostic{Code: code, Span: f.span, Message: fmt.Sprintf("%s at byte offset %d", one, f.offset)})
		} else if f.count > 1 {
			diags = append(diags, Diagnostic{Code: code, Span: f.span, Message: fmt.Sprintf("%d %s, the first at byte offset %d", f.count, many, f.offset)})
		}
	}
	report(invalid, CodeEncoding, "a byte that is no UTF-8", "bytes that are no UTF-8")
	report(control, CodeEncoding, "a control character", "control characters")
	report(bidi, CodeBidiControl, "a character that changes the direction of text", "characters that change the direction of text")
	return out, diags
}
