// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"commonplace/generator/config"
	"commonplace/generator/page"
	"commonplace/generator/source"
)

// Folders and files of the output that are the generator's own. No page, alias or medium may claim one.
const (
	BrowseDir = "browse/" // indexes and lists
	WantedDir = "wanted/" // pages that do not exist yet
	ThemeDir  = "theme/"  // the stylesheet, the icon and the script of every page
	SearchDir = "search/" // the page that searches, its scripts and its index
)

var reserved = map[string]bool{"404.html": true, "commons.json": true, "feed.xml": true, "sitemap.xml": true, "cname": true, "sw.js": true,
	"commonplace-manifest.json": true, "citation.cff": true, "_redirects": true, "_headers": true, ".nojekyll": true}

// hostFiles speak for a whole site to those who visit it: a maintainer may put one into a static folder, a page's picture can't be one.
var hostFiles = map[string]bool{"robots.txt": true, "ads.txt": true, "app-ads.txt": true}

// Reserved tells whether a path of the output is one that the generator keeps for files of its own.
func Reserved(out string) bool {
	low := strings.ToLower(out)
	return reserved[low] || inReservedDir(low) || !strings.Contains(low, "/") &&
		(strings.HasPrefix(low, "sitemap-") && path.Ext(low) == ".xml" || strings.HasPrefix(low, "commons-") && path.Ext(low) == ".json")
}

// isTakenUp tells whether a path is reserved or that of an export, so that no page can have it.
func (s *Site) isTakenUp(out string) bool {
	return Reserved(out) || slices.ContainsFunc(s.cfg.Exports, func(e config.Export) bool { return pathKey(e.Out) == pathKey(out) })
}

func inReservedDir(low string) bool {
	return strings.HasPrefix(low, BrowseDir) || strings.HasPrefix(low, WantedDir) || strings.HasPrefix(low, ThemeDir) || strings.HasPrefix(low, SearchDir)
}

type redirect struct {
	out    string
	target int32
}

// address gives every page one output path, and then every alias, former path and medium its own.
//
// A file's own address beats any that is declared; among equals the first by path wins. A loser keeps its file's address, with -2 (-3, …) if
// that is taken too, so that nothing is lost.
func (s *Site) address() {
	s.byPath = make(map[string]int32, len(s.pages)*2)
	own := make([]string, len(s.pages))
	wish := make([]string, len(s.pages))
	indexDirs := s.indexFolders()
	var homeless []int // they would be the home page by a slug alone
	for i := range s.pages {
		e := &s.pages[i]
		e.slug = stemOf(e.Path)
		own[i] = s.addressFor(e, e.slug, indexDirs)
		wish[i] = own[i]
		if slug := e.Doc.Meta.Slug; slug != "" {
			if !e.index && slug != e.slug {
				wish[i] = s.addressFor(e, slug, indexDirs)
			}
			if wish[i] == homePath && own[i] != homePath {
				homeless = append(homeless, i)
				wish[i] = own[i]
			}
			e.slug = slug
		}
		if u := e.Doc.Meta.URL; strings.HasPrefix(u, "/") {
			wish[i] = addressPath(u)
			if prefix := s.cfg.Sources[e.Source].URL; !strings.HasPrefix(wish[i], prefix) {
				wish[i] = prefix + wish[i]
			}
		}
	}
	var losers []int
	for _, declared := range []bool{false, true} {
		for i := range s.pages {
			if (wish[i] != own[i]) == declared && !s.claim(wish[i], int32(i)) {
				losers = append(losers, i)
			}
		}
	}
	for _, i := range losers {
		out := own[i]
		for n := 2; out == wish[i] || !s.claim(out, int32(i)); n++ {
			out = numbered(own[i], n)
		}
		s.conflict(wish[i], i)
	}
	for _, i := range homeless {
		s.conflict(homePath, i)
	}
	s.addressAliases(indexDirs)
	s.addressMedia()
}

// claim gives a path to a page, if it is free, safe and not the generator's own.
func (s *Site) claim(out string, i int32) bool {
	key := pathKey(out)
	if _, taken := s.byPath[key]; taken || s.isTakenUp(out) {
		return false
	}
	s.byPath[key] = i
	s.pages[i].out = out
	return true
}

// pathKey is the same for all output paths that are one file where case is folded.
func pathKey(out string) string {
	for i := range len(out) {
		if out[i] >= utf8.RuneSelf {
			// Letters such as the final sigma have a lower case of their own, but fold to another.
			return strings.Map(func(r rune) rune { return unicode.ToLower(unicode.ToUpper(r)) }, out)
		}
	}
	return strings.ToLower(out)
}

