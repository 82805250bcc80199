// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"commonplace/generator"
)

// tellSince shows, section by section, what has changed since an earlier review.
func (p *program) tellSince(since *generator.Since) {
	p.err.line("Since your review of %s:", since.Date)
	if since.Lost {
		p.err.line("Git does not have the text that you read then, so the sections are shown as they are now.")
	}
	if since.Fresh > 0 {
		p.err.line("%s as you read them.", plural(since.Fresh, "section"))
	}
	for k := range since.Sections {
		c := &since.Sections[k]
		title := c.Title
		if title == "" {
			title = "(the beginning)"
		}
		switch {
		case c.After == "":
			p.err.line("\n%s: gone", title)
		case c.Before == "" && !since.Lost:
			p.err.line("\n%s: new", title)
		default:
			p.err.line("\n%s", title)
		}
	}
}
