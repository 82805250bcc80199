// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"path"
	"slices"
	"strings"

	"commonplace/generator/source"
)

// addTerms puts the pages of a source's glossaries among its files. Where there is a file of such a name, that is the term's page.
func (r *reading) addTerms(number int) {
	src := &r.cfg.Sources[number]
	first := len(r.files)
	for first > 0 && r.files[first-1].source == number {
		first--
	}
	files := r.files[first:]
	for g := range src.Glossaries {
		for k := range src.Glossaries[g].Terms {
			t := &src.Glossaries[g].Terms[k]
			if _, taken := slices.BinarySearchFunc(files, t.Path, func(f found, p string) int { return strings.Compare(f.path, p) }); !taken {
				r.files = append(r.files, found{seen: seen{shown: path.Join(src.Shown, t.Path), size: int64(len(t.Text)), hash: source.Sum([]byte(t.Text))},
					kind: kindPage, source: number, path: t.Path, term: t, fresh: true})
			}
		}
	}
	slices.SortFunc(r.files[first:], func(a, b found) int { return strings.Compare(a.path, b.path) })
}

// locate leads what is said of a term's page to the line of its glossary.
func (b *Builder) locate(diags []source.Diagnostic) {
	places := map[string]source.Note{}
	for i := range b.set.Config.Sources {
		src := &b.set.Config.Sources[i]
		for g := range src.Glossaries {
			for _, t := range src.Glossaries[g].Terms {
				places[path.Join(src.Shown, t.Path)] = source.Note{Path: path.Join(src.Shown, t.Origin), Span: t.Span}
			}
		}
	}
	if len(places) == 0 {
		return
	}
	for i := range diags {
		d := &diags[i]
		if at, ok := places[d.Path]; ok {
			d.Path, d.Span = at.Path, at.Span
		}
		for k := range d.Notes {
			if at, ok := places[d.Notes[k].Path]; ok {
				d.Notes = slices.Clone(d.Notes)
				d.Notes[k].Path, d.Notes[k].Span = at.Path, at.Span
			}
		}
	}
}
