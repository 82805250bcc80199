// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
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
