// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"strings"
	"unicode/utf8"

	"commonplace/generator"
	"commonplace/generator/commons"
	"commonplace/generator/source"
)

// tellSince shows, section by section, what has changed since an earlier review.
func (p *program) tellSince(since *generator.Since) {
	p.err.line("Since your review of %s:", since.Date)
	if since.Lost {
		p.err.line("Git does not have the text that you read then; here is what stands there now.")
	}
	for k := range since.Sections {
		c := &since.Sections[k]
		title := c.Title
		if title == "" {
			title = "(the beginning)"
		}
		switch {
		case c.After == "":
			title += ", which is gone"
		case !c.Read && c.Before == "":
			title += ", which you have not read"
		case !c.Read:
			title += ", which you had not read"
		}
		p.err.line("\n%s", source.Visible(title))
		before := c.Before
		if since.Lost {
			before = c.After
		}
		p.err.line("%s", reworded(commons.CompareWords(before, c.After), min(p.err.width(), maxLine), p.err.colour))
	}
	if since.Fresh > 0 {
		p.err.line("\n%s as you read them.", plural(since.Fresh, "section"))
	}
}

// around is how many unchanged words are shown before and after a change.
const around = 12

// reworded is running text of what was kept, removed and added, set in by two spaces: with colours, or marked as “git diff --word-diff” does.
func reworded(runs []commons.Wording, width int, colour bool) string {
	var b strings.Builder
	at := width // so that the first word begins a line
	put := func(word, open, end string) {
		n := utf8.RuneCountInString(word)
		if at+1+n > width {
			if b.Len() > 0 {
				b.WriteByte('\n')
			}
			b.WriteString("  ")
			at = 2
		} else {
			b.WriteByte(' ')
			at++
		}
		at += n
		b.WriteString(open + word + end)
	}
	for k, run := range runs {
		words := strings.Fields(source.Visible(run.Text))
		if run.Kind == commons.WordsKept && len(runs) > 1 && len(words) > 2*around+1 {
			var short []string
			if k > 0 {
				short = append(short, words[:around]...)
			}
			short = append(short, "…")
			if k+1 < len(runs) {
				short = append(short, words[len(words)-around:]...)
			}
			words = short
		}
		open, end := "", ""
		switch {
		case colour && run.Kind == commons.WordsRemoved:
			open, end = "\x1b[9;31m", "\x1b[0m"
		case colour && run.Kind == commons.WordsAdded:
			open, end = "\x1b[32m", "\x1b[0m"
		case run.Kind == commons.WordsRemoved:
			words[0] = "[-" + words[0]
			words[len(words)-1] += "-]"
		case run.Kind == commons.WordsAdded:
			words[0] = "{+" + words[0]
			words[len(words)-1] += "+}"
		}
		for _, word := range words {
			put(word, open, end)
		}
	}
	return b.String()
}
