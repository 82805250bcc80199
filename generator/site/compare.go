// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"commonplace/generator/source"
)

// A Comparison is what became of a commons between two Sites: which page of the one is which of the other, and what was lost on the way.
type Comparison struct {
	then, now *Site
	to        []int32           // by page then: the page now, or -1
	from      []int32           // by page now: the page then, or -1
	moved     map[string]string // shown path then, by shown path now
}

// manyAlike is how many pages may change in the same way before it is told of once.
const manyAlike = 20

// Compare pairs the pages of two Sites: by what Git says has moved, then by path, by id, and by content. moved gives the path then, as shown, by the path now.
func Compare(then, now *Site, moved map[string]string) *Comparison {
	c := &Comparison{then: then, now: now, to: unpaired(len(then.pages)), from: unpaired(len(now.pages)), moved: moved}
	for i := range now.pages {
		if was, ok := moved[now.pages[i].Shown]; ok {
			c.pair(then.byShown, was, i)
		}
	}
	for i := range now.pages {
		c.pair(then.byShown, now.pages[i].Shown, i)
	}
	ids, files := map[string]int32{}, map[source.Hash]int32{}
	for j := range then.pages {
		if c.to[j] >= 0 {
			continue
		}
		if id := then.pages[j].Doc.Meta.ID; id != "" {
			ids[id] = int32(j)
		}
		files[then.pages[j].File] = int32(j)
	}
	for i := range now.pages {
		c.pair(ids, now.pages[i].Doc.Meta.ID, i)
	}
	for i := range now.pages {
		if j, ok := files[now.pages[i].File]; ok && c.from[i] < 0 && c.to[j] < 0 {
			c.from[i], c.to[j] = j, int32(i)
		}
	}
	return c
}

func unpaired(n int) []int32 {
	list := make([]int32, n)
	for i := range list {
		list[i] = -1
	}
	return list
}

// pair joins page i with the page that had the name, if both are still alone.
func (c *Comparison) pair(names map[string]int32, name string, i int) {
	if j, ok := names[name]; ok && j >= 0 && c.from[i] < 0 && c.to[j] < 0 {
		c.from[i], c.to[j] = j, int32(i)
	}
}

// Moved gives the path that a file had, as shown, by the path it has now, of those that differ.
func (c *Comparison) Moved() map[string]string {
	moved := make(map[string]string, len(c.moved))
	for now, then := range c.moved {
		moved[now] = then
	}
	for i := range c.now.pages {
		if j := c.from[i]; j >= 0 && c.then.pages[j].Shown != c.now.pages[i].Shown {
			moved[c.now.pages[i].Shown] = c.then.pages[j].Shown
		}
	}
	return moved
}

// Added are the pages that there were not before, by their number.
func (c *Comparison) Added() []int32 {
	var added []int32
	for i, j := range c.from {
		if j < 0 {
			added = append(added, int32(i))
		}
	}
	return added
}

// Diagnostics are what the change loses, alters and repeats. alike says of added pages which page their text repeats.
func (c *Comparison) Diagnostics(alike map[int32]Repeat) []source.Diagnostic {
	lost, _ := c.lost()
	return slices.Concat(lost, c.turned(), c.repeats(alike))
}

// Repairs are the aliases that keep the lost addresses of pages which are still there. Which page takes the place of one that is gone is for people to say.
func (c *Comparison) Repairs() []Repair {
	_, repairs := c.lost()
	return repairs
}

