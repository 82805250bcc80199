// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"commonplace/generator"
	"commonplace/generator/source"

	"github.com/google/go-cmp/cmp"
)

// What is known of commons that other people wrote. docs/figures.md says how each number was counted without this program, and who is right
// where two counts differ.
var corpora = []struct {
	name          string
	pages, hidden int
	diagnostics   map[source.Code]int
	relations     map[string]int // by kind, with those that lead nowhere
	dangling      map[string]int
	licences      map[string]int
	labels        map[string]int // of other fields: what each kind of reader calls a pattern
}{
	{
		name: "commons-os", pages: 3616,
		diagnostics: map[source.Code]int{
			source.CodeDanglingRelation: 1217, source.CodeAliasConflict: 175, source.CodeBrokenAnchor: 41, source.CodeBrokenImage: 39,
			source.CodeBrokenLink: 21, source.CodeDuplicateTitle: 11, source.CodeAmbiguousLink: 2, source.CodeDuplicateID: 2, source.CodeYAMLSyntax: 2,
			source.CodeEncoding: 2, source.CodeHTMLUnknown: 2, source.CodeBadDate: 1, source.CodeUnknownKey: 12, source.CodeEmailInText: 1,
			source.CodeAddressMissing: 1,
			source.CodeIDForm:         408, source.CodeFieldMissing: 1591, source.CodeSectionMissing: 10_870, source.CodeSectionOrder: 2, source.CodeValueUnknown: 224,
		},
		relations: map[string]int{
			"complementary": 7319 + 9, "enables": 4429 + 3, "related": 3043, "requires": 1292 + 2, "generalizes_from": 1283 + 2, "specializes_to": 545,
			"alternatives": 207, "tools": 131, "inferred": 18508 + 14, // of the two pages with broken front matter: what can be saved
		},
		dangling: map[string]int{
			"related": 255, "inferred": 241, "generalizes_from": 233, "requires": 233 + 1, "enables": 204 + 1, "specializes_to": 29, "complementary": 10,
			"alternatives": 6, "tools": 6, // and two names that can mean several pages
		},
		licences: map[string]int{"CC-BY-SA-4.0": 3616},
		labels:   map[string]int{"corporate": 2060, "government": 2060, "activist": 2059, "tech": 2060, "community": 81},
	},
	{
		name: "innersource-patterns", pages: 259,
		diagnostics: map[source.Code]int{
			source.CodeBrokenLink: 20, source.CodeBrokenAnchor: 6, source.CodeBrokenImage: 1, source.CodeRemoteImage: 4, source.CodeDuplicateTitle: 3,
			source.CodeEmailInText: 8, source.CodeAddressMissing: 1,
		},
		licences: map[string]int{"CC-BY-SA-4.0": 259},
	},
	{
		name: "decentpatterns", pages: 28 + 35, // 35 of the 37 terms of its glossary mean something
		diagnostics: map[source.Code]int{
			source.CodeWantedPage: 1, source.CodeBrokenLink: 1, source.CodeBrokenImage: 1, source.CodeHTMLUnknown: 1, source.CodeUnknownKey: 1,
			source.CodeEmailInText: 1, source.CodeAddressMissing: 1, source.CodeUnknownFieldValue: 2,
		},
		licences: map[string]int{"CC0-1.0": 28 + 35},
	},
	{
		name: "pyopensci", pages: 96, hidden: 1,
		diagnostics: map[source.Code]int{
			// The corpus is without its images, most of which stand in shortcodes.
			source.CodeBrokenImage: 192, source.CodeHTMLRemoved: 10, source.CodeBrokenLink: 10, source.CodeRemoteImage: 2, source.CodeBrokenAnchor: 1,
			source.CodeNotRendered: 30,
			source.CodeHiddenPage:  1, source.CodeUnknownKey: 27, source.CodeEmailInText: 14, source.CodeAddressMissing: 1,
			source.CodeEmailRemoved: 1, source.CodeUnknownFieldValue: 1, // in the list of people
		},
		licences: map[string]int{"CC-BY-SA-4.0": 96},
	},
}

