// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"strings"
	"testing"

	"commonplace/generator"

	"golang.org/x/net/html"
)

// TestPolicyFollowsSettings: what a maintainer lets pages show is not then refused by the page's own policy, and nothing else is let in.
func TestPolicyFollowsSettings(t *testing.T) {
	for settings, allow := range map[string]string{
		"":                                  "",
		"markdown: {remote: true}":          "img-src 'self' http: https:; ",
		"markdown: {html: [iframe, video]}": "frame-src 'self' https:; media-src 'self' https:; ",
		"sources: [{root: content, markdown: {remote: true, html: [iframe]}}]": "img-src 'self' http: https:; frame-src 'self' https:; ",
	} {
		out, _ := buildTree(t, tree{"site.yaml": "title: T\n" + settings + "\n", "content/a.md": "![a](https://images.example/a.png)\n"}, generator.Options{})
		want := strings.Replace(policy, "; ", "; "+allow, 1)
		for name, text := range out {
			if strings.HasSuffix(name, ".html") && !strings.Contains(html.UnescapeString(text), `content="`+want+`"`) {
				t.Errorf("with %q, %s has another policy than %s", settings, name, want)
			}
		}
	}
}

// A recording or a document may be ten times as large as a picture; one that is larger is left out and named.
func TestDocumentsMayBeLarger(t *testing.T) {
	pdf := func(size int) string { return "%PDF-1.7 " + strings.Repeat("x", size-9) }
	out, res := buildTree(t, tree{
		"site.yaml": "title: T\nlimits: {image_bytes: 1KiB}\n", "content/index.md": "# T\n\n[large](large.pdf) [too large](vast.pdf) ![picture](large.svg)\n",
		"content/large.pdf": pdf(10 << 10), "content/vast.pdf": pdf(10<<10 + 1),
		"content/large.svg": "<svg xmlns=\"http://www.w3.org/2000/svg\">" + strings.Repeat(" ", 1<<10) + "</svg>",
	}, generator.Options{})
	if out["large.pdf"] != pdf(10<<10) || out["vast.pdf"] != "" || out["large.svg"] != "" {
		t.Errorf("published: %v %v %v", out["large.pdf"] != "", out["vast.pdf"] != "", out["large.svg"] != "")
	}
	for _, want := range []string{"content/vast.pdf", "the file has 10241 bytes; at most 10240 are read", "content/large.svg"} {
		if !strings.Contains(say(res.Diagnostics), want) {
			t.Errorf("nothing is said of %q:\n%s", want, say(res.Diagnostics))
		}
	}
}

// A feed names who wrote each entry; an entry without authors is the commons' own.
func TestFeedNamesAuthors(t *testing.T) {
	out, _ := buildTree(t, tree{
		"site.yaml": "title: Water\nurl: https://example.org/\n", "content/a.md": "---\ntitle: A\nauthors: [ada, \"Bo <b>\"]\nupdated: 2026-02-02\n---\n",
		"content/b.md": "---\ntitle: B\nupdated: 2026-01-01\n---\n", "content/contributors/ada.yaml": "name: Ada Example\n",
	}, generator.Options{})
	want := "<author>\n   <name>Ada Example</name>\n  </author>\n  <author>\n   <name>Bo &lt;b&gt;</name>\n  </author>"
	if feed := out["feed.xml"]; strings.Count(feed, "<author>") != 3 || !strings.Contains(feed, want) {
		t.Errorf("the feed is\n%s", feed)
	}
}
