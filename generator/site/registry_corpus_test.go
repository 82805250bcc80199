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
	const corpus = "../../../shared/corpora/pyopensci"
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("the corpora are not here")
	}
	cfg, _, err := config.Load(config.Options{Dir: corpus, File: "../../examples/pyopensci/site.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	in := &Inputs{Config: cfg, Date: "2026-11-22"}
	listed := 0
	for number := range cfg.Sources {
		src := &cfg.Sources[number]
		parser := page.NewParser(&src.Reading)
		for rule, records := range src.Reading.Records {
			data, err := os.ReadFile(filepath.Join(src.Path, records.Path))
			if err != nil {
				t.Fatal(err)
			}
			doc := parser.Registry(rule, data)
			listed += len(doc.People)
			in.Files = append(in.Files, Input{Source: number, Path: records.Path, Shown: records.Path, File: source.Sum(data), Facts: source.Sum(data), Doc: doc})
		}
	}
	people := Link(in).People()
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
