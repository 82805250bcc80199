// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"path"
	"strings"
)

// liquidName is the name of the tag whose inside this is.
func liquidName(inner []byte) string {
	inner = bytes.TrimLeft(inner, "- \t\n")
	end := 0
	for end < len(inner) && isNameByte(inner[end]) && inner[end] != '.' && inner[end] != '/' {
		end++
	}
	return string(inner[:end])
}

// liquidTag reads {% name args %}, of which {% endname %} is the end.
func (s *tagScanner) liquidTag(at int) int {
	end := s.find("%}", at+2)
	if end < 0 || end-at > maxTag || bytes.Contains(s.src[at+2:end], []byte("{%")) {
		return at
	}
	stop := end + 2
	written := liquidName(s.src[at+2 : end])
	if written == "" {
		return at
	}
	from := at + 2 + bytes.Index(s.src[at+2:end], []byte(written)) + len(written)
	to := end
	for to > from && (s.src[to-1] == '-' || isSpace(s.src[to-1])) {
		to--
	}
	t := tag{start: at, stop: stop, syntax: liquidSyntax, mate: -1, name: strings.ToLower(written), shown: "tag {% " + written + " %}"}
	if name, ok := strings.CutPrefix(t.name, "end"); ok && name != "" {
		t.name, t.end = name, true
	}
	t.args = s.arguments(from, to, '=')
	switch t.name {
	case "raw", "verbatim":
		if t.end {
			s.cutTag(at, stop)
		} else if open, close := s.liquidEnd(stop, written); close > 0 {
			s.cutTag(at, stop)
			s.cutTag(open, close)
			s.raw = close
		}
		return stop
	case "comment":
		if _, close := s.liquidEnd(stop, written); close > 0 {
			stop = close
		}
		s.cutTag(at, stop)
		return stop
	case "link", "post_url":
		target := "/" + strings.TrimPrefix(t.value("", 0), "/")
		if t.name == "post_url" {
			target = "/_posts/" + path.Base(target) + ".md"
		}
		s.put(at, stop, linkDestination(target))
		return stop
	case "include", "include_relative", "include_cached", "render", "partial":
		if len(t.args) > 0 {
			file := t.args[0].value
			t.shown = "tag {% " + written + " " + file + " %}"
			t.name = strings.ToLower(strings.TrimSuffix(path.Base(file), path.Ext(file)))
			t.args = t.args[1:]
			t.single = true
		}
	}
	return s.add(t)
}

// liquidEnd is where the tag begins and ends that closes one of a name.
func (s *tagScanner) liquidEnd(from int, name string) (open, stop int) {
	k := s.find("end"+name, from)
	if k < 0 {
		return 0, 0
	}
	open = k
	for open > from && k-open < 8 && (isSpace(s.src[open-1]) || s.src[open-1] == '-') {
		open--
	}
	stop = k + len("end") + len(name)
	for stop < len(s.src) && stop-k < 64 && (isSpace(s.src[stop]) || s.src[stop] == '-') {
		stop++
	}
	if open < from+2 || string(s.src[open-2:open]) != "{%" || !bytes.HasPrefix(s.src[stop:], []byte("%}")) {
		return 0, 0
	}
	return open - 2, stop + 2
}

// output reads {{ expression }}. Of expressions only those are known that stand for an address or for their own text.
func (s *tagScanner) output(at int) int {
	end := s.find("}}", at+2)
	if end < 0 || end-at > 500 || bytes.IndexByte(s.src[at:end], '\n') >= 0 {
		return at
	}
	inner := strings.Trim(string(s.src[at+2:end]), "- \t")
	if inner == "" {
		return at
	}
	name, _, _ := strings.Cut(inner, "|")
	name = strings.TrimSpace(name)
	if s.variable(name, at, end+2) {
		return end + 2
	}
	switch name {
	case "site.baseurl", "site.url", "page.baseurl", "baseurl", "base_url", "base_path", "relative_path":
		s.cut(at, end+2)
		return end + 2
	}
	if text, ok := literal(inner); ok {
		s.put(at, end+2, text)
		return end + 2
	}
	s.tell("expression {{ "+inner+" }}", at, end+2)
	s.cutTag(at, end+2)
	return end + 2
}

// variable puts in place of a name what site.yaml says, if it does.
func (s *tagScanner) variable(name string, start, stop int) bool {
	text, known := s.variables[name]
	if known = known && len(s.edits) < maxTags; known {
		s.put(start, stop, text)
	}
	return known
}

// literal is the text between quotes that an expression begins with.
func literal(s string) (string, bool) {
	if len(s) < 2 || s[0] != '"' && s[0] != '\'' && s[0] != '`' {
		return "", false
	}
	text, _, ok := strings.Cut(s[1:], s[:1])
	if !ok || s[0] == '`' && strings.Contains(text, "${") {
		return "", false
	}
	return strings.ReplaceAll(text, "\n", " "), true
}

// linkDestination writes an address so that it can stand between the parentheses of a link.
func linkDestination(address string) string {
	return strings.NewReplacer(" ", "%20", "(", "%28", ")", "%29", "<", "%3C", ">", "%3E", "\n", "").Replace(address)
}
