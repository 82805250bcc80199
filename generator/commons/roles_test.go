// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package commons

import "testing"

// The table holds all of both vocabularies, names nothing twice, and leads from one to the other.
func TestRoles(t *testing.T) {
	count, known, names := map[string]int{}, map[string]Role{}, map[string]string{}
	for _, r := range Roles() {
		count[r.From]++
		known[r.ID] = r
		for _, name := range append([]string{r.ID}, r.Also...) {
			if other, twice := names[letters(name)]; twice {
				t.Errorf("“%s” is a name of %s and of %s", name, other, r.ID)
			}
			names[letters(name)] = r.ID
		}
	}
	if count[FromCRediT] != 14 || count[FromType] != 33 {
		t.Errorf("%d roles of CRediT, %d types of all-contributors", count[FromCRediT], count[FromType])
	}
	for _, r := range Roles() {
		like, ok := known[r.Like]
		if r.Like != "" && !ok {
			t.Errorf("%s is like %s, which is no role", r.ID, r.Like)
		}
		if r.From == FromCRediT && like.From != FromType || r.From == FromType && r.Like != "" && like.From != FromCRediT {
			t.Errorf("%s is like %s, of %s", r.ID, r.Like, like.From)
		}
	}
	for _, id := range []string{RoleAuthor, RoleReview, RoleSteward, RoleEdit, RoleAssist} {
		if _, ok := known[id]; !ok {
			t.Errorf("the program gives the role %s, which is not in the table", id)
		}
	}
}

func TestRoleOf(t *testing.T) {
	for word, want := range map[string]string{
		"code": "code", "Code": "code", "eventOrganizing": "eventOrganizing", "event organizing": "eventOrganizing", "Data curation": "data-curation",
		"Writing – original draft": "writing-original-draft", "Writing – review & editing": "writing-review-editing", "Conceptualisation": "conceptualization",
		"Documentation": "doc", "Reviewed-by": "review", "tea": "tea", "": "", "翻訳": "翻訳",
	} {
		id, rank := RoleOf(word)
		if id != want || (rank < len(Roles())) != (want != "tea" && want != "" && want != "翻訳") {
			t.Errorf("%q is %q with rank %d, want %q", word, id, rank, want)
		}
	}
}

// The examples of orcid.org, and each with one digit changed: ISO 7064 finds every such mistake.
func TestORCID(t *testing.T) {
	for text, want := range map[string]string{
		"0000-0002-1825-0097": "0000-0002-1825-0097", "https://orcid.org/0000-0002-1694-233X": "0000-0002-1694-233X", "http://www.orcid.org/0000-0002-1694-233x/": "0000-0002-1694-233X",
		"0000-0002-1825-0098": "", "0000-0002-1825-009X": "", "0000000218250097": "", "0000-0002-1825-00977": "", "": "", "https://example.org/0000-0002-1825-0097": "",
	} {
		got, ok := ORCID(text)
		if ok != (want != "") || ok && got != want {
			t.Errorf("%q: %q %v", text, got, ok)
		}
	}
	const id = "0000-0002-1825-0097"
	for i := range id {
		for c := byte('0'); c <= '9'; c++ {
			if id[i] == '-' || id[i] == c {
				continue
			}
			if _, ok := ORCID(id[:i] + string(c) + id[i+1:]); ok {
				t.Errorf("digit %d may be %c", i, c)
			}
		}
	}
}
