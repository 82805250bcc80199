// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	_ "embed"
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The part of TeX that most formulas in a commons are made of becomes MathML Core (w3.org/TR/mathml-core): letters and numbers, sub- and
// superscripts, fractions, roots, accents, delimiters, symbols by name, alphabets, text, matrices and what is aligned. There are no macros, no
// colours and no addresses, so a formula can't grow, nor lead anywhere. What is not known makes the whole formula unread.

const (
	maxFormula = 8 << 10 // bytes
	maxTeX     = 32      // groups inside each other
)

// mathNames are the names of symbols, sorted: a line is a name, a space, a letter for what it is, the symbol.
//
//	i  a letter, slanted          u  a letter, upright
//	o  an operator or a relation  d  a delimiter
//	b  a large operator, with limits below and above in a formula of its own
//	f  a function, written as its name   l  one with limits
//	a  an accent above            c  an accent below
//	s  a space, with its width in place of the symbol
//	v  an alphabet, with its letter for mathLetter
//
//go:embed math.txt
var mathNames string

// mathML writes a formula as MathML. unread says what could not be read, and is empty otherwise.
func mathML(tex string, display bool) (out, unread string) {
	t := &texReader{rest: tex}
	body := t.table(display)
	if t.unread == "" && t.rest != "" {
		t.fail("“" + t.token() + "” without its beginning")
	}
	if t.unread != "" {
		return "", t.unread
	}
	if display {
		return `<math display="block">` + body + "</math>", ""
	}
	return "<math>" + body + "</math>", ""
}

// texReader reads a formula from its beginning to its end.
type texReader struct {
	rest     string
	depth    int
	optional bool // within an optional argument, which a bracket ends
	unread   string
}

func (t *texReader) fail(why string) string {
	if t.unread == "" {
		t.unread = why
	}
	t.rest = ""
	return ""
}

func (t *texReader) space() { t.rest = strings.TrimLeft(t.rest, " \t\n") }

// token takes a command or one character.
func (t *texReader) token() string {
	if t.rest == "" {
		return ""
	}
	n := 1
	if t.rest[0] == '\\' {
		for n < len(t.rest) && isASCIILetter(t.rest[n]) {
			n++
		}
		if n == 1 && len(t.rest) > 1 {
			_, size := utf8.DecodeRuneInString(t.rest[1:])
			n += size
		}
	} else {
		_, n = utf8.DecodeRuneInString(t.rest)
	}
	token := t.rest[:n]
	t.rest = t.rest[n:]
	return token
}

func (t *texReader) peek() string {
	rest := t.rest
	token := t.token()
	t.rest = rest
	return token
}

// takes takes a token if it is next.
func (t *texReader) takes(token string) bool {
	if t.space(); t.rest == "" || t.peek() != token {
		return false
	}
	t.token()
	return true
}

func isASCIILetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// row reads atoms up to the end of a group, and wraps them where they are not exactly one.
func (t *texReader) row() string {
	var b strings.Builder
	n := 0
	for {
		t.space()
		switch next := t.peek(); next {
		case "", "}", "&", `\\`, `\end`, `\right`, "]":
			if next != "]" || t.optional {
				if n == 1 {
					return b.String()
				}
				return "<mrow>" + b.String() + "</mrow>"
			}
		}
		b.WriteString(t.scripted())
		n++
	}
}

// scripted reads an atom with what stands below and above it.
func (t *texReader) scripted() string {
	base, limits, function := t.atom()
	var sub, sup, primes string
	for t.unread == "" {
		t.space()
		switch next := t.peek(); {
		case next == "_" && sub == "":
			t.token()
			sub = t.argument()
			continue
		case next == "^" && sup == "":
			t.token()
			sup = t.argument()
			continue
		case next == "'" && sup == "" && primes == "":
			n := len(t.rest) - len(strings.TrimLeft(t.rest, "'"))
			t.rest = t.rest[n:]
			primes = "<mo>" + strings.Repeat("′", n) + "</mo>"
			continue
		case next == "_" || next == "^" || next == "'":
			t.fail("two scripts on one letter")
		case next == `\limits`:
			t.token()
			limits = true
			continue
		case next == `\nolimits`:
			t.token()
			limits = false
			continue
		}
		break
	}
	switch {
	case primes != "" && sup != "":
		sup = "<mrow>" + primes + sup + "</mrow>"
	case primes != "":
		sup = primes
	}
	if base == "" {
		base = "<mrow></mrow>"
	}
	below, above, both := "msub", "msup", "msubsup"
	if limits {
		below, above, both = "munder", "mover", "munderover"
	}
	out := base
	switch {
	case sub != "" && sup != "":
		out = "<" + both + ">" + base + sub + sup + "</" + both + ">"
	case sub != "":
		out = "<" + below + ">" + base + sub + "</" + below + ">"
	case sup != "":
		out = "<" + above + ">" + base + sup + "</" + above + ">"
	}
	if next := t.peek(); function && next != "" && next != "(" && next != "[" && next != "}" && next != `\left` && next != "&" && next != `\\` {
		return "<mrow>" + out + `<mspace width="0.167em"></mspace></mrow>`
	}
	return out
}

