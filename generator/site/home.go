// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"path"
	"strings"
)

// Home is the folder in which pages of a type are at home: where most of them lie, of equals the first; else a folder that site.yaml
// gives the type, else a source of its own. ok is false where there is none of them. People are at home where the first is.
func (s *Site) Home(typ string) (source int, dir string, ok bool) {
	if typ == "person" {
		for _, in := range s.people {
			if dir := path.Dir(in.Path); path.Base(dir) == "contributors" { // not in a registry
				return in.Source, dir, true
			}
		}
	}
	type folder struct {
		source int
		dir    string
	}
	counts := map[folder]int{}
	most := 0
	for i := range s.pages {
		e := &s.pages[i]
		if e.typ != typ || e.index {
			continue
		}
		f := folder{e.Source, path.Dir(e.Path)}
		counts[f]++
		if counts[f] > most {
			most, source, dir = counts[f], f.source, f.dir
		}
	}
	if most > 0 {
		return source, dir, true
	}
	for i := range s.cfg.Sources {
		for _, rule := range s.cfg.Sources[i].Paths {
			dir, plain := strings.CutSuffix(rule.Pattern, "/*")
			if !plain {
				dir, plain = strings.CutSuffix(rule.Pattern, "/**")
			}
			if plain && !strings.ContainsAny(dir, "*?[{") && s.TypeAt(i, dir+"/x.md") == typ {
				return i, dir, true
			}
		}
	}
	for i := range s.cfg.Sources {
		if s.cfg.Sources[i].Type == typ {
			return i, ".", true
		}
	}
	return 0, "", false
}

// TypeAt is the type of a page that names none and lies at a path below the root of a source.
func (s *Site) TypeAt(source int, path string) string {
	for _, fact := range s.pathFacts(&Input{Source: source, Path: path}) {
		if fact.Field == "type" && fact.Value != "" {
			return fact.Value
		}
	}
	return first(s.cfg.Sources[source].Type, "page")
}
