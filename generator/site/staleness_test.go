// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"commonplace/generator/commons"
	"commonplace/generator/config"
	"commonplace/generator/page"
)

// An edit is one way of changing a page in one of its sections, and what a review of the whole page may lose by it.
type stalingEdit struct {
	name  string
	stale bool // the section that was edited
	gone  bool // likewise, as a section that is no more
	edit  func(p *sectionedPage, k int) (string, bool)
}

// sectionedPage is a page as lines, with the lines of its sections: heading, and what is below.
type sectionedPage struct {
	lines []string
	parts []partLines
}

type partLines struct{ heading, to int }

// in gives the page with some lines in place of one.
func (p *sectionedPage) in(at int, lines ...string) string {
	return strings.Join(slices.Concat(p.lines[:at], lines, p.lines[at+1:]), "\n")
}

// prose is a line of plain text of a section, with at least four words.
func (p *sectionedPage) prose(k int) (int, bool) {
	fenced := false
	for at := p.parts[k].heading + 1; at < p.parts[k].to; at++ {
		line := p.lines[at]
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			fenced = !fenced
		}
		words := strings.Fields(line)
		if !fenced && len(words) > 3 && line[0] >= 'A' && line[0] <= 'Z' && !strings.ContainsAny(line, "|<>#`") && words[3][0] >= 'a' && words[3][0] <= 'z' {
			return at, true
		}
	}
	return 0, false
}

// changing is an edit of a line of prose.
func changing(change func(line string) []string) func(p *sectionedPage, k int) (string, bool) {
	return func(p *sectionedPage, k int) (string, bool) {
		at, ok := p.prose(k)
		if !ok {
			return "", false
		}
		return p.in(at, change(p.lines[at])...), true
	}
}

var stalingEdits = []stalingEdit{
	{"a line is broken elsewhere", false, false, changing(func(line string) []string {
		words := strings.Fields(line)
		return []string{strings.Join(words[:3], " "), strings.Join(words[3:], " ")}
	})},
	{"spaces and empty lines", false, false, func(p *sectionedPage, k int) (string, bool) {
		return p.in(p.parts[k].heading, "", p.lines[p.parts[k].heading]+"  ", "", ""), true
	}},
	{"a typo is mended", true, false, changing(func(line string) []string { return []string{"X" + line[1:]} })},
	{"a word comes", true, false, changing(func(line string) []string { return []string{line + " Indeed."} })},
	{"a link comes", true, false, changing(func(line string) []string { return []string{line + " See [this](https://new.example/)."} })},
	{"a heading below it", true, false, changing(func(line string) []string { return []string{line, "", "### Another thought", ""} })},
	{"the heading is another", false, false, func(p *sectionedPage, k int) (string, bool) {
		return p.in(p.parts[k].heading, "## An entirely other heading"), true
	}},
	{"the front matter", false, false, func(p *sectionedPage, _ int) (string, bool) {
		if p.lines[0] == "---" {
			return p.in(0, "---", "an_invented_key: 1"), true
		}
		return "---\nan_invented_key: 1\n---\n" + strings.Join(p.lines, "\n"), true
	}},
	{"the section goes to the end", false, false, func(p *sectionedPage, k int) (string, bool) {
		part := p.parts[k]
		return strings.Join(slices.Concat(p.lines[:part.heading], p.lines[part.to:], []string{""}, p.lines[part.heading:part.to]), "\n"), true
	}},
	{"the section goes", false, true, func(p *sectionedPage, k int) (string, bool) {
		return strings.Join(slices.Concat(p.lines[:p.parts[k].heading], p.lines[p.parts[k].to:]), "\n"), true
	}},
	{"lines end as on Windows", false, false, func(p *sectionedPage, _ int) (string, bool) {
		return strings.Join(p.lines, "\r\n"), true
	}},
}

