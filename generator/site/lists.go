// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"slices"
	"strconv"
	"strings"
)

// paged adds one entry for each page of a list: out itself, then out/2.html, out/3.html, … An empty list has no page.
func paged(list []Entry, out string, total, size int, view func(p listPage) View) []Entry {
	for number := 1; (number-1)*size < total; number++ {
		p := listPage{out: pageOf(out, number), from: (number - 1) * size, to: min(number*size, total)}
		p.pager = Pager{Number: number, Last: (total + size - 1) / size, Total: total}
		if number > 1 {
			p.pager.Prev = escapePath(pageOf(out, number-1))
		}
		if p.to < total {
			p.pager.Next = escapePath(pageOf(out, number+1))
		}
		list = append(list, Entry{p.out, func() View { return view(p) }})
	}
	return list
}

// listPage is one page of a list: its items are those from and below to.
type listPage struct {
	out      string
	from, to int
	pager    Pager
}

func pageOf(out string, number int) string {
	if number == 1 {
		return out
	}
	return strings.TrimSuffix(out, ".html") + "/" + strconv.Itoa(number) + ".html"
}

// facetEntries are the index of a facet's values, and for each value the list of its pages.
func (s *Site) facetEntries(list []Entry, f *facet) []Entry {
	if f.link.Name == FacetAuthor {
		return s.contributorEntries(list)
	}
	if f.link.Name == FacetLicense {
		return s.licenceEntries(list, f)
	}
	list = paged(list, f.link.Path, len(f.terms), valuesOnPage, func(p listPage) View {
		v := &IndexView{Frame: s.frame("index", p.out, f.link.Label), Facet: f.link, Pager: p.pager}
		for k := p.from; k < p.to; k++ {
			if k == p.from || f.terms[k].group != f.terms[k-1].group {
				v.Groups = append(v.Groups, ValueGroup{})
				if number := f.terms[k].group; number > 0 {
					v.Groups[len(v.Groups)-1].Label = f.groups[number-1]
				}
			}
			if k == p.from && f.link.Name == FacetLanguage {
				v.Lacks = s.untranslated()
			}
			last := &v.Groups[len(v.Groups)-1]
			last.Values = append(last.Values, f.count(k))
		}
		return v
	})
	for k := range f.terms {
		t := &f.terms[k]
		list = paged(list, t.out, len(t.pages), cardsOnPage, func(p listPage) View { return s.listView(f, t.text, t.value, t.pages, p) })
	}
	return list
}

// listView is one page of the pages that share a value of a facet.
func (s *Site) listView(f *facet, text, value string, pages []int32, p listPage) *ListView {
	link := f.link
	link.Values = 0
	v := &ListView{Frame: s.frame("list", p.out, text), Facet: link, Pager: p.pager, Cards: make([]*Card, 0, p.to-p.from)}
	if value != "" {
		v.In = searchName(f.link.Name) + ":" + value
	}
	for _, i := range pages[p.from:p.to] {
		v.Cards = append(v.Cards, &s.cards[i])
	}
	return v
}

func (f *facet) count(k int) Count {
	return Count{f.terms[k].text, f.terms[k].path, len(f.terms[k].pages)}
}

// wantedEntries are the index of wanted pages, those that most pages ask for first, and the invitation to each.
func (s *Site) wantedEntries(list []Entry) []Entry {
	order := s.wantedOrder()
	list = paged(list, wantedPath, len(order), valuesOnPage, func(p listPage) View {
		v := &IndexView{Frame: s.frame("index", p.out, ""), Facet: FacetLink{Name: "wanted", Path: wantedPath, Values: len(order)}, Pager: p.pager}
		v.Groups = make([]ValueGroup, 1)
		for _, k := range order[p.from:p.to] {
			v.Groups[0].Values = append(v.Groups[0].Values, Count{s.wanted[k].text, escapePath(s.wanted[k].out), s.askedBy(k)})
		}
		return v
	})
	for k := range s.wanted {
		by := s.wantedBy(k)
		list = paged(list, s.wanted[k].out, len(by), linksOnPage, func(p listPage) View {
			return &LinksView{Frame: s.frame("links", p.out, s.wanted[k].text), Wanted: s.wanted[k].text, Links: by[p.from:p.to], Pager: p.pager}
		})
	}
	return list
}

func (s *Site) wantedBy(k int) []Backlink {
	w := &s.wanted[k]
	by := make([]Backlink, 0, len(w.refs)+len(w.rels))
	for _, at := range w.refs {
		by = append(by, s.backlink(at))
	}
	for _, at := range w.rels {
		by = append(by, s.relationLink(at))
	}
	return by
}

