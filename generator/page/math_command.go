// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"html"
	"strings"
)

// command reads what begins with a backslash.
func (t *texReader) command() (out string, limits, function bool) {
	token := t.token()
	name := token[1:]
	if value, ok := valueOf(mathNames, name); ok {
		symbol := html.EscapeString(value[1:])
		switch value[0] {
		case 'i':
			return "<mi>" + symbol + "</mi>", false, false
		case 'u':
			return `<mi mathvariant="normal">` + symbol + "</mi>", false, false
		case 'o':
			return "<mo>" + symbol + "</mo>", false, false
		case 'd':
			return delimiter(value[1:], false), false, false
		case 'b':
			return "<mo>" + symbol + "</mo>", true, false
		case 'f':
			return "<mi>" + symbol + "</mi>", false, true
		case 'l':
			return `<mo movablelimits="true">` + symbol + "</mo>", true, false
		case 'a':
			return `<mover accent="true">` + t.argument() + `<mo stretchy="` + stretches(name) + `">` + symbol + "</mo></mover>", name == "overbrace", false
		case 'c':
			return `<munder accentunder="true">` + t.argument() + "<mo>" + symbol + "</mo></munder>", name == "underbrace", false
		case 's':
			return space(symbol), false, false
		case 'v':
			return t.alphabet(value[1]), false, false
		}
	}
	switch name {
	case "frac", "dfrac", "tfrac", "cfrac":
		return "<mfrac>" + t.argument() + t.argument() + "</mfrac>", false, false
	case "binom":
		return "<mrow><mo>(</mo><mfrac linethickness=\"0\">" + t.argument() + t.argument() + "</mfrac><mo>)</mo></mrow>", false, false
	case "sqrt":
		if degree := t.bracketed(); degree != "" {
			return "<mroot>" + t.argument() + degree + "</mroot>", false, false
		}
		return "<msqrt>" + t.argument() + "</msqrt>", false, false
	case "text", "textrm", "textnormal", "textit", "textbf", "textsf", "mbox":
		return "<mtext>" + mathText(t.word()) + "</mtext>", false, false
	case "operatorname", "mathop":
		word := t.word()
		if strings.ContainsAny(word, `\{}^_$&`) {
			return t.fail(token), false, false
		}
		return `<mi mathvariant="normal">` + html.EscapeString(word) + "</mi>", false, true
	case "mathrm":
		if word := t.word(); !strings.ContainsAny(word, `\{}^_$&`) {
			return `<mi mathvariant="normal">` + html.EscapeString(strings.ReplaceAll(word, " ", "")) + "</mi>", false, false
		}
		return t.fail(token), false, false
	case "overset", "stackrel":
		above := t.argument()
		return "<mover>" + t.argument() + above + "</mover>", false, false
	case "underset":
		below := t.argument()
		return "<munder>" + t.argument() + below + "</munder>", false, false
	case "pmod":
		return "<mrow>" + space("0.444em") + "<mo>(</mo><mi>mod</mi>" + space("0.333em") + t.argument() + "<mo>)</mo></mrow>", false, false
	case "not":
		t.space()
		if base := t.token(); base == "=" || base == "<" || base == ">" {
			return "<mo>" + html.EscapeString(base) + "\u0338</mo>", false, false
		} else if value, ok := valueOf(mathNames, strings.TrimPrefix(base, `\`)); ok && value[0] == 'o' {
			return "<mo>" + value[1:] + "\u0338</mo>", false, false
		}
		return t.fail(token), false, false
	case "left":
		return t.fenced(), false, false
	case "begin":
		return t.environment(), false, false
	case "displaystyle", "textstyle", "nonumber":
		return "", false, false
	case " ":
		return space("0.25em"), false, false
	case "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "Biggl", "Biggr", "middle":
		return t.fence(false), false, false
	case "{", "}", "|":
		return delimiter(strings.ReplaceAll(name, "|", "‖"), false), false, false
	case "%", "$", "#", "&", "_":
		return "<mi>" + html.EscapeString(name) + "</mi>", false, false
	}
	return t.fail(token), false, false
}

// stretches says whether an accent is as wide as what it stands on.
func stretches(name string) string {
	if strings.HasPrefix(name, "over") || strings.HasPrefix(name, "wide") {
		return "true"
	}
	return "false"
}

// mathText keeps the spaces at the ends of a text, which MathML would trim.
func mathText(s string) string {
	inner := strings.TrimSpace(s)
	if inner == "" {
		return "\u00a0"
	}
	at := strings.Index(s, inner)
	return strings.Repeat("\u00a0", min(at, 1)) + html.EscapeString(inner) + strings.Repeat("\u00a0", min(len(s)-at-len(inner), 1))
}

// fenced reads \left( … \right).
func (t *texReader) fenced() string {
	left := t.fence(true)
	inner := t.within(false)
	if t.unread == "" && !t.takes(`\right`) {
		t.fail(`\left without \right`)
	}
	return "<mrow>" + left + inner + t.fence(true) + "</mrow>"
}

// fence reads a delimiter; a full stop is none.
func (t *texReader) fence(stretch bool) string {
	t.space()
	switch token := t.token(); token {
	case ".", "(", ")", "[", "]", "|", "/", "<", ">":
		return delimiter(token, stretch)
	case `\{`, `\}`:
		return delimiter(token[1:], stretch)
	case `\|`:
		return delimiter("‖", stretch)
	default:
		if value, ok := valueOf(mathNames, strings.TrimPrefix(token, `\`)); ok && (value[0] == 'd' || value[0] == 'o') && strings.HasPrefix(token, `\`) {
			return delimiter(value[1:], stretch)
		}
		return t.fail(`a delimiter “` + token + "”")
	}
}

// environment reads \begin{name} … \end{name}.
func (t *texReader) environment() string {
	name := strings.TrimSuffix(t.word(), "*")
	left, right, class := "", "", ""
	switch name {
	case "matrix", "smallmatrix":
	case "pmatrix":
		left, right = "(", ")"
	case "bmatrix":
		left, right = "[", "]"
	case "Bmatrix":
		left, right = "{", "}"
	case "vmatrix":
		left, right = "|", "|"
	case "Vmatrix":
		left, right = "‖", "‖"
	case "cases":
		left, class = "{", "cases"
	case "aligned", "align", "split", "eqnarray", "alignedat":
		class = "aligned"
	case "gathered", "gather", "equation":
	case "array":
		t.word() // how its columns are aligned
	default:
		return t.fail(`\begin{` + name + "}")
	}
	if !t.deeper() {
		return ""
	}
	before := t.optional
	t.optional = false
	rows := t.rows()
	t.optional = before
	t.depth--
	if t.unread != "" {
		return ""
	}
	if !t.takes(`\end`) || strings.TrimSuffix(t.word(), "*") != name {
		return t.fail(`\begin{` + name + `} without \end{` + name + "}")
	}
	table := mathTable(rows, class)
	if left == "" {
		return table
	}
	return "<mrow>" + delimiter(left, true) + table + delimiter(right, true) + "</mrow>"
}

// rows reads cells between & in rows between \\.
func (t *texReader) rows() [][]string {
	rows := [][]string{{t.row()}}
	for t.unread == "" {
		last := &rows[len(rows)-1]
		switch {
		case t.takes("&"):
			*last = append(*last, t.row())
		case t.takes(`\\`):
			t.bracketed() // the distance between two rows
			if t.space(); t.rest == "" || t.peek() == `\end` {
				return rows
			}
			rows = append(rows, []string{t.row()})
		default:
			return rows
		}
	}
	return rows
}

func mathTable(rows [][]string, class string) string {
	var b strings.Builder
	b.WriteString("<mtable")
	if class != "" {
		b.WriteString(` class="` + class + `"`)
	}
	if class == "aligned" {
		b.WriteString(` displaystyle="true"`)
	}
	b.WriteString(">")
	for _, row := range rows {
		b.WriteString("<mtr>")
		for _, cell := range row {
			b.WriteString("<mtd>" + cell + "</mtd>")
		}
		b.WriteString("</mtr>")
	}
	b.WriteString("</mtable>")
	return b.String()
}

// table reads a whole formula, which may have rows of its own.
func (t *texReader) table(display bool) string {
	if strings.TrimSpace(t.rest) == "" {
		return t.fail("an empty formula")
	}
	rows := t.rows()
	if len(rows) == 1 && len(rows[0]) == 1 {
		return rows[0][0]
	}
	if !display {
		return t.fail("rows in a line of text")
	}
	return mathTable(rows, "aligned")
}

// alphabet writes letters of another alphabet with their own characters, as MathML Core wants it.
func (t *texReader) alphabet(which byte) string {
	t.space()
	word := t.peek()
	if word == "{" {
		word = t.word()
	} else {
		t.token()
	}
	var b strings.Builder
	for _, r := range word {
		if r == ' ' {
			continue
		}
		c, ok := mathLetter(which, r)
		if !ok {
			return t.fail("letters of another alphabet around “" + string(r) + "”")
		}
		b.WriteRune(c)
	}
	return "<mi>" + b.String() + "</mi>"
}

// mathLetter finds a letter in an alphabet of Unicode's block of mathematical letters, some of which stand elsewhere since they
// were there before it (Unicode 16, section 22.2).
func mathLetter(which byte, r rune) (rune, bool) {
	alphabets := [...]struct {
		name                  byte
		upper, lower, figures rune
		elsewhere             string // pairs of a letter and its character
	}{
		{'b', 0x1d400, 0x1d41a, 0x1d7ce, ""},
		{'d', 0x1d538, 0x1d552, 0x1d7d8, "CℂHℍNℕPℙQℚRℝZℤ"},
		{'c', 0x1d49c, 0x1d4b6, 0, "BℬEℰFℱHℋIℐLℒMℳRℛeℯgℊoℴ"},
		{'k', 0x1d504, 0x1d51e, 0, "CℭHℌIℑRℜZℨ"},
		{'s', 0x1d5a0, 0x1d5ba, 0x1d7e2, ""},
		{'t', 0x1d670, 0x1d68a, 0x1d7f6, ""},
		{'i', 0x1d434, 0x1d44e, 0, "hℎ"},
	}
	for _, a := range alphabets {
		if a.name != which {
			continue
		}
		if _, after, ok := strings.Cut(a.elsewhere, string(r)); ok && r < 0x80 {
			for _, c := range after {
				return c, true
			}
		}
		switch {
		case r >= 'A' && r <= 'Z':
			return a.upper + r - 'A', true
		case r >= 'a' && r <= 'z':
			return a.lower + r - 'a', true
		case r >= '0' && r <= '9' && a.figures > 0:
			return a.figures + r - '0', true
		case r >= '0' && r <= '9':
			return r, true
		}
	}
	return 0, false
}
