// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"fmt"
	"strings"

	"commonplace/generator/commons"
	"commonplace/generator/page"
	"commonplace/generator/source"
)

// A register finds a contributor by what a page's front matter calls them. Records come from strangers like pages do, so none can take what is
// another's: a record has the name of its own file before all others, then the id that it declares, then the name of the
// person; and what two records claim at one rank stands for neither.
type register struct {
	files    map[string]int32   // by the file's name as written
	names    map[string]*called // by folded file name, id or name of the person
	accounts map[string]*called // by folded account, wherever it is
	places   map[string]*called // by place and folded account
	ids      []string           // of each record: its declared id, or the name of its file where that id is another's
	aliases  map[string]string  // of site.yaml, by folded name: who is meant
}

// called is the record that has a name.
type called struct {
	person int32
	rank   uint8 // 0 is highest
	shared bool  // another record claims it at the same rank
}

// namePeople enters all contributors.
func (s *Site) namePeople() {
	r := &s.register
	*r = register{files: make(map[string]int32, len(s.people)), names: make(map[string]*called, len(s.people)*3), accounts: map[string]*called{}, places: map[string]*called{},
		aliases: make(map[string]string, len(s.cfg.Aliases))}
	for _, a := range s.cfg.Aliases {
		r.aliases[source.Fold(a.Name)] = a.Person
	}
	for i, f := range s.people {
		if stem := stemOf(f.Path); !isTaken(r.files, stem) {
			r.files[stem] = int32(i)
		}
		claimName(r.names, stemOf(f.Path), int32(i), 0)
	}
	for i, f := range s.people {
		claimName(r.names, f.Doc.Person.ID, int32(i), 1)
	}
	for i, f := range s.people {
		claimName(r.names, f.Doc.Person.Name, int32(i), 2)
		for _, account := range f.Doc.Person.Accounts {
			for _, value := range account.Values {
				value = strings.TrimPrefix(value, "@")
				if !strings.Contains(value, " ") {
					claimName(r.accounts, value, int32(i), 0)
				}
				if at, name := commons.Account(commons.AccountURL(account.Name, value)); at != "" {
					claimName(r.places, at+" "+name, int32(i), 0)
				}
			}
		}
		if id := f.Doc.Person.ORCID; id != "" {
			claimName(r.places, "orcid "+source.Fold(id), int32(i), 0)
		}
	}
	r.ids = make([]string, len(s.people))
	for i, f := range s.people {
		r.ids[i] = s.personID(int32(i), f.Doc.Person, stemOf(f.Path))
	}
}

func isTaken(m map[string]int32, name string) bool {
	_, ok := m[name]
	return ok
}

func claimName(names map[string]*called, name string, i int32, rank uint8) {
	key := source.Fold(name)
	switch c := names[key]; {
	case key == "":
	case c == nil:
		names[key] = &called{person: i, rank: rank}
	case c.rank == rank && c.person != i:
		c.shared = true
	}
}

// personID is the id of a record. It is reported where the record declares one that is another's.
func (s *Site) personID(i int32, p *page.Person, stem string) string {
	if p.ID == "" {
		return stem
	}
	c := s.register.names[source.Fold(p.ID)]
	if c == nil || c.person == i && !c.shared {
		return p.ID
	}
	d := source.Diagnostic{Code: source.CodeDuplicateID, Path: s.people[i].Shown, Message: fmt.Sprintf("the id “%s” is that of another record; this one has the name of its file", p.ID),
		Help: "give each record an id of its own"}
	if c.person != i {
		d.Notes = []source.Note{{Path: s.people[c.person].Shown, Message: "this record"}}
	}
	s.report(d)
	return stem
}

// unaliased is the name that site.yaml has for a name.
func (r *register) unaliased(name string) string {
	if to, ok := r.aliases[source.Fold(strings.TrimPrefix(name, "@"))]; ok {
		return to
	}
	return name
}

// recordOf is the record of whom a name means: by the name of a file, an id, the name of a person or an account; else by the account that the name
// leads to. It is -1 for somebody without a record.
func (r *register) recordOf(name, url string) int32 {
	plain := strings.TrimPrefix(name, "@")
	if i, ok := r.files[plain]; ok {
		return i
	}
	key := source.Fold(plain)
	c := r.names[key]
	if c == nil {
		c = r.accounts[key]
	}
	if at, account := commons.Account(url); c == nil && at != "" {
		c = r.places[at+" "+account]
	}
	if c == nil || c.shared {
		return -1
	}
	return c.person
}
