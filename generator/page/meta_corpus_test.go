// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"commonplace/generator/config"
	"commonplace/generator/source"
)

// The relations of the Commons OS library number what a script counted in it, which could not read two pages of broken YAML; here
// theirs are saved, too.
func TestCommonsOSRelations(t *testing.T) {
	pages, _ := filepath.Glob("../../../shared/corpora/commons-os/_patterns/*.md")
	if len(pages) == 0 {
		t.Skip("the corpora are not here")
	}
	preset, err := os.ReadFile("../config/presets/commons-os.yaml")
	if err != nil {
		t.Fatal(err)
	}
	r := config.Reading{Limits: limits}
	readReading(t, &r, preset)
	r.Relations, r.Machine = append([]string{"related", "tools", "inferred"}, kinds...), []string{"inferred"}
	p := NewParser(&r)
	counts, saved := map[string]int{}, map[string]int{}
	for _, page := range pages {
		text, _ := source.Text(beginning(t, page))
		d := new(Doc)
		if from, _ := p.front(d, text, source.NewLines(text)); from == 0 {
			t.Errorf("%s: no front matter", filepath.Base(page))
		}
		broken := brokenBy(d.Diags) != nil
		for _, rel := range d.Meta.Relations {
			if rel.Machine != (rel.Kind == "inferred") {
				t.Fatalf("%s: %+v", page, rel)
			}
			switch {
			case rel.Machine:
			case broken:
				saved[rel.Kind]++
			default:
				counts[rel.Kind]++
			}
		}
		if d.Meta.Title == "" || d.Meta.ID == "" || d.Hidden {
			t.Errorf("%s: title %q, id %q, hidden %v", filepath.Base(page), d.Meta.Title, d.Meta.ID, d.Hidden)
		}
		if broken && (d.Meta.Summary == "" || d.Meta.License == "" || len(d.Meta.Authors) == 0 || timesOf(d, source.CodeYAMLSyntax) != 1) {
			t.Errorf("%s: not saved: %+v", filepath.Base(page), d)
		}
	}
	want := map[string]int{
		"complementary": 7319, "enables": 4429, "requires": 1292, "generalizes_from": 1283, "specializes_to": 545, "alternatives": 207, "tools": 131, "related": 3043,
	}
	if diff := cmp.Diff(want, counts); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]int{"complementary": 9, "enables": 3, "requires": 2, "generalizes_from": 2}, saved); diff != "" {
		t.Errorf("of the two broken pages: %s", diff)
	}
}

// beginning reads as much of a page as its front matter may have; the whole library is 91 MB.
func beginning(t *testing.T, path string) []byte {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, 12<<10))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func timesOf(d *Doc, code source.Code) int {
	n := 0
	for _, diag := range d.Diags {
		if diag.Code == code {
			n++
		}
	}
	return n
}
