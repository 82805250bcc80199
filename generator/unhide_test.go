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

// Names that begin with a dot are read where settings name them, and nothing beside them; what Git keeps never is.
func TestDotFiles(t *testing.T) {
	dir := scratch(t)
	tree{
		"content/a.md":                        "---\ntitle: A\nauthors: [ada]\n---\n\n![Plan](.gitbook/assets/plan.svg) ![Other](.gitbook/other/plan.svg)\n",
		"content/.gitbook/assets/plan.svg":    `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="9"><text>Plan</text></svg>`,
		"content/.gitbook/other/plan.svg":     `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="9"><text>Other</text></svg>`,
		"content/.gitbook/assets/.secret.svg": `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="9"><text>Secret</text></svg>`,
		"content/.people.json":                `{"list": [{"login": "ada", "name": "Ada Example"}]}`,
		"content/.page.md":                    "# Hidden\n",
		"site.yaml":                           "sources: [{root: content, unhide: [.gitbook/assets, .git/config, ../x], records: [{path: .people.json, list: list, key: login}]}]\n",
	}.write(t, dir)
	result := mustBuild(t, generator.Options{Source: dir})
	out := readTree(t, filepath.Join(dir, "public"))
	if !strings.Contains(out["a.html"], "Ada Example") {
		t.Error("the people are not read")
	}
	plans := 0
	for name, text := range out {
		if strings.HasSuffix(name, "plan.svg") {
			plans++
		}
		if strings.Contains(text, "<text>Other") || strings.Contains(text, "<text>Secret") || strings.Contains(name, "/.") || strings.HasPrefix(name, ".") || strings.Contains(text, "<h1>Hidden") {
			t.Errorf("%s is published", name)
		}
	}
	if plans != 1 || !strings.Contains(out["a.html"], "plan.svg\"") {
		t.Errorf("%d plans are published", plans)
	}
	var said []string
	for _, d := range result.Diagnostics {
		said = append(said, d.Message)
	}
	for _, want := range []string{"“.git” is never read", "“../x” is not a path below the root of the source"} {
		if !strings.Contains(strings.Join(said, "\n"), want) {
			t.Errorf("not said: %s; but %q", want, said)
		}
	}

	// A link in such a place leads nowhere.
	if err := os.Remove(filepath.Join(dir, "content/.people.json")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(dir, "site.yaml"), filepath.Join(dir, "content/.people.json")); err != nil {
		t.Skip("no symbolic links here")
	}
	mustBuild(t, generator.Options{Source: dir})
	if strings.Contains(readTree(t, filepath.Join(dir, "public"))["a.html"], "Ada Example") {
		t.Error("a link was followed")
	}
}
