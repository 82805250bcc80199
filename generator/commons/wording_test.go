// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package commons_test

import (
	"slices"
	"strings"
	"testing"

	"commonplace/generator/commons"
)

// marked writes runs as people know them: [-removed-] {+added+}.
func marked(runs []commons.Wording) string {
	var parts []string
	for _, r := range runs {
		switch r.Kind {
		case commons.WordsRemoved:
			parts = append(parts, "[-"+r.Text+"-]")
		case commons.WordsAdded:
			parts = append(parts, "{+"+r.Text+"+}")
		default:
			parts = append(parts, r.Text)
		}
	}
	return strings.Join(parts, " ")
}

func TestCompareWords(t *testing.T) {
	for _, c := range []struct{ name, before, after, want string }{
		{"the same", "Water is shared.", "Water is shared.", "Water is shared."},
		{"only white space", "Water is\nshared.", "Water  is shared.\n", "Water is shared."},
		{"nothing at all", "", "", ""},
		{"a new text", "", "Water is shared.", "{+Water is shared.+}"},
		{"a text that is gone", "Water is shared.", "", "[-Water is shared.-]"},
		{"a word added", "Water is shared.", "Water is always shared.", "Water is {+always+} shared."},
		{"a word removed", "Water is always shared.", "Water is shared.", "Water is [-always-] shared."},
		{"a word in place of another", "Water is shared by all.", "Water is owned by all.", "Water is [-shared-] {+owned+} by all."},
		{"the first and the last", "One two three.", "Zero two four.", "[-One-] {+Zero+} two [-three.-] {+four.+}"},
		{"a word between longer changes", "old old same older older end", "new new same newer newer end",
			"[-old old same older older-] {+new new same newer newer+} end"},
		{"a sentence moved", "A b c. D e f.", "D e f. A b c.", "[-A b c.-] D e f. {+A b c.+}"},
		{"words of other scripts", "水 は 共有", "水 は 皆 の 共有", "水 は {+皆 の+} 共有"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := marked(commons.CompareWords(c.before, c.after)); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestCompareWordsIsBounded(t *testing.T) {
	before, after := strings.Repeat("a b c d ", 20000), strings.Repeat("d e b a ", 20000)
	if runs := commons.CompareWords(before, after); len(runs) != 2 {
		t.Errorf("texts with nothing near each other are %d runs, want one removed and one added", len(runs))
	}
}

// What is kept and removed is the text before; what is kept and added is the text after.
func FuzzCompareWords(f *testing.F) {
	f.Add("one two three", "one three two")
	f.Add("a a b a", "b a a a c")
	f.Add("", "x")
	f.Fuzz(func(t *testing.T, before, after string) {
		var old, now []string
		runs := commons.CompareWords(before, after)
		for i, r := range runs {
			if r.Text == "" || i > 0 && runs[i-1].Kind == r.Kind {
				t.Fatalf("run %d is empty or like the one before: %q", i, runs)
			}
			if r.Kind != commons.WordsAdded {
				old = append(old, strings.Fields(r.Text)...)
			}
			if r.Kind != commons.WordsRemoved {
				now = append(now, strings.Fields(r.Text)...)
			}
		}
		if !slices.Equal(old, strings.Fields(before)) || !slices.Equal(now, strings.Fields(after)) {
			t.Fatalf("%q to %q gives %q", before, after, runs)
		}
	})
}
