// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"context"
	"strings"

	"commonplace/generator/history"
	"commonplace/generator/site"
	"commonplace/generator/source"
)

// Since says what a change did to the problems of a commons. The problems that it adds are the Result's own.
type Since struct {
	Commit   string              `json:"commit"`   // compared with
	Repaired []source.Diagnostic `json:"repaired"` // there then, and no longer
	Older    int                 `json:"older"`    // there then and now
}

// CheckSince reads the commons as it is and as it was at a revision, with the settings of then, and reports only what differs.
func (b *Builder) CheckSince(ctx context.Context, rev *history.Revision, then Settings) (*Result, error) {
	s, _, err := b.Snapshot(ctx, source.Hash{})
	if err != nil {
		return nil, err
	}
	defer s.Close()
	b.phase("compare")
	was, p, err := NewBuilder(b.cache, then).past(ctx, rev, s)
	if err != nil {
		return nil, err
	}
	defer was.Close()
	change := site.Compare(was.Site.Site, s.Site.Site, p.moved)
	alike, err := b.alike(ctx, s, change.Added())
	if err != nil {
		return nil, err
	}
	d := difference{b: b, moved: change.Moved(), then: textLines(p.text), now: textLines(s.reading.text)}
	res := &Result{Since: &Since{Commit: rev.Commit}}
	var added []source.Diagnostic
	added, res.Since.Repaired, res.Since.Older = d.of(was.Diagnostics, s.Diagnostics)
	res.Diagnostics = b.judge(append(added, change.Diagnostics(alike)...))
	res.Repairs = s.repairs(res.Diagnostics, change.Repairs()...)
	s.Diagnostics = res.Diagnostics
	b.summarize(&res.Report, s)
	return res, nil
}

// difference tells problems that were there from those that were not. A problem is the same if code, file and message are, wherever its line has moved; of
// several that are the same in that, the texts of their lines tell which are old.
type difference struct {
	b         *Builder
	moved     map[string]string // shown path then, by shown path now
	then, now func(path string, line int32) string
}

type sameness struct{ code, path, message string }

func (d *difference) key(diag *source.Diagnostic, moved map[string]string) sameness {
	k := sameness{string(diag.Code), diag.Path, diag.Message}
	if was, ok := moved[k.path]; ok {
		k.path = was
	}
	if from := d.b.foreignSource(diag.Path); diag.Code == source.CodeUnknownKey && from >= 0 {
		k.path = d.b.set.Config.Sources[from].Shown // it is told once, wherever it stands first
	}
	return k
}

func (d *difference) of(then, now []source.Diagnostic) (added, repaired []source.Diagnostic, older int) {
	type group struct{ then, now []source.Diagnostic }
	groups := map[sameness]*group{}
	var order []sameness
	at := func(k sameness) *group {
		g := groups[k]
		if g == nil {
			g = &group{}
			groups[k] = g
			order = append(order, k)
		}
		return g
	}
	for _, diag := range now {
		g := at(d.key(&diag, d.moved))
		g.now = append(g.now, diag)
	}
	for _, diag := range then {
		g := at(d.key(&diag, nil))
		g.then = append(g.then, diag)
	}
	repaired = []source.Diagnostic{}
	for _, k := range order {
		g := groups[k]
		same := min(len(g.then), len(g.now))
		older += same
		added = append(added, beyond(g.now, g.then, same, d.now, d.then)...)
		repaired = append(repaired, beyond(g.then, g.now, same, d.then, d.now)...)
	}
	return added, repaired, older
}

// beyond gives those of list that the other list has no fellow for, when same of them have one: first those go whose line has the same text.
func beyond(list, others []source.Diagnostic, same int, line, otherLine func(string, int32) string) []source.Diagnostic {
	if len(list) == same || same == 0 {
		return list[min(same, len(list)):]
	}
	lines := map[string]int{}
	for _, o := range others {
		lines[otherLine(o.Path, o.Span.Line)]++
	}
	var rest []source.Diagnostic
	for _, diag := range list {
		text := line(diag.Path, diag.Span.Line)
		if lines[text] > 0 {
			lines[text]--
			same--
			continue
		}
		rest = append(rest, diag)
	}
	return rest[same:]
}

// textLines gives lines of files, each file read once while its lines are asked for.
func textLines(read func(path string) []byte) func(path string, line int32) string {
	var last string
	var lines *source.Lines
	return func(path string, line int32) string {
		if lines == nil || path != last {
			text, _ := source.Text(read(path))
			last, lines = path, source.NewLines(text)
		}
		return strings.TrimSpace(string(lines.Line(int(line))))
	}
}
