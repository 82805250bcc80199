// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"commonplace/generator/source"
)

func sourceKeys() []string {
	return []string{
		"root", "preset", "url", "address", "include", "exclude", "type",
		"fields", "values", "records", "split", "sections", "body", "headers", "hide", "show", "paths", "facts", "markdown", "links", "nav", "glossary", "unhide",
	}
}

// siteKeys are what a preset may have beside the keys of a source.
func siteKeys() []string { return []string{"facets", "types", "relations"} }

// ownRecords are read in every root, whatever include says.
func ownRecords() []string { return []string{"contributors/*.yaml"} }

// foreign lists what package managers put beside content; whatever begins with a dot and node_modules are never scanned.
func foreign() []string { return []string{"**/vendor/bundle/**", "**/site-packages/**"} }

// sources reads the list of roots.
func (l *loader) sources(list *source.Node) {
	switch list.Kind() {
	case source.NodeNull:
		l.source(nil, word{text: "content"})
		return
	case source.NodeList:
	default:
		l.fatal(word{span: list.Span()}, flawf("sources must be a list, not %s", kindName(list)).or("write “- root: content” below it"))
		return
	}
	for i := range list.Len() {
		item := list.Item(i)
		if item.Kind() != source.NodeMap {
			l.fatal(word{span: item.Span()}, flawf("a source must be a map of keys and values, not %s", kindName(item)).or("write “- root: content”"))
			continue
		}
		root := item.Get("root")
		switch {
		case root == nil:
			l.fatal(word{span: item.Span()}, flawf("a source needs a root"))
		case root.Text() == "":
			l.fatal(word{span: root.Span()}, flawf("the root of a source is the path of a folder"))
		default:
			l.source(item, word{text: root.Text(), span: root.Span()})
		}
	}
}

// A layer is a map of settings of one source: its own, or its preset's.
type layer struct {
	node *source.Node
	origin
}

// source reads one item of the list; item is nil for the default.
func (l *loader) source(item *source.Node, root word) {
	l.keys(item, "a source", origin{}, sourceKeys()...)
	s := Source{Folder: l.folder(root.text)}
	layers := []layer{{node: item}}
	if w, ok := l.one(item.Get("preset"), "preset", origin{}); ok {
		p, f := l.preset(w)
		if f != nil {
			l.fatal(w, f)
		} else {
			l.keys(p.root, "", p.origin, append(append(sourceKeys(), siteKeys()...), "description")...)
			layers = append(layers, layer{p.root, p.origin})
		}
	}
	if f := l.place(&s, item.Get("exclude").Strings()); f != nil {
		switch {
		case item == nil && l.cfg.File == "":
			f.or("“commonplace init” begins a commons in this folder, also around pages that lie elsewhere in it; --source names another folder")
		case item == nil:
			f.or("put Markdown files there, or name another folder in site.yaml: “sources: [{root: docs}]”")
		}
		l.fatal(root, f)
		return
	}
	s.InRepository = l.inRepository(s.Path)
	s.Type, s.Address, s.LinkOrder = "page", l.cfg.Address, l.cfg.LinkOrder
	s.Include = []string{"**/*.md", "**/*.markdown"}
	s.Exclude = foreign()
	if s.Path == l.cfg.Dir {
		s.Exclude = append(s.Exclude, "public/**") // the output, unless --destination names another
	}
	markdown, schemes := l.cfg.Markdown, l.linkSchemes
	m := mapped{overridden: map[string]bool{}}
	for _, layer := range slices.Backward(layers) {
		l.value(layer, "url", &s.URL, prefix)
		l.value(layer, "address", &s.Address, address)
		l.value(layer, "type", &s.Type, nil)
		l.list(layer, "include", l.texts(&s.Include, glob))
		var exclude []string
		l.list(layer, "exclude", l.texts(&exclude, glob))
		s.Exclude = append(s.Exclude, exclude...)
		var unhide []string
		l.list(layer, "unhide", l.texts(&unhide, below))
		s.Unhide = append(s.Unhide, unhide...)
		l.widenSource(layer, &markdown)
		links := l.mapping(layer.node.Get("links"), "links", layer.origin)
		l.keys(links, "links", layer.origin, "order", "schemes")
		schemes = l.schemes(layerOf(links, layer), "schemes", schemes, false)
		l.list(layerOf(links, layer), "order", l.texts(&s.LinkOrder, linkOrder))
	}
	for _, layer := range layers {
		if w, ok := l.one(layer.node.Get("nav"), "nav", layer.origin); ok {
			l.nav(&s, w)
			break
		}
	}
	l.glossaries(&s, layers)
	headings := map[string]bool{}
	for _, layer := range slices.Backward(layers) {
		l.truth(layer, "headers", &m.headers)
	}
	for _, layer := range layers {
		m.fields = append(m.fields, l.fields(layer, m.overridden)...)
		m.values = l.values(layer, m.values)
		m.sections = append(m.sections, l.sections(layer, headings)...)
		l.front(layer, &m.front)
		m.records = append(m.records, l.records(layer)...)
		s.Paths = append(s.Paths, l.paths(layer)...)
		s.Facts = l.facts(layer, s.Facts)
		s.Foreign = s.Foreign || layer.name != "" || len(m.fields)+len(m.sections) > 0
	}
	for _, r := range m.records {
		if _, f := below(r.Path); f == nil && !strings.ContainsAny(r.Path, "*?[{") && strings.Contains("/"+r.Path, "/.") {
			s.Unhide = append(s.Unhide, r.Path)
		}
	}
	s.Include = append(s.Include, ownRecords()...)
	s.Reading = Reading{
		HTML: markdown.HTML, Remote: markdown.Remote, Slugs: markdown.Slugs, Schemes: schemes, Interwiki: l.interwiki, Dialects: markdown.Dialects, Shortcodes: markdown.Shortcodes, Variables: markdown.Variables,
		Language: l.cfg.Language, Limits: l.cfg.Limits,
	}
	l.cfg.Sources = append(l.cfg.Sources, s)
	l.mapped = append(l.mapped, m)
}

