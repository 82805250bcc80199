// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import "strings"

// Dialects is a set of the ways in which people write beyond CommonMark and GitHub's additions. Each is a switch of its own: text
// of one is ordinary text where it is off.
type Dialects uint32

// The dialects, in the order of their table.
const (
	Admonitions Dialects = 1 << iota
	Attributes
	Blocks
	Callouts
	Comments
	Containers
	Emoji
	Highlight
	Liquid
	MarkdownHTML
	Math
	MDX
	Mentions
	Shortcodes
	TOC
)

// Has says whether all of some dialects are in the set.
func (d Dialects) Has(some Dialects) bool { return d&some == some }

// String lists the names, joined by commas.
func (d Dialects) String() string {
	var names []string
	for _, e := range DialectTable() {
		if d.Has(e.Dialect) {
			names = append(names, e.Name)
		}
	}
	return strings.Join(names, ",")
}

// A DialectEntry describes one dialect. What it says is Markdown in one line, for the guide.
type DialectEntry struct {
	Dialect Dialects
	Name    string // in site.yaml
	Default bool   // on where nothing is set
	Writes  string // how it looks
	Says    string // what it becomes
	From    string // who writes so
}

// DialectTable lists all dialects by name.
func DialectTable() []DialectEntry {
	return []DialectEntry{
		{Admonitions, "admonitions", false, "`!!! note \"Title\"`, `???`, `=== \"Tab\"`", "a callout, a fold or a labelled group", "MkDocs, PyMdown"},
		{Attributes, "attributes", true, "`## Title {#id .class}`, `{: .class}`", "ids lead links; what only styles is left out", "kramdown, Pandoc, PHP Markdown Extra"},
		{Blocks, "blocks", false, "`Text. ^id`, `[[Page#^id]]`", "a paragraph or an item that links and embeds can name", "Obsidian"},
		{Callouts, "callouts", true, "`> [!faq]- Title`", "any kind of callout, folded where it has a sign for that", "Obsidian"},
		{Comments, "comments", false, "`%%note to self%%`", "nothing", "Obsidian"},
		{Containers, "containers", false, "`::: warning Title` … `:::`", "a callout, a fold or a labelled group", "Pandoc, Docusaurus, VitePress"},
		{Emoji, "emoji", true, "`:seedling:`", "🌱", "GitHub"},
		{Highlight, "highlight", false, "`==words==`", "marked words", "Obsidian, Pandoc"},
		{Liquid, "liquid", false, "`{% include x %}`, `{{ page.title }}`", "what `markdown.shortcodes` says; else left out and counted", "Jekyll, GitBook"},
		{MarkdownHTML, "markdown-html", false, "`<div markdown=\"1\">`", "Markdown inside elements", "kramdown, PHP Markdown Extra, MkDocs"},
		{Math, "math", true, "`$a^2$`, `$$…$$`, ` ```math `", "a formula (MathML)", "GitHub, Pandoc, Obsidian"},
		{MDX, "mdx", false, "`import …`, `<Tabs>`, `{x}`", "the prose in it; code is left out and counted", "Docusaurus"},
		{Mentions, "mentions", false, "`[@ada](https://…)`", "a link to the person whose record has that name or account", "forges"},
		{Shortcodes, "shortcodes", false, "`{{< figure src=\"a.png\" >}}`", "what `markdown.shortcodes` says; else left out and counted", "Hugo"},
		{TOC, "toc", false, "`[TOC]`, `{:toc}`", "nothing: the page has a table of contents of its own", "kramdown, MkDocs, GitLab"},
	}
}

// noDialect stands for an empty list where a list can't be empty: in the environment and in --set.
const noDialect = "none"

// dialects stores a whole list in place of the layer below.
func (l *loader) dialects(dst *Dialects) func([]word) {
	return func(words []word) {
		names, byName := []string{noDialect}, map[string]Dialects{}
		for _, e := range DialectTable() {
			names = append(names, e.Name)
			byName[e.Name] = e.Dialect
		}
		var set Dialects
		wrong := 0
		for _, w := range words {
			name, f := anyOf(names...)(w.text)
			if f != nil {
				l.bad(w, f)
				wrong++
			}
			set |= byName[name]
		}
		if wrong < len(words) {
			*dst = set
		}
	}
}

// usualDialects is the default as it would be written.
func usualDialects() string {
	var set Dialects
	for _, e := range DialectTable() {
		if e.Default {
			set |= e.Dialect
		}
	}
	return set.String()
}
