// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"commonplace/generator/config"
)

// registryParser reads lists of people as pyOpenSci and all-contributors have them.
func registryParser() *Parser {
	return NewParser(&config.Reading{Limits: limits, Records: []config.RecordMap{
		{List: ".", Key: "github_username", Fields: []config.FieldMap{{Field: "orcid", Paths: []string{"orcidid"}}, {Field: "accounts.github", Paths: []string{"github_username"}}}},
		{List: "contributors", Key: "login", Fields: []config.FieldMap{{Field: "accounts.github", Paths: []string{"login"}}, {Field: "website", Paths: []string{"profile"}}}},
	}})
}

// The lists of a real project: 404 and 57 people, of whom no address of a mailbox is kept.
func TestRealRegistries(t *testing.T) {
	for rule, of := range []struct {
		file   string
		people int
	}{{"data/contributors.yml", 404}, {".all-contributorsrc", 57}} {
		data, err := os.ReadFile("../../../shared/corpora/pyopensci/" + of.file)
		if err != nil {
			t.Skip("the corpora are not here")
		}
		d := registryParser().Registry(rule, data)
		if len(d.People) != of.people {
			t.Errorf("%s: %d people", of.file, len(d.People))
		}
		for _, p := range d.People {
			if p.Name == "" && p.ID == "" || p.ID != "" && len(p.Accounts) == 0 || strings.Contains(p.Name+p.Website, "removed@") {
				t.Errorf("%s: %+v", of.file, p)
			}
		}
	}
}

// The authors of a CITATION.cff are people by the parts of their names, and entities; roles of a list may be its own.
func TestCitationAndRoles(t *testing.T) {
	p := NewParser(&config.Reading{Limits: limits, Records: []config.RecordMap{
		{Kind: config.KindCitation, List: "authors"},
		{Kind: "person", List: "contributors", Key: "login", Fields: []config.FieldMap{{Field: "roles", Paths: []string{"contributions"}}}},
	}})
	cited := p.Registry(0, []byte("cff-version: 1.2.0\nauthors:\n- {family-names: Example, given-names: Ada, name-particle: van, orcid: \"https://orcid.org/0000-0002-1825-0097\", email: ada@mail.example}\n"+
		"- {name: The Harbour, website: \"https://harbour.example/\"}\n- {given-names: Bo}\n"))
	author := []HeldRole{{Role: "author"}}
	want := []Person{
		{Kind: "person", Name: "Ada van Example", ORCID: "0000-0002-1825-0097", Roles: author},
		{Kind: "organization", Name: "The Harbour", Website: "https://harbour.example/", Roles: author},
		{Kind: "person", Name: "Bo", Roles: author},
	}
	if diff := cmp.Diff(want, cited.People); diff != "" {
		t.Error(diff)
	}
	listed := p.Registry(1, []byte(`{"types": {"tea": {"description": "Makes tea"}, "code": {"description": "Hidden"}}, "contributors": [{"login": "cy", "contributions": ["code", "tea", {"type": "blog", "url": "x"}]}]}`))
	if diff := cmp.Diff([]HeldRole{{Role: "code"}, {Role: "tea", Note: "Makes tea"}, {Role: "blog"}}, listed.People[0].Roles); diff != "" {
		t.Error(diff)
	}
}

func FuzzRegistry(f *testing.F) {
	f.Add("- {github_username: ada, name: Ada Example}\n- x\n")
	f.Add(`{"contributors": [{"login": "ada"}, 1, null]}`)
	f.Add("[[contributors]]\nlogin = \"ada\"\nprofile = \"https://ada.example/\"\n")
	f.Add("contributors:\n  ada: Ada\n  bo: {profile: x, orcidid: [1]}\n")
	p := registryParser()
	f.Fuzz(func(t *testing.T, text string) {
		for rule := range 2 {
			d := p.Registry(rule, []byte(text))
			if again, err := DecodeDoc(AppendDoc(nil, d)); err != nil || !reflect.DeepEqual(again, d) {
				t.Fatalf("%v: %+v %+v", err, again, d)
			}
			for _, who := range d.People {
				if who.ID == "" && who.Name == "" {
					t.Fatalf("%+v", who)
				}
			}
		}
	})
}
