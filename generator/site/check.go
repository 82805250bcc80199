// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"fmt"
	"path"

	"commonplace/generator/page"
	"commonplace/generator/source"
)

// checkSite reports what can only be seen of the whole. A new check of the whole commons is a function called here; a check of
// one file belongs to package page, one of a link to links.go.
func (s *Site) checkSite() {
	s.checkTitles()
	s.checkFiles()
	s.checkPeople()
	s.checkCredit()
	s.checkLicences()
	s.checkSettings()
	s.checkTypes()
	s.checkGovernance()
	s.found.rules = s.reported()
	s.checkText()
}

// checkText reports what a change to the text of a page can change.
func (s *Site) checkText() {
	s.checkEmbeds()
	s.checkEmbeddedLicences()
	s.found.text = s.reported()
}

// checkTitles names pages of one title and language: a wikilink by title can't tell them apart.
func (s *Site) checkTitles() {
	for k := 1; k < len(s.rank); k++ {
		a, b := &s.pages[s.rank[k-1]], &s.pages[s.rank[k]]
		if a.lang == b.lang && a.folded == b.folded && !a.index && !b.index {
			s.report(source.Diagnostic{Code: source.CodeDuplicateTitle, Path: b.Shown, Message: fmt.Sprintf("another page has the title “%s”", b.title),
				Notes: []source.Note{{Path: a.Shown, Message: "this page"}}})
		}
	}
	s.found.titles = s.reported()
}

// checkFiles tells of pages that no one named, and of files whose name had to be changed to be safe on every system.
func (s *Site) checkFiles() {
	for i := range s.pages {
		e := &s.pages[i]
		if e.Doc.Title == page.TitleMissing && e.fact("title") == "" && !(s.cfg.Sources[e.Source].Foreign && e.title == stemOf(e.Path)) {
			s.report(source.Diagnostic{Code: source.CodeTitleMissing, Path: e.Shown, Message: fmt.Sprintf("no title: the page is called “%s” after its file", e.title)})
		}
		if dir, stem := path.Dir(e.Path), stemOf(e.Path); e.slug == stem && (source.SafeName(stem) != stem || dir != "." && safeDir(dir) != dir+"/") {
			s.report(source.Diagnostic{Code: source.CodeUnsafeName, Path: e.Shown, Message: fmt.Sprintf("published as “%s”", e.out)})
		}
	}
	s.found.files = s.reported()
}

// checkPeople tells of names with letters of several scripts in one word: one person could pass for another. Each is told of once.
func (s *Site) checkPeople() {
	seen := map[string]bool{}
	check := func(name string, in *Input, span source.Span) {
		if seen[name] {
			return
		}
		seen[name] = true
		if a, b, mixed := source.MixedScripts(name); mixed {
			s.report(source.Diagnostic{Code: source.CodeMixedScript, Path: in.Shown, Span: span, Message: fmt.Sprintf("“%s” mixes %s and %s letters", name, a, b)})
		}
	}
	for _, in := range s.people {
		check(in.Doc.Person.Name, in, source.Span{})
	}
	for i := range s.pages {
		m := &s.pages[i].Doc.Meta
		for _, list := range [][]page.Credit{m.Authors, m.Contributions} {
			for k := range list {
				check(list[k].Name, s.pages[i].Input, list[k].Span)
			}
		}
		for _, name := range m.Stewards {
			check(name, s.pages[i].Input, source.Span{})
		}
	}
	s.found.people = s.reported()
}

// checkSettings says what is left out because of what site.yaml lacks.
func (s *Site) checkSettings() {
	if s.cfg.URL == "" {
		s.report(source.Diagnostic{Code: source.CodeAddressMissing, Path: "site.yaml", Message: "no feed and no sitemap are made, because the site's address is not known",
			Help: "set url: in site.yaml"})
	}
	if s.cfg.Look.Logo != "" && s.chrome.Logo == "" {
		s.report(source.Diagnostic{Code: source.CodeConfigValue, Path: "site.yaml", Message: fmt.Sprintf("the logo “%s” is no picture of a source or of a static folder: not shown", s.cfg.Look.Logo),
			Help: "put it into static/"})
	}
	s.found.settings = s.reported()
}
