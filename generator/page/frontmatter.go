// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"encoding/json"
	"strings"

	"commonplace/generator/source"
)

// A frontMatter is where the block of facts at the very start of a page stands in its text.
type frontMatter struct {
	from, to int // the facts
	body     int // where the body begins
	line     int // number of the first line of the facts
	closed   bool
	syntax   syntax
}

// A syntax is a language of front matter.
type syntax uint8

const (
	inYAML    syntax = iota
	inTOML           // between lines +++
	inJSON           // between lines ;;;, or in braces
	inHeaders        // lines “Key: value”, where site.yaml asks for them
)

// fences are the first and the last line of a block, as Jekyll, Hugo and their kin have them. YAML may end in "...", too.
var fences = map[string]struct {
	end    string
	syntax syntax
}{
	"---": {"---", inYAML}, "---yaml": {"---", inYAML}, "---toml": {"---", inTOML}, "---json": {"---", inJSON},
	"+++": {"+++", inTOML}, ";;;": {";;;", inJSON},
}

// cutFrontMatter finds the block by its lines alone. As in Jekyll and Hugo nothing may stand before it.
func cutFrontMatter(text []byte) (block frontMatter, ok bool) {
	if len(text) == 0 || strings.IndexByte("-+;{", text[0]) < 0 {
		return frontMatter{}, false
	}
	if text[0] == '{' {
		return cutBraces(text)
	}
	first, rest, _ := bytes.Cut(text, []byte{'\n'})
	fence, ok := fences[string(bytes.TrimRight(first, " \t"))]
	if !ok {
		return frontMatter{}, false
	}
	block = frontMatter{from: len(text) - len(rest), line: 2, syntax: fence.syntax}
	for at := block.from; at < len(text); {
		end := lineEnd(text, at)
		if line := text[at:end]; len(line) >= 3 && (line[0] == fence.end[0] || line[0] == '.') {
			if mark := string(bytes.TrimRight(line, " \t\n")); mark == fence.end || mark == "..." && fence.end == "---" {
				block.to, block.body, block.closed = at, end, true
				return block, true
			}
		}
		at = end
	}
	block.to = len(text)
	return block, true
}

// cutBraces finds JSON that begins with a brace and a key. Where it is broken, a line } ends it.
func cutBraces(text []byte) (block frontMatter, ok bool) {
	block = frontMatter{line: 1, syntax: inJSON}
	if inner := bytes.TrimLeft(text[1:], " \t\n"); len(inner) == 0 || inner[0] != '"' {
		return block, false
	}
	d := json.NewDecoder(bytes.NewReader(text))
	var value json.RawMessage
	if d.Decode(&value) == nil {
		block.to = int(d.InputOffset())
		block.body, block.closed = lineEnd(text, block.to), true
		return block, len(bytes.TrimSpace(text[block.to:block.body])) == 0
	}
	if n := bytes.Index(text, []byte("\n}\n")); n >= 0 {
		block.to, block.body, block.closed = n+2, n+3, true
		return block, true
	}
	return block, false
}

// parse reads the facts of a block.
func (p *Parser) parse(syntax syntax, text []byte, line int) (root *source.Node, diags []source.Diagnostic) {
	switch syntax {
	case inTOML:
		return source.ParseTOML(text, line, p.yaml)
	case inJSON:
		if inner := bytes.TrimSpace(text); len(inner) > 0 && inner[0] != '{' {
			text = append(append([]byte{'{'}, text...), '}') // as ;;; has it
		}
		root, _, diags = source.ParseJSON(text, line, p.yaml)
		return root, diags
	}
	return source.ParseYAML(text, line, p.yaml)
}

// lineEnd is the offset behind the line feed of the line at offset at.
func lineEnd(text []byte, at int) int {
	if n := bytes.IndexByte(text[at:], '\n'); n >= 0 {
		return at + n + 1
	}
	return len(text)
}

