// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"commonplace/generator"
	"commonplace/generator/build"
	"commonplace/generator/search"
	"commonplace/generator/site"
	"commonplace/generator/source"
)

const (
	namedChanges = 10 // up to so many changed outputs are named, more are counted
	namedForeign = 5
	namedCodes   = 4
	maxLine      = 80 // of running text, in characters
)

// showAll writes diagnostics for people. Lines gives the text of a line for the caret; it may be nil.
func (p *program) showAll(w *stream, list []source.Diagnostic, lines func(string, int) (string, bool)) {
	for _, d := range list {
		source.Print(w, d, lines, w.colour)
	}
}

// writeJSON writes a value for programs. What can't be written shows when the stream is flushed.
func writeJSON(w io.Writer, value any) {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	e.Encode(value)
}

// findings is the JSON form of what build and check find.
type findings struct {
	Report      build.Report        `json:"report"`
	Diagnostics []source.Diagnostic `json:"diagnostics"`
	Since       *build.Since        `json:"since,omitempty"`      // of check --since
	Addresses   *build.Addresses    `json:"addresses,omitempty"`  // of check --addresses
	Links       *build.Links        `json:"links,omitempty"`      // of check --links
	Understood  *site.Understanding `json:"understood,omitempty"` // of check
	Fixed       []build.Edit        `json:"fixed,omitempty"`      // of check --fix
}

func resultJSON(r *generator.Result) findings {
	f := findings{Report: r.Report, Diagnostics: r.Diagnostics, Since: r.Since, Addresses: r.Addresses, Links: r.Links, Understood: r.Understood}
	if f.Diagnostics == nil {
		f.Diagnostics = []source.Diagnostic{}
	}
	return f
}

// explanation is the JSON form of an entry of the catalogue.
type explanation struct {
	Code     source.Code     `json:"code"`
	Severity source.Severity `json:"severity"`
	Title    string          `json:"title"`
	Explain  string          `json:"explain"`
	Input    string          `json:"input,omitempty"`
	Says     string          `json:"says,omitempty"`
	Remedy   string          `json:"remedy"`
}

// tally is how many diagnostics there are.
type tally struct {
	errors, warnings, infos int
	codes                   []codeCount // the gravest first, then the most frequent
}

type codeCount struct {
	code     source.Code
	severity source.Severity
	n        int
}

func count(list []source.Diagnostic) tally {
	var t tally
	at := map[source.Code]int{}
	for _, d := range list {
		switch d.Severity {
		case source.Error:
			t.errors++
		case source.Warning:
			t.warnings++
		case source.Info:
			t.infos++
		}
		i, seen := at[d.Code]
		if !seen {
			i = len(t.codes)
			at[d.Code] = i
			t.codes = append(t.codes, codeCount{code: d.Code, severity: d.Severity})
		}
		t.codes[i].n++
	}
	slices.SortFunc(t.codes, func(a, b codeCount) int {
		return cmp.Or(cmp.Compare(b.severity, a.severity), cmp.Compare(b.n, a.n), cmp.Compare(a.code, b.code))
	})
	return t
}

// String says how many there are: "2 errors, 1,003 warnings".
func (t tally) String() string {
	var parts []string
	if t.errors > 0 {
		parts = append(parts, plural(t.errors, "error"))
	}
	if t.warnings > 0 {
		parts = append(parts, plural(t.warnings, "warning"))
	}
	if t.infos > 0 {
		parts = append(parts, plural(t.infos, "note"))
	}
	if parts == nil {
		return "no problems"
	}
	return strings.Join(parts, ", ")
}

// countTable ends a check: one line a code, then the sum.
func countTable(list []source.Diagnostic, pages int) []string {
	t := count(list)
	var rows [][]string
	for _, c := range t.codes {
		entry, _ := source.Lookup(c.code)
		rows = append(rows, []string{grouped(c.n), c.severity.String(), string(c.code), entry.Title})
	}
	lines := columns(rows)
	sum := fmt.Sprintf("%v in %s", t, plural(pages, "page"))
	if len(t.codes) > 0 {
		sum += fmt.Sprintf("; commonplace explain %s tells more", t.codes[0].code)
	}
	return append(lines, sum)
}

// fate is what becomes of some files: "added", "changed", …
type fate struct {
	word  string
	paths []string
}

// fates names files where they are few, or where all are asked for, and counts them where they are many.
func fates(all bool, list ...fate) []string {
	n := 0
	for _, f := range list {
		n += len(f.paths)
	}
	var rows [][]string
	for _, f := range list {
		switch {
		case all || n <= namedChanges:
			for _, path := range f.paths {
				rows = append(rows, []string{f.word, path})
			}
		case len(f.paths) > 0:
			rows = append(rows, []string{f.word, plural(len(f.paths), "file")})
		}
	}
	return columns(rows)
}

