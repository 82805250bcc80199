// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"commonplace/generator/commons"
	"commonplace/generator/history"
	"commonplace/generator/page"
	"commonplace/generator/scaffold"
	"commonplace/generator/site"
	"commonplace/generator/source"
)

// Reader is a page that is about to be reviewed.
type Reader struct {
	Path     string // of its file, as diagnostics show it
	Title    string
	Sections []commons.Section // those that have a text
	Self     string            // who is at work, as their Git knows them; may be empty

	commons *Commons
	site    *site.Site
	number  int
	subject commons.Subject
	doc     *page.Doc
	text    []byte
	source  int
	name    string // slash path of the file below its source's root
}

// NewReview is the record of a review that was written.
type NewReview struct {
	File     string   `json:"-"`    // absolute
	Path     string   `json:"path"` // as diagnostics show it
	Subject  string   `json:"subject"`
	Reviewer string   `json:"reviewer"`
	Content  string   `json:"content"`
	Sections []string `json:"sections"`
	Author   bool     `json:"author"` // the reviewer is an author of the page
}

// Reader reads the commons and finds the page that a word means: an id, slug, path, title or alias.
func (c *Commons) Reader(ctx context.Context, word string) (*Reader, error) {
	all := *c
	all.set.Drafts = true // what is to be published is reviewed before
	s, err := all.linked(ctx)
	if err != nil {
		return nil, err
	}
	number, err := meant(s, word)
	if err != nil {
		return nil, err
	}
	in := s.Page(number)
	if in.Term != nil {
		return nil, fmt.Errorf("%w: “%s” is a term of %s, not a page with a file of its own", ErrNoPage, word, in.Term.Origin)
	}
	r := &Reader{Path: in.Shown, Title: s.Card(number).Title, Sections: site.Sections(in.Doc), commons: c, site: s, number: number, subject: s.Subject(number),
		doc: in.Doc, source: in.Source, name: in.Path}
	if r.text, err = r.read(); err != nil {
		return nil, err
	}
	r.Self = history.Self(ctx, c.set.Config.Dir)
	return r, nil
}

// read gives the text of the page's file.
func (r *Reader) read() ([]byte, error) {
	dir, err := source.OpenDir(r.commons.set.Config.Sources[r.source].Path)
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	return dir.Read(r.name, r.commons.set.Config.Limits.Page)
}

// Reviewer tells whom a word means: the id, name or account of somebody with a record, else an account (“github:ada”) or, where it is no word that could be an id, a
// name. ok is false for what can only be an id and is nobody's; near is then the nearest one that is somebody's.
func (r *Reader) Reviewer(word string) (who commons.Reviewer, shown, near string, ok bool) {
	if id, name, known := r.site.PersonCalled(word); known {
		return commons.Reviewer{ID: id}, name, "", true
	}
	if at, account, colon := strings.Cut(word, ":"); colon && at != "" && account != "" {
		return commons.Reviewer{Name: strings.TrimPrefix(account, "@"), Account: word}, account, "", true
	}
	if strings.Contains(word, " ") && source.Slug(word) != "" {
		return commons.Reviewer{Name: word}, word, "", true
	}
	if list := r.site.PersonNames().About(word, 1); len(list) > 0 {
		near = list[0].Name
	}
	return who, "", near, false
}

// Section finds the section that a word means: its id, its title, or its number from 1.
func (r *Reader) Section(word string) (int, bool) {
	for k := range r.Sections {
		s := &r.Sections[k]
		if s.ID == word || s.Title != "" && source.Fold(s.Title) == source.Fold(word) || fmt.Sprint(k+1) == word {
			return k, true
		}
	}
	return 0, false
}

// IsAuthor says whether a reviewer is one of the page's authors.
func (r *Reader) IsAuthor(who commons.Reviewer) bool { return r.site.IsAuthor(r.number, who) }

// Since is what has become of a page since a review.
type Since struct {
	ID       string // of the earlier record
	Date     string
	Fresh    int             // sections that are as they were read
	Sections []SectionChange // the others, in the page's order; then those that are gone
	Lost     bool            // Git does not have the text that was read, so that nobody can say what it was
}