func (s *Site) conflict(wish string, i int) {
	e := &s.pages[i]
	d := source.Diagnostic{Code: source.CodeAddressConflict, Path: e.Shown, Message: fmt.Sprintf("the address “%s” is claimed twice", wish),
		Help: fmt.Sprintf("this page is published at “%s”; rename the file or give it another slug", e.out)}
	if other, ok := s.byPath[pathKey(wish)]; ok && !s.isTakenUp(wish) {
		d.Notes = []source.Note{{Path: s.pages[other].Shown, Message: "this page keeps the address"}}
	} else {
		d.Notes = []source.Note{{Message: "the site makes a file of its own there"}}
	}
	s.report(d)
}

// numbered is an address beside one that is taken: of a page in a folder of the site's own, the folder is numbered.
func numbered(out string, n int) string {
	if inReservedDir(strings.ToLower(out)) {
		folder, rest, _ := strings.Cut(out, "/")
		return fmt.Sprintf("%s-%d/%s", folder, n, rest)
	}
	if dir, ok := strings.CutSuffix(out, "/index.html"); ok {
		return fmt.Sprintf("%s-%d/index.html", dir, n)
	}
	return fmt.Sprintf("%s-%d.html", strings.TrimSuffix(out, ".html"), n)
}

// indexFolders are the folders, as Shown paths, that have an index page of their own, so that a README in them is
// not their index.
func (s *Site) indexFolders() map[string]bool {
	dirs := map[string]bool{}
	for i := range s.pages {
		if s.pages[i].index {
			dirs[path.Dir(s.pages[i].Shown)] = true
		}
	}
	return dirs
}

// addressFor is the output path of a page under a name: the address pattern of its source or of the site, or else its
// folder and the name. An index page, and a README where there is none, stands for its folder.
func (s *Site) addressFor(e *entry, name string, indexDirs map[string]bool) string {
	src := &s.cfg.Sources[e.Source]
	dir := s.folders.safe(path.Dir(e.Path))
	if isIndex(e.Path) || strings.EqualFold(stemOf(e.Path), "readme") && !indexDirs[path.Dir(e.Shown)] {
		return src.URL + dir + "index.html"
	}
	pattern := first(src.Address, s.cfg.Address)
	if pattern == "" {
		return src.URL + dir + source.SafeName(name) + ".html"
	}
	return s.addressBy(pattern, e, name)
}

// addressBy is the output path of a page under a name by a pattern.
func (s *Site) addressBy(pattern string, e *entry, name string) string {
	dir := s.folders.safe(path.Dir(e.Path))
	values := map[string]string{"slug": source.SafeName(name), "type": source.SafeName(source.Slug(e.typ)), "id": source.SafeName(first(e.Doc.Meta.ID, name)),
		"lang": source.SafeName(e.lang), "path": strings.TrimSuffix(dir, "/"), "year": "", "month": "", "day": ""}
	if date := first(e.Doc.Meta.Created, e.day("created")); len(date) == len(time.DateOnly) {
		values["year"], values["month"], values["day"] = date[:4], date[5:7], date[8:]
	}
	for key, value := range values {
		pattern = strings.ReplaceAll(pattern, "{"+key+"}", value)
	}
	return s.cfg.Sources[e.Source].URL + addressPath(pattern)
}

// addressPath makes an output path of an address: "/a/b/" is a/b/index.html, "/a/b" is a/b.html.
func addressPath(address string) string {
	address, _, _ = strings.Cut(address, "?")
	address, _, _ = strings.Cut(address, "#")
	folder := strings.HasSuffix(address, "/")
	var parts []string
	for _, p := range strings.Split(address, "/") {
		if p != "" && p != "." && p != ".." {
			parts = append(parts, p)
		}
	}
	switch {
	case len(parts) == 0:
		return "index.html"
	case folder:
		return safeDir(strings.Join(parts, "/")) + "index.html"
	}
	last := len(parts) - 1
	name := strings.TrimSuffix(parts[last], ".html")
	return safeDir(strings.Join(parts[:last], "/")) + source.SafeName(name) + ".html"
}

// maxDir is how many bytes the folders of an output path have together, so that every system can make them.
const maxDir = 300

// safeDir makes folders of the output: each element safe, with a final slash. An element never looks like a file, of ours or of another page, so
// that a folder and a file can't want the same name.
func safeDir(dir string) string {
	if dir == "." || dir == "" {
		return ""
	}
	var b strings.Builder
	for _, p := range strings.Split(dir, "/") {
		if p == "" {
			continue
		}
		name := source.SafeName(p)
		switch ext := strings.ToLower(path.Ext(name)); {
		case ext == ".html", ext == ".md", ext == ".xml", ext == ".json", ext == ".js", page.IsMedia(name):
			name = name[:len(name)-len(ext)] + "-" + ext[1:]
		case reserved[strings.ToLower(name)]:
			name += "-"
		}
		b.WriteString(name)
		b.WriteByte('/')
	}
	safe := b.String()
	if len(safe) > maxDir {
		hash := source.Sum([]byte(safe)).String()[:16]
		safe = safe[:strings.LastIndexByte(safe[:maxDir-len(hash)], '/')+1] + hash + "/"
	}
	return safe
}

