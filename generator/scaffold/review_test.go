// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package scaffold

import (
	"strings"
	"testing"
	"unicode/utf8"

	"commonplace/generator/commons"
	"commonplace/generator/source"
)

// naughty are texts that YAML gives a meaning to, or that its readers disagree about.
var naughty = []string{
	"plain", "a: b", "- a\n- b", "# no comment", "a # b", "yes", "null", "~", "1.0", "0x1F", "2026-11-22", "'", `"`, `\`, `\n`, "{a: b}", "[a]", "&a", "*a", "!a", "|", ">", "%a", "@a", "`a`",
	"---", "...", "--- a\nb", "a\n---\nb", " leading", "\tleading", "trailing ", "a\n  b\n c", "  a\nb", "a\n\n\nb", "a\r\nb", "tab\there", "\x07", "a\x00b", "\x7f", "\u0085", "\u2028", "\ufeffa",
	"\ufffe", "\U0001fffe", "😀 入会地 مشاع", "\u202eevil", "<script>", "{{.}}", "${x}", "key:\n  - deep", ": ", "?", "? a", "<<: *a", "a:", "=cmd|' /C calc'!A0", "\u00a0", "\n",
}

// What people write comes back as it is when the record is read.
func TestReviewComesBack(t *testing.T) {
	for _, text := range naughty {
		r := commons.Review{Subject: text, Reviewer: commons.Reviewer{Name: text, Account: text}, Date: "2026-11-22", Conflict: text, Tools: []string{text},
			Criteria: []commons.Criterion{{Name: text, Answer: "yes"}}, Sections: []commons.Read{{ID: text}}, Body: text}
		record := Review(&r)
		if !utf8.Valid(record) {
			t.Errorf("%q: the record is not UTF-8", text)
		}
		root, diags := source.ParseYAML(record, 1, source.YAMLLimits{Bytes: 1 << 16, Depth: 8, Nodes: 100})
		if len(diags) > 0 {
			t.Errorf("%q: %v in\n%s", text, diags, record)
			continue
		}
		criterion, _ := root.Get("criteria").Key(0)
		section, _ := root.Get("sections").Key(0)
		for field, got := range map[string]string{
			"subject": root.Get("subject").Text(), "name": root.Get("reviewer").Get("name").Text(), "account": root.Get("reviewer").Get("account").Text(),
			"interest": root.Get("competing_interest_statement").Text(), "tool": root.Get("assisted_by").Item(0).Text(), "criterion": criterion, "section": section,
		} {
			if got != text {
				t.Errorf("%s is %q, want %q, in\n%s", field, got, text, record)
			}
		}
		if got, want := tidied(root.Get("body").Text()), tidied(text); got != want {
			t.Errorf("the text is %q, want %q, in\n%s", got, want, record)
		}
	}
}

// tidied is a text but for the form of its line ends and empty lines around it; a text of spaces alone is none.
func tidied(text string) string {
	if strings.TrimSpace(text) == "" {
		return ""
	}
	return strings.Trim(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), "\n")
}
