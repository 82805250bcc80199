// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import "io"

// PrintChange writes a change of one line for people, as diff does: what goes after a minus, what comes after a plus. before is nil for a line that is new. place,
// such as the number of the line, stands in front. Long lines are cut to the part that differs.
func PrintChange(w io.Writer, place string, before *string, after string, color bool) error {
	p := printer{color: color}
	now := []rune(after)
	if before == nil {
		p.change(place, "+ ", now, 0, len(now), green)
	} else {
		was := []rune(*before)
		start, end := 0, 0 // what both lines begin and end with
		for start < min(len(was), len(now)) && was[start] == now[start] {
			start++
		}
		for end < min(len(was), len(now))-start && was[len(was)-1-end] == now[len(now)-1-end] {
			end++
		}
		p.change(place, "- ", was, start, len(was)-end, red)
		p.change(place, "+ ", now, start, len(now)-end, green)
	}
	_, err := io.WriteString(w, p.buf.String())
	return err
}

// change writes the part of a line that differs, from start to end, with what stands around it.
func (p *printer) change(place, mark string, line []rune, start, end int, color string) {
	from, to := max(0, start-lead), min(len(line), max(end+lead, start-lead+window))
	text := mark
	if from > 0 {
		text += "…"
	}
	text += Visible(string(line[from:to]))
	if to < len(line) {
		text += "…"
	}
	p.buf.WriteString("  " + place + " ")
	p.paint(color, text)
	p.buf.WriteString("\n")
}
