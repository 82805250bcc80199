// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"commonplace/generator/config"
	"commonplace/generator/page"
	"commonplace/generator/site"
	"commonplace/generator/source"
)

var update = flag.Bool("update", false, "write the golden files anew")

var sampleLook = config.Look{Accent: "#1b5a61"}

// TestGolden holds every kind of page, in two languages, as it is published.
func TestGolden(t *testing.T) {
	theme := mustLoad(t)
	known := map[string]bool{}
	for _, lang := range []string{"en", "de"} {
		for _, s := range samples(t, lang) {
			if s.name == "list-long" {
				continue // the same as list
			}
			file := filepath.Join("testdata", "golden", lang+"-"+s.name+".html")
			known[file] = true
			got := s.print(t, theme)
			if *update {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); diff != "" {
				t.Errorf("%s (-want +got):\n%s", file, diff)
			}
		}
	}
	files, _ := filepath.Glob("testdata/golden/*")
	for _, file := range files {
		if !known[file] {
			t.Errorf("%s belongs to no sample", file)
		}
	}
}

func TestOverlay(t *testing.T) {
	print := func(theme *Theme) string {
		c := sampleChrome()
		out, err := theme.Press(c).AppendView(nil, samplePage(c), nil)
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	plain := mustLoad(t)
	for _, test := range []struct {
		name, theme, file, text string
		want                    string
	}{
		{"a piece of every page", "default", "footer.html", "<footer>Ours</footer></body></html>", "<footer>Ours</footer>"},
		{"one view", "default", "page.html", `{{.Head}}{{template "meta" .}}</head>{{.Header}}<main>{{.Name}}</main>{{.Footer}}`, "<main>Copyleft</main>"},
		{"a piece of our own", "default", "change.html", "unused", "Copyleft"},
		{"one word", "default", "words/en.yaml", "relations: Neighbours\n", ">Neighbours</h2>"},
		{"another theme takes the rest from default", "harbour", "words/en.yaml", "relations: Neighbours\n", ">Neighbours</h2>"},
	} {
		t.Run(test.name, func(t *testing.T) {
			theme, diags, err := LoadTheme(fstest.MapFS{"themes/" + test.theme + "/" + test.file: {Data: []byte(test.text)}}, test.theme)
			if err != nil || len(diags) > 0 {
				t.Fatal(err, diags)
			}
			if got := print(theme); !strings.Contains(got, test.want) || !strings.Contains(got, "Copyleft") {
				t.Errorf("%q is not in:\n%s", test.want, got)
			}
			if theme.Digest() == plain.Digest() {
				t.Error("the digest is that of the default theme")
			}
		})
	}
}

func TestThemeMistakes(t *testing.T) {
	for _, test := range []struct {
		name, theme, file, text string
		want                    []source.Diagnostic
	}{
		{"no such theme", "missing", "", "", []source.Diagnostic{{Code: source.CodeMissingTheme, Message: "there is no theme “missing”",
			Help: "put its files into themes/missing/, or use the theme “default”"}}},
		{"a name that leads elsewhere", "../x", "", "", []source.Diagnostic{{Code: source.CodeMissingTheme, Message: "“../x” is no name of a theme"}}},
		{"an action that is not closed", "default", "list.html", "<p>\n{{if .View}}\n", []source.Diagnostic{{Code: source.CodeTemplateMistake,
			Path: "themes/default/list.html", Span: source.Span{Line: 3}, Message: `unexpected EOF`}}},
		{"an unknown function", "default", "list.html", "<p>\n\n{{shout .Name}}", []source.Diagnostic{{Code: source.CodeTemplateMistake,
			Path: "themes/default/list.html", Span: source.Span{Line: 3}, Message: `function "shout" not defined`}}},
		{"an unknown field, deep in a list", "default", "list.html", "<ul>\n{{range .View.Cards}}<li>{{.Titel}}</li>{{end}}</ul>", []source.Diagnostic{{Code: source.CodeTemplateMistake,
			Path: "themes/default/list.html", Span: source.Span{Line: 2, Column: 28},
			Message: `executing "list" at <.Titel>: can't evaluate field Titel in type *site.Card`}}},
		{"a place that can't be escaped", "default", "notfound.html", "{{if .Name}}<a href=\"{{end}}x\">", []source.Diagnostic{{Code: source.CodeTemplateMistake,
			Path: "themes/default/notfound.html", Span: source.Span{Line: 1, Column: 6}, Message: "{{if}} branches end in different contexts"}}},
		{"a word that nothing asks for", "default", "words/de.yaml", "relation.feeds: Nährt\nedti: Bearbeiten", []source.Diagnostic{{Code: source.CodeWordMistake,
			Path: "themes/default/words/de.yaml", Span: source.Span{Line: 2, Column: 1, Length: 4}, Message: "the theme has no word “edti”", Help: "did you mean “edit”?"}}},
		{"a word without text", "default", "words/en.yaml", "skip: {few: x}", []source.Diagnostic{{Code: source.CodeWordMistake,
			Path: "themes/default/words/en.yaml", Span: source.Span{Line: 1, Column: 1, Length: 4}, Message: "“skip” has no text",
			Help: "write a text, or “one” and “other” for words that go with a number"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder := fstest.MapFS{}
			if test.file != "" {
				folder["themes/"+test.theme+"/"+test.file] = &fstest.MapFile{Data: []byte(test.text)}
			}
			_, diags, err := LoadTheme(folder, test.theme)
			if err != nil {
				t.Fatal(err)
			}
			if test.name == "a place that can't be escaped" && len(diags) == 1 {
				// The library's words for its states are its own business.
				diags[0].Message, _, _ = strings.Cut(diags[0].Message, ":")
				test.want[0].Message, _, _ = strings.Cut(test.want[0].Message, ":")
			}
			if diff := cmp.Diff(test.want, diags); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestPressReuses holds that what is shared is the same whoever asks first, and differs where it must.
func TestPressReuses(t *testing.T) {
	theme := mustLoad(t)
	c := sampleChrome()
	press := theme.Press(c)
	card := &site.Card{Title: "Commons", Path: "commons.html", Lang: "en", Status: "draft", Draft: true}
	for _, test := range []struct{ lang, root, want string }{
		{"en", "", `<a href="commons.html">Commons</a> <small class="cp-mark">draft</small>`},
		{"en", "../", `<a href="../commons.html">Commons</a> <small class="cp-mark">draft</small>`},
		{"en-GB", "../", `<a href="../commons.html">Commons</a> <small class="cp-mark">draft</small>`},
		{"de", "../", `<a lang="en" href="../commons.html">Commons</a> <small class="cp-mark">Entwurf</small>`},
		{"ja", "../", `<a href="../commons.html">Commons</a> <small class="cp-mark">draft</small>`},
	} {
		for range 2 {
			got, err := press.Card(test.lang, test.root, card)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(got), test.want) {
				t.Errorf("card in %s at %q is %s, without %s", test.lang, test.root, got, test.want)
			}
		}
	}
}

// TestAddresses holds that the files that every page names are where the program puts them.
func TestAddresses(t *testing.T) {
	text := string(samples(t, "en")[0].print(t, mustLoad(t)))
	for _, path := range []string{StylesheetPath, IconPath, FeedPath} {
		if !strings.Contains(text, `href="../`+path+`"`) {
			t.Errorf("no link to %s", path)
		}
	}
}

// TestLanguages holds which language the words are in, and where others are marked.
func TestLanguages(t *testing.T) {
	theme := mustLoad(t)
	for _, test := range []struct{ page, site, words, html, h1 string }{
		{"en", "en", "en", `<html lang="en" dir="ltr">`, `<h1>`},
		{"de", "en", "de", `<html lang="de" dir="ltr">`, `<h1>`},
		{"de-CH", "en", "de", `<html lang="de" dir="ltr">`, `<h1 lang="de-CH">`},
		{"ja", "es", "es", `<html lang="es" dir="ltr">`, `<h1 lang="ja">`},
		{"ar", "ja", "en", `<html lang="en" dir="ltr">`, `<h1 lang="ar" dir="rtl">`},
		{"", "", "en", `<html lang="en" dir="ltr">`, `<h1>`},
		{`x" onload="`, "en", "en", `<html lang="en" dir="ltr">`, `<h1>`},
	} {
		c := sampleChrome()
		c.Language = test.site
		v := samplePage(c)
		v.Lang = test.page
		out, err := theme.Press(c).AppendView(nil, v, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := theme.wordLanguage(test.page, test.site); got != test.words {
			t.Errorf("words of a page in %q on a site in %q are in %q, want %q", test.page, test.site, got, test.words)
		}
		for _, want := range []string{test.html, test.h1} {
			if !bytes.Contains(out, []byte(want)) {
				t.Errorf("a page in %q on a site in %q has no %s", test.page, test.site, want)
			}
		}
	}
}

func TestRightToLeft(t *testing.T) {
	for _, tag := range []string{"ar", "fa", "he", "ur", "AR-eg", "ps", "yi", "az-Arab", "ku-Arab-IQ"} {
		if !rightToLeft(tag) {
			t.Errorf("%s runs from right to left", tag)
		}
	}
	for _, tag := range []string{"", "en", "de", "ja", "ar-Latn", "az", "aring", "he-Latn-IL"} {
		if rightToLeft(tag) {
			t.Errorf("%s runs from left to right", tag)
		}
	}
}

// TestWords holds that templates use no word that is not there, that none is there in vain, and that all languages say the same.
func TestWords(t *testing.T) {
	theme := mustLoad(t)
	used := map[string]bool{}
	for name, f := range theme.files {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		for _, call := range []string{"word ", "words "} {
			for _, rest := range strings.Split(string(f.text), call+`"`)[1:] {
				key, _, _ := strings.Cut(rest, `"`)
				used[key] = true
			}
		}
	}
	for _, file := range []string{"press.go", "funcs.go", "chapters.go", "credit.go", "citation.go", "licence.go", "review.go"} {
		code, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range regexp.MustCompile(`\.(?:word\(|count\(|appendPhrase\(.*?, )"([a-z.]*[a-z])"`).FindAllStringSubmatch(string(code), -1) {
			used[found[1]] = true
		}
	}
	for name, f := range theme.files {
		if script, ok := strings.CutSuffix(name, ".js"); ok {
			for _, found := range regexp.MustCompile(`\bpage\.([a-z]+)`).FindAllStringSubmatch(string(f.text), -1) {
				used[script+"."+found[1]] = true
			}
			// Others are chosen by what is asked: page[answer].
			for _, found := range regexp.MustCompile(`'([a-z.-]+)'`).FindAllStringSubmatch(string(f.text), -1) {
				if key := script + "." + found[1]; theme.words["en"].phrases[key].other != "" {
					used[key] = true
				}
			}
		}
	}
	// The scripts of the search name the words of their family without its name.
	for _, name := range []string{"show", "search", "results", "nothing"} {
		code, err := os.ReadFile("../../themes/default/_search/" + name + ".mjs")
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(\b(?:word|counted)\()?'([a-z.]+)'`).FindAllStringSubmatch(string(code), -1) {
			switch key := "search." + m[2]; {
			case slices.Contains(searchKeys, m[2]):
				used[m[2]] = true
			case m[1] != "" || theme.words["en"].phrases[key].other != "":
				used[key] = true
			}
		}
		for _, m := range regexp.MustCompile(`words\.(\w+)`).FindAllStringSubmatch(string(code), -1) {
			used[m[1]] = true
		}
	}
	for _, key := range searchKeys {
		if !used[key] {
			t.Errorf("%q is given to the scripts of the search, which don't use it", key)
		}
	}
	// Families are chosen by what a page says.
	for i := 0; ; i++ {
		key := page.Hole{Kind: page.HoleWord, Ref: int32(i)}.Word()
		if key == "" {
			break
		}
		used[key] = true
	}
	families := []string{"facet.", "value.", "relation.", "role.", "trace.", "person.", "month.", "search.problem.", "grade.", "flag.", "reason.", "recommendation.", "answer.", "kind.", "decision.", "need.", "rule.", "verdict.", "license."} // the last two: TestLicenseWords
	english := theme.words["en"].phrases
	for key := range used {
		if _, ok := english[key]; !ok {
			t.Errorf("%q is used and has no text", key)
		}
	}
	for key := range english {
		if !used[key] && !slices.ContainsFunc(families, func(f string) bool { return strings.HasPrefix(key, f) }) {
			t.Errorf("%q has a text and is not used", key)
		}
	}
	for lang, d := range theme.words {
		for key, want := range english {
			got, ok := d.phrases[key]
			if !ok {
				t.Errorf("%s has no text for %q", lang, key)
				continue
			}
			if (got.one == "") != (want.one == "") || strings.Count(got.other, "{") != strings.Count(want.other, "{") {
				t.Errorf("%s: %q is not of the form of the English text: %v", lang, key, got)
			}
		}
		for key := range d.phrases {
			if _, ok := english[key]; !ok {
				t.Errorf("%s has %q, which English has not", lang, key)
			}
		}
	}
}

// BenchmarkPage prints an ordinary page: 9 headings, 5 tags, 4 relations, 10 backlinks, 5 kB of text.
func BenchmarkPage(b *testing.B) {
	theme := mustLoad(b)
	s := samples(b, "en")[0]
	v := s.view.(*site.PageView)
	v.Doc.Meta.References, v.Doc.Meta.KnownUses, v.Origins, v.Credits, v.Stewards, v.Facets = nil, nil, nil, nil, nil, nil
	press := theme.Press(v.Chrome)
	var out []byte
	var err error
	b.ReportAllocs()
	for b.Loop() {
		if out, err = press.AppendView(out[:0], s.view, s.body); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(len(out)))
}
