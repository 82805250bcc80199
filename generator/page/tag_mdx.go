// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"strings"
)

// module takes the lines out that import or export something: all up to a blank line outside of braces.
func (s *tagScanner) module(at int) int {
	depth, end := 0, at
	for end < len(s.src) && end-at < maxTag {
		next := lineBreak(s.src, end)
		line := s.src[end:next]
		if depth <= 0 && len(bytes.TrimSpace(line)) == 0 {
			break
		}
		depth += bytes.Count(line, []byte("{")) + bytes.Count(line, []byte("(")) - bytes.Count(line, []byte("}")) - bytes.Count(line, []byte(")"))
		end = min(next+1, len(s.src))
	}
	if s.src[at] == 'e' {
		s.tell("export", at, lineBreak(s.src, at))
	}
	s.cut(at, end)
	return end
}

// expression reads {…} of MDX.
func (s *tagScanner) expression(at int) int {
	if s.src[at+1] == '#' {
		return at // the id of a heading; no expression begins so
	}
	if bytes.HasPrefix(s.src[at:], []byte("{/*")) {
		if end := s.find("*/}", at+3); end >= 0 {
			if id := bytes.TrimSpace(s.src[at+3 : end]); len(id) > 1 && id[0] == '#' && !bytes.ContainsAny(id, " \t\n") && isATX(s.src[s.lineOf(at).from:]) {
				s.put(at, end+3, "{"+string(id)+"}") // as Docusaurus 3 writes it
				return end + 3
			}
			s.cutTag(at, end+3)
			return end + 3
		}
	}
	if at > 0 && (s.src[at-1] == '_' || s.src[at-1] == '^' || s.src[at-1] == '}' && !s.edited(at) || s.src[at-1] == '\\') || s.isCommand(at) {
		return at // a formula
	}
	end := s.braces(at, min(len(s.src), at+maxTag))
	if end < 0 {
		return at
	}
	text, known := expressionValue(s.src[at+1 : end-1])
	switch {
	case at > 0 && s.src[at-1] == '=' && known:
		s.put(at, end, `"`+strings.NewReplacer(`"`, "&quot;", "<", "&lt;", ">", "&gt;").Replace(text)+`"`)
	case at > 0 && s.src[at-1] == '=':
		name := at - 1
		for name > 0 && at-name < 40 && isNameByte(s.src[name-1]) {
			name--
		}
		if attribute := string(s.src[name : at-1]); attribute == "href" || attribute == "src" {
			s.tell("expression {…}", at, end)
		}
		s.cut(name, end)
	case known:
		s.put(at, end, text)
	default:
		s.tell("expression {…}", at, end)
		s.cutTag(at, end)
	}
	return end
}

// isCommand says whether \name stands before an offset, as in formulas.
func (s *tagScanner) isCommand(at int) bool {
	i := at
	for i > 0 && at-i < 20 && (s.src[i-1] >= 'a' && s.src[i-1] <= 'z' || s.src[i-1] >= 'A' && s.src[i-1] <= 'Z') {
		i--
	}
	return i < at && i > 0 && s.src[i-1] == '\\'
}

// expressionValue is the text that an expression stands for, where that can be told without running it.
func expressionValue(inner []byte) (string, bool) {
	text := strings.TrimSpace(string(inner))
	for _, call := range []string{"useBaseUrl(", "require("} {
		if rest, ok := strings.CutPrefix(text, call); ok {
			text = strings.TrimSpace(rest)
		}
	}
	return literal(text)
}

// braces is the end of what an opening brace begins, with regard to quotes; -1 where it does not end before a limit.
func (s *tagScanner) braces(at, limit int) int {
	if s.work > maxTagWork {
		return -1
	}
	depth := 0
	for i := at; i < limit; i++ {
		switch c := s.src[i]; c {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i + 1
			}
		case '"', '\'', '`':
			k := bytes.IndexByte(s.src[i+1:limit], c)
			if line := bytes.IndexByte(s.src[i+1:limit], '\n'); k < 0 || c != '`' && line >= 0 && line < k {
				continue // an apostrophe
			}
			i += k + 1
		}
	}
	s.work += limit - at
	return -1
}

// component reads <Name attributes>, </Name>, <Name /> and the fragments <> and </>.
func (s *tagScanner) component(at int) int {
	i := at + 1
	t := tag{start: at, syntax: componentSyntax, mate: -1}
	if i < len(s.src) && s.src[i] == '/' {
		t.end = true
		i++
	}
	from := i
	for i < len(s.src) && isComponentByte(s.src[i]) {
		i++
	}
	if i == len(s.src) {
		return at
	}
	if i == from && s.src[i] == '>' {
		s.cutTag(at, i+1)
		return i + 1
	}
	if i == from || s.src[from] < 'A' || s.src[from] > 'Z' || s.work > maxTagWork {
		return at
	}
	written := string(s.src[from:i])
	t.name, t.shown = strings.ToLower(written), "component <"+written+">"
	limit := min(len(s.src), at+maxTag)
	for i < limit {
		for i < limit && isSpace(s.src[i]) {
			i++
		}
		if i == limit {
			break
		}
		switch c := s.src[i]; {
		case c == '>':
			t.stop = i + 1
			return s.add(t)
		case c == '/':
			t.single = true
			i++
			continue
		case c == '{': // {...all}
			if i = s.braces(i, limit); i < 0 {
				return at
			}
			continue
		}
		name := i
		for i < limit && !isSpace(s.src[i]) && s.src[i] != '=' && s.src[i] != '>' && s.src[i] != '/' {
			i++
		}
		a := argument{name: strings.ToLower(string(s.src[name:i])), start: i, stop: i}
		if i < limit && s.src[i] == '=' && i+1 < limit {
			i++
			switch c := s.src[i]; c {
			case '"', '\'':
				i = s.quoted(&a, i, limit)
			case '{':
				end := s.braces(i, limit)
				if end < 0 {
					return at
				}
				a.start, a.stop = i+1, i+1
				if value, ok := expressionValue(s.src[i+1 : end-1]); ok {
					a.value = value
					if k := bytes.Index(s.src[i:end], []byte(value)); k >= 0 {
						a.start, a.stop = i+k, i+k+len(value)
					}
				}
				i = end
			}
		} else if i == name {
			i++
			continue
		}
		if len(t.args) < maxTagArgs {
			t.args = append(t.args, a)
		}
	}
	s.work += limit - at
	return at
}

func isComponentByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '_'
}
