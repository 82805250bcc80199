// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"commonplace/generator/commons"
	"commonplace/generator/page"
	"commonplace/generator/source"
)

// reviewing is what the commons knows of all reviews and disputes, and what follows from them.
type reviewing struct {
	files    []*Input // records, and lists of them
	disputed []*Input
	governed bool // pages have a status: there are rules, or records made for them

	given     []givenReview     // those of page i are given[at[i]:at[i+1]], newest first; then those of subjects
	at        []int32           // by page
	subjects  []reviewedSubject // what was reviewed and has no page
	disputes  []objection       // those of page i are disputes[disputeAt[i]:disputeAt[i+1]], newest first
	disputeAt []int32
	recent    []int32 // indexes of given, newest first
	stewarded bool    // some page has a steward
	status    []commons.Status
	accepted  map[string]bool // licences as written, by whether the rules accept them
	queue     *reviewQueue
}

// givenReview is a review, its file, and who gave it.
type givenReview struct {
	commons.Given
	in      *Input
	page    int32  // -1: of a subject
	subject int32  // index of subjects, else -1
	by      naming // the reviewer, as one of those whom the commons names
}

// reviewedSubject is what has reviews and no page, such as a piece of software that a journal has reviewed.
type reviewedSubject struct {
	title, out string
	from, to   int32 // in given
}

// objection is a dispute, its file, and who raised it.
type objection struct {
	*commons.Dispute
	in   *Input
	page int32
	by   naming // who raised it
}

// admitReview takes the file of a record.
func (s *Site) admitReview(f *Input) {
	if f.Doc.Kind == page.KindDispute {
		s.review.disputed = append(s.review.disputed, f)
	} else {
		s.review.files = append(s.review.files, f)
	}
}

// joinReviews finds the page and the person of each review and dispute, and judges all pages.
func (s *Site) joinReviews() {
	r := &s.review
	r.at, r.disputeAt = make([]int32, len(s.pages)+1), make([]int32, len(s.pages)+1)
	r.governed = s.cfg.Governance.Shown != "" || len(r.disputed) > 0
	for _, f := range r.files {
		if f.Doc.Review != nil {
			r.governed = true
			s.joinReview(f)
		}
		for k := range f.Doc.Reviews {
			s.joinListed(f, &f.Doc.Reviews[k])
		}
	}
	for i := range s.pages {
		for k := range s.pages[i].Doc.Reviews {
			g := givenReview{in: s.pages[i].Input, page: int32(i), subject: -1}
			g.Given = commons.Given{Review: &s.pages[i].Doc.Reviews[k], Declared: true}
			s.meet(&g)
		}
	}
	for _, f := range r.disputed {
		s.joinDispute(f)
	}
	s.found.reviews = s.reported()
	s.seatReviews()
	if r.governed {
		s.judgeAll()
	}
}

// seatReviews puts each review to its page, the newest first.
func (s *Site) seatReviews() {
	r := &s.review
	slices.SortStableFunc(r.given, func(a, b givenReview) int {
		if a.page != b.page && (a.page < 0 || b.page < 0) {
			return int(b.page - a.page)
		}
		return cmp.Or(int(a.page-b.page), int(a.subject-b.subject), strings.Compare(b.Date, a.Date), cmp.Compare(len(b.ID), len(a.ID)), strings.Compare(b.ID, a.ID))
	})
	for k := range r.given {
		if g := &r.given[k]; g.page >= 0 {
			r.at[g.page+1] = int32(k) + 1
		} else {
			sub := &r.subjects[g.subject]
			if sub.to == 0 {
				sub.from = int32(k)
			}
			sub.to = int32(k) + 1
		}
	}
	slices.SortStableFunc(r.disputes, func(a, b objection) int {
		return cmp.Or(int(a.page-b.page), strings.Compare(b.Date, a.Date), strings.Compare(b.in.Path, a.in.Path))
	})
	for k := range r.disputes {
		r.disputeAt[r.disputes[k].page+1] = int32(k) + 1
	}
	for i := range s.pages {
		r.at[i+1], r.disputeAt[i+1] = max(r.at[i+1], r.at[i]), max(r.disputeAt[i+1], r.disputeAt[i])
	}
	r.recent = make([]int32, len(r.given))
	for k := range r.recent {
		r.recent[k] = int32(k)
	}
	slices.SortStableFunc(r.recent, func(a, b int32) int { return strings.Compare(r.given[b].Date, r.given[a].Date) })
	r.recent = r.recent[:min(len(r.recent), maxChanges):min(len(r.recent), maxChanges)]
}

