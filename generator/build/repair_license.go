// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"slices"
	"strings"

	"commonplace/generator/commons"
	"commonplace/generator/page"
	"commonplace/generator/source"
)

// relicense writes a licence as the SPDX list does, in its span. An expression has nothing in it that YAML gives a meaning to, so that it needs no quotes; those that
// are there stay.
func (p *paper) relicense(span source.Span) bool {
	if int(span.Line) > len(p.lines) || span.Length == 0 {
		return false
	}
	line := &p.lines[span.Line-1]
	from := byteAt(line.text, int(span.Column)-1)
	to := from + byteAt(line.text[from:], int(span.Length))
	written := line.text[from:to]
	inside := strings.Trim(written, `"'`)
	l := commons.ReadLicence(inside)
	if !l.Known() || l.Text == inside {
		return false
	}
	line.text = line.text[:from] + strings.Replace(written, inside, l.Text, 1) + line.text[to:]
	return true
}

// sameLicenses says that two readings of a page say the same licences.
func sameLicenses(a, b *page.Meta) bool {
	return a.License == b.License && a.CodeLicense == b.CodeLicense &&
		slices.EqualFunc(a.DerivedFrom, b.DerivedFrom, func(x, y page.Derivation) bool {
			x.Span, y.Span = source.Span{}, source.Span{}
			return x == y
		})
}
