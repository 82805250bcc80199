// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// stride is how far apart the running counts of code points lie. It bounds the cost of a Span on a line of any length.
const stride = 512

// Lines finds the line and the column of a byte in a text. It is immutable.
type Lines struct {
	text   []byte
	starts []int32 // offset of the first byte of each line
	counts []int32 // code points before each stride of the text; nil when no line is longer than a stride
}

// NewLines prepares a text, as Text gives it. The text must not change afterwards.
func NewLines(text []byte) *Lines {
	l := &Lines{text: text, starts: make([]int32, 1, bytes.Count(text, []byte{'\n'})+1)}
	long := false
	for from := 0; ; {
		n := bytes.IndexByte(text[from:], '\n')
		if n < 0 {
			long = long || len(text)-from > stride
			break
		}
		long = long || n > stride
		from += n + 1
		l.starts = append(l.starts, int32(from))
	}
	if long {
		l.counts = make([]int32, 0, len(text)/stride+1)
		n := 0
		for at := 0; at <= len(text); at += stride {
			l.counts = append(l.counts, int32(n))
			n += starts(text[at:min(at+stride, len(text))])
		}
	}
	return l
}

// Span is the place of the bytes from start to end. It is cut at the end of its first line.
func (l *Lines) Span(start, end int) Span {
	start = max(0, min(start, len(l.text)))
	n, found := slices.BinarySearch(l.starts, int32(start))
	if !found {
		n--
	}
	from := int(l.starts[n])
	end = max(start, min(end, l.end(n)))
	return Span{Line: int32(n + 1), Column: int32(l.count(from, start) + 1), Length: int32(l.count(start, end))}
}

// Line is the text of a line without its end; empty where there is no such line. Lines count from 1.
func (l *Lines) Line(n int) []byte {
	if n < 1 || n > len(l.starts) {
		return nil
	}
	return l.text[l.starts[n-1]:l.end(n-1)]
}

// end is the offset where line i (from 0) ends, its line feed left out.
func (l *Lines) end(i int) int {
	if i+1 < len(l.starts) {
		return int(l.starts[i+1]) - 1
	}
	return len(l.text)
}

// count is the number of code points that start in text[from:to].
func (l *Lines) count(from, to int) int {
	if to-from <= stride || l.counts == nil {
		return starts(l.text[from:to])
	}
	return l.before(to) - l.before(from)
}

func (l *Lines) before(at int) int {
	n := at / stride
	return int(l.counts[n]) + starts(l.text[n*stride:at])
}

// starts counts the bytes that begin a code point: unlike utf8.RuneCount it may be summed over pieces cut anywhere.
func starts(b []byte) int {
	n := 0
	for _, c := range b {
		if utf8.RuneStart(c) {
			n++
		}
	}
	return n
}