// reviewID names a record below reviews/: its path without extension.
func reviewID(p string) string {
	return strings.TrimPrefix(strings.TrimSuffix(p, path.Ext(p)), "reviews/")
}

// joinReview takes a record of a file of its own.
func (s *Site) joinReview(f *Input) {
	rec := f.Doc.Review
	if rec.Span.Line == 0 {
		return // empty, or no map: reported
	}
	folder, name := path.Split(reviewID(f.Path))
	on, ok := s.subjectOf(f, rec.Subject, rec.SubjectSpan, strings.TrimSuffix(folder, "/"))
	if !ok {
		return
	}
	g := givenReview{in: f, page: on, subject: -1}
	g.Given = commons.Given{ID: reviewID(f.Path), Review: rec}
	day, who := name[:min(len(name), len(time.DateOnly))], ""
	if len(name) > len(time.DateOnly) && name[len(day)] == '-' {
		who = name[len(day)+1:]
	}
	if rec.Date == "" && isDay(day) {
		dated := *rec
		dated.Date = day
		g.Review = &dated
	}
	if s.speaksFor(f, &g.Reviewer, who) && s.isDated(f, rec.Span, g.Date, day) {
		s.meet(&g)
	}
}

func isDay(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}

// isDated says whether a record is of the day that its file's name says; otherwise a review could take the place of a later one.
func (s *Site) isDated(f *Input, at source.Span, date, day string) bool {
	if date == day {
		return true
	}
	s.report(source.Diagnostic{Code: source.CodeReviewForged, Path: f.Shown, Span: at,
		Message: fmt.Sprintf("the name of the file says “%s” and the record “%s”: it is left out", day, date), Help: "name the file <date>-<reviewer>.yaml"})
	return false
}

// speaksFor says whether the name of a record's file is that of the reviewer it names, with a number where it is the second of a day.
func (s *Site) speaksFor(f *Input, who *commons.Reviewer, named string) bool {
	names := []string{who.ID, who.Name}
	if _, account, ok := strings.Cut(who.Account, ":"); ok {
		names = append(names, strings.TrimPrefix(account, "@"), who.Account)
	}
	if i := s.register.recordOf(who.ID, ""); who.ID != "" && i >= 0 {
		names = append(names, s.register.ids[i], stemOf(s.people[i].Path))
	}
	stem, number := named, ""
	if cut := strings.LastIndexByte(named, '-'); cut > 0 {
		stem, number = named[:cut], named[cut+1:]
	}
	if strings.Trim(number, "0123456789") != "" {
		stem = ""
	}
	for _, name := range names {
		for _, form := range []string{name, source.Slug(name)} {
			if form != "" && (form == named || form == stem) {
				return true
			}
		}
	}
	message := "a record without a “reviewer”: it is left out"
	if all := first(names...); all != "" {
		message = fmt.Sprintf("the reviewer is “%s”, and the name of the file says “%s”: it is left out", all, named)
	}
	s.report(source.Diagnostic{Code: source.CodeReviewForged, Path: f.Shown, Span: who.Span, Message: message, Help: "name the file <date>-<reviewer>.yaml"})
	return false
}

// subjectOf finds the page of a record. The folder that it lies in must not be that of another page.
func (s *Site) subjectOf(f *Input, subject string, at source.Span, folder string) (on int32, ok bool) {
	on, ok = s.pageCalled(f.Source, first(subject, folder))
	if !ok {
		d := source.Diagnostic{Code: source.CodeReviewSubject, Path: f.Shown, Span: at, Message: fmt.Sprintf("there is no page “%s”: the record is not shown", first(subject, folder)),
			Help: "name the page by its id or slug"}
		s.report(d)
		return 0, false
	}
	if subject != "" && folder != "" {
		if other, known := s.pageCalled(f.Source, folder); known && other != on {
			s.report(source.Diagnostic{Code: source.CodeReviewForged, Path: f.Shown, Span: at, Message: fmt.Sprintf("the record is of “%s” and lies in the folder of another page: it is left out", subject),
				Notes: []source.Note{{Path: s.pages[other].Shown, Message: "this page"}}, Help: "move it to the folder of the page it is about"})
			return 0, false
		}
	}
	return on, true
}

// pageCalled finds a page by id, slug, title or alias, or by its path, with or without extension, below the root of a source.
func (s *Site) pageCalled(in int, word string) (int32, bool) {
	if of := s.named(source.Fold(word)); of != nil && len(of.others) == 0 {
		return of.page, true
	}
	root := s.cfg.Sources[in].Shown
	for _, p := range []string{path.Join(root, word), path.Join(root, word+".md"), word} {
		if i, ok := s.byShown[p]; ok && i >= 0 {
			return i, true
		}
	}
	return 0, false
}