// layerOf is a map within a layer.
func layerOf(node *source.Node, within layer) layer { return layer{node, within.origin} }

func (l *loader) value(from layer, key string, dst *string, check func(string) (string, *flaw)) {
	if w, ok := l.one(from.node.Get(key), key, from.origin); ok {
		l.text(dst, check)([]word{w})
	}
}

func (l *loader) list(from layer, key string, store func([]word)) {
	if words := l.many(from.node.Get(key), key, from.origin); len(words) > 0 {
		store(words)
	}
}

func (l *loader) widenSource(from layer, m *Markdown) {
	node := l.mapping(from.node.Get("markdown"), "markdown", from.origin)
	l.keys(node, "markdown", from.origin, "html", "remote", "slugs", "dialects", "shortcodes", "variables")
	within := layerOf(node, from)
	l.list(within, "html", l.widen(&m.HTML))
	if words := l.all(node.Get("dialects"), "dialects", noDialect, from.origin); len(words) > 0 {
		l.dialects(&m.Dialects)(words)
	}
	m.Variables = l.variables(node.Get("variables"), from.origin, m.Variables)
	m.Shortcodes = l.shortcodes(node.Get("shortcodes"), from.origin, m.Shortcodes)
	l.value(within, "slugs", &m.Slugs, slugRule)
	if w, ok := l.one(node.Get("remote"), "remote", from.origin); ok {
		l.remote(&m.Remote)([]word{w})
	}
}

// place checks that a root can be read and that no file would be read twice. A root may lie in another that excludes it.
func (l *loader) place(s *Source, exclude []string) *flaw {
	if filepath.Dir(s.Path) == s.Path {
		return flawf("the root of the file system can't be a source")
	}
	if !l.isDir(s.Path) {
		f := flawf("there is no folder “%s”", s.Shown)
		if !filepath.IsAbs(filepath.FromSlash(s.Shown)) {
			f.or("the root of a source is relative to the site's folder, which --source sets")
		}
		return f
	}
	own := resolved(s.Path)
	for _, other := range l.cfg.Sources {
		theirs := resolved(other.Path)
		switch {
		case own == theirs:
			return flawf("“%s” is a source already", s.Shown).or("give one source both, and tell its folders apart with paths")
		case within(own, theirs) && !leavesOut(other.Exclude, theirs, own):
			return flawf("“%s” lies inside another source, “%s”", s.Shown, other.Shown).or("give one source both, and tell its folders apart with paths")
		case within(theirs, own) && !leavesOut(exclude, own, theirs):
			return flawf("“%s” holds another source, “%s”", s.Shown, other.Shown).or("give one source both, and tell its folders apart with paths")
		}
	}
	return nil
}

// leavesOut tells whether patterns exclude all of a folder that lies in another.
func leavesOut(exclude []string, outer, inner string) bool {
	rel, err := filepath.Rel(outer, inner)
	return err == nil && slices.Contains(exclude, filepath.ToSlash(rel)+"/**")
}

// resolved follows links, so that two names of one folder are seen as one.
func resolved(path string) string {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		return target
	}
	return path
}

func within(path, folder string) bool {
	return strings.HasPrefix(path, strings.TrimSuffix(folder, string(filepath.Separator))+string(filepath.Separator))
}

// below checks a path below a root. The folders of version control are never read.
func below(text string) (string, *flaw) {
	clean := path.Clean(strings.ReplaceAll(text, `\`, "/"))
	if !filepath.IsLocal(filepath.FromSlash(clean)) || clean == "." {
		return "", flawf("“%s” is not a path below the root of the source", text)
	}
	for part := range strings.SplitSeq(clean, "/") {
		if slices.Contains([]string{".git", ".hg", ".svn", ".jj"}, strings.ToLower(part)) {
			return "", flawf("“%s” is never read", part)
		}
	}
	return clean, nil
}

// glob checks that braces and brackets are closed; a pattern that is wrong in another way can't be told from a name.
func glob(text string) (string, *flaw) {
	if text == "" {
		return "", flawf("a pattern can't be empty")
	}
	for _, pair := range []string{"{}", "[]"} {
		if strings.Count(text, pair[:1]) != strings.Count(text, pair[1:]) {
			return "", flawf("a %s of the pattern has no %s", pair[:1], pair[1:])
		}
	}
	return text, nil
}
