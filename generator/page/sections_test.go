// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"commonplace/generator/config"
)

// Each file of testdata/sections holds a mapping and cases in pairs: a page, and under it the facts that its headings give, the text
// that is left, and what is wrong.
func TestSections(t *testing.T) {
	caseFiles(t, "testdata/sections/*.txt", func(p *Parser, data []byte) string {
		d, body := p.Page(data)
		var b strings.Builder
		if again, err := DecodeDoc(AppendDoc(nil, d)); err != nil || !reflect.DeepEqual(again, d) {
			t.Errorf("the facts are not those of their record (%v): %+v %+v\n", err, again, d)
		}
		show(&b, "", reflect.ValueOf(d.Meta))
		if d.Hidden {
			b.WriteString("hidden\n")
		}
		for _, l := range d.Links {
			b.WriteString("link: " + l.Target + "\n")
		}
		b.WriteString("body:\n" + showBody(body))
		showDiagnostics(&b, d.Diags)
		return b.String()
	})
}

// headed is a parser of a source whose headings are fields of each kind.
func headed() *Parser {
	r := &config.Reading{Limits: limits}
	for heading, field := range map[string]string{
		"T": "title", "S": "summary", "A": "authors", "C": "contributions.thanks", "U": "known_uses", "N": "aliases", "X": "declared_status",
	} {
		r.Sections = append(r.Sections, config.SectionMap{Heading: heading, Field: field})
	}
	return NewParser(r)
}

// Time grows with the text, whatever stands below a heading.
func TestSectionsTakeLittleTime(t *testing.T) {
	const size = 256 << 10
	for name, text := range map[string]string{
		"empty sections": again("## A\n")(size), "sections of thanks": again("## C\n\nAda Example\n\n")(size), "a long title": "## T\n\n" + again("a ")(size),
		"a long summary": "## S\n\n" + again("*a*\n")(size), "many names": "## A\n\n" + again("Ada Example, ")(size), "names in lines": "## A\n\n" + again("Ada\n")(size),
		"names in a list": "## A\n\n" + again("- Ada\n")(size), "links": "## A\n\n" + again("[Ada](b), ")(size), "uses": "## U\n\n" + again("- **a** b\n")(size),
		"uses as headings": "## U\n\n" + again("### a\n")(size), "other names": "## N\n\n" + again("a,")(size), "a long status": "## X\n\n" + again("a *b* ")(size),
	} {
		start := cpuTime(t)
		d, _ := headed().Page([]byte(text))
		if took := cpuTime(t) - start; took > 3*time.Second {
			t.Errorf("%s: %v", name, took)
		}
		if m := &d.Meta; len(m.Title) > 1000 || len(m.Summary) > 3000 || len(AppendDoc(nil, d)) > 20*size {
			t.Errorf("%s: a title of %d bytes, a summary of %d, facts of %d", name, len(m.Title), len(m.Summary), len(AppendDoc(nil, d)))
		}
	}
}

func FuzzSections(f *testing.F) {
	f.Add("## T\n\nRain\n\n## A\n\n- [Ada](b) and Bo\n- **2022-01-01** - x [Cy][]\n\n[Cy]: <d>\n")
	f.Add("# S\n\n<b>a</b>\n\n## U\n\n### a\n\n- **b**: c\n\n## N\n\na, b。c\n\n## X\n\n* y\n")
	p := headed()
	f.Fuzz(func(t *testing.T, text string) {
		d, b := p.Page([]byte(text))
		if again, err := DecodeDoc(AppendDoc(nil, d)); err != nil || !reflect.DeepEqual(again, d) {
			t.Fatalf("%v: %+v %+v", err, again, d)
		}
		last := int32(0)
		for _, h := range b.Holes {
			if h.At < last || int(h.At) > len(b.HTML) {
				t.Fatalf("a hole at %d of %d", h.At, len(b.HTML))
			}
			last = h.At
		}
	})
}
