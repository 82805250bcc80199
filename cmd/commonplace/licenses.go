// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"

	"commonplace/generator"
	"commonplace/generator/source"

	"github.com/spf13/cobra"
)

func newLicenses(p *program) *cobra.Command {
	return &cobra.Command{
		Use:   "licenses",
		Short: "Write LICENSES/ and REUSE.toml, so that every file says its rights",
		Long: `Licenses reads under which licence each page is and writes what the rules of
reuse.software ask for: the texts of the licences into LICENSES/, and REUSE.toml,
which says of every file who holds the rights. The two lie beside site.yaml, and
“reuse lint” passes with them.

A file that exists is kept. In a REUSE.toml that is there, only the block that
this command wrote is written again; what changes is shown, and it asks before.
What can't be known here is said.`,
		Example: `  commonplace licenses
  commonplace licenses --yes && reuse lint`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return wrongUsage(cmd, "licenses takes no argument")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return p.licenses(cmd) },
	}
}

func (p *program) licenses(cmd *cobra.Command) error {
	commons, diagnostics, err := generator.Open(p.options)
	if err != nil {
		p.showAll(p.err, diagnostics, nil)
		return err
	}
	plan, err := p.licensePlan(cmd.Context(), commons)
	if err != nil {
		return err
	}
	for k := range plan.Changed {
		f := &plan.Changed[k]
		removed, added := f.Lines()
		p.err.line("%s", f.Path)
		for _, l := range removed {
			p.err.line("  - %s", source.Visible(l))
		}
		for _, l := range added {
			p.err.line("  + %s", source.Visible(l))
		}
	}
	if len(plan.Changed) > 0 {
		if yes, err := p.confirm(cmd, "Change "+plan.Changed[0].Path+"?"); err != nil {
			return err
		} else if !yes {
			plan.Changed = plan.Changed[:0]
		}
	}
	if err := plan.Write(); err != nil {
		return err
	}
	if p.json {
		writeJSON(p.out, plan)
		return nil
	}
	for k := range plan.New {
		p.out.line("%s", plan.New[k].Path)
	}
	for k := range plan.Changed {
		p.out.line("%s", plan.Changed[k].Path)
	}
	if !p.quiet {
		if len(plan.New)+len(plan.Changed) == 0 {
			p.err.line("nothing to write")
		}
		for _, note := range plan.Notes {
			p.err.line("note: %s", source.Visible(note))
		}
	}
	return nil
}

// licensePlan reads the commons with a line of progress.
func (p *program) licensePlan(ctx context.Context, commons *generator.Commons) (*generator.LicenseFiles, error) {
	line := startProgress(p.err, p.quiet)
	defer line.stop()
	return commons.Licenses(ctx)
}
