// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"commonplace/generator/source"
)

// What GitHub takes: it drops annotations beyond ten a kind and step, and a job summary above 1 MiB as a whole
// (docs.github.com: "Workflow commands for GitHub Actions", "Adding a job summary").
const (
	annotations = 10
	summarySize = 1 << 20
)

// tellGitHub writes annotations to the log, the gravest first, and all of the findings to the job summary, if there is one.
func (p *program) tellGitHub(f finding) error {
	list := inWorkspace(f.diagnostics, f.dir, os.Getenv("GITHUB_WORKSPACE"))
	slices.SortStableFunc(list, func(a, b source.Diagnostic) int { return cmp.Compare(b.Severity, a.Severity) })
	shown := map[source.Severity]int{}
	for _, d := range list {
		if shown[d.Severity]++; shown[d.Severity] <= annotations {
			source.PrintGitHub(p.out, d)
		}
	}
	for _, more := range []struct {
		severity source.Severity
		word     string
	}{{source.Error, "error"}, {source.Warning, "warning"}, {source.Info, "note"}} {
		if n := shown[more.severity] - annotations; n > 0 {
			p.out.line("and %s", plural(n, "more "+more.word))
		}
	}
	for _, line := range f.lines {
		p.out.line("%s", line)
	}
	file := os.Getenv("GITHUB_STEP_SUMMARY")
	if file == "" {
		return nil
	}
	return appendSummary(file, f, list)
}

// inWorkspace makes paths that are relative to the site's folder relative to that of the workflow, as annotations have them.
func inWorkspace(list []source.Diagnostic, dir, workspace string) []source.Diagnostic {
	list = slices.Clone(list)
	prefix, err := filepath.Rel(workspace, dir)
	if err != nil || workspace == "" || prefix == "." {
		return list
	}
	for i := range list {
		if shown := path.Join(filepath.ToSlash(prefix), list[i].Path); list[i].Path != "" && filepath.IsLocal(filepath.FromSlash(shown)) {
			list[i].Path = shown
		}
	}
	return list
}

// appendSummary adds the table of all findings to the summary of the job, as much of it as GitHub takes.
func appendSummary(file string, f finding, list []source.Diagnostic) error {
	out, err := os.OpenFile(file, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o644)
	if err != nil {
		return fmt.Errorf("write the job summary: %w", err)
	}
	defer out.Close()
	room := summarySize
	if info, err := out.Stat(); err == nil {
		room -= int(info.Size())
	}
	if _, err := out.WriteString(markdownTable(f, list, room)); err != nil {
		return fmt.Errorf("write the job summary: %w", err)
	}
	return out.Close()
}

// markdownTable is the summary, in at most so many bytes; nothing where not even its begin has room.
func markdownTable(f finding, list []source.Diagnostic, room int) string {
	const reserve = 100 // for the line that says what was left out
	var b strings.Builder
	b.WriteString("### Commonplace\n\n")
	for _, line := range f.lines {
		b.WriteString(markdownText(line) + "\n\n")
	}
	if len(list) > 0 {
		b.WriteString("| | Where | What | Code |\n|---|---|---|---|\n")
	}
	if b.Len()+reserve > room {
		return ""
	}
	for i, d := range list {
		row := markdownRow(d)
		if b.Len()+len(row)+reserve > room {
			fmt.Fprintf(&b, "\nand %s; the summary of a job has no room for them\n", grouped(len(list)-i)+" more")
			break
		}
		b.WriteString(row)
	}
	b.WriteString("\n")
	return b.String()
}

func markdownRow(d source.Diagnostic) string {
	place := markdownText(d.Path)
	if d.Span.Line > 0 {
		place += fmt.Sprintf(":%d", d.Span.Line)
	}
	what := markdownText(d.Message)
	if d.Help != "" {
		what += "<br>" + markdownText(d.Help)
	}
	for _, n := range d.Notes {
		what += "<br>" + markdownText(strings.TrimPrefix(n.Path+": ", ": ")+n.Message)
	}
	return fmt.Sprintf("| %s | %s | %s | %s |\n", d.Severity, place, what, d.Code)
}

// markdownText writes text so that GitHub shows it as it is: no character of it makes a link, a mention, a cell or an element.
func markdownText(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n' || r == '\t':
			b.WriteByte(' ')
		case unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r):
			b.WriteRune('\uFFFD')
		case strings.ContainsRune("@#:.&<>|", r):
			// A mention, an issue, an address, an entity, an element or a cell must not come about, and a backslash does not stop all of these.
			fmt.Fprintf(&b, "&#%d;", r)
		case strings.ContainsRune("\\`*_{}[]()!~$+=-", r):
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
