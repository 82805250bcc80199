// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"commonplace/generator/source"
)

// A reader takes the values of one file's YAML into its Doc. Every text goes through it, so that no e-mail address and no control
// character gets past.
type reader struct {
	p       *Parser
	d       *Doc
	foreign bool
	name    string // of the field at hand
	values  names  // its other words
	mapped  bool   // it has other words
	split   string // marks between its values in one text
}

// begin says which field is read next.
func (r *reader) begin(name string) {
	r.name = name
	r.values, r.mapped = r.p.values[name]
	r.split = r.p.split[name]
}

// quote is a text as a message shows it: in quotes, and not at any length.
func quote(s string) string {
	const most = 80
	n := 0
	for i := range s {
		if n++; n > most {
			return "“" + s[:i] + "…”"
		}
	}
	return "“" + s + "”"
}

func (r *reader) report(code source.Code, span source.Span, message, help string) {
	r.d.Diags = append(r.d.Diags, source.Diagnostic{Code: code, Span: span, Message: message, Help: help})
}

// unquoted is the remedy where a colon made a map of a text.
const unquoted = "a text with a colon in it must stand in quotes"

// misfit reports a value of the wrong shape.
func (r *reader) misfit(n *source.Node, wanted, help string) {
	found := "a text"
	switch n.Kind() {
	case source.NodeMap:
		found = "a map"
	case source.NodeList:
		found = "a list"
	}
	r.report(source.CodeUnknownFieldValue, n.Span(), fmt.Sprintf("“%s” is %s here, not %s", r.name, wanted, found), help)
}

// unknown reports a key that means nothing.
func (r *reader) unknown(key string, span source.Span, known []string) {
	help := ""
	if near := source.Nearest(key, known); near != "" {
		help = "did you mean “" + near + "”?"
	}
	r.report(source.CodeUnknownKey, span, "unknown key "+quote(key), help)
}

// keys reports the keys of a map that are not among the known ones, separated by spaces.
func (r *reader) keys(n *source.Node, known string) {
	if r.foreign {
		return
	}
	for i := range n.Len() {
		if key, span := n.Key(i); !hasWord(known, key) {
			r.unknown(key, span, strings.Fields(known))
		}
	}
}

func hasWord(list, word string) bool {
	for w := range strings.SplitSeq(list, " ") {
		if w == word {
			return true
		}
	}
	return false
}

// plain is the text of a scalar, on one line, safe to publish.
func (r *reader) plain(n *source.Node) string {
	s := n.Text()
	if isTidy(s) {
		return s
	}
	s, marks := tidy(s)
	if marks.control {
		r.report(source.CodeEncoding, n.Span(), "a control character in a value", "")
	}
	if marks.bidi && !r.told(source.CodeBidiControl) {
		r.report(source.CodeBidiControl, n.Span(), "a character that changes the direction of text", "")
	}
	s, found := withoutAddress(s)
	if found {
		r.removed(n.Span())
	}
	return s
}

func (r *reader) told(code source.Code) bool {
	for _, d := range r.d.Diags {
		if d.Code == code {
			return true
		}
	}
	return false
}

// isTidy tells the texts that need no change: printable ASCII without @ and spaces at the ends. Texts in other scripts are looked at
// more closely.
func isTidy(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= 0x7f || c == '@' {
			return false
		}
	}
	return s == "" || s[0] != ' ' && s[len(s)-1] != ' '
}

type marks struct{ control, bidi bool }

// tidy puts a text on one line and replaces what is no text in any output: YAML's escapes can write every character.
func tidy(s string) (string, marks) {
	var found marks
	out := make([]byte, 0, len(s))
	gap := false
	for _, c := range s {
		switch {
		case c == '\n' || c == '\t' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029:
			gap = true
			continue
		case c < ' ' || c >= 0x7f && c < 0xa0 || c&0xfffe == 0xfffe:
			found.control = true
			c = utf8.RuneError
		case c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069:
			found.bidi = true
		}
		if gap && len(out) > 0 && out[len(out)-1] != ' ' && c != ' ' {
			out = append(out, ' ')
		}
		gap = false
		out = utf8.AppendRune(out, c)
	}
	return strings.TrimSpace(string(out)), found
}

// word is the text of a scalar in the site's own words.
func (r *reader) word(n *source.Node) string {
	s := r.plain(n)
	if r.mapped && s != "" {
		return r.values.of(s)
	}
	return s
}

// one reads a field that has one value. Of a list it is the first.
func (r *reader) one(n *source.Node) string {
	switch n.Kind() {
	case source.NodeScalar:
		return r.word(n)
	case source.NodeList:
		if n.Len() > 1 {
			r.report(source.CodeUnknownFieldValue, n.Span(), fmt.Sprintf("“%s” has one value: the first of %d is taken", r.name, n.Len()), "")
		}
		return r.one(n.Item(0))
	case source.NodeMap:
		r.misfit(n, "a text", "")
	}
	return ""
}

