// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"encoding/json"
	"regexp"
	"strings"
)

// addAlias adds an address to the aliases of the front matter, in the way in which they are written there. Front matter that is not YAML, and lists that
// begin and end on different lines, are left to people.
func (p *paper) addAlias(alias string) bool {
	if len(p.lines) == 0 {
		return false
	}
	if !strings.HasPrefix(p.lines[0].text, "---") {
		if strings.HasPrefix(p.lines[0].text, "+++") || strings.HasPrefix(p.lines[0].text, "{") || strings.HasPrefix(p.lines[0].text, ";;;") {
			return false
		}
		for i, line := range []string{"---", "aliases: [" + quotedAs(alias, "") + "]", "---", ""} {
			p.insert(i, line)
		}
		return true
	}
	closing, key := 0, -1
	for i := 1; i < len(p.lines); i++ {
		line := strings.TrimRight(p.lines[i].text, " \t\r\n")
		if line == "---" || line == "..." {
			closing = i
			break
		}
		if strings.HasPrefix(line, "aliases:") {
			if key >= 0 {
				return false
			}
			key = i
		}
	}
	if closing == 0 {
		return false
	}
	if key < 0 {
		p.insert(closing, "aliases: ["+quotedAs(alias, "")+"]")
		return true
	}
	return p.extend(key, closing, alias)
}

// extend adds an address to the list that begins on line key.
func (p *paper) extend(key, closing int, alias string) bool {
	line := &p.lines[key]
	bare := strings.TrimRight(line.text, " \t\r\n")
	value := strings.TrimSpace(strings.TrimPrefix(bare, "aliases:"))
	switch {
	case strings.HasPrefix(value, "[") && strings.HasSuffix(value, "]"):
		inner := strings.TrimRight(strings.TrimSuffix(bare, "]"), " \t,")
		comma := ", "
		if strings.HasSuffix(inner, "[") {
			comma = ""
		}
		line.text = inner + comma + quotedAs(alias, inner) + "]" + line.text[len(bare):]
		return true
	case value != "":
		return false
	}
	item := regexp.MustCompile(`^([ \t]*-[ \t]+)(.*)$`)
	last, begin, text := key, "", ""
	for i := key + 1; i < closing; i++ {
		m := item.FindStringSubmatch(strings.TrimRight(p.lines[i].text, " \t\r\n"))
		if m == nil {
			break
		}
		last, begin = i, m[1]
		text, _, _ = strings.Cut(m[2], " #")
		text = strings.TrimRight(text, " \t")
	}
	if last == key {
		line.text = "aliases: [" + quotedAs(alias, "") + "]" + line.text[len(bare):]
		return true
	}
	p.insert(last+1, begin+quotedAs(alias, text))
	return true
}

// quotedAs writes a value in YAML with the quotes that its neighbour ends with, or without any, where the value needs none.
func quotedAs(value, neighbour string) string {
	plain := regexp.MustCompile(`^/[A-Za-z0-9_./-]*$`).MatchString(value)
	switch {
	case plain && strings.HasSuffix(neighbour, "'"):
		return "'" + value + "'"
	case plain && !strings.HasSuffix(neighbour, `"`):
		return value
	}
	text, err := json.Marshal(value) // which YAML reads as it is
	if err != nil {
		return value
	}
	return string(text)
}
