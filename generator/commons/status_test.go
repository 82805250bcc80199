// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package commons

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"commonplace/generator/config"
	"commonplace/generator/source"
)

var update = flag.Bool("update", false, "write the results into the case files")

// A case file holds cases that read like a story: the page, the reviews it has had, and behind the line what follows.
//
//	=== what the case is about
//	sections: Context, Problem            “Now (was Then)” has the text that Then had; “-” is the text before the first heading
//	authors: ada                          also: date, references, uses, stewards, review_in, updated; “flags: …” says conflict, deprecated, stewarded
//	rules:                                lines below it that begin with a space are YAML over the built-in rules
//	ada 2026-01-02 accept: Context, Problem~, Gone!
//	---
//	what follows
//
// Of a review “all” is every section of the page, Problem~ one that has changed since, Gone! one that is no more; “whole” and “whole~” speak of
// the file; nothing behind the colon says nothing. Words between the recommendation and the colon: machine, group, nobody, conflict, editor,
// declared, type=…, from=… (delta_from), id=…. “dispute 2026-01-02” is an open dispute, with “resolved” one that is not.
func TestStatus(t *testing.T) {
	files, err := filepath.Glob("testdata/status/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases:", err)
	}
	total := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var renewed strings.Builder
		for k, text := range strings.Split(string(data), "=== ") {
			if k == 0 {
				renewed.WriteString(text)
				continue
			}
			total++
			in, want, _ := strings.Cut(text, "---\n")
			c := parseCase(t, in)
			got := c.tell()
			fmt.Fprintf(&renewed, "=== %s---\n%s\n", in, got)
			t.Run(c.name, func(t *testing.T) {
				if strings.TrimSpace(got) != strings.TrimSpace(want) && !*update {
					t.Errorf("%s\ngot:\n%s\nwant:\n%s", file, got, want)
				}
				c.flips(t)
			})
		}
		if text := strings.TrimSuffix(renewed.String(), "\n"); *update && text != string(data) {
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	if total < 60 {
		t.Errorf("%d cases, fewer than 60", total)
	}
}

type statusCase struct {
	name     string
	spare    bool // one counted review fewer changes nothing
	date     string
	rules    config.Governance
	subject  Subject
	given    []Given
	disputes []Dispute
}

func (c *statusCase) status() Status {
	return Evaluate(&c.rules, &c.subject, c.given, c.disputes, c.date)
}

// flips takes away each review that counts for a status that was reached by reviews: the status is gone then.
func (c *statusCase) flips(t *testing.T) {
	have := c.status()
	if have.Rule == nil || have.Rule.Accepts == 0 || c.spare {
		return
	}
	for _, v := range have.Votes {
		if !v.Counts() {
			continue
		}
		less := *c
		less.given = slices.Delete(slices.Clone(c.given), v.Review, v.Review+1)
		if then := less.status(); then.ID == have.ID {
			t.Errorf("without the review of %s it is %s all the same", c.given[v.Review].By.Key, have.ID)
		}
	}
}

// tell says a status in the words of a case file.
func (c *statusCase) tell() string {
	var b strings.Builder
	s := c.status()
	fmt.Fprintf(&b, "status: %s\n", s.ID)
	if s.Until != "" {
		fmt.Fprintf(&b, "until: %s\n", s.Until)
	}
	for _, v := range s.Votes {
		fmt.Fprintf(&b, "%s: ", c.given[v.Review].By.Key)
		if v.Counts() {
			fmt.Fprintf(&b, "counts%s", c.sections(" ", v.Fresh))
		} else {
			fmt.Fprintf(&b, "no (%s): %s", string(v.Why), v.Why)
		}
		b.WriteString(c.sections("; changed ", v.Changed))
		if len(v.Gone) > 0 {
			fmt.Fprintf(&b, "; gone %s", strings.Join(v.Gone, ", "))
		}
		b.WriteByte('\n')
	}
	for _, step := range s.Next {
		fmt.Fprintf(&b, "%s needs:\n", step.Rule.ID)
		for _, n := range step.Needs {
			fmt.Fprintf(&b, "- %s\n", n)
		}
	}
	if len(s.Flags) > 0 {
		fmt.Fprintf(&b, "flags: %v\n", s.Flags)
	}
	return b.String()
}

