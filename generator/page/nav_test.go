// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"testing"
)

// FuzzNav holds that any bytes are read as a table of contents of bounded size, each line at its place in the file.
func FuzzNav(f *testing.F) {
	f.Add("SUMMARY.md", "# Summary\n\n[Foreword](a.md)\n# Part\n- [One](one.md)\n    * [Two](<two three.md> \"x\")\n1. [Three](%zz)\n- plain\n")
	f.Add("mkdocs.yml", "nav:\n  - a.md\n  - Guide: [b.md, {C: c.md}]\nx: !!python/name:y z\n")
	f.Add("_toc.yml", "root: a\nparts: [{caption: B, chapters: [{file: c, sections: [{file: d}]}]}]\n")
	f.Fuzz(func(t *testing.T, name, text string) {
		items, _ := Nav(name, []byte(text))
		if len(items) > maxNavItems {
			t.Fatalf("%d items", len(items))
		}
		for _, item := range items {
			if item.Level < 0 || item.Level >= maxNavLevel || item.Title == "" && item.Target == "" || item.Span.Line < 1 {
				t.Errorf("%+v", item)
			}
		}
	})
}
