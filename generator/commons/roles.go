// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package commons

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"commonplace/generator/source"
)

// The roles that the program itself gives.
const (
	RoleAuthor  = "author"
	RoleReview  = "review"
	RoleSteward = "steward"
	RoleEdit    = "edit"   // Git knows a change of theirs
	RoleAssist  = "assist" // a tool that was used, says a trailer in Git
)

// The vocabularies that roles are from.
const (
	FromType   = "type"   // of all-contributors
	FromCRediT = "credit" // of ANSI/NISO Z39.104-2022
	FromOwn    = "own"
)

// Role is a kind of contribution.
type Role struct {
	ID   string   // as the vocabulary writes it: "eventOrganizing", "data-curation"
	From string   // the vocabulary
	Like string   // the id of the nearest role of the other vocabulary; empty: there is none
	Also []string // other spellings

	Trace bool // who has it has changed the file
}

//go:embed roles.yaml
var rolesText []byte

// roleTable is the roles, and the number of each by its id and by the letters of its names.
type roleTable struct {
	list   []Role
	id, at map[string]int
}

// number finds a role; most words are its id.
func (t *roleTable) number(word string) (i int, known bool) {
	if i, known = t.id[word]; !known {
		i, known = t.at[letters(word)]
	}
	return i, known
}

var roles = sync.OnceValue(func() *roleTable {
	root, _ := source.ParseYAML(rolesText, 1, source.YAMLLimits{Bytes: len(rolesText), Depth: 4, Nodes: len(rolesText)})
	t := &roleTable{list: make([]Role, root.Len()), id: map[string]int{}, at: map[string]int{}}
	for i := range t.list {
		n := root.Item(i)
		r := Role{ID: n.Get("id").Text(), From: n.Get("from").Text(), Like: n.Get("like").Text(), Also: n.Get("also").Strings()}
		r.Trace, _ = n.Get("trace").Bool()
		t.list[i], t.id[r.ID] = r, i
		t.at[letters(r.ID)] = i
		for _, name := range r.Also {
			t.at[letters(name)] = i
		}
	}
	return t
})

// Roles lists all known roles in the order in which they are shown. The list is shared and must not be changed.
func Roles() []Role { return roles().list }

// RoleOf finds the role that a word means, however it is spelled: “Data curation” is data-curation, “Writing – original draft”
// writing-original-draft. rank is its place among all roles; a word that means none has the last, and is its own id.
func RoleOf(word string) (id string, rank int) {
	t := roles()
	if i, ok := t.number(word); ok {
		return t.list[i].ID, i
	}
	return word, len(t.list)
}

// LeavesTrace says that somebody of a role has changed the file itself.
func LeavesTrace(word string) bool {
	t := roles()
	i, known := t.number(word)
	return known && t.list[i].Trace
}

// letters are the letters and numbers of a word without case.
func letters(word string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, word)
}
