// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
)

// Some programs run what stands in a fence or put their own words before code. None of that is run here: it is shown as it is written, and
// counted, so that whoever brings such pages knows what their readers will see.

// unreadFence counts a fence whose content is meant for a program: a directive of MyST, a query of Obsidian or Logseq, a cell of Quarto.
func (p *pass) unreadFence(n *ast.FencedCodeBlock, language string) {
	if n.Info == nil {
		return
	}
	construct := ""
	switch language {
	case "dataview", "dataviewjs", "tasks", "query":
		construct = "query " + language
	case "":
		info := n.Info.Segment.Value(p.src)
		if len(info) < 3 || info[0] != '{' || info[1] == '.' || info[1] == '#' {
			return
		}
		end := bytes.IndexAny(info, "} ,")
		if end < 2 || end > maxConstructName/2 {
			return
		}
		construct = "directive {" + string(info[1:end]) + "}"
	default:
		return
	}
	at := p.origin(n.Info.Segment.Start)
	p.count(unmarked(construct), at, p.origin(n.Info.Segment.Stop), true)
}

// unreadIncludes counts what mdBook puts in place of {{#include file}}. It does so in code, too.
func (p *pass) unreadIncludes() {
	for at := 0; ; {
		k := bytes.Index(p.src[at:], []byte("{{#"))
		if k < 0 {
			return
		}
		start := at + k
		at = start + len("{{#")
		end := bytes.IndexAny(p.src[at:min(len(p.src), at+maxConstructName)], " }\n")
		if end < 0 || start > 0 && (p.src[start-1] == '\\' || p.src[start-1] == '`') {
			continue
		}
		switch word := string(p.src[at : at+end]); word {
		case "include", "rustdoc_include", "playground":
			stop := at + end
			if close := bytes.Index(p.src[at:lineEnd(p.src, at)], []byte("}}")); close >= 0 {
				stop = at + close + len("}}")
			}
			p.count("include {{#"+word+"}}", p.origin(start), p.origin(stop), true)
		}
	}
}

// unreadRole counts the name of a MyST role that stands before code: {ref}`here`.
func (p *pass) unreadRole(n *ast.CodeSpan) {
	before, ok := n.PreviousSibling().(*ast.Text)
	if !ok {
		return
	}
	text := before.Segment.Value(p.src)
	if len(text) < 3 || text[len(text)-1] != '}' {
		return
	}
	open := bytes.LastIndexByte(text[max(0, len(text)-maxConstructName/2):], '{')
	if open < 0 {
		return
	}
	name := text[max(0, len(text)-maxConstructName/2)+open:]
	for _, c := range name[1 : len(name)-1] {
		if !isLanguageChar(c) && c != ':' {
			return
		}
	}
	if len(name) > 2 {
		p.count("role "+string(name), p.origin(before.Segment.Stop-len(name)), p.origin(before.Segment.Stop), true)
	}
}
