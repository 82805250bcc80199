// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"commonplace/generator"
	"commonplace/generator/source"
)

var update = flag.Bool("update", false, "write what is said now into the case files")

// TestForeign builds small sites as they are laid out for other programs, each by the site.yaml that the guide shows. The file beside each folder says
// what became of it: the pages with their translations, the order, the redirects, what is broken or not rendered, and what was understood.
func TestForeign(t *testing.T) {
	for _, name := range []string{"docusaurus", "hugo", "mdbook", "obsidian", "translated"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			from := filepath.Join("testdata", "foreign", name)
			dir := scratch(t)
			if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
				t.Fatal(err)
			}
			res := mustBuild(t, generator.Options{Source: dir})
			if res.Report.Errors > 0 {
				t.Errorf("a reader would be turned away: %s", say(res.Diagnostics))
			}
			c, diags, err := open(generator.Options{Source: dir})
			if err != nil {
				t.Fatal(err, diags)
			}
			checked, err := c.Check(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			out := readTree(t, filepath.Join(dir, "public"))
			judge(t, out)
			got := tellForeign(t, out, checked)
			golden := from + ".txt"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

var (
	chapterMark = regexp.MustCompile(`</?ol|<li>|>[^<]+`)
	refreshMark = regexp.MustCompile(`http-equiv="refresh" content="0; url=([^"]*)"`)
	versionMark = regexp.MustCompile(`(?s)<dt>(?:Translations|Traducciones)</dt>(.*?)</div>`)
	anyTag      = regexp.MustCompile(`<[^>]*>`)
)

// tellForeign is what came of a site, as text.
func tellForeign(t *testing.T, out tree, res *generator.Result) string {
	t.Helper()
	var facts struct {
		Pages []struct{ Title, URL, Lang, Type string }
	}
	if err := json.Unmarshal([]byte(out["commons.json"]), &facts); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("pages\n")
	for _, p := range facts.Pages {
		fmt.Fprintf(&b, "  %s: %s", p.URL, p.Title)
		if p.Type != "page" {
			fmt.Fprintf(&b, ", a %s", p.Type)
		}
		if p.Lang != "" {
			fmt.Fprintf(&b, ", in %s", p.Lang)
		}
		if m := versionMark.FindStringSubmatch(out[p.URL]); m != nil {
			fmt.Fprintf(&b, ", beside %s", strings.Join(strings.Fields(anyTag.ReplaceAllString(m[1], " ")), " "))
		}
		b.WriteByte('\n')
	}
	if _, list, ok := strings.Cut(out["browse/contents.html"], `<ol class="cp-chapters">`); ok {
		b.WriteString("contents\n")
		list, _, _ = strings.Cut(list, "</main>")
		depth := 1
		for _, m := range chapterMark.FindAllString(list, -1) {
			switch text := strings.TrimSpace(strings.TrimPrefix(m, ">")); {
			case m == "<ol":
				depth++
			case m == "</ol":
				depth--
			case m != "<li>" && text != "":
				fmt.Fprintf(&b, "%s%s\n", strings.Repeat("  ", depth), text)
			}
		}
	}
	b.WriteString("redirects\n")
	for _, name := range slices.Sorted(maps.Keys(out)) {
		if m := refreshMark.FindStringSubmatch(out[name]); m != nil {
			fmt.Fprintf(&b, "  %s to %s\n", name, m[1])
		}
	}
	b.WriteString("said\n")
	for _, d := range res.Diagnostics {
		if d.Code != source.CodeAddressMissing && d.Code != source.CodeUnsafeName {
			fmt.Fprintf(&b, "  %s:%d %s %s: %s\n", d.Path, d.Span.Line, d.Severity, d.Code, d.Message)
		}
	}
	b.WriteString("not rendered\n")
	for _, n := range res.Understood.NotRendered {
		fmt.Fprintf(&b, "  %d %s\n", n.Count, n.Construct)
	}
	return b.String()
}
