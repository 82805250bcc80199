// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"time"

	"commonplace/generator"
	"commonplace/generator/serve"

	"github.com/spf13/cobra"
)

// serving is what the flags of serve ask for.
type serving struct {
	bind     string
	port     int
	open     bool
	noDrafts bool
}

func newServe(p *program) *cobra.Command {
	var s serving
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Show the site while it is written",
		Long: `Serve shows the site at an address of this machine. Each page is made when it is
asked for, and an open page changes with its file. Drafts are shown, and marked.

Problems of a page are shown over it, and all of them at /_/ of the address.
Nothing is written but the cache, so that a build can run meanwhile.`,
		Example: `  commonplace serve
  commonplace serve --open
  commonplace serve --port 8080 --no-drafts`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if s.port < 0 || s.port > 65535 || cmd.Flags().Changed("port") && s.port == 0 {
				return wrongUsage(cmd, "--port can't be %d; it is a number from 1 to 65535", s.port)
			}
			if !cmd.Flags().Changed("port") {
				s.port = 0
			}
			return p.serve(cmd.Context(), s)
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&s.bind, "bind", "127.0.0.1", "listen at `ADDRESS`; others can read the site if it is not of this machine alone")
	f.IntVarP(&s.port, "port", "p", serve.DefaultPort, "listen at port `N`")
	f.BoolVar(&s.open, "open", false, "open the site in the browser")
	f.BoolVar(&s.noDrafts, "no-drafts", false, "leave drafts out, as a build does")
	return cmd
}

func (p *program) serve(ctx context.Context, s serving) error {
	o := p.options
	o.Drafts = !s.noDrafts
	commons, diagnostics, err := generator.Open(o)
	if err != nil {
		p.showAll(p.err, diagnostics, nil)
		return err
	}
	began := time.Now()
	return commons.Serve(ctx, generator.ServeOptions{Bind: s.bind, Port: s.port,
		Ready: func(address string) {
			if !p.quiet {
				p.err.line("%s is ready after %.1f s; Ctrl-C ends it", address, time.Since(began).Seconds())
			}
			if s.open {
				if err := openBrowser(address); err != nil {
					p.err.line("the browser could not be opened: %v", err)
				}
			}
		},
		Rebuilt: func(r serve.Rebuild) {
			p.showAll(p.err, r.Problems, nil)
			if !p.quiet {
				p.err.line("%s", rebuilt(r))
			}
		},
		Note: func(text string) { p.err.line("%s", text) },
	})
}

// rebuilt says in one line what changed, how long that took and how the commons is now.
func rebuilt(r serve.Rebuild) string {
	what := "nothing"
	names := append(append(append([]string(nil), r.Changed...), r.Added...), r.Removed...)
	switch {
	case len(names) == 1:
		what = names[0]
	case len(names) > 1:
		what = fmt.Sprintf("%s and %s", names[0], plural(len(names)-1, "other file"))
	}
	if r.Settings {
		what = "the settings"
		if len(r.Problems) > 0 {
			return "the settings have mistakes: the site is as it was"
		}
	}
	t := tally{errors: r.Errors, warnings: r.Warnings}
	return fmt.Sprintf("%s changed, %s; %v", what, milliseconds(r.Took), t)
}

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%s ms", grouped(int(d.Round(time.Millisecond)/time.Millisecond)))
}
