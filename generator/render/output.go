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
	"commonplace/generator/search"
	"commonplace/generator/site"
	"commonplace/generator/source"
)

// Output is one file of the published site.
type Output struct {
	Path  string      // slash path from the output's root, safe on every file system
	Key   source.Hash // in a list without keys it is empty until the file is written
	write func(dst []byte) ([]byte, error)

	site *Site // of an output that shows a view; else nil
	view func() site.View
}

// Write appends the file's bytes. Several outputs can be written at a time.
func (o *Output) Write(dst []byte) ([]byte, error) {
	if o.site == nil {
		return o.write(dst)
	}
	v := o.view()
	if o.Key == (source.Hash{}) {
		o.Key = o.site.viewKey(v)
	}
	return o.site.appendView(dst, v)
}

// Files gives what is kept of the files of a commons.
type Files interface {
	Body(in *site.Input) (*page.Body, error) // the rendered text of a page
	Source(in *site.Input) ([]byte, error)   // the bytes of its file
	Medium(m *site.Medium) ([]byte, error)   // the bytes of a medium, fit to publish
	Each(n int, do func(i int) error) error  // calls do for every number below n, in parallel
	// Index makes the search index of a commons, whose Body is given, and Each is not.
	Index(c *search.Commons) (*search.Index, error)
}

// Site is a site with all it needs to be written.
type Site struct {
	*site.Site
	theme *Theme
	press *Press
	files Files

	filled  sync.Pool // *[]byte: bodies with their holes filled, on their way into a page
	digests sync.Pool // *source.Digest

	index func() (*search.Index, error) // made when it is first asked for
}

// New joins a site with its theme and files.
func New(s *site.Site, t *Theme, files Files) *Site {
	press := t.Press(s.Chrome())
	press.allow = allowance(s.Config())
	r := &Site{Site: s, theme: t, press: press, files: files, filled: sync.Pool{New: func() any { return new([]byte) }},
		digests: sync.Pool{New: func() any { return new(source.Digest) }}}
	r.index = sync.OnceValues(r.makeIndex)
	return r
}

// Outputs are all files of the site, sorted by path. Where all are to be written anyway, their keys need not be known before, and
// each view is made only once.
func (s *Site) Outputs(keys bool) ([]Output, error) {
	entries := s.Entries()
	list := make([]Output, len(entries), len(entries)+s.Pages()+64)
	for i := range entries {
		list[i] = Output{Path: entries[i].Path, site: s, view: entries[i].View}
	}
	if keys {
		err := s.files.Each(len(list), func(i int) error {
			list[i].Key = s.viewKey(list[i].view())
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	for i := range s.Pages() {
		list = append(list, s.markdown(i))
	}
	for _, m := range s.Media() {
		list = append(list, s.medium(m.Path, m.Medium))
	}
	list = append(list, s.stylesheet(), s.icon())
	list = append(list, s.scripts()...)
	list = append(list, s.searchOutputs()...)
	list = append(list, s.exports()...)
	list = append(list, s.badges()...)
	list, err := s.indexOutputs(list)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(list, func(a, b Output) int { return strings.Compare(a.Path, b.Path) })
	return list, nil
}

// Output is one file of the site, if there is such a file. It makes no more keys than it must.
func (s *Site) Output(path string) (Output, bool) {
	// These first: a preview asks for the stylesheet with every page, and to tell that a path is none of a view costs a list of all.
	switch path {
	case StylesheetPath:
		return s.stylesheet(), true
	case IconPath:
		return s.icon(), true
	}
	if o, ok := s.scriptAt(path); ok {
		return o, true
	}
	if v, ok := s.View(path); ok {
		return Output{Path: path, Key: s.viewKey(v), site: s, view: func() site.View { return v }}, true
	}
	if stem, ok := strings.CutSuffix(path, ".md"); ok {
		if i, ok := s.PageAt(stem + ".html"); ok {
			return s.markdown(i), true
		}
	}
	if m, ok := s.MediumAt(path); ok {
		return s.medium(path, m), true
	}
	if o, ok := s.indexOutput(path); ok {
		return o, true
	}
	for i := range s.theme.exports {
		if c := &s.theme.exports[i]; c.out == path {
			return s.custom(c, s.allFacts()), true
		}
	}
	if o, ok := s.badgeAt(path); ok {
		return o, true
	}
	from := s.exports
	if strings.HasPrefix(path, site.SearchDir) {
		from = s.searchOutputs
	} else if strings.Contains(path, "/") {
		return Output{}, false
	}
	for _, o := range from() {
		if o.Path == path {
			return o, true
		}
	}
	return Output{}, false
}

// viewKey is the key of an output that shows a view.
func (s *Site) viewKey(v site.View) source.Hash {
	d := s.digests.Get().(*source.Digest)
	defer s.digests.Put(d)
	d.Reset()
	d.Hash(s.theme.look)
	d.Hash(s.Config().Digest)
	v.Key(d)
	return d.Sum()
}

// markdown is the page's own Markdown.
func (s *Site) markdown(i int) Output {
	in := s.Page(i)
	return Output{Path: site.SourcePath(s.PagePath(i)), Key: in.File, write: func(dst []byte) ([]byte, error) {
		data, err := s.files.Source(in)
		return append(dst, page.Copy(data)...), err
	}}
}

func (s *Site) medium(path string, m *site.Medium) Output {
	return Output{Path: path, Key: m.File, write: func(dst []byte) ([]byte, error) {
		data, err := s.files.Medium(m)
		return append(dst, data...), err
	}}
}

func (s *Site) stylesheet() Output {
	look := s.Config().Look
	return Output{Path: StylesheetPath, Key: s.keyOf("style", look.Accent), write: func(dst []byte) ([]byte, error) {
		return append(dst, s.theme.Stylesheet(config.Look{Accent: look.Accent})...), nil
	}}
}

func (s *Site) icon() Output {
	return Output{Path: IconPath, Key: s.keyOf("icon"), write: func(dst []byte) ([]byte, error) {
		return append(dst, s.theme.files["icon.svg"].text...), nil
	}}
}

// keyOf is the key of an output that depends on the theme and a few words.
func (s *Site) keyOf(words ...string) source.Hash {
	var d source.Digest
	d.Hash(s.theme.look)
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
