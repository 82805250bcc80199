// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package commons

import "commonplace/generator/source"

// Section is a part of a page that can be reviewed by itself: the text before the first heading, or a heading of level 2 with what stands below it.
type Section struct {
	ID     string // of its heading; LeadID for the text before the first
	Title  string // empty for the text before the first heading
	Digest source.Hash
}

// Coverage is what a review says of a page as it is now. The numbers are indexes of Subject.Sections.
type Coverage struct {
	Fresh   []int    // sections that are still as they were read
	Changed []int    // sections whose text is another now
	Gone    []string // ids of sections that the page has no more
}

// LeadID is the id under which records name the text before the first heading, where no heading has it.
func LeadID(taken func(id string) bool) string {
	id := "lead"
	for taken(id) {
		id += "-"
	}
	return id
}

// Cover compares what a review has read with a page as it is now. A section is matched by its text first, wherever it stands and
// whatever it is called, and only then by its id: so a renamed or moved section keeps its reviews. Without sections the
// record speaks of the whole page, and of all of it or of nothing.
func Cover(s *Subject, r *Review) Coverage {
	var c Coverage
	if len(r.Sections) == 0 {
		for k := range s.Sections {
			if r.Content != "" && r.Content == s.Content {
				c.Fresh = append(c.Fresh, k)
			} else {
				c.Changed = append(c.Changed, k)
			}
		}
		return c
	}
	byID := make(map[string]int, len(s.Sections))
	byText := make(map[source.Hash][]int, len(s.Sections))
	for k := range s.Sections {
		byID[s.Sections[k].ID] = k
		byText[s.Sections[k].Digest] = append(byText[s.Sections[k].Digest], k)
	}
	taken := make([]bool, len(s.Sections))
	state := make([]bool, len(s.Sections)) // fresh
	found := make([]bool, len(r.Sections))
	// A section whose id and text both agree is the one that was read, even where another has the same text.
	for i, read := range r.Sections {
		if k, ok := byID[read.ID]; ok && !taken[k] && s.Sections[k].Digest == read.Digest {
			taken[k], state[k], found[i] = true, true, true
		}
	}
	for i, read := range r.Sections {
		if found[i] {
			continue
		}
		for _, k := range byText[read.Digest] {
			if !taken[k] {
				taken[k], state[k], found[i] = true, true, true
				break
			}
		}
	}
	for i, read := range r.Sections {
		if found[i] {
			continue
		}
		if k, ok := byID[read.ID]; ok && !taken[k] {
			taken[k] = true
		} else {
			c.Gone = append(c.Gone, read.ID)
		}
	}
	for k := range taken {
		switch {
		case state[k]:
			c.Fresh = append(c.Fresh, k)
		case taken[k]:
			c.Changed = append(c.Changed, k)
		}
	}
	return c
}