// SectionChange is a section whose text is another. Before and After are as they stand in the file; Before is empty where it is new, After where it is gone.
type SectionChange struct {
	ID, Title     string
	Before, After string
	Read          bool // the earlier review had read it
}

// Since compares the page with the newest review of a reviewer; nil where there is none.
func (r *Reader) Since(ctx context.Context, who commons.Reviewer) (*Since, error) {
	last := r.site.LastReview(r.number, who)
	if last == nil {
		return nil, nil
	}
	since := &Since{ID: last.ID, Date: last.Date}
	old, doc := r.past(ctx, last.Content)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	since.Lost = doc == nil
	cover := commons.Cover(&r.subject, last.Review)
	since.Fresh = len(cover.Fresh)
	for k, s := range r.Sections {
		if slices.Contains(cover.Fresh, k) {
			continue
		}
		change := SectionChange{ID: s.ID, Title: s.Title, After: site.SectionText(r.doc, r.text, s.ID), Read: slices.Contains(cover.Changed, k)}
		if doc != nil {
			change.Before = site.SectionText(doc, old, s.ID)
		}
		since.Sections = append(since.Sections, change)
	}
	for _, id := range cover.Gone {
		change := SectionChange{ID: id, Title: id, Read: true}
		if doc != nil {
			change.Before = site.SectionText(doc, old, id)
		}
		since.Sections = append(since.Sections, change)
	}
	return since, nil
}

// past is the page's text with a SWHID, and its facts; nil where Git does not have it.
func (r *Reader) past(ctx context.Context, swhid string) ([]byte, *page.Doc) {
	if swhid == r.subject.Content {
		return r.text, r.doc
	}
	cfg := r.commons.set.Config
	id := swhid[strings.LastIndexByte(swhid, ':')+1:]
	data, err := history.Content(ctx, cfg.Sources[r.source].Path, id, cfg.Limits.Page)
	if err != nil {
		return nil, nil
	}
	doc, _ := page.NewParser(&cfg.Sources[r.source].Reading).Page(data)
	return data, doc
}

// Write makes the record of a review. Of the review the reviewer and the judgement are given; subject, content, date and the digests of sections, of which read has the
// numbers, are of the page as it is now. No file is replaced: the second of a day gets a number.
func (r *Reader) Write(review commons.Review, read []int) (*NewReview, error) {
	if again, err := r.read(); err != nil || string(again) != string(r.text) {
		return nil, errors.Join(err, fmt.Errorf("%s has changed meanwhile; read it again", r.Path))
	}
	subject, folder := r.site.RecordPlace(r.number)
	review.Subject, review.Content, review.Date = subject, r.subject.Content, r.commons.set.Date
	out := &NewReview{Subject: subject, Content: review.Content, Author: r.IsAuthor(review.Reviewer), Sections: []string{}}
	for _, k := range read {
		s := &r.Sections[k]
		review.Sections = append(review.Sections, commons.Read{ID: s.ID, Digest: s.Digest})
		out.Sections = append(out.Sections, s.ID)
	}
	who := recordName(review.Reviewer)
	if who == "" {
		return nil, errors.New("no file can be named after the reviewer; give an account, as in github:ada-example")
	}
	out.Reviewer = who
	src := &r.commons.set.Config.Sources[r.source]
	text := scaffold.Review(&review)
	for n := 1; n < 100; n++ {
		name := path.Join(folder, review.Date+"-"+who+".yaml")
		if n > 1 {
			name = path.Join(folder, fmt.Sprintf("%s-%s-%d.yaml", review.Date, who, n))
		}
		err := scaffold.WriteFile(src.Path, name, text)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out.File, out.Path = filepath.Join(src.Path, filepath.FromSlash(name)), path.Join(src.Shown, name)
		return out, nil
	}
	return nil, fmt.Errorf("%s has a hundred reviews of this day already", path.Join(src.Shown, folder))
}

// recordName is what the file of a reviewer's records is named after: the id, the account, or the name.
func recordName(who commons.Reviewer) string {
	name := who.ID
	if name == "" {
		name = who.Name
		if _, account, ok := strings.Cut(who.Account, ":"); ok {
			name = strings.TrimPrefix(account, "@")
		}
	}
	return source.Slug(name)
}
