// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package commons

import (
	"slices"
	"strings"
)

// Licence is what someone wrote where a licence is asked for, and what it means.
type Licence struct {
	Written string
	// Text is the SPDX expression that was meant, spelled as the list spells it; empty where nothing was written or it is not known.
	Text string
	expr *expression
}

// maxLicence bounds what is read as a licence, in bytes. The longest of the common names has 70.
const maxLicence = 400

// ReadLicence finds the SPDX expression that a text means: the expression itself in any case, a name (“CC BY-SA 4.0”, “MIT License”), the
// address of a licence, or several joined by AND and OR. What is not certain is not known: “CC BY” without a version is none.
func ReadLicence(written string) Licence {
	l := Licence{Written: strings.TrimSpace(written)}
	if l.Written == "" || len(l.Written) > maxLicence {
		return l
	}
	l.expr = parseExpression(l.Written)
	if l.expr == nil {
		l.expr = spelled(l.Written, 0)
	}
	if l.expr != nil {
		l.Text = l.expr.String()
	}
	return l
}

// Known says whether it is clear what was meant.
func (l *Licence) Known() bool { return l.expr != nil }

// IDs are the licences of the expression in its order, each once, without exceptions.
func (l *Licence) IDs() []string {
	var ids []string
	l.expr.walk(func(id string) {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	})
	return ids
}

// Within says whether a work under this licence can be had under licences of a list alone, as governance.yaml names those that it accepts: all that
// AND joins are in it, and one of what OR joins.
func (l *Licence) Within(accepted []string) bool {
	return l.expr.holds(func(e *expression) bool {
		return slices.ContainsFunc(accepted, func(one string) bool {
			read := ReadLicence(one)
			return read.Known() && (read.Text == e.id || read.Text == e.String())
		})
	})
}

// NearestLicence is the id or the short name that was likely meant by an unknown text; empty where none is near.
func NearestLicence(written string) string {
	return data().nearest(written)
}
