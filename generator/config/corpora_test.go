// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"commonplace/generator/source"
)

// The settings that ship with the project must be flawless for whoever clones the commons they are for.
func TestExamplesAreFlawless(t *testing.T) {
	files, err := filepath.Glob("../../examples/*/site.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, file := range files {
		got := load(t, Options{File: file, Dir: folder(t, "_patterns/", "content/", "data/", "glossary/list.yml")})
		if len(got.diags) > 0 || len(got.cfg.Sources) == 0 {
			t.Errorf("%s: %d sources, %s", file, len(got.cfg.Sources), report(t, got.diags, got.cfg.Dir))
		}
	}
	own := load(t, Options{Dir: "../.."})
	if len(own.diags) > 0 || len(own.cfg.Sources) != 1 {
		t.Errorf("the project's own settings: %s", report(t, own.diags, own.cfg.Dir))
	}
}

// corpus is one of the real commons that lie beside the project.
func corpus(t *testing.T, name string) *Config {
	t.Helper()
	dir := filepath.Join("../../../shared/corpora", name)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("%s is not here", dir)
	}
	got := load(t, Options{Dir: dir, File: filepath.Join("../../examples", name, FileName)})
	mistakes := slices.DeleteFunc(slices.Clone(got.diags), func(d source.Diagnostic) bool { return strings.HasSuffix(d.Path, "list.yml") }) // words without a meaning
	if len(mistakes) > 0 {
		t.Fatalf("%s: %s", name, report(t, mistakes, dir))
	}
	return got.cfg
}

// A limit that refuses a real page is wrong.
func TestLimitsLetRealPagesThrough(t *testing.T) {
	for _, name := range []string{"innersource-patterns", "decentpatterns", "pyopensci"} {
		t.Run(name, func(t *testing.T) {
			cfg := corpus(t, name)
			eachPage(t, cfg, func(p realPage) { withinLimits(t, cfg, p) })
		})
	}
}

// The preset must reach every typed relation of the library: its README counts 18,249 on the pages whose front matter is
// valid, and each generation and each shape has a share in them.
func TestCommonsOS(t *testing.T) {
	cfg := corpus(t, "commons-os")
	got := map[string]int{}
	eachPage(t, cfg, func(p realPage) {
		withinLimits(t, cfg, p)
		if len(p.diags) > 0 {
			got["pages with invalid front matter"]++
			return
		}
		countRelations(got, &cfg.Sources[0].Reading, p.front)
	})
	want := map[string]int{
		"complementary": 7319, "enables": 4429, "requires": 1292, "alternatives": 207, "tools": 131, "related": 3043,
		"generalizes_from": 1283, "specializes_to": 545, "inferred": 18508, "pages with invalid front matter": 2,
	}
	maps.DeleteFunc(got, func(_ string, n int) bool { return n == 0 })
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("relations by kind (-want +got):\n%s", diff)
	}
}

// countRelations adds up the items of each kind as FieldMap says where they are.
func countRelations(counts map[string]int, r *Reading, front *source.Node) {
	for _, field := range r.Fields {
		name, kind, _ := strings.Cut(field.Field, ".")
		if name != "relations" {
			continue
		}
		for _, path := range field.Paths {
			n := front.At(path)
			if kind != "" {
				counts[kind] += n.Len()
				continue
			}
			for i := range n.Len() {
				if key, _ := n.Key(i); path != "." || slices.Contains(r.Relations, key) {
					counts[key] += n.Value(i).Len()
				}
			}
		}
	}
}

func withinLimits(t *testing.T, cfg *Config, p realPage) {
	t.Helper()
	for _, d := range p.diags {
		if d.Code == source.CodeTooLarge || d.Code == source.CodeTooDeep {
			t.Errorf("%s: %s", p.path, d.Message)
		}
	}
	tags := 0
	for _, f := range cfg.Sources[0].Reading.Fields {
		if f.Field == "tags" {
			for _, path := range f.Paths {
				tags = max(tags, len(p.front.At(path).Strings()))
			}
		}
	}
	if aliases := len(p.front.Get("aliases").Strings()); p.size > cfg.Limits.Page || aliases > cfg.Limits.Aliases || tags > cfg.Limits.Tags {
		t.Errorf("%s: %d bytes, %d aliases, %d tags", p.path, p.size, aliases, tags)
	}
}

// realPage is what these tests ask of a page.
type realPage struct {
	path  string
	size  int
	front *source.Node
	diags []source.Diagnostic // of the front matter
}

// eachPage reads every page of the first source.
func eachPage(t *testing.T, cfg *Config, visit func(realPage)) {
	t.Helper()
	src, pages := cfg.Sources[0], 0
	lim := source.YAMLLimits{Bytes: cfg.Limits.FrontMatter, Depth: cfg.Limits.YAMLDepth, Nodes: cfg.Limits.YAMLNodes}
	err := filepath.WalkDir(src.Path, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".md" {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		pages++
		p := realPage{path: path, size: len(b)}
		text, _ := source.Text(b)
		if rest, ok := bytes.CutPrefix(text, []byte("---\n")); ok {
			front, _, _ := bytes.Cut(rest, []byte("\n---\n"))
			p.front, p.diags = source.ParseYAML(front, 2, lim)
		}
		visit(p)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if pages < 25 {
		t.Errorf("only %d pages were read", pages)
	}
}