func (s *Site) relationLink(at int32) Backlink {
	return Backlink{Card: &s.cards[s.relOwner[at]], Sentence: s.rels[at].Note, Relation: s.rels[at].Kind}
}

// backlinkEntries are the full lists of what refers to a page, where the page itself can't show all.
func (s *Site) backlinkEntries(list []Entry) []Entry {
	for i := range s.pages {
		if !s.needsBacklinkPages(int32(i)) {
			continue
		}
		links, rels := s.backRefs[s.backAt[i]:s.backAt[i+1]], s.inRels[s.inAt[i]:s.inAt[i+1]]
		list = paged(list, backlinksPath(s.pages[i].out), len(links)+len(rels), linksOnPage, func(p listPage) View {
			v := &LinksView{Frame: s.frame("links", p.out, s.pages[i].title), Target: &s.cards[i], Links: make([]Backlink, 0, p.to-p.from), Pager: p.pager}
			for k := p.from; k < p.to; k++ {
				if k < len(links) {
					v.Links = append(v.Links, s.backlink(links[k]))
				} else {
					v.Links = append(v.Links, s.relationLink(rels[k-len(links)]))
				}
			}
			return v
		})
	}
	return list
}

func (s *Site) needsBacklinkPages(i int32) bool {
	return s.backAt[i+1]-s.backAt[i] > backlinksHere || s.inAt[i+1]-s.inAt[i] > maxItems
}

// backlinksPath lies below browse/, so that it can't meet a page's own address; and the numbered pages of one page's list can't meet the
// first of another's.
func backlinksPath(out string) string {
	return BrowseDir + "links/" + strings.TrimSuffix(out, ".html") + "-all.html"
}

func (s *Site) changesView(p listPage) View {
	v := &ChangesView{Frame: s.frame("changes", p.out, ""), Pager: p.pager}
	for _, i := range s.changes[p.from:p.to] {
		v.Changes = append(v.Changes, s.change(i))
	}
	return v
}

func (s *Site) change(i int32) Change {
	e := &s.pages[i]
	return Change{Date: e.updated, New: e.created == e.updated, Card: &s.cards[i]}
}

// Recent are the newest changes, at most n.
func (s *Site) Recent(n int) []Change {
	list := make([]Change, 0, n)
	for _, i := range s.Newest(n) {
		list = append(list, s.change(i))
	}
	return list
}

// Newest are the numbers of the pages that changed last, the last first, at most n.
func (s *Site) Newest(n int) []int32 { return s.changes[:min(n, len(s.changes))] }

// overview is the page of all indexes, and the home of a commons that has no index page.
func (s *Site) overview(home bool) *OverviewView {
	v := &OverviewView{Frame: s.frame("overview", indexesPath, ""), Home: home, Pages: len(s.pages), Wanted: len(s.wanted)}
	if home {
		v.Frame = s.frame("overview", homePath, s.cfg.Title)
		v.Description = s.cfg.Description
		v.Recent = s.Recent(10)
	}
	for k := range s.facets {
		f := &s.facets[k]
		switch {
		case f.link.Name == FacetAuthor && len(s.crowd.order) > 0:
			v.Indexes = append(v.Indexes, Overview{Facet: s.peopleLink(), Top: s.somePeople(12)})
		case len(f.terms) > 0:
			v.Indexes = append(v.Indexes, Overview{Facet: f.link, Top: f.top(12)})
		}
	}
	return v
}

// top is the values with the most pages; among equals the first by name.
func (f *facet) top(n int) []Count {
	order := make([]int, len(f.terms))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int { return len(f.terms[b].pages) - len(f.terms[a].pages) })
	list := make([]Count, 0, n)
	for _, k := range order[:min(n, len(order))] {
		list = append(list, f.count(k))
	}
	return list
}

// notFound works at any depth, so its root is the path of the site's address.
func (s *Site) notFound() *NotFoundView {
	v := &NotFoundView{s.frame("notfound", notFoundPath, "")}
	v.Canonical = ""
	if _, rest, ok := strings.Cut(s.cfg.URL, "://"); ok {
		if slash := strings.IndexByte(rest, '/'); slash >= 0 {
			v.Root = rest[slash:]
		}
	}
	return v
}

func (s *Site) redirectView(k int) *RedirectView {
	r := &s.redirects[k]
	v := &RedirectView{Frame: s.frame("redirect", r.out, s.pages[r.target].title), Target: &s.cards[r.target]}
	v.Lang = s.pages[r.target].lang
	if s.cfg.URL != "" {
		v.Canonical = s.cfg.URL + Canonical(s.cards[r.target].Path)
	}
	return v
}
