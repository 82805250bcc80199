// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// A Sketch is what is kept of a text to see whether another repeats it: of the hashes of all its runs of four words the smallest, sorted, at most
// SketchSize (A. Broder, "On the resemblance and containment of documents", 1997). It is empty for a text too short to say.
type Sketch []uint32

// SketchSize is how many hashes a Sketch has at most.
const SketchSize = 128

const (
	shingle      = 4  // words
	leastSketch  = 24 // runs of words below which texts are alike by chance
	sketchBuffer = 16 * SketchSize
)

// SketchOf is the Sketch of the words of a body, without regard to case. Elements, holes and punctuation play no part.
func SketchOf(b *Body) Sketch {
	var s Sketch
	var words [shingle]uint64
	count := 0
	limit := ^uint32(0) // no larger hash can be among the smallest
	cut := func() {
		slices.Sort(s)
		s = slices.Compact(s)
		if len(s) > SketchSize {
			s = s[:SketchSize]
			limit = s[SketchSize-1]
		}
	}
	word := func(hash uint64) {
		copy(words[:], words[1:])
		words[shingle-1] = hash
		if count++; count < shingle {
			return
		}
		var h uint64
		for _, w := range words {
			h = mix(h*31 + w)
		}
		if low := uint32(h >> 32); low <= limit {
			if s = append(s, low); len(s) >= sketchBuffer {
				cut()
			}
		}
	}
	eachWord(b.HTML, word)
	if cut(); len(s) < leastSketch {
		return nil
	}
	return slices.Clone(s)
}

// mix spreads a number over all its bits (the finalizer of MurmurHash3).
func mix(h uint64) uint64 {
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// eachWord hashes the words outside elements. Where a script writes words without spaces, each character is one.
func eachWord(html []byte, word func(hash uint64)) {
	const offset, prime = 14695981039346656037, 1099511628211 // FNV-1a
	hash, open := uint64(offset), false
	end := func() {
		if open {
			word(hash)
			hash, open = offset, false
		}
	}
	for i := 0; i < len(html); {
		c := html[i]
		switch {
		case c == '<':
			for i < len(html) && html[i] != '>' {
				i++
			}
			i++
			end()
			continue
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
			fallthrough
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			hash, open = (hash^uint64(c))*prime, true
			i++
			continue
		case c < utf8.RuneSelf:
			end()
			i++
			continue
		}
		r, size := utf8.DecodeRune(html[i:])
		i += size
		switch {
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai):
			end()
			word(mix(uint64(r)))
		case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r):
			hash, open = (hash^uint64(unicode.ToLower(r)))*prime, true
		default:
			end()
		}
	}
	end()
}

// Alike is how much two texts share of what they have together, in percent.
func (s Sketch) Alike(other Sketch) int {
	k := min(SketchSize, max(len(s), len(other)))
	both, seen := 0, 0
	for i, j := 0, 0; seen < k && (i < len(s) || j < len(other)); seen++ {
		switch {
		case j == len(other) || i < len(s) && s[i] < other[j]:
			i++
		case i == len(s) || s[i] > other[j]:
			j++
		default:
			both++
			i++
			j++
		}
	}
	if seen == 0 {
		return 0
	}
	return 100 * both / seen
}
