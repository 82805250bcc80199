// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"strings"
	"testing"

	"commonplace/generator/config"
	"commonplace/generator/source"
)

func newTestParser() *Parser { return NewParser(&config.Reading{Relations: kinds, Limits: limits}) }

func codes(d *Doc) string {
	var list []string
	for _, diag := range d.Diags {
		list = append(list, string(diag.Code))
	}
	return strings.Join(list, " ")
}

// A parser without a Markdown library is one that panics on every page: each page is shown as written, with its facts.
func TestPageSurvivesPanic(t *testing.T) {
	p := &Parser{mapping: newMapping(&config.Reading{}), limits: limits, yaml: source.YAMLLimits{Bytes: 1000, Depth: 10, Nodes: 100}}
	d, b := p.Page([]byte("---\ntitle: Ants\n---\nText & <b>more</b>\n"))
	if want := "<pre>Text &amp; &lt;b&gt;more&lt;/b&gt;\n</pre>\n"; string(b.HTML) != want {
		t.Errorf("body %q, want %q", b.HTML, want)
	}
	if d.Meta.Title != "Ants" || codes(d) != "markdown-limit" || len(d.Links) > 0 {
		t.Errorf("facts %+v", d)
	}
}

func TestPageLimits(t *testing.T) {
	r := &config.Reading{Limits: limits}
	r.Limits.Page, r.Limits.FrontMatter, r.Limits.YAMLNodes, r.Limits.YAMLDepth = 4000, 300, 30, 8
	p := NewParser(r)
	for _, c := range []struct{ name, page, codes, title, body string }{
		{"a page over its limit", "---\ntitle: Ants\n---\n<i>" + strings.Repeat("é", 2500), "too-large", "Ants", "<pre>&lt;i&gt;éé"},
		{"front matter over its limit", "---\ntitle: Ants\nsummary: " + strings.Repeat("a", 400) + "\n---\nText.\n", "too-large", "", ""},
		{"too large and private", "---\ntitle: Ants\nsummary: " + strings.Repeat("a", 400) + "\ndraft: true\n---\nText.\n", "too-large front-matter-hidden", "", ""},
		{"too many values", "---\ntitle: Ants\ntags: [" + strings.Repeat("a,", 40) + "]\ndraft: true\n---\nText.\n", "too-large front-matter-hidden", "Ants", ""},
		{"nested too deeply", "---\ntitle: Ants\ntags: " + strings.Repeat("[", 20) + strings.Repeat("]", 20) + "\n---\nText.\n", "too-deep", "Ants", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, b := p.Page([]byte(c.page))
			if got := codes(d); got != c.codes || d.Meta.Title != c.title || !strings.HasPrefix(string(b.HTML), c.body) || len(b.HTML) == 0 {
				t.Errorf("codes %q, title %q, body %.40q; want %q, %q, %q", got, d.Meta.Title, b.HTML, c.codes, c.title, c.body)
			}
			if strings.Contains(c.page, "draft: true") && !d.Hidden {
				t.Error("a private page is not hidden")
			}
		})
	}
}

// BOM and line ends change nothing.
func TestPageLineEnds(t *testing.T) {
	page := "---\ntitle: Ants\ntags:\n  - a\n---\nText.\n"
	p := newTestParser()
	want := dump(p, []byte(page))
	if got := dump(p, []byte("\xef\xbb\xbf"+strings.ReplaceAll(page, "\n", "\r\n"))); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
