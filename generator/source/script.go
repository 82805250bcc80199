// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import "unicode"

// scripts whose letters can pass for each other.
var scripts = []struct {
	name  string
	table *unicode.RangeTable
}{
	{"Latin", unicode.Latin}, {"Cyrillic", unicode.Cyrillic}, {"Greek", unicode.Greek}, {"Armenian", unicode.Armenian}, {"Cherokee", unicode.Cherokee},
}

// MixedScripts names two scripts that stand in one word of s, whose letters look alike: the beginning of a name that passes for another. Words of
// one script beside words of another are nothing of the kind.
func MixedScripts(s string) (a, b string, mixed bool) {
	first := -1
	for _, r := range s {
		if r < 'A' {
			first = -1
			continue
		}
		if r <= unicode.MaxASCII {
			if !unicode.IsLetter(r) {
				if r != '_' {
					first = -1
				}
				continue
			}
		} else if !unicode.IsLetter(r) && !unicode.IsMark(r) {
			first = -1
			continue
		}
		for k := range scripts {
			if !unicode.Is(scripts[k].table, r) {
				continue
			}
			if first >= 0 && first != k {
				return scripts[first].name, scripts[k].name, true
			}
			first = k
			break
		}
	}
	return "", "", false
}
