// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"commonplace/generator/config"
	"commonplace/generator/source"
)

// TestBodyCases reads testdata/body: a file for each construct, and in it a case after each line `=== name`, with words after
// the name that set what the page or its source is: title="…", html=NAME, dialects=NAME,NAME, shortcodes=NAME:KIND, remote. Under `---` stands what comes out:
// the HTML with its holes, the facts, the diagnostics.
func TestBodyCases(t *testing.T) {
	files, err := filepath.Glob("testdata/body/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	count := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		for i, block := range strings.Split("\n"+string(text), "\n=== ") {
			if i == 0 {
				if intro := strings.Trim(block, "\n"); intro != "" {
					out.WriteString(intro + "\n\n")
				}
				continue
			}
			head, rest, _ := strings.Cut(block, "\n")
			input, want, _ := strings.Cut(rest+"\n", "\n---\n")
			want = strings.TrimRight(want, "\n") + "\n"
			got := runBodyCase(head, input+"\n")
			count++
			if !*update && got != want {
				t.Errorf("%s: %s\n%s\ngot:\n%s\nwant:\n%s", file, head, input, got, want)
			}
			fmt.Fprintf(&out, "=== %s\n%s\n---\n%s\n", head, input, got)
		}
		if *update {
			if err := os.WriteFile(file, []byte(strings.TrimRight(out.String(), "\n")+"\n"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	if count < 100 {
		t.Errorf("%d cases, fewer than there should be", count)
	}
}

func runBodyCase(head, input string) string {
	d, reading := &Doc{}, &config.Reading{}
	_, options, _ := strings.Cut(head, "  ")
	for _, option := range strings.Split(options, "  ") {
		key, value, _ := strings.Cut(option, "=")
		switch key {
		case "title":
			d.Meta.Title, d.Title = value, TitleField
		case "terms":
			for _, term := range strings.Split(value, ",") {
				names := strings.Split(term, "|")
				reading.Terms = append(reading.Terms, config.TermNames{Page: source.Slug(names[0]) + ".md", Names: names})
			}
		case "html":
			reading.HTML = strings.Split(value, ",")
		case "shortcodes":
			for pair := range strings.SplitSeq(value, ",") {
				name, kind, _ := strings.Cut(pair, ":")
				reading.Shortcodes = append(reading.Shortcodes, config.Shortcode{Name: name, Becomes: kind})
			}
		case "variables":
			for pair := range strings.SplitSeq(value, ",") {
				name, text, _ := strings.Cut(pair, "=")
				reading.Variables = append(reading.Variables, config.Variable{Name: name, Text: text})
			}
		case "remote":
			reading.Remote = true
		case "dialects":
			reading.Dialects = dialectsOf(strings.Split(value, ","))
		case "schemes":
			name, pattern, _ := strings.Cut(value, "=")
			reading.Schemes = append(reading.Schemes, config.Scheme{Name: name, Pattern: pattern})
		case "interwiki":
			name, pattern, _ := strings.Cut(value, "=")
			reading.Interwiki = append(reading.Interwiki, config.Scheme{Name: name, Pattern: pattern})
		case "slugs":
			reading.Slugs = value
		case "nesting":
			fmt.Sscan(value, &reading.Limits.Nesting)
		case "expanded":
			fmt.Sscan(value, &reading.Limits.Expanded)
		}
	}
	text, _ := source.Text([]byte(input))
	m := newMarkdown(reading)
	b := m.read(d, text, source.NewLines(text), 0)
	return showBody(b) + showFacts(d)
}

func dialectsOf(names []string) (set config.Dialects) {
	for _, e := range config.DialectTable() {
		if slices.Contains(names, e.Name) {
			set |= e.Dialect
		}
	}
	return set
}

func allDialects() (set config.Dialects) {
	for _, e := range config.DialectTable() {
		set |= e.Dialect
	}
	return set
}

// showBody is a body with its holes between ⟨ and ⟩.
func showBody(b *Body) string {
	return string(b.AppendTo(nil, func(dst []byte, h Hole) []byte {
		switch h.Kind {
		case HoleHref:
			return fmt.Appendf(dst, "⟨href %d⟩", h.Ref)
		case HoleTitle:
			return fmt.Appendf(dst, "⟨title %d⟩", h.Ref)
		case HoleEmbed:
			return fmt.Appendf(dst, "⟨embed %d⟩", h.Ref)
		case HoleImage:
			return fmt.Appendf(dst, "⟨image %d⟩", h.Ref)
		case HoleWord:
			return fmt.Appendf(dst, "⟨%s⟩", h.Word())
		}
		return append(dst, "⟨id⟩"...)
	}))
}

func showFacts(d *Doc) string {
	var b strings.Builder
	if d.Title == TitleH1 || d.Title == TitleH2 {
		fmt.Fprintf(&b, "title: %s (h%d)\n", d.Meta.Title, d.Title-TitleH1+1)
	}
	for _, h := range d.Headings {
		fmt.Fprintf(&b, "heading: %d %s %q line %d at %d\n", h.Level, h.ID, h.Text, h.Line, h.Start)
	}
	for _, s := range d.Sections {
		id, title := "", ""
		if s.Heading >= 0 {
			id, title = d.Headings[s.Heading].ID, SectionTitle(d.Headings[s.Heading].Text)
		}
		fmt.Fprintf(&b, "section: %q %q line %d %s\n", id, title, s.Line, s.Digest.String()[:8])
	}
	for i, l := range d.Links {
		fmt.Fprintf(&b, "link %d: %s target=%q", i, [...]string{"markdown", "wiki", "embed", "image", "mention", "term"}[l.Kind], l.Target)
		for _, f := range []struct{ name, value string }{
			{"fragment", l.Fragment}, {"text", l.Text}, {"title", l.Title}, {"context", l.Context},
		} {
			if f.value != "" {
				fmt.Fprintf(&b, " %s=%q", f.name, f.value)
			}
		}
		fmt.Fprintf(&b, " heading=%d %d:%d+%d\n", l.Heading, l.Span.Line, l.Span.Column, l.Span.Length)
	}
	if len(d.Anchors) > 0 {
		fmt.Fprintf(&b, "anchors: %s\n", strings.Join(d.Anchors, " "))
	}
	for _, x := range d.Blocks {
		fmt.Fprintf(&b, "block: %s %d to %d\n", x.ID, x.From, x.To)
	}
	fmt.Fprintf(&b, "words: %d\n", d.Words)
	for _, u := range d.Unrendered {
		fmt.Fprintf(&b, "not rendered: %s ×%d %d:%d+%d%s\n", u.Construct, u.Count, u.Span.Line, u.Span.Column, u.Span.Length,
			map[bool]string{true: ", shown as text"}[u.AsText])
	}
	for _, g := range d.Diags {
		fmt.Fprintf(&b, "%s %d:%d+%d: %s\n", g.Code, g.Span.Line, g.Span.Column, g.Span.Length, g.Message)
	}
	return b.String()
}
