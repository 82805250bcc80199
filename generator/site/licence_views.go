// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"cmp"
	"slices"

	"commonplace/generator/commons"
)

const (
	unlicensedName = "unknown" // of the list of pages that say no licence

	usersHere       = 50  // pages that are derived from a page, on the page itself
	conflictsHere   = 100 // on the page of licences
	licencesMatched = 12  // rows and columns of what may become of what
)

// addOrigins tells what a page is derived from, and who uses it.
func (s *Site) addOrigins(v *PageView, i int32) {
	if e := &s.pages[i]; e.codeLicense != e.license {
		v.CodeLicense.Text = e.codeLicense
	}
	for _, o := range s.originsOf(i) {
		v.Origins = append(v.Origins, s.originView(&o))
	}
	users := s.usedBy[i]
	v.UsedCount = len(users)
	for _, user := range users[:min(len(users), usersHere)] {
		v.UsedBy = append(v.UsedBy, &s.cards[user])
	}
}

func (s *Site) originView(o *origin) Origin {
	d := o.derivation
	v := Origin{Title: d.Title, Author: d.Author, License: o.license, Changes: d.Changes, Override: d.Override, Address: first(o.address, d.Source), Commons: o.commons,
		Verdict: verdictView(&o.verdict), Forbidden: o.conflicts()}
	if o.page >= 0 {
		v.Card, v.Address = &s.cards[o.page], ""
	}
	if o.through >= 0 {
		v.Through = &s.cards[o.through]
	}
	return v
}

func verdictView(v *commons.Verdict) Verdict {
	return Verdict{v.Answer, v.Rule, v.From, v.Into, v.Source}
}

func licenceFacts(text string, l *commons.Licence) LicenceFacts {
	if ids := l.IDs(); len(ids) == 1 {
		f := commons.AboutLicence(ids[0])
		if f.Name == "" {
			f.Name = text
		}
		return LicenceFacts{text, f.Name, f.Short, f.URL, f.Deed, f.Permits, f.Requires, f.Prohibits}
	}
	return LicenceFacts{Text: text, Name: text, Short: text}
}

// licenceEntries are the page of all licences, and for each the list of its pages.
func (s *Site) licenceEntries(list []Entry, f *facet) []Entry {
	list = paged(list, f.link.Path, len(f.terms), valuesOnPage, func(p listPage) View { return s.licencesView(f, p) })
	for k := range f.terms {
		t := &f.terms[k]
		list = paged(list, t.out, len(t.pages), cardsOnPage, func(p listPage) View {
			v := s.listView(f, t.text, t.value, t.pages, p)
			if l := commons.ReadLicence(t.value); l.Known() && p.from == 0 {
				v.Licence = licenceFacts(t.value, &l)
			}
			return v
		})
	}
	if len(f.terms) == 0 {
		return list
	}
	unlicensed := s.unlicensed()
	return paged(list, unlicensedPath, len(unlicensed), cardsOnPage, func(p listPage) View { return s.listView(f, "", "", unlicensed, p) })
}

const unlicensedPath = BrowseDir + FacetLicense + "/" + unlicensedName + ".html"

// unlicensed are the pages that say no licence, in the order of lists.
func (s *Site) unlicensed() (pages []int32) {
	for _, i := range s.rank {
		if s.pages[i].license == "" {
			pages = append(pages, i)
		}
	}
	return pages
}

// licencesView is one page of all licences, those with the most pages first and those that are not known last.
func (s *Site) licencesView(f *facet, p listPage) *LicencesView {
	v := &LicencesView{Frame: s.frame("licences", p.out, ""), Facet: f.link, Pager: p.pager}
	order := make([]int, len(f.terms))
	for k := range order {
		order[k] = k
	}
	known := make([]int, len(f.terms))
	for k := range f.terms {
		if l := commons.ReadLicence(f.terms[k].value); l.Known() {
			known[k] = 1
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(known[b]-known[a], len(f.terms[b].pages)-len(f.terms[a].pages))
	})
	for _, k := range order[p.from:p.to] {
		t := &f.terms[k]
		row := LicenceRow{LicenceFacts: LicenceFacts{Text: t.text, Name: t.text, Short: t.text}, Path: t.path, Count: len(t.pages)}
		if l := commons.ReadLicence(t.value); l.Known() {
			row.LicenceFacts, row.Known = licenceFacts(t.value, &l), true
		}
		v.Licences = append(v.Licences, row)
	}
	if p.from > 0 {
		return v
	}
	if n := len(s.unlicensed()); n > 0 {
		v.Unlicensed = Count{Path: unlicensedPath, Count: n}
	}
	for _, i := range s.derived {
		for _, o := range s.originsOf(i) {
			switch {
			case o.conflicts() && len(v.Conflicts) == conflictsHere:
				v.More++
			case o.conflicts():
				v.Conflicts = append(v.Conflicts, Conflict{&s.cards[i], s.originView(&o)})
			case o.derivation.Override != "" && o.through < 0 && len(v.Overrides) < conflictsHere:
				v.Overrides = append(v.Overrides, Conflict{&s.cards[i], s.originView(&o)})
			}
		}
	}
	v.Matrix = matrix(v.Licences)
	return v
}

// matrix judges what may become of pages under each of the first licences in pages under each other.
func matrix(rows []LicenceRow) []MatrixRow {
	var known []LicenceRow
	for _, r := range rows {
		if r.Known && len(known) < licencesMatched {
			known = append(known, r)
		}
	}
	if len(known) < 2 {
		return nil
	}
	list := make([]MatrixRow, len(known))
	for k, from := range known {
		list[k].From = Ref{from.Short, from.Path}
		for _, into := range known {
			v := commons.Judge(commons.ReadLicence(from.Text), commons.ReadLicence(into.Text), commons.Adaptation)
			list[k].Cells = append(list[k].Cells, verdictView(&v))
		}
	}
	return list
}
