// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPrint(t *testing.T) {
	long := strings.Repeat("word ", 60)
	for _, c := range []struct {
		name, line string
		d          Diagnostic
		want       string
	}{
		{"all parts", "See [the guide](guid.md).",
			Diagnostic{Code: CodeBrokenLink, Severity: Warning, Path: "a.md", Span: Span{3, 17, 7}, Message: "no page “guid.md”", Help: "did you mean “guide.md”?",
				Notes: []Note{{Path: "b.md", Span: Span{1, 2, 0}, Message: "another place"}, {Message: "a sentence"}, {Span: Span{1, 1, 0}, Message: "same file"}}},
			"a.md:3:17: warning[broken-link]: no page “guid.md”\n  See [the guide](guid.md).\n                  ^~~~~~~\n" +
				"  help: did you mean “guide.md”?\n  note: b.md:1:2: another place\n  note: a sentence\n  note: a.md:1:1: same file\n"},
		{"a whole file", "x", Diagnostic{Code: CodeEncoding, Severity: Info, Path: "a.md", Message: "m"}, "a.md: info[encoding]: m\n"},
		{"a line without a column", "x", Diagnostic{Code: CodeTooLarge, Severity: Error, Path: "a.md", Span: Span{Line: 1}, Message: "m"}, "a.md:1: error[too-large]: m\n  x\n"},
		{"no file", "x", Diagnostic{Code: CodeAddressMissing, Severity: Info, Message: "m"}, "info[address-missing]: m\n"},
		{"wide characters", "日本語 [x](y)",
			Diagnostic{Code: CodeBrokenLink, Path: "a.md", Span: Span{1, 5, 3}, Message: "m"},
			"a.md:1:5: off[broken-link]: m\n  日本語 [x](y)\n         ^~~\n"},
		{"wide characters marked", "x 日本", Diagnostic{Code: CodeBrokenLink, Path: "a.md", Span: Span{1, 3, 2}, Message: "m"},
			"a.md:1:3: off[broken-link]: m\n  x 日本\n    ^~~~\n"},
		{"combining marks", "e\u0301e\u0301 x", Diagnostic{Code: CodeBrokenLink, Path: "a.md", Span: Span{1, 6, 1}, Message: "m"},
			"a.md:1:6: off[broken-link]: m\n  e\u0301e\u0301 x\n     ^\n"},
		{"tabs", "\ta\tb", Diagnostic{Code: CodeBrokenLink, Path: "a.md", Span: Span{1, 4, 1}, Message: "m"},
			"a.md:1:4: off[broken-link]: m\n      a   b\n          ^\n"},
		{"characters that act", "a\u202eb\x1b[31m", Diagnostic{Code: CodeBidiControl, Path: "a\u202e.md", Span: Span{1, 2, 1}, Message: "m\x1b[0m"},
			"a<U+202E>.md:1:2: off[bidi-control]: m<U+001B>[0m\n  a<U+202E>b<U+001B>[31m\n   ^~~~~~~~\n"},
		{"after the end", "abc", Diagnostic{Code: CodeYAMLSyntax, Path: "a.md", Span: Span{1, 4, 0}, Message: "m"},
			"a.md:1:4: off[yaml-syntax]: m\n  abc\n     ^\n"},
		{"a long line", long, Diagnostic{Code: CodeBrokenLink, Path: "a.md", Span: Span{1, 101, 4}, Message: "m"},
			"a.md:1:101: off[broken-link]: m\n  …" + long[60:160] + "…\n   " + strings.Repeat(" ", 40) + "^~~~\n"},
		{"the end of a long line", long + "bad", Diagnostic{Code: CodeBrokenLink, Path: "a.md", Span: Span{1, 301, 3}, Message: "m"},
			"a.md:1:301: off[broken-link]: m\n  …" + (long + "bad")[203:] + "\n   " + strings.Repeat(" ", 97) + "^~~\n"},
		{"a long mark", "x " + long, Diagnostic{Code: CodeBrokenLink, Path: "a.md", Span: Span{1, 3, 300}, Message: "m"},
			"a.md:1:3: off[broken-link]: m\n  x " + long[:98] + "…\n    ^" + strings.Repeat("~", 97) + "\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var b strings.Builder
			if err := Print(&b, c.d, func(string, int) (string, bool) { return c.line, true }, false); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, b.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPrintInColor(t *testing.T) {
	var b strings.Builder
	_ = Print(&b, Diagnostic{Code: CodeTooDeep, Severity: Error, Path: "a", Message: "m"}, nil, true)
	if want := "\x1b[1ma:\x1b[0m \x1b[1;31merror[too-deep]\x1b[0m: m\n"; b.String() != want {
		t.Errorf("%q", b.String())
	}
}

func TestPrintGitHub(t *testing.T) {
	for _, c := range []struct {
		d    Diagnostic
		want string
	}{
		{Diagnostic{Code: CodeBrokenLink, Severity: Warning, Path: "a, b:c%.md", Span: Span{2, 3, 4}, Message: "100% wrong: a, b", Help: "do\nthis", Notes: []Note{{Path: "x.md", Message: "n"}}},
			"::warning file=a%2C b%3Ac%25.md,line=2,col=3,title=broken-link::100%25 wrong: a, b%0Ado%0Athis%0An: x.md\n"},
		{Diagnostic{Code: CodeAddressConflict, Severity: Error, Path: "a.md", Message: "m"}, "::error file=a.md,title=address-conflict::m\n"},
		{Diagnostic{Code: CodeAddressMissing, Severity: Info, Message: "m"}, "::notice title=address-missing::m\n"},
	} {
		var b strings.Builder
		if err := PrintGitHub(&b, c.d); err != nil || b.String() != c.want {
			t.Errorf("%q, not %q (%v)", b.String(), c.want, err)
		}
	}
}