// many reads a field that has one value, many or none. What stands twice is taken once.
func (r *reader) many(n *source.Node) []string {
	switch n.Kind() {
	case source.NodeNull:
		return nil
	case source.NodeList:
		if list := r.appendMany(make([]string, 0, n.Len()), n); len(list) > 0 {
			return list
		}
		return nil
	}
	return r.appendMany(nil, n)
}

func (r *reader) appendMany(list []string, n *source.Node) []string {
	switch n.Kind() {
	case source.NodeScalar:
		if r.split != "" {
			return r.appendSplit(list, n)
		}
		return appendNew(list, r.word(n))
	case source.NodeList:
		for i := range n.Len() {
			list = r.appendMany(list, n.Item(i))
		}
	case source.NodeMap:
		if isPair(n) {
			r.misfit(n, "a text or a list of texts", unquoted)
			return appendNew(list, r.pair(n, 0))
		}
		r.misfit(n, "a text or a list of texts", "")
	}
	return list
}

// appendSplit takes a text apart at the marks that site.yaml names for the field.
func (r *reader) appendSplit(list []string, n *source.Node) []string {
	for part := range strings.FieldsFuncSeq(n.Text(), func(c rune) bool { return strings.ContainsRune(r.split, c) }) {
		if part = strings.TrimSpace(part); part != "" {
			list = appendNew(list, r.word(source.NewScalar(part, n.Span())))
		}
	}
	return list
}

// isPair tells a map of one key and a text, which is what YAML makes of an unquoted text with a colon.
func isPair(n *source.Node) bool { return n.Len() == 1 && n.Value(0).Kind() == source.NodeScalar }

// pair is a key and its value as they were probably meant where a text was expected: "Commons: a definition".
func (r *reader) pair(n *source.Node, i int) string { return r.key(n, i) + ": " + r.plain(n.Value(i)) }

// key is a key that is published, safe like a value.
func (r *reader) key(n *source.Node, i int) string {
	key, span := n.Key(i)
	if isTidy(key) {
		return key
	}
	key, _ = tidy(key)
	key, found := withoutAddress(key)
	if found {
		r.removed(span)
	}
	return key
}

func (r *reader) removed(span source.Span) {
	r.report(source.CodeEmailRemoved, span, "an e-mail address in a field: it is not published", "give a name or an id; put an address that all may know into the text")
}

func appendNew(list []string, s string) []string {
	if s == "" {
		return list
	}
	// A list is at most as long as the limit of YAML values, and hostile only where it is long.
	if len(list) <= 64 {
		for _, have := range list {
			if have == s {
				return list
			}
		}
	}
	return append(list, s)
}

// flat reads a field that may have any shape: of a map each pair is one value.
func (r *reader) flat(n *source.Node) []string {
	if n.Kind() == source.NodeScalar || n.Kind() == source.NodeList && n.Item(0).Kind() == source.NodeScalar {
		return r.many(n)
	}
	return r.appendFlat(nil, n)
}

func (r *reader) appendFlat(list []string, n *source.Node) []string {
	switch n.Kind() {
	case source.NodeScalar:
		return appendNew(list, r.word(n))
	case source.NodeList:
		for i := range n.Len() {
			list = r.appendFlat(list, n.Item(i))
		}
	case source.NodeMap:
		for i := range n.Len() {
			if n.Value(i).Kind() == source.NodeScalar {
				list = appendNew(list, r.pair(n, i))
			} else {
				list = r.appendFlat(list, n.Value(i))
			}
		}
	}
	return list
}

// atMost cuts a list at its limit.
func (r *reader) atMost(limit int, what string, list []string, n *source.Node) []string {
	if len(list) <= limit {
		return list
	}
	r.report(source.CodeTooMany, n.Span(), fmt.Sprintf("%d %s, more than %d: the rest is left out", len(list), what, limit), "")
	return list[:limit:limit]
}

// truth reads true and false in any of their spellings. What is neither is taken to hide the page.
func (r *reader) truth(n *source.Node, hides bool) bool {
	text := r.one(n)
	switch strings.ToLower(text) {
	case "true", "yes", "on", "1", "y":
		return true
	case "false", "no", "off", "0", "n":
		return false
	}
	if _, ok := isoDate(text); ok && r.name == "published" {
		return true
	}
	r.report(source.CodeUnknownFieldValue, n.Span(), fmt.Sprintf("“%s” is true or false, not %s", r.name, quote(text)), "")
	return hides
}

// lang reads a language tag (BCP 47); en_US is taken for en-US.
func (r *reader) lang(n *source.Node) string {
	text := strings.ReplaceAll(r.one(n), "_", "-")
	if text == "" {
		return ""
	}
	for part := range strings.SplitSeq(text, "-") {
		ok := len(part) >= 1 && len(part) <= 8
		for i := range len(part) {
			ok = ok && part[i] < utf8.RuneSelf && isAlphanumeric(part[i])
		}
		if !ok {
			r.report(source.CodeUnknownFieldValue, n.Span(), quote(text)+" is no language tag such as en or pt-BR", "")
			return ""
		}
	}
	return text
}
