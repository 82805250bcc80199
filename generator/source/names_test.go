// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{
		"peer-production":        "peer-production",
		"Peer Production":        "peer-production",
		"What's new? (2026)":     "whats-new-2026",
		"A  B":                   "a--b",
		"snake_case & more":      "snake_case--more",
		"C++ / Go":               "c--go",
		"Über die Allmende":      "über-die-allmende",
		"Cafe\u0301":             "café",
		"協働による生産、とは":             "協働による生産とは",
		"对等生产（P2P）":              "对等生产p2p",
		"الإنتاج بين الأقران":    "الإنتاج-بين-الأقران",
		"Мирное производство":    "мирное-производство",
		"हिन्दी पाठ":             "हिन्दी-पाठ",
		"ΟΔΥΣΣΕΥΣ":               "οδυσσευσ",
		"Emoji 🎉 here":           "emoji--here",
		"½ and ²":                "½-and-²",
		"…":                      "",
		"":                       "",
		"tab\tand\u00a0no-break": "tab-and-no-break",
		"İstanbul":               "i̇stanbul",
	} {
		if got := Slug(in); got != want && !(in == "İstanbul" && got == "istanbul") {
			t.Errorf("%q: %q, not %q", in, got, want)
		}
	}
}

func TestFold(t *testing.T) {
	for _, same := range [][]string{
		{"peer-production", "Peer Production", "peer_production", "  PEER -- production ", "Ｐｅｅｒ　Ｐｒｏｄｕｃｔｉｏｎ", "peer\u00a0production\n"},
		{"gemeingüter", "Gemeingu\u0308ter", "GEMEINGÜTER"},
		{"οδυσσευς", "ΟΔΥΣΣΕΥΣ", "οδυσσευσ"},
		{"ｶﾅ", "カナ"},
		{"", " ", "-_-"},
	} {
		for _, name := range same {
			if Fold(name) != Fold(same[0]) {
				t.Errorf("%q folds to %q, %q to %q", name, Fold(name), same[0], Fold(same[0]))
			}
		}
	}
	for _, pair := range [][2]string{{"peer", "pear"}, {"a b", "ab"}, {"c", "c++"}, {"ä", "a"}} {
		if Fold(pair[0]) == Fold(pair[1]) {
			t.Errorf("%q and %q fold alike", pair[0], pair[1])
		}
	}
	if n := testing.AllocsPerRun(100, func() { Fold("peer-production-2") }); n > 0 {
		t.Errorf("%v allocations for a word that is folded already", n)
	}
}

func TestSafeName(t *testing.T) {
	long := strings.Repeat("ü", 100)
	for in, want := range map[string]string{
		"Peer Production":   "Peer-Production",
		"a/b\\c:d*e?f\"<>|": "a-b-c-d-e-f",
		"..":                "page-5ec1f7e7",
		"?":                 "page-8a8de823",
		"":                  "",
		".hidden":           "hidden",
		"trailing. ":        "trailing",
		"--x--":             "x",
		"con":               "con-",
		"CON":               "CON-",
		"nul.txt":           "nul-.txt",
		"com1":              "com1-",
		"lpt¹":              "lpt¹-",
		"com10":             "com10",
		"console":           "console",
		"Cafe\u0301":        "Café",
		"日本語":               "日本語",
		"snake_case.v2":     "snake_case.v2",
		"a\x00b\nc":         "a-b-c",
		"\u202egnp.exe":     "gnp.exe",
		long:                strings.Repeat("ü", 55) + "-" + shortHash(long),
	} {
		if got := SafeName(in); got != want {
			t.Errorf("%q: %q, not %q", in, got, want)
		}
	}
	if SafeName(long+"a") == SafeName(long+"b") {
		t.Error("two long names become one")
	}
}

func FuzzSafeName(f *testing.F) {
	for _, seed := range []string{"", "con", "a/b", "..", strings.Repeat("é.", 80), "\xff", "aux.", "e\u0301", strings.Repeat("-", 200) + "x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := SafeName(s)
		base, _, _ := strings.Cut(got, ".")
		switch {
		case (got == "") != (s == ""), len(got) > maxName, !utf8.ValidString(got), !norm.NFC.IsNormalString(got), strings.Trim(got, ". ") != got,
			strings.ContainsAny(got, "/\\:*?\"<>| "), isReserved(base):
			t.Errorf("%q gives %q", s, got)
		}
		Slug(s)
		if folded := Fold(s); Fold(folded) != folded {
			t.Errorf("%q folds to %q, and that to %q", s, folded, Fold(folded))
		}
	})
}

func TestNearest(t *testing.T) {
	known := []string{"title", "tags", "license", "aliases", "draft", "summary", "ウィキ"}
	for word, want := range map[string]string{
		"titel": "title", "tagz": "tags", "licence": "license", "lisence": "license", "alias": "aliases", "drafts": "draft", "sumary": "summary",
		"title": "title", "keywords": "", "tag": "tags", "ta": "", "x": "", "": "", "wholly-different": "", "ウイキ": "ウィキ", "itlte": "title",
	} {
		if got := Nearest(word, known); got != want {
			t.Errorf("%q: %q, not %q", word, got, want)
		}
	}
	if got := Nearest("abcde", []string{"abcdx", "abcdy"}); got != "abcdx" {
		t.Errorf("of equally near words %q", got)
	}
}
