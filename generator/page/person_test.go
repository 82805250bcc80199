// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// testdata/person and testdata/review hold records, each with what is read from it.
func TestRecords(t *testing.T) {
	files, _ := filepath.Glob("testdata/person/*.txt")
	reviews, _ := filepath.Glob("testdata/review/*.txt")
	if len(files) == 0 || len(reviews) == 0 {
		t.Fatal("no cases")
	}
	p := newTestParser()
	for _, file := range append(files, reviews...) {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i+1 < len(archive.Files); i += 2 {
			record, gives := archive.Files[i], &archive.Files[i+1]
			t.Run(record.Name, func(t *testing.T) {
				var d *Doc
				var facts any
				switch {
				case strings.HasSuffix(record.Name, ".dispute"):
					d = p.Dispute(record.Data)
					facts = d.Dispute
				case strings.HasSuffix(filepath.Dir(file), "review"):
					d = p.Review(record.Data)
					facts = d.Review
				default:
					d = p.Person(record.Data)
					facts = d.Person
				}
				var b strings.Builder
				show(&b, "", reflect.ValueOf(facts).Elem())
				showDiagnostics(&b, d.Diags)
				if *update {
					gives.Data = []byte(b.String())
				} else if diff := cmp.Diff(string(gives.Data), b.String()); diff != "" {
					t.Error(diff)
				}
			})
		}
		if *update {
			if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func FuzzPerson(f *testing.F) {
	f.Add([]byte("id: ada\naccounts: {github: ada, fediverse: ada@social.example}\nlisted: false\n"))
	f.Add([]byte("accounts: [a]\norcid: 0000-0002-1825-0097\nwebsite: {a: b}\n"))
	p := newTestParser()
	f.Fuzz(func(t *testing.T, data []byte) {
		d := p.Person(data)
		if again, err := DecodeDoc(AppendDoc(nil, d)); err != nil || !reflect.DeepEqual(again, d) {
			t.Errorf("the facts are not those of their record (%v): %+v", err, d)
		}
	})
}
