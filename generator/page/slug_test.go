// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"commonplace/generator/config"
	"commonplace/generator/source"
)

// headingIDs are the ids of a page's headings by a rule.
func headingIDs(rule, text string) []string {
	d := &Doc{}
	d.Meta.Title, d.Title = "A page", TitleField
	m := newMarkdown(&config.Reading{Slugs: rule})
	m.read(d, []byte(text), source.NewLines([]byte(text)), 0)
	var ids []string
	for _, h := range d.Headings {
		ids = append(ids, h.ID)
	}
	return ids
}

// TestRepeatedHeadings holds how each tool tells headings of the same words apart, what it calls one without words, and that an id in
// braces is the author's, wherever it stands.
func TestRepeatedHeadings(t *testing.T) {
	const text = "## Use\n\n## Use\n\n## Use 1\n\n## Use_1\n\n## Use\n\n## !?\n\n## !?\n\n## Mine\n\n## Other {#mine}\n\n## cp-main\n"
	want := map[string]string{
		"github":         "use use-1 use-1-1 use_1 use-2 section section-1 mine-1 mine s-cp-main",
		"docusaurus":     "use use-1 use-1-1 use_1 use-2 section section-1 mine-1 mine s-cp-main",
		"gitbook":        "use use-1 use-1-1 use_1 use-2 section section-1 mine-1 mine s-cp-main",
		"hugo":           "use use-1 use-1-1 use_1 use-2 heading heading-1 mine-1 mine s-cp-main",
		"kramdown":       "use use-1 use-1-1 use1 use-2 section section-1 mine-1 mine s-cp-main",
		"mkdocs":         "use use_1 use-1 use_2 use_3 _1 _2 mine_1 mine s-cp-main",
		"mkdocs-unicode": "use use_1 use-1 use_2 use_3 _1 _2 mine_1 mine s-cp-main",
	}
	for _, rule := range source.SlugRules() {
		if got := strings.Join(headingIDs(rule.Name, text), " "); got != want[rule.Name] {
			t.Errorf("%s: %s, want %s", rule.Name, got, want[rule.Name])
		}
	}
}

// TestRawHeadings: kramdown makes ids of what is written, the others of what is read.
func TestRawHeadings(t *testing.T) {
	const text = "## The *new* [guide](/a/b.md) to `x`\n"
	for rule, want := range map[string]string{"github": "the-new-guide-to-x", "mkdocs": "the-new-guide-to-x", "docusaurus": "the-new-guide-to-x", "gitbook": "the-new-guide-to-x",
		"hugo": "the-new-guide-to-x", "kramdown": "the-new-guideabmd-to-x"} {
		if got := headingIDs(rule, text); !slices.Equal(got, []string{want}) {
			t.Errorf("%s: %q, want %q", rule, got, want)
		}
	}
}

// TestManyCountedHeadings: headings that ask for each other's numbers cost time in proportion.
func TestManyCountedHeadings(t *testing.T) {
	var b strings.Builder
	for range 3 {
		for n := range 8000 {
			fmt.Fprintf(&b, "# a_%d\n\n", n)
		}
	}
	start := time.Now()
	ids := headingIDs("mkdocs", b.String())
	slices.Sort(ids)
	if n := len(slices.Compact(ids)); n != 24000 {
		t.Errorf("%d ids", n)
	}
	if spent := time.Since(start); spent > 3*time.Second {
		t.Errorf("took %s", spent)
	}
}
