// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"testing"

	"commonplace/generator/config"
	"commonplace/generator/source"

	"github.com/google/go-cmp/cmp"
)

// TestJudge: severities come from the catalogue and site.yaml; a foreign source's own keys are a note each, whatever the number of its pages.
func TestJudge(t *testing.T) {
	b := &Builder{set: Settings{Config: &config.Config{
		Sources: []config.Source{{Folder: config.Folder{Shown: "ours"}}, {Folder: config.Folder{Shown: "theirs"}, Foreign: true}},
		Levels:  map[source.Code]source.Severity{source.CodeBrokenLink: source.Error, source.CodeDuplicateTitle: source.Off},
	}}}
	unknown := func(path, key string) source.Diagnostic {
		return source.Diagnostic{Code: source.CodeUnknownKey, Path: path, Message: "unknown key “" + key + "”"}
	}
	got := b.judge([]source.Diagnostic{
		unknown("theirs/c.md", "layout"), unknown("theirs/b.md", "layout"), unknown("theirs/a.md", "layout"), unknown("theirs/a.md", "layout"),
		unknown("theirs/b.md", "theme"), unknown("theirs/c.md", "hero"), unknown("theirs/d.md", "hero"),
		unknown("ours/b.md", "layout"), unknown("ours/a.md", "layout"),
		{Code: source.CodeBrokenLink, Path: "ours/a.md"}, {Code: source.CodeDuplicateTitle, Path: "ours/a.md"},
	})
	noted := func(path, key string, notes ...source.Note) source.Diagnostic {
		d := unknown(path, key)
		d.Severity, d.Notes = source.Info, notes
		return d
	}
	warned := func(path, key string) source.Diagnostic {
		d := unknown(path, key)
		d.Severity = source.Warning
		return d
	}
	want := []source.Diagnostic{
		{Code: source.CodeBrokenLink, Severity: source.Error, Path: "ours/a.md"}, warned("ours/a.md", "layout"), warned("ours/b.md", "layout"),
		noted("theirs/a.md", "layout", source.Note{Message: "and on 2 more pages"}), noted("theirs/b.md", "theme"),
		noted("theirs/c.md", "hero", source.Note{Message: "and on 1 more page"}),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
