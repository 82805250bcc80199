// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"path"
	"slices"
	"strings"

	"commonplace/generator/source"
)

// languageOfPath is the language that a path tells of a site with several: the last part of "guide.es.md", or a folder of the language's
// name. rest is the path without it, which is the same for all translations.
func (s *Site) languageOfPath(p string) (lang, rest string) {
	if len(s.cfg.Languages) < 2 {
		return "", p
	}
	known := func(name string) string {
		for _, l := range s.cfg.Languages {
			if strings.EqualFold(l, strings.ReplaceAll(name, "_", "-")) {
				return l
			}
		}
		return ""
	}
	stem, ext := strings.TrimSuffix(p, path.Ext(p)), path.Ext(p)
	if suffix := path.Ext(stem); suffix != "" {
		if lang = known(suffix[1:]); lang != "" {
			return lang, strings.TrimSuffix(stem, suffix) + ext
		}
	}
	parts := strings.Split(p, "/")
	for k, part := range parts[:len(parts)-1] {
		if lang = known(part); lang != "" {
			return lang, strings.Join(slices.Delete(parts, k, k+1), "/")
		}
	}
	return "", p
}

// pairTranslations groups the pages that are one text in several languages: those with one id, one key, or a word that says so; else
// those whose paths differ by the language alone; and last a page in another language with the one page in the site's that has its file
// name. A group with two pages in one language is none.
func (s *Site) pairTranslations() {
	s.versions = make(map[int32][]int32)
	if len(s.cfg.Languages) < 2 && !slices.ContainsFunc(s.pages, func(e entry) bool { return e.lang != s.cfg.Language }) {
		return
	}
	keys := map[string][]int32{}
	paths := map[string][]int32{}
	for i := range s.pages {
		e := &s.pages[i]
		if key := e.Doc.Meta.TranslationKey; key != "" {
			keys["key "+key] = append(keys["key "+key], int32(i))
		} else if id := e.Doc.Meta.ID; id != "" {
			keys["id "+id] = append(keys["id "+id], int32(i))
		}
	}
	for i := range s.pages {
		e := &s.pages[i]
		if m := &e.Doc.Meta; m.TranslationOf != "" {
			if of, _ := s.lookup(int32(i), m.TranslationOf); of >= 0 && of != int32(i) {
				s.joinTranslations([]int32{of, int32(i)})
			} else if at, ok := s.byShown[s.shownFor(int32(i), m.TranslationOf)]; ok && at >= 0 {
				s.joinTranslations([]int32{at, int32(i)})
			}
		}
		_, rest := s.languageOfPath(s.neutralPath(e))
		paths[rest] = append(paths[rest], int32(i))
	}
	// In page order, so that of two that would exclude each other always the same wins.
	for i := range s.pages {
		e := &s.pages[i]
		m := &e.Doc.Meta
		_, rest := s.languageOfPath(s.neutralPath(e))
		for _, group := range [][]int32{keys["key "+m.TranslationKey], keys["id "+m.ID], paths[rest]} {
			if len(group) > 1 && group[0] == int32(i) {
				s.joinTranslations(group)
			}
		}
	}
	s.pairByName()
}

// neutralPath is a page's path without the folder that a rule of paths took its language from.
func (s *Site) neutralPath(e *entry) string {
	lang := e.fact("lang")
	if lang == "" {
		return e.Path
	}
	parts := strings.Split(e.Path, "/")
	for k, part := range parts[:len(parts)-1] {
		if part == lang {
			return strings.Join(slices.Delete(parts, k, k+1), "/")
		}
	}
	return e.Path
}

// pairByName finds for a page whose language is told by its path the one page in the site's language with its file name.
func (s *Site) pairByName() {
	originals := map[string]int32{} // by file name; -1: several
	for i := range s.pages {
		if e := &s.pages[i]; e.lang == s.cfg.Language && !e.index {
			name := path.Base(e.Path)
			if _, twice := originals[name]; twice {
				originals[name] = -1
			} else {
				originals[name] = int32(i)
			}
		}
	}
	for i := range s.pages {
		e := &s.pages[i]
		lang, rest := s.languageOfPath(e.Path)
		if told := first(e.fact("lang"), lang); told == "" || told == s.cfg.Language || e.index || s.has(int32(i), s.cfg.Language) {
			continue
		}
		if of, ok := originals[path.Base(rest)]; ok && of >= 0 {
			s.joinTranslations([]int32{of, int32(i)})
		}
	}
}