func (c *statusCase) sections(before string, list []int) string {
	if len(list) == 0 {
		return ""
	}
	var titles []string
	for _, at := range list {
		titles = append(titles, cmp.Or(c.subject.Sections[at].Title, "-"))
	}
	return before + strings.Join(titles, ", ")
}

func parseCase(t *testing.T, text string) *statusCase {
	t.Helper()
	name, rest, _ := strings.Cut(text, "\n")
	c := &statusCase{name: name, date: "2026-11-20", subject: Subject{Content: "swh:1:cnt:now", Works: 1, Uses: 3}}
	var rules strings.Builder
	for line := range strings.Lines(rest) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, " ") {
			rules.WriteString(line + "\n")
			continue
		}
		key, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		list := strings.FieldsFunc(value, func(r rune) bool { return r == ',' })
		for k := range list {
			list[k] = strings.TrimSpace(list[k])
		}
		number := func() int {
			n, err := strconv.Atoi(value)
			if err != nil {
				t.Fatalf("%s: %s", name, line)
			}
			return n
		}
		switch s := &c.subject; key {
		case "sections":
			for _, title := range list {
				was := title
				if now, then, ok := strings.Cut(title, " (was "); ok {
					title, was = now, strings.TrimSuffix(then, ")")
				}
				id := source.Slug(title)
				if title == "-" {
					id, title = "lead", ""
				}
				s.Sections = append(s.Sections, Section{ID: id, Title: title, Digest: source.Sum([]byte(was))})
				s.Headings = append(s.Headings, title)
			}
		case "authors":
			s.Authors = list
		case "date":
			c.date = value
		case "references":
			s.Works = number()
		case "uses":
			s.Uses = number()
		case "stewards":
			s.Stewards = number()
		case "review_in":
			s.ReviewIn, _ = config.ParseAge(value)
		case "updated":
			s.Updated = value
		case "flags":
			s.Conflict, s.Outdated, s.Stewarded = slices.Contains(list, "conflict"), slices.Contains(list, "deprecated"), slices.Contains(list, "stewarded")
		case "spare":
			c.spare = true
		case "rules":
		default:
			c.record(t, key, value, list)
		}
	}
	var diags []source.Diagnostic
	c.rules, diags = config.ReadGovernance("governance.yaml", []byte(rules.String()))
	for _, d := range diags {
		t.Errorf("%s: %s", name, d.Message)
	}
	return c
}

// record reads a review or a dispute.
func (c *statusCase) record(t *testing.T, key, value string, list []string) {
	t.Helper()
	words := strings.Fields(key)
	if len(words) < 2 {
		t.Fatalf("%s: what is %q?", c.name, key)
	}
	if words[0] == "dispute" {
		c.disputes = append(c.disputes, Dispute{Date: words[1], Claim: "It is not so.", Resolved: slices.Contains(words, "resolved")})
		return
	}
	g := Given{ID: "page/" + words[1] + "-" + words[0], Review: &Review{Date: words[1], Type: "referee-report"}, By: Person{Key: words[0], Kind: "person"}}
	for _, w := range words[2:] {
		option, setting, _ := strings.Cut(w, "=")
		switch option {
		case "machine", "group", "organization":
			g.By.Kind = option
		case "nobody":
			g.By.Gone = true
		case "conflict":
			g.Conflict = "employed by the publisher"
		case "editor":
			g.Editor = true
		case "type":
			g.Type = setting
		case "declared":
			g.Declared = true
		case "from":
			g.DeltaFrom = setting
		case "id":
			g.ID = "page/" + setting
		case "silent":
		default:
			if !slices.Contains(config.Recommendations(), option) {
				t.Fatalf("%s: what is %q?", c.name, w)
			}
			g.Recommendation = option
		}
	}
	switch value {
	case "whole":
		g.Content = c.subject.Content
	case "whole~":
		g.Content = "swh:1:cnt:then"
	case "all":
		for _, s := range c.subject.Sections {
			g.Sections = append(g.Sections, Read{s.ID, s.Digest})
		}
	default:
		for _, title := range list {
			text := title
			if then, changed := strings.CutSuffix(title, "~"); changed {
				title, text = then, "another text"
			}
			title = strings.TrimSuffix(title, "!")
			if text != "another text" {
				text = title
			}
			g.Sections = append(g.Sections, Read{source.Slug(title), source.Sum([]byte(text))})
		}
	}
	c.given = append(c.given, g)
}
