// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"path"
	"slices"
	"strings"

	"commonplace/generator/page"
	"commonplace/generator/source"
)

// joinPeople adds the people of registries. One who has a record already, in a file of contributors/ or earlier in a registry, is
// joined with it: who has the same id, the same ORCID iD or the same account, or, where neither has another of these, the same name. What the
// earlier record says stands; the later one fills in what it leaves open. Two files of contributors/ are never joined: each speaks for
// itself, and which registries there are is for site.yaml to say.
func (s *Site) joinPeople() {
	if len(s.registries) == 0 {
		return
	}
	j := joining{s: s, by: make(map[string]int32, 4*len(s.people))}
	for i := range s.people {
		j.enter(int32(i))
	}
	for _, f := range s.registries {
		for k := range f.Doc.People {
			j.join(f, &f.Doc.People[k])
		}
	}
}

type joining struct {
	s  *Site
	by map[string]int32 // by each of a person's marks
}

// marks are what tells people apart, the surest first; the name is last.
func marks(p *page.Person, stem string) []string {
	list := []string{"id " + source.Fold(stem)}
	if p.ID != "" && p.ID != stem {
		list = append(list, "id "+source.Fold(p.ID))
	}
	if p.ORCID != "" {
		list = append(list, "orcid "+p.ORCID)
	}
	for _, a := range p.Accounts {
		for _, value := range a.Values {
			list = append(list, "account "+a.Name+" "+source.Fold(strings.TrimPrefix(value, "@")))
		}
	}
	if p.Name != "" {
		list = append(list, "name "+source.Fold(p.Name))
	}
	return list
}

// enter notes the marks of a person; the first who has one keeps it.
func (j *joining) enter(i int32) {
	f := j.s.people[i]
	for _, mark := range marks(f.Doc.Person, stemOf(f.Path)) {
		if _, taken := j.by[mark]; !taken {
			j.by[mark] = i
		}
	}
}

func (j *joining) join(f *Input, p *page.Person) {
	stem := strings.ReplaceAll(first(p.ID, source.Slug(p.Name)), "/", "-")
	for _, mark := range marks(p, stem) {
		i, known := j.by[mark]
		if !known {
			continue
		}
		have := j.s.people[i]
		if strings.HasPrefix(mark, "name ") && contradict(have.Doc.Person, p) {
			break // two people of one name
		}
		both := *have
		both.Doc = &page.Doc{Kind: page.KindPerson, Person: joined(have.Doc.Person, p), Diags: have.Doc.Diags}
		j.s.people[i] = &both
		j.enter(i)
		return
	}
	one := *f
	one.Path = path.Join(path.Dir(f.Path), stem+".yaml")
	one.Doc = &page.Doc{Kind: page.KindPerson, Person: p}
	j.s.people = append(j.s.people, &one)
	j.enter(int32(len(j.s.people) - 1))
}

// contradict says whether two records of one name have different ORCID iDs, or different accounts at one place.
func contradict(a, b *page.Person) bool {
	if a.ORCID != "" && b.ORCID != "" && a.ORCID != b.ORCID {
		return true
	}
	for _, x := range a.Accounts {
		for _, y := range b.Accounts {
			if x.Name == y.Name && source.Fold(x.Values[0]) != source.Fold(y.Values[0]) {
				return true
			}
		}
	}
	return false
}

// joined is the earlier record with what only the later one says.
func joined(a, b *page.Person) *page.Person {
	p := *a
	p.ID, p.Name, p.ORCID, p.Website = first(a.ID, b.ID), first(a.Name, b.Name), first(a.ORCID, b.ORCID), first(a.Website, b.Website)
	p.Unlisted = a.Unlisted || b.Unlisted
	if len(a.Languages) == 0 {
		p.Languages = b.Languages
	}
	p.Roles = a.Roles[:len(a.Roles):len(a.Roles)]
	for _, role := range b.Roles {
		if !slices.Contains(p.Roles, role) {
			p.Roles = append(p.Roles, role)
		}
	}
	p.Accounts = a.Accounts[:len(a.Accounts):len(a.Accounts)]
	for _, account := range b.Accounts {
		known := false
		for _, have := range a.Accounts {
			known = known || have.Name == account.Name
		}
		if !known {
			p.Accounts = append(p.Accounts, account)
		}
	}
	return &p
}