// joinListed takes a review of a list of records in another shape. What it is about needs no page.
func (s *Site) joinListed(f *Input, rec *commons.Review) {
	g := givenReview{in: f, page: -1, subject: -1}
	g.Given = commons.Given{Review: rec}
	r := &s.review
	if on, ok := s.pageCalled(f.Source, rec.Subject); ok {
		g.page = on
	} else {
		key := source.Fold(rec.Subject)
		k := slices.IndexFunc(r.subjects, func(sub reviewedSubject) bool { return source.Fold(sub.title) == key })
		if k < 0 {
			k = len(r.subjects)
			r.subjects = append(r.subjects, reviewedSubject{title: rec.Subject, out: s.subjectPath(rec.Subject)})
		}
		g.subject = int32(k)
	}
	s.meet(&g)
}

// subjectPath gives each subject without a page an address of its own.
func (s *Site) subjectPath(title string) string {
	slug := source.SafeName(source.Slug(title))
	out := BrowseDir + "reviewed/" + slug + ".html"
	for n := 2; slices.ContainsFunc(s.review.subjects, func(sub reviewedSubject) bool { return pathKey(sub.out) == pathKey(out) }); n++ {
		out = fmt.Sprintf("%sreviewed/%s-%d.html", BrowseDir, slug, n)
	}
	return out
}

func (s *Site) joinDispute(f *Input) {
	d := f.Doc.Dispute
	if d.Span.Line == 0 {
		return
	}
	folder, name := path.Split(strings.TrimSuffix(reviewID(f.Path), ".dispute"))
	on, ok := s.subjectOf(f, d.Subject, d.SubjectSpan, strings.TrimSuffix(folder, "/"))
	if !ok {
		return
	}
	day := name[:min(len(name), len(time.DateOnly))]
	if d.Date == "" && isDay(day) {
		dated := *d
		dated.Date = day
		d = &dated
	}
	if !s.isDated(f, d.Span, d.Date, day) || !s.speaksFor(f, &d.By, strings.TrimPrefix(name[len(day):], "-")) {
		return
	}
	_, by := s.reviewer(f, &d.By, on, false)
	s.review.disputes = append(s.review.disputes, objection{d, f, on, by})
}

// meet enters a review with who gave it.
func (s *Site) meet(g *givenReview) {
	g.By, g.by = s.reviewer(g.in, &g.Reviewer, g.page, g.Declared || g.Foreign)
	s.review.given = append(s.review.given, *g)
}

// reviewer finds out who somebody is. Who is named in place is a person, until a record has that account.
func (s *Site) reviewer(f *Input, who *commons.Reviewer, on int32, listed bool) (p commons.Person, by naming) {
	r := &s.register
	at, account, _ := strings.Cut(who.Account, ":")
	by = naming{first(who.Name, who.ID, account), commons.AccountURL(at, account)}
	record := int32(-1)
	if who.ID != "" {
		record = r.recordOf(r.unaliased(who.ID), "")
	} else if by.url != "" {
		record = r.recordOf("", by.url)
	}
	if record < 0 && listed && by.name != "" {
		record = r.recordOf(r.unaliased(by.name), by.url)
	}
	if record >= 0 {
		id := r.ids[record]
		return commons.Person{Key: "id " + id, Kind: s.people[record].Doc.Person.Kind}, naming{name: id}
	}
	if who.ID != "" && !listed {
		s.report(source.Diagnostic{Code: source.CodeReviewForged, Path: f.Shown, Span: who.Span, Message: fmt.Sprintf("“%s” is nobody that the commons knows: the review does not count", who.ID),
			Help: "write a record in contributors/, or name them in place: reviewer: {name: …, account: …}"})
		return commons.Person{Gone: true}, by
	}
	p = commons.Person{Key: "name " + source.Fold(by.name), Kind: kindPerson}
	if who.Account != "" {
		p.Key = "account " + source.Fold(who.Account)
	}
	if name := first(who.Name, who.ID); on >= 0 && name != "" {
		p.Author = slices.Contains(s.authorKeys(&s.pages[on]), "name "+source.Fold(name))
	}
	return p, by
}

// authorKeys are the authors of a page as reviews know people.
func (s *Site) authorKeys(e *entry) []string {
	m := &e.Doc.Meta
	keys := make([]string, 0, len(m.Authors))
	for k := range m.Authors {
		if i := s.register.recordOf(s.register.unaliased(m.Authors[k].Name), m.Authors[k].URL); i >= 0 {
			keys = append(keys, "id "+s.register.ids[i])
		} else {
			keys = append(keys, "name "+source.Fold(m.Authors[k].Name))
		}
	}
	return keys
}
