// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import "slices"

// maxCited is how many people a citation of the whole commons names. Of more nobody can be chosen without ranking them.
const maxCited = 50

// Citable are the authors of all pages, each once, by alphabet, for a citation of the whole. Machines are not among them, nor those who asked
// not to be listed. Where there are too many to name, or none, the list is empty: then the commons stands for all.
func (s *Site) Citable() []PersonRef {
	wrote := make([]bool, len(s.crowd.list))
	count := 0
	for i := range s.pages {
		authors := s.pages[i].Doc.Meta.Authors
		for k := range authors {
			n, known := s.crowd.named[naming{authors[k].Name, authors[k].URL}]
			if !known || wrote[n] {
				continue
			}
			wrote[n] = true
			if c := &s.crowd.list[n]; c.isCited() {
				if count++; count > maxCited {
					return nil
				}
			}
		}
	}
	list := make([]PersonRef, 0, count)
	for _, n := range s.crowd.order {
		if c := &s.crowd.list[n]; wrote[n] && c.isCited() && !slices.Contains(list, c.PersonRef) {
			list = append(list, c.PersonRef)
		}
	}
	return list
}

func (c *contributor) isCited() bool { return !c.unlisted && c.Kind != KindMachine && c.Text != "" }
