// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"commonplace/generator"

	"github.com/google/go-cmp/cmp"
)

// corpusSite is a real commons, built with its settings in examples/.
type corpusSite struct {
	out   string
	pages []corpusPage
}

type corpusPage struct {
	URL, Title, Type, Lang, Summary string
	Authors                         []string
	Status                          string `json:"declared_status"`
}

func buildCorpus(t *testing.T, name string) corpusSite {
	t.Helper()
	from := filepath.Join("..", "..", "shared", "corpora", name)
	if _, err := os.Stat(from); err != nil {
		t.Skipf("%s is not here", from)
	}
	dir := scratch(t)
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("..", "examples", name))); err != nil {
		t.Fatal(err)
	}
	s := corpusSite{out: filepath.Join(dir, "public")}
	mustBuild(t, generator.Options{Source: from, Config: filepath.Join(dir, "site.yaml"), Destination: s.out})
	data, err := os.ReadFile(filepath.Join(s.out, "commons.json"))
	if err != nil {
		t.Fatal(err)
	}
	var facts struct{ Pages []corpusPage }
	if err := json.Unmarshal(data, &facts); err != nil {
		t.Fatal(err)
	}
	s.pages = facts.Pages
	return s
}

func (s corpusSite) html(t *testing.T, url string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(s.out, filepath.FromSlash(url)))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestReadsHeadings holds what is read of a book that has all its facts under headings, in six languages.
func TestReadsHeadings(t *testing.T) {
	s := buildCorpus(t, "innersource-patterns")
	statuses, originals := map[string]int{}, map[string]int{}
	english, summaries, authors := 0, 0, 0
	for _, p := range s.pages {
		switch {
		case p.Type != "pattern":
		case strings.HasPrefix(p.URL, "translation/"):
			if bytes.Contains(s.html(t, p.URL), []byte(">English</a></dd>")) {
				originals[p.Lang]++
			}
		default:
			english++
			statuses[p.Status]++
			if p.Summary != "" {
				summaries++
			}
			if len(p.Authors) > 0 {
				authors++
			}
		}
	}
	// 81 with the one that tells how to write a pattern; the copy of the corpus has no validated one.
	if english != 81 || summaries != 80 || authors < 72 {
		t.Errorf("%d English patterns, %d with a patlet, %d with authors", english, summaries, authors)
	}
	if diff := cmp.Diff(map[string]int{"initial": 54, "structured": 27}, statuses); diff != "" {
		t.Errorf("statuses in all spellings (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]int{"es": 24, "gl": 23, "ja": 22, "pt-br": 24, "zh": 24}, originals); diff != "" {
		t.Errorf("translations that lead to their original (-want +got):\n%s", diff)
	}
}

// TestReadsPermalinks holds that addresses which pages declare are kept, and those that they had before lead to them.
func TestReadsPermalinks(t *testing.T) {
	s := buildCorpus(t, "pyopensci")
	redirects := 0
	err := filepath.WalkDir(s.out, func(name string, entry os.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".html" {
			return err
		}
		text, err := os.ReadFile(name)
		if bytes.Contains(text, []byte(`http-equiv="refresh"`)) {
			redirects++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if redirects != 27 {
		t.Errorf("%d redirects", redirects)
	}
	for _, url := range []string{"about-peer-review/index.html", "learn/index.html", "volunteer/index.html"} {
		if text := s.html(t, url); bytes.Contains(text, []byte(`http-equiv="refresh"`)) {
			t.Errorf("%s is a redirect", url)
		}
	}
}
