// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"fmt"
	"strings"

	"commonplace/generator/source"
)

// Repeat says which page the text of another repeats.
type Repeat struct {
	Page    int32 // by its number
	Percent int   // of what both texts have together
}

// mostNamed is of how many added pages the names are looked up, which costs as much as there are pages: who adds more imports a library.
const mostNamed = 500

// repeats tells of added pages that another page may have the subject of already: by its names, or by its text.
func (c *Comparison) repeats(alike map[int32]Repeat) []source.Diagnostic {
	added := c.Added()
	if len(added) == 0 {
		return nil
	}
	s := c.now
	names := s.PageNames()
	var list []source.Diagnostic
	told := map[[2]int32]bool{}
	tell := func(i, other int32, message, help string) {
		if told[[2]int32{other, i}] {
			return // two added pages that repeat each other
		}
		told[[2]int32{i, other}] = true
		list = append(list, source.Diagnostic{Code: source.CodeNearDuplicate, Path: s.pages[i].Shown, Message: message, Help: help,
			Notes: []source.Note{{Path: s.pages[other].Shown, Message: "this page"}}})
	}
	for k, i := range added {
		e := &s.pages[i]
		if like, ok := alike[i]; ok {
			tell(i, like.Page, fmt.Sprintf("the text of this new page is %d %% that of “%s”", like.Percent, s.pages[like.Page].title),
				"if it is meant to replace that page, move it with “git mv”; if not, add to that page instead")
			continue
		}
		if e.index || k >= mostNamed {
			continue
		}
		if other, name := s.near(names, i); other >= 0 {
			tell(i, other, fmt.Sprintf("this new page “%s” may have the subject of “%s”", name, s.pages[other].title),
				"if it has, add to that page, and make this title one of its aliases")
		}
	}
	return list
}

// near is another page of the same language that the page's title or one of its aliases is a name of already, and that name; -1 where there is
// none. Pages of the very same title are told of elsewhere.
func (s *Site) near(names *Names, i int32) (other int32, name string) {
	e := &s.pages[i]
	for k, name := range append([]string{e.title}, e.Doc.Meta.Aliases...) {
		if strings.HasPrefix(name, "/") {
			continue
		}
		for _, like := range names.About(name, 4) {
			other, ok := s.byShown[like.Path]
			if !ok || other < 0 || other == i || k > 0 && like.Alike == NearName {
				continue
			}
			if o := &s.pages[other]; o.lang == e.lang && o.folded != e.folded && !o.index {
				return other, name
			}
		}
	}
	return -1, ""
}
