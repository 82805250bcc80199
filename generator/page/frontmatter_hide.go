// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"slices"
	"strings"

	"commonplace/generator/config"
	"commonplace/generator/source"
)

// A hiding is a key and the values with which it hides a page, in lower case.
type hiding struct {
	key    string // the last key of its path
	values []string
}

// hidings are those of the content model and those of site.yaml.
func hidings(rules []config.FieldMap) []hiding {
	no := []string{"false", "no", "off"}
	yes := []string{"true", "yes", "on"}
	list := []hiding{{"draft", yes}, {"publish", no}, {"published", no}, {"private", yes}}
	for _, rule := range rules {
		h := hiding{key: strings.ToLower(rule.Field[strings.LastIndexByte(rule.Field, '.')+1:])}
		for _, value := range rule.Paths {
			h.values = append(h.values, strings.ToLower(value))
		}
		list = append(list, h)
	}
	return list
}

// hold keeps a page back as site.yaml says: one that a rule of `hide` names, and where there are rules of `show`, one that none of
// them names.
func (p *Parser) hold(d *Doc, root *source.Node) {
	if len(p.show) > 0 && !matchesAny(p.show, root) || matchesAny(p.hideRules, root) {
		d.Meta.Draft, d.Hidden = true, true
	}
}

func matchesAny(rules []config.FieldMap, root *source.Node) bool {
	for _, rule := range rules {
		found := root.At(rule.Field).Strings()
		for _, value := range rule.Paths {
			if value == "*" && len(found) > 0 || slices.ContainsFunc(found, func(s string) bool { return strings.EqualFold(s, value) }) {
				return true
			}
		}
	}
	return false
}

// hide keeps a page out of the site when its unread front matter says that it is private.
func (p *Parser) hide(d *Doc, text []byte, block frontMatter, lines *source.Lines) {
	from, to := p.private(text[block.from:block.to])
	if from < 0 || d.Hidden {
		return
	}
	from, to = block.from+from, block.from+to
	d.Hidden = true
	d.Diags = append(d.Diags, source.Diagnostic{
		Code: source.CodeFrontMatterHidden, Span: lines.Span(from, to),
		Message: "held back: the front matter cannot be read and has a line " + quote(strings.Join(strings.Fields(string(text[from:to])), " ")), Help: "correct the front matter",
	})
}

// private finds draft: true, publish: false and whatever else hides a page in a block, at any depth and in any case and quotes.
func (m *mapping) private(block []byte) (from, to int) {
	low := make([]byte, len(block))
	for i, c := range block {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		low[i] = c
	}
	for _, w := range m.hides {
		for at := 0; ; {
			n := bytes.Index(low[at:], []byte(w.key))
			if n < 0 {
				break
			}
			start := at + n
			at = start + len(w.key)
			if start > 0 && isLocal(low[start-1]) {
				continue
			}
			rest := bytes.TrimLeft(low[at:], "\"' \t")
			if len(rest) == 0 || rest[0] != ':' && rest[0] != '=' {
				continue
			}
			rest = bytes.TrimLeft(rest[1:], "\"' \t[")
			if len(rest) > 1 && rest[0] == '\n' && strings.IndexByte(" \t-", rest[1]) >= 0 {
				rest = bytes.TrimLeft(rest, "\"' \t\n[-") // a list on lines of its own
			}
			for _, value := range w.values {
				if value == "*" && len(rest) > 0 && rest[0] != '\n' {
					return start, len(low) - len(rest)
				}
				if bytes.HasPrefix(rest, []byte(value)) && (len(rest) == len(value) || !isLocal(rest[len(value)])) {
					return start, len(low) - len(rest) + len(value)
				}
			}
		}
	}
	return -1, -1
}
