// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"path"
	"slices"
	"strings"
)

// Translation is how a translation of a page into one more language begins.
type Translation struct {
	Source int    // index in Config.Sources
	Path   string // of its file, below the root of the source; nothing says that none is there
	Of     string // by which word or path it names its original
	Type   string // that of the original; empty where the place tells it
}

// Language is that of page i, by its tag.
func (s *Site) Language(i int) string { return s.pages[i].lang }

// Version is the page that is page i in a language, which may be i itself.
func (s *Site) Version(i int, lang string) (in *Input, ok bool) {
	for _, p := range append([]int32{int32(i)}, s.versions[int32(i)]...) {
		if strings.EqualFold(s.pages[p].lang, lang) {
			return s.pages[p].Input, true
		}
	}
	return nil, false
}

// Original is the one of several pages in the site's language, if all of them are versions of one text.
func (s *Site) Original(pages []int) (i int, ok bool) {
	k := slices.IndexFunc(pages, func(p int) bool { return s.pages[p].lang == s.cfg.Language })
	if k < 0 {
		return 0, false
	}
	versions := s.versions[int32(pages[k])]
	return pages[k], !slices.ContainsFunc(pages, func(p int) bool { return p != pages[k] && !slices.Contains(versions, int32(p)) })
}

// Translation tells how a translation of page i begins. It lies as most of the translations into that language do, else as most into others do: beside the
// original with the language before the extension, or in a folder of the language. Where the original's own place names its language, that is replaced.
func (s *Site) Translation(i int, lang string) Translation {
	e := &s.pages[i]
	best := spot{e.Source, usualSpot(e, lang)}
	votes := map[spot]int{}
	for p := range s.pages {
		to := &s.pages[p]
		of := s.originalOf(int32(p))
		if of < 0 || p == i || to.Term != nil {
			continue
		}
		if at, ok := likewise(e, &s.pages[of], to, lang); ok {
			if votes[at]++; strings.EqualFold(to.lang, lang) {
				votes[at] += len(s.pages)
			}
			if more := votes[at] - votes[best]; more > 0 || more == 0 && at.path < best.path {
				best = at
			}
		}
	}
	t := Translation{Source: best.source, Path: best.path, Of: s.nameFor(i, best), Type: e.typ}
	if s.TypeAt(t.Source, t.Path) == e.typ {
		t.Type = ""
	}
	return t
}

// spot is a place for a file.
type spot struct {
	source int
	path   string
}

// nameFor is how a file names page i: by its id if no other page has that, else by its path.
func (s *Site) nameFor(i int, from spot) string {
	e := &s.pages[i]
	if on, ok := s.pageCalled(e.Source, e.Doc.Meta.ID); e.Doc.Meta.ID != "" && ok && int(on) == i {
		return e.Doc.Meta.ID
	}
	switch {
	case e.Source != from.source:
		subject, _ := s.RecordPlace(i)
		return subject
	case path.Dir(e.Path) == path.Dir(from.path):
		return path.Base(e.Path)
	}
	return "/" + e.Path
}

// usualSpot is where a translation lies in a commons that has no others.
func usualSpot(e *entry, lang string) string {
	parts := strings.Split(e.Path, "/")
	for k, part := range parts[:len(parts)-1] {
		if isTag(part, e.lang) {
			parts[k] = lang
			return strings.Join(parts, "/")
		}
	}
	return suffixed(e, lang)
}

// suffixed is the path of page e with a language before the extension, in place of its own.
func suffixed(e *entry, lang string) string {
	ext := path.Ext(e.Path)
	stem := strings.TrimSuffix(e.Path, ext)
	if own := path.Ext(stem); own != "" && isTag(own[1:], e.lang) {
		stem = strings.TrimSuffix(stem, own)
	}
	return stem + "." + lang + ext
}

// isTag says whether a part of a path names a language.
func isTag(part, lang string) bool {
	return strings.EqualFold(strings.ReplaceAll(part, "_", "-"), lang)
}

// likewise is where a translation of page e lies if it lies as page to does, which is the translation of page from.
func likewise(e, from, to *entry, lang string) (at spot, ok bool) {
	if e.Source != from.Source {
		return spot{}, false
	}
	if to.Source != from.Source { // a source for each language
		return spot{to.Source, e.Path}, to.Path == from.Path && strings.EqualFold(to.lang, lang)
	}
	spelled := func(tag string) string {
		if isTag(tag, lang) {
			return tag
		}
		return lang
	}
	stem := strings.TrimSuffix(to.Path, path.Ext(to.Path))
	if suffix := path.Ext(stem); suffix != "" && isTag(suffix[1:], to.lang) {
		return spot{e.Source, suffixed(e, spelled(suffix[1:]))}, path.Dir(from.Path) == path.Dir(to.Path)
	}
	there, here, own := strings.Split(to.Path, "/"), strings.Split(from.Path, "/"), strings.Split(e.Path, "/")
	k := slices.IndexFunc(there[:len(there)-1], func(part string) bool { return isTag(part, to.lang) })
	if k < 0 {
		return spot{}, false
	}
	same := 0
	for same < min(len(there)-k-1, len(here)) && there[len(there)-1-same] == here[len(here)-1-same] {
		same++
	}
	// What stands before the common end is exchanged: docs/en/a.md and docs/es/a.md, a.md and es/a.md, patterns/a.md and translation/es/a.md.
	before := here[:len(here)-same]
	if same == 0 || len(own) <= len(before) || !slices.Equal(own[:len(before)], before) {
		return spot{}, false
	}
	return spot{e.Source, strings.Join(slices.Concat(there[:k], []string{spelled(there[k])}, there[k+1:len(there)-same], own[len(before):]), "/")}, true
}
