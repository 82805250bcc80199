// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// TestText is promise R23: any bytes give valid text, and what was wrong is said with its offset.
func TestText(t *testing.T) {
	for _, c := range []struct{ name, in, want, said string }{
		{"plain", "a\tb\nc", "a\tb\nc", ""},
		{"empty", "", "", ""},
		{"other scripts", "é Ж 日本 😀 \u00a0 \u200b \u2028", "é Ж 日本 😀 \u00a0 \u200b \u2028", ""},
		{"byte order mark", "\ufeffa", "a", ""},
		{"only a byte order mark", "\ufeff", "", ""},
		{"mark inside", "a\ufeffb", "a\ufeffb", ""},
		{"CRLF", "a\r\nb\r\n", "a\nb\n", ""},
		{"CR", "a\rb\r", "a\nb\n", ""},
		{"CR CRLF", "a\r\r\nb", "a\n\nb", ""},
		{"mark and CRLF", "\ufeffa\r\nb", "a\nb", ""},
		{"Latin-1", "line\ncaf\xe9 bar", "line\ncaf\ufffd bar", "2:4+1 encoding: a byte that is no UTF-8 at byte offset 8"},
		{"offsets count the mark", "\ufeffa\xff", "a\ufffd", "1:2+1 encoding: a byte that is no UTF-8 at byte offset 4"},
		{"several", "\xff\xfda\xc3", "\ufffd\ufffda\ufffd", "1:1+1 encoding: 3 bytes that are no UTF-8, the first at byte offset 0"},
		{"cut off", "abc\xe6\x97", "abc\ufffd\ufffd", "1:4+1 encoding: 2 bytes that are no UTF-8, the first at byte offset 3"},
		{"overlong", "\xc0\xaf", "\ufffd\ufffd", "1:1+1 encoding: 2 bytes that are no UTF-8, the first at byte offset 0"},
		{"overlong of three", "\xe0\x80\xaf", "\ufffd\ufffd\ufffd", "1:1+1 encoding: 3 bytes that are no UTF-8, the first at byte offset 0"},
		{"surrogate", "\xed\xa0\x80", "\ufffd\ufffd\ufffd", "1:1+1 encoding: 3 bytes that are no UTF-8, the first at byte offset 0"},
		{"NUL", "a\x00b", "a\ufffdb", "1:2+1 encoding: a byte that is no UTF-8 at byte offset 1"},
		{"control characters", "a\x01\x02\x1b[31m", "a\ufffd\ufffd\ufffd[31m", "1:2+1 encoding: 3 control characters, the first at byte offset 1"},
		{"form feed", "a\n\f1. b", "a\n 1. b", "2:1+1 encoding: a control character at byte offset 2"},
		{"DEL, C1 and non-characters", "a\x7f\u0085\ufffe\U0001ffff", "a\ufffd\ufffd\ufffd\ufffd", "1:2+1 encoding: 4 control characters, the first at byte offset 1"},
		{"replacement character as written", "a\ufffdb", "a\ufffdb", ""},
		{"bidi", "a\n\u202eb\u2069", "a\n\u202eb\u2069", "2:1+1 bidi-control: 2 characters that change the direction of text, the first at byte offset 2"},
		{"UTF-16 little", "\xff\xfea\x00\n\x00\xe9\x00", "a\né", "0:0+0 encoding: the file is UTF-16, not UTF-8"},
		{"UTF-16 big", "\xfe\xff\x00a\x00\r\x00\n\xd8\x3d\xde\x00", "a\n😀", "0:0+0 encoding: the file is UTF-16, not UTF-8"},
		{"UTF-16 without a mark", "#\x00 \x00H\x00i\x00", "# Hi", "0:0+0 encoding: the file is UTF-16, not UTF-8"},
		{"UTF-16 without a mark, big", "\x00#\x00 \x00H\x00i", "# Hi", "0:0+0 encoding: the file is UTF-16, not UTF-8"},
		{"UTF-16 broken", "\xff\xfea\x00\x00\xd8b\x00c", "a\ufffdb\ufffd", "0:0+0 encoding: the file is UTF-16, not UTF-8\n1:2+1 encoding: 2 bytes that are no UTF-8, the first at byte offset 4"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, diags := Text([]byte(c.in))
			if string(got) != c.want {
				t.Errorf("%q, not %q", got, c.want)
			}
			var said []string
			for _, d := range diags {
				said = append(said, spanText(d.Span)+" "+string(d.Code)+": "+d.Message)
			}
			if diff := cmp.Diff(c.said, strings.Join(said, "\n")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestTextFindsWhatIsWrongAnywhere puts each kind of mistake at each place of a word of eight bytes, which is what is looked at at once.
func TestTextFindsWhatIsWrongAnywhere(t *testing.T) {
	for _, bad := range []string{"\x00", "\x1f", "\x7f", "\x80", "\xff", "\u202e", "\u0085", "\xe3\x81", "\xc3"} {
		for _, before := range []string{"", " ", "é", "日", "\n", "\x1f"} {
			for pad := range 17 {
				in := strings.Repeat("~", pad) + before + bad + strings.Repeat(" ", 16)
				if got, diags := Text([]byte(in)); len(diags) == 0 || !utf8.Valid(got) {
					t.Fatalf("%q gives %q without a word", in, got)
				}
			}
		}
	}
}

func TestTextCopiesNothingThatIsRight(t *testing.T) {
	b := []byte("\ufeffGemeingüter – 日本 – plain text that is longer than a few words\n")
	if n := testing.AllocsPerRun(100, func() { Text(b) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
	if got, _ := Text(b); &got[0] != &b[3] {
		t.Error("a copy was made")
	}
}

func FuzzText(f *testing.F) {
	for _, seed := range []string{"", "a\r\nb", "\xff\xfea\x00", "\ufeff\xe6", "a\x00", "\u202e", "\xfe\xff\xd8\x00", "日本\x85\xc2\x85"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		text, diags := Text(b)
		if !utf8.Valid(text) {
			t.Fatalf("not valid: %q", text)
		}
		if bytes.ContainsFunc(text, isControl) {
			t.Fatalf("control characters: %q", text)
		}
		if len(diags) == 0 && !bytes.Equal(text, bytes.ReplaceAll(bytes.ReplaceAll(bytes.TrimPrefix(b, []byte(mark)), []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))) {
			t.Fatalf("changed without a word: %q", b)
		}
		if again, _ := Text(text); !bytes.Equal(again, text) && !bytes.HasPrefix(text, []byte(mark)) {
			t.Fatalf("not stable: %q, then %q", text, again)
		}
	})
}

func TestLines(t *testing.T) {
	text := "one\n\n日本語 x\nlast"
	l := NewLines([]byte(text))
	for _, c := range []struct {
		from, to string // the bytes from the first to the end of the second
		want     Span
	}{
		{"one", "one", Span{1, 1, 3}},
		{"e", "e", Span{1, 3, 1}},
		{"本", "語", Span{3, 2, 2}},
		{"x", "last", Span{3, 5, 1}},
		{"last", "last", Span{4, 1, 4}},
	} {
		if got := l.Span(strings.Index(text, c.from), strings.Index(text, c.to)+len(c.to)); got != c.want {
			t.Errorf("%s to %s: %v, not %v", c.from, c.to, got, c.want)
		}
	}
	if got := l.Span(len(text), len(text)+10); got != (Span{4, 5, 0}) {
		t.Errorf("the end: %v", got)
	}
	if got := l.Span(-1, -1); got != (Span{1, 1, 0}) {
		t.Errorf("before the beginning: %v", got)
	}
	for n, want := range []string{"", "one", "", "日本語 x", "last", ""} {
		if got := string(l.Line(n)); got != want {
			t.Errorf("line %d: %q", n, got)
		}
	}
	if got := NewLines(nil).Span(0, 0); got != (Span{1, 1, 0}) {
		t.Errorf("empty: %v", got)
	}
}

// TestLinesOfAnyLength compares with the plain way to count, on lines shorter and longer than a stride.
func TestLinesOfAnyLength(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	for range 40 {
		b.WriteString(strings.Repeat([]string{"a", "é", "日", "😀"}[rng.IntN(4)], rng.IntN(2*stride)) + "\n")
	}
	text := b.String()
	l := NewLines([]byte(text))
	for range 2000 {
		start := rng.IntN(len(text))
		end := min(len(text), start+rng.IntN(3*stride))
		for !utf8.RuneStart(text[start]) {
			start--
		}
		for end < len(text) && !utf8.RuneStart(text[end]) {
			end++
		}
		from := strings.LastIndexByte(text[:start], '\n') + 1
		cut, _, _ := strings.Cut(text[start:max(start, end)], "\n")
		want := Span{int32(strings.Count(text[:start], "\n") + 1), int32(utf8.RuneCountInString(text[from:start]) + 1), int32(utf8.RuneCountInString(cut))}
		if got := l.Span(start, end); got != want {
			t.Fatalf("%d to %d: %v, not %v", start, end, got, want)
		}
	}
}
