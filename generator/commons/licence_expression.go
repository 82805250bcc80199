// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package commons

import "strings"

// An expression is a licence expression as SPDX 3.0, Annex B (2.3: Annex D) has it: simple ids, “+”, WITH, AND, OR, parentheses.
type expression struct {
	op          byte // '&' and '|' join left and right; 0 is one licence
	left, right *expression
	id          string // as the list spells it; begins with LicenseRef- or DocumentRef- where the author defines it
	exception   string // of WITH, or empty
}

const (
	maxNesting  = 16
	maxLicences = 32 // of one expression
)

// parseExpression reads an expression. Ids, operators and exceptions count in any case, as the specification asks of ids. It is nil where the
// text is no expression or has an id that the list has not.
func parseExpression(text string) *expression {
	p := expressionParser{rest: text}
	e := p.either(0)
	if e == nil || p.next() != "" {
		return nil
	}
	return e
}

type expressionParser struct {
	rest     string
	licences int
}

// next is the next word without taking it: a parenthesis or a run of other characters.
func (p *expressionParser) next() string {
	p.rest = strings.TrimLeft(p.rest, " \t\n\r")
	if p.rest == "" {
		return ""
	}
	if p.rest[0] == '(' || p.rest[0] == ')' {
		return p.rest[:1]
	}
	if end := strings.IndexAny(p.rest, " \t\n\r()"); end >= 0 {
		return p.rest[:end]
	}
	return p.rest
}

func (p *expressionParser) take(word string) { p.rest = p.rest[len(word):] }

// either reads what OR joins; AND binds tighter.
func (p *expressionParser) either(depth int) *expression { return p.joined("OR", '|', depth, p.both) }

func (p *expressionParser) both(depth int) *expression { return p.joined("AND", '&', depth, p.one) }

func (p *expressionParser) joined(word string, op byte, depth int, operand func(int) *expression) *expression {
	left := operand(depth)
	for left != nil {
		w := p.next()
		if !strings.EqualFold(w, word) {
			break
		}
		p.take(w)
		right := operand(depth)
		if right == nil {
			return nil
		}
		left = &expression{op: op, left: left, right: right}
	}
	return left
}

func (p *expressionParser) one(depth int) *expression {
	w := p.next()
	if w == "(" {
		if depth == maxNesting {
			return nil
		}
		p.take(w)
		e := p.either(depth + 1)
		if e == nil || p.next() != ")" {
			return nil
		}
		p.take(")")
		return e
	}
	if p.licences++; p.licences > maxLicences {
		return nil
	}
	id := data().id(w)
	if id == "" {
		return nil
	}
	p.take(w)
	e := &expression{id: id}
	if with := p.next(); strings.EqualFold(with, "WITH") {
		p.take(with)
		w := p.next()
		if e.exception = data().exceptions[strings.ToLower(w)]; e.exception == "" {
			return nil
		}
		p.take(w)
	}
	return e
}

// String is the expression with no parentheses but those it needs.
func (e *expression) String() string {
	if e == nil {
		return ""
	}
	switch e.op {
	case '&':
		return e.left.within() + " AND " + e.right.within()
	case '|':
		return e.left.String() + " OR " + e.right.String()
	}
	if e.exception != "" {
		return e.id + " WITH " + e.exception
	}
	return e.id
}

func (e *expression) within() string {
	if e.op == '|' {
		return "(" + e.String() + ")"
	}
	return e.String()
}

// walk calls f for each licence.
func (e *expression) walk(f func(id string)) {
	switch {
	case e == nil:
	case e.op != 0:
		e.left.walk(f)
		e.right.walk(f)
	default:
		f(e.id)
	}
}

// holds says whether a rule about single licences holds for all that AND joins and for one of what OR joins.
func (e *expression) holds(rule func(*expression) bool) bool {
	switch {
	case e == nil:
		return false
	case e.op == '&':
		return e.left.holds(rule) && e.right.holds(rule)
	case e.op == '|':
		return e.left.holds(rule) || e.right.holds(rule)
	}
	return rule(e)
}
