// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"commonplace/generator/source"
)

// judge gives diagnostics their severity, by the catalogue and then by site.yaml, drops those that are off and sorts the rest. What a source
// that is laid out in another way has beyond its mapping is only noted, once a key.
func (b *Builder) judge(list []source.Diagnostic) []source.Diagnostic {
	out := make([]source.Diagnostic, 0, len(list))
	for _, d := range list {
		if d.Severity != source.Error {
			entry, _ := source.Lookup(d.Code)
			d.Severity = entry.Severity
		}
		if d.Code == source.CodeUnknownKey && b.foreignSource(d.Path) >= 0 {
			d.Severity = source.Info
		}
		if level, ok := b.set.Config.Levels[d.Code]; ok {
			d.Severity = level
		}
		if d.Severity != source.Off {
			out = append(out, d)
		}
	}
	b.locate(out)
	slices.SortStableFunc(out, func(a, b source.Diagnostic) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), cmp.Compare(a.Span.Line, b.Span.Line), cmp.Compare(a.Span.Column, b.Span.Column),
			strings.Compare(string(a.Code), string(b.Code)), strings.Compare(a.Message, b.Message))
	})
	return b.onceAKey(out)
}

// onceAKey keeps the first of the unknown keys of one name in a foreign source, and says there on how many pages it stands.
func (b *Builder) onceAKey(list []source.Diagnostic) []source.Diagnostic {
	type key struct {
		source  int
		message string
	}
	type pages struct {
		at, more int
		last     string
	}
	seen := map[key]*pages{}
	out := list[:0]
	for _, d := range list {
		if d.Code == source.CodeUnknownKey {
			if from := b.foreignSource(d.Path); from >= 0 {
				k := key{from, d.Message}
				if p := seen[k]; p != nil {
					if p.last != d.Path {
						p.more, p.last = p.more+1, d.Path
					}
					continue
				}
				seen[k] = &pages{len(out), 0, d.Path}
			}
		}
		out = append(out, d)
	}
	for _, p := range seen {
		if p.more > 0 {
			out[p.at].Notes = append(slices.Clip(out[p.at].Notes), source.Note{Message: fmt.Sprintf("and on %d more %s", p.more, plural(p.more, "page", "pages"))})
		}
	}
	return out
}

func plural(n int, one, more string) string {
	if n == 1 {
		return one
	}
	return more
}

// foreignSource is the source of a file, if it is laid out in another way, so that its other keys are of little interest; -1 otherwise.
func (b *Builder) foreignSource(shown string) int {
	for i := range b.set.Config.Sources {
		src := &b.set.Config.Sources[i]
		if src.Foreign && (src.Shown == "." || strings.HasPrefix(shown, src.Shown+"/")) {
			return i
		}
	}
	return -1
}
