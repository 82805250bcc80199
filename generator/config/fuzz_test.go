// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"

	"commonplace/generator/source"
)

// Whatever site.yaml holds, Load gives a Config that is complete: what later steps divide by, index with or join to paths is
// there. Positions lie in the file, and the same bytes give the same digest.
func FuzzLoad(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, part := range archive.Files {
			if part.Name == FileName {
				f.Add(part.Data)
			}
		}
	}
	for _, name := range Presets() {
		b, err := presetFiles.ReadFile("presets/" + name + ".yaml")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte("look: {accent: \"#\"}\nlanguage: \"\"\naddress: \"/{\"\nlimits: {page: 9223372036854775807GiB}\nrepository: {url: \"http:\"}\n"))
	dir := f.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "content"), 0o755); err != nil {
		f.Fatal(err)
	}
	file := filepath.Join(dir, FileName)
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := os.WriteFile(file, text, 0o644); err != nil {
			t.Fatal(err)
		}
		cfg, diags, err := Load(Options{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		if cfg.Language == "" || cfg.Theme == "" || len(cfg.LinkOrder) == 0 || len(cfg.Languages) == 0 || len(cfg.Relations) < 6 {
			t.Errorf("incomplete: %+v", cfg)
		}
		for _, s := range cfg.Sources {
			if !filepath.IsAbs(s.Path) || s.Type == "" || len(s.Include) == 0 || s.Reading.Limits.Page <= 0 || s.Reading.Digest.String() == "" {
				t.Errorf("incomplete source: %+v", s)
			}
		}
		for _, d := range diags {
			if d.Message == "" || d.Code == "" || d.Path != FileName || d.Span.Line < 0 || d.Span.Column < 0 {
				t.Errorf("a diagnostic without place or words: %+v", d)
			}
		}
		again, _, err := Load(Options{Dir: dir})
		if err != nil || again.Digest != cfg.Digest {
			t.Errorf("loaded again: %v, digest %s, then %s", err, cfg.Digest, again.Digest)
		}
	})
}

// FuzzGlossary reads any bytes as a glossary: each term becomes a page of its own below the root, whose front matter no definition can reach.
func FuzzGlossary(f *testing.F) {
	f.Add("- term: Water\n  definition: What flows.\n  aliases: [H2O, aqua]\n")
	f.Add("Water: What flows.\nMulch: |\n  Cover.\n\n  ---\n  title: other\n  ---\n")
	f.Add("terms:\n  \"../../etc/passwd\": {definition: \"a\\n---\\nb\", synonyms: \"x, y\"}\n  \"a\\nstatus: draft\": b\n")
	f.Add(`{"glossary": [{"word": "…", "meaning": "` + strings.Repeat("long ", 120) + `"}, 1, null]}`)
	dir := f.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "content"), 0o755); err != nil {
		f.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, FileName), []byte("sources: [{root: content, glossary: terms/list.yaml}]\n"), 0o644); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		cfg, diags, err := Load(Options{Dir: dir, Disk: oneFile{text}})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range diags {
			if d.Message == "" || !utf8.ValidString(d.Message) {
				t.Errorf("diagnostic %+v", d)
			}
		}
		seen := map[string]bool{}
		for _, term := range cfg.Sources[0].Glossaries[0].Terms {
			if seen[term.Path] || !strings.HasPrefix(term.Path, "terms/") || strings.Count(term.Path, "/") != 1 || !fs.ValidPath(term.Path) || path.Ext(term.Path) != ".md" {
				t.Errorf("a term is at %q", term.Path)
			}
			seen[term.Path] = true
			rest, ok := strings.CutPrefix(term.Text, "---\n")
			front, _, closed := strings.Cut(rest, "\n---\n")
			root, found := source.ParseYAML([]byte(front), 2, source.YAMLLimits{Bytes: 1 << 20, Depth: 4, Nodes: maxTerms})
			if !ok || !closed || len(found) > 0 || root.Get("type").Text() != "glossary" || root.Get("title").Text() == "" || root.Len() > 4 {
				t.Errorf("the page of a term is %q (%v)", term.Text, found)
			}
		}
	})
}

// oneFile is a Disk on which every file that anybody may have written says the same.
type oneFile struct{ text string }

func (oneFile) ReadFile(name string) ([]byte, error)            { return os.ReadFile(name) }
func (f oneFile) ReadBelow(string, string, int) ([]byte, error) { return []byte(f.text), nil }
func (oneFile) Exists(name string) bool                         { return fileSystem{}.Exists(name) }
func (oneFile) IsDir(name string) bool                          { return fileSystem{}.IsDir(name) }
