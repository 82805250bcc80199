// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"strings"
	"testing"
	"unicode"
)

// FuzzFolding holds that the quick ways of counting words and folding white space come to what the plain ones come to.
func FuzzFolding(f *testing.F) {
	for _, text := range []string{"", " ", "one", " two  words\n", "a\u00a0b", "a \u2003 b", "\u3000x", "x\u0085", "caf\u00e9 na\u0308chste 5", "\xff \x80 a\x00b\v", "semi;colon-ed", "日本語 の 文",
		"[A]{z}`@/:9", "\u1680\u180e x", "tab\there", "\u202f\u205f"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got, want := oneLine([]byte(text)), strings.Join(strings.Fields(text), " "); got != want {
			t.Errorf("%q on one line is %q, want %q", text, got, want)
		}
		want := len(strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) }))
		if got := countWords([]byte(text)); got != want {
			t.Errorf("%q has %d words, want %d", text, got, want)
		}
		p := &pass{src: []byte(text), whole: []byte(text)}
		var s sectionState
		s.add(p, 0, len(text)/2)
		s.add(p, len(text)/2, len(text))
		halves := strings.FieldsFunc(text[:len(text)/2], isBlank)
		halves = append(halves, strings.FieldsFunc(text[len(text)/2:], isBlank)...)
		if got, want := string(s.text), strings.Join(halves, " "); got != want {
			t.Errorf("the section %q is folded to %q, want %q", text, got, want)
		}
	})
}

func isBlank(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }
