// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"net/url"
	"slices"
	"strings"
	"sync"

	"commonplace/generator/page"
	"commonplace/generator/source"
)

// View is what one output shows. Key adds everything that can be seen of it to a digest, so that equal keys mean equal bytes under
// one theme.
type View interface{ Key(d *source.Digest) }

// Entry is one output that is made from a view.
type Entry struct {
	Path string // output path, not encoded
	View func() View
}

// Shared outputs of the site itself.
const (
	homePath     = "index.html"
	indexesPath  = BrowseDir + "index.html"
	wantedPath   = BrowseDir + "wanted.html"
	changesPath  = BrowseDir + "changes.html"
	contentsPath = BrowseDir + "contents.html"
	notFoundPath = "404.html"
	searchPath   = SearchDir + "index.html"

	cardsOnPage    = 100 // of lists of pages
	valuesOnPage   = 200 // of lists of values
	changesOnPage  = 50
	chaptersOnPage = 500
	backlinksHere  = 50 // on the page itself
	linksOnPage    = 100
	maxEmbeds      = 200 // on one page, those inside embeds counted
)

// Entries are all outputs that are made from views. Pages come first, in their order, so that entry i is page i.
func (s *Site) Entries() []Entry {
	list := make([]Entry, 0, len(s.pages)*2+len(s.wanted)+64)
	for i := range s.pages {
		list = append(list, Entry{s.pages[i].out, func() View { return s.PageView(int32(i)) }})
	}
	for i := range s.redirects {
		list = append(list, Entry{s.redirects[i].out, func() View { return s.redirectView(i) }})
	}
	if _, own := s.byPath[homePath]; !own {
		list = append(list, Entry{homePath, func() View { return s.overview(true) }})
	}
	list = append(list, Entry{indexesPath, func() View { return s.overview(false) }},
		Entry{notFoundPath, func() View { return s.notFound() }})
	if s.cfg.Search {
		list = append(list, Entry{searchPath, func() View { return &SearchView{s.frame("search", searchPath, "")} }})
	}
	for k := range s.facets {
		list = s.facetEntries(list, &s.facets[k])
	}
	list = s.contentsEntries(list)
	list = s.untranslatedEntries(list)
	list = s.wantedEntries(list)
	list = s.reviewEntries(list)
	list = s.backlinkEntries(list)
	list = paged(list, changesPath, len(s.changes), changesOnPage, s.changesView)
	return list
}

// entryIndex finds entries that are not pages by their path. It is made when one is first asked for.
type entryIndex struct {
	once   sync.Once
	byPath map[string]func() View
}

// View is the view of one output, if the site has such an output and it is made from a view.
func (s *Site) View(out string) (View, bool) {
	if i, ok := s.pageAt(out); ok {
		return s.PageView(i), true
	}
	s.entries.once.Do(func() {
		list := s.Entries()[len(s.pages):]
		s.entries.byPath = make(map[string]func() View, len(list))
		for k := range list {
			s.entries.byPath[list[k].Path] = list[k].View
		}
	})
	if view, ok := s.entries.byPath[out]; ok {
		return view(), true
	}
	return nil, false
}

// PageAt is the number of the page with an output path.
func (s *Site) PageAt(out string) (int, bool) {
	i, ok := s.pageAt(out)
	return int(i), ok
}

func (s *Site) pageAt(out string) (int32, bool) {
	i, ok := s.byPath[pathKey(out)]
	return i, ok && s.pages[i].out == out
}

// MediumAt is the published file with an output path.
func (s *Site) MediumAt(out string) (*Medium, bool) {
	for i := range s.media {
		if m := &s.media[i]; m.used && m.out == out {
			return m.Medium, true
		}
	}
	return nil, false
}

// frame is the frame of an output. Canonical addresses end in a slash where the file is a folder's index.
func (s *Site) frame(template, out, title string) Frame {
	return s.frameAt(template, escapePath(out), title)
}

// frameAt is frame for a path that is encoded already.
func (s *Site) frameAt(template, path, title string) Frame {
	f := Frame{Chrome: &s.chrome, Template: template, Path: path, Root: wayUp(strings.Count(path, "/")), Title: title, Lang: s.cfg.Language}
	if s.cfg.URL != "" {
		f.Canonical = s.cfg.URL + Canonical(f.Path)
	}
	return f
}

// wayUp is the way to the root from a depth.
func wayUp(depth int) string {
	const some = "../../../../../../../../"
	if 3*depth <= len(some) {
		return some[:3*depth]
	}
	return strings.Repeat("../", depth)
}

// Canonical is the address of a path in links to the outside: a folder's index is the folder.
func Canonical(p string) string {
	if p == "index.html" {
		return ""
	}
	if dir, ok := strings.CutSuffix(p, "/index.html"); ok {
		return dir + "/"
	}
	return p
}

// escapePath makes an output path fit for an address. Output paths are letters, numbers, dots, dashes and underscores of any
// script, so that only what is not ASCII needs encoding.
func escapePath(p string) string {
	for i := range len(p) {
		if p[i] >= 0x80 || p[i] == '%' || p[i] == ' ' {
			return (&url.URL{Path: p}).EscapedPath()
		}
	}
	return p
}

func (s *Site) makeCards() {
	s.cards = make([]Card, len(s.pages))
	for i := range s.pages {
		s.makeCard(int32(i))
	}
}

func (s *Site) makeCard(i int32) {
	e, c := &s.pages[i], &s.cards[i]
	*c = Card{Title: e.title, Path: escapePath(e.out), Summary: first(e.Doc.Meta.Summary, e.fact("summary")), Type: e.typ, Lang: e.lang, Status: e.status, Earned: e.earned, License: e.license,
		Draft: e.Doc.Hidden}
	var d source.Digest
	c.key(&d)
	c.Digest = d.Sum()
}

// Chrome is what every page shows around its content.
func (s *Site) Chrome() *Chrome { return &s.chrome }

// Updated is when page i last changed, YYYY-MM-DD; empty: unknown.
func (s *Site) Updated(i int) string { return s.pages[i].updated }

// Card is the public facts of page i.
func (s *Site) Card(i int) *Card { return &s.cards[i] }

func (s *Site) makeChrome() {
	c := &s.chrome
	c.Title, c.Description, c.Language, c.License = s.cfg.Title, s.cfg.Description, s.cfg.Language, s.shownLicence(s.cfg.License)
	c.Address, c.Repository, c.Contact, c.Copyright = s.cfg.URL, s.cfg.Repository.URL, s.cfg.Contact, s.cfg.Copyright
	if at, ok := s.byShown[s.cfg.Look.Logo]; ok && at <= -2 {
		m := &s.media[-2-at]
		m.used = true
		c.Logo = escapePath(m.out)
	}
	c.Home, c.Indexes = homePath, indexesPath
	if s.cfg.Search {
		c.Search = searchPath
	}
	if len(s.wanted) > 0 {
		c.Wanted = wantedPath
	}
	if len(s.changes) > 0 {
		c.Changes = changesPath
	}
	if len(s.book) > 0 {
		c.Contents = contentsPath
	}
	if s.review.governed {
		c.Review = governancePath
	}
	for k := range s.facets {
		if name := s.facets[k].link.Name; len(s.facets[k].terms) > 0 && name != FacetFresh || name == FacetAuthor && len(s.crowd.order) > 0 {
			link := s.facets[k].link
			link.Values = 0
			c.Facets = append(c.Facets, link)
		}
	}
	var d source.Digest
	c.key(&d)
	c.Digest = d.Sum()
}

// PageView is the view of page i.
func (s *Site) PageView(i int32) *PageView {
	e := &s.pages[i]
	kept := e.Path
	if e.Term != nil {
		kept = e.Term.Origin
	}
	v := &PageView{Frame: s.frameAt("page", s.cards[i].Path, e.title), Number: int(i), Doc: e.Doc, Facts: e.Facts, Card: &s.cards[i], Created: e.created, Updated: e.updated,
		Source: SourcePath(s.cards[i].Path), Edit: s.forgeAddress(e.Source, kept, "edit"), History: s.forgeAddress(e.Source, kept, "history")}
	v.Lang, v.Description = e.lang, v.Card.Summary
	v.Crumbs = e.crumbs
	v.Prev, v.Next = s.card(e.prev), s.card(e.next)
	if by, replaced := s.successors[i]; replaced {
		v.Successor = &s.cards[by]
	}
	s.giveCredit(v, i)
	s.divide(v, i)
	s.addOrigins(v, i)
	v.Relations = s.groups(i)
	s.addBacklinks(v, i)
	v.Chapters = s.chaptersBelow(i)
	v.Untranslated = s.missingLanguages(i)
	for _, other := range s.versions[i] {
		if other != i {
			v.Translations = append(v.Translations, Ref{s.spoken[s.pages[other].lang], escapePath(s.pages[other].out)})
			if s.pages[other].lang == s.cfg.Language {
				v.Original = s.cards[other].Path
			}
		}
	}
	v.Lag = s.lag(i)
	s.addReviews(v, i)
	s.invite(v, i)
	v.Report = s.reportAddress(e.title, e.Shown)
	budget := maxEmbeds
	v.Targets = s.targetsOf(i, &budget, []int32{i})
	return v
}

// SourcePath is the output path of a page's own Markdown.
func SourcePath(out string) string { return strings.TrimSuffix(out, ".html") + ".md" }

// addBacklinks shows the first pages that link here, and leads to the list of all where there are more.
func (s *Site) addBacklinks(v *PageView, i int32) {
	refs := s.backRefs[s.backAt[i]:s.backAt[i+1]]
	v.Backcount = len(refs)
	if shown := refs[:min(len(refs), backlinksHere)]; len(shown) > 0 {
		v.Backlinks = make([]Backlink, len(shown))
		for k, at := range shown {
			v.Backlinks[k] = s.backlink(at)
		}
	}
	if s.needsBacklinkPages(i) {
		v.Backpath = escapePath(backlinksPath(s.pages[i].out))
	}
}

func (s *Site) backlink(at int32) Backlink {
	owner := s.linkOwner[at]
	return Backlink{Card: &s.cards[owner], Sentence: s.pages[owner].Doc.Links[at-s.linkAt[owner]].Context}
}

// targetsOf is what the links of page i lead to. Within an embed the links of the embedded page are resolved
// likewise, down to a depth and while the budget of embeds lasts; above holds the pages that embed each other on the way here.
func (s *Site) targetsOf(i int32, budget *int, above []int32) []Target {
	links := s.targets[s.linkAt[i]:s.linkAt[i+1]]
	if len(links) == 0 {
		return nil
	}
	list := make([]Target, len(links))
	for k := range links {
		t, v := &links[k], &list[k]
		v.State = t.state
		switch t.state {
		case TargetPage:
			if s.pages[i].Doc.Links[k].Kind == page.LinkTerm {
				v.Path, v.Title = s.cards[t.index].Path, s.cards[t.index].Summary
				break
			}
			v.Path, v.Title, v.Fragment = s.cards[t.index].Path, s.pages[t.index].title, t.fragment
			if t.from >= 0 && len(above) <= s.cfg.Limits.EmbedDepth && *budget > 0 && !slices.Contains(above, t.index) {
				*budget--
				v.Embed = &Embed{Card: &s.cards[t.index], Authors: s.authors(&s.pages[t.index].Doc.Meta), Facts: s.pages[t.index].Facts, Doc: t.index, From: t.from, To: t.to,
					Targets: s.targetsOf(t.index, budget, append(above, t.index))}
			}
		case TargetFile:
			m := &s.media[t.index]
			v.Path, v.Width, v.Height = escapePath(m.out), m.Width, m.Height
		case TargetPerson:
			v.Path = s.mentioned(s.pages[i].Doc.Links[k].Text)
		case TargetWanted:
			v.Path, v.Title = escapePath(s.wanted[t.index].out), s.wanted[t.index].text
		case TargetForge:
			v.Path = s.unpublished(i, s.pages[i].Doc.Links[k].Target).address
		}
	}
	return list
}