// TestCorpora builds real commons with the settings in examples/, without a change to their files: every page is there, and what is wrong
// with them is said as often as it is.
func TestCorpora(t *testing.T) {
	for _, want := range corpora {
		t.Run(want.name, func(t *testing.T) {
			from := filepath.Join("..", "..", "shared", "corpora", want.name)
			if _, err := os.Stat(from); err != nil {
				t.Skipf("%s is not here", from)
			}
			dir := scratch(t)
			if err := os.CopyFS(dir, os.DirFS(filepath.Join("..", "examples", want.name))); err != nil { // the cache lies beside site.yaml
				t.Fatal(err)
			}
			out := filepath.Join(dir, "public")
			result := mustBuild(t, generator.Options{Source: from, Config: filepath.Join(dir, "site.yaml"), Destination: out})
			if result.Report.Pages != want.pages || result.Report.Hidden != want.hidden {
				t.Errorf("%d pages and %d hidden, want %d and %d", result.Report.Pages, result.Report.Hidden, want.pages, want.hidden)
			}
			// What hosts must take: at most six files a page with the manifest and the search, and under 300 MB. In a small commons the lists weigh more.
			if r := result.Report; want.pages > 1000 && (r.Outputs+1 > 6*r.Pages || r.Bytes > 300e6) {
				t.Errorf("%d files of %d bytes for %d pages are over the budget", r.Outputs+1, r.Bytes, r.Pages)
			}
			found := map[source.Code]int{}
			for _, d := range result.Diagnostics {
				if found[d.Code]++; d.Severity == source.Error {
					t.Errorf("an error: %s %s", d.Path, d.Message)
				}
			}
			if diff := cmp.Diff(want.diagnostics, found); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
			checkPeople(t, want.name, out)
			checkPrivacy(t, from, out)
			if want.name == "innersource-patterns" {
				checkMentions(t, from, out)
			}
			facts := readFacts(t, out)
			if len(facts.Pages) != want.pages {
				t.Errorf("%d pages in commons.json", len(facts.Pages))
			}
			var relations, dangling map[string]int
			licences := map[string]int{}
			var labels map[string]int
			for _, p := range facts.Pages {
				for field := range p.Fields {
					if kind, ok := strings.CutPrefix(field, "context_labels."); ok {
						if labels == nil {
							labels = map[string]int{}
						}
						labels[kind]++
					}
				}
				licences[p.License]++
				if _, err := os.Stat(filepath.Join(out, filepath.FromSlash(p.URL))); err != nil {
					t.Error(err)
				}
				for kind, list := range p.Relations {
					if relations == nil {
						relations, dangling = map[string]int{}, map[string]int{}
					}
					relations[kind] += len(list)
					for _, to := range list {
						if to.URL == "" {
							dangling[kind]++
						}
						if to.Machine != (kind == "inferred") {
							t.Errorf("%s: by a machine: %v, of kind %s", p.URL, to.Machine, kind)
						}
					}
				}
			}
			for name, diff := range map[string]string{
				"labels": cmp.Diff(want.labels, labels), "relations": cmp.Diff(want.relations, relations), "dangling": cmp.Diff(want.dangling, dangling), "licences": cmp.Diff(want.licences, licences),
			} {
				if diff != "" {
					t.Errorf("%s (-want +got):\n%s", name, diff)
				}
			}
		})
	}
}

// factsFile is commons.json as others read it.
type factsFile struct {
	Pages []struct {
		URL, License string
		Fields       map[string][]string
		Relations    map[string][]struct {
			URL     string
			Machine bool
		}
	}
}

func readFacts(t *testing.T, out string) factsFile {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(out, "commons.json"))
	if err != nil {
		t.Fatal(err)
	}
	var facts factsFile
	if err := json.Unmarshal(data, &facts); err != nil {
		t.Fatal(err)
	}
	return facts
}
