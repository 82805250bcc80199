// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"commonplace/generator/source"
)

// lastLanguage is the language of words when neither the page's nor the site's is there; it has every word.
const lastLanguage = "en"

// wordLimits bounds a language file.
var wordLimits = source.YAMLLimits{Bytes: 256 << 10, Depth: 4, Nodes: 4000}

// phrase is one text of the theme. Most have only other; what stands in braces is filled in.
type phrase struct{ one, other string }

// fill puts value in the place of what stands in braces.
func fill(text, value string) string {
	before, after, ok := cutBraces(text)
	if !ok {
		return text
	}
	return before + value + after
}

// cutBraces gives what stands before and after the first {name} of a text.
func cutBraces(text string) (before, after string, ok bool) {
	before, rest, ok := strings.Cut(text, "{")
	if !ok {
		return text, "", false
	}
	_, after, ok = strings.Cut(rest, "}")
	return before, after, ok
}

// dictionary is the words of one language. A key that the language lacks is taken from its base language, then from English.
type dictionary struct {
	language string
	phrases  map[string]phrase
	next     *dictionary
}

func (d *dictionary) find(key string) (phrase, bool) {
	for ; d != nil; d = d.next {
		if p, ok := d.phrases[key]; ok {
			return p, true
		}
	}
	return phrase{}, false
}

// word is the text of a key; the key itself where there is none, so that a gap is seen.
func (d *dictionary) word(key string, value ...string) string {
	p, ok := d.find(key)
	if !ok {
		return key
	}
	if len(value) > 0 {
		return fill(p.other, value[0])
	}
	return p.other
}

// count is the text of a key for a number of things.
func (d *dictionary) count(key string, n int) string {
	p, ok := d.find(key)
	if !ok {
		return key
	}
	if n == 1 && p.one != "" {
		return fill(p.one, "1")
	}
	return fill(p.other, strconv.Itoa(n))
}

// named is the text of a key made from what a page or site.yaml says; ok is false where the theme has no word for it.
func (d *dictionary) named(family, name string) (string, bool) {
	p, ok := d.find(family + strings.ToLower(name))
	return p.other, ok
}

// readWords reads all language files.
func (t *Theme) readWords() []source.Diagnostic {
	var diags []source.Diagnostic
	for _, name := range t.names() {
		if path.Dir(name) != "words" {
			continue
		}
		d := &dictionary{language: strings.ToLower(strings.TrimSuffix(path.Base(name), ".yaml")), phrases: map[string]phrase{}}
		diags = append(diags, d.read(t.files[name])...)
		t.words[d.language] = d
	}
	for _, d := range t.words {
		if d.language == lastLanguage {
			continue
		}
		d.next = t.words[lastLanguage]
		if base, _, regional := strings.Cut(d.language, "-"); regional && base != lastLanguage && t.words[base] != nil {
			d.next = t.words[base]
		}
	}
	return append(diags, t.unknownWords()...)
}

// wordFamilies are the beginnings of keys that go on with what a page or site.yaml says.
var wordFamilies = []string{"facet.", "value.", "relation.", "role.", "trace.", "person.", "grade.", "flag.", "reason.", "recommendation.", "answer.", "kind.", "decision."}

// unknownWords reports the keys of a site's own language files that nothing asks for: no template of the program, no template of the site.
func (t *Theme) unknownWords() []source.Diagnostic {
	known := map[string]bool{}
	english := t.files["words/"+lastLanguage+".yaml"]
	for english.own && english.under != nil {
		english = *english.under
	}
	node, _ := source.ParseYAML(english.text, 1, wordLimits)
	list := make([]string, node.Len())
	for i := range list {
		list[i], _ = node.Key(i)
		known[list[i]] = true
	}
	var diags []source.Diagnostic
	for _, name := range t.names() {
		file := t.files[name]
		if path.Dir(name) != "words" || !file.own {
			continue
		}
		node, _ := source.ParseYAML(file.text, 1, wordLimits)
		for i := range node.Len() {
			key, span := node.Key(i)
			if known[key] || slices.ContainsFunc(wordFamilies, func(f string) bool { return strings.HasPrefix(key, f) }) || t.asksFor(key) {
				continue
			}
			d := source.Diagnostic{Code: source.CodeWordMistake, Path: file.shown, Span: span, Message: fmt.Sprintf("the theme has no word “%s”", key)}
			if near := source.Nearest(key, list); near != "" {
				d.Help = "did you mean “" + near + "”?"
			}
			diags = append(diags, d)
		}
	}
	return diags
}

// asksFor tells whether a template of the site names a word.
func (t *Theme) asksFor(key string) bool {
	for name, file := range t.files {
		if file.own && path.Ext(name) == ".html" && bytes.Contains(file.text, []byte(`"`+key+`"`)) {
			return true
		}
	}
	return false
}

// read adds the phrases of a file to those of the files that it is laid over.
func (d *dictionary) read(file themeFile) []source.Diagnostic {
	var diags []source.Diagnostic
	if file.under != nil {
		diags = d.read(*file.under)
	}
	node, found := source.ParseYAML(file.text, 1, wordLimits)
	for i := range node.Len() {
		key, span := node.Key(i)
		value := node.Value(i)
		p := phrase{other: value.Text()}
		if value.Kind() == source.NodeMap {
			p = phrase{one: value.Get("one").Text(), other: value.Get("other").Text()}
		}
		if p.other == "" {
			found = append(found, source.Diagnostic{Code: source.CodeWordMistake, Span: span,
				Message: fmt.Sprintf("“%s” has no text", key), Help: "write a text, or “one” and “other” for words that go with a number"})
			continue
		}
		d.phrases[key] = p
	}
	for i := range found {
		found[i].Path = file.shown
	}
	return append(diags, found...)
}

// wordLanguage is the language of the words on a page: see Theme.
func (t *Theme) wordLanguage(page, site string) string {
	for _, language := range []string{page, site} {
		for language = strings.ToLower(language); language != ""; {
			if t.words[language] != nil {
				return language
			}
			cut := strings.LastIndexByte(language, '-')
			language = language[:max(cut, 0)]
		}
	}
	return lastLanguage
}

// rightToLeft tells the direction of a language by its script subtag, else by the script it is commonly written in.
func rightToLeft(language string) bool {
	base, rest, _ := strings.Cut(strings.ToLower(language), "-")
	script, _, _ := strings.Cut(rest, "-")
	switch script {
	case "arab", "hebr", "thaa", "syrc", "nkoo", "adlm", "rohg":
		return true
	}
	if len(script) == 4 && (script[0] < '0' || script[0] > '9') {
		return false
	}
	switch base {
	case "ar", "arc", "azb", "ckb", "dv", "fa", "he", "iw", "ks", "nqo", "pnb", "ps", "sd", "syr", "ug", "ur", "yi":
		return true
	}
	return false
}

func direction(language string) string {
	if rightToLeft(language) {
		return "rtl"
	}
	return "ltr"
}

// plainTag says that a language tag can stand in an attribute: letters, digits and hyphens, as BCP 47 has them.
func plainTag(tag string) bool {
	if tag == "" || len(tag) > 35 {
		return false
	}
	for i := range len(tag) {
		c := tag[i]
		if !('a' <= c|0x20 && c|0x20 <= 'z') && !('0' <= c && c <= '9') && c != '-' {
			return false
		}
	}
	return true
}
