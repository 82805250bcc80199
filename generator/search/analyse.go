// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"commonplace/generator/source"
)

// maxBare is how many digits a word may have that has nothing else: years can be completed, and the dictionary is not full of numbers.
const maxBare = 4

// Analyser makes terms of the words of one language. It is for one goroutine at a time.
type Analyser struct{ stemmer *stemmer }

// NewAnalyser is for a language by its tag (BCP 47); for one that has no stemmer words are taken as they are.
func NewAnalyser(lang string) *Analyser { return &Analyser{newStemmer(StemmerOf(lang))} }

// Analysis is what a part of a text becomes. No list holds anything twice.
//
// The normal form of a word is NFKC, in lower case letter by letter (İ is i), without “'s” at its end, without apostrophes. Folded is what is left of a
// text without marks (see source.Unmarked), with ß as ss, æ as ae, œ as oe, ø as o, ł as l, đ and ð as d, þ as th, ı as i, cut to 40 bytes between
// letters.
type Analysis struct {
	// Terms are what the index has the part under.
	//
	// Of a Plain word: the folded stem of its normal form; then, if it differs, the folded stem of the folded normal form, for those who type
	// without accents. If it has Hangul, instead the folded normal form, and each two neighbouring letters of it. If it has capitals inside, the terms
	// of the words that these divide it into follow: a word begins at a capital (Lu) after a small letter (Ll) or a number (Nd), and at the last of several
	// capitals before at least two small letters.
	//
	// Of a Dense run in NFKC, folded but not cut: each two neighbouring letters, then each letter.
	//
	// Of a Joined whole: its folded normal form.
	Terms []string
	// Words are what the dictionary of words has: of a Plain or Joined part the folded normal form, then those of the words that capitals divide it into;
	// none of more than four characters without a letter (L), none of a single character, none of a Dense run.
	Words []string
}

// Analyse makes terms and words of a part that Split found.
func (a *Analyser) Analyse(kind Kind, text string) Analysis {
	var out Analysis
	switch kind {
	case Dense:
		out.pairs(unmarked(source.Compatible(text)), true)
	case Joined:
		whole := Folded(normal(text))
		out.term(whole)
		out.word(whole)
	default:
		a.plain(&out, text)
		if parts := humps(text); len(parts) > 1 {
			for _, part := range parts {
				a.plain(&out, part)
			}
		}
	}
	return out
}

func (a *Analyser) plain(out *Analysis, text string) {
	word := normal(text)
	folded := Folded(word)
	if strings.ContainsFunc(word, isHangul) {
		out.term(folded)
		out.pairs(folded, false)
	} else {
		out.term(Folded(a.stemmer.stem(word)))
		if folded != word {
			out.term(Folded(a.stemmer.stem(folded)))
		}
	}
	out.word(folded)
}

// Stem is the term of a folded word.
func (a *Analyser) Stem(folded string) string { return Folded(a.stemmer.stem(folded)) }

func (out *Analysis) term(s string) {
	if s != "" && !slices.Contains(out.Terms, s) {
		out.Terms = append(out.Terms, s)
	}
}

func (out *Analysis) word(s string) {
	n := utf8.RuneCountInString(s)
	if n > 1 && (n <= maxBare || strings.ContainsFunc(s, unicode.IsLetter)) && !slices.Contains(out.Words, s) {
		out.Words = append(out.Words, s)
	}
}

// pairs adds each two neighbouring letters, and where singles are wanted each letter.
func (out *Analysis) pairs(s string, singles bool) {
	letters := []rune(s)
	seen := make(map[string]bool, 2*len(letters))
	for n := 2; n > 0 && (n == 2 || singles); n-- {
		for i := 0; i+n <= len(letters); i++ {
			if t := string(letters[i : i+n]); !seen[t] {
				seen[t] = true
				out.Terms = append(out.Terms, t)
			}
		}
	}
}

// normal is the normal form of a word.
func normal(s string) string {
	ascii := true
	for i := 0; i < len(s) && ascii; i++ {
		ascii = s[i] < utf8.RuneSelf
	}
	if !ascii {
		s = strings.ReplaceAll(source.Compatible(s), "’", "'")
	}
	s = strings.Map(unicode.ToLower, s)
	if strings.IndexByte(s, '\'') >= 0 {
		s = strings.ReplaceAll(strings.TrimSuffix(s, "'s"), "'", "")
	}
	return s
}

// plainLetters are letters that have no marks to lose, and how those write them who don't have them.
var plainLetters = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i")

func unmarked(s string) string {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return plainLetters.Replace(source.Unmarked(s))
		}
	}
	return s
}

// Folded is a text in lower case as it is compared: see Analysis.
func Folded(s string) string {
	if s = unmarked(s); len(s) <= maxTerm {
		return s
	}
	cut := maxTerm
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut]
}

// humps divides a word at the capitals inside it.
func humps(s string) []string {
	inner := false
	for i := 1; i < len(s); i++ {
		inner = inner || s[i] >= 'A' && s[i] <= 'Z' || s[i] >= utf8.RuneSelf
	}
	if !inner {
		return nil
	}
	var parts []string
	r := []rune(s)
	from := 0
	for i := 1; i < len(r); i++ {
		if !unicode.IsUpper(r[i]) {
			continue
		}
		small := func(k int) bool { return k < len(r) && unicode.IsLower(r[k]) }
		if small(i-1) || unicode.IsDigit(r[i-1]) || unicode.IsUpper(r[i-1]) && small(i+1) && small(i+2) {
			parts = append(parts, string(r[from:i]))
			from = i
		}
	}
	return append(parts, string(r[from:]))
}
