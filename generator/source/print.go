// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

const (
	window   = 100 // columns of a source line that are shown
	lead     = 40  // of them before the caret, when the line is cut
	tabWidth = 4
)

// Print writes a diagnostic for people: what and where, the line with a caret below it, the way out and the notes. line gives a
// line of a file, by its path in the diagnostic and its number from 1, and may be nil. Characters that could act on the
// terminal or turn its text around are shown escaped.
func Print(w io.Writer, d Diagnostic, line func(path string, n int) (string, bool), color bool) error {
	p := printer{line: line, color: color}
	p.place(d.Path, d.Span)
	p.paint(severityColor(d.Severity), fmt.Sprintf("%s[%s]", d.Severity, d.Code))
	p.buf.WriteString(": " + Visible(d.Message) + "\n")
	p.excerpt(d.Path, d.Span)
	if d.Help != "" {
		p.buf.WriteString("  ")
		p.paint(cyan, "help")
		p.buf.WriteString(": " + Visible(d.Help) + "\n")
	}
	for _, n := range d.Notes {
		p.buf.WriteString("  ")
		p.paint(cyan, "note")
		p.buf.WriteString(": ")
		path := n.Path
		if path == "" && n.Span.Line > 0 {
			path = d.Path
		}
		p.place(path, n.Span)
		p.buf.WriteString(Visible(n.Message) + "\n")
	}
	_, err := io.WriteString(w, p.buf.String())
	return err
}

// PrintGitHub writes a diagnostic as a workflow command, which GitHub shows beside the line of a pull request.
func PrintGitHub(w io.Writer, d Diagnostic) error {
	level := d.Severity.String()
	if d.Severity < Warning {
		level = "notice"
	}
	var b strings.Builder
	b.WriteString("::" + level + " ")
	if d.Path != "" {
		b.WriteString("file=" + property(d.Path) + ",")
	}
	if d.Span.Line > 0 {
		fmt.Fprintf(&b, "line=%d,", d.Span.Line)
	}
	if d.Span.Column > 0 {
		fmt.Fprintf(&b, "col=%d,", d.Span.Column)
	}
	message := d.Message
	if d.Help != "" {
		message += "\n" + d.Help
	}
	for _, n := range d.Notes {
		message += "\n" + n.Message
		if n.Path != "" {
			message += ": " + n.Path
		}
	}
	b.WriteString("title=" + property(string(d.Code)) + "::" + command(message) + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// command and property escape as actions/toolkit does in packages/core/src/command.ts.
func command(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func property(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(command(s))
}

const (
	bold   = "1"
	red    = "1;31"
	yellow = "1;33"
	green  = "32"
	cyan   = "36"
)

func severityColor(s Severity) string {
	switch s {
	case Error:
		return red
	case Warning:
		return yellow
	}
	return cyan
}

type printer struct {
	buf   strings.Builder
	line  func(path string, n int) (string, bool)
	color bool
}

func (p *printer) paint(color, s string) {
	if p.color {
		s = "\x1b[" + color + "m" + s + "\x1b[0m"
	}
	p.buf.WriteString(s)
}

// place writes path:line:column and a space, as far as they are known.
func (p *printer) place(path string, span Span) {
	if path == "" {
		return
	}
	s := Visible(path)
	if span.Line > 0 {
		s += ":" + strconv.Itoa(int(span.Line))
		if span.Column > 0 {
			s += ":" + strconv.Itoa(int(span.Column))
		}
	}
	p.paint(bold, s+":")
	p.buf.WriteByte(' ')
}

// excerpt writes the line and the caret below it. A long line is cut to the part around the caret.
func (p *printer) excerpt(path string, span Span) {
	if p.line == nil || span.Line < 1 {
		return
	}
	text, ok := p.line(path, int(span.Line))
	if !ok || strings.TrimSpace(text) == "" {
		return
	}
	start, end := int(span.Column)-1, int(span.Column+max(1, span.Length))-1
	first := 0
	runes := []rune(text)
	if len(runes) > window {
		first = max(0, min(start-lead, len(runes)-window))
	}
	last := min(len(runes), first+window)
	var shown, under strings.Builder
	if first > 0 {
		shown.WriteString("…")
		under.WriteByte(' ')
	}
	at := 0 // column of the terminal
	for i, r := range runes[first:last] {
		var width int
		switch {
		case r == '\t':
			width = tabWidth - at%tabWidth
			shown.WriteString(strings.Repeat(" ", width))
		case isHidden(r):
			width, _ = fmt.Fprintf(&shown, "<U+%04X>", r)
		default:
			width = columns(r)
			shown.WriteRune(r)
		}
		at += width
		mark := " "
		if i += first; i >= start && i < end {
			mark = "~"
		}
		if i == start && width > 0 {
			under.WriteByte('^')
			width--
		}
		under.WriteString(strings.Repeat(mark, width))
	}
	if last < len(runes) {
		shown.WriteString("…")
	}
	if start >= len(runes) {
		under.WriteByte('^') // the mistake is that something is missing at the end
	}
	p.buf.WriteString("  " + shown.String() + "\n")
	if start >= 0 {
		p.buf.WriteString("  ")
		p.paint(red, strings.TrimRight(under.String(), " "))
		p.buf.WriteString("\n")
	}
}

// Visible shows the characters of a text that would act on a terminal in place of being seen.
func Visible(s string) string {
	if !strings.ContainsFunc(s, isHidden) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if isHidden(r) {
			fmt.Fprintf(&b, "<U+%04X>", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isHidden tells control characters and those that change the direction of text or cannot be seen.
func isHidden(r rune) bool {
	return unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) && r != 0x200d && r != 0x200c || r == 0x2028 || r == 0x2029
}

// columns is how many columns of a terminal a character takes.
func columns(r rune) int {
	if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r) || r == 0x200d || r == 0x200c {
		return 0
	}
	switch k := width.LookupRune(r).Kind(); {
	case k == width.EastAsianWide || k == width.EastAsianFullwidth:
		return 2
	case r >= 0x1f300 && r <= 0x1faff:
		return 2
	}
	return 1
}
