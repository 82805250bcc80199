// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"regexp"
	"slices"
	"strings"
)

// Question is what a reader asks of an index.
type Question struct {
	Text    string              `json:"text"`
	Filters map[string][]string `json:"filters,omitempty"` // by facet: values, of which a page has one
	Limit   int                 `json:"limit"`             // how many results are wanted, and after how many
	Offset  int                 `json:"offset,omitempty"`
	Facets  bool                `json:"facets,omitempty"` // whether the values of facets are to be counted
}

// A question is understood as the browser understands it, in themes/default/_search/query.mjs.

// mostClauses bounds a question; what follows is left out.
const mostClauses = 24

// fieldNames are other names of facets.
var fieldNames = map[string]string{"licence": "license", "language": "lang", "author": "person"}

// token is a minus, a field, and a text in quotation marks or without. Its white space is that of JavaScript.
var token = regexp.MustCompile(`(-?)(?:([\p{L}\p{N}_-]+):)?(?:"([^"]*)"?|([^` + whiteSpace + `]+))`)

const whiteSpace = `\t\n\v\f\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}`

// clause is one word of a question. A page answers it that has one of its terms.
type clause struct {
	word  string
	terms []string
	plain bool // a word of a script that divides words
	to    int  // where it ends in its part of the question
	open  bool // the reader may still be typing it
	title bool // it is wanted in a title
	fixed bool // it stood in quotation marks

	alternatives []*alternative
	doubtful     bool // it may be mistyped, although it begins words
	mended       *Correction
	rarity       int
}

// filter wants a value of a facet, or none with that value.
type filter struct {
	facet, value string
	not          bool
}

// query is a question taken apart: see parse in query.mjs.
type query struct {
	clauses []*clause
	phrases [][]*clause
	without [][]*clause
	filters []filter
}

func (a *Analyser) clausesOf(text string) []*clause {
	var list []*clause
	wordsIn(text, func(word string, from, to int, plain bool) {
		c := &clause{word: word, plain: plain, to: to}
		if plain {
			var out Analysis
			a.plain(&out, text[from:to])
			c.terms = out.Terms
		} else {
			c.terms = []string{word}
		}
		if len(c.terms) > 0 {
			list = append(list, c)
		}
	})
	return list
}

func (a *Analyser) parse(text string, isFacet func(name string) bool) *query {
	q := &query{}
	seen := map[string]bool{}
	for _, at := range token.FindAllStringSubmatchIndex(text, -1) {
		group := func(n int) string {
			if at[2*n] < 0 {
				return ""
			}
			return text[at[2*n]:at[2*n+1]]
		}
		quoted := at[6] >= 0
		minus, field, value := group(1) != "", strings.ToLower(group(2)), group(3)+group(4)
		if other, ok := fieldNames[field]; ok {
			field = other
		}
		switch {
		case field == "" || field == "title":
		case isFacet(field):
			q.filters = append(q.filters, filter{field, bare(value), minus})
			continue
		default:
			value, field = text[at[0]+len(group(1)):at[1]], ""
		}
		clauses := a.clausesOf(value)
		if len(clauses) == 0 {
			continue
		}
		if minus {
			q.without = append(q.without, clauses)
			continue
		}
		last := clauses[len(clauses)-1]
		last.open = !quoted && last.plain && last.to == len(value) && at[1] == len(text)
		for _, c := range clauses {
			c.title, c.fixed = field == "title", quoted
		}
		if quoted && len(clauses) > 1 {
			q.phrases = append(q.phrases, clauses)
		}
		for _, c := range clauses {
			key := strings.Join(c.terms, " ")
			if c.title {
				key += " title"
			}
			if seen[key] || len(q.clauses) == mostClauses {
				continue
			}
			seen[key] = true
			q.clauses = append(q.clauses, c)
		}
	}
	return q
}

// bare is a word without case and accents, as words of phrases and values of filters are compared.
func bare(text string) string { return unmarked(normal(text)) }

// wordsIn calls found for what a question, a phrase, or a text that may have one consists of: words, bare and cut as the dictionary has them; of scripts
// that do not divide words, and of Korean words, each two neighbouring letters, or the only one.
func wordsIn(text string, found func(word string, from, to int, plain bool)) {
	Split(text, func(kind Kind, from, to int) {
		if kind == Joined {
			return
		}
		word := bare(text[from:to])
		if kind == Plain && !strings.ContainsFunc(word, isHangul) {
			if word != "" {
				found(Folded(word), from, to, true)
			}
			return
		}
		letters := []rune(word)
		if len(letters) == 1 {
			found(word, from, to, false)
		}
		for i := 1; i < len(letters); i++ {
			found(string(letters[i-1:i+1]), from, to, false)
		}
	})
}

// termOf is what a word of the dictionary is in the index under; words that were joined are taken as they are.
func (a *Analyser) termOf(word string) string {
	if strings.ContainsAny(word, "._") {
		return word
	}
	return a.Stem(word)
}

// follows tells whether the words of a phrase stand one after the other somewhere in a page.
func (p *Page) follows(phrase []*clause) bool {
	texts := append([]string{p.Title, p.Summary}, p.Aliases...)
	for _, s := range p.Sections {
		texts = append(texts, s.Title, s.Text)
	}
	return slices.ContainsFunc(texts, func(text string) bool {
		var words []string
		wordsIn(text, func(word string, _, _ int, _ bool) { words = append(words, word) })
		for i := range max(0, len(words)-len(phrase)+1) {
			k := 0
			for k < len(phrase) && words[i+k] == phrase[k].word {
				k++
			}
			if k == len(phrase) {
				return true
			}
		}
		return false
	})
}
