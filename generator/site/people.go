// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"fmt"
	"strings"

	"commonplace/generator/page"
	"commonplace/generator/source"
)

// A register finds a contributor by what a page's front matter calls them. Records come from strangers like pages do, so none can take what is
// another's: a record has the name of its own file before all others, then the id that it declares, then the name of the
// person; and what two records claim at one rank stands for neither.
type register struct {
	files    map[string]int32   // by the file's name as written
	names    map[string]*called // by folded file name, id or name of the person
	accounts map[string]*called // by folded account, which front matter writes with an @
	ids      []string           // of each record: its declared id, or the name of its file where that id is another's
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
	*r = register{files: make(map[string]int32, len(s.people)), names: make(map[string]*called, len(s.people)*3), accounts: map[string]*called{}}
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
				claimName(r.accounts, strings.TrimPrefix(value, "@"), int32(i), 0)
			}
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

// person is how a name in a page's front matter is shown and listed: a contributor by name, or by id alone if they ask not to be
// listed; anyone else as written.
func (s *Site) person(name string) (text, key string) {
	r := &s.register
	plain := strings.TrimPrefix(name, "@")
	i, ok := r.files[plain]
	if !ok {
		c := r.names[source.Fold(plain)]
		if c == nil && plain != name {
			c = r.accounts[source.Fold(plain)]
		}
		if c == nil || c.shared {
			return name, name
		}
		i = c.person
	}
	p, id := s.people[i].Doc.Person, r.ids[i]
	if p.Unlisted || p.Name == "" {
		return id, id
	}
	return p.Name, id
}
