// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"

	"commonplace/generator/source"
)

// An addition is text from a field that was put behind the text of the file: from which line on, and where it stands.
type addition struct {
	line int32 // of the longer text
	at   source.Span
	rows bool // written line by line, so that each has a place of its own
}

// addBody puts the fields that are text behind the text of the file, so that one reading makes one page of them. Each may have a
// heading. Places are put right afterwards, by moveBack.
func (p *Parser) addBody(root *source.Node, text *[]byte) (added []addition) {
	for _, field := range p.texts {
		for _, path := range field.Paths {
			n := root.At(path)
			if n.Kind() != source.NodeScalar || n.Text() == "" {
				continue
			}
			var b bytes.Buffer
			b.Write(*text)
			b.WriteString("\n\n")
			if field.Field != "" {
				b.WriteString("## " + field.Field + "\n\n")
			}
			at := n.Span()
			row := addition{line: int32(bytes.Count(b.Bytes(), []byte{'\n'})) + 1, at: at}
			if line := lineOf(*text, int(at.Line)); bytes.HasSuffix(line, []byte{'|'}) || bytes.HasSuffix(line, []byte("|-")) {
				row.rows = true
			}
			if field.Field != "" {
				added = append(added, addition{line: row.line - 2, at: at})
			}
			added = append(added, row)
			b.WriteString(n.Text())
			b.WriteByte('\n')
			*text = b.Bytes()
			break
		}
	}
	return added
}

// lineOf is a line of a text by its number, from 1, without white space at its end.
func lineOf(text []byte, number int) []byte {
	for ; number > 1 && len(text) > 0; number-- {
		text = text[lineEnd(text, 0):]
	}
	return bytes.TrimRight(text[:lineEnd(text, 0)], " \t\n")
}

// moveBack gives what was found in additions the places where they stand in the file.
func (d *Doc) moveBack(added []addition) {
	if len(added) == 0 {
		return
	}
	line := func(of *int32) bool {
		moved := false
		var a addition
		for _, next := range added {
			if next.line <= *of {
				a, moved = next, true
			}
		}
		switch {
		case !moved:
			return false
		case a.rows:
			*of += a.at.Line + 1 - a.line
		default:
			*of = a.at.Line
		}
		return true
	}
	span := func(s *source.Span) {
		if line(&s.Line) {
			s.Column, s.Length = 0, 0
		}
	}
	for i := range d.Headings {
		line(&d.Headings[i].Line)
	}
	for i := range d.Sections {
		line(&d.Sections[i].Line)
	}
	for i := range d.Links {
		span(&d.Links[i].Span)
	}
	for i := range d.Diags {
		span(&d.Diags[i].Span)
	}
	for _, list := range [][]Credit{d.Meta.Authors, d.Meta.Contributions} {
		for i := range list {
			span(&list[i].Span)
		}
	}
}
