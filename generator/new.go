// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"commonplace/generator/build"
	"commonplace/generator/history"
	"commonplace/generator/scaffold"
	"commonplace/generator/site"
	"commonplace/generator/source"
)

// Sketch is a commons that is about to get a page of one kind.
type Sketch struct {
	kind    string
	commons *Commons
	site    *site.Site
	names   *site.Names
	author  string
}

// NewPage is a page that was written.
type NewPage struct {
	File  string `json:"-"`    // absolute
	Path  string `json:"path"` // as diagnostics show it
	ID    string `json:"id,omitempty"`
	Type  string `json:"type"`
	Title string `json:"title"`
}

// Kinds are what Sketch can make: the program's kinds, then the types that site.yaml declares beside them.
func (c *Commons) Kinds() []string {
	kinds := scaffold.Templates()
	for _, typ := range slices.Sorted(maps.Keys(c.set.Config.Types)) {
		if !slices.Contains(kinds, typ) {
			kinds = append(kinds, typ)
		}
	}
	return kinds
}

// Sketch reads the commons, so that a new page of a kind can be put where it belongs and compared with what is there.
func (c *Commons) Sketch(ctx context.Context, kind string) (*Sketch, error) {
	if len(c.set.Config.Sources) == 0 {
		return nil, errors.New("the site has no source to write into")
	}
	cache, err := c.openCache(ctx)
	if err != nil {
		return nil, err
	}
	snapshot, _, err := build.NewBuilder(cache, c.set).Snapshot(ctx, source.Hash{})
	if err != nil {
		return nil, errors.Join(err, cache.Close())
	}
	s := &Sketch{kind: kind, commons: c, site: snapshot.Site.Site}
	snapshot.Close()
	if err := cache.Close(); err != nil {
		return nil, err
	}
	if s.names = s.site.PageNames(); kind == "person" {
		s.names = s.site.PersonNames()
	}
	s.author = c.self(ctx, s.site)
	return s, nil
}

// self is who is at work, as Git says: the name of their record's file if they have one, else their name, which may be empty.
func (c *Commons) self(ctx context.Context, s *site.Site) string {
	name := history.Self(ctx, c.set.Config.Dir)
	if known := s.PersonNames().About(name, 1); len(known) > 0 && known[0].Alike == site.SameName {
		// A record has the name of its own file before all others.
		base := path.Base(known[0].Path)
		return base[:len(base)-len(path.Ext(base))]
	}
	return name
}

// About finds the pages that a title is about already, the nearest first.
func (s *Sketch) About(title string) []site.Namesake { return s.names.About(title, namesakes) }

// Begun finds the pages whose names hold what has been typed of a title.
func (s *Sketch) Begun(typed string) []site.Namesake { return s.names.Begun(typed, namesakes) }

// namesakes are so many as fit below a line that is being typed.
const namesakes = 5

// Write makes the file of a page. One that is there already is left alone, and an error. The id of a page comes of the time and of
// random.
func (s *Sketch) Write(title string, now time.Time, random io.Reader) (*NewPage, error) {
	title, err := scaffold.Title(title)
	if err != nil {
		return nil, err
	}
	cfg := s.commons.set.Config
	number, dir, ok := s.site.Home(s.kind)
	if !ok {
		dir = usualFolder(s.kind)
	}
	src := &cfg.Sources[number]
	typ := cfg.Types[s.kind]
	p := scaffold.Page{
		Type: s.kind, Title: title, Slug: scaffold.FileName(title), Date: s.commons.set.Date, Author: s.author, Language: cfg.Language,
		Fields: scaffold.Fields(typ.Required), Sections: typ.Sections,
	}
	if cfg.License != "" {
		p.Fields = slices.DeleteFunc(p.Fields, func(field string) bool { return field == "license" })
	}
	if s.kind == "decision" {
		p.Slug = fmt.Sprintf("%04d-%s", lastNumber(filepath.Join(src.Path, filepath.FromSlash(dir)))+1, p.Slug)
	}
	name := path.Join(dir, p.Slug+scaffold.Extension(s.kind))
	if s.site.TypeAt(number, name) == s.kind {
		p.Type = ""
	}
	switch typ.ID {
	case "typeid":
		p.ID, err = scaffold.TypeID(typ.Prefix, s.kind, now, random)
	case "uuid":
		p.ID, err = scaffold.UUID(now, random)
	}
	if err != nil {
		return nil, err
	}
	text, err := scaffold.Render(os.DirFS(cfg.Dir), s.kind, p)
	if err != nil {
		return nil, err
	}
	if err := scaffold.WriteFile(src.Path, name, text); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return nil, fmt.Errorf("%s is there already; edit it, or choose another title", path.Join(src.Shown, name))
		}
		return nil, err
	}
	return &NewPage{File: filepath.Join(src.Path, filepath.FromSlash(name)), Path: path.Join(src.Shown, name), ID: p.ID, Type: s.kind, Title: title}, nil
}

// usualFolder is where a kind of page begins in a commons that has none yet.
func usualFolder(kind string) string {
	switch kind {
	case "page":
		return "."
	case "person":
		return "contributors"
	}
	return kind + "s"
}

// lastNumber is the highest number with which a name of the folder begins.
func lastNumber(dir string) int {
	highest := 0
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		digits := 0
		for digits < len(e.Name()) && e.Name()[digits] >= '0' && e.Name()[digits] <= '9' {
			digits++
		}
		if n, err := strconv.Atoi(e.Name()[:digits]); err == nil {
			highest = max(highest, n)
		}
	}
	return highest
}
