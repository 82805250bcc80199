// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"commonplace/generator"
	"commonplace/generator/search"
)

// TestNoSearch holds that a site without search has nothing of one.
func TestNoSearch(t *testing.T) {
	files := small()
	files["site.yaml"] = "title: Quiet\nurl: https://example.org/\nsearch: false\n"
	_, built := buildTree(t, files, generator.Options{})
	if len(built.Report.Added) == 0 {
		t.Fatal("nothing was built")
	}
	for _, path := range built.Report.Added {
		if strings.HasPrefix(path, search.Dir) {
			t.Errorf("there is %s", path)
		}
	}
}

// TestLostSearchIndex holds that whatever becomes of the cached index, the next build makes the files that a clean one would.
func TestLostSearchIndex(t *testing.T) {
	for name, harm := range map[string]func(t *testing.T, state, parts string){
		"the state is gone":  func(t *testing.T, state, _ string) { remove(t, state) },
		"the parts are gone": func(t *testing.T, _, parts string) { remove(t, parts) },
		"the parts are cut": func(t *testing.T, _, parts string) {
			if err := os.Truncate(parts, 100); err != nil {
				t.Fatal(err)
			}
		},
		"the parts are others": func(t *testing.T, _, parts string) {
			data, err := os.ReadFile(parts)
			if err != nil {
				t.Fatal(err)
			}
			for i := range data {
				data[i] ^= 0x55
			}
			if err := os.WriteFile(parts, data, 0o644); err != nil {
				t.Fatal(err)
			}
		},
		"more was written than is in use": func(t *testing.T, _, parts string) {
			f, err := os.OpenFile(parts, os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if _, err := f.WriteString("killed in the middle of"); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files, dir := newWorld(6).files(), scratch(t)
			files.write(t, dir)
			mustBuild(t, generator.Options{Source: dir})
			list, err := filepath.Glob(filepath.Join(dir, ".commonplace", "search-*.parts"))
			if err != nil || len(list) != 1 {
				t.Fatalf("the parts are %v, %v", list, err)
			}
			harm(t, strings.TrimSuffix(list[0], ".parts"), list[0])
			for name, text := range files {
				if strings.HasSuffix(name, ".md") {
					files[name] = text + "\nA further sentence of pomegranates.\n"
					break
				}
			}
			files.write(t, dir)
			mustBuild(t, generator.Options{Source: dir, Verify: true})
		})
	}
}

func remove(t *testing.T, name string) {
	t.Helper()
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
}
