// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package commons

import (
	"net/url"
	"strings"
	"unicode"
)

// spelled finds what a text means that is no expression. Where it joins several by “and”, “or” or a slash, each must be clear.
func spelled(text string, depth int) *expression {
	if id := spelledID(text); id != "" {
		return parseExpression(id)
	}
	if depth == 3 {
		return nil
	}
	for _, join := range []struct {
		word string
		op   byte
	}{{" OR ", '|'}, {" or ", '|'}, {" AND ", '&'}, {" and ", '&'}, {" / ", '|'}, {"/", '|'}} {
		left, right, ok := strings.Cut(text, join.word)
		if !ok || strings.Contains(text, "://") && join.word == "/" {
			continue
		}
		a := parseExpression(left)
		if a == nil {
			a = spelled(strings.TrimSpace(left), 3)
		}
		if a == nil {
			continue
		}
		b := parseExpression(right)
		if b == nil {
			b = spelled(strings.TrimSpace(right), depth+1)
		}
		if b != nil {
			return &expression{op: join.op, left: a, right: b}
		}
	}
	return nil
}

// spelledID finds the one licence that a text names or whose address it is.
func spelledID(text string) string {
	text = strings.Trim(text, " \t.,;()[]<>\"'“”")
	if strings.Contains(text, "://") || strings.HasPrefix(text, "creativecommons.org/") {
		return addressed(text)
	}
	folded := foldLicence(text)
	if folded == "" {
		return ""
	}
	d := data()
	for _, key := range []string{folded, folded + ".0"} {
		if id := d.spellings[key]; id != "" {
			if now := d.givenUp[strings.ToLower(id)]; now != "" {
				return now
			}
			return id
		}
	}
	words := strings.Fields(folded)
	if id := creativeName(words); id != "" {
		return id
	}
	return gnuName(words)
}

// foldLicence writes a name so that spellings of the same licence are one: lower case, words alone, versions as numbers, without words that
// say nothing.
func foldLicence(name string) string {
	var words []string
	for word := range strings.FieldsFuncSeq(strings.ToLower(name), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && r != '.' && r != '+'
	}) {
		word = strings.Trim(word, ".")
		if len(word) > 1 && word[0] == 'v' && word[1] >= '0' && word[1] <= '9' {
			word = word[1:]
		}
		switch word {
		case "", "the", "a", "license", "licence", "licensed", "licenced", "licenses", "licences", "version", "ver", "v", "under", "unported", "international", "universal", "generic", "lizenz", "licencia":
			continue
		case "alike":
			if n := len(words); n > 0 && words[n-1] == "share" {
				words[n-1] = "sharealike"
				continue
			}
		case "commercial", "derivatives", "derivs":
			if n := len(words); n > 0 && (words[n-1] == "non" || words[n-1] == "no") {
				words[n-1] = "no" + word
				continue
			}
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

// creativeName reads a name of a Creative Commons licence by its parts. Without a version it is none: the versions differ in what they ask.
func creativeName(words []string) string {
	var c creative
	rest := words
	switch {
	case len(rest) > 1 && rest[0] == "creative" && rest[1] == "commons":
		rest = rest[2:]
	case len(rest) > 0 && rest[0] == "cc":
		rest = rest[1:]
	default:
		// “BY-SA 4.0” says it, too; any other word first does not.
		if len(rest) == 0 || rest[0] != "by" {
			return ""
		}
	}
	for _, word := range rest {
		switch word {
		case "by", "attribution", "namensnennung", "reconocimiento", "atribución":
			c.by = true
		case "sa", "sharealike", "compartirigual":
			c.sa = true
		case "nc", "noncommercial", "nocommercial", "nocomercial":
			c.nc = true
		case "nd", "noderivatives", "noderivs", "noderivative", "sinderivadas":
			c.nd = true
		case "bysa":
			c.by, c.sa = true, true
		case "public", "weitergabe", "unter", "gleichen", "bedingungen", "cc", "4.0cc":
			c.sa = c.sa || word == "weitergabe"
		case "zero":
			return "CC0-1.0"
		default:
			if c.version == "" && len(word) == 1 && word >= "1" && word <= "9" {
				word += ".0"
			}
			switch {
			case c.version == "" && len(word) == 3 && word[1] == '.':
				c.version = word
			case c.version != "" && c.port == "" && len(word) >= 2 && len(word) <= 3:
				c.port = strings.ToUpper(word)
			default:
				return ""
			}
		}
	}
	if id := data().ids[strings.ToLower(c.id())]; c.version != "" && id != "" {
		return id
	}
	return ""
}

// gnuName reads the many names of the licences of GNU: “GPLv3+”, “GNU AGPL 3.0 or later”, “GNU General Public License v3”.
func gnuName(words []string) string {
	text := strings.Join(words, " ")
	text = strings.TrimPrefix(text, "gnu ")
	family := ""
	for _, f := range [][2]string{
		{"affero general public", "AGPL"}, {"lesser general public", "LGPL"}, {"library general public", "LGPL"}, {"free documentation", "GFDL"}, {"general public", "GPL"},
		{"agpl", "AGPL"}, {"lgpl", "LGPL"}, {"gfdl", "GFDL"}, {"fdl", "GFDL"}, {"gpl", "GPL"},
	} {
		if rest, ok := strings.CutPrefix(text, f[0]); ok {
			family, text = f[1], strings.TrimSpace(rest)
			break
		}
	}
	if family == "" || text == "" {
		return ""
	}
	text = strings.TrimPrefix(text, "v")
	number := text
	if end := strings.IndexFunc(text, func(r rune) bool { return r != '.' && (r < '0' || r > '9') }); end >= 0 {
		number, text = text[:end], strings.TrimSpace(text[end:])
	} else {
		text = ""
	}
	if len(number) == 1 {
		number += ".0"
	}
	ending := ""
	switch text {
	case "", "only", "alone":
		ending = "-only"
	case "+", "or later", "or newer", "or any later", "or above", "or higher", "or greater", "and later", "and newer":
		ending = "-or-later"
	default:
		return ""
	}
	return data().ids[strings.ToLower(family+"-"+number+ending)]
}

// addressed finds the licence that an address is of.
func addressed(text string) string {
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil {
		return ""
	}
	at := strings.ToLower(strings.TrimPrefix(u.Hostname(), "www.") + strings.TrimSuffix(u.Path, "/"))
	parts := strings.Split(at, "/")
	d := data()
	switch {
	case parts[0] == "creativecommons.org" && len(parts) >= 4:
		return creativeAddress(parts)
	case parts[0] == "spdx.org" && len(parts) == 3 && parts[1] == "licenses":
		return d.id(strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(parts[2], ".html"), ".txt"), ".json"))
	case parts[0] == "opensource.org" && len(parts) == 3 && d.ids[parts[2]] != "":
		return d.id(parts[2])
	}
	for end := len(at); end > 0; end = strings.LastIndexAny(at[:end], "/.-") {
		if id := d.addresses[at[:end]]; id != "" {
			return id
		}
	}
	return ""
}

func creativeAddress(parts []string) string {
	kind, version := parts[2], parts[3]
	switch {
	case parts[1] == "publicdomain" && kind == "zero" && version == "1.0":
		return "CC0-1.0"
	case parts[1] == "publicdomain" && kind == "mark" && version == "1.0":
		return "CC-PDM-1.0"
	case parts[1] != "licenses":
		return ""
	}
	id := "cc-" + kind + "-" + version
	if len(parts) > 4 && (len(parts[4]) == 2 || parts[4] == "igo") {
		id += "-" + parts[4]
	}
	return data().ids[id]
}