// maxVersions is more languages than any text is in; so many pages that say they are one text are a mistake, or meant to take time.
const maxVersions = 200

// joinTranslations makes one group of pages and the groups that they are in, if no language would stand in it twice.
func (s *Site) joinTranslations(pages []int32) {
	if len(pages) > maxVersions {
		return
	}
	var group []int32
	for _, i := range pages {
		for _, p := range append([]int32{i}, s.versions[i]...) {
			if !slices.Contains(group, p) {
				group = append(group, p)
			}
		}
	}
	if len(group) < 2 || !s.differInLanguage(group) {
		return
	}
	slices.SortFunc(group, func(a, b int32) int { return strings.Compare(s.pages[a].lang, s.pages[b].lang) })
	for _, i := range group {
		s.versions[i] = group
	}
}

// nameLanguages finds what the languages of the site are called.
func (s *Site) nameLanguages() {
	s.spoken = map[string]string{}
	for _, tag := range s.cfg.Languages {
		s.spoken[tag] = source.LanguageName(tag)
	}
	for i := range s.pages {
		if tag := s.pages[i].lang; s.spoken[tag] == "" {
			s.spoken[tag] = source.LanguageName(tag)
		}
	}
}

// language is one that pages are translated into.
type language struct {
	name    string
	missing []int32 // pages in the site's language that it lacks, in the order of lists
}

// listUntranslated tells for each language of the site what it lacks. The languages are those of site.yaml and those of translations.
func (s *Site) listUntranslated() {
	s.languages = nil
	for _, name := range s.cfg.Languages {
		if name != s.cfg.Language {
			s.languages = append(s.languages, language{name: name})
		}
	}
	for i := range s.pages {
		lang := s.pages[i].lang
		if len(s.versions[int32(i)]) > 0 && lang != s.cfg.Language && !slices.ContainsFunc(s.languages, func(l language) bool { return l.name == lang }) {
			s.languages = append(s.languages, language{name: lang})
		}
	}
	slices.SortFunc(s.languages, func(a, b language) int { return strings.Compare(a.name, b.name) })
	for k := range s.languages {
		l := &s.languages[k]
		for _, i := range s.rank {
			if s.pages[i].lang == s.cfg.Language && !s.has(i, l.name) {
				l.missing = append(l.missing, i)
			}
		}
	}
}

// has tells whether there is a version of page i in a language.
func (s *Site) has(i int32, lang string) bool {
	return slices.ContainsFunc(s.versions[i], func(p int32) bool { return s.pages[p].lang == lang })
}

func untranslatedPath(lang string) string {
	return BrowseDir + "untranslated/" + source.SafeName(strings.ToLower(lang)) + ".html"
}

// missingLanguages leads from a page in the site's language to the lists of what the languages lack that it is not in.
func (s *Site) missingLanguages(i int32) []Ref {
	if s.pages[i].lang != s.cfg.Language {
		return nil
	}
	var list []Ref
	for k := range s.languages {
		if name := s.languages[k].name; !s.has(i, name) {
			list = append(list, Ref{s.spoken[name], untranslatedPath(name)})
		}
	}
	return list
}

// untranslatedEntries are the lists of what each language lacks.
func (s *Site) untranslatedEntries(list []Entry) []Entry {
	for k := range s.languages {
		l := &s.languages[k]
		list = paged(list, untranslatedPath(l.name), len(l.missing), cardsOnPage, func(p listPage) View {
			v := &ListView{Frame: s.frame("list", p.out, s.spoken[l.name]), Facet: FacetLink{Name: "untranslated"}, Pager: p.pager, Cards: make([]*Card, 0, p.to-p.from)}
			for _, i := range l.missing[p.from:p.to] {
				v.Cards = append(v.Cards, &s.cards[i])
			}
			return v
		})
	}
	return list
}

// untranslated counts what each language lacks, for the index of languages.
func (s *Site) untranslated() []Count {
	var list []Count
	for k := range s.languages {
		if l := &s.languages[k]; len(l.missing) > 0 {
			list = append(list, Count{s.spoken[l.name], untranslatedPath(l.name), len(l.missing)})
		}
	}
	return list
}
