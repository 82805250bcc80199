// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"commonplace/generator/site"
	"commonplace/generator/source"
	"commonplace/themes"
)

// Files that the templates expect, from the output's root: the theme's stylesheet, and icon, and the Atom feed.
const (
	StylesheetPath = site.ThemeDir + "style.css"
	IconPath       = site.ThemeDir + "icon.svg"
	FeedPath       = "feed.xml"
)

// Theme is the templates, the stylesheet, the icon and the words that a site is shown with. It may be used by many goroutines.
//
// A theme is a folder: *.html are templates, one a view, named after Frame.Template; style.css is the stylesheet; *.js are scripts; icon.svg
// stands for the site where a browser lists its windows; words/<language>.yaml are its words. Any template can use any other by its file name without
// .html; base.html holds the named pieces that all share, and a file named like a piece replaces it.
//
// The words on a page are in the page's own language where the theme has it, else in the site's, else in English: a reader of a
// Spanish page in an English commons gets one language, not two. Where page and words still differ, the author's text carries
// its own lang and dir.
type Theme struct {
	files  map[string]themeFile // by path in the theme's folder
	look   source.Hash          // of all that can change a page
	digest source.Hash
	words  map[string]*dictionary // by language, lower case

	exports []custom

	mu       sync.Mutex
	editions map[string]*edition // by language of the words
}

// themeFile is a file of a theme and where a mistake in it is to be looked for.
type themeFile struct {
	text  []byte
	shown string // slash path relative to the site folder
	own   bool   // the site's
	under *themeFile
}

// LoadTheme reads a theme: for each file the site's themes/<name>/ comes first, then the program's theme of that name, then the
// program's default. So a site may replace one template or the stylesheet, or bring a whole theme. Words are laid over each other
// one by one: a language file of the site holds only what it says differently.
// folder is the site's and may be nil. With diagnostics the Theme may still be usable: it is nil only when a template does not
// parse or no such theme exists. The error is of the environment.
func LoadTheme(folder fs.FS, name string) (*Theme, []source.Diagnostic, error) {
	t := &Theme{files: map[string]themeFile{}, words: map[string]*dictionary{}, editions: map[string]*edition{}}
	if !fs.ValidPath(name) || name == "." {
		return nil, []source.Diagnostic{{Code: source.CodeMissingTheme, Message: fmt.Sprintf("“%s” is no name of a theme", name)}}, nil
	}
	builtin := themes.Embedded()
	found := false
	for _, layer := range []struct {
		in   fs.FS
		root string
		own  bool
	}{{builtin, "default", false}, {builtin, name, false}, {folder, path.Join("themes", name), true}} {
		if layer.in == nil {
			continue
		}
		ok, err := t.add(layer.in, layer.root, layer.own)
		if err != nil {
			return nil, nil, fmt.Errorf("read theme %s: %w", name, err)
		}
		found = found || (ok && path.Base(layer.root) == path.Base(name))
	}
	if !found {
		return nil, []source.Diagnostic{{Code: source.CodeMissingTheme, Message: fmt.Sprintf("there is no theme “%s”", name),
			Help: "put its files into " + path.Join("themes", name) + "/, or use the theme “default”"}}, nil
	}
	t.sum()
	diags := t.readWords()
	english, mistakes := t.newEdition(lastLanguage)
	diags = append(diags, mistakes...)
	if english == nil {
		return nil, diags, nil
	}
	t.editions[lastLanguage] = english
	if t.changesTemplates() {
		diags = append(diags, t.rehearse()...)
	}
	return t, diags, nil
}

// add lays the files below root over those there are. It says whether root exists.
func (t *Theme) add(in fs.FS, root string, own bool) (bool, error) {
	if info, err := fs.Stat(in, root); err != nil || !info.IsDir() {
		return false, nil
	}
	return true, fs.WalkDir(in, root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() || !partOfTheme(name[len(root)+1:]) {
			return err
		}
		text, err := fs.ReadFile(in, name)
		if err != nil {
			return err
		}
		shown := name
		if !own {
			shown = path.Join("themes", name)
		}
		file := themeFile{text: text, shown: shown, own: own}
		if under, ok := t.files[name[len(root)+1:]]; ok {
			file.under = &under
		}
		t.files[name[len(root)+1:]] = file
		return nil
	})
}

func partOfTheme(name string) bool {
	dir, base := path.Split(name)
	switch path.Ext(base) {
	case ".html":
		return dir == ""
	case ".js":
		return isScript(name) || dir == "search/" || dir == "search/stem/"
	case ".css", ".svg":
		return name == "style.css" || name == "icon.svg"
	case ".yaml":
		return dir == "words/"
	}
	return false
}

func (t *Theme) names() []string {
	names := make([]string, 0, len(t.files))
	for name := range t.files {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func (t *Theme) sum() {
	var d source.Digest
	for _, name := range t.names() {
		d.Text(name)
		for f := t.files[name]; ; f = *f.under {
			d.Text(string(f.text))
			if path.Ext(name) != ".yaml" || f.under == nil {
				break
			}
		}
	}
	t.look = d.Sum()
	t.sumExports()
}

func (t *Theme) sumExports() {
	var d source.Digest
	d.Hash(t.look)
	for i := range t.exports {
		d.Text(t.exports[i].out)
		d.Hash(t.exports[i].digest)
	}
	t.digest = d.Sum()
}

// Digest covers all that the theme and the templates of exports can change in an output.
func (t *Theme) Digest() source.Hash { return t.digest }

func (t *Theme) changesTemplates() bool {
	for name, f := range t.files {
		if f.own && path.Ext(name) == ".html" {
			return true
		}
	}
	return false
}

// mistake makes a diagnostic of what html/template says: "template: page:12:5: executing …".
func (t *Theme) mistake(err error) source.Diagnostic {
	text := err.Error()
	for _, prefix := range []string{"theme: ", "template: ", "html/template:"} {
		text = strings.TrimPrefix(text, prefix)
	}
	d := source.Diagnostic{Code: source.CodeTemplateMistake, Message: text}
	name, rest, ok := strings.Cut(text, ":")
	file, known := t.files[name+".html"]
	if !ok || !known {
		return d
	}
	d.Path, d.Message = file.shown, strings.TrimSpace(rest)
	for _, number := range []*int32{&d.Span.Line, &d.Span.Column} {
		var n int32
		digits, after, ok := strings.Cut(d.Message, ":")
		if _, err := fmt.Sscanf(digits, "%d", &n); !ok || err != nil {
			break
		}
		*number, d.Message = n, strings.TrimSpace(after)
	}
	if d.Span.Line > 0 && d.Span.Column > 0 {
		d.Span.Column++ // the library counts columns from 0
	}
	return d
}
