// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"strings"
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
	if len(r.Problems) > 0 {
		return "the settings have mistakes: the site is as it was"
	}
	var parts []string
	for _, kind := range []struct {
		names []string
		verb  string
	}{{r.Changed, "changed"}, {r.Added, "added"}, {r.Removed, "removed"}} {
		switch n := len(kind.names); {
		case n == 1:
			parts = append(parts, kind.names[0]+" "+kind.verb)
		case n > 1:
			parts = append(parts, fmt.Sprintf("%s and %s %s", kind.names[0], plural(n-1, "other file"), kind.verb))
		}
	}
	if r.Settings {
		parts = append(parts, "settings read again")
	}
	if parts == nil {
		parts = []string{"history or problems changed"}
	}
	return fmt.Sprintf("%s: %s ms, %v", strings.Join(parts, ", "), grouped(int(r.Took.Round(time.Millisecond).Milliseconds())), tally{errors: r.Errors, warnings: r.Warnings})
}
