// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"commonplace/generator/config"
)

// A mention is a link to the outside whose text is @name, as forges have it: [@ada](https://forge.example/ada). Linking leads it to what the
// commons knows of that person, and leaves the address where it knows nothing. A bare @name is text: it may be a name, or a decorator in a program.

const maxMention = 64 // bytes of a name

func (p *pass) isMention(n *ast.Link) bool {
	if !p.m.dialects.Has(config.Mentions) {
		return false
	}
	name, ok := strings.CutPrefix(string(p.textOf(n)), "@")
	if !ok || name == "" || len(name) > maxMention {
		return false
	}
	for i := range len(name) {
		if c := name[i]; !util.IsAlphaNumeric(c) && c != '-' && c != '_' && c != '.' {
			return false
		}
	}
	return true
}

func (p *pass) mention(n *ast.Link, url string, start, stop int) {
	from := len(p.plain)
	ref := p.addLink(Link{Kind: LinkMention, Target: url, Text: string(p.textOf(n)), Span: p.span(start, stop)}, "")
	p.puts("<a")
	p.hole(HoleHref, ref)
	p.putc('>')
	p.plainText(p.links[ref].Text)
	p.puts("</a>")
	p.linked(ref, from)
}
