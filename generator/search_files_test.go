// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"encoding/json"
	"maps"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"commonplace/generator"
)

// TestSearchFiles holds what a site has beside the index to be searched with, and that a site without search has none of it.
func TestSearchFiles(t *testing.T) {
	files := tree{
		"site.yaml":        "title: The commons of all the <b>waters</b>\nurl: https://water.example/wiki/\n",
		"content/a.md":     "---\ntitle: A\n---\n\nSee [[</script>]], [[Both]] and [[Wells]].\n",
		"content/b.md":     "---\ntitle: B\nlang: de\n---\n\nSee [[Wells]].\n",
		"content/c/日本.md":  "---\ntitle: 日本\nlang: ja\n---\n\n水.\n",
		"content/index.md": "---\ntitle: Home\n---\n\nWelcome.\n",
	}
	out, _ := buildTree(t, files, generator.Options{})
	var names []string
	for _, name := range slices.Sorted(maps.Keys(out)) {
		if rest, ok := strings.CutPrefix(name, "search/"); ok && !strings.Contains(rest, "/") {
			names = append(names, rest)
		}
	}
	want := "engine.js index.html more.js opensearch.xml results.js search.js stem-de.js stem-en.js wanted.js words-de.js words-en.js"
	if got := strings.Join(names, " "); got != want {
		t.Errorf("search/ has %s, want %s", got, want)
	}
	for _, part := range []string{"<ShortName>The commons of</ShortName>", "<LongName>The commons of all the &lt;b&gt;waters&lt;/b&gt;</LongName>", `template="https://water.example/wiki/search/?q={searchTerms}"`} {
		if !strings.Contains(out["search/opensearch.xml"], part) {
			t.Errorf("opensearch.xml has no %s:\n%s", part, out["search/opensearch.xml"])
		}
	}
	if got, want := out["search/wanted.js"], `self.cpWanted=[["Wells","wanted/wells.html"],`; !strings.HasPrefix(got, want) || strings.Contains(got, "</") {
		t.Errorf("wanted.js is %s", got)
	}
	var words struct {
		Site      string
		Languages map[string]string
		Words     map[string]any
		Facets    map[string]string
	}
	if err := json.Unmarshal([]byte(scriptValue(out["search/words-de.js"])), &words); err != nil {
		t.Fatal(err)
	}
	if words.Words["search"] != "Suchen" || words.Facets["type"] != "Art" || len(words.Languages) != 3 || words.Languages["ja"] != "ltr" {
		t.Errorf("words-de.js has %+v", words)
	}

	files["site.yaml"] += "search: false\n"
	out, _ = buildTree(t, files, generator.Options{})
	for name, text := range out {
		if strings.HasPrefix(name, "search/") || strings.HasSuffix(name, ".html") && (strings.Contains(text, "cp-find") || strings.Contains(text, "site.js")) {
			t.Errorf("a site without search has %s", name)
		}
	}
}

// scriptValue is what a script sets something to.
func scriptValue(script string) string {
	_, value, _ := strings.Cut(script, "]=")
	return strings.TrimSuffix(strings.TrimSpace(value), ";")
}

// TestBeginAtTheForge holds where a page that nobody has written is begun, by the kind of the forge.
func TestBeginAtTheForge(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		lacks(t, "git is not installed")
	}
	for kind, want := range map[string]string{
		"github":  "https://forge.example/w/new/main?filename=content%2Fpatterns%2F{slug}.md",
		"gitlab":  "https://forge.example/w/-/new/main?file_name=content%2Fpatterns%2F{slug}.md",
		"forgejo": "https://forge.example/w/_new/main/content/patterns",
	} {
		dir := scratch(t)
		tree{
			"site.yaml":             "title: Water\nrepository: {url: https://forge.example/w, branch: main, kind: " + kind + "}\n",
			"content/patterns/a.md": "---\ntitle: A\ntype: pattern\n---\n\nText.\n",
		}.write(t, dir)
		runGit(t, dir, time.Unix(1e9, 0), "init", "-q")
		mustBuild(t, generator.Options{Source: dir})
		var words struct{ Begin string }
		if err := json.Unmarshal([]byte(scriptValue(readTree(t, dir+"/public")["search/words-en.js"])), &words); err != nil {
			t.Fatal(err)
		}
		if words.Begin != want {
			t.Errorf("%s: %s, want %s", kind, words.Begin, want)
		}
	}
}
