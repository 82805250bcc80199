// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"commonplace/generator"
	"commonplace/generator/site"

	"github.com/spf13/cobra"
)

func newStatus(p *program) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "status [PAGE]",
		Short: "Say what status pages have earned, and why",
		Long: `Status explains the status of one page: which rule holds, which reviews count,
which do not and why, and what the next status still needs. PAGE is an id, slug,
path, title or alias. Without one it lists all pages.`,
		Example: `  commonplace status
  commonplace status peer-review
  commonplace status peer-review --json`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return wrongUsage(cmd, "status takes one page; a title of several words stands in quotes")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return p.status(cmd, strings.Join(args, "")) },
	}
	cmd.Flags().StringVar(&p.options.Date, "date", "", "judge as of `DATE` (YYYY-MM-DD; default: SOURCE_DATE_EPOCH, else today)")
	return cmd
}

func (p *program) status(cmd *cobra.Command, page string) error {
	commons, diagnostics, err := generator.Open(p.options)
	if err != nil {
		p.showAll(p.err, diagnostics, nil)
		return err
	}
	list, err := commons.Status(cmd.Context(), page)
	switch {
	case errors.Is(err, generator.ErrNoPage):
		return wrongUsage(cmd, "%v", err)
	case err != nil:
		return err
	case p.json && page != "":
		writeJSON(p.out, list[0])
	case p.json:
		writeJSON(p.out, list)
	case page != "":
		p.explainStatus(&list[0])
	default:
		rows := make([][]string, 0, len(list))
		for k := range list {
			s := &list[k]
			rows = append(rows, []string{s.Path, cmp.Or(s.Status, "none"), flagsOf(s)})
		}
		for _, line := range columns(rows) {
			p.out.line("%s", strings.TrimRight(line, " "))
		}
	}
	return nil
}

func flagsOf(s *site.Standing) string {
	flags := make([]string, 0, len(s.Flags))
	for _, f := range s.Flags {
		flags = append(flags, string(f))
	}
	return strings.Join(flags, ", ")
}

// explainStatus says the proof in words.
func (p *program) explainStatus(s *site.Standing) {
	line := fmt.Sprintf("%s: %s", s.Title, cmp.Or(s.Status, "no status"))
	if flags := flagsOf(s); flags != "" {
		line += " (" + flags + ")"
	}
	if s.Until != "" {
		line += ", until " + s.Until
	}
	p.out.line("%s", line)
	if s.Declared != "" {
		p.out.line("declared: %s", s.Declared)
	}
	for _, r := range s.Reviews {
		what := cmp.Or(r.Recommendation, "review")
		if r.Why == "" {
			p.out.line("+ %s, %s, %s: covers %s", r.Reviewer, r.Date, what, strings.Join(r.Covers, ", "))
		} else {
			p.out.line("- %s, %s, %s: does not count, since %s", cmp.Or(r.Reviewer, "somebody"), cmp.Or(r.Date, "no date"), what, r.Why)
		}
		if len(r.Changed) > 0 && r.Why == "" {
			p.out.line("  changed since: %s", strings.Join(r.Changed, ", "))
		}
	}
	for _, step := range s.Next {
		p.out.line("%s still needs:", step.Status)
		for _, need := range step.Words {
			p.out.line("  %s", need)
		}
	}
}

func newGovernance(p *program) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "governance",
		Short: "Try out rules of review",
		Long:  `Governance tries out rules before they are decided on.`,
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	simulate := &cobra.Command{
		Use:   "simulate FILE",
		Short: "List the pages that would have another status under the rules of a file",
		Long: `Simulate reads rules as governance.yaml has them from FILE, and lists every page
whose status would be another under them, and what it would lack. Nothing is written.`,
		Example: `  commonplace governance simulate proposal.yaml`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return wrongUsage(cmd, "name one file of rules: commonplace governance simulate proposal.yaml")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return p.simulate(cmd, args[0]) },
	}
	simulate.Flags().StringVar(&p.options.Date, "date", "", "judge as of `DATE` (YYYY-MM-DD; default: SOURCE_DATE_EPOCH, else today)")
	cmd.AddCommand(simulate)
	return cmd
}

func (p *program) simulate(cmd *cobra.Command, file string) error {
	commons, diagnostics, err := generator.Open(p.options)
	if err != nil {
		p.showAll(p.err, diagnostics, nil)
		return err
	}
	result, diagnostics, err := commons.Simulate(cmd.Context(), file)
	p.showAll(p.err, diagnostics, nil)
	if err != nil {
		return err
	}
	if p.json {
		writeJSON(p.out, result)
		return nil
	}
	for _, c := range result.Changes {
		p.out.line("%s: %s becomes %s", c.Path, cmp.Or(c.From, "none"), cmp.Or(c.To, "none"))
		for _, need := range c.Needs {
			p.out.line("  %s would need %s", c.From, need)
		}
	}
	p.out.line("%d of %s would have another status", len(result.Changes), plural(result.Pages, "page"))
	return nil
}
