// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"fmt"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"commonplace/generator/commons"
	"commonplace/generator/source"
)

// filler gives every leaf of a value a value of its own, small enough for the enumerations: a field that the codec forgets, or
// exchanges with another, comes back different.
type filler struct{ n int }

func (f *filler) fill(v reflect.Value) {
	f.n++
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			f.fill(v.Index(i))
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem())
	case reflect.Array:
		for i := range v.Len() {
			f.fill(v.Index(i))
		}
	case reflect.String:
		v.SetString(fmt.Sprintf("text %d", f.n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Uint8:
		v.SetUint(1)
	case reflect.Int, reflect.Int32:
		v.SetInt(int64(f.n) * 1000 * int64(1-2*(f.n&1)))
	default:
		panic("a kind of field that the codec does not know: " + v.Type().String())
	}
}

func filled() *Doc {
	d := new(Doc)
	new(filler).fill(reflect.ValueOf(d).Elem())
	d.Review, d.Dispute = nil, nil // the others of their kinds have them
	return d
}

// filledRecord is a Doc of a review or a dispute, with all that such a Doc has.
func filledRecord(kind Kind) *Doc {
	d := new(Doc)
	new(filler).fill(reflect.ValueOf(d).Elem())
	if kind == KindReview {
		return &Doc{Kind: kind, Review: d.Review, Reviews: d.Reviews, Diags: d.Diags}
	}
	return &Doc{Kind: kind, Dispute: d.Dispute, Diags: d.Diags}
}

func TestDocRoundTrip(t *testing.T) {
	for name, want := range map[string]*Doc{"every field": filled(), "no field": {}, "a review": filledRecord(KindReview), "a list of reviews": {Kind: KindReview, Reviews: filledRecord(KindReview).Reviews}, "a dispute": filledRecord(KindDispute)} {
		t.Run(name, func(t *testing.T) {
			b := AppendDoc([]byte("before"), want)
			got, err := DecodeDoc(b[len("before"):])
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			if !bytes.Equal(AppendDoc(nil, got), b[len("before"):]) {
				t.Error("the same facts give other bytes")
			}
		})
	}
}

// A record that was cut, or lengthened, is refused at every length: nothing of a broken cache looks like facts.
func TestDecodeDocRefusesCutRecords(t *testing.T) {
	whole := AppendDoc(nil, filled())
	for n := range whole {
		if d, err := DecodeDoc(whole[:n]); err == nil {
			t.Fatalf("the first %d of %d bytes are a Doc: %v", n, len(whole), d)
		}
	}
	if _, err := DecodeDoc(append(whole, 0)); err == nil {
		t.Error("a byte too many is not noticed")
	}
}

