// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"path"
	"strings"
	"unicode"

	"commonplace/generator/page"
	"commonplace/generator/source"
)

// A Repair takes one problem away where only one repair is possible and the writer's meaning is not in doubt. It writes a link or a licence otherwise, or adds an
// alias or a credit to a page.
type Repair struct {
	Diagnostic source.Diagnostic
	Page       int32 // in whose file it is made

	Old, New string // of the link at the span of Diagnostic: its path or name, or its fragment with the #, decoded
	Alias    string // an address that the page had

	Credit page.Credit // whom the page is to credit, with what

	License bool // what stands at the span of Diagnostic is a licence, to be spelled as the SPDX list does
}

// mostRepaired is for how many links of a run a near name is looked for, which costs as much as there are files.
const mostRepaired = 1000

// Repairs are the mechanical repairs of problems that the Site has reported: a path that differs from the file's name by case or by one letter, where no other file of
// the folder is near, a fragment where only one section is meant, and a licence that is spelled otherwise. What asks for a page that may yet be written is no mistake, and stays.
func (s *Site) Repairs(list []source.Diagnostic) []Repair {
	var repairs []Repair
	sought := 0
	for _, d := range list {
		i, ok := s.byShown[d.Path]
		if !ok || i < 0 || d.Span.Line == 0 {
			continue
		}
		if d.Code == source.CodeLicenseSpelling {
			repairs = append(repairs, Repair{Diagnostic: d, Page: i, License: true})
			continue
		}
		if d.Code == source.CodeCreditMissing {
			if r, ok := s.creditRepair(i, d); ok {
				repairs = append(repairs, r)
			}
			continue
		}
		for k := range s.pages[i].Doc.Links {
			l := &s.pages[i].Doc.Links[k]
			if l.Span != d.Span || sought == mostRepaired {
				continue
			}
			r := Repair{Diagnostic: d, Page: i}
			switch d.Code {
			case source.CodeLinkCase:
				r.Old, r.New = l.Target, s.recased(i, l)
			case source.CodeBrokenLink, source.CodeBrokenImage:
				sought++
				r.Old, r.New = l.Target, s.meant(i, l, d.Help)
			case source.CodeBrokenAnchor:
				t := &s.targets[s.linkAt[i]+int32(k)]
				if l.Kind == page.LinkMarkdown && t.state == TargetPage {
					r.Old, r.New = "#"+l.Fragment, "#"+anchorMeant(s.pages[t.index].Doc, l.Fragment, d.Help)
				}
			}
			if r.Old != "" && strings.Trim(r.New, "#") != "" && r.Old != r.New {
				repairs = append(repairs, r)
				break
			}
		}
	}
	return repairs
}

// recased is the path of a link with the letters of the file's own name; empty where that would not lead there.
func (s *Site) recased(i int32, l *page.Link) string {
	hit, _ := s.sameButCase(i, l)
	if hit == none {
		return ""
	}
	return s.respelled(i, l.Target, s.shownOf(hit))
}

// respelled writes a path as the file spells it, from its end as far as the two name the same folders.
func (s *Site) respelled(i int32, target, real string) string {
	parts, names := strings.Split(target, "/"), strings.Split(real, "/")
	page := strings.HasSuffix(target, ".html") && strings.HasSuffix(real, ".md")
	if page {
		names[len(names)-1] = strings.TrimSuffix(names[len(names)-1], ".md") + ".html"
	}
	for k := 1; k <= len(parts) && k <= len(names); k++ {
		part := &parts[len(parts)-k]
		if *part == "" || *part == "." || *part == ".." {
			break
		}
		if name := names[len(names)-k]; k == 1 || source.FoldPath(*part) == source.FoldPath(name) {
			*part = name
		}
	}
	written := strings.Join(parts, "/")
	leads := s.shownFor(i, written)
	if page {
		leads = strings.TrimSuffix(leads, ".html") + ".md"
	}
	if leads != real {
		return ""
	}
	return written
}

// meant is the path of a link with one letter put right, if only one file of the folder is so near and help proposes it, too.
func (s *Site) meant(i int32, l *page.Link, help string) string {
	if help == "" || l.Kind != page.LinkMarkdown && l.Kind != page.LinkImage || l.Target == "" {
		return ""
	}
	wanted := s.shownFor(i, l.Target)
	if stem, ok := strings.CutSuffix(wanted, ".html"); ok {
		wanted = stem + ".md"
	}
	folder, found := path.Dir(wanted), none
	for _, k := range s.inFolder(folder) {
		if !oneSlip(path.Base(wanted), path.Base(s.shownOf(k))) {
			continue
		}
		if found != none {
			return ""
		}
		found = k
	}
	switch {
	case found == none, l.Kind == page.LinkImage && found >= 0:
		return ""
	case found >= 0:
		named := s.names[source.Fold(s.suggest(wantedName(l)))]
		if named == nil || named.page != found || len(named.others) > 0 {
			return ""
		}
	case help != didYouMean(path.Base(s.shownOf(found))):
		return ""
	}
	return s.respelled(i, l.Target, s.shownOf(found))
}

// inFolder are the pages and media of a folder.
func (s *Site) inFolder(folder string) (list []int32) {
	for k := range s.pages {
		if path.Dir(s.pages[k].Shown) == folder {
			list = append(list, int32(k))
		}
	}
	for k := range s.media {
		if path.Dir(s.media[k].Shown) == folder {
			list = append(list, -2-int32(k))
		}
	}
	return list
}

// oneSlip says that two names of files differ by one slip of the pen. Short names are near to many others, and numbers are never slips: chapter-2 is not
// meant for chapter-3.
func oneSlip(wrong, right string) bool {
	const short = 4
	if digits(wrong) != digits(right) {
		return false
	}
	stem, ext := strings.TrimSuffix(wrong, path.Ext(wrong)), path.Ext(wrong)
	own, ownExt := strings.TrimSuffix(right, path.Ext(right)), path.Ext(right)
	switch {
	case ext == ownExt:
		return len(stem) > short && stem != own && source.Slips(stem, own) == 1
	case stem == own:
		return source.Slips(ext, ownExt) == 1
	}
	return false
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// anchorMeant is the id that a fragment meant, if it is certain: the one that rules of other tools give it, or the only one within one slip; and if help says the
// same.
func anchorMeant(doc *page.Doc, fragment, help string) string {
	const short = 4
	ruled, near := map[string]bool{}, map[string]bool{}
	id := suggestAnchor(doc, fragment)
	if id == "" || help != didYouMean(id) {
		return ""
	}
	for k := range doc.Headings {
		h := &doc.Headings[k]
		for _, rule := range source.SlugRules() {
			if rule.Slug(h.Text) == fragment {
				ruled[h.ID] = true
			}
		}
		if digits(h.ID) == digits(fragment) && len(fragment) > short && source.Slips(source.Slug(fragment), h.ID) == 1 {
			near[h.ID] = true
		}
	}
	if len(ruled) == 1 && ruled[id] || len(ruled) == 0 && len(near) == 1 && near[id] {
		return id
	}
	return ""
}
