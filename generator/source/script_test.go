// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import "testing"

func TestMixedScripts(t *testing.T) {
	for name, want := range map[string]string{
		"Ada Example":      "",
		"":                 "",
		"Zoë Ångström":     "",
		"Àda":              "", // decomposed
		"Иван Example":     "",
		"Ада-Example":      "",
		"日本 ada":           "",
		"日本Linuxの会":        "",
		"Μαρία":            "",
		"Аda Example":      "Cyrillic Latin",
		"Ada Exаmple":      "Latin Cyrillic",
		"ada_exаmple":      "Latin Cyrillic",
		"Αda":              "Greek Latin",
		"ada42а":           "",
		"Example Оrg 2026": "Cyrillic Latin",
		"\u202eАda":        "Cyrillic Latin",
		"µm":               "",
		"Ꭺda":              "Cherokee Latin",
	} {
		a, b, mixed := MixedScripts(name)
		got := ""
		if mixed {
			got = a + " " + b
		}
		if got != want {
			t.Errorf("%q mixes %q, want %q", name, got, want)
		}
	}
}