// The sizes that list is told are the sizes that empty elements have; smaller ones would let a record claim more memory.
func TestElementSizes(t *testing.T) {
	base := len(AppendDoc(nil, &Doc{}))
	for name, d := range map[string]*Doc{
		"heading":    {Headings: make([]Heading, 10)},
		"section":    {Sections: make([]Section, 10)},
		"link":       {Links: make([]Link, 10)},
		"credit":     {Meta: Meta{Authors: make([]Credit, 10)}},
		"reference":  {Meta: Meta{References: make([]Reference, 10)}},
		"derivation": {Meta: Meta{DerivedFrom: make([]Derivation, 10)}},
		"relation":   {Meta: Meta{Relations: make([]Relation, 10)}},
		"field":      {Meta: Meta{Fields: make([]Field, 10)}},
		"string":     {Anchors: make([]string, 10)},
		"diagnostic": {Diags: make([]source.Diagnostic, 10)},
		"review":     {Reviews: make([]commons.Review, 10)},
		"note":       {Diags: []source.Diagnostic{{Notes: make([]source.Note, 10)}}},
	} {
		sizes := map[string]int{"heading": 5, "section": 34, "link": 10, "credit": 6, "reference": 5, "derivation": 9, "relation": 8, "field": 2, "string": 1, "diagnostic": 9, "note": 5, "review": minReview}
		want := base + 10*sizes[name]
		if name == "note" {
			want += sizes["diagnostic"]
		}
		if got := len(AppendDoc(nil, d)); got != want {
			t.Errorf("%s: %d bytes for ten, want %d", name, got-base, want-base)
		}
		if back, err := DecodeDoc(AppendDoc(nil, d)); err != nil {
			t.Errorf("%s: %v", name, err)
		} else if diff := cmp.Diff(d, back); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestBodyRoundTrip(t *testing.T) {
	for _, want := range []*Body{
		{},
		{HTML: []byte("<p>Text.</p>")},
		{HTML: []byte("<p><a>Text</a></p>"), Holes: []Hole{{At: 5, Ref: 0, Kind: HoleHref}, {At: 5, Ref: 300, Kind: HoleTitle}, {At: 18, Kind: HoleIDPrefix}, {At: 18, Ref: wordBack, Kind: HoleWord}}},
	} {
		got, err := DecodeBody(AppendBody(nil, want))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
}

// What DecodeBody accepts can be filled without a panic.
func FuzzDecodeBody(f *testing.F) {
	f.Add(AppendBody(nil, &Body{HTML: []byte("<p></p>"), Holes: []Hole{{At: 3, Ref: 1, Kind: HoleEmbed}}}))
	f.Add([]byte{1, 200, 0, 0, 'a'})
	f.Fuzz(func(t *testing.T, b []byte) {
		body, err := DecodeBody(b)
		if err != nil {
			return
		}
		body.AppendTo(nil, func(dst []byte, h Hole) []byte { return dst })
		again, err := DecodeBody(AppendBody(nil, body))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(body, again); diff != "" {
			t.Error(diff)
		}
	})
}

func FuzzDecodeDoc(f *testing.F) {
	f.Add(AppendDoc(nil, filled()))
	f.Add(AppendDoc(nil, &Doc{}))
	f.Add([]byte{1, 0, 0, 0, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := DecodeDoc(b)
		if err != nil {
			return
		}
		again, err := DecodeDoc(AppendDoc(nil, d))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(d, again); diff != "" {
			t.Error(diff)
		}
	})
}

// typical has about as many facts as a page of the bench corpus.
func typical() *Doc {
	d := &Doc{Words: 900, Title: TitleField, Meta: Meta{
		ID: "pat_01kg5023zketsrxaxyt2f380zy", Title: "Rotating Boundary Record", Slug: "rotating-boundary-record", License: "CC-BY-4.0",
		Summary: "Members take turns to keep the record of where the common ends.", Aliases: []string{"p980"}, Domain: []string{"health"},
		Tags: []string{"fund-loop", "seed-ritual", "archive-round"}, Created: "2016-01-10", Updated: "2024-10-09",
		Authors: []Credit{{Name: "ada", Span: source.Span{Line: 8, Column: 11, Length: 3}}},
		Contributions: []Credit{
			{Name: "bo", Role: "doc", Span: source.Span{Line: 10, Column: 9, Length: 2}}, {Name: "cy", Role: "review", Span: source.Span{Line: 11, Column: 12, Length: 2}},
		},
	}}
	for i := range 4 {
		d.Meta.Relations = append(d.Meta.Relations, Relation{Kind: "complementary", To: "open-handover-index", Span: source.Span{Line: int32(18 + i), Column: 7, Length: 19}})
	}
	for i := range 14 {
		d.Headings = append(d.Headings, Heading{Level: 2, ID: "known-uses", Text: "Known uses", Start: int32(500 * i), Line: int32(24 + 10*i)})
	}
	for i := range 10 {
		d.Sections = append(d.Sections, Section{Heading: int32(i), Line: int32(24 + 10*i), Digest: source.Sum([]byte{byte(i)})})
	}
	for i := range 20 {
		d.Links = append(d.Links, Link{
			Target: "open-handover-index.md", Text: "Open Handover Index", Heading: int32(i / 2), Span: source.Span{Line: int32(30 + 10*i), Column: 80, Length: 46},
			Context: "A sentence of the usual length stands around the link to Open Handover Index, and it ends here.",
		})
	}
	return d
}

func BenchmarkDecodeDoc(b *testing.B) {
	record := AppendDoc(nil, typical())
	b.SetBytes(int64(len(record)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := DecodeDoc(record); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAppendDoc(b *testing.B) {
	d := typical()
	var record []byte
	b.ReportAllocs()
	for b.Loop() {
		record = AppendDoc(record[:0], d)
	}
}
