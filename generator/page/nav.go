// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"net/url"
	"path"
	"strconv"
	"strings"

	"commonplace/generator/source"
)

// NavItem is one line of a table of contents that a commons keeps: a chapter, or with an empty Target the title of a part.
type NavItem struct {
	Level  int32 // 0: outermost
	Title  string
	Target string // path as written, percent-decoded, without fragment
	Span   source.Span
}

// Bounds of a table of contents.
const (
	maxNavItems = 20_000
	maxNavLevel = 12
)

// Nav reads a table of contents by the form that the name of its file tells: SUMMARY.md of mdBook and GitBook (any *.md), _toc.yml of Jupyter
// Book, or the nav of a mkdocs.yml (any other YAML). What leads out of the commons is left out.
func Nav(name string, data []byte) ([]NavItem, []source.Diagnostic) {
	text, diags := source.Text(data)
	if ext := strings.ToLower(path.Ext(name)); ext != ".yml" && ext != ".yaml" {
		return summary(text), diags
	}
	const depth, nodes = 64, 100_000
	root, found := source.ParseYAML(text, 1, source.YAMLLimits{Bytes: len(text) + 1, Depth: depth, Nodes: nodes})
	for _, d := range found {
		// A mkdocs.yml has tags for programs of its own, below other keys than nav.
		if d.Code == source.CodeYAMLSyntax {
			diags = append(diags, d)
		}
	}
	var n navList
	switch {
	case root.Get("nav") != nil:
		n.nav(root.Get("nav"), 0)
	default:
		n.toc(root)
	}
	return n, diags
}

type navList []NavItem

func (n *navList) add(level int32, title, target string, span source.Span) {
	title, _ = tidy(title)
	target, _, _ = strings.Cut(target, "#")
	if plain, err := url.PathUnescape(target); err == nil {
		target = plain
	}
	if len(*n) < maxNavItems && level < maxNavLevel && (title != "" || target != "") && !strings.Contains(target, "://") && !strings.HasPrefix(target, "mailto:") {
		*n = append(*n, NavItem{level, title, target, span})
	}
}

// nav reads the nav of a mkdocs.yml: a list of paths, of titles with a path, and of titles with such a list.
func (n *navList) nav(list *source.Node, level int32) {
	for i := range list.Len() {
		item := list.Item(i)
		if item.Kind() == source.NodeScalar {
			n.add(level, "", item.Text(), item.Span())
		}
		for k := range item.Len() {
			if item.Kind() != source.NodeMap {
				break
			}
			title, span := item.Key(k)
			if value := item.Value(k); value.Kind() == source.NodeList {
				n.add(level, title, "", span)
				n.nav(value, level+1)
			} else {
				n.add(level, title, value.Text(), value.Span())
			}
		}
	}
}

// toc reads a _toc.yml: a root, then parts with chapters, or chapters, or sections, each with a file and further sections.
func (n *navList) toc(root *source.Node) {
	if file := root.Get("root"); file != nil {
		n.add(0, "", file.Text(), file.Span())
	}
	parts := root.Get("parts")
	for i := range parts.Len() {
		part := parts.Item(i)
		level := int32(0)
		if caption := part.Get("caption"); caption != nil {
			n.add(0, caption.Text(), "", caption.Span())
			level = 1
		}
		n.files(part.Get("chapters"), level)
	}
	n.files(root.Get("chapters"), 0)
	n.files(root.Get("sections"), 0)
}

func (n *navList) files(list *source.Node, level int32) {
	for i := range list.Len() {
		item := list.Item(i)
		if file := item.Get("file"); file != nil {
			n.add(level, item.Get("title").Text(), file.Text(), file.Span())
			n.files(item.Get("sections"), level+1)
		}
	}
}

// summary reads a SUMMARY.md, line by line: headings are parts, but for the first when nothing stands above it; items of nested
// lists are chapters, and so is a link alone on its line.
func summary(text []byte) []NavItem {
	var n navList
	var indents []int // of the items above, one a level
	part := int32(0)  // level of chapters below the last part
	heading, line := false, int32(0)
	for raw := range strings.Lines(string(text)) {
		line++
		rest := strings.TrimRight(raw, "\r\n")
		body := strings.TrimLeft(rest, " \t")
		indent := len(rest) - len(body)
		span := source.Span{Line: line, Column: int32(indent) + 1, Length: int32(len(body))}
		if strings.HasPrefix(body, "#") {
			if title := strings.Trim(body, "# \t"); title != "" && (heading || len(n) > 0) {
				n.add(0, title, "", span)
				part = 1
			}
			heading, indents = true, nil
			continue
		}
		item, listed := strings.CutPrefix(strings.TrimLeft(body, "0123456789"), ". ")
		if !listed && len(body) > 1 && strings.IndexByte("-*+", body[0]) >= 0 && (body[1] == ' ' || body[1] == '\t') {
			item, listed = body[2:], true
		}
		if !listed {
			item, indent, indents = body, 0, nil
		}
		title, target, ok := navLink(strings.TrimSpace(item))
		switch {
		case !ok && !listed:
			continue
		case !ok:
			title = strings.TrimSpace(item)
		}
		for len(indents) > 0 && indents[len(indents)-1] >= indent {
			indents = indents[:len(indents)-1]
		}
		level := part + int32(len(indents))
		if !listed {
			level = 0
		}
		indents = append(indents, indent)
		n.add(level, title, target, span)
	}
	return n
}

// navLink reads "[title](target)", with or without a link title in quotes. A draft chapter has no target.
func navLink(text string) (title, target string, ok bool) {
	if !strings.HasPrefix(text, "[") {
		return "", "", false
	}
	cut := strings.Index(text, "](")
	if cut < 0 {
		return "", "", false
	}
	title, rest := text[1:cut], text[cut+2:]
	if bare, angled := strings.CutPrefix(rest, "<"); angled {
		if inner, _, closed := strings.Cut(bare, ">"); closed {
			return unescapeNav(title), inner, true
		}
	}
	end := strings.LastIndexByte(rest, ')')
	if end < 0 {
		return "", "", false
	}
	target = strings.TrimSpace(rest[:end])
	if before, _, quoted := strings.Cut(target, ` "`); quoted {
		target = strings.TrimSpace(before)
	}
	return unescapeNav(title), target, true
}

// unescapeNav takes the backslashes and marks of code and emphasis from a title.
func unescapeNav(title string) string {
	return strings.NewReplacer(`\[`, "[", `\]`, "]", `\_`, "_", `\*`, "*", "`", "", "**", "").Replace(title)
}

// Folder reads what a _category_.json or _category_.yml of Docusaurus says of its folder: a label, and its position among its neighbours.
func Folder(data []byte) *Doc {
	text, diags := source.Text(data)
	const bytes, depth, nodes = 64 << 10, 16, 200
	root, found := source.ParseYAML(text, 1, source.YAMLLimits{Bytes: bytes, Depth: depth, Nodes: nodes})
	d := &Doc{Kind: KindFolder, Diags: append(diags, found...)}
	d.Meta.Title, _ = tidy(root.Get("label").Text())
	d.Meta.Order = order(root.Get("position").Text())
	return d
}

// order is a number as it is sorted by; empty for what is none.
func order(text string) string {
	if n, err := strconv.ParseFloat(strings.TrimSpace(text), 64); err == nil && n == n {
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	return ""
}
