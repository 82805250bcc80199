// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"commonplace/generator"
	"commonplace/generator/build"
)

// TestFailuresLeaveTheSite holds that a build which can't be done, or is given up, leaves the output as it was.
func TestFailuresLeaveTheSite(t *testing.T) {
	for _, c := range []struct {
		name string
		edit func(f tree)
		stop bool // give up while it works
	}{
		{name: "a template that does not parse", edit: func(f tree) { f["themes/default/page.html"] = "{{" }},
		{name: "a template that fails", edit: func(f tree) { f["themes/default/list.html"] = "{{index .View.Cards 10000}}" }},
		{name: "a theme that is not there", edit: func(f tree) { f["site.yaml"] = "theme: nowhere\n" }},
		{name: "a source that is not there", edit: func(f tree) { f["site.yaml"] = "sources: [{root: nowhere}]\n" }},
		{name: "settings that are no YAML", edit: func(f tree) { f["site.yaml"] = "title: [\n" }},
		{name: "given up", edit: func(f tree) { f["content/a.md"] += "More.\n" }, stop: true},
		{name: "given up in a change of everything", edit: func(f tree) { f["site.yaml"] = "title: Other\n" }, stop: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			files, dir := small(), scratch(t)
			public := filepath.Join(dir, "public")
			files.write(t, dir)
			mustBuild(t, generator.Options{Source: dir})
			want := readTree(t, public)
			c.edit(files)
			files.write(t, dir)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			o := generator.Options{Source: dir}
			if c.stop {
				cancel()
			}
			com, _, err := open(o)
			if err == nil {
				_, err = com.Build(ctx)
			}
			if err == nil {
				t.Fatal("it was built")
			}
			if d := differences(readTree(t, public), want); d != "" {
				t.Errorf("after %v:\n%s", err, d)
			}
			if list := beside(t, dir, files); list != nil {
				t.Errorf("left beside the output: %v", list)
			}
		})
	}
}

// beside are the entries of a site's folder that are neither sources nor the output nor the cache.
func beside(t *testing.T, dir string, files tree) []string {
	t.Helper()
	known := map[string]bool{"public": true, ".commonplace": true}
	for name := range files {
		for name != "." {
			known[name] = true
			name = filepath.Dir(name)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		if !known[e.Name()] {
			list = append(list, e.Name())
		}
	}
	return list
}

// TestCheckWritesNothing holds that check touches nothing but the cache, and finds what build finds.
func TestCheckWritesNothing(t *testing.T) {
	files, dir := newWorld(5).files(), scratch(t)
	files.write(t, dir)
	c, _, err := open(generator.Options{Source: dir})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		checked, err := c.Check(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		got := readTree(t, dir)
		maps.DeleteFunc(got, func(name, _ string) bool { return filepath.Dir(name) == build.CacheName })
		if d := differences(got, files); d != "" {
			t.Errorf("check wrote:\n%s", d)
		}
		_, built := buildTree(t, files, generator.Options{})
		if a, b := say(checked.Diagnostics), say(built.Diagnostics); a != b {
			t.Errorf("check and build differ:\n%s", onlyIn(a, b)+onlyIn(b, a))
		}
	}
}

// TestOneBuildAtATime: while one build holds an output, another says so at once and touches nothing.
func TestOneBuildAtATime(t *testing.T) {
	files, dir := small(), scratch(t)
	files.write(t, dir)
	mustBuild(t, generator.Options{Source: dir})
	public := filepath.Join(dir, "public")
	want := readTree(t, public)
	held, err := build.OpenTarget(public, nil)
	if err != nil {
		t.Fatal(err)
	}
	files["content/a.md"] += "More.\n"
	files.write(t, dir)
	c, _, err := open(generator.Options{Source: dir})
	if err != nil {
		t.Fatal(err)
	}
	var busy *build.BusyError
	if _, err := c.Build(t.Context()); !errors.As(err, &busy) {
		t.Errorf("the output is held, and a build says: %v", err)
	}
	if d := differences(readTree(t, public), want); d != "" {
		t.Error(d)
	}
	if err := held.Close(); err != nil {
		t.Fatal(err)
	}
	if res := mustBuild(t, generator.Options{Source: dir}); !slices.Contains(res.Report.Changed, "a.html") {
		t.Error("the output is free, and was not built")
	}
}
