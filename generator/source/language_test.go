// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	"os"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// TestLanguages makes languages.txt anew from the names that x/text knows: those of two letters, and what is written in two ways.
func TestLanguages(t *testing.T) {
	tags := []string{"pt-br", "zh-hans", "zh-hant", "sr-latn", "sr-cyrl"}
	for a := 'a'; a <= 'z'; a++ {
		for b := 'a'; b <= 'z'; b++ {
			tags = append(tags, string([]rune{a, b}))
		}
	}
	var made strings.Builder
	made.WriteString("# Made by a test from the names in golang.org/x/text, which are those of the Unicode CLDR.\n")
	for _, tag := range tags {
		parsed, err := language.Parse(tag)
		if err != nil {
			continue
		}
		if name := display.Self.Name(parsed); name != "" {
			first, size := utf8.DecodeRuneInString(name)
			made.WriteString(tag + " " + string(unicode.ToUpper(first)) + name[size:] + "\n")
		}
	}
	if *update {
		if err := os.WriteFile("languages.txt", []byte(made.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if made.String() != languages {
		t.Error("languages.txt is not what x/text says; renew it with -update")
	}
}

func TestLanguageName(t *testing.T) {
	for tag, want := range map[string]string{"es": "Español", "ES": "Español", "pt-BR": "Português", "pt_br": "Português", "en-GB": "English (GB)", "ar": "العربية", "x-foo": "x-foo", "qq": "qq", "": "", "e": "e"} {
		if got := LanguageName(tag); got != want {
			t.Errorf("%q is %q, want %q", tag, got, want)
		}
	}
}
