// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"slices"
	"testing"

	"commonplace/generator/config"
)

// TestOutsideLinks: what leads to the web, from the text as readers get it and from the facts; nothing that only looks like it.
func TestOutsideLinks(t *testing.T) {
	text := "---\nreferences:\n  - {title: R, url: \"https://e.example/r\"}\n---\n# T\n\n[a](https://e.example/a?x=1&y=2) <https://e.example/b> https://www.example.org/c\n\n" +
		"[a](https://e.example/a?x=1&y=2) [mail](mailto:a@e.example) [in](page.md) [anchor](#t) ![p](https://e.example/p.png)\n\n" +
		"`href=\"https://e.example/code\"` href=\"https://e.example/text\"\n"
	d, b := NewParser(&config.Reading{Slugs: "github", Language: "en", Limits: config.Limits{Page: 1 << 20, FrontMatter: 1 << 16, YAMLDepth: 32, YAMLNodes: 2000, Nesting: 32, Expanded: 4 << 20, Tags: 64, Aliases: 16}}).Page([]byte(text))
	want := []string{"https://e.example/a?x=1&y=2", "https://e.example/b", "https://www.example.org/c", "https://e.example/p.png", "https://e.example/text", "https://e.example/r"}
	if got := OutsideLinks(d, b); !slices.Equal(got, want) {
		t.Errorf("%q, want %q\n%s", got, want, b.HTML)
	}
}
