// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"strings"

	"commonplace/generator/source"

	"github.com/spf13/cobra"
)

func newExplain(p *program) *cobra.Command {
	return &cobra.Command{
		Use:   "explain [CODE]",
		Short: "Say what a diagnostic means and what to do",
		Long: `Explain says what a diagnostic means, shows an example, and says what to do.
Without a code it lists all codes.`,
		Example: `  commonplace explain
  commonplace explain broken-link
  commonplace explain broken-link --json`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return wrongUsage(cmd, "explain takes one code at a time")
			}
			return nil
		},
		ValidArgsFunction: func(cmd *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return completeCode(cmd, args, typed)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				p.listCodes()
				return nil
			}
			entry, known := source.Lookup(source.Code(args[0]))
			if !known {
				return unknownCode(cmd, args[0])
			}
			p.explain(entry)
			return nil
		},
	}
}

func (p *program) explain(e source.Entry) {
	if p.json {
		writeJSON(p.out, explanation(e))
		return
	}
	width := min(p.out.width(), maxLine)
	p.out.line("%s (%s): %s", e.Code, e.Severity, e.Title)
	p.out.line("")
	p.out.line("%s", wrapped(e.Explain, width))
	if e.Input != "" {
		p.out.line("\nFor example:\n\n%s\n\nis answered with: %s", indent(e.Input), e.Says)
	}
	p.out.line("\n%s", wrapped("What to do: "+e.Remedy, width))
}

func (p *program) listCodes() {
	catalogue := source.Catalogue()
	if p.json {
		list := make([]explanation, 0, len(catalogue))
		for _, e := range catalogue {
			list = append(list, explanation(e))
		}
		writeJSON(p.out, list)
		return
	}
	rows := make([][]string, 0, len(catalogue))
	for _, e := range catalogue {
		rows = append(rows, []string{string(e.Code), e.Severity.String(), e.Title})
	}
	for _, line := range columns(rows) {
		p.out.line("%s", line)
	}
}

func unknownCode(cmd *cobra.Command, code string) error {
	var known []string
	for _, e := range source.Catalogue() {
		known = append(known, string(e.Code))
	}
	near := didYouMean("", code, known)
	if near == "" {
		near = "; commonplace explain lists all"
	}
	return wrongUsage(cmd, "unknown code “%s”%s", code, near)
}

// completeCode offers codes to the shell, each with its title.
func completeCode(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	// In CODE,CODE only the last one is being typed.
	before := typed[:strings.LastIndexByte(typed, ',')+1]
	var list []string
	for _, e := range source.Catalogue() {
		if code := before + string(e.Code); strings.HasPrefix(code, typed) {
			list = append(list, cobra.CompletionWithDesc(code, e.Title))
		}
	}
	return list, cobra.ShellCompDirectiveNoFileComp
}
