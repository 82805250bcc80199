// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"path"
	"strings"
)

// place finds where each page stands: the folders above it, and the pages before and after it in its own. Indexes stand above their
// folder, not in it. Where a source has an order, that holds.
func (s *Site) place() {
	type folder struct {
		source int
		dir    string
	}
	crumbs := map[folder][]Ref{}
	var here folder
	last := int32(-1) // the page before in the same folder
	for i := range s.pages {
		e := &s.pages[i]
		e.prev, e.next = -1, -1
		at := folder{e.Source, path.Dir(e.Path)}
		if at != here {
			here, last = at, -1
		}
		if e.index {
			at.dir = path.Dir(at.dir)
		} else {
			if last >= 0 {
				e.prev, s.pages[last].next = last, int32(i)
			}
			last = int32(i)
		}
		list, known := crumbs[at]
		if !known {
			list = s.crumbs(at.source, at.dir)
			crumbs[at] = list
		}
		e.crumbs = list
	}
	s.arrange()
}

// crumbs are the folders down to a folder, each leading to its index page where it has one.
func (s *Site) crumbs(number int, dir string) []Ref {
	if dir == "." || dir == "/" {
		return nil
	}
	root := s.cfg.Sources[number].Shown
	parts := strings.Split(dir, "/")
	crumbs := make([]Ref, len(parts))
	for k := range parts {
		folder := strings.Join(parts[:k+1], "/")
		crumbs[k].Text = first(s.spoken[parts[k]], titleFromPath(folder))
		for _, name := range []string{"/index.md", "/README.md", "/readme.md"} {
			if at, ok := s.byShown[path.Join(root, folder)+name]; ok && at >= 0 {
				crumbs[k] = Ref{s.pages[at].title, escapePath(s.pages[at].out)}
				break
			}
		}
	}
	return crumbs
}

// card is the card of page i, nil for -1.
func (s *Site) card(i int32) *Card {
	if i < 0 {
		return nil
	}
	return &s.cards[i]
}

// folderNames keeps the last folder that was made safe: most pages lie beside the one before.
type folderNames struct{ dir, name string }

func (f *folderNames) safe(dir string) string {
	if dir != f.dir {
		f.dir, f.name = dir, safeDir(dir)
	}
	return f.name
}
