// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"bytes"
	"html/template"
	"reflect"
	"testing"
	"testing/fstest"

	"commonplace/generator/site"
)

// byLibrary is what html/template alone prints.
func byLibrary(s *Sheet, name string) (string, error) {
	var out bytes.Buffer
	err := s.edition.set.ExecuteTemplate(&out, name, s)
	return out.String(), err
}

// sheetOf is what the template of a view is given.
func sheetOf(t testing.TB, theme *Theme, view any, body []byte) *Sheet {
	t.Helper()
	frame, err := frameOf(view)
	if err != nil {
		t.Fatal(err)
	}
	s, err := theme.Press(frame.Chrome).sheet(frame.Lang, frame.Root)
	if err != nil {
		t.Fatal(err)
	}
	s.View, s.Frame, s.Body = view, frame, template.HTML(body)
	s.Name, s.Title = s.names(view)
	return s
}

// TestProgramsAreWhole holds that every template of the default theme has a program, and that it prints what the library prints, whatever
// stands in the fields.
func TestProgramsAreWhole(t *testing.T) {
	theme := mustLoad(t)
	compare := func(what, name string, s *Sheet) {
		t.Helper()
		p := s.edition.program(name, s.View)
		if p == nil {
			t.Fatalf("%s has no program", name)
		}
		want, err := byLibrary(s, name)
		got, ok := p.appendTo([]byte("before "), s)
		switch {
		case err != nil && ok:
			t.Errorf("%s of %s prints something, and the library says: %v", name, what, err)
		case err == nil && !ok:
			t.Errorf("the program of %s gives %s up", name, what)
		case err == nil && string(got) != "before "+want:
			t.Errorf("%s of %s prints\n%s\nand the library\n%s", name, what, got[7:], want)
		case err != nil && string(got) != "before ":
			t.Errorf("%s of %s has printed %q before it gave up", name, what, got)
		}
	}
	for _, lang := range []string{"en", "de", "ar"} {
		for _, sample := range samples(t, lang) {
			s := sheetOf(t, theme, sample.view, sample.body)
			compare(sample.name, s.Frame.Template, s)
		}
	}
	texts := []string{"", "1 + 1"}
	for _, h := range hostile {
		texts = append(texts, h.text)
	}
	for _, text := range texts {
		for name, view := range blankViews() {
			complete(reflect.ValueOf(view).Elem(), text, 0)
			compare(text, name, sheetOf(t, theme, view, []byte(text)))
			bare := blankViews()[name]
			frame, _ := frameOf(bare)
			frame.Chrome = &site.Chrome{Title: text}
			compare("nothing but "+text, name, sheetOf(t, theme, bare, nil))
		}
		s := sheetOf(t, theme, &site.NotFoundView{Frame: site.Frame{Chrome: sampleChrome(), Lang: "en"}}, nil)
		s.View = nil
		for _, name := range []string{"head", "header", "footer"} {
			compare(text, name, s)
		}
		s.Card = &site.Card{Title: text, Path: text, Summary: text, Type: text, Lang: text, Status: text, License: text}
		compare(text, "card", s)
		compare(text, "embed", s)
	}
}

// TestProgramsOfOthers holds that a site's own template prints what the library prints, with a program or without.
func TestProgramsOfOthers(t *testing.T) {
	for _, test := range []struct {
		text  string
		whole bool // there is a program
	}{
		{`{{$a := .Name}}{{$b := $a}}<p title="{{$b}}">{{$b}} {{printf "%s" $b}}</p>`, false},
		{`{{$a := .Name}}{{$b := $a}}<p title="{{$b}}">{{$b}}</p>`, true},
		{`{{with .View}}{{with .Doc.Meta.Slug}}no{{else}}{{$.Name}}{{end}}{{end}}`, true},
		{`{{range $i, $a := .View.Authors}}{{if $i}}, {{end}}{{$a.Text}}{{else}}none{{end}}`, true},
		{`{{range .View.Backlinks}}{{break}}{{end}}`, false},
		{`{{range $i, $a := .View.Stewards}}{{$i}}{{end}}{{range .View.Doc.Meta.Copyright}}x{{else}}none{{end}}`, true},
		{`{{$n := 0}}{{range .View.Authors}}{{$n = 1}}{{end}}{{$n}}`, false},
		{`{{len .View.Tags}} {{if and .Name (gt (len .View.Tags) 3) (not .View.Card.Draft)}}many{{else if .Name}}few{{end}}`, true},
		{`{{if eq .Name "Copyleft"}}{{or .View.Doc.Meta.Slug .Name}}{{end}}{{if lt .View.Backcount 3}}few{{end}}`, true},
		{`{{and .Name .Title}}`, false},
		{`<a href="{{.Root}}{{.View.Source}}">x</a>`, false},
		{`<a title={{.Name}}>x</a>`, false},
		{`<p {{.Own}}>{{.Site}}</p>`, false},
		{`<p {{.Own}} id="{{.View.Backcount}}">{{.View.Backcount}}</p>`, true},
		{`<script>var x = {{.Name}}</script>`, false},
		{`<!-- {{.Name}} --><title>{{.Name}}</title><textarea>{{.Name}}</textarea>`, false},
		{`{{.View.Doc.Meta.Tags}}`, false},
		{`{{.View}}`, false},
		{`{{.View.Prev.Title}} {{.View.Next.Path}}`, true},
		{`{{define "part"}}{{$x := .}}[{{$x}}]{{end}}{{range .View.Doc.Meta.Aliases}}{{template "part" .}}{{end}}{{template "part" .Name}}`, true},
		{`{{define "part"}}{{if .}}{{template "part" ""}}{{end}}{{end}}{{template "part" .Name}}`, false},
		{`{{define "part"}}{{.}}{{end}}<p title="{{template "part" .Name}}">{{template "part" .Name}}</p>`, false},
		{`{{.Name | html}} {{word (facet "tag" "")}} {{word "dot"}}`, false},
		{`{{href .Root .Name}} <a{{href .Root "style.css"}}{{src .Root (or .Name "x")}}>{{field .Name}}</a>`, false},
		{`<a{{href .Root "style.css"}}{{src .Root (or .Name "x")}}>{{field .Name}}{{date .View.Created}}</a>`, true},
		{`{{.View.Translations}}{{.View.Nothing}}`, false},
	} {
		theme, _, err := LoadTheme(fstest.MapFS{"themes/default/page.html": {Data: []byte(test.text)}}, "default")
		if err != nil || theme == nil {
			t.Fatal(err)
		}
		for _, bare := range []bool{false, true} {
			view := samplePage(sampleChrome())
			if bare {
				view.Prev, view.Tags, view.Authors = nil, nil, nil
			}
			s := sheetOf(t, theme, view, nil)
			want, wantErr := byLibrary(s, "page")
			got, err := s.appendTo(nil, "page")
			if wantErr == nil && string(got) != want || (err == nil) != (wantErr == nil) {
				t.Errorf("%s prints\n%s, %v\nand the library\n%s, %v", test.text, got, err, want, wantErr)
			}
			if p := s.edition.program("page", view); (p != nil) != test.whole {
				t.Errorf("%s has a program: %v", test.text, p != nil)
			}
		}
	}
}
