// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Package render turns a theme and the views of a site into outputs.
//
// An Output is a path, a key and a way to write it; it is written only when its key changes. Render never reads anything but the
// theme, the views and the files it is given, so equal keys mean equal bytes.
package render

import (
	"slices"
	"strings"
	"sync"

	"commonplace/generator/config"
	"commonplace/generator/page"
	"commonplace/generator/site"
	"commonplace/generator/source"
)

// Output is one file of the published site.
type Output struct {
	Path  string // slash path from the output's root, safe on every file system
	Key   source.Hash
	Write func(dst []byte) ([]byte, error) // appends the file's bytes; safe to call from many goroutines
}

// Files gives what is kept of the files of a commons.
type Files interface {
	Body(in *site.Input) (*page.Body, error) // the rendered text of a page
	Source(in *site.Input) ([]byte, error)   // the bytes of its file
	Medium(m *site.Medium) ([]byte, error)   // the bytes of a medium, fit to publish
	Each(n int, do func(i int) error) error  // calls do for every number below n, in parallel
}

// Site is a site with all it needs to be written.
type Site struct {
	*site.Site
	theme *Theme
	press *Press
	files Files

	filled sync.Pool // *[]byte: bodies with their holes filled, on their way into a page
}

// New joins a site with its theme and files.
func New(s *site.Site, t *Theme, files Files) *Site {
	return &Site{Site: s, theme: t, press: t.Press(s.Chrome()), files: files, filled: sync.Pool{New: func() any { return new([]byte) }}}
}

// Outputs are all files of the site, sorted by path.
func (s *Site) Outputs() ([]Output, error) {
	entries := s.Entries()
	list := make([]Output, len(entries), len(entries)+s.Pages()+64)
	digests := sync.Pool{New: func() any { return new(source.Digest) }}
	err := s.files.Each(len(entries), func(i int) error {
		d := digests.Get().(*source.Digest)
		defer digests.Put(d)
		list[i] = s.viewed(d, entries[i].Path, entries[i].View(), entries[i].View)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i := range s.Pages() {
		list = append(list, s.markdown(i))
	}
	for _, m := range s.Media() {
		list = append(list, s.medium(m.Path, m.Medium))
	}
	list = append(list, s.stylesheet(), s.icon())
	list = append(list, s.exports()...)
	slices.SortFunc(list, func(a, b Output) int { return strings.Compare(a.Path, b.Path) })
	return list, nil
}

// Output is one file of the site, if there is such a file. It makes no more keys than it must.
func (s *Site) Output(path string) (Output, bool) {
	if v, ok := s.View(path); ok {
		return s.viewed(new(source.Digest), path, v, func() site.View { return v }), true
	}
	if stem, ok := strings.CutSuffix(path, ".md"); ok {
		if i, ok := s.PageAt(stem + ".html"); ok {
			return s.markdown(i), true
		}
	}
	if m, ok := s.MediumAt(path); ok {
		return s.medium(path, m), true
	}
	switch {
	case path == StylesheetPath:
		return s.stylesheet(), true
	case path == IconPath:
		return s.icon(), true
	case strings.Contains(path, "/"):
		return Output{}, false
	}
	for _, o := range s.exports() {
		if o.Path == path {
			return o, true
		}
	}
	return Output{}, false
}

func (s *Site) viewed(d *source.Digest, path string, v site.View, again func() site.View) Output {
	d.Reset()
	d.Hash(s.theme.Digest())
	d.Hash(s.Config().Digest)
	v.Key(d)
	return Output{path, d.Sum(), func(dst []byte) ([]byte, error) { return s.appendView(dst, again()) }}
}

// markdown is the page's own Markdown.
func (s *Site) markdown(i int) Output {
	in := s.Page(i)
	return Output{site.SourcePath(s.PagePath(i)), in.File, func(dst []byte) ([]byte, error) {
		data, err := s.files.Source(in)
		return append(dst, page.Copy(data)...), err
	}}
}

func (s *Site) medium(path string, m *site.Medium) Output {
	return Output{path, m.File, func(dst []byte) ([]byte, error) {
		data, err := s.files.Medium(m)
		return append(dst, data...), err
	}}
}

func (s *Site) stylesheet() Output {
	look := s.Config().Look
	return Output{StylesheetPath, s.keyOf("style", look.Accent), func(dst []byte) ([]byte, error) {
		return append(dst, s.theme.Stylesheet(config.Look{Accent: look.Accent})...), nil
	}}
}

func (s *Site) icon() Output {
	return Output{IconPath, s.keyOf("icon"), func(dst []byte) ([]byte, error) { return append(dst, s.theme.files["icon.svg"].text...), nil }}
}

// keyOf is the key of an output that depends on the theme and a few words.
func (s *Site) keyOf(words ...string) source.Hash {
	var d source.Digest
	d.Hash(s.theme.Digest())
	d.Hash(s.Config().Digest)
	d.Texts(words)
	return d.Sum()
}

// appendView writes one view. Only a page has a body.
func (s *Site) appendView(dst []byte, v site.View) ([]byte, error) {
	p, ok := v.(*site.PageView)
	if !ok {
		return s.press.AppendView(dst, v, nil)
	}
	in := s.Page(p.Number)
	body, err := s.files.Body(in)
	if err != nil {
		return dst, err
	}
	buf := s.filled.Get().(*[]byte)
	defer s.filled.Put(buf)
	f := filler{s: s, frame: &p.Frame, words: s.press.words(p.Lang), limit: s.Config().Limits.Expanded}
	text, err := f.fill(slices.Grow((*buf)[:0], len(body.HTML)+1024), in.Doc, body, p.Targets, "")
	if err != nil {
		return dst, err
	}
	*buf = text
	return s.press.AppendView(dst, p, text)
}
