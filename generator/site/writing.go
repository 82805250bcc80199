// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"path"
	"slices"
	"strings"

	"commonplace/generator/commons"
	"commonplace/generator/page"
	"commonplace/generator/source"
)

// ReviewsDir is the folder of records of reviews, below the root of a source.
const ReviewsDir = "reviews"

// Meant are the pages that a word of a reader can mean: the one whose file or output it is, else all that have it as id, slug, file name, title or
// alias. None: there is no such page.
func (s *Site) Meant(word string) []int {
	plain := path.Clean(strings.TrimPrefix(word, "./"))
	if i, ok := s.byShown[plain]; ok && i >= 0 {
		return []int{int(i)}
	}
	if i, ok := s.pageAt(plain); ok {
		return []int{int(i)}
	}
	if of := s.named(source.Fold(word)); of != nil {
		list := []int{int(of.page)}
		for _, other := range of.others {
			list = append(list, int(other))
		}
		return list
	}
	for number := range s.cfg.Sources {
		if i, ok := s.pageCalled(number, word); ok {
			return []int{int(i)}
		}
	}
	return nil
}

// RecordPlace is by which word a record names page i, and the folder below its source's root where its records lie. Both are the same under any name that
// the page has, and mean no other page.
func (s *Site) RecordPlace(i int) (subject, folder string) {
	e := &s.pages[i]
	below := strings.TrimSuffix(e.Path, path.Ext(e.Path))
	subject = e.Path
	for _, word := range []string{e.Doc.Meta.ID, e.Doc.Meta.Slug, path.Base(below), below} {
		if on, ok := s.pageCalled(e.Source, word); word != "" && ok && int(on) == i {
			subject = word
			break
		}
	}
	for _, word := range []string{subject, below, e.Path} {
		if folder = safePath(word); folder == "" {
			continue
		}
		if on, ok := s.pageCalled(e.Source, folder); !ok || int(on) == i {
			break
		}
	}
	return subject, path.Join(ReviewsDir, folder)
}

// invite tells page i what a review of it has to say.
func (s *Site) invite(v *PageView, i int32) {
	e := &s.pages[i]
	if e.Term != nil {
		return
	}
	subject, folder := s.RecordPlace(int(i))
	v.Invite = Invitation{Subject: subject, Folder: path.Join(s.cfg.Sources[e.Source].Shown, folder), New: s.forgeAddress(e.Source, folder, "new")}
	if v.Invite.New != "" {
		v.Invite.Forge = s.cfg.Repository.Kind
	}
}

// Mark is a section that can be reviewed, and where it begins.
type Mark struct {
	ID     string
	Line   int32 // of its heading, or of its text; in the file, from 1
	Digest source.Hash
}

// Marks are the parts of a page that can be reviewed.
func Marks(d *page.Doc) []Mark {
	list := make([]Mark, 0, len(d.Sections))
	for _, part := range d.Sections {
		if part.Digest == nothing {
			continue
		}
		m := Mark{Line: part.Line, Digest: part.Digest}
		if part.Heading < 0 {
			m.ID = leadID(d)
		} else {
			m.ID = d.Headings[part.Heading].ID
		}
		list = append(list, m)
	}
	return list
}

// safePath makes each part of a path a name that every system has.
func safePath(p string) string {
	parts := strings.Split(p, "/")
	for k := range parts {
		parts[k] = source.SafeName(parts[k])
	}
	return path.Join(parts...)
}

// PersonCalled is the record of a person by the name of its file, id, name, account ("ada-example" or "github:ada-example"): its id and what the person is called.
func (s *Site) PersonCalled(word string) (id, name string, ok bool) {
	at, account, _ := strings.Cut(word, ":")
	k := s.register.recordOf(s.register.unaliased(word), commons.AccountURL(at, account))
	if k < 0 {
		return "", "", false
	}
	return s.register.ids[k], first(s.people[k].Doc.Person.Name, s.register.ids[k]), true
}

// LastReview is the newest review of page i that a reviewer has given in a record of its own; nil for none.
func (s *Site) LastReview(i int, by commons.Reviewer) *commons.Given {
	r := &s.review
	who, _ := s.reviewer(s.pages[i].Input, &by, -1, true)
	for k := r.at[i]; k < r.at[i+1]; k++ { // the newest first
		if g := &r.given[k]; g.ID != "" && g.By.Key == who.Key && !g.By.Gone {
			return &g.Given
		}
	}
	return nil
}

// IsAuthor says whether somebody is one of the authors of page i, whose reviews count for nothing unless the rules say otherwise.
func (s *Site) IsAuthor(i int, by commons.Reviewer) bool {
	who, _ := s.reviewer(s.pages[i].Input, &by, int32(i), true)
	return who.Author || slices.Contains(s.authorKeys(&s.pages[i]), who.Key)
}

// SectionText is the text of a part of a page as it stands in the file, without the line of its heading. data is the text that the Doc was made of.
func SectionText(d *page.Doc, data []byte, id string) string {
	lines := strings.SplitAfter(string(data), "\n")
	for k, part := range d.Sections {
		name := ""
		if part.Heading >= 0 {
			name = d.Headings[part.Heading].ID
		}
		if name != id && (part.Heading >= 0 || id != leadID(d)) {
			continue
		}
		from, to := int(part.Line)-1, len(lines)
		if part.Heading >= 0 {
			from++
		}
		if k+1 < len(d.Sections) {
			to = int(d.Sections[k+1].Line) - 1
		}
		if from < 0 || to > len(lines) || from > to {
			return ""
		}
		return strings.TrimSpace(strings.Join(lines[from:to], ""))
	}
	return ""
}

// leadID is under which id records name the text before the first heading.
func leadID(d *page.Doc) string {
	return commons.LeadID(func(id string) bool {
		return slices.ContainsFunc(d.Headings, func(h page.Heading) bool { return h.ID == id })
	})
}
