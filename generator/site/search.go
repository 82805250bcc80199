// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"net/url"
	"path"
	"slices"
	"strings"
)

// Languages are those of the pages, sorted.
func (s *Site) Languages() []string {
	var list []string
	last := ""
	for i := range s.pages {
		if lang := s.pages[i].lang; lang != last && !slices.Contains(list, lang) {
			list = append(list, lang)
			last = lang
		}
	}
	slices.Sort(list)
	return list
}

// Begin is the address at which the forge begins a page, with {slug} where its name goes if the forge takes one; empty where the site has
// no repository, or it does not hold the folder in which pages are at home.
func (s *Site) Begin() string {
	r := &s.cfg.Repository
	if r.URL == "" {
		return ""
	}
	for _, typ := range []string{"pattern", "page"} {
		number, dir, ok := s.Home(typ)
		if !ok || s.cfg.Sources[number].InRepository == "" {
			continue
		}
		folder := path.Join(s.cfg.Sources[number].InRepository, dir)
		if folder == ".." || strings.HasPrefix(folder, "../") {
			continue
		}
		address := strings.TrimSuffix(r.URL, "/") + forgePath(r.Kind, "new") + (&url.URL{Path: r.Branch}).EscapedPath()
		if key := forgePath(r.Kind, "name"); key != "" {
			return address + key + url.QueryEscape(strings.TrimPrefix(folder+"/", "./")) + "{slug}.md"
		}
		return address + "/" + (&url.URL{Path: folder}).EscapedPath()
	}
	return ""
}
