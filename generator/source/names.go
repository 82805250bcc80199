// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"
)

// Slug is the address of a heading or a name by GitHub's rule: lower case, letters, marks, numbers, underscores and hyphens of
// every script kept, spaces turned into hyphens, everything else dropped. It may be empty.
func Slug(s string) string {
	if plainSlug(s) {
		return s
	}
	s = norm.NFC.String(s)
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch {
		case r == '_' || r == '-' || isWord(r):
			b.WriteRune(unicode.ToLower(r))
		case unicode.IsSpace(r):
			b.WriteByte('-')
		}
	}
	return b.String()
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r) }

func plainSlug(s string) bool {
	for i := range len(s) {
		if c := s[i]; !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_') {
			return false
		}
	}
	return true
}

// Fold is the key under which names are compared: without regard to case, to width, to which of space, hyphen and underscore
// joins the words, or to how accents are composed.
func Fold(s string) string {
	if plainFold(s) {
		return s
	}
	ascii := true
	for i := 0; i < len(s) && ascii; i++ {
		ascii = s[i] < utf8.RuneSelf
	}
	if !ascii {
		s = norm.NFC.String(width.Fold.String(s))
	}
	b := make([]byte, 0, len(s))
	gap := false
	for _, r := range s {
		if r == '-' || r == '_' || unicode.IsSpace(r) {
			gap = len(b) > 0
			continue
		}
		if gap {
			b, gap = append(b, '-'), false
		}
		b = utf8.AppendRune(b, foldRune(r))
	}
	return string(b)
}

// Plain is a text without the accents of its letters, to sort by.
func Plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s))
}

// Composed is a text in the form in which accents are part of their letters (NFC), as most programs write it. File systems may keep
// names in another.
func Composed(s string) string { return norm.NFC.String(s) }

// Compatible is a text in which letters that differ only in how they are set, such as wide ones and ligatures, are the same (NFKC).
func Compatible(s string) string { return norm.NFKC.String(s) }

// Unmarked is a text in the form of Compatible without the marks of Latin, Greek, Cyrillic, Hebrew and Arabic letters, which readers leave out when
// they type. In other scripts marks are vowels, and stay.
func Unmarked(s string) string {
	return norm.NFC.String(strings.Map(func(r rune) rune {
		switch {
		case r >= 0x300 && r <= 0x36f, r >= 0x483 && r <= 0x487, r >= 0x591 && r <= 0x5c7 && unicode.IsMark(r), r >= 0x64b && r <= 0x65f, r == 0x670:
			return -1
		}
		return r
	}, norm.NFKD.String(s)))
}

// FoldPath is the key under which paths are compared that may differ by case and by how accents are composed.
func FoldPath(s string) string { return strings.Map(foldRune, norm.NFC.String(s)) }

// foldRune is the same for all letters that differ only by case.
func foldRune(r rune) rune {
	if r < utf8.RuneSelf {
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	// The smallest of the orbit may be an upper-case letter; lower case is kept where there is one.
	low := unicode.ToLower(unicode.ToUpper(r))
	return low
}

// plainFold tells words of lower-case ASCII letters and numbers with single hyphens between them.
func plainFold(s string) bool {
	gap := true
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			gap = false
		case c == '-' && !gap:
			gap = true
		default:
			return false
		}
	}
	return !gap || s == ""
}

const (
	maxName  = 120 // bytes of a SafeName
	hashName = 8   // digits that tell cut names apart
)

// SafeName makes one element of a path that every file system takes: letters and numbers of all scripts, dots, hyphens
// and underscores, NFC, at most 120 bytes. It keeps case. Two different names may give the same; it is empty only for "".
func SafeName(s string) string {
	if s == "" || plainFold(s) && len(s) <= maxName && !isReserved(s) {
		return s
	}
	b := make([]byte, 0, len(s)+1)
	for _, r := range norm.NFC.String(s) {
		switch {
		case unicode.Is(unicode.Variation_Selector, r): // says how the character before it is drawn, mostly an emoji
		case unicode.IsMark(r) && (len(b) == 0 || b[len(b)-1] == '-'): // a mark needs a letter
		case r == '.' || r == '_' || isWord(r):
			b = utf8.AppendRune(b, r)
		case len(b) == 0 || b[len(b)-1] != '-':
			b = append(b, '-')
		}
	}
	name := strings.Trim(string(b), ".-")
	if name == "" {
		return "page-" + shortHash(s)
	}
	if base, rest, _ := strings.Cut(name, "."); isReserved(base) {
		name = base + "-"
		if rest != "" {
			name += "." + rest
		}
	}
	if len(name) > maxName {
		cut := maxName - hashName - 1
		for !utf8.RuneStart(name[cut]) {
			cut--
		}
		name = strings.TrimRight(name[:cut], ".-") + "-" + shortHash(s)
	}
	return name
}

func shortHash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:hashName/2])
}

// isReserved tells the names of devices, which Windows does not allow with any extension.
func isReserved(base string) bool {
	if len(base) < 3 || len(base) > 5 {
		return false
	}
	switch low := strings.ToLower(base); low {
	case "con", "nul", "aux", "prn":
		return true
	default:
		n, ok := strings.CutPrefix(low, "com")
		if !ok {
			n, ok = strings.CutPrefix(low, "lpt")
		}
		switch n {
		case "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³":
			return ok
		}
		return false
	}
}

// Nearest is the known word that was most likely meant: at most two letters inserted, left out, replaced or swapped, and fewer
// than half of them. Of equally near ones the first; empty when none is near.
func Nearest(word string, known []string) string {
	from := []rune(word)
	best, nearest := min(2, (len(from)-1)/2)+1, ""
	for _, k := range known {
		if k == word {
			return k
		}
		if d := distance(from, []rune(k), best-1); d < best {
			best, nearest = d, k
		}
	}
	return nearest
}

// Slips is how many letters must be changed, added, left out or swapped with their neighbour to make one word of the other; above two it is three.
func Slips(a, b string) int { return min(distance([]rune(a), []rune(b), 2), 3) }

// distance is the optimal string alignment distance of two words, or more than limit.
func distance(a, b []rune, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	rows := make([]int, 3*(len(b)+1))
	before, last, row := rows[:len(b)+1], rows[len(b)+1:2*len(b)+2], rows[2*len(b)+2:]
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row[0] = i + 1
		lowest := row[0]
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
			lowest = min(lowest, row[j+1])
		}
		if lowest > limit {
			return limit + 1
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
