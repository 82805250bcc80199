// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"commonplace/generator/source"
)

func many(n int, severity source.Severity, message string) []source.Diagnostic {
	list := make([]source.Diagnostic, n)
	for i := range list {
		list[i] = source.Diagnostic{Code: source.CodeBrokenLink, Severity: severity, Path: fmt.Sprintf("content/%05d.md", i), Message: message}
	}
	return list
}

// TestAnnotations: GitHub drops all but ten of a kind, so the gravest go first and the rest are counted.
func TestAnnotations(t *testing.T) {
	t.Setenv("GITHUB_STEP_SUMMARY", "")
	t.Setenv("GITHUB_WORKSPACE", filepath.FromSlash("/srv/repo"))
	p, out, _ := capture()
	list := append(many(12, source.Warning, "w"), many(1, source.Error, "e")...)
	if err := p.tellGitHub(finding{filepath.FromSlash("/srv/repo/wiki"), list, []string{"13 problems"}}); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 13 || lines[0] != "::error file=wiki/content/00000.md,title=broken-link::e" || lines[11] != "and 2 more warnings" || lines[12] != "13 problems" {
		t.Errorf("%q", lines)
	}
}

// TestSummaryIsBounded: a summary above 1 MiB is dropped as a whole, so it is cut before, and what other commands of the step wrote counts.
func TestSummaryIsBounded(t *testing.T) {
	file := filepath.Join(t.TempDir(), "summary.md")
	if err := os.WriteFile(file, make([]byte, 600_000), 0o644); err != nil {
		t.Fatal(err)
	}
	list := many(20_000, source.Warning, strings.Repeat("wide ", 20))
	for range 3 {
		if err := appendSummary(file, finding{lines: []string{"20,000 warnings"}}, list); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if len(data) > summarySize || len(data) < summarySize-1000 || !strings.HasSuffix(string(data), "more; the summary of a job has no room for them\n\n") {
		t.Errorf("%d bytes, ending in %q", len(data), data[len(data)-80:])
	}
}

// TestMarkdownText: whatever an author wrote stands in the table as text.
func TestMarkdownText(t *testing.T) {
	for in, want := range map[string]string{
		"a|b":                    "a&#124;b",
		"<img src=x> &amp;":      `&#60;img src\=x&#62; &#38;amp;`,
		"[x](https://e.example)": `\[x\]\(https&#58;//e&#46;example\)`,
		"@ada, #1, `code` $x$":   "&#64;ada, &#35;1, \\`code\\` \\$x\\$",
		"two\nlines, \u202eback": "two lines, \uFFFDback",
	} {
		if got := markdownText(in); got != want {
			t.Errorf("%q is written %q, want %q", in, got, want)
		}
	}
}