// argument reads a group or one atom.
func (t *texReader) argument() string {
	t.space()
	if t.rest == "" {
		return t.fail("a command without its argument")
	}
	if t.rest[0] == '{' {
		return t.group()
	}
	if c := t.rest[0]; c >= '0' && c <= '9' {
		return "<mn>" + t.token() + "</mn>"
	}
	if out, _, _ := t.atom(); out != "" {
		return out
	}
	return "<mrow></mrow>"
}

func (t *texReader) group() string {
	t.token()
	out := t.within(false)
	if t.unread == "" && !t.takes("}") {
		t.fail("“{” without “}”")
	}
	return out
}

// bracketed reads an optional argument, which is empty where there is none.
func (t *texReader) bracketed() string {
	if !t.takes("[") {
		return ""
	}
	out := t.within(true)
	if t.unread == "" && !t.takes("]") {
		t.fail("“[” without “]”")
	}
	return out
}

// within reads what a group holds.
func (t *texReader) within(optional bool) string {
	if !t.deeper() {
		return ""
	}
	before := t.optional
	t.optional = optional
	out := t.row()
	t.optional = before
	t.depth--
	return out
}

func (t *texReader) deeper() bool {
	if t.depth++; t.depth > maxTeX {
		t.fail("groups inside each other deeper than any formula")
		return false
	}
	return true
}

// word reads an argument as it is written.
func (t *texReader) word() string {
	t.space()
	if !strings.HasPrefix(t.rest, "{") {
		return t.fail("a command without its argument")
	}
	open := 0
	for i := range len(t.rest) {
		switch t.rest[i] {
		case '{':
			open++
		case '}':
			if open--; open == 0 {
				word := t.rest[1:i]
				t.rest = t.rest[i+1:]
				return word
			}
		}
	}
	return t.fail("“{” without “}”")
}

// atom reads one thing; limits says that its scripts stand below and above, function that what follows keeps its distance.
func (t *texReader) atom() (out string, limits, function bool) {
	t.space()
	if t.rest == "" {
		return t.fail("a formula that ends too early"), false, false
	}
	c := t.rest[0]
	switch {
	case c == '{':
		return t.group(), false, false
	case c == '\\':
		return t.command()
	case c >= '0' && c <= '9':
		n := 1
		for n < len(t.rest) && (t.rest[n] >= '0' && t.rest[n] <= '9' || (t.rest[n] == '.' || t.rest[n] == ',') && n+1 < len(t.rest) && t.rest[n+1] >= '0' && t.rest[n+1] <= '9') {
			n++
		}
		number := t.rest[:n]
		t.rest = t.rest[n:]
		return "<mn>" + number + "</mn>", false, false
	case c == '^' || c == '_' || c == '\'':
		return "<mrow></mrow>", false, false
	}
	switch token := t.token(); token {
	case "-":
		return "<mo>−</mo>", false, false
	case "*":
		return "<mo>∗</mo>", false, false
	case "~":
		return space("0.333em"), false, false
	case "(", ")", "[", "]", "|", "/":
		return delimiter(token, false), false, false
	case "&", "}", "#", "%", "$":
		return t.fail("“" + token + "”"), false, false
	default:
		r, _ := utf8.DecodeRuneInString(token)
		switch {
		case unicode.IsLetter(r):
			return "<mi>" + token + "</mi>", false, false
		case unicode.IsNumber(r):
			return "<mn>" + token + "</mn>", false, false
		}
		return "<mo>" + html.EscapeString(token) + "</mo>", false, false
	}
}

func space(width string) string { return `<mspace width="` + width + `"></mspace>` }

// delimiter stretches around what it encloses only where \left and \right say so.
func delimiter(symbol string, stretch bool) string {
	if symbol == "." || symbol == "" {
		return ""
	}
	if stretch {
		return `<mo fence="true">` + html.EscapeString(symbol) + "</mo>"
	}
	return `<mo stretchy="false">` + html.EscapeString(symbol) + "</mo>"
}
