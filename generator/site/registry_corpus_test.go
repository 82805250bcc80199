// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"os"
	"path/filepath"
	"testing"

	"commonplace/generator/config"
	"commonplace/generator/page"
	"commonplace/generator/source"
)

// Two lists of a real project, of 404 and of 57 people, join into one register of 404: each of the 57 is among the others, and nobody stands twice.
func TestRealPeopleAreJoined(t *testing.T) {
	s, listed := linkRegistries(t), 0
	for _, f := range s.registries {
		listed += len(f.Doc.People)
	}
	people := s.People()
	if listed != 404+57 || len(people) != 404 {
		t.Errorf("%d entries are %d persons", listed, len(people))
	}
	seen := map[string]string{}
	for _, p := range people {
		for _, account := range p.Doc.Person.Accounts {
			mark := account.Name + " " + source.Fold(account.Values[0])
			if other, twice := seen[mark]; twice {
				t.Errorf("%s is of %s and of %s", mark, other, p.Doc.Person.Name)
			}
			seen[mark] = p.Doc.Person.Name
		}
	}
}

// linkRegistries makes a site of the lists of a real project alone.
func linkRegistries(t *testing.T) *Site {
	t.Helper()
	const corpus = "../../../shared/corpora/pyopensci"
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("the corpora are not here")
	}
	cfg, _, err := config.Load(config.Options{Dir: corpus, File: "../../examples/pyopensci/site.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	in := &Inputs{Config: cfg, Date: "2026-11-22"}
	for number := range cfg.Sources {
		src := &cfg.Sources[number]
		parser := page.NewParser(&src.Reading)
		for rule, records := range src.Reading.Records {
			data, err := os.ReadFile(filepath.Join(src.Path, records.Path))
			if err != nil {
				t.Fatal(err)
			}
			doc := parser.Registry(rule, data)
			in.Files = append(in.Files, Input{Source: number, Path: records.Path, Shown: records.Path, File: source.Sum(data), Facts: source.Sum(data), Doc: doc})
		}
	}
	return Link(in)
}

// The 66 reviews of a real project: each is shown, on a page of what was reviewed and on the pages of those who reviewed and led it, who are
// all known from the two lists or stand in the record with an account.
func TestRealReviewsAreShown(t *testing.T) {
	s := linkRegistries(t)
	subjects, given, unknown := map[string]bool{}, 0, 0
	for k := range s.review.given {
		g := &s.review.given[k]
		given++
		if g.page >= 0 {
			subjects[s.pages[g.page].title] = true
		} else {
			subjects[s.review.subjects[g.subject].title] = true
		}
		who := s.contributor(g.by.name, g.by.url)
		if who == nil || who.out == "" {
			t.Errorf("%s: %q leads nowhere", g.Subject, g.by.name)
			continue
		}
		if who.record < 0 {
			unknown++
			t.Logf("%s has no record", who.Text)
		}
	}
	if len(subjects) != 66 {
		t.Errorf("%d reviews are shown, not 66", len(subjects))
	}
	t.Logf("%d reviewers and editors, %d of them without a record", given, unknown)
	shown := map[string]bool{}
	for _, e := range s.Entries() {
		if v, ok := e.View().(*PersonView); ok {
			for _, r := range v.Reviewed {
				shown[r.Text] = true
			}
		}
	}
	if len(shown) != 66 {
		t.Errorf("people have reviewed %d things, not 66", len(shown))
	}
}
