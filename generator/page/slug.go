// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"

	"commonplace/generator/config"
)

// headingID is the id of a heading: its own {#id}, or one made of its text by the rule of the source.
func (p *pass) headingID(n *ast.Heading, plain string) string {
	if own := ownID(n); own != "" {
		return p.newID(own, true)
	}
	if p.m.slugs.Raw {
		plain = unmarked(rawHeading(n, p.src))
	} else if p.m.dialects.Has(config.Emoji) && strings.ContainsFunc(plain, func(r rune) bool { return r > unicode.MaxLatin1 }) {
		p.emojiNames = true // forges have the names
		plain = string(p.textOf(n))
		p.emojiNames = false
	}
	wish := p.m.slugs.Slug(plain)
	if p.m.slugs.Counted {
		return p.countedID(wish)
	}
	if wish == "" {
		wish = p.m.slugs.Empty
	}
	return p.newID(wish, false)
}

func ownID(n *ast.Heading) string {
	if v, ok := n.AttributeString("id"); ok {
		return string(v.([]byte))
	}
	return ""
}

// rawHeading is the last line of a heading as it is written.
func rawHeading(n *ast.Heading, src []byte) string {
	k := n.Lines().Len()
	if k == 0 {
		return ""
	}
	line := n.Lines().At(k - 1)
	return string(bytes.TrimSpace(line.Value(src)))
}

// countedID makes ids unique as Python-Markdown's toc extension does: title, title_1, title_2; a heading "title_1" that is
// taken becomes title_2. What is jumped over is noted at each step, so that a page of such headings costs no quadratic time.
func (p *pass) countedID(wish string) string {
	if wish != "" {
		wish = p.permitted(wish)
	}
	base, n := cutCount(wish)
	id, passed := wish, []int(nil)
	for id == "" || p.taken(id) {
		passed = append(passed, n)
		n += 1 + p.ids[id]
		id = base + "_" + strconv.Itoa(n)
	}
	for _, at := range passed {
		key := wish
		if at != passed[0] {
			key = base + "_" + strconv.Itoa(at)
		}
		if _, given := p.ids[key]; given || !p.claimed[key] {
			p.ids[key] = n - at - 1
		}
	}
	p.ids[id] = 0
	return id
}

// cutCount takes a number off the end of an id.
func cutCount(id string) (base string, n int) {
	const digits = 9
	if at := strings.LastIndexByte(id, '_'); at >= 0 && len(id)-at-1 <= digits {
		if n, err := strconv.Atoi(id[at+1:]); err == nil && n >= 0 && id[at+1] != '+' {
			return id[:at], n
		}
	}
	return id, 0
}
