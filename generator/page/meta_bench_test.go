// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"strings"
	"testing"

	"commonplace/generator/source"
)

const benchPage = `---
title: "Rotating Boundary Record"
slug: rotating-boundary-record
aliases:
  - p980
domain: health
license: CC-BY-4.0
authors: [iker]
contributions:
  doc: [uma]
  review: [nils]
tags: [fund-loop, seed-ritual, archive-round]
created: 2016-01-10
updated: 2024-10-09
relations:
  complementary:
    - open-handover-index
    - {to: local-library-guide, weight: 0.8, note: both rest on trust}
---
Text.
`

// The facts must cost little beside the YAML library, which reads them.
func BenchmarkFront(b *testing.B) {
	p := newTestParser()
	text := []byte(benchPage)
	lines := source.NewLines(text)
	b.ReportAllocs()
	for b.Loop() {
		d := new(Doc)
		if p.front(d, text, lines); len(d.Diags) > 0 {
			b.Fatal(d.Diags)
		}
	}
}

func BenchmarkYAMLAlone(b *testing.B) {
	p := newTestParser()
	text := []byte(benchPage[4:strings.LastIndex(benchPage, "---")])
	b.ReportAllocs()
	for b.Loop() {
		if _, diags := source.ParseYAML(text, 2, p.yaml); len(diags) > 0 {
			b.Fatal(diags)
		}
	}
}

func BenchmarkCopy(b *testing.B) {
	text := []byte(benchPage + strings.Repeat("A line of the usual length stands here.\n", 150))
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Copy(text)
	}
}
