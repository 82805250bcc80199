// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"fmt"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"

	"commonplace/generator/page"
	"commonplace/generator/source"
)

// chapter is one line of the site's contents: a page, or the title of a part.
type chapter struct {
	text  string // in place of the page's title
	page  int32  // -1: a part
	level int32
}

// arrange lays the pages of each source that has an order into one sequence: that of its table of contents, or that of folders whose
// pages or records say where they stand. Pages turn to what comes before and after them in it, stand below its chapters, and
// are listed on the page of contents. A source without any order is left to place.
func (s *Site) arrange() {
	s.book = nil
	for number := range s.cfg.Sources {
		from := len(s.book)
		switch src := &s.cfg.Sources[number]; {
		case len(src.Nav.Data) > 0:
			s.readNav(number)
			s.turnPages(s.book[from:])
		case s.isOrdered(number):
			// Nobody reads on from one language into another.
			for _, lang := range s.languagesOf(number) {
				from = len(s.book)
				s.orderFolders(number, lang)
				s.turnPages(s.book[from:])
			}
		}
	}
	s.inBook = nil
	if len(s.book) > 0 {
		s.inBook = make([]int32, len(s.pages))
		for k, c := range s.book {
			if c.page >= 0 && s.inBook[c.page] == 0 {
				s.inBook[c.page] = int32(k) + 1
			}
		}
	}
	s.found.book = s.reported()
}

// readNav enters the table of contents of a source, then the pages that it leaves out.
func (s *Site) readNav(number int) {
	src := &s.cfg.Sources[number]
	items, diags := page.Nav(src.Nav.Shown, src.Nav.Data)
	for _, d := range diags {
		d.Path = src.Nav.Shown
		s.report(d)
	}
	listed := map[int32]bool{}
	for k, item := range items {
		c := chapter{text: item.Title, page: -1, level: item.Level}
		if item.Target != "" {
			var hidden bool
			if c.page, hidden = s.navTarget(number, item.Target); hidden {
				continue
			} else if c.page < 0 {
				d := source.Diagnostic{Code: source.CodeContentsMissing, Path: src.Nav.Shown, Span: item.Span, Message: fmt.Sprintf("the contents name “%s”, which is no page", item.Target)}
				if name := s.suggest(baseName(item.Target)); name != "" {
					d.Help = didYouMean(name)
				}
				s.report(d)
				continue
			}
			listed[c.page] = true
			// The index of a folder that opens a part, without a title of its own, stands for the part.
			if last := len(s.book) - 1; k > 0 && item.Title == "" && items[k-1].Target == "" && item.Level == items[k-1].Level+1 && s.pages[c.page].index {
				s.book[last].page = c.page
				continue
			}
		}
		s.book = append(s.book, c)
	}
	var left []int32
	for i := range s.pages {
		if e := &s.pages[i]; e.Source == number && !listed[int32(i)] {
			left = append(left, int32(i))
			s.report(source.Diagnostic{Code: source.CodeContentsOrphan, Path: e.Shown, Message: fmt.Sprintf("the contents in %s leave this page out", src.Nav.Shown)})
		}
	}
	if len(left) == 0 {
		return
	}
	s.book = append(s.book, chapter{page: -1}) // without a text: the theme has the word
	for _, i := range left {
		s.book = append(s.book, chapter{page: i, level: 1})
	}
}

// navTarget is the page that a path in a table of contents means: relative to its file, or as mkdocs has it to the root of the pages. -1: there
// is none; hidden: it is left out of this site.
func (s *Site) navTarget(number int, target string) (at int32, hidden bool) {
	src := &s.cfg.Sources[number]
	for _, dir := range []string{path.Dir(src.Nav.Shown), src.Shown} {
		shown := path.Join(dir, strings.TrimPrefix(target, "/"))
		for _, name := range []string{shown, shown + ".md", shown + "/index.md", shown + "/README.md"} {
			if at, ok := s.byShown[name]; ok && at >= 0 {
				return at, false
			}
			if slices.ContainsFunc(s.hidden, func(in *Input) bool { return in.Shown == name }) {
				return -1, true
			}
		}
	}
	return -1, false
}

func (s *Site) isOrdered(number int) bool {
	for _, f := range s.folderDocs {
		if f.Source == number && f.Doc.Meta.Order != "" {
			return true
		}
	}
	return slices.ContainsFunc(s.pages, func(e entry) bool { return e.Source == number && e.order() < math.MaxFloat64 })
}

// order is where a page asks to stand among its neighbours; what does not ask stands last.
func (e *entry) order() float64 { return orderOf(first(e.Doc.Meta.Order, e.fact("order"))) }

func orderOf(text string) float64 {
	if text != "" {
		if n, err := strconv.ParseFloat(text, 64); err == nil {
			return n
		}
	}
	return math.MaxFloat64
}

