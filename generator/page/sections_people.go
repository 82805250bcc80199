// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"commonplace/generator/source"
)

// Prose names people in many ways: a name, a link, several in one line, with what they did or where they work behind. What is no name beyond
// doubt names nobody; the section is shown as it is in any case.

// personList are the people that a section names. In front of a name may stand what the person did: where site.yaml has a word for
// it under `contributions`, that is the role.
func (p *pass) personList(r *reader, h ast.Node) *source.Node {
	var items []*source.Node
	lines := p.textLines(h)
	roles := r.p.values["contributions"]
	for i := range lines {
		names, lead := lines[i].people(len(lines) > 1)
		role, known := roles.known(lead)
		leads := lines[i].leads()
		for _, name := range names {
			item := source.NewScalar(name, lines[i].span)
			if url := leads[name]; url != "" {
				item = source.NewPair("name", item).With("url", source.NewScalar(url, lines[i].span))
			}
			if known && role != "" {
				item = source.NewPair(role, item)
			}
			items = append(items, item)
		}
	}
	if len(items) == 0 {
		return nil
	}
	return source.NewList(items...)
}

// people are the names in a line, and the words in front of them. several says that the line is one of more.
func (l *line) people(several bool) (names []string, lead string) {
	at := -1
	var before strings.Builder
	for i, r := range l.runs {
		if r.url != "" {
			at = i
			break
		}
		before.WriteString(r.text)
	}
	start, dated := withoutDate(before.String())
	name, rest := leadingName(start)
	if at < 0 || strings.Contains(name, " ") && isBreak(rest) {
		text, _ := withoutDate(l.text())
		if names = namesIn(text, l.bullet || several); dated && len(names) == 1 && !strings.Contains(names[0], " ") {
			return nil, "" // an event of a history, such as “updated”
		}
		return names, ""
	}
	for i := at; i < len(l.runs); i++ {
		r := l.runs[i]
		if r.url == "" {
			if !isConjunction(r.text) {
				break
			}
			continue
		}
		name := strings.TrimSpace(r.text)
		if !isName(name) {
			break
		}
		names = append(names, name)
	}
	return names, strings.TrimRight(start, " :-–—")
}

// leads are the addresses on the web that names in the line lead to; of a name that leads to several, the first. A line may hold thousands of
// names, so it is read once for all of them.
func (l *line) leads() map[string]string {
	var to map[string]string
	for _, r := range l.runs {
		if !isWeb(r.url) {
			continue
		}
		if to == nil {
			to = map[string]string{}
		}
		if name := strings.TrimSpace(r.text); to[name] == "" {
			to[name] = r.url
		}
	}
	return to
}

// conjunctions stand between two names.
var conjunctions = []string{"and", "&", "und", "y", "e", "et", "og", "och", "en", "和", "と", "及"}

func isConjunction(text string) bool {
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || isComma(r) }) {
		found := false
		for _, c := range conjunctions {
			found = found || word == c
		}
		if !found {
			return false
		}
	}
	return true
}

func isComma(r rune) bool { return strings.ContainsRune(",;、，；/", r) }

// withoutDate takes a day, and marks around it, off the beginning: of "2022-06-06 - Ada Example" it leaves the name.
func withoutDate(s string) (rest string, dated bool) {
	s = strings.TrimLeft(s, " *_([{-–—")
	if len(s) >= len("2006-01-02") {
		if _, dated = isoDate(s[:len("2006-01-02")]); dated {
			s = strings.TrimLeft(s[len("2006-01-02"):], " *_)]:-–—")
		}
	}
	return strings.TrimSpace(s), dated
}

// isBreak says whether a name ends beyond doubt before this text.
func isBreak(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return rest != "" && (strings.ContainsRune("(<[-–—:|", r) || isComma(r))
}

// namesIn reads names from plain text. A comma stands between two people, or before the place where one works: the latter where each person
// has a line, and where what follows is no name.
func namesIn(text string, own bool) []string {
	for i, r := range text {
		if strings.ContainsRune("(<|（", r) || r == ':' || (r == '-' || r == '–' || r == '—') && i > 0 && text[i-1] == ' ' {
			text = text[:i]
			break
		}
	}
	text = strings.NewReplacer("[", "", "]", "").Replace(text)
	for _, c := range conjunctions {
		if c[0] < utf8.RuneSelf {
			text = strings.ReplaceAll(text, " "+c+" ", ", ")
		}
	}
	parts := strings.FieldsFunc(text, isComma)
	var names []string
	full := true
	for _, part := range parts {
		part = strings.TrimRight(strings.TrimSpace(part), ".")
		name, rest := leadingName(part)
		switch {
		case name == "" || rest != "" && !strings.Contains(name, " "):
			full = false
			if len(names) == 0 {
				return nil // prose
			}
		default:
			first, _ := utf8.DecodeRuneInString(name)
			full = full && (strings.Contains(name, " ") || !unicode.IsUpper(first))
			names = append(names, name)
		}
	}
	if len(names) > 1 && (!full || own && len(parts) == 2) && !strings.ContainsAny(text, "、/") {
		return names[:1]
	}
	return names
}

// leadingName is the name that a text begins with, and what follows. Its words begin with a capital or are written without case; between two
// of them may stand words such as "van". A word alone may be an account.
func leadingName(text string) (name, rest string) {
	const mostWords, mostRunes = 6, 12
	end, at, words := 0, 0, 0
	script := caseless(text)
	for at < len(text) && words < mostWords {
		stop := at + strings.IndexAny(text[at:]+" ", " ,;:(<|（、，；")
		word := text[at:stop]
		first, _ := utf8.DecodeRuneInString(word)
		switch {
		case word == "" || !unicode.IsLetter(first) && first != '@' && first != '\'' && first != '"':
			return text[:end], strings.TrimSpace(text[end:])
		case unicode.IsLower(first) && !isParticle(word):
			if words == 0 && stop == len(text) && stop <= 39 {
				return text, "" // an account, of at most 39 letters on GitHub
			}
			return text[:end], strings.TrimSpace(text[end:])
		case unicode.IsLower(first):
			words++
		case caseless(word) != script || script && utf8.RuneCountInString(word) > mostRunes:
			return text[:end], strings.TrimSpace(text[end:])
		default:
			words++
			end = stop
		}
		if at = stop; at < len(text) && text[at] != ' ' {
			break
		}
		for at < len(text) && text[at] == ' ' {
			at++
		}
	}
	return text[:end], strings.TrimSpace(text[end:])
}

// caseless says whether a text is written in a script that knows no capitals, where one word may be a whole name.
func caseless(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) && !unicode.IsUpper(r) && !unicode.IsLower(r)
}

func isParticle(word string) bool {
	switch word {
	case "van", "von", "der", "den", "de", "da", "do", "dos", "das", "di", "du", "del", "della", "la", "le", "el", "al", "bin", "ibn", "ben", "ten", "ter", "zu", "zur", "y", "e":
		return true
	}
	return false
}

func isName(text string) bool {
	name, rest := leadingName(strings.TrimPrefix(text, "@"))
	return name != "" && rest == ""
}