// changes tells which outputs a build changed.
func changes(r build.Report) []string {
	var searched int
	pages := func(paths []string) (list []string) {
		for _, path := range paths {
			if strings.HasPrefix(path, search.Dir) {
				searched++
			} else {
				list = append(list, path)
			}
		}
		return list
	}
	lines := fates(false, fate{"added", pages(r.Added)}, fate{"changed", pages(r.Changed)}, fate{"removed", pages(r.Deleted)})
	if searched > 0 {
		lines = append(lines, plural(searched, "file")+" of the search index")
	}
	if n := len(r.Foreign); n > 0 {
		names := strings.Join(r.Foreign[:min(n, namedForeign)], ", ")
		if n > namedForeign {
			names += ", …"
		}
		lines = append(lines, fmt.Sprintf("kept %s of others in the output: %s; --clean removes them", plural(n, "file"), names))
	}
	return lines
}

// summary ends a build.
func summary(r build.Report, found []source.Diagnostic, took time.Duration) []string {
	lines := []string{fmt.Sprintf("%s, %s: %s written, %s unchanged, %s removed in %.1f s",
		plural(r.Pages, "page"), plural(r.Outputs, "output"), grouped(len(r.Added)+len(r.Changed)),
		grouped(r.Unchanged), grouped(r.Removed), took.Seconds())}
	if r.Hidden > 0 {
		lines = append(lines, plural(r.Hidden, "page")+" left out: drafts, and pages that may be private")
	}
	t := count(found)
	// Notes are for those who ask: check shows them.
	t.infos = 0
	t.codes = slices.DeleteFunc(t.codes, func(c codeCount) bool { return c.severity < source.Warning })
	if len(t.codes) == 0 {
		return lines
	}
	var named []string
	for _, c := range t.codes[:min(len(t.codes), namedCodes)] {
		named = append(named, fmt.Sprintf("%s %s", grouped(c.n), c.code))
	}
	if rest := len(t.codes) - namedCodes; rest > 0 {
		named = append(named, plural(rest, "other code"))
	}
	return append(lines, fmt.Sprintf("%v: %s; commonplace explain %s tells more", t, strings.Join(named, ", "), t.codes[0].code))
}

// costs is what each step of a build took.
func costs(r build.Report) []string {
	rows := [][]string{{"step", "seconds", "CPU seconds"}}
	for _, phase := range r.Phases {
		rows = append(rows, []string{phase.Name, fmt.Sprintf("%.2f", phase.Wall), fmt.Sprintf("%.2f", phase.CPU)})
	}
	lines := columns(rows)
	if r.PeakMemory > 0 {
		lines = append(lines, fmt.Sprintf("peak memory %s MB", grouped(int(r.PeakMemory>>20))))
	}
	return lines
}

// columns sets rows below each other; a column that begins with a number is set to the right.
func columns(rows [][]string) []string {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	lines := make([]string, 0, len(rows))
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			space := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			if cell != "" && cell[0] >= '0' && cell[0] <= '9' {
				line.WriteString(space + cell + "  ")
			} else {
				line.WriteString(cell + space + "  ")
			}
		}
		lines = append(lines, strings.TrimRight(line.String(), " "))
	}
	return lines
}

// phaseName is what the progress line calls a step of the build.
func phaseName(phase string) string {
	switch phase {
	case "read", "link", "render":
		return phase + "ing"
	case "parse":
		return "parsing"
	case "emit":
		return "writing"
	case "ask":
		return "asking after links"
	case "compare":
		return "comparing"
	case "pack":
		return "packing"
	case "send":
		return "sending"
	case "copy":
		return "copying"
	}
	return phase
}

// plural counts things: "1 page", "1,003 pages".
func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return grouped(n) + " " + thing + "s"
}

// grouped writes a number with a comma between thousands.
func grouped(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// wrapped breaks running text into lines.
func wrapped(text string, width int) string {
	var b strings.Builder
	at := 0
	for _, word := range strings.Fields(text) {
		n := utf8.RuneCountInString(word) - strings.Count(word, markBegins) - strings.Count(word, markEnds)
		switch {
		case at == 0:
		case at+1+n > width:
			b.WriteByte('\n')
			at = 0
		default:
			b.WriteByte(' ')
			at++
		}
		b.WriteString(word)
		at += n
	}
	return b.String()
}

// indent sets every line of a text two spaces in.
func indent(text string) string {
	if text == "" {
		return ""
	}
	return "  " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n  ")
}