// shelfNode is a folder or a page on its way into the sequence.
type shelfNode struct {
	name  string // by which those of one order are sorted
	text  string
	page  int32 // -1: a folder without an index
	order float64
	below []*shelfNode
}

// languagesOf are the languages of a source's pages: the site's own, those that it names, any others.
func (s *Site) languagesOf(number int) []string {
	var list, others []string
	for i := range s.pages {
		if e := &s.pages[i]; e.Source == number && !slices.Contains(others, e.lang) {
			others = append(others, e.lang)
		}
	}
	slices.Sort(others)
	for _, lang := range append(append([]string{s.cfg.Language}, s.cfg.Languages...), others...) {
		if slices.Contains(others, lang) && !slices.Contains(list, lang) {
			list = append(list, lang)
		}
	}
	return list
}

// orderFolders enters the pages of a source in one language folder by folder, each sorted by order, then by name.
func (s *Site) orderFolders(number int, lang string) {
	root := &shelfNode{page: -1}
	dirs := map[string]*shelfNode{".": root}
	var folder func(dir string) *shelfNode
	folder = func(dir string) *shelfNode {
		if n := dirs[dir]; n != nil {
			return n
		}
		n := &shelfNode{name: path.Base(dir), text: titleFromPath(path.Base(dir)), page: -1, order: math.MaxFloat64}
		dirs[dir] = n
		above := folder(path.Dir(dir))
		above.below = append(above.below, n)
		return n
	}
	for i := range s.pages {
		e := &s.pages[i]
		if e.Source != number || e.lang != lang {
			continue
		}
		switch n := folder(path.Dir(e.Path)); {
		case e.index:
			n.page, n.text, n.order = int32(i), "", e.order()
		default:
			n.below = append(n.below, &shelfNode{name: path.Base(e.Path), page: int32(i), order: e.order()})
		}
	}
	for _, f := range s.folderDocs {
		if n := dirs[path.Dir(f.Path)]; f.Source == number && n != nil {
			n.text = first(f.Doc.Meta.Title, n.text)
			if f.Doc.Meta.Order != "" {
				n.order = orderOf(f.Doc.Meta.Order)
			}
		}
	}
	if root.page >= 0 {
		s.book = append(s.book, chapter{page: root.page})
	}
	s.enterShelf(root.below, 0)
}

func (s *Site) enterShelf(list []*shelfNode, level int32) {
	slices.SortStableFunc(list, func(a, b *shelfNode) int {
		switch {
		case a.order < b.order:
			return -1
		case a.order > b.order:
			return 1
		}
		return strings.Compare(a.name, b.name)
	})
	for _, n := range list {
		if n.page < 0 && len(n.below) == 0 {
			continue
		}
		s.book = append(s.book, chapter{text: n.text, page: n.page, level: level})
		s.enterShelf(n.below, level+1)
	}
}

// turnPages gives the pages of a sequence their neighbours, and the chapters above them as crumbs.
func (s *Site) turnPages(book []chapter) {
	last := int32(-1)
	var above []chapter
	seen := make(map[int32]bool, len(book))
	for _, c := range book {
		for len(above) > 0 && above[len(above)-1].level >= c.level {
			above = above[:len(above)-1]
		}
		if c.page >= 0 && !seen[c.page] {
			seen[c.page] = true
			e := &s.pages[c.page]
			e.prev, e.next = last, -1
			if last >= 0 {
				s.pages[last].next = c.page
			}
			last = c.page
			e.crumbs = nil
			for _, a := range above {
				if ref := s.chapterRef(a); ref.Text != "" {
					e.crumbs = append(e.crumbs, ref)
				}
			}
		}
		above = append(above, c)
	}
}

func (s *Site) chapterRef(c chapter) Ref {
	if c.page < 0 {
		return Ref{Text: c.text}
	}
	return Ref{first(c.text, s.pages[c.page].title), escapePath(s.pages[c.page].out)}
}

// chaptersBelow are the chapters right below a page, at most so many as a page shows of any list.
func (s *Site) chaptersBelow(i int32) []Ref {
	if s.inBook == nil || s.inBook[i] == 0 {
		return nil
	}
	at := s.inBook[i]
	level := s.book[at-1].level
	var list []Ref
	for _, c := range s.book[at:] {
		if c.level <= level || len(list) == maxItems {
			break
		}
		if c.level == level+1 {
			list = append(list, s.chapterRef(c))
		}
	}
	return list
}

// contentsEntries are the pages of contents of a site that has an order.
func (s *Site) contentsEntries(list []Entry) []Entry {
	return paged(list, contentsPath, len(s.book), chaptersOnPage, func(p listPage) View {
		v := &ContentsView{Frame: s.frame("contents", p.out, ""), Pager: p.pager, Chapters: make([]Chapter, 0, p.to-p.from)}
		for _, c := range s.book[p.from:p.to] {
			v.Chapters = append(v.Chapters, Chapter{s.chapterRef(c), int(c.level)})
		}
		return v
	})
}
