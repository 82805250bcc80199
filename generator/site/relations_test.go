// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"fmt"
	"testing"

	"commonplace/generator/page"
)

// TestGroupsOfMany holds that however many relations a page has, each page stands once in a group, the first fifty are shown and the
// rest is counted.
func TestGroupsOfMany(t *testing.T) {
	for _, n := range []int{1, 31, 32, 33, 50, 51, 120} {
		in := plentiful(t, 150)
		hub := &in.Files[0].Doc.Meta
		hub.Relations = nil
		for i := range in.Files[1:] {
			m := &in.Files[1+i].Doc.Meta
			m.Relations = nil
			if i < n {
				// Both say the same, and the hub says it twice.
				hub.Relations = append(hub.Relations, page.Relation{Kind: "requires", To: m.Slug}, page.Relation{Kind: "requires", To: m.Slug, Note: "again"})
				m.Relations = []page.Relation{{Kind: "required_by", To: hub.Slug}}
			}
		}
		groups := Link(in).PageView(0).Relations
		if len(groups) != 1 {
			t.Fatalf("%d groups, want 1", len(groups))
		}
		seen := map[*Card]bool{}
		for _, item := range groups[0].Items {
			if seen[item.Card] || item.Note != "" {
				t.Errorf("%s is there twice", item.Card.Title)
			}
			seen[item.Card] = true
		}
		if got, want := fmt.Sprint(len(groups[0].Items), groups[0].More), fmt.Sprint(min(n, maxItems), max(n-maxItems, 0)); got != want {
			t.Errorf("of %d pages shown and more are %s, want %s", n, got, want)
		}
	}
}
