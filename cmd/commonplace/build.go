// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"commonplace/generator"
	"commonplace/generator/build"
	"commonplace/generator/source"

	"github.com/spf13/cobra"
)

// A build shows this many warnings; check shows all.
const shownWarnings = 20

func newBuild(p *program) *cobra.Command {
	var report string
	cmd := &cobra.Command{
		Use:   "build",
		Short: "Make the site, or renew what has changed",
		Long: `Build makes the site, or renews what has changed since the last build.

The output is exchanged as a whole: a build that fails or is interrupted leaves
it as it was. Errors in the content do not stop the other pages; they make the
exit code 1.`,
		Example: `  commonplace build
  commonplace build --destination /srv/www/commons --clean
  commonplace build --date 2026-11-20 --report report.json
  commonplace build --verify`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if cmd.Flags().Changed("jobs") && p.options.Jobs < 1 {
				return wrongUsage(cmd, "--jobs must be at least 1")
			}
			return p.build(cmd.Context(), report)
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVarP(&p.options.Destination, "destination", "d", "", "write the site to `DIR` (default: public, beside site.yaml)")
	f.StringVar(&p.options.Date, "date", "", "build as on `DATE`, such as 2026-11-20 (default: SOURCE_DATE_EPOCH, else today)")
	f.BoolVar(&p.options.Clean, "clean", false, "remove files from the output that are not the site's")
	f.BoolVar(&p.options.Verify, "verify", false, "build again from nothing and compare every byte")
	f.BoolVar(&p.options.Drafts, "drafts", false, "build drafts, too")
	f.StringVar(&report, "report", "", "write to `FILE`, as JSON, what was done and at what cost")
	f.IntVar(&p.options.Jobs, "jobs", 0, "do `N` things at a time (default: one for each processor)")
	must(cmd.MarkFlagDirname("destination"))
	return cmd
}

func (p *program) build(ctx context.Context, report string) error {
	start := time.Now()
	result, err := p.work(ctx, (*generator.Commons).Build)
	if err != nil {
		return err
	}
	took := time.Since(start)
	if p.json {
		writeJSON(p.out, resultJSON(result))
	} else {
		p.tellBuild(result, took)
	}
	if report != "" {
		if err := writeReport(report, result.Report); err != nil {
			return err
		}
	}
	if result.Report.Errors > 0 {
		return errContent
	}
	return nil
}

// tellBuild shows the diagnostics, errors last since they matter most, what changed, and a summary.
func (p *program) tellBuild(result *generator.Result, took time.Duration) {
	var errs, rest []source.Diagnostic
	more := 0
	for _, d := range result.Diagnostics {
		switch {
		case d.Severity == source.Error:
			errs = append(errs, d)
		case p.quiet:
		case p.verbose:
			rest = append(rest, d)
		case d.Severity == source.Warning && len(rest) < shownWarnings:
			rest = append(rest, d)
		case d.Severity == source.Warning:
			more++
		}
	}
	p.showAll(p.err, rest, result.Lines)
	if more > 0 {
		p.err.line("and %s; commonplace check shows all", plural(more, "more warning"))
	}
	p.showAll(p.err, errs, result.Lines)
	if p.quiet {
		return
	}
	if len(errs)+len(rest) > 0 {
		p.err.line("")
	}
	for _, line := range changes(result.Report) {
		p.err.line("%s", line)
	}
	if p.verbose {
		for _, line := range costs(result.Report) {
			p.err.line("%s", line)
		}
	}
	for _, line := range summary(result.Report, result.Diagnostics, took) {
		p.err.line("%s", line)
	}
}

func writeReport(file string, r build.Report) error {
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return fmt.Errorf("encode the report: %w", err)
	}
	if err := os.WriteFile(file, append(data, '\n'), 0o644); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}
