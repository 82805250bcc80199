// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"commonplace/generator/config"
	"commonplace/generator/page"
	"commonplace/generator/site"
)

func TestContents(t *testing.T) {
	for _, test := range []struct{ levels, want string }{
		{"", ""},
		{"22", ""},
		{"222", "(1)(2)(3)"},
		{"2332", "(1[(2)(3)])(4)"},
		{"233", "(1[(2)(3)])"},
		{"3223", "(1)(2)(3[(4)])"},
		{"24442", ""},
		{"2425452", "(1)(3)(7)"},
		{"3333", "(1)(2)(3)(4)"},
		{"333233", "(1)(2)(3)(4[(5)(6)])"},
		{"1232", "(1)(2[(3)])(4)"},
	} {
		var list []page.Heading
		for i, level := range test.levels {
			list = append(list, page.Heading{Level: uint8(level - '0'), ID: fmt.Sprint(i + 1), Text: fmt.Sprint(i + 1)})
		}
		got := strings.NewReplacer("<ol>", "[", "</ol>", "]", "<li>", "(", "</li>", ")").Replace(string(appendContents(nil, list)))
		got = regexp.MustCompile(`<a href="#\d">(\d)</a>`).ReplaceAllString(got, "$1")
		if want := "[" + test.want + "]"; got != want && got+test.want != "" {
			t.Errorf("contents of headings %s is %s, want %s", test.levels, got, want)
		}
	}
}

func TestDates(t *testing.T) {
	theme := mustLoad(t)
	for _, test := range []struct{ lang, day, want string }{
		{"en", "2026-01-08", `<time datetime="2026-01-08">8 January 2026</time>`},
		{"de", "2026-12-31", `<time datetime="2026-12-31">31. Dezember 2026</time>`},
		{"es", "2026-11-20", `<time datetime="2026-11-20">20 de noviembre de 2026</time>`},
		{"en", "2026-13-08", `<time datetime="2026-13-08">2026-13-08</time>`},
		{"en", "<yesterday>", `&lt;yesterday&gt;`},
	} {
		if got := string(theme.edition(test.lang).appendDate(nil, test.day)); got != test.want {
			t.Errorf("%s in %s is %s, want %s", test.day, test.lang, got, test.want)
		}
	}
}

func TestRelationNames(t *testing.T) {
	e := mustLoad(t).edition("en")
	for _, test := range []struct {
		group site.RelationGroup
		want  string
	}{
		{site.RelationGroup{Kind: "enables"}, "Enables"},
		{site.RelationGroup{Kind: "generalizes-from"}, "Special case of"},
		{site.RelationGroup{Kind: "enables", Label: "Makes possible"}, "Makes possible"},
		{site.RelationGroup{Kind: "inspired_by"}, "Inspired by"},
		{site.RelationGroup{Kind: "tools", Inverse: true}, "“Tools” of"},
		{site.RelationGroup{Kind: "{x}", Inverse: true}, "“{x}” of"},
	} {
		if got := e.relation(test.group); got != test.want {
			t.Errorf("%+v is called %q, want %q", test.group, got, test.want)
		}
	}
}

// TestColours holds that every colour of the theme can be read on every ground of its scheme (WCAG 2.2, AA: 4.5).
func TestColours(t *testing.T) {
	style := string(mustLoad(t).files["style.css"].text)
	schemes := regexp.MustCompile(`(?s)--paper:.*?--warm: #[0-9a-f]{6}`).FindAllString(style, -1)
	if len(schemes) != 2 {
		t.Fatalf("%d schemes, want light and dark", len(schemes))
	}
	for i, name := range []string{"light", "dark"} {
		of := map[string]colour{}
		for _, token := range regexp.MustCompile(`--(\w+): (#[0-9a-f]{6})`).FindAllStringSubmatch(schemes[i], -1) {
			of[token[1]], _ = parseColour(token[2])
		}
		if want := []string{lightPaper, darkPaper}[i]; of["paper"].String() != want {
			t.Errorf("the %s paper of style.css is %s, that of the accent %s", name, of["paper"], want)
		}
		for _, ink := range []string{"ink", "soft", "accent", "wanted", "warm"} {
			for _, ground := range []string{"paper", "wash"} {
				if ratio := contrast(of[ink], of[ground]); ratio < 4.5 || of[ink] == (colour{}) {
					t.Errorf("%s: %s on %s has a contrast of %.2f", name, ink, ground, ratio)
				}
			}
		}
	}
}

// TestAccent holds that any accent can be read, and that one that can is left alone.
func TestAccent(t *testing.T) {
	theme := mustLoad(t)
	light, _ := parseColour(lightPaper)
	dark, _ := parseColour(darkPaper)
	for _, accent := range []string{"#000000", "#ffffff", "#ffff00", "#0000ff", "#2f6f4f", "#ff0000", "#777777", "#123456"} {
		c, _ := parseColour(accent)
		for _, paper := range []colour{light, dark} {
			if shade := c.readableOn(paper); contrast(shade, paper) < 4.5 {
				t.Errorf("%s on %s becomes %s, which can't be read", accent, paper, shade)
			}
		}
	}
	style := string(theme.Stylesheet(config.Look{Accent: "#1f4f3f"}))
	if !strings.Contains(style, ":root { --accent: #1f4f3f; }") {
		t.Error("an accent that can be read is changed")
	}
	for _, wrong := range []string{"", "red", "#12345", "#12345g", "#123456}body{display:none"} {
		if got := string(theme.Stylesheet(config.Look{Accent: wrong})); strings.Contains(got, "display:none") || strings.Count(got, "--accent:") != 3 {
			t.Errorf("the accent %q gets into the stylesheet", wrong)
		}
	}
}

// TestStylesheet holds what the theme promises of its stylesheet: it works in both directions of writing and asks nothing of anyone.
func TestStylesheet(t *testing.T) {
	style := string(mustLoad(t).Stylesheet(sampleLook))
	for _, never := range []string{`url\(`, `@import`, `(margin|padding|border)-(left|right|top|bottom)`, `\n\s*(left|right|top|bottom|width|height):`, `text-align: (left|right)`, `float:`, `!important`} {
		if found := regexp.MustCompile(never).FindString(style); found != "" {
			t.Errorf("the stylesheet has %q", found)
		}
	}
	if open, closed := strings.Count(style, "{"), strings.Count(style, "}"); open != closed {
		t.Errorf("%d braces open, %d close", open, closed)
	}
	for _, layer := range []string{"tokens", "base", "layout", "components", "print"} {
		if !strings.Contains(style, "@layer "+layer+" {") {
			t.Errorf("there is no layer %s", layer)
		}
	}
	if !strings.Contains(style, ".chroma ") {
		t.Error("code has no colours")
	}
}

// TestGuideNamesFunctions holds that the guide tells of every function that a template may call, and of every value that it gets.
func TestGuideNamesFunctions(t *testing.T) {
	guide, err := os.ReadFile("../../content/guide/themes.md")
	if err != nil {
		t.Fatal(err)
	}
	for name := range mustLoad(t).editions[lastLanguage].functions() {
		if !strings.Contains(string(guide), "`"+name+" ") {
			t.Errorf("the guide lacks the function %s", name)
		}
	}
	for _, field := range reflect.VisibleFields(reflect.TypeFor[Sheet]()) {
		if field.IsExported() && !strings.Contains(string(guide), "`."+field.Name+"`") {
			t.Errorf("the guide lacks .%s", field.Name)
		}
	}
}
