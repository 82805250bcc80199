// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	"strings"
	"unicode/utf8"
)

// maxAlternatives bounds the patterns that the braces of one glob stand for.
const maxAlternatives = 256

// Match says whether a glob matches a slash path. * stands for any characters of one path element, ** for any number of
// elements, ? for one character, [a-z] and [!a-z] for one of a class, {a,b} for either. A glob without a slash matches the
// base name; one that begins with a slash is meant from the root anyway; one that ends in a slash matches all that is in a
// folder. A character after a backslash stands for itself. It takes at most time in proportion to both lengths multiplied.
func Match(pattern, path string) bool {
	if !strings.Contains(pattern, "/") {
		path = path[strings.LastIndexByte(path, '/')+1:]
	}
	if !strings.Contains(pattern, "{") {
		return matchPath(pattern, path, nil)
	}
	for _, p := range alternatives(pattern) {
		if matchPath(p, path, nil) {
			return true
		}
	}
	return false
}

// Capture matches like Match, but always the whole path, and gives what each {name} stands for: one element of the path or at
// least one character of it, as few as will do. Braces with a comma are alternatives. Without a match ok is false.
func Capture(pattern, path string) (found map[string]string, ok bool) {
	for _, p := range alternatives(pattern) {
		found = map[string]string{}
		if matchPath(p, path, found) {
			return found, true
		}
	}
	return nil, false
}

// A cursor is what is left of a path or of a pattern; an empty last element is something left too.
type cursor struct {
	rest string
	more bool
}

func (c cursor) next() (element string, after cursor) {
	element, rest, more := strings.Cut(c.rest, "/")
	return element, cursor{rest, more}
}

// matchPath needs to go back to the last ** only: if a later one was reached, a longer earlier one could match no more.
func matchPath(pattern, path string, found map[string]string) bool {
	pattern = strings.TrimPrefix(pattern, "/")
	if strings.HasSuffix(pattern, "/") {
		pattern += "**"
	}
	p, s := cursor{pattern, true}, cursor{path, true}
	var backP, backS cursor
	for p.more || s.more {
		if p.more {
			element, after := p.next()
			if element == "**" {
				if !after.more {
					return s.more
				}
				p, backP, backS = after, after, s
				continue
			}
			if s.more {
				if name, rest := s.next(); matchName(element, name, found) {
					p, s = after, rest
					continue
				}
			}
		}
		if !backS.more {
			return false
		}
		_, backS = backS.next()
		p, s = backP, backS
	}
	return true
}

// matchName matches one element. Braces capture when found is not nil.
func matchName(p, s string, found map[string]string) bool {
	i, j := 0, 0
	backP, backS := -1, 0 // where to go on when the last * (or capture) must take one character more
	name, from := "", 0   // of the capture at backP
	for i < len(p) || j < len(s) {
		if i < len(p) {
			switch c := p[i]; {
			case c == '*':
				i++
				backP, backS, name = i, j, ""
				continue
			case c == '{' && found != nil && j < len(s) && strings.IndexByte(p[i:], '}') > 1:
				end := i + strings.IndexByte(p[i:], '}')
				_, size := utf8.DecodeRuneInString(s[j:])
				name, from = p[i+1:end], j
				i, j = end+1, j+size
				backP, backS = i, j
				found[name] = s[from:j]
				continue
			case j < len(s):
				if size, width, ok := matchOne(p[i:], s[j:]); ok {
					i, j = i+size, j+width
					continue
				}
			}
		}
		if backP < 0 || backS >= len(s) {
			return false
		}
		_, size := utf8.DecodeRuneInString(s[backS:])
		backS += size
		i, j = backP, backS
		if name != "" {
			found[name] = s[from:j]
		}
	}
	return true
}

// matchOne matches the one character that s begins with, and tells how long it and its pattern are.
func matchOne(p, s string) (size, width int, ok bool) {
	r, width := utf8.DecodeRuneInString(s)
	switch p[0] {
	case '?':
		return 1, width, true
	case '[':
		if size, in := class(p, r); size > 0 {
			return size, width, in
		}
	case '\\':
		if len(p) > 1 {
			q, n := utf8.DecodeRuneInString(p[1:])
			return 1 + n, width, q == r
		}
	}
	q, n := utf8.DecodeRuneInString(p)
	return n, width, q == r
}

// class says whether r is in the class that p begins with, and how long that is: 0 when it is never closed.
func class(p string, r rune) (size int, in bool) {
	i := 1
	not := i < len(p) && (p[i] == '!' || p[i] == '^')
	if not {
		i++
	}
	for first := true; i < len(p); first = false {
		if p[i] == ']' && !first {
			return i + 1, in != not
		}
		low, n := utf8.DecodeRuneInString(p[i:])
		i += n
		high := low
		if i+1 < len(p) && p[i] == '-' && p[i+1] != ']' {
			high, n = utf8.DecodeRuneInString(p[i+1:])
			i += 1 + n
		}
		in = in || low <= r && r <= high
	}
	return 0, false
}

// alternatives lists the patterns that the braces with a comma in one glob stand for.
func alternatives(pattern string) []string {
	list := []string{""}
	for pattern != "" {
		open, shut, commas := braces(pattern)
		if open < 0 {
			break
		}
		head, body := pattern[:open], pattern[open:shut+1]
		pattern = pattern[shut+1:]
		options := []string{body}
		if len(commas) > 0 {
			options = options[:0]
			from := open + 1
			for _, to := range append(commas, shut) {
				options = append(options, alternatives((head + body + pattern)[from:to])...)
				from = to + 1
			}
		}
		var next []string
		for _, a := range list {
			for _, b := range options {
				if len(next) < maxAlternatives {
					next = append(next, a+head+b)
				}
			}
		}
		list = next
	}
	for i := range list {
		list[i] += pattern
	}
	return list
}

// braces finds the first pair of braces and the commas directly in it; open is -1 where there is none.
func braces(p string) (open, shut int, commas []int) {
	open = -1
	depth := 0
	for i := 0; i < len(p); i++ {
		switch p[i] {
		case '\\':
			i++
		case '{':
			if depth++; depth == 1 {
				open = i
			}
		case ',':
			if depth == 1 {
				commas = append(commas, i)
			}
		case '}':
			if depth == 1 {
				return open, i, commas
			}
			if depth > 0 {
				depth--
			}
		}
	}
	return -1, 0, nil
}