// lost tells of addresses that led to a page, and now lead nowhere.
func (c *Comparison) lost() (list []source.Diagnostic, repairs []Repair) {
	drafts := map[string]bool{}
	for _, in := range c.now.hidden {
		drafts[in.Shown] = true
	}
	tell := func(out string, j int32) {
		if c.now.answers(out) {
			return
		}
		was := &c.then.pages[j]
		d := source.Diagnostic{Code: source.CodeAddressLost, Path: was.Shown, Message: fmt.Sprintf("the address “%s” of “%s” is lost", addressOf(out), was.title)}
		heir := c.to[j]
		switch {
		case heir >= 0:
			d.Path = c.now.pages[heir].Shown
			d.Help = c.now.redirectHelp(out, heir)
			repairs = append(repairs, Repair{Diagnostic: d, Page: heir, Alias: addressOf(out)})
		case drafts[was.Shown]:
			d.Help = "the page is a draft now; publish it again, or give another page the alias “" + addressOf(out) + "”"
		default:
			if heir = c.now.successor(was); heir >= 0 {
				d.Help = fmt.Sprintf("if “%s” takes its place, %s", c.now.pages[heir].title, c.now.redirectHelp(out, heir))
			} else {
				d.Help = "give the page that takes its place the alias “" + addressOf(out) + "”"
			}
		}
		list = append(list, d)
	}
	for j := range c.then.pages {
		tell(c.then.pages[j].out, int32(j))
	}
	for _, r := range c.then.redirects {
		tell(r.out, r.target)
	}
	return list, repairs
}

// successor is the page that most likely takes the place of one that is gone; -1 where none is near.
func (s *Site) successor(was *entry) int32 {
	for _, name := range []string{was.Doc.Meta.Deprecated.ReplacedBy, was.Doc.Meta.ID, was.slug, was.title} {
		if n := s.names[source.Fold(name)]; name != "" && n != nil && len(n.others) == 0 {
			return n.page
		}
	}
	if near := s.names[source.Fold(s.suggest(was.slug))]; near != nil && len(near.others) == 0 {
		return near.page
	}
	return -1
}

// answers says whether the site has a page, a redirect or a medium at an output path.
func (s *Site) answers(out string) bool {
	if _, ok := s.byPath[pathKey(out)]; ok {
		return true
	}
	_, ok := s.MediumAt(out)
	return ok
}

// redirectHelp says what makes an address lead to a page.
func (s *Site) redirectHelp(out string, i int32) string {
	return fmt.Sprintf("add “%s” to the aliases of %s", addressOf(out), s.pages[i].Shown)
}

// addressOf is the address of an output path, from the root of the site: "/a/" for a/index.html.
func addressOf(out string) string {
	if out == homePath {
		return "/"
	}
	if dir, ok := strings.CutSuffix(out, "/"+homePath); ok {
		return "/" + dir + "/"
	}
	return "/" + out
}

// turned tells of pages whose declared status or licence is another. Where many turn alike, what turned them is one setting, and it is told once.
func (c *Comparison) turned() []source.Diagnostic {
	type turn struct {
		code     source.Code
		from, to string
	}
	pages := map[turn][]int32{}
	var turns []turn
	note := func(code source.Code, from, to string, i int) {
		if t := (turn{code, from, to}); from != to {
			if pages[t] == nil {
				turns = append(turns, t)
			}
			pages[t] = append(pages[t], int32(i))
		}
	}
	for i, j := range c.from {
		if j >= 0 {
			was, is := &c.then.pages[j], &c.now.pages[i]
			note(source.CodeStatusChanged, was.status, is.status, i)
			note(source.CodeLicenseChanged, was.license, is.license, i)
		}
	}
	var list []source.Diagnostic
	for _, t := range turns {
		what := "declared status"
		if t.code == source.CodeLicenseChanged {
			what = "licence"
		}
		message := fmt.Sprintf("the %s “%s” is now “%s”", what, t.from, t.to)
		if t.from == "" {
			message = fmt.Sprintf("the %s is now “%s”; before there was none", what, t.to)
		} else if t.to == "" {
			message = fmt.Sprintf("the %s “%s” is gone", what, t.from)
		}
		if n := len(pages[t]); n > manyAlike {
			d := source.Diagnostic{Code: t.code, Path: "site.yaml", Message: fmt.Sprintf("%s on %d pages", message, n)}
			for _, i := range pages[t][:3] {
				d.Notes = append(d.Notes, source.Note{Path: c.now.pages[i].Shown, Message: "one of them"})
			}
			list = append(list, d)
			continue
		}
		for _, i := range pages[t] {
			list = append(list, source.Diagnostic{Code: t.code, Path: c.now.pages[i].Shown, Message: message})
		}
	}
	slices.SortStableFunc(list, func(a, b source.Diagnostic) int { return cmp.Compare(a.Path, b.Path) })
	return list
}