// looksLikeMap says whether the block may be a map, by its first line that is neither blank nor a comment. A rule at the start of
// a page, with prose below it, is no front matter.
func (f frontMatter) looksLikeMap(text []byte) bool {
	for at := f.from; at < f.to; at = lineEnd(text, at) {
		line := bytes.TrimRight(text[at:lineEnd(text, at)], " \t\n")
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		switch f.syntax {
		case inTOML:
			return line[0] == '[' || bytes.IndexByte(line, '=') > 0
		case inJSON:
			return line[0] == '{' || line[0] == '"'
		}
		return line[0] == '{' || line[0] == '?' || keyOf(line) != ""
	}
	return false
}

// isBlank says whether there is nothing in the block.
func (f frontMatter) isBlank(text []byte) bool { return len(bytes.TrimSpace(text[f.from:f.to])) == 0 }

// keyOf is the key that a line begins at the left margin, as written; empty where there is none.
func keyOf(line []byte) string {
	if len(line) == 0 || strings.IndexByte(" \t#-[]{}>|*&!%@`,", line[0]) >= 0 {
		return ""
	}
	from := 0
	if q := line[0]; q == '"' || q == '\'' {
		n := bytes.IndexByte(line[1:], q)
		if n < 0 {
			return ""
		}
		from = n + 2
	}
	for from < len(line) {
		n := bytes.IndexByte(line[from:], ':')
		if n < 0 {
			return ""
		}
		if end := from + n; end+1 == len(line) || line[end+1] == ' ' || line[end+1] == '\t' {
			return strings.Trim(string(line[:end]), `"' `)
		}
		from += n + 1
	}
	return ""
}

// front reads the front matter of a page and says where the body begins. When in doubt the text is body, so that no word is lost.
func (p *Parser) front(d *Doc, text []byte, lines *source.Lines) (body int, root *source.Node) {
	body, root = p.readFront(d, text, lines)
	p.hold(d, root)
	return body, root
}

func (p *Parser) readFront(d *Doc, text []byte, lines *source.Lines) (body int, root *source.Node) {
	block, ok := cutFrontMatter(text)
	switch {
	case !ok:
		return p.headerLines(d, text)
	case block.closed && block.isBlank(text):
		return block.body, nil
	case !block.looksLikeMap(text):
		return 0, nil
	case !block.closed:
		if p.beginsKnown(text, block) {
			root = p.unclosed(d, text, block, lines)
		}
		return 0, root
	}
	facts := text[block.from:block.to]
	root, diags := p.parse(block.syntax, facts, block.line)
	fault := brokenBy(diags)
	broken := root == nil || fault != nil
	switch {
	case broken && block.syntax == inYAML && holdsProse(facts):
		return 0, p.unclosed(d, text, block, lines)
	case root != nil && root.Kind() != source.NodeMap, root != nil && p.isProse(root):
		return 0, nil
	case root != nil && broken:
		tellSaved(fault, root, facts, block.syntax)
	}
	d.Diags = append(d.Diags, diags...)
	p.meta(d, root)
	if broken {
		p.hide(d, text, block, lines)
	}
	return block.body, root
}

// headerLines reads the lines that MultiMarkdown has in place of a block, where site.yaml asks for them and one of their keys is known.
func (p *Parser) headerLines(d *Doc, text []byte) (body int, root *source.Node) {
	if !p.headers {
		return 0, nil
	}
	root, body, diags := source.ParseHeaders(text, p.yaml)
	for i := range root.Len() {
		if key, _ := root.Key(i); p.knows(key) {
			d.Diags = append(d.Diags, diags...)
			p.meta(d, root)
			return body, root
		}
	}
	return 0, nil
}

func (m *mapping) knows(key string) bool {
	_, known := m.top[key]
	return known
}

// brokenBy is the first diagnostic that says that a part of the YAML was not read; nil where there is none.
func brokenBy(diags []source.Diagnostic) *source.Diagnostic {
	for i := range diags {
		switch diags[i].Code {
		case source.CodeYAMLSyntax, source.CodeFrontMatterSyntax, source.CodeTooLarge, source.CodeTooDeep:
			return &diags[i]
		}
	}
	return nil
}

