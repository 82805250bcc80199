// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"strings"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/arabic"
	"github.com/blevesearch/snowballstem/danish"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/finnish"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/hungarian"
	"github.com/blevesearch/snowballstem/irish"
	"github.com/blevesearch/snowballstem/italian"
	"github.com/blevesearch/snowballstem/norwegian"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/romanian"
	"github.com/blevesearch/snowballstem/russian"
	"github.com/blevesearch/snowballstem/spanish"
	"github.com/blevesearch/snowballstem/swedish"
	"github.com/blevesearch/snowballstem/tamil"
	"github.com/blevesearch/snowballstem/turkish"
)

// stemmers are those of Snowball (snowballstem.org), by language.
var stemmers = map[string]func(*snowballstem.Env) bool{
	"ar": arabic.Stem, "da": danish.Stem, "de": german.Stem, "en": english.Stem, "es": spanish.Stem, "fi": finnish.Stem, "fr": french.Stem,
	"ga": irish.Stem, "hu": hungarian.Stem, "it": italian.Stem, "nl": dutch.Stem, "no": norwegian.Stem, "pt": portuguese.Stem,
	"ro": romanian.Stem, "ru": russian.Stem, "sv": swedish.Stem, "ta": tamil.Stem, "tr": turkish.Stem,
}

// StemmerOf names the stemmer of a language by its tag (BCP 47): its first part, but no for nb and nn. It is empty where there is none.
func StemmerOf(lang string) string {
	name, _, _ := strings.Cut(strings.ToLower(lang), "-")
	if name == "nb" || name == "nn" {
		name = "no"
	}
	if stemmers[name] == nil {
		return ""
	}
	return name
}

type stemmer struct {
	env  *snowballstem.Env
	walk func(*snowballstem.Env) bool
}

func newStemmer(name string) *stemmer {
	return &stemmer{snowballstem.NewEnv(""), stemmers[name]}
}

// stem leaves a word of more than 40 letters as it is.
func (s *stemmer) stem(word string) string {
	if s.walk == nil || len(word) > maxTerm && utf8.RuneCountInString(word) > maxTerm {
		return word
	}
	s.env.SetCurrent(word)
	s.walk(s.env)
	return s.env.Current()
}
