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
