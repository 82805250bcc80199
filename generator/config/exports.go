// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"path/filepath"
	"slices"
	"strings"

	"commonplace/generator/source"
)

// Export is a file that the site makes beside its pages, of the facts in commons.json, by a template of its own: one that others fetch keeps
// its place and its shape.
type Export struct {
	Out      string      // slash path in the output
	Template Folder      // a file
	Span     source.Span // of Out in site.yaml
}

// exports reads the list. A template is looked for in the site's folder, then beside site.yaml, which may lie elsewhere.
func (l *loader) exports(list *source.Node) {
	switch list.Kind() {
	case source.NodeNull:
		return
	case source.NodeList:
	default:
		l.bad(word{span: list.Span()}, flawf("exports must be a list, not %s", kindName(list)).or("write “- {template: …, path: …}” below it"))
		return
	}
	for i := range list.Len() {
		item := l.mapping(list.Item(i), "an export", origin{})
		if item == nil {
			continue
		}
		l.keys(item, "an export", origin{}, "template", "path")
		template, _ := l.one(item.Get("template"), "template", origin{})
		path, _ := l.one(item.Get("path"), "path", origin{})
		if template.text == "" || path.text == "" {
			l.bad(word{span: list.Item(i).Span()}, flawf("an export needs a template and a path"))
			continue
		}
		at, f := l.template(template.text)
		if f != nil {
			l.bad(template, f)
			continue
		}
		out, f := outputPath(path.text)
		if f == nil && slices.ContainsFunc(l.cfg.Exports, func(e Export) bool { return strings.EqualFold(e.Out, out) }) {
			f = flawf("two exports can't be one file")
		}
		if f != nil {
			l.bad(path, f)
			continue
		}
		l.cfg.Exports = append(l.cfg.Exports, Export{Out: out, Template: at, Span: path.span})
	}
}

func (l *loader) template(text string) (Folder, *flaw) {
	shown, f := inside(text)
	if f != nil {
		return Folder{}, f
	}
	folders := []string{l.cfg.Dir}
	if l.cfg.File != "" {
		folders = append(folders, filepath.Dir(l.cfg.File))
	}
	for _, dir := range folders {
		if at := filepath.Join(dir, filepath.FromSlash(shown)); l.exists(at) && !l.isDir(at) {
			return Folder{Shown: shown, Path: at}, nil
		}
	}
	return Folder{}, flawf("there is no file “%s”", text).or("a template is looked for in the site's folder, then beside site.yaml")
}

// outputPath checks that a path can be written everywhere as it stands.
func outputPath(text string) (string, *flaw) {
	p, f := inside(text)
	if f != nil {
		return "", f
	}
	for _, part := range strings.Split(p, "/") {
		if source.SafeName(part) != part {
			return "", flawf("“%s” can't be the name of a file on every system", part).or("write “" + source.SafeName(part) + "”")
		}
	}
	return p, nil
}