// tellSaved adds to a diagnostic which keys were read all the same, and which were not.
func tellSaved(fault *source.Diagnostic, root *source.Node, facts []byte, syntax syntax) {
	var saved, lost []string
	for i := range root.Len() {
		key, _ := root.Key(i)
		saved = append(saved, key)
	}
	for at := 0; at < len(facts); at = lineEnd(facts, at) {
		if key := syntax.keyOf(bytes.TrimRight(facts[at:lineEnd(facts, at)], " \t\n")); key != "" && root.Get(key) == nil {
			lost = append(lost, key)
		}
	}
	note := "read: " + some(saved)
	if len(lost) > 0 {
		note += "; not read: " + some(lost)
	}
	fault.Notes = append(fault.Notes, source.Note{Message: note})
}

// keyOf is the key that a line of the top level begins; empty where there is none.
func (s syntax) keyOf(line []byte) string {
	switch s {
	case inTOML:
		if key, _, ok := bytes.Cut(line, []byte{'='}); ok && len(key) > 0 && key[0] != '[' && key[0] != '#' {
			return strings.Trim(string(key), "\"' \t")
		}
		return ""
	case inJSON:
		line = bytes.TrimLeft(line, " \t")
	}
	return keyOf(line)
}

// some is a list of keys, not at any length.
func some(keys []string) string {
	const most = 30
	if len(keys) > most {
		return strings.Join(keys[:most], ", ") + ", …"
	}
	return strings.Join(keys, ", ")
}

// beginsKnown says whether one of the first lines of an unclosed block sets a key that pages have: then it was meant as front matter.
func (p *Parser) beginsKnown(text []byte, block frontMatter) bool {
	at := block.from
	for range 5 {
		if at >= len(text) {
			break
		}
		end := lineEnd(text, at)
		if p.knows(block.syntax.keyOf(bytes.TrimRight(text[at:end], " \t\n"))) {
			return true
		}
		at = end
	}
	return false
}

// unclosed reports front matter without a closing line. The keys up to the first blank line are read, but the whole text is body,
// since nobody can tell where the one ends and the other begins. What was meant to be private stays so.
func (p *Parser) unclosed(d *Doc, text []byte, block frontMatter, lines *source.Lines) *source.Node {
	d.Diags = append(d.Diags, source.Diagnostic{
		Code: source.CodeFrontMatterUnclosed, Span: lines.Span(0, 3), Message: "the front matter has no end",
		Help: "put a line " + quote(string(text[:3])) + " after the last key",
	})
	keys := text[block.from:block.to]
	if n := bytes.Index(keys, []byte("\n\n")); n >= 0 {
		keys = keys[:n+1]
	}
	root, _ := p.parse(block.syntax, keys, block.line)
	if root.Kind() == source.NodeMap {
		p.meta(d, root)
	}
	p.hide(d, text, block, lines)
	return root
}

// holdsProse says whether a block that is no YAML goes on as Markdown below its keys: a line of prose, or a heading, behind a
// blank line.
func holdsProse(yaml []byte) bool {
	blank := false
	for at := 0; at < len(yaml); at = lineEnd(yaml, at) {
		end := lineEnd(yaml, at)
		line := bytes.TrimRight(yaml[at:end], " \t\n")
		if blank && len(line) > 0 {
			switch c := line[0]; {
			case c == '#':
				title := bytes.TrimLeft(line, "#")
				if next := bytes.TrimSpace(yaml[end:lineEnd(yaml, end)]); len(title) > 1 && title[0] == ' ' && end < len(yaml) && len(next) == 0 {
					return true
				}
			case strings.IndexByte(" \t-[]{}\"'?", c) < 0 && keyOf(line) == "" && bytes.IndexByte(line, ' ') > 0:
				return true
			}
		}
		blank = len(line) == 0
	}
	return false
}

// isProse says whether a map is rather a sentence with a colon: none of its keys is known and one has a space in it.
func (p *Parser) isProse(root *source.Node) bool {
	spaced := false
	for i := range root.Len() {
		key, _ := root.Key(i)
		if _, known := p.top[key]; known {
			return false
		}
		spaced = spaced || strings.IndexByte(key, ' ') >= 0
	}
	return spaced
}
