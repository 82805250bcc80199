// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"commonplace/generator/commons"
	"commonplace/generator/page"
	"commonplace/generator/source"
)

// origin is what a page is derived from: an item of its own derived_from, or one of a page that it is derived from whose condition that page
// does not keep, so that it holds here, too.
type origin struct {
	derivation *page.Derivation
	page       int32 // that it is, or -1: outside of this commons
	through    int32 // the page of this commons that it was inherited from, or -1: the page's own
	license    string
	verdict    commons.Verdict
	span       source.Span
	commons    string // the name that site.yaml gives the commons it comes from, or empty
	address    string // there
}

func (o *origin) conflicts() bool {
	return o.verdict.Answer == commons.No && o.derivation.Override == ""
}

// maxInherited bounds what one page inherits, however many pages stand behind it.
const maxInherited = 32

// tracing follows derivations through the pages of the commons.
type tracing struct {
	origins map[int32][]origin
	done    []uint8 // by page: 0 not looked at, 1 under way, 2 done
}

// traceOrigins finds what each page is derived from, judges it, and turns it round: which pages use a page.
func (s *Site) traceOrigins() {
	s.origins, s.derived, s.usedBy = map[int32][]origin{}, nil, nil
	t := tracing{origins: s.origins}
	for i := range s.pages {
		if len(s.pages[i].Doc.Meta.DerivedFrom) == 0 {
			continue
		}
		if t.done == nil {
			t.done = make([]uint8, len(s.pages))
			s.usedBy = map[int32][]int32{}
		}
		s.derived = append(s.derived, int32(i))
	}
	for _, i := range s.derived {
		s.trace(&t, i)
	}
	for _, i := range s.derived {
		for _, o := range s.origins[i] {
			if o.page >= 0 && o.page != i && o.through < 0 && !slices.Contains(s.usedBy[o.page], i) {
				s.usedBy[o.page] = append(s.usedBy[o.page], i)
			}
		}
	}
	for _, users := range s.usedBy {
		slices.SortFunc(users, s.inLists)
	}
}

func (s *Site) originsOf(i int32) []origin { return s.origins[i] }

// trace finds the origins of page i, after those of the pages that it is derived from. A page that is derived from itself, by whatever way, inherits
// nothing by that way.
func (s *Site) trace(t *tracing, i int32) {
	if t.done[i] != 0 {
		return
	}
	t.done[i] = 1
	e := &s.pages[i]
	into := s.licence(e.license)
	var list []origin
	for k := range e.Doc.Meta.DerivedFrom {
		d := &e.Doc.Meta.DerivedFrom[k]
		o := origin{derivation: d, page: s.originPage(i, d), through: -1, license: d.License, span: d.Span}
		if o.page < 0 {
			o.commons, o.address = s.otherCommons(i, first(d.Source, d.Title))
		} else if o.license == "" {
			o.license = s.pages[o.page].license
		}
		o.license = s.shownLicence(o.license)
		o.verdict = commons.Judge(*s.licence(o.license), *into, commons.Adaptation)
		list = append(list, o)
	}
	own := len(list)
	for k := range own {
		o := &list[k]
		if o.page < 0 || o.page == i || o.derivation.Override != "" {
			continue
		}
		s.trace(t, o.page)
		if t.done[o.page] == 1 {
			continue
		}
		for _, far := range t.origins[o.page] {
			if !far.conflicts() || len(list)-own == maxInherited {
				continue
			}
			verdict := commons.Judge(*s.licence(far.license), *into, commons.Adaptation)
			same := func(other origin) bool { return other.derivation == far.derivation }
			if verdict.Answer == commons.No && !slices.ContainsFunc(list, same) {
				list = append(list, origin{derivation: far.derivation, page: far.page, through: o.page, license: far.license, verdict: verdict, span: list[k].span, commons: far.commons, address: far.address})
			}
		}
	}
	t.origins[i] = list
	t.done[i] = 2
}

// originPage is the page of this commons that something is derived from: by its address here, its path, or its name; -1 where it is none. What has
// an address elsewhere is elsewhere, whatever its title.
func (s *Site) originPage(i int32, d *page.Derivation) int32 {
	if d.Source == "" {
		return s.pageNamed(i, d.Title)
	}
	if strings.Contains(d.Source, "://") {
		rest, own := strings.CutPrefix(d.Source, s.cfg.URL)
		if s.cfg.URL == "" || !own {
			return -1
		}
		return s.pageAtAddress(rest)
	}
	target, _, _ := strings.Cut(d.Source, "#")
	if at, ok := s.byShown[path.Join(path.Dir(s.pages[i].Shown), target)]; ok && at >= 0 {
		return at
	}
	return s.pageNamed(i, target)
}

func (s *Site) pageNamed(i int32, name string) int32 {
	if name == "" {
		return -1
	}
	if hit, _ := s.lookup(i, name); hit != i {
		return hit
	}
	return -1
}

// pageAtAddress finds a page by its address below the site's, with or without what a server leaves out.
func (s *Site) pageAtAddress(rest string) int32 {
	if end := strings.IndexAny(rest, "?#"); end >= 0 {
		rest = rest[:end]
	}
	stem := strings.Trim(rest, "/")
	for _, out := range []string{stem, stem + ".html", strings.TrimPrefix(stem+"/index.html", "/"), strings.TrimSuffix(stem, ".md") + ".html"} {
		if hit, ok := s.byPath[pathKey(out)]; ok {
			return hit
		}
	}
	return -1
}

// otherCommons is the name and the whole address of a work in another commons that site.yaml knows: “water:Springs”, or an address that begins as the
// addresses of that commons do.
func (s *Site) otherCommons(i int32, at string) (name, address string) {
	for _, other := range s.cfg.Sources[s.pages[i].Source].Reading.Interwiki {
		before, after, _ := strings.Cut(other.Pattern, "{}")
		if name, title, ok := strings.Cut(at, ":"); ok && strings.EqualFold(name, other.Name) {
			return other.Name, before + url.PathEscape(strings.TrimSpace(title)) + after
		}
		if strings.HasPrefix(at, before) {
			return other.Name, at
		}
	}
	return "", ""
}
