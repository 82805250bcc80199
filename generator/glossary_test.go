// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"commonplace/generator"
)

func withGlossary() tree {
	return tree{
		"content/a.md":         "# Alpha\n\nRain is water.\n",
		"content/b.md":         "# Beta\n\nNo such word.\n",
		"content/c.md":         "# Gamma\n\nA mire.\n",
		"content/glossary.yml": "Water: What rivers are made of.\nSoil: What [[Water]] wets.\n",
		"site.yaml":            "sources: [{root: content, glossary: glossary.yml}]\n",
	}
}

// An edit to a glossary makes again what shows it: a definition the pages with that word, a new word all texts. What comes out is what a
// build from nothing makes.
func TestGlossaryIsBuiltAgain(t *testing.T) {
	for _, c := range []struct {
		name, from, to string
		changed        string // besides lists
	}{
		{"a definition", "rivers", "brooks", "a.html glossary/water.html glossary/water.md"},
		{"a word more", "Soil:", "Mire: Wet soil.\nSoil:", "c.html"},
		{"a word less", "Water:", "Ice:", "a.html"},
		{"a word with a page of its own", "Soil:", "Alpha: The first.\nSoil:", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			files, dir, clean := withGlossary(), scratch(t), scratch(t)
			files.write(t, dir)
			o := generator.Options{Source: dir}
			mustBuild(t, o)
			files["content/glossary.yml"] = strings.Replace(files["content/glossary.yml"], c.from, c.to, 1)
			files.write(t, dir)
			report := mustBuild(t, o).Report
			for _, name := range strings.Fields(c.changed) {
				if !strings.Contains(" "+strings.Join(report.Changed, " ")+" ", " "+name+" ") {
					t.Errorf("%s did not change, but %v", name, report.Changed)
				}
			}
			if c.name == "a definition" && strings.Contains(strings.Join(report.Changed, " "), "b.html") {
				t.Errorf("pages without the word changed: %v", report.Changed)
			}
			files.write(t, clean)
			mustBuild(t, generator.Options{Source: clean})
			want, got := readTree(t, filepath.Join(clean, "public")), readTree(t, filepath.Join(dir, "public"))
			for name := range want {
				if name != manifestName && got[name] != want[name] {
					t.Errorf("%s differs from that of a clean build:\n%s\n%s", name, got[name], want[name])
				}
			}
			if len(got) != len(want) {
				t.Errorf("%d files, %d in a clean build", len(got), len(want))
			}
		})
	}
}

// What is wrong with a term's page is told where it stands in the glossary. A glossary that is a link out of the source is not read.
func TestGlossaryMistakes(t *testing.T) {
	files, dir := withGlossary(), scratch(t)
	files["content/glossary.yml"] += "Alpha: Again.\nMoss: See [there](nowhere.md).\n"
	files.write(t, dir)
	var said []string
	for _, d := range mustBuild(t, generator.Options{Source: dir}).Diagnostics {
		said = append(said, d.Path+": "+string(d.Code))
	}
	for _, want := range []string{"content/glossary.yml: duplicate-title", "content/glossary.yml: broken-link"} {
		if !strings.Contains(strings.Join(said, "\n"), want) {
			t.Errorf("%s is not said, but %v", want, said)
		}
	}

	outside := filepath.Join(dir, "secret.yml")
	if err := os.Rename(filepath.Join(dir, "content/glossary.yml"), outside); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, "content/glossary.yml")); err != nil {
		t.Skip("no symbolic links here")
	}
	said = nil
	for _, d := range mustBuild(t, generator.Options{Source: dir}).Diagnostics {
		said = append(said, d.Path+": "+d.Message)
	}
	if _, err := os.Stat(filepath.Join(dir, "public/glossary/water.html")); err == nil {
		t.Error("a glossary outside the source was read")
	}
	if want := "site.yaml: “content/glossary.yml” can't be read: not a regular file"; !strings.Contains(strings.Join(said, "\n"), want) {
		t.Errorf("nothing is said of it, but %v", said)
	}
}
