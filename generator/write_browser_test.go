// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"commonplace/generator"
	"commonplace/generator/source"
)

// reviewed is a commons whose pages strangers review in a browser.
var reviewed = tree{
	"site.yaml":                         "title: The Water Commons\nurl: https://water.example/\nlicense: CC0-1.0\ncontact: hello@water.example\nlanguages: [en, de]\nrepository: {url: \"https://github.com/example/water\", branch: main, kind: github}\n",
	"content/contributors/skipper.yaml": "name: Skipper Sample\n",
	"content/barrel.md":                 "---\ntitle: Rain barrel\nsummary: It keeps the rain.\nauthors: [skipper]\n---\n\nIt keeps the rain.\n\n## Context\n\nRain comes seldom.\n\n## Solution\n\nPut a barrel below the gutter.\n",
	"content/de/fass.md":                "---\ntitle: Regentonne\nlang: de\nsummary: Sie hält den Regen.\n---\n\nSie hält den Regen.\n",
}

// reviewTexts are what YAML gives a meaning to, or what its readers disagree about.
var reviewTexts = []string{
	"plain", "a: b", "- a\n- b", "# no comment", "a # b", "yes", "null", "~", "1.0", "2026-11-22", "'", `"`, `\`, `\n`, "{a: b}", "[a]", "&a", "*a", "!a", "|", ">", "%a", "@a", "`a`", "---", "...",
	"a\n---\nb", " leading", "\tleading", "  a\nb", "a\n\n\nb", "tab\there", "\u0007", "\u007f", "\u0085", "a\u2028b", "\ufeffa", "\ufffe", "😀 入会地 مشاع", "<script>alert(1)</script>", "{{.}}", "key:\n  - deep", ": ", "? a",
	"<<: *a", "a:", "</pre><img src=x onerror=alert(1)>",
}

// TestReviewInBrowser writes reviews in Chromium as a stranger with no record does, puts them into the commons, and checks it: what is held of the page is in e2e/write.mjs.
func TestReviewInBrowser(t *testing.T) {
	script := newScript(t, "write.mjs", 5*time.Minute)
	dir := scratch(t)
	reviewed.write(t, dir)
	mustBuild(t, generator.Options{Source: dir})
	texts, err := json.Marshal(reviewTexts)
	if err != nil {
		t.Fatal(err)
	}
	list := filepath.Join(scratch(t), "texts.json")
	if err := os.WriteFile(list, texts, 0o644); err != nil {
		t.Fatal(err)
	}
	records := filepath.Join(dir, "content", "reviews", "barrel")
	out, err := script(filepath.Join(dir, "public"), list, records).Output()
	for line := range strings.Lines(string(out)) {
		t.Log(strings.TrimSuffix(line, "\n"))
	}
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(records, "said.json"))
	if err != nil {
		t.Fatal(err)
	}
	var said map[string]struct{ Body, Name, Interest string }
	if err := json.Unmarshal(data, &said); err != nil {
		t.Fatal(err)
	}
	if len(said) != len(reviewTexts) {
		t.Errorf("%d reviews of %d texts", len(said), len(reviewTexts))
	}
	for file, typed := range said {
		record, err := os.ReadFile(filepath.Join(records, file))
		if err != nil {
			t.Fatal(err)
		}
		root, diags := source.ParseYAML(record, 1, source.YAMLLimits{Bytes: 1 << 16, Depth: 8, Nodes: 100})
		if len(diags) > 0 {
			t.Errorf("%s: %v in\n%s", file, diags, record)
		}
		if got, want := strings.Trim(root.Get("body").Text(), "\n"), strings.Trim(typed.Body, "\n"); got != want && strings.TrimSpace(want) != "" {
			t.Errorf("%s: the text is %q, want %q", file, got, want)
		}
		name := strings.Join(strings.Fields(strings.ReplaceAll(typed.Name, "\ufeff", " ")), " ")
		if got := strings.ReplaceAll(root.Get("reviewer").Get("name").Text(), "\u0085", " "); strings.Join(strings.Fields(got), " ") != name {
			t.Errorf("%s: the name is %q, want %q", file, got, name)
		}
	}
	if err := os.Remove(filepath.Join(records, "said.json")); err != nil {
		t.Fatal(err)
	}
	c, _, err := generator.Open(generator.Options{Source: dir})
	if err != nil {
		t.Fatal(err)
	}
	result, err := c.Check(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range result.Diagnostics {
		if d.Severity == source.Error || strings.Contains(d.Path, "stranger-example") || strings.Contains(d.Path, "ada-sample") {
			t.Errorf("check says %s %s:%d: %s", d.Severity, d.Path, d.Span.Line, d.Message)
		}
	}
}
