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

// testdata/person holds records, each with what is read from it.
func TestPerson(t *testing.T) {
	files, _ := filepath.Glob("testdata/person/*.txt")
	if len(files) == 0 {
		t.Fatal("no cases")
	}
	p := newTestParser()
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i+1 < len(archive.Files); i += 2 {
			record, gives := archive.Files[i], &archive.Files[i+1]
			t.Run(record.Name, func(t *testing.T) {
				d := p.Person(record.Data)
				var b strings.Builder
				show(&b, "", reflect.ValueOf(d.Person).Elem())
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
