// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"commonplace/generator/config"
)

// The InnerSource Patterns have no front matter: what is known of each pattern stands under headings in six languages.
func TestInnerSourceSections(t *testing.T) {
	dir := "../../../shared/corpora/innersource-patterns"
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the corpora are not here")
	}
	cfg, diags, err := config.Load(config.Options{Dir: dir, File: "../../examples/innersource-patterns/site.yaml"})
	if err != nil || len(diags) > 0 {
		t.Fatal(err, diags)
	}
	p := NewParser(&cfg.Sources[0].Reading)
	naming := regexp.MustCompile(`(?m)^## +(Author|Authors|Author\(s\)) *$`)
	for _, of := range []struct {
		folder         string
		pages, without int // pages; at most so many whose authors stand in prose
	}{
		{"patterns/*", 80, 1}, {"translation/es/patterns", 24, 0}, {"translation/gl/patterns", 23, 0}, {"translation/ja/patterns", 22, 0},
		{"translation/pt-br/patterns", 24, 0}, {"translation/zh/patterns", 24, 0},
	} {
		t.Run(strings.ReplaceAll(of.folder, "/", " "), func(t *testing.T) {
			files, _ := filepath.Glob(filepath.Join(dir, of.folder, "*.md"))
			if len(files) != of.pages {
				t.Errorf("%d patterns", len(files))
			}
			translated := strings.HasPrefix(of.folder, "translation")
			without, uses, translators := 0, 0, 0
			for _, file := range files {
				data, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				d, _ := p.Page(data)
				m, name := &d.Meta, filepath.Base(file)
				if m.Title == "" || strings.EqualFold(m.Title, "title") || m.Summary == "" {
					t.Errorf("%s: title %q, patlet %q", name, m.Title, m.Summary)
				}
				// The one page without a status has no section for it, and is in the folder of initial ones.
				want := "structured"
				if strings.Contains(file, "1-initial") {
					want = "initial"
				}
				if m.Status != want && name != "innersource-guidance-group.md" {
					t.Errorf("%s: status %q", name, m.Status)
				}
				if len(m.Authors) == 0 && (translated || naming.Match(data)) {
					without++
				}
				if len(m.KnownUses) > 0 {
					uses++
				}
				for _, c := range m.Contributions {
					if c.Role == "translation" {
						translators++
						break
					}
				}
			}
			if without > of.without {
				t.Errorf("%d pages without their authors", without)
			}
			if translated && (uses < of.pages || translators < of.pages-1) || uses < 40 && !translated {
				t.Errorf("known instances on %d pages, translators on %d of %d", uses, translators, of.pages)
			}
		})
	}
}
