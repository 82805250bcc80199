// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"commonplace/generator"
)

// lending is a commons to take from: every kind of fact that credit is made of.
var lending = tree{
	"content/contributors/skipper.yaml": "name: Ada Sample\n",
	"content/contributors/hidden.yaml":  "name: Never Shown\nlisted: false\n",
	"content/tide.md": "---\ntitle: Reading the tide\nsummary: When to leave the harbour.\nlang: en\nlicense: CC-BY-SA-4.0\nauthors: [skipper, Bo Example, hidden]\ncontributions: {translation: [Cy Example], editing: [Dot Example]}\n" +
		"copyright: [2026 The Harbour]\ncreated: 2026-01-08\nupdated: 2026-09-14\nversion: \"1.2\"\nstatus: published\nstewards: [skipper]\n" +
		"derived_from: [{title: On tides, author: Eve Example, source: \"https://tides.example/on?a=1&b=2\", license: CC-BY-4.0, changes: shortened}]\n" +
		"references: [{title: The moon, authors: [Fay Example], year: 2001, url: \"https://moon.example/\"}]\n---\n\n" +
		"The sea leaves twice a day and comes back twice, and whoever has watched it for a year can say when, within the time that it takes to boil an egg.\n\nShort.\n\n![[Ropes]]\n\nAfter it, see [ropes](ropes.md).\n",
	"content/ropes.md":    "---\ntitle: Ropes\nlicense: CC0-1.0\nauthors: [Gil Example]\n---\n\nA rope that is dry in the evening is a rope that can be trusted in the morning, say those who have to hang on it.\n",
	"content/unsaid.md":   "---\ntitle: Unsaid\n---\n\nNobody has said what may be done with this text, and so whoever wants more than to quote from it has to ask those who wrote it, if they can be found.\n",
	"content/de/tide.md":  "---\ntitle: Die Gezeiten lesen\nlang: de\nlicense: CC-BY-SA-4.0\nauthors: [skipper]\n---\n\nText.\n",
	"content/ar/harba.md": "---\ntitle: قراءة المد\nlang: ar\nlicense: CC-BY-4.0\nauthors: [مثال]\n---\n\nنص.\n",
}

// TestReuseInBrowser takes credit from pages in Chromium in every form, and reads each with a program of its kind: what is held is in e2e/reuse.mjs.
func TestReuseInBrowser(t *testing.T) {
	script := newScript(t, "reuse.mjs", 5*time.Minute)
	if _, err := os.Stat(filepath.Join("..", "e2e", "node_modules", "jsonld")); err != nil {
		lacks(t, "jsonld is not installed: run “npm ci” in e2e/")
	}
	var sites []string
	for name, settings := range map[string]string{
		"addressed": "title: The Harbour Commons\nurl: https://harbour.example/commons/\nlanguage: en\nlanguages: [en, de, ar]\nlicense: \"\"\n",
		"nowhere":   "title: The Harbour Commons\nlanguage: en\nlanguages: [en, de, ar]\n",
	} {
		dir := filepath.Join(scratch(t), name)
		lending.write(t, dir)
		files := tree{"site.yaml": settings}
		for i, name := range names {
			q, err := json.Marshal(name) // JSON is YAML
			if err != nil {
				t.Fatal(err)
			}
			files[fmt.Sprintf("content/odd/p%d.md", i)] = fmt.Sprintf("---\ntitle: %s\nauthors: [%s]\nlicense: %s\nderived_from: [{title: %s, author: %s, changes: %s}]\n---\n\nText.\n", q, q, q, q, q, q)
		}
		files.write(t, dir)
		mustBuild(t, generator.Options{Source: dir})
		sites = append(sites, filepath.Join(dir, "public"))
	}
	expected, err := json.Marshal(names)
	if err != nil {
		t.Fatal(err)
	}
	list := filepath.Join(scratch(t), "names.json")
	if err := os.WriteFile(list, expected, 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := script(append([]string{list}, sites...)...).Output()
	for line := range strings.Lines(string(out)) {
		t.Log(strings.TrimSuffix(line, "\n"))
	}
	if err != nil {
		t.Error(err)
	}
}
