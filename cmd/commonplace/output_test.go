// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"commonplace/generator"
	"commonplace/generator/build"
	"commonplace/generator/source"

	"github.com/google/go-cmp/cmp"
)

// capture is a program whose output the test can read.
func capture() (p *program, out, err *bytes.Buffer) {
	out, err = new(bytes.Buffer), new(bytes.Buffer)
	stream := func(b *bytes.Buffer) *stream {
		return &stream{Writer: b, width: func() int { return 80 }, flush: func() error { return nil }}
	}
	return &program{out: stream(out), err: stream(err)}, out, err
}

// found makes n diagnostics of a kind, one a file.
func found(code source.Code, severity source.Severity, n int) []source.Diagnostic {
	list := make([]source.Diagnostic, n)
	for i := range list {
		list[i] = source.Diagnostic{Code: code, Severity: severity, Path: fmt.Sprintf("content/%s-%02d.md", code, i), Message: "something"}
	}
	return list
}

func join(lists ...[]source.Diagnostic) (all []source.Diagnostic) {
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

func TestSummary(t *testing.T) {
	tests := []struct {
		name   string
		report build.Report
		found  []source.Diagnostic
		want   string
	}{
		{"few changes are named",
			build.Report{Pages: 1, Outputs: 12, Unchanged: 9, Removed: 1,
				Added: []string{"patterns/copyleft.html"}, Changed: []string{"index.html", "recent.html"}, Deleted: []string{"old.html"}},
			nil, `
added    patterns/copyleft.html
changed  index.html
changed  recent.html
removed  old.html
1 page, 12 outputs: 3 written, 9 unchanged, 1 removed in 1.3 s
`},
		{"many are counted",
			build.Report{Pages: 3616, Outputs: 12000, Unchanged: 10988, Added: make([]string, 1012)},
			nil, `
added  1,012 files
3,616 pages, 12,000 outputs: 1,012 written, 10,988 unchanged, 0 removed in 1.3 s
`},
		{"nothing changed",
			build.Report{Pages: 2, Outputs: 4, Unchanged: 4},
			nil, `
2 pages, 4 outputs: 0 written, 4 unchanged, 0 removed in 1.3 s
`},
		{"what is hidden, and what others put there",
			build.Report{Pages: 2, Hidden: 1, Outputs: 4, Unchanged: 4, Foreign: []string{"a", "b", "c", "d", "e", "f"}},
			nil, `
kept 6 files of others in the output: a, b, c, d, e, …; --clean removes them
2 pages, 4 outputs: 0 written, 4 unchanged, 0 removed in 1.3 s
1 page left out: drafts, and pages that may be private
`},
		{"diagnostics by code, the gravest first, no notes",
			build.Report{Pages: 2, Outputs: 4, Unchanged: 4},
			join(found("a", source.Warning, 1), found("b", source.Warning, 1003), found("c", source.Error, 2), found("d", source.Info, 9)), `
2 pages, 4 outputs: 0 written, 4 unchanged, 0 removed in 1.3 s
2 errors, 1,004 warnings: 2 c, 1,003 b, 1 a; commonplace explain c tells more
`},
		{"many codes",
			build.Report{Pages: 2, Outputs: 4, Unchanged: 4},
			join(found("a", source.Warning, 1), found("b", source.Warning, 2), found("c", source.Warning, 3), found("d", source.Warning, 4),
				found("e", source.Warning, 5), found("f", source.Warning, 6)), `
2 pages, 4 outputs: 0 written, 4 unchanged, 0 removed in 1.3 s
21 warnings: 6 f, 5 e, 4 d, 3 c, 2 other codes; commonplace explain f tells more
`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			lines := append(changes(tt.report), summary(tt.report, tt.found, 1290*time.Millisecond)...)
			if diff := cmp.Diff(tt.want, "\n"+strings.Join(lines, "\n")+"\n"); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A build shows all errors, but only the first warnings, and no notes.
func TestBuildShowsDiagnostics(t *testing.T) {
	result := &generator.Result{Diagnostics: join(
		found("address-conflict", source.Error, 30), found("broken-link", source.Warning, 1023), found("unknown-key", source.Info, 5))}
	tests := []struct {
		name                    string
		quiet, verbose          bool
		errors, warnings, infos int
		contains                string
	}{
		{"plain", false, false, 30, 20, 0, "\nand 1,003 more warnings; commonplace check shows all\n"},
		{"verbose", false, true, 30, 1023, 5, "\npeak memory"},
		{"quiet", true, false, 30, 0, 0, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, out, err := capture()
			p.quiet, p.verbose = tt.quiet, tt.verbose
			result.Report.PeakMemory = 1 << 28
			p.tellBuild(result, time.Second)
			text := err.String()
			got := []int{strings.Count(text, "error["), strings.Count(text, "warning["), strings.Count(text, "info[")}
			if want := []int{tt.errors, tt.warnings, tt.infos}; !cmp.Equal(want, got) {
				t.Errorf("errors, warnings and notes shown: %v, want %v", got, want)
			}
			if !strings.Contains(text, tt.contains) {
				t.Errorf("no %q in\n%s", tt.contains, text)
			}
			if summed := strings.Contains(text, "0 pages"); summed == tt.quiet {
				t.Errorf("summary shown: %v", summed)
			}
			if out.Len() > 0 {
				t.Errorf("standard output has %q", out)
			}
		})
	}
}

func TestCheckTable(t *testing.T) {
	p, out, _ := capture()
	p.tellCheck(&generator.Result{
		Report:      build.Report{Pages: 3616},
		Diagnostics: join(found("unknown-key", source.Info, 1), found("broken-link", source.Warning, 12), found("address-conflict", source.Error, 1)),
	})
	_, table, _ := strings.Cut(out.String(), "content/address-conflict-00.md: error[address-conflict]: something\n")
	want := ""
	for _, row := range []struct {
		start string
		code  source.Code
	}{{" 1  error    address-conflict  ", "address-conflict"}, {"12  warning  broken-link       ", "broken-link"}, {" 1  info     unknown-key       ", "unknown-key"}} {
		entry, _ := source.Lookup(row.code)
		want += row.start + entry.Title + "\n"
	}
	want += "1 error, 12 warnings, 1 note in 3,616 pages; commonplace explain address-conflict tells more\n"
	if diff := cmp.Diff(want, strings.TrimLeft(table, "\n")); diff != "" {
		t.Error(diff)
	}
}

func TestCheckFindsNothing(t *testing.T) {
	p, out, _ := capture()
	p.tellCheck(&generator.Result{Report: build.Report{Pages: 1}})
	if got, want := out.String(), "no problems in 1 page\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// Programs that read the JSON rely on these names.
func TestJSON(t *testing.T) {
	p, out, _ := capture()
	writeJSON(p.out, resultJSON(&generator.Result{Diagnostics: []source.Diagnostic{{
		Code: "broken-link", Severity: source.Warning, Path: "content/a.md", Span: source.Span{Line: 3, Column: 5, Length: 2}, Message: "no page “<b>”",
		Notes: []source.Note{{Message: "a note"}},
	}}}))
	var got struct{ Diagnostics []any }
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := []any{map[string]any{
		"code": "broken-link", "severity": "warning", "path": "content/a.md", "message": "no page “<b>”",
		"span":  map[string]any{"line": 3.0, "column": 5.0, "length": 2.0},
		"notes": []any{map[string]any{"message": "a note"}},
	}}
	if diff := cmp.Diff(want, got.Diagnostics); diff != "" {
		t.Error(diff)
	}

	out.Reset()
	writeJSON(p.out, resultJSON(&generator.Result{}))
	if !strings.Contains(out.String(), `"diagnostics": []`) {
		t.Errorf("no diagnostics must be an empty list:\n%s", out)
	}
}

func TestReport(t *testing.T) {
	file := filepath.Join(t.TempDir(), "report.json")
	if err := writeReport(file, build.Report{Pages: 7, Date: "2026-11-20"}); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var got build.Report
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	if got.Pages != 7 || got.Date != "2026-11-20" {
		t.Errorf("report is %+v", got)
	}
	if err := writeReport(filepath.Join(file, "below-a-file"), got); err == nil {
		t.Error("a report that can't be written must be an error")
	}
}

func TestExitCodes(t *testing.T) {
	tests := []struct {
		failure error
		code    int
		says    string
	}{
		{nil, 0, ""},
		{errContent, 1, ""},
		{errors.New("open site.yaml: no such file"), 2, "commonplace: open site.yaml: no such file\n"},
		{&usageError{"commonplace build", "unknown flag"}, 2, "commonplace: unknown flag\ncommonplace build --help tells more\n"},
		{fmt.Errorf("render: %w", context.Canceled), 2, "commonplace: interrupted\n"},
	}
	for _, tt := range tests {
		p, _, err := capture()
		if code := p.end(tt.failure); code != tt.code || err.String() != tt.says {
			t.Errorf("%v: code %d, %q; want %d, %q", tt.failure, code, err, tt.code, tt.says)
		}
	}
}
