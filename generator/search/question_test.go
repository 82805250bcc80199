// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"fmt"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"water", "water…"},
		{"water ", "water"},
		{"Peer-Reviewed pages", "peer review page…"},
		{"water, water", "water"},
		{`"seed ledger" consent`, "seed! ledger! consent… «seed ledger»"},
		{`"seed`, "seed!"},
		{"water -fire", "water ¬(fire)"},
		{`water -"open fire" a-b`, "water a b… ¬(open fire)"},
		{"tag:water seeds", "seed… tag=water"},
		{"-tag:Water", "tag≠water"},
		{`tag:"Café au lait" x`, "x… tag=cafe au lait"},
		{"licence:CC0-1.0 x", "x… license=cc0-1.0"},
		{"title:seed ledger", "title:seed ledger…"},
		{"Type: a story", "type a stori…"},
		{"Commons: how", "common how…"},
		{"unknown:x", "unknown x…"},
		{"東京都", "東京 京都"},
		{"水", "水"},
		{"한국어", "한국 국어"},
		{"café", "cafe…"},
		{"- “” !", ""},
		{strings.Repeat("a b c d e f g ", 10), "a b c d e f g"},
	} {
		q := NewAnalyser("en").parse(c.text, func(name string) bool { return name == "tag" || name == "license" })
		var got []string
		texts := func(clauses []*clause) string {
			var list []string
			for _, c := range clauses {
				list = append(list, c.terms[0])
			}
			return strings.Join(list, " ")
		}
		for _, c := range q.clauses {
			text := c.terms[0]
			if c.title {
				text = "title:" + text
			}
			if c.fixed {
				text += "!"
			}
			if c.open {
				text += "…"
			}
			got = append(got, text)
		}
		for _, phrase := range q.phrases {
			got = append(got, "«"+texts(phrase)+"»")
		}
		for _, f := range q.filters {
			sign := "="
			if f.not {
				sign = "≠"
			}
			got = append(got, f.facet+sign+f.value)
		}
		for _, clauses := range q.without {
			got = append(got, "¬("+texts(clauses)+")")
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q is read as %q, want %q", c.text, strings.Join(got, " "), c.want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b  string
		limit int
		want  int
	}{
		{"water", "water", 1, 0}, {"water", "wter", 1, 1}, {"water", "waater", 1, 1}, {"water", "watre", 1, 1}, {"water", "later", 1, 1},
		{"awter", "water", 1, 1}, {"water", "wt", 2, 3}, {"governance", "goverance", 2, 1}, {"governance", "gvernence", 2, 2}, {"ca", "abc", 2, 3}, {"mühle", "muhle", 1, 1},
		{"governance", "consent", 2, 3},
	} {
		if got := distance([]rune(c.a), []rune(c.b), c.limit); got != c.want {
			t.Errorf("%s and %s are %d apart, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestCorrections(t *testing.T) {
	lists := []Words{{{"flow", 40, 0}, {"water", 300, 5}, {"watered", 20, 0}, {"watershed", 9, 2}, {"waver", 3, 0}, {"wetter", 1, 0}}}
	turned := [][]reversed{{{"retal", 7}, {"retaw", 9}}}
	for _, c := range []struct {
		word string
		open bool
		want string
	}{
		{"watre", false, "[water]"},
		{"wter", false, "[water]"},
		{"xater", false, "[water later]"},
		{"watersehd", false, "[watershed]"},
		{"watersh", false, "[]"},
		{"watresh", true, "[watershed]"},
		{"flo", false, "[]"},
	} {
		if got := fmt.Sprint(corrections(lists, turned, c.word, c.open, 0)); got != c.want {
			t.Errorf("%s may be %s, want %s", c.word, got, c.want)
		}
	}
	if got := fmt.Sprint(completions(lists, "wat", 2)); got != "[{water 300 5} {watershed 9 2}]" {
		t.Errorf("wat becomes %s", got)
	}
	if got := fmt.Sprint(halves([]Words{{{"water", 300, 5}, {"wat", 4, 0}}}, [][]reversed{{{"dehs", 5}, {"dehsr", 1}}}, "watershed")); got != "[water shed]" {
		t.Errorf("watershed is %s", got)
	}
}

// TestRarity holds the figures that the browser must come to, too.
func TestRarity(t *testing.T) {
	for _, c := range []struct{ pages, count, want int }{{1000, 1000, 8}, {1000, 500, 24}, {1000, 1, 167}, {10000, 3, 194}, {0, 0, 8}, {100000, 40000, 28}} {
		if got := rarity(c.pages, c.count); got != c.want {
			t.Errorf("%d of %d have rarity %d, want %d", c.count, c.pages, got, c.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(`a -"b c" tag:d title:e`)
	a := NewAnalyser("en")
	f.Fuzz(func(t *testing.T, text string) {
		q := a.parse(text, func(name string) bool { return name == "tag" })
		if len(q.clauses) > mostClauses {
			t.Errorf("%q has %d clauses", text, len(q.clauses))
		}
	})
}
