// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"commonplace/generator"
	"commonplace/generator/config"
	"commonplace/generator/scaffold"
)

// Whatever is answered, a new commons passes every check without a finding, and a page begun in it with new brings no error.
func TestInitPasses(t *testing.T) {
	tests := map[string]func(*scaffold.Answers){
		"as guessed":             func(*scaffold.Answers) {},
		"another script":         func(a *scaffold.Answers) { a.Title, a.Author, a.Language = "入会地の管理", "例 花子", "ja" },
		"signs":                  func(a *scaffold.Answers) { a.Title, a.Author = `"Wells": {{.}} <% & #1 '%>`, "Bo [the] Example: #2" },
		"right to left":          func(a *scaffold.Answers) { a.Title, a.Language = "الماء", "ar" },
		"words of YAML":          func(a *scaffold.Answers) { a.Title, a.Author = "No", "null" },
		"a licence without text": func(a *scaffold.Answers) { a.License = "LAL-1.3" },
		"public domain":          func(a *scaffold.Answers) { a.License = "CC0-1.0" },
		"a known forge": func(a *scaffold.Answers) {
			a.Forge, a.URL = "github", "https://water.github.io/commons/"
			a.Repository = config.Repository{URL: "https://github.com/water/commons", Branch: "true", Kind: "github"}
		},
		"a forge of branches": func(a *scaffold.Answers) { a.Forge = "forgejo" },
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "water")
			a, err := scaffold.Guess(context.Background(), dir)
			if err != nil {
				t.Fatal(err)
			}
			a.Title, a.Author, a.Date = "Water", "Ada Example", "2026-11-20"
			change(&a)
			if _, err := scaffold.Init(dir, a); err != nil {
				t.Fatal(err)
			}
			c, diags, err := generator.Open(generator.Options{Source: dir, Date: "2026-11-20"})
			if err != nil {
				t.Fatal(err, diags)
			}
			result, err := c.Check(t.Context())
			if err != nil || len(result.Diagnostics) > 0 {
				settings, _ := os.ReadFile(filepath.Join(dir, "site.yaml"))
				t.Fatalf("%v, %v\n%s", err, result.Diagnostics, settings)
			}
			if result.Report.Pages != 1 {
				t.Errorf("%d pages, want 1", result.Report.Pages)
			}
		})
	}
}
