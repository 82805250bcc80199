// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"strconv"
	"strings"

	"commonplace/generator"
	"commonplace/generator/build"
	"commonplace/generator/source"

	"github.com/spf13/cobra"
)

// fix shows how the problems of a check would be repaired, asks, and writes the files. It gives the edits that were made.
func (p *program) fix(cmd *cobra.Command, result *generator.Result) ([]build.Edit, error) {
	if len(result.Repairs) == 0 {
		return nil, nil
	}
	commons, _, err := generator.Open(p.options)
	if err != nil {
		return nil, err
	}
	edits, err := commons.Edits(result.Repairs)
	if err != nil || len(edits) == 0 {
		return nil, err
	}
	repaired := 0
	for i := range edits {
		repaired += len(edits[i].Repaired)
		if !p.quiet || !p.yes {
			p.tellEdit(&edits[i])
		}
	}
	what := fmt.Sprintf("%s in %s", plural(repaired, "problem"), plural(len(edits), "file"))
	agreed, err := p.confirm(cmd, "Repair "+what+"?")
	if err != nil || !agreed {
		return nil, err
	}
	if err := commons.Apply(edits); err != nil {
		return nil, err
	}
	if !p.quiet {
		p.err.line("repaired %s", what)
		p.err.line("")
	}
	return edits, nil
}

// tellEdit shows which lines of a file are written otherwise.
func (p *program) tellEdit(e *build.Edit) {
	p.err.line("%s", source.Visible(e.Path))
	for _, l := range e.Lines {
		var b strings.Builder
		source.PrintChange(&b, strconv.Itoa(l.Line), l.Before, l.After, p.err.colour)
		fmt.Fprint(p.err, b.String())
	}
}
