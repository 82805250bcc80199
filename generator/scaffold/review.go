// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package scaffold

import (
	"encoding/hex"
	"strings"
	"unicode/utf8"

	"commonplace/generator/commons"
)

// Review writes the record of a review. What is not said is left out; whatever people wrote comes back as it is when the record is read.
func Review(r *commons.Review) []byte {
	var b strings.Builder
	line := func(key, value string) {
		if value != "" {
			b.WriteString(key + ": " + Scalar(value) + "\n")
		}
	}
	line("subject", r.Subject)
	if r.Content != "" {
		b.WriteString("content: " + r.Content + "\n")
	}
	b.WriteString(Sections(r.Sections))
	if r.DeltaFrom != "" {
		line("delta_from", r.DeltaFrom)
	}
	if r.Reviewer.ID != "" {
		line("reviewer", r.Reviewer.ID)
	} else {
		b.WriteString("reviewer: {name: " + Scalar(r.Reviewer.Name))
		if r.Reviewer.Account != "" {
			b.WriteString(", account: " + quote(r.Reviewer.Account))
		}
		b.WriteString("}\n")
	}
	b.WriteString("date: " + r.Date + "\n")
	line("type", r.Type)
	line("recommendation", r.Recommendation)
	if len(r.Criteria) > 0 {
		answers := make([]string, len(r.Criteria))
		for k, c := range r.Criteria {
			answers[k] = Scalar(c.Name) + ": " + Scalar(c.Answer)
		}
		b.WriteString("criteria: {" + strings.Join(answers, ", ") + "}\n")
	}
	conflict := r.Conflict
	if conflict == "" {
		conflict = "none"
	}
	line("competing_interest_statement", conflict)
	if len(r.Tools) > 0 {
		b.WriteString("assisted_by:\n")
		for _, tool := range r.Tools {
			b.WriteString("  - " + Scalar(tool) + "\n")
		}
	}
	line("license", r.License)
	b.WriteString(block("body", r.Body))
	return []byte(b.String())
}

// Sections writes which sections were read, with the digests of their texts; nothing for none.
func Sections(list []commons.Read) string {
	if len(list) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("sections:\n")
	for _, s := range list {
		b.WriteString("  " + Scalar(s.ID) + `: "sha256:` + hex.EncodeToString(s.Digest[:]) + "\"\n")
	}
	return b.String()
}

// block writes a text of several lines as they are, where every reader of YAML takes them for the same, else as one in quotes.
func block(key, text string) string {
	text = strings.Trim(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"), "\n")
	if strings.TrimSpace(text) == "" {
		return ""
	}
	plain := text[0] != ' ' && text[0] != '\t' && utf8.ValidString(text)
	for _, r := range text {
		plain = plain && (r == '\n' || r == '\t' || !hidden(r))
	}
	if !plain {
		return key + ": " + quote(text) + "\n"
	}
	var b strings.Builder
	b.WriteString(key + ": |\n")
	for line := range strings.SplitSeq(text, "\n") {
		if line != "" {
			line = "  " + line
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

// hidden says whether a character is one that readers of YAML disagree about, or refuse, where it stands as it is (YAML 1.2.2, 5.1 and 5.4).
func hidden(r rune) bool {
	return r < ' ' || r >= 0x7f && r < 0xa0 || r == '\u2028' || r == '\u2029' || r == '\ufeff' || r&0xfffe == 0xfffe || r >= 0xd800 && r < 0xe000
}
