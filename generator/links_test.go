// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"commonplace/generator"
	"commonplace/generator/source"
)

// TestLinks: outside links are asked after where they stand: in the text, in the facts of a page, in a person's record; each page that has one is told.
func TestLinks(t *testing.T) {
	answer := func(code int, to string) string {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if to != "" && r.URL.Path != to {
				http.Redirect(w, r, to, code)
				return
			}
			if to == "" {
				w.WriteHeader(code)
			}
		}))
		t.Cleanup(server.Close)
		return server.URL
	}
	none, moved, shy, fine := answer(404, ""), answer(301, "/new"), answer(403, ""), answer(200, "")
	dir := scratch(t)
	tree{
		"site.yaml":                     "links: {private: [127.0.0.1]}\n",
		"content/index.md":              "# Home\n\nSee [the report](" + none + "/report.pdf#page=2), [fine](" + fine + ") and <" + shy + "/paper>.\n\n[Again](" + none + "/report.pdf).\n",
		"content/a.md":                  "---\nreferences:\n  - {title: A report, url: \"" + moved + "/report\"}\n---\n# A\n",
		"content/contributors/ada.yaml": "name: Ada Example\nwebsite: " + none + "/ada?x=1&y=2\n",
		"content/draft.md":              "---\ndraft: true\n---\n# Draft\n\n[x](" + none + "/draft)\n",
	}.write(t, dir)
	for range 2 { // the second time most is known
		commons, _, err := open(generator.Options{Source: dir})
		if err != nil {
			t.Fatal(err)
		}
		result, err := commons.CheckLinks(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		says := func(code source.Code, server string) string {
			entry, _ := source.Lookup(code)
			return strings.NewReplacer("https://example.org", server, "http://example.org", server).Replace(entry.Says)
		}
		want := []string{
			"outside-moved content/a.md:3 " + says(source.CodeOutsideMoved, moved),
			"outside-broken content/contributors/ada.yaml:2 “" + none + "/ada?x=1&y=2” is broken: the host answers “404 Not Found”",
			"outside-broken content/index.md:3 " + says(source.CodeOutsideBroken, none),
			"outside-unsure content/index.md:3 " + says(source.CodeOutsideUnsure, shy),
			"outside-broken content/index.md:5 " + says(source.CodeOutsideBroken, none),
		}
		if diff := cmp.Diff(want, brief(result.Diagnostics)); diff != "" {
			t.Error(diff)
		}
		if l := *result.Links; l.Links != 5 || l.Fine != 1 || l.Moved != 1 || l.Broken != 2 || l.Unsure != 1 {
			t.Errorf("%+v", l)
		}
	}
}

// TestAddressesOfAHost: who calls may name any host, also one of their own network.
func TestAddressesOfAHost(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Write([]byte("<urlset><url><loc>https://old.example/a.html</loc></url><url><loc>https://old.example/b.html</loc></url></urlset>"))
	}))
	defer server.Close()
	dir := scratch(t)
	tree{"content/a.md": "# A\n"}.write(t, dir)
	commons, _, err := open(generator.Options{Source: dir})
	if err != nil {
		t.Fatal(err)
	}
	result, err := commons.CheckAddresses(context.Background(), server.URL+"/sitemap.xml")
	if err != nil || result.Addresses.Asked != 2 || result.Addresses.Kept != 1 || len(result.Diagnostics) != 1 {
		t.Errorf("%+v %v", result, err)
	}
}
