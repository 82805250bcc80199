// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"commonplace/generator/source"
)

// removed stands where an address was. Every character of it is plain in YAML, in block and in flow style.
const removed = "(address removed)"

// Copy is the text that is published as a page's own Markdown: the file as it was written, but for e-mail addresses in its
// front matter, which are removed, and for bytes that are no text. What an author wrote in the body stays. The result
// may share memory with data.
func Copy(data []byte) []byte {
	text, diags := source.Text(data)
	block, ok := cutFrontMatter(text)
	if ok && block.closed && block.looksLikeMap(text) {
		// "ada\x40example.org" is an address too, to whoever reads the YAML.
		if front := unescaped(text[block.from:block.to]); holdsAddress(front) {
			out := make([]byte, 0, len(text)+len(removed))
			out = append(out, text[:block.from]...)
			out = appendRedacted(out, front)
			return append(out, text[block.to:]...)
		}
	}
	if len(diags) == 0 {
		return data
	}
	return text
}

func holdsAddress(text []byte) bool {
	if bytes.IndexByte(text, '@') < 0 {
		return false
	}
	from, _ := nextAddress(text, 0)
	return from >= 0
}

// escape is one of a double-quoted scalar of YAML (1.2, section 5.7): of a character by its number, of the end of a line, or any other.
var escape = regexp.MustCompile(`\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|\r?\n[ \t]*|[^\r\n])`)

// unescaped is YAML with those characters as they are that an address may have.
func unescaped(yaml []byte) []byte {
	if bytes.IndexByte(yaml, '\\') < 0 {
		return yaml
	}
	return escape.ReplaceAllFunc(yaml, func(e []byte) []byte {
		if e[1] == '\r' || e[1] == '\n' {
			return nil
		}
		if n, err := strconv.ParseUint(string(e[2:]), 16, 32); err == nil && strings.IndexByte("xuU", e[1]) >= 0 && n <= utf8.MaxRune {
			if r := rune(n); r == '@' || unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("._%+-", r) {
				return utf8.AppendRune(nil, r)
			}
		}
		return e
	})
}

// appendRedacted appends YAML without its addresses.
func appendRedacted(dst, text []byte) []byte {
	at := 0
	for {
		from, to := nextAddress(text, at)
		if from < 0 {
			return append(dst, text[at:]...)
		}
		// In "\nada@example.org" the n belongs to an escape, which goes with the address.
		if escape := at + len(bytes.TrimRight(text[at:from], `\`)); (from-escape)%2 == 1 {
			from--
		}
		dst = append(append(dst, text[at:from]...), removed...)
		at = to
	}
}

// withoutAddress is a value without its addresses. One that stands in brackets behind a name goes with its brackets: "Ada Example
// <ada@example.org>" is "Ada Example".
func withoutAddress(s string) (clean string, found bool) {
	if strings.IndexByte(s, '@') < 0 {
		return s, false
	}
	text := []byte(s)
	from, to := nextAddress(text, 0)
	if from < 0 {
		return s, false
	}
	var out []byte
	at := 0
	for from >= 0 {
		before := bytes.TrimSuffix(text[at:from], []byte("mailto:"))
		if n := len(before); n > 0 && to < len(text) && (before[n-1] == '<' && text[to] == '>' || before[n-1] == '(' && text[to] == ')') {
			out = append(out, bytes.TrimRight(before[:n-1], " ")...)
			to++
		} else {
			out = append(append(out, before...), removed...)
		}
		at = to
		from, to = nextAddress(text, at)
	}
	clean = strings.TrimSpace(string(append(out, text[at:]...)))
	if clean == "" {
		clean = removed
	}
	return clean, true
}

// noteAddresses says which e-mail addresses stand in text[from:], each once.
func (d *Doc) noteAddresses(text []byte, lines *source.Lines, from int) {
	const most = 16 // of a page that is nothing but addresses
	if bytes.IndexByte(text[from:], '@') < 0 {
		return
	}
	var seen []string
	for at := from; len(seen) < most; {
		begin, end := nextAddress(text, at)
		if begin < 0 {
			return
		}
		at = end
		if address := string(text[begin:end]); !slices.Contains(seen, address) {
			seen = append(seen, address)
			d.Diags = append(d.Diags, source.Diagnostic{
				Code: source.CodeEmailInText, Span: lines.Span(begin, end), Message: "an e-mail address: it is published as written",
			})
		}
	}
}

// nextAddress finds an e-mail address from offset at on; from is negative when there is none. A handle (@ada@social.example), the
// address of a Git repository (git@forge.example:team/work) and the name of a picture (logo@2x.png) are none.
func nextAddress(text []byte, at int) (from, to int) {
	for start := at; ; {
		n := bytes.IndexByte(text[start:], '@')
		if n < 0 {
			return -1, -1
		}
		n += start
		start = n + 1
		for from = n; from > at; {
			r, size := utf8.DecodeLastRune(text[at:from])
			if r < utf8.RuneSelf && !isLocal(byte(r)) || r >= utf8.RuneSelf && !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsNumber(r) {
				break
			}
			from -= size
		}
		if to = domainEnd(text, n+1); from == n || to < 0 {
			continue
		}
		if from > 0 && text[from-1] == '@' {
			continue
		}
		if string(text[from:n]) == "git" && to+1 < len(text) && text[to] == ':' && text[to+1] > ' ' {
			continue
		}
		if isPicture(text[n+1 : to]) {
			continue
		}
		return from, to
	}
}

func isLocal(c byte) bool { return isAlphanumeric(c) || strings.IndexByte("._%+-", c) >= 0 }

func isAlphanumeric(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= utf8.RuneSelf
}

// domainEnd is where the domain that begins at from ends; negative when there is none: labels joined by dots, the last of at
// least two letters.
func domainEnd(text []byte, from int) int {
	end := from
	for end < len(text) && (isAlphanumeric(text[end]) || text[end] == '-' || text[end] == '.') {
		end++
	}
	domain := bytes.TrimRight(text[from:end], ".-")
	dot := bytes.LastIndexByte(domain, '.')
	if dot <= 0 || len(domain)-dot < 3 {
		return -1
	}
	for _, c := range domain[dot+1:] {
		if c < '0' || c > '9' {
			return from + len(domain)
		}
	}
	return -1
}

// isPicture tells the second half of a picture's name for dense screens: 2x.png.
func isPicture(name []byte) bool {
	if len(name) < 5 || name[0] < '1' || name[0] > '9' || name[1] != 'x' || name[2] != '.' {
		return false
	}
	switch string(name[3:]) {
	case "png", "jpg", "jpeg", "gif", "webp", "avif", "svg":
		return true
	}
	return false
}