// addressAliases makes redirects of aliases and of the paths that Git says a file had before. An alias that begins with a
// slash is an address; any other is made a slug in the page's folder. A page always keeps its address.
func (s *Site) addressAliases(indexDirs map[string]bool) {
	for i := range s.pages {
		e := &s.pages[i]
		for _, alias := range e.Doc.Meta.Aliases {
			out := ""
			if strings.HasPrefix(alias, "/") {
				out = addressPath(alias)
			} else if slug := source.Slug(alias); slug != "" {
				out = s.aliasFor(e, slug, indexDirs)
			}
			if out == "" || strings.EqualFold(out, e.out) {
				continue
			}
			if s.isTakenUp(out) || out == homePath {
				s.report(source.Diagnostic{Code: source.CodeAliasConflict, Path: e.Shown, Message: fmt.Sprintf("the alias “%s” leads to “%s”, a file that the site makes itself", alias, out)})
				continue
			}
			if other, taken := s.byPath[pathKey(out)]; taken {
				if int(other) != i {
					s.report(source.Diagnostic{Code: source.CodeAliasConflict, Path: e.Shown, Message: fmt.Sprintf("the alias “%s” is the address of another page; no redirect is made", alias),
						Notes: []source.Note{{Path: s.pages[other].Shown, Message: "this page has the address “" + out + "”"}}})
				}
				continue
			}
			s.byPath[pathKey(out)] = int32(i)
			s.redirects = append(s.redirects, redirect{out, int32(i)})
		}
	}
	for i := range s.pages {
		e := &s.pages[i]
		if e.ledger == nil {
			continue
		}
		for _, shown := range e.ledger.FormerPaths {
			rel, ok := strings.CutPrefix(shown, strings.TrimSuffix(e.Shown, e.Path))
			if !ok || path.Ext(rel) != path.Ext(e.Path) {
				continue
			}
			former := *e
			moved := *e.Input
			moved.Path, moved.Shown = rel, shown
			former.Input = &moved
			out := s.addressFor(&former, stemOf(rel), indexDirs)
			if _, taken := s.byPath[pathKey(out)]; taken || s.isTakenUp(out) {
				continue
			}
			s.byPath[pathKey(out)] = int32(i)
			s.redirects = append(s.redirects, redirect{out, int32(i)})
		}
	}
}

// aliasFor is the address that the page would have if the alias were its slug.
func (s *Site) aliasFor(e *entry, slug string, indexDirs map[string]bool) string {
	if e.index {
		dir := path.Dir(strings.TrimSuffix(e.out, "/index.html"))
		if dir == "." {
			dir = ""
		} else {
			dir += "/"
		}
		return dir + source.SafeName(slug) + ".html"
	}
	return s.addressFor(e, slug, indexDirs)
}

// addressMedia gives each image and document the path of its file, beside the pages of its folder. Static files stand
// where they lie in their folder.
func (s *Site) addressMedia() {
	taken := make(map[string]bool, len(s.in.Media))
	s.media = make([]mediaEntry, len(s.in.Media))
	for i := range s.in.Media {
		m := &s.in.Media[i]
		prefix := ""
		if m.Source >= 0 {
			prefix = s.cfg.Sources[m.Source].URL
		}
		name := path.Base(m.Path)
		ext := path.Ext(name)
		out := prefix + safeDir(path.Dir(m.Path)) + source.SafeName(strings.TrimSuffix(name, ext)) + strings.ToLower(ext)
		for n := 2; ; n++ {
			key := pathKey(out)
			_, paged := s.byPath[key]
			if !paged && !taken[key] && !s.isTakenUp(out) && (m.Source < 0 || !hostFiles[key]) {
				taken[key] = true
				break
			}
			if n == 2 {
				s.report(source.Diagnostic{Code: source.CodeAddressConflict, Path: m.Shown, Message: fmt.Sprintf("the address “%s” is claimed twice", out),
					Help: "rename the file; it is published under a name with a number"})
			}
			stem := prefix + safeDir(path.Dir(m.Path)) + source.SafeName(strings.TrimSuffix(name, ext))
			out = strings.TrimSuffix(numbered(stem+".html", n), ".html") + strings.ToLower(ext)
		}
		s.media[i] = mediaEntry{Medium: m, out: out, used: m.Source < 0}
	}
}
