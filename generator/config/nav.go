// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"commonplace/generator/source"
)

// Nav is a table of contents that a source keeps. It is a setting: it may lie beside the root, as a mkdocs.yml does.
type Nav struct {
	Folder        // the file
	Data   []byte // what it says; nil: there is none
}

// maxNav is how many bytes of a table of contents are read.
const maxNav = 4 << 20

// nav reads the file that a source or its preset names, relative to the root. A preset names what such a commons usually has, so
// there it may be missing.
func (l *loader) nav(s *Source, w word) {
	rel := path.Clean(strings.ReplaceAll(w.text, `\`, "/"))
	at := filepath.Join(s.Path, filepath.FromSlash(rel))
	shown := path.Join(s.Shown, rel)
	switch ext := strings.ToLower(path.Ext(rel)); {
	case path.IsAbs(rel) || filepath.IsAbs(w.text):
		l.bad(w, flawf("the path of nav is relative to the root of its source"))
		return
	case ext != ".md" && ext != ".markdown" && ext != ".yml" && ext != ".yaml":
		l.bad(w, flawf("“%s” is no table of contents that can be read", w.text).or("name a SUMMARY.md, a mkdocs.yml or a _toc.yml"))
		return
	case !l.exists(at):
		if w.name == "" {
			l.bad(w, flawf("there is no file “%s”", shown))
		}
		return
	}
	root, name := s.Path, rel
	below := filepath.IsLocal(filepath.FromSlash(rel))
	if !below {
		root, name = filepath.Dir(at), filepath.Base(at)
	}
	data, err := l.disk.ReadBelow(root, name, maxNav)
	if err != nil {
		if failed := (*fs.PathError)(nil); errors.As(err, &failed) {
			err = failed.Err
		}
		l.bad(w, flawf("“%s” can't be read: %v", shown, err))
		return
	}
	s.Nav = Nav{Folder{shown, at}, data}
	if below {
		s.Exclude = append(s.Exclude, rel) // it is no page
	}
}

// FilesDigest covers the tables of contents of all sources what their glossaries say, and the lists of people. They are no part of Digest, since what they
// change is in the views of pages.
func (c *Config) FilesDigest() source.Hash {
	var d source.Digest
	for i := range c.Sources {
		d.Text(c.Sources[i].Nav.Shown)
		d.Text(string(c.Sources[i].Nav.Data))
		for _, g := range c.Sources[i].Glossaries {
			d.Text(g.Shown)
			for _, t := range g.Terms {
				d.Text(t.Path)
				d.Text(t.Text)
				d.Int(int(t.Span.Line))
			}
		}
	}
	d.Int(len(c.People))
	for i := range c.People {
		d.Text(c.People[i].Shown)
		d.Text(string(c.People[i].Data))
	}
	return d.Sum()
}
