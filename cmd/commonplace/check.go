// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"slices"

	"commonplace/generator"
	"commonplace/generator/build"
	"commonplace/generator/source"

	"github.com/spf13/cobra"
)

// checking is what the flags of check ask for.
type checking struct {
	format string
	strict bool
	fix    bool
	codes  []string

	// Of these at most one is asked for: each is a check of its own.
	since     string
	addresses string
	links     bool
}

func newCheck(p *program) *cobra.Command {
	var c checking
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Report what is wrong, without writing the site",
		Long: `Check reports everything that is wrong in the commons: where, what, and what to
do about it. It writes no site.

With --since, only what differs from the commons at a revision of Git: problems
that are new, what was repaired, addresses that would be lost, statuses and
licences that changed, and new pages that nearly repeat another. Compared is the
commit where REF and the present branch parted; changes that are not committed
count. Old problems do not make the exit code 1.

With --addresses, only which addresses of an old site nothing would answer on
this one, and what keeps each.

With --links, only the links to other sites: each is asked after, a few hosts at a
time and with pauses. Good answers are kept for days, so that a second run asks
little. No other command but "publish" needs the network.

With --fix, what can be repaired without a doubt is repaired: links that differ from
the name of a file by case or by one slip of the pen, fragments where only one section
is meant, and, with --since, aliases for addresses that pages have lost. The change is
shown, and you are asked before a file is written; --yes answers. With --code
credit-missing it proposes credit for those whom Git knows and a page does not name.

With --code, only the diagnostics of these codes are shown, and only they count
for the exit code. "commonplace explain" lists all codes.`,
		Example: `  commonplace check
  commonplace check --strict
  commonplace check --since origin/main
  commonplace check --fix
  commonplace check --addresses https://old.example.org/sitemap.xml
  commonplace check --code broken-link,broken-anchor
  commonplace check --format json > problems.json
  commonplace check --format github`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := c.validate(cmd, p.json); err != nil {
				return err
			}
			return p.check(cmd, c)
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&c.since, "since", "", "report only what differs from the commons at `REF`, a branch or a commit of Git")
	f.StringVar(&c.addresses, "addresses", "", "report which addresses of an old site would die: a list or a sitemap, `FILE|URL`")
	f.BoolVar(&c.links, "links", false, "ask other sites whether outside links still lead somewhere")
	f.BoolVar(&c.fix, "fix", false, "repair what can be repaired without a doubt; shows the change and asks")
	f.StringVar(&c.format, "format", "text", "write `FORMAT`: text, json, github for annotations, gitlab for a Code Quality report")
	f.BoolVar(&c.strict, "strict", false, "exit with 1 for warnings, too")
	f.StringSliceVar(&c.codes, "code", nil, "show only these `CODES`, joined by commas")
	must(cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(formats(), cobra.ShellCompDirectiveNoFileComp)))
	must(cmd.RegisterFlagCompletionFunc("code", completeCode))
	return cmd
}

func formats() []string { return []string{"text", "json", "github", "gitlab"} }

// validate takes --json as --format json, and refuses unknown words.
func (c *checking) validate(cmd *cobra.Command, json bool) error {
	if json {
		if cmd.Flags().Changed("format") && c.format != "json" {
			return wrongUsage(cmd, "--json and --format %s exclude each other", c.format)
		}
		c.format = "json"
	}
	if !slices.Contains(formats(), c.format) {
		return wrongUsage(cmd, "--format can't be “%s”; it is text, json, github or gitlab", c.format)
	}
	own := 0
	for _, asked := range []bool{c.since != "", c.addresses != "", c.links} {
		if asked {
			own++
		}
	}
	if own > 1 {
		return wrongUsage(cmd, "--since, --addresses and --links are checks of their own: ask for one at a time")
	}
	if c.fix && (c.addresses != "" || c.links) {
		return wrongUsage(cmd, "--fix repairs what “check” and “check --since” find, not addresses of an old site or links to others")
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

func (p *program) check(cmd *cobra.Command, c checking) error {
	p.options.Repair = c.fix
	result, err := p.find(cmd.Context(), c)
	if err != nil {
		return err
	}
	var fixed []build.Edit
	if c.fix {
		if fixed, err = p.fix(cmd, result); err != nil {
			return err
		}
		// What is left may be less than what was repaired took away, and another line is another place.
		if len(fixed) > 0 {
			if result, err = p.find(cmd.Context(), c); err != nil {
				return err
			}
		}
	}
	switch c.format {
	case "json":
		found := resultJSON(result)
		found.Fixed = fixed
		writeJSON(p.out, found)
	case "github":
		if err := p.tellGitHub(finding{result.Dir, result.Diagnostics, sums(result)}); err != nil {
			return err
		}
	case "gitlab":
		p.tellGitLab(finding{result.Dir, result.Diagnostics, nil})
	default:
		p.tellCheck(result)
	}
	n := count(result.Diagnostics)
	if n.errors > 0 || c.strict && n.warnings > 0 {
		return errContent
	}
	return nil
}

// find does the check that was asked for, and leaves out codes that were not.
func (p *program) find(ctx context.Context, c checking) (*generator.Result, error) {
	result, err := p.work(ctx, func(commons *generator.Commons, ctx context.Context) (*generator.Result, error) {
		switch {
		case c.since != "":
			return commons.CheckSince(ctx, c.since)
		case c.addresses != "":
			return commons.CheckAddresses(ctx, c.addresses)
		case c.links:
			return commons.CheckLinks(ctx)
		}
		return commons.Check(ctx)
	})
	if err != nil {
		return result, err
	}
	if len(c.codes) == 0 {
		// Whom to credit is never beyond doubt: it is proposed only where it is asked for.
		result.Repairs = slices.DeleteFunc(result.Repairs, func(r build.Repair) bool { return r.Diagnostic.Code == source.CodeCreditMissing })
		return result, nil
	}
	others := func(d source.Diagnostic) bool { return !slices.Contains(c.codes, string(d.Code)) }
	result.Diagnostics = slices.DeleteFunc(result.Diagnostics, others)
	result.Repairs = slices.DeleteFunc(result.Repairs, func(r build.Repair) bool { return others(r.Diagnostic) })
	if result.Since != nil {
		result.Since.Repaired = slices.DeleteFunc(result.Since.Repaired, others)
	}
	return result, nil
}

// sums ends what a check says, in a line or two.
func sums(result *generator.Result) []string {
	switch {
	case result.Since != nil:
		return sinceSums(result)
	case result.Addresses != nil:
		return addressesSums(result.Addresses)
	case result.Links != nil:
		return linksSums(result.Links)
	}
	table := countTable(result.Diagnostics, result.Report.Pages)
	return table[len(table)-1:]
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
	lines := countTable(result.Diagnostics, result.Report.Pages)
	if result.Understood != nil {
		lines = append(understoodTable(result.Understood), lines...)
	}
	switch {
	case result.Since != nil:
		lines = append(repairedLines(result.Since.Repaired), sums(result)...)
	case result.Addresses != nil || result.Links != nil:
		lines = sums(result)
	}
	for _, line := range lines {
		p.out.line("%s", line)
	}
}
