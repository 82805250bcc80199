// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"unicode"
	"unicode/utf8"
)

// Kind says how a part of a text is made into terms.
type Kind uint8

// The kinds of parts.
const (
	Plain  Kind = iota // a word
	Dense              // a run of a script that does not divide words
	Joined             // several words with a dot or an underscore between each two and nothing else
)

// maxJoined is how many words may be joined.
const maxJoined = 8

// Split finds the words of a text and calls part for each, with its bytes from and below to.
//
// A word is a run of letters, marks and numbers (Unicode categories L, M and N). An apostrophe (' or ’) between two of these belongs to it, unless what
// follows has three or more of them before the word ends or another apostrophe comes, or what precedes has at most two and what follows at least
// two: “don't” is one word, “l'eau” and “O'Brien” are two. A run of the scripts that isDense tells is a part of its own, wherever it stands. Where
// words that are not dense are joined by single dots or underscores, the whole, from two words to eight, is a part as well, and comes after its
// words; more than eight are no whole.
func Split[T string | []byte](text T, part func(kind Kind, from, to int)) {
	joinedFrom, joined := 0, 0 // the words that are joined so far
	for i := 0; i < len(text); {
		r, size := runeAt(text, i)
		switch {
		case !isLetter(r):
			i += size
			continue
		case isDense(r):
			from := i
			for i < len(text) {
				if r, size = runeAt(text, i); !isDense(r) {
					break
				}
				i += size
			}
			part(Dense, from, i)
			continue
		}
		if joined == 0 {
			joinedFrom = i
		}
		i = words(text, i, part)
		joined++
		if i < len(text) && (text[i] == '.' || text[i] == '_') {
			if r, _ := runeAt(text, i+1); isLetter(r) && !isDense(r) {
				i++
				continue
			}
		}
		if joined > 1 && joined <= maxJoined {
			part(Joined, joinedFrom, i)
		}
		joined = 0
	}
}

// words gives the word that begins at from, or those that apostrophes divide it into, and where the last one ends.
func words[T string | []byte](text T, from int, part func(kind Kind, from, to int)) int {
	end, before := run(text, from)
	for {
		width := apostrophe(text, end)
		if width == 0 {
			break
		}
		next, after := run(text, end+width)
		if after == 0 {
			break
		}
		if after >= 3 || before <= 2 && after >= 2 {
			part(Plain, from, end)
			from = end + width
		}
		end, before = next, after
	}
	part(Plain, from, end)
	return end
}

// run is where the letters that begin at from end, and how many they are.
func run[T string | []byte](text T, from int) (end, letters int) {
	for end = from; end < len(text); letters++ {
		if c := text[end]; c < utf8.RuneSelf {
			if !asciiLetter[c] {
				return end, letters
			}
			end++
			continue
		}
		r, size := runeAt(text, end)
		if !isLetter(r) || isDense(r) {
			return end, letters
		}
		end += size
	}
	return end, letters
}

// apostrophe is how many bytes long the one at i is.
func apostrophe[T string | []byte](text T, i int) int {
	switch {
	case i < len(text) && text[i] == '\'':
		return 1
	case i+2 < len(text) && text[i] == 0xe2 && text[i+1] == 0x80 && text[i+2] == 0x99:
		return 3
	}
	return 0
}

// runeAt decodes one letter; after the end there is none.
func runeAt[T string | []byte](text T, i int) (rune, int) {
	if i >= len(text) {
		return 0, 0
	}
	if c := text[i]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(string(text[i:min(i+utf8.UTFMax, len(text))]))
}

// asciiLetter tells the letters and numbers of ASCII.
var asciiLetter = func() (is [utf8.RuneSelf]bool) {
	for c := range is {
		is[c] = unicode.IsLetter(rune(c)) || unicode.IsNumber(rune(c))
	}
	return is
}()

func isLetter(r rune) bool {
	if r < utf8.RuneSelf {
		return asciiLetter[r]
	}
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r)
}

// isDense tells letters of scripts that do not divide words: Thai, Lao, Myanmar, Khmer, Han and kana. Ranges, and not properties, so that it is the same
// in all programs.
func isDense(r rune) bool {
	switch {
	case r < 0x0e00:
		return false
	case r <= 0x0eff, r >= 0x1000 && r <= 0x109f, r >= 0x1780 && r <= 0x17ff: // Thai and Lao, Myanmar, Khmer
	case r >= 0x2e80 && r <= 0x2fdf, r >= 0x3005 && r <= 0x3007, r >= 0x3021 && r <= 0x3029, r >= 0x3031 && r <= 0x3035: // radicals and signs
	case r >= 0x3040 && r <= 0x30ff, r >= 0x31f0 && r <= 0x31ff, r >= 0xff66 && r <= 0xff9f: // kana
	case r >= 0x3400 && r <= 0x4dbf, r >= 0x4e00 && r <= 0x9fff, r >= 0xf900 && r <= 0xfaff, r >= 0x20000 && r <= 0x323af: // Han
	default:
		return false
	}
	return isLetter(r)
}

// isHangul tells syllables of Korean, which divides words, but joins to them what other languages set apart.
func isHangul(r rune) bool { return r >= 0xac00 && r <= 0xd7a3 }
