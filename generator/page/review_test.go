// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"reflect"
	"testing"

	"commonplace/generator/config"
)

// What git hash-object says of a file with “what is up, doc?”, from the book Pro Git; and the empty file.
func TestSWHID(t *testing.T) {
	for text, want := range map[string]string{
		"what is up, doc?": "swh:1:cnt:bd9dbf5aae1a3862dd1526723246b20206e5fc37",
		"":                 "swh:1:cnt:e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
	} {
		if got := newBlob([]byte(text)).SWHID(); got != want {
			t.Errorf("%q: %s", text, got)
		}
	}
	if got := (Blob{}).SWHID(); got != "" {
		t.Errorf("no file: %s", got)
	}
}

// Front matter can say what reviews a page has had; the list of a journal has one or many reviewers and editors in each record.
func TestReviewsElsewhere(t *testing.T) {
	p := NewParser(&config.Reading{Limits: limits, Records: []config.RecordMap{{List: ".", Kind: config.RecordReview, Key: "package", Fields: []config.FieldMap{
		{Field: "reviewer", Paths: []string{"reviewers"}},
		{Field: "editor", Paths: []string{"editor", "chief"}},
		{Field: "date", Paths: []string{"accepted"}},
		{Field: "link", Paths: []string{"issue"}},
	}}}})
	type who struct {
		subject, id, name, account, date, link string
		editor                                 bool
	}
	var got []who
	add := func(d *Doc) {
		for _, r := range d.Reviews {
			got = append(got, who{r.Subject, r.Reviewer.ID, r.Reviewer.Name, r.Reviewer.Account, r.Date, r.Link, r.Editor})
		}
	}
	page, _ := p.Page([]byte("---\nreviews:\n  - ada\n  - {name: Bo Example}\n  - {subject: other, reviewer: cy, recommendation: accept, date: 2026-11-20}\n---\nText.\n"))
	add(page)
	add(p.Registry(0, []byte("- package: water\n  editor: {name: Ada, github_username: ada-example}\n  chief: {name: Bo, github_username: bo-example}\n"+
		"  reviewers:\n    - {name: Cy, github_username: cy-example}\n    - {name: , github_username: dot-example}\n    - eva\n    -\n  accepted: '2026-06-09'\n  issue: https://forge.example/1\n- {reviewers: x}\n")))
	want := []who{
		{id: "ada"}, {id: "Bo Example"}, {id: "cy", date: "2026-11-20"},
		{"water", "", "Cy", "github:cy-example", "2026-06-09", "https://forge.example/1", false},
		{"water", "", "", "github:dot-example", "2026-06-09", "https://forge.example/1", false},
		{"water", "eva", "", "", "2026-06-09", "https://forge.example/1", false},
		{"water", "", "Ada", "github:ada-example", "2026-06-09", "https://forge.example/1", true},
		{"water", "", "Bo", "github:bo-example", "2026-06-09", "https://forge.example/1", true},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func FuzzReview(f *testing.F) {
	f.Add([]byte("subject: a\ncontent: swh:1:cnt:19c2e275c6034f384ed419a17661b9402d7181d1\nsections: {a: \"sha256:00\"}\nreviewer: {name: a, account: b:c}\nassessment: {pillars: {a: {score: 1}}}\nbody: |\n  a\n\n  b\n"))
	f.Add([]byte("claim: [a]\nevidence: {a: b}\nstate: resolved\ncriteria: {a: yes}\n"))
	p := newTestParser()
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, d := range []*Doc{p.Review(data), p.Dispute(data)} {
			if again, err := DecodeDoc(AppendDoc(nil, d)); err != nil || !reflect.DeepEqual(again, d) {
				t.Errorf("the facts are not those of their record (%v): %+v", err, d)
			}
		}
	})
}
