// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"strings"
)

// arguments reads what stands between the name of a tag and its end: name="value", name=value, or a value alone.
func (s *tagScanner) arguments(from, to int, assign byte) []argument {
	var list []argument
	for len(list) < maxTagArgs {
		for from < to && (isSpace(s.src[from]) || s.src[from] == ',') {
			from++
		}
		if from >= to {
			return list
		}
		a := argument{start: from}
		if c := s.src[from]; c == '"' || c == '\'' || c == '`' {
			from = s.quoted(&a, from, to)
			list = append(list, a)
			continue
		}
		for from < to && !isSpace(s.src[from]) && s.src[from] != assign {
			from++
		}
		word := string(s.src[a.start:from])
		if from < to && s.src[from] == assign && word != "" {
			a.name = strings.ToLower(word)
			from++
			if from < to {
				switch c := s.src[from]; {
				case c == '"' || c == '\'' || c == '`':
					from = s.quoted(&a, from, to)
				default:
					a.start = from
					for from < to && !isSpace(s.src[from]) {
						from++
					}
					a.stop, a.value = from, string(s.src[a.start:from])
				}
			}
		} else {
			if from == a.start {
				from++
			}
			a.stop, a.value = from, string(s.src[a.start:from])
			if a.value == "/" || a.value == "-" {
				continue
			}
		}
		list = append(list, a)
	}
	return list
}

// quoted reads a value between quotes, in which a backslash takes the meaning from a quote.
func (s *tagScanner) quoted(a *argument, from, to int) int {
	quote := s.src[from]
	from++
	a.start = from
	escaped := false
	for from < to && s.src[from] != quote {
		if s.src[from] == '\\' && quote != '`' && from+1 < to {
			escaped = true
			from++
		}
		from++
	}
	a.stop = min(from, to)
	a.value = string(s.src[a.start:a.stop])
	if escaped {
		a.value = strings.NewReplacer(`\"`, `"`, `\'`, `'`, `\\`, `\`).Replace(a.value)
	}
	return min(from+1, to)
}

// attributeList reads {: #id .class key="value"} of kramdown, and {#id .class key=value} of Pandoc behind a link, an image or code. Of
// these only an id is of use here: a page chooses its words and their order, not how they look.
func (s *tagScanner) attributeList(at int) int {
	end := at + 1
	for end < len(s.src) && end-at < 500 && s.src[end] != '}' && s.src[end] != '\n' {
		end++
	}
	if end >= len(s.src) || s.src[end] != '}' {
		return at
	}
	stop := end + 1
	inner := s.src[at+1 : end]
	if spaced := bytes.TrimLeft(inner, " "); len(spaced) > 0 && (spaced[0] == '#' || spaced[0] == '.') {
		inner = spaced // as Python-Markdown has it
	}
	line := s.lineOf(at).from
	switch {
	case bytes.HasPrefix(inner, []byte("::comment")) && !bytes.HasSuffix(inner, []byte("/")):
		if close := s.pairEnd(stop, "{:/comment}", "{:/}"); close > 0 {
			stop = close
		}
		s.cutTag(at, stop)
		return stop
	case bytes.HasPrefix(inner, []byte("::")) || bytes.HasPrefix(inner, []byte(":/")):
		s.cutTag(at, stop)
		return stop
	case len(inner) > 0 && inner[0] == ':':
		if len(inner) > 1 && inner[1] != ' ' && inner[1] != '.' && inner[1] != '#' && !isNameByte(inner[1]) && inner[1] != ':' {
			return at
		}
		inner = inner[1:]
	case at == 0 || len(inner) == 0:
		return at
	case s.src[line] == '#' && isATX(s.src[line:]) && (inner[0] == '#' || inner[0] == '.'):
	case bytes.IndexByte([]byte(")]`*_:"), s.src[at-1]) < 0 && len(bytes.TrimSpace(s.src[line:at])) > 0:
		return at
	default:
		if !isAttributes(inner) {
			return at
		}
	}
	id := ""
	for _, word := range bytes.Fields(inner) {
		if word[0] == '#' && len(word) > 1 {
			id = string(word[1:])
		}
	}
	if isATX(s.src[line:]) && len(bytes.TrimRight(s.src[stop:s.lineOf(stop).to], " \t#")) == 0 {
		if id == "" {
			s.cut(at, stop)
		} else {
			s.put(at, stop, " {#"+id+"}")
		}
		return stop
	}
	if id == "" {
		s.cutTag(at, stop)
		return stop
	}
	s.tags = append(s.tags, tag{start: at, stop: stop, syntax: attributeSyntax, what: anchorConstruct, mate: -1,
		args: []argument{{name: "id", value: id}}})
	return stop
}

// isAttributes says whether each word is one of #id, .class and key=value.
func isAttributes(inner []byte) bool {
	words := 0
	for i := 0; i < len(inner); words++ {
		for i < len(inner) && inner[i] == ' ' {
			i++
		}
		from := i
		quote := byte(0)
		assigned := false
		for i < len(inner) && (inner[i] != ' ' || quote != 0) {
			switch c := inner[i]; {
			case quote == c:
				quote = 0
			case quote == 0 && assigned && (c == '"' || c == '\''):
				quote = c
			case c == '=' && i > from:
				assigned = true
			case quote == 0 && !assigned && !isNameByte(c) && c != ':' && !(i == from && (c == '#' || c == '.')):
				return false
			}
			i++
		}
		if i == from {
			break
		}
		if word := inner[from:i]; !assigned && (word[0] != '#' && word[0] != '.' || len(word) < 2) {
			return false
		}
	}
	return words > 0
}

// isTOC tells the lines that ask for a list of contents, which every page has.
func isTOC(line []byte, all bool) bool {
	switch string(line) {
	case "{:toc}", "{: toc}", "{:toc .toc}":
		return true
	case "[TOC]", "[toc]", "[[_TOC_]]", "[[TOC]]", "[[toc]]", "${toc}", "@[toc]":
		return all
	}
	return false
}
