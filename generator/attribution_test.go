// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"testing"

	"commonplace/generator"

	"golang.org/x/net/html"
)

// names are those of people and licences as they come, and as they should not.
var names = []string{
	"Ada Example", "O'Brien-Example", `Ada "the" Example`, "Ada & Bo", "<Ada>", "</dd><script>", "Null", "null", "~", "N/A", "true", "0x10", "1.0", "1e5", "12:30", "2026-01-01", "no", "-", "=cmd()", "@ada", "+1",
	"Zoë Ünïcøde", "Ada A\u0308xample", "名前 例", "مثال", "דוגמה Example", "👩‍🔬 Example", "ﬁ ligature", "İstanbul", "ẞ", "A\u200bda", "}}{{.}}", "]]>", "&amp;", "&#60;", "%s %d", `\u0000`, `C:\ada`, "[[Ada]]", "[Ada](x)", "*Ada*",
	"#ada", "a: b", "| pipe", "MIT", "CC-BY-SA-4.0", "MIT OR Apache-2.0", "LicenseRef-Own", "GPL-3.0-or-later WITH Classpath-exception-2.0", "All rights reserved", strings.Repeat("Long ", 60) + "Example",
}

// TestAttributionIsKept holds that every name and every licence of a page, however it is written, is on the page and in commons.json,
// letter by letter, and that a page's title is in the feed.
func TestAttributionIsKept(t *testing.T) {
	files := tree{"site.yaml": "title: The Water Commons\nurl: https://example.org/\n"}
	for i, name := range names {
		q, err := json.Marshal(name) // JSON is YAML
		if err != nil {
			t.Fatal(err)
		}
		files[fmt.Sprintf("content/p%d.md", i)] = fmt.Sprintf("---\ntitle: %s\nlicense: %s\nauthors: [%s, {name: %s}]\ncontributions: {design: [%s]}\ncopyright: [%s]\nupdated: 2026-01-%02d\n"+
			"derived_from: [{title: t, author: %s, license: %s}]\nreferences: [{title: %s}]\nstewards: [%s]\n---\n\nText.\n", q, q, q, q, q, q, 1+i%20, q, q, q, q)
	}
	out, _ := buildTree(t, files, generator.Options{})
	var facts struct {
		Pages []struct {
			Title, URL, License string
			Authors             []string
		}
	}
	if err := json.Unmarshal([]byte(out["commons.json"]), &facts); err != nil {
		t.Fatal(err)
	}
	for i, name := range names {
		url := fmt.Sprintf("p%d.html", i)
		at := slices.IndexFunc(facts.Pages, func(p struct {
			Title, URL, License string
			Authors             []string
		}) bool {
			return p.URL == url
		})
		if at < 0 {
			t.Fatalf("%s is not in commons.json", url)
		}
		p := facts.Pages[at]
		if p.Title != name || !slices.Equal(p.Authors, []string{name, name}) && !slices.Equal(p.Authors, []string{name}) {
			t.Errorf("commons.json: title %q, authors %q of %q", p.Title, p.Authors, name)
		}
		if p.License == "" {
			t.Errorf("commons.json: the licence %q became nothing", name)
		}
		doc, err := html.Parse(strings.NewReader(out[url]))
		if err != nil {
			t.Fatal(err)
		}
		// The heading, an author or two, one who contributed, a steward, a copyright, an adaptation's author, a reference.
		if n := count(doc, name); n < 7 {
			t.Errorf("%q stands %d times on its page, in:\n%s", name, n, out[url])
		}
	}
	var feed struct {
		Entries []struct {
			Title string `xml:"title"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal([]byte(out["feed.xml"]), &feed); err != nil {
		t.Fatal(err)
	}
	for _, entry := range feed.Entries {
		if !slices.Contains(names, entry.Title) {
			t.Errorf("the feed has an entry %q", entry.Title)
		}
	}
	if len(feed.Entries) < 10 {
		t.Errorf("the feed has %d entries", len(feed.Entries))
	}
}

// count says how many texts of a page hold a name.
func count(n *html.Node, name string) int {
	total := 0
	if n.Type == html.TextNode && n.Parent.Data != "title" && strings.Contains(n.Data, name) {
		total = 1
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		total += count(c, name)
	}
	return total
}
