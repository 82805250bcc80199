// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"os"
	"reflect"
	"strings"
	"testing"

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
