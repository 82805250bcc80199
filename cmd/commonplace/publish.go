// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"commonplace/generator"
	"commonplace/generator/config"
	"commonplace/generator/publish"

	"github.com/spf13/cobra"
)

// errNotPublished ends a publishing to which somebody said no.
var errNotPublished = errors.New("nothing was published")

func newPublish(p *program) *cobra.Command {
	dry := false
	cmd := &cobra.Command{
		Use:   "publish [TARGET]",
		Short: "Build the site and carry it to where others read it",
		Long: `Publish builds the site, shows what would change at the target, asks, and
carries the differences there: to a branch of a Git repository (github-pages,
which is the default), into a folder, or into an archive (zip, tar.gz). Targets
are described in site.yaml under “publish”.

Nothing is deleted that was not published from here. Whatever goes wrong, the
published site stays whole. A site whose content has errors is not published.`,
		Example: `  commonplace publish
  commonplace publish --dry-run
  commonplace publish zip --yes`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return wrongUsage(cmd, "publish takes one target, but was given “%s”, too", args[1])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			name := config.GitHubPages
			if len(args) == 1 {
				name = args[0]
			}
			if !dry && !p.yes && !p.asks() {
				return wrongUsage(cmd, "nobody is there to be asked whether to publish: say --yes, or --dry-run to see what would be done")
			}
			return p.publish(cmd, name, dry)
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.BoolVar(&dry, "dry-run", false, "show what would be added, changed and removed, and send nothing")
	f.StringVarP(&p.options.Destination, "destination", "d", "", "build the site in `DIR` (default: public, beside site.yaml)")
	f.StringVar(&p.options.Date, "date", "", "build as on `DATE`, such as 2026-11-20 (default: SOURCE_DATE_EPOCH, else today)")
	f.IntVar(&p.options.Jobs, "jobs", 0, "do `N` things at a time (default: one for each processor)")
	must(cmd.MarkFlagDirname("destination"))
	return cmd
}

// publication is the JSON form of what publish did or would do.
type publication struct {
	*publish.Plan
	DryRun    bool `json:"dry_run"`
	Published bool `json:"published"`
}

func (p *program) publish(cmd *cobra.Command, name string, dry bool) (err error) {
	ctx := cmd.Context()
	line := startProgress(p.err, p.quiet)
	defer func() { line.stop() }()
	o := p.options
	o.Progress = func(phase string, done, total int) { line.report(phase, done, total) }
	commons, diagnostics, err := generator.Open(o)
	if err != nil {
		line.stop()
		p.showAll(p.err, diagnostics, nil)
		return err
	}
	if err := commons.HasTarget(name); err != nil {
		return wrongUsage(cmd, "%v", err)
	}
	result, err := commons.Build(ctx)
	if err != nil {
		return err
	}
	if result.Report.Errors > 0 {
		line.stop()
		p.tellErrors(result)
		return errContent
	}
	found, err := commons.Publication(ctx, name)
	if err != nil {
		return p.halted(ctx, err)
	}
	defer func() { err = errors.Join(err, found.Close()) }()
	plan := found.Plan()
	line.stop()
	sent := false
	if !dry && !plan.Empty() {
		if !p.quiet && !p.yes {
			p.tellPlan(plan)
		}
		agreed, err := p.confirm(cmd, fmt.Sprintf("Publish to the %s?", plan.Place))
		if err != nil {
			return err
		}
		if !agreed {
			return errNotPublished
		}
		line = startProgress(p.err, p.quiet)
		if err := found.Send(ctx); err != nil {
			return p.halted(ctx, err)
		}
		line.stop()
		sent = true
	}
	switch {
	case p.json:
		writeJSON(p.out, publication{plan, dry, sent})
	case dry:
		p.tellDryRun(plan)
	case !p.quiet:
		p.tellPublished(plan, sent)
	}
	return nil
}

// halted tells, where somebody has interrupted, how the published site is.
func (p *program) halted(ctx context.Context, err error) error {
	if errors.Is(err, context.Canceled) || ctx.Err() != nil {
		return errors.New("interrupted; the published site is whole, the old or the new one: publish again to go on")
	}
	return err
}

// tellErrors shows the errors of the content, for which nothing is published.
func (p *program) tellErrors(result *generator.Result) {
	p.quiet = true
	p.tellBuild(result, 0)
	p.err.line("nothing was published: correct the %s, or give its code another level under “diagnostics” in site.yaml", plural(result.Report.Errors, "error"))
}

// planned are the lines of what a plan changes.
func planned(plan *publish.Plan, all bool) []string {
	list := []fate{{"added", plan.Added}, {"changed", plan.Changed}, {"removed", plan.Removed}}
	if all {
		list = append(list, fate{"kept", plan.Kept})
	}
	return fates(all, list...)
}

func (p *program) tellPlan(plan *publish.Plan) {
	for _, line := range planned(plan, false) {
		p.err.line("%s", line)
	}
	p.tellAside(plan)
}

// tellAside shows what a plan leaves alone and what may become a problem.
func (p *program) tellAside(plan *publish.Plan) {
	if n := len(plan.Kept); n > 0 {
		names := strings.Join(plan.Kept[:min(n, namedForeign)], ", ")
		if n > namedForeign {
			names += ", …"
		}
		p.err.line("kept %s of others: %s", plural(n, "file"), names)
	}
	for _, note := range plan.Notes {
		p.err.line("%s", note)
	}
}

// tellDryRun names every file, since that is what was asked for.
func (p *program) tellDryRun(plan *publish.Plan) {
	for _, line := range planned(plan, true) {
		p.out.line("%s", line)
	}
	if p.quiet {
		return
	}
	p.out.flush() // the sum comes last on a terminal; what fails is told at the end
	for _, note := range plan.Notes {
		p.err.line("%s", note)
	}
	p.err.line("%s would be added, %s changed, %s removed in the %s; nothing was sent", plural(len(plan.Added), "file"), grouped(len(plan.Changed)),
		grouped(len(plan.Removed)), plan.Place)
}

func (p *program) tellPublished(plan *publish.Plan, sent bool) {
	if !sent {
		p.tellAside(plan)
		p.err.line("the %s holds this site already: nothing to publish", plan.Place)
		return
	}
	if p.yes {
		p.tellPlan(plan)
	}
	p.err.line("published to the %s: %s added, %s changed, %s removed, %s kB", plan.Place, plural(len(plan.Added), "file"), grouped(len(plan.Changed)),
		grouped(len(plan.Removed)), grouped(int((plan.Bytes+999)/1000)))
	if plan.Kind == config.GitHubPages && plan.New {
		p.err.line("the branch is new: on GitHub choose it once under Settings, Pages, “Deploy from a branch”")
	}
}
