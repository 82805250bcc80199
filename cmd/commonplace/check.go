// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"slices"

	"commonplace/generator"
	"commonplace/generator/source"

	"github.com/spf13/cobra"
)

// checking is what the flags of check ask for.
type checking struct {
	format string
	strict bool
	codes  []string
}

func newCheck(p *program) *cobra.Command {
	var c checking
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Report what is wrong, without writing the site",
		Long: `Check reports everything that is wrong in the commons: where, what, and what to
do about it. It writes no site.

With --code, only the diagnostics of these codes are shown, and only they count
for the exit code. "commonplace explain" lists all codes.`,
		Example: `  commonplace check
  commonplace check --strict
  commonplace check --code broken-link,broken-anchor
  commonplace check --format json > problems.json
  commonplace check --format github`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := c.validate(cmd, p.json); err != nil {
				return err
			}
			return p.check(cmd.Context(), c)
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&c.format, "format", "text", "write `FORMAT`: text, json, or github for annotations")
	f.BoolVar(&c.strict, "strict", false, "exit with 1 for warnings, too")
	f.StringSliceVar(&c.codes, "code", nil, "show only these `CODES`, joined by commas")
	must(cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(formats(), cobra.ShellCompDirectiveNoFileComp)))
	must(cmd.RegisterFlagCompletionFunc("code", completeCode))
	return cmd
}

func formats() []string { return []string{"text", "json", "github"} }

// validate takes --json as --format json, and refuses unknown words.
func (c *checking) validate(cmd *cobra.Command, json bool) error {
	if json {
		if cmd.Flags().Changed("format") && c.format != "json" {
			return wrongUsage(cmd, "--json and --format %s exclude each other", c.format)
		}
		c.format = "json"
	}
	if !slices.Contains(formats(), c.format) {
		return wrongUsage(cmd, "--format can't be “%s”; it is text, json or github", c.format)
	}
	for _, code := range c.codes {
		if _, known := source.Lookup(source.Code(code)); !known {
			return unknownCode(cmd, code)
		}
	}
	return nil
}

// finding is what a check has to say.
type finding struct {
	dir         string // that the paths of the diagnostics are relative to, absolute
	diagnostics []source.Diagnostic
	lines       []string // that sum it up
}

func (p *program) check(ctx context.Context, c checking) error {
	result, err := p.work(ctx, (*generator.Commons).Check)
	if err != nil {
		return err
	}
	if len(c.codes) > 0 {
		result.Diagnostics = slices.DeleteFunc(result.Diagnostics, func(d source.Diagnostic) bool {
			return !slices.Contains(c.codes, string(d.Code))
		})
	}
	switch c.format {
	case "json":
		writeJSON(p.out, resultJSON(result))
	case "github":
		table := countTable(result.Diagnostics, result.Report.Pages)
		if err := p.tellGitHub(finding{result.Dir, result.Diagnostics, table[len(table)-1:]}); err != nil {
			return err
		}
	default:
		p.tellCheck(result)
	}
	n := count(result.Diagnostics)
	if n.errors > 0 || c.strict && n.warnings > 0 {
		return errContent
	}
	return nil
}

// tellCheck shows the diagnostics and how many there are of each code.
func (p *program) tellCheck(result *generator.Result) {
	if p.quiet {
		p.showAll(p.out, slices.DeleteFunc(slices.Clone(result.Diagnostics), func(d source.Diagnostic) bool {
			return d.Severity != source.Error
		}), result.Lines)
		return
	}
	p.showAll(p.out, result.Diagnostics, result.Lines)
	if len(result.Diagnostics) > 0 {
		p.out.line("")
	}
	for _, line := range countTable(result.Diagnostics, result.Report.Pages) {
		p.out.line("%s", line)
	}
}
