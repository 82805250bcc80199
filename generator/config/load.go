// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"commonplace/generator/source"
)

// FileName is the name under which settings are looked for.
const FileName = "site.yaml"

// Options says where settings come from. The zero value looks for site.yaml in the current folder and its parents.
type Options struct {
	Dir  string   // folder that paths in site.yaml are relative to; default: the folder of site.yaml
	File string   // a site.yaml elsewhere
	Set  []string // key=value, over everything else
	Env  []string // NAME=value as os.Environ gives them; those that begin with COMMONPLACE_ count
	Disk Disk     // what is there; default: the file system
}

// Disk answers what Load asks about files, by their absolute paths. One of a Git revision gives the settings of that time.
type Disk interface {
	ReadFile(path string) ([]byte, error)
	// ReadBelow reads as source.ReadBelow does: what lies below the folder may be anybody's.
	ReadBelow(folder, name string, limit int) ([]byte, error)
	Exists(path string) bool // a file or a folder
	IsDir(path string) bool
}

// Load reads the settings in layers, each over the one before it: the defaults, the presets, site.yaml, the environment,
// Options.Set. What is wrong in them is in the diagnostics, and the Config is complete all the same: the setting has its
// default then. An error is a fault of the environment or of the call, such as a folder that does not exist.
//
// A diagnostic with Severity Error (the others have none yet) means that the site would not be the one that was meant:
// site.yaml is not valid YAML, or a source can't be read. Nothing should replace a built site then.
func Load(o Options) (*Config, []source.Diagnostic, error) {
	if o.Disk == nil {
		o.Disk = fileSystem{}
	}
	dir, file, err := locate(o)
	if err != nil {
		return nil, nil, err
	}
	l := &loader{cfg: &Config{Dir: dir, File: file}, disk: o.Disk}
	root, err := l.read()
	if err != nil {
		return nil, nil, err
	}
	if err := l.settle(root, o.Env, o.Set); err != nil {
		return nil, nil, err
	}
	l.complete()
	l.cfg.Markdown.Variables = l.variables(root.Get("markdown").Get("variables"), origin{}, nil)
	l.cfg.Markdown.Shortcodes = l.shortcodes(root.Get("markdown").Get("shortcodes"), origin{}, nil)
	l.linkSchemes = l.schemes(layer{node: l.mapping(root.Get("links"), "links", origin{})}, "schemes", nil, false)
	l.interwiki = l.schemes(layer{node: root}, "interwiki", nil, true)
	for _, w := range l.many(root.Get("glossary"), "glossary", origin{}) {
		l.siteGlossaries = append(l.siteGlossaries, siteGlossary{word: w})
	}
	l.sources(root.Get("sources"))
	l.strayGlossaries()
	l.people(root)
	l.relations(root.Get("relations"))
	l.facets(root.Get("facets"))
	l.types(root.Get("types"))
	l.exports(root.Get("exports"))
	l.targets(root.Get("publish"))
	l.governance(root.Get("governance"))
	l.finish()
	slices.SortStableFunc(l.diags, func(a, b source.Diagnostic) int {
		return cmp.Or(cmp.Compare(a.Span.Line, b.Span.Line), cmp.Compare(a.Span.Column, b.Span.Column))
	})
	return l.cfg, l.diags, nil
}

// locate gives the absolute paths of the site's folder and of its site.yaml, if there is one.
func locate(o Options) (dir, file string, err error) {
	if o.File != "" {
		if file, err = filepath.Abs(o.File); err != nil {
			return "", "", fmt.Errorf("find site.yaml: %w", err)
		}
		dir = filepath.Dir(file)
	}
	if o.Dir != "" {
		if dir, err = filepath.Abs(o.Dir); err != nil {
			return "", "", fmt.Errorf("find the site's folder: %w", err)
		}
	}
	switch {
	case dir == "":
		if dir, err = os.Getwd(); err != nil {
			return "", "", fmt.Errorf("find the current folder: %w", err)
		}
		if found := lookUp(o.Disk, dir); found != "" {
			return filepath.Dir(found), found, nil
		}
	case file == "":
		if candidate := filepath.Join(dir, FileName); o.Disk.Exists(candidate) {
			file = candidate
		}
	}
	if o.Disk.IsDir(dir) {
		return dir, file, nil
	}
	info, err := os.Stat(dir)
	if err != nil {
		return "", "", fmt.Errorf("open the site's folder: %w", err)
	}
	if !info.IsDir() {
		return "", "", fmt.Errorf("open the site's folder: %w", &fs.PathError{Op: "open", Path: dir, Err: errors.New("not a folder")})
	}
	return dir, file, nil
}

// lookUp finds site.yaml in the folder or the nearest of its parents that has one.
func lookUp(disk Disk, dir string) string {
	for {
		if file := filepath.Join(dir, FileName); disk.Exists(file) {
			return file
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
}

// fileSystem is the Disk that is there.
type fileSystem struct{}

func (fileSystem) ReadFile(path string) ([]byte, error) { return os.ReadFile(path) }

func (fileSystem) ReadBelow(folder, name string, limit int) ([]byte, error) {
	return source.ReadBelow(folder, name, limit)
}

func (fileSystem) Exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func (fileSystem) IsDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// parse reads settings. They are the maintainers' own, so their bounds are only there against accidents.
func parse(text []byte) (*source.Node, []source.Diagnostic) {
	return source.ParseYAML(text, 1, source.YAMLLimits{Bytes: 4 << 20, Depth: 32, Nodes: 100_000})
}

// A loader fills one Config and collects what is wrong on the way.
type loader struct {
	cfg     *Config
	disk    Disk
	path    string // of site.yaml in diagnostics
	diags   []source.Diagnostic
	presets []preset // those that sources name, in their order, each once
	mapped  []mapped // by index of cfg.Sources

	linkSchemes, interwiki []Scheme // of the whole site
	siteGlossaries         []siteGlossary
	terms                  []TermNames // of all sources
}

// exists and isDir look at a place that the settings then depend on.
func (l *loader) exists(path string) bool {
	l.cfg.Places = append(l.cfg.Places, path)
	return l.disk.Exists(path)
}

func (l *loader) isDir(path string) bool {
	l.cfg.Places = append(l.cfg.Places, path)
	return l.disk.IsDir(path)
}

// read gives the root of site.yaml, nil where there is none.
func (l *loader) read() (*source.Node, error) {
	if l.cfg.File == "" {
		return nil, nil
	}
	b, err := l.disk.ReadFile(l.cfg.File)
	if err != nil {
		return nil, fmt.Errorf("read site.yaml: %w", err)
	}
	l.path = filepath.Base(l.cfg.File)
	if rel, err := filepath.Rel(l.cfg.Dir, l.cfg.File); err == nil {
		l.path = filepath.ToSlash(rel)
	}
	text, diags := source.Text(b)
	root, more := parse(text)
	for i := range more {
		more[i].Severity = source.Error
	}
	for _, d := range append(diags, more...) {
		d.Path = l.path
		l.diags = append(l.diags, d)
	}
	return l.mapping(root, "site.yaml", origin{}), nil
}