// TestStaleness: real pages are edited in one section, in each way there is. Of a review of the whole page only that section goes stale, and only
// where its text is another.
func TestStaleness(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "content"), 0o755); err != nil {
		t.Fatal(err)
	}
	cfg, _, err := config.Load(config.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	parser := page.NewParser(&cfg.Sources[0].Reading)
	files := append(some("../../../shared/corpora/commons-os/_patterns/*.md", 120), some("../../../shared/corpora/innersource-patterns/patterns/*/*.md", 60)...)
	if len(files) == 0 {
		t.Log("the corpora are not here: the guide stands in")
		files = some("../../content/guide/*.md", 50)
	}
	tried, pages := map[string]int{}, 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.TrimRight(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n") + "\n"
		p, record := sectioned(parser, text)
		if len(p.parts) < 3 {
			continue
		}
		pages++
		for _, e := range stalingEdits {
			k := 1 + pages%(len(p.parts)-1)
			edited, ok := e.edit(p, k)
			if !ok {
				continue
			}
			tried[e.name]++
			id := record.Sections[len(record.Sections)-len(p.parts)+k].ID
			if diff := outcome(parser, edited, record, id, e); diff != "" {
				t.Errorf("%s, %s in “%s”: %s", file, e.name, id, diff)
			}
		}
	}
	for _, e := range stalingEdits {
		if tried[e.name] < pages/3 {
			t.Errorf("%s: tried on %d of %d pages only", e.name, tried[e.name], pages)
		}
	}
	t.Logf("%d pages, edits: %v", pages, tried)
}

func some(pattern string, n int) []string {
	files, _ := filepath.Glob(pattern)
	return slices.Collect(func(yield func(string) bool) {
		for k := 0; k < len(files); k += max(1, len(files)/n) {
			if !yield(files[k]) {
				return
			}
		}
	})
}

// sectioned finds the lines of a page's sections with a text, and makes a review of all of them.
func sectioned(parser *page.Parser, text string) (*sectionedPage, *commons.Review) {
	d, _ := parser.Page([]byte(text))
	p := &sectionedPage{lines: strings.Split(text, "\n")}
	r := &commons.Review{}
	for _, part := range Sections(d) {
		r.Sections = append(r.Sections, commons.Read{ID: part.ID, Digest: part.Digest})
	}
	for _, part := range d.Sections {
		line := int(part.Line) - 1
		if n := len(p.parts); n > 0 && p.parts[n-1].to == 0 {
			p.parts[n-1].to = line
		}
		if part.Heading >= 0 && part.Digest != nothing && strings.HasPrefix(p.lines[line], "## ") {
			p.parts = append(p.parts, partLines{heading: line})
		} else if part.Heading >= 0 && part.Digest != nothing {
			return &sectionedPage{}, r // a heading of another form
		}
	}
	if n := len(p.parts); n > 0 && p.parts[n-1].to == 0 {
		p.parts[n-1].to = len(p.lines)
	}
	return p, r
}

// outcome says what is not as it should be of a review after an edit.
func outcome(parser *page.Parser, text string, record *commons.Review, id string, e stalingEdit) string {
	d, _ := parser.Page([]byte(text))
	s := commons.Subject{Sections: Sections(d)}
	c := commons.Cover(&s, record)
	var changed []string
	for _, k := range c.Changed {
		changed = append(changed, s.Sections[k].ID)
	}
	lost := append(changed, c.Gone...)
	switch {
	case !e.stale && !e.gone && len(lost) > 0:
		return fmt.Sprintf("lost %v, and nothing should be", lost)
	case e.stale && (len(changed) != 1 || changed[0] != id || len(c.Gone) > 0):
		return fmt.Sprintf("changed %v, gone %v", changed, c.Gone)
	case e.gone && (len(changed) > 0 || len(c.Gone) != 1):
		return fmt.Sprintf("changed %v, gone %v", changed, c.Gone)
	}
	return ""
}
