// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"strings"

	"commonplace/generator/source"
)

// A frontMatter is where the block of YAML at the very start of a page stands in its text: from a line --- to a line --- or "...".
type frontMatter struct {
	from, to int // the YAML
	body     int // where the body begins
	closed   bool
}

// cutFrontMatter finds the block by its lines alone. As in Jekyll and Hugo nothing may stand before it.
func cutFrontMatter(text []byte) (block frontMatter, ok bool) {
	first, rest, _ := bytes.Cut(text, []byte{'\n'})
	if string(bytes.TrimRight(first, " \t")) != "---" {
		return frontMatter{}, false
	}
	block.from = len(text) - len(rest)
	for at := block.from; at < len(text); {
		end := lineEnd(text, at)
		if line := text[at:end]; len(line) >= 3 && (line[0] == '-' || line[0] == '.') {
			if mark := string(bytes.TrimRight(line, " \t\n")); mark == "---" || mark == "..." {
				return frontMatter{from: block.from, to: at, body: end, closed: true}, true
			}
		}
		at = end
	}
	block.to = len(text)
	return block, true
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
func (p *Parser) front(d *Doc, text []byte, lines *source.Lines) (body int) {
	block, ok := cutFrontMatter(text)
	switch {
	case !ok:
		return 0
	case block.closed && block.isBlank(text):
		return block.body
	case !block.looksLikeMap(text):
		return 0
	case !block.closed:
		if p.beginsKnown(text, block) {
			p.unclosed(d, text, block, lines)
		}
		return 0
	}
	yaml := text[block.from:block.to]
	root, diags := source.ParseYAML(yaml, 2, p.yaml)
	fault := brokenBy(diags)
	broken := root == nil || fault != nil
	switch {
	case broken && holdsProse(yaml):
		p.unclosed(d, text, block, lines)
		return 0
	case root != nil && root.Kind() != source.NodeMap, root != nil && p.isProse(root):
		return 0
	case root != nil && broken:
		tellSaved(fault, root, yaml)
	}
	d.Diags = append(d.Diags, diags...)
	p.meta(d, root)
	if broken {
		p.hide(d, text, block, lines)
	}
	return block.body
}

// brokenBy is the first diagnostic that says that a part of the YAML was not read; nil where there is none.
func brokenBy(diags []source.Diagnostic) *source.Diagnostic {
	for i := range diags {
		switch diags[i].Code {
		case source.CodeYAMLSyntax, source.CodeTooLarge, source.CodeTooDeep:
			return &diags[i]
		}
	}
	return nil
}

// tellSaved adds to a diagnostic which keys were read all the same, and which were not.
func tellSaved(fault *source.Diagnostic, root *source.Node, yaml []byte) {
	var saved, lost []string
	for i := range root.Len() {
		key, _ := root.Key(i)
		saved = append(saved, key)
	}
	for at := 0; at < len(yaml); at = lineEnd(yaml, at) {
		if key := keyOf(bytes.TrimRight(yaml[at:lineEnd(yaml, at)], " \t\n")); key != "" && root.Get(key) == nil {
			lost = append(lost, key)
		}
	}
	note := "read: " + some(saved)
	if len(lost) > 0 {
		note += "; not read: " + some(lost)
	}
	fault.Notes = append(fault.Notes, source.Note{Message: note})
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
		if _, known := p.top[keyOf(bytes.TrimRight(text[at:end], " \t\n"))]; known {
			return true
		}
		at = end
	}
	return false
}

// unclosed reports front matter without a closing line. The keys up to the first blank line are read, but the whole text is body,
// since nobody can tell where the one ends and the other begins. What was meant to be private stays so.
func (p *Parser) unclosed(d *Doc, text []byte, block frontMatter, lines *source.Lines) {
	d.Diags = append(d.Diags, source.Diagnostic{
		Code: source.CodeFrontMatterUnclosed, Span: lines.Span(0, 3), Message: "the front matter has no end", Help: "put a line “---” after the last key",
	})
	keys := text[block.from:block.to]
	if n := bytes.Index(keys, []byte("\n\n")); n >= 0 {
		keys = keys[:n+1]
	}
	if root, _ := source.ParseYAML(keys, 2, p.yaml); root.Kind() == source.NodeMap {
		p.meta(d, root)
	}
	p.hide(d, text, block, lines)
}

// hide keeps a page out of the site when its unread front matter says that it is private.
func (p *Parser) hide(d *Doc, text []byte, block frontMatter, lines *source.Lines) {
	from, to := private(text[block.from:block.to])
	if from < 0 || d.Hidden {
		return
	}
	from, to = block.from+from, block.from+to
	d.Hidden = true
	d.Diags = append(d.Diags, source.Diagnostic{
		Code: source.CodeFrontMatterHidden, Span: lines.Span(from, to),
		Message: "held back: the front matter cannot be read and has a line " + quote(string(text[from:to])), Help: "correct the front matter",
	})
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

// private finds draft: true, publish: false or published: false in a block, at any depth and in any case and quotes.
func private(block []byte) (from, to int) {
	low := make([]byte, len(block))
	for i, c := range block {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		low[i] = c
	}
	for _, w := range []struct {
		key    string
		values []string
	}{
		{"draft", []string{"true", "yes", "on"}},
		{"publish", []string{"false", "no", "off"}},
		{"published", []string{"false", "no", "off"}},
	} {
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
			rest, ok := bytes.CutPrefix(bytes.TrimLeft(low[at:], "\"' \t"), []byte{':'})
			if !ok {
				continue
			}
			rest = bytes.TrimLeft(rest, "\"' \t")
			for _, value := range w.values {
				if bytes.HasPrefix(rest, []byte(value)) && (len(rest) == len(value) || !isLocal(rest[len(value)])) {
					return start, len(low) - len(rest) + len(value)
				}
			}
		}
	}
	return -1, -1
}
