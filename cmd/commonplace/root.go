// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"

	"commonplace/generator"

	"github.com/spf13/cobra"
)

// The exit codes.
const (
	exitFine    = 0
	exitContent = 1
	exitFault   = 2
)

// errContent ends a command whose findings are already shown: the content has errors.
var errContent = errors.New("the content has errors")

// program is what the commands share: where to write and the flags that every command has.
type program struct {
	in       *keyboard
	out, err *stream
	options  generator.Options
	quiet    bool
	verbose  bool
	json     bool
	yes      bool
}

// newRoot makes the command line.
func newRoot(p *program) *cobra.Command {
	root := &cobra.Command{
		Use:   "commonplace",
		Short: "Compile a knowledge commons into a static wiki",
		Long: `Commonplace compiles the Markdown files of a knowledge commons into a static wiki.

Settings are read from site.yaml, here or in a folder above. Without one, the
Markdown files in content/ become a site in public/.

Exit codes: 0 fine, 1 errors in the content, 2 environment or usage.`,
		Example: `  commonplace init
  commonplace serve --open
  commonplace check
  commonplace publish`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return cmd.Help()
		},
		SilenceErrors:     true,
		SilenceUsage:      true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
	}
	root.SetOut(p.out)
	root.SetErr(p.err)
	root.SetFlagErrorFunc(wrongFlag)
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error {
		if p.quiet && p.verbose {
			return wrongUsage(cmd, "--quiet and --verbose exclude each other")
		}
		return nil
	}

	f := root.PersistentFlags()
	f.SortFlags = false
	f.StringVarP(&p.options.Source, "source", "s", "", "take paths in site.yaml from `DIR` (default: where site.yaml is)")
	f.StringVarP(&p.options.Config, "config", "c", "", "read `FILE` instead of site.yaml")
	f.StringArrayVar(&p.options.Set, "set", nil, "put `KEY=VALUE` over site.yaml; may be repeated")
	f.BoolVar(&p.yes, "yes", false, "answer yes to whatever is asked")
	f.BoolVar(&p.quiet, "quiet", false, "show errors only")
	f.BoolVar(&p.verbose, "verbose", false, "show more")
	f.BoolVar(&p.json, "json", false, "write JSON to standard output")
	must(root.MarkPersistentFlagDirname("source"))
	must(root.MarkPersistentFlagFilename("config", "yaml", "yml"))

	root.AddCommand(newBuild(p), newServe(p), newCheck(p), newInit(p), newNew(p), newTranslate(p), newReview(p), newLicenses(p), newSearch(p), newStatus(p), newGovernance(p), newPublish(p), newExplain(p), newVersion(p), newCompletion(p))
	root.SetHelpCommand(newHelp())
	root.SetUsageTemplate(usageTemplate)
	return root
}

// work opens the commons and does one thing with it, with a line of progress meanwhile.
func (p *program) work(ctx context.Context, do func(*generator.Commons, context.Context) (*generator.Result, error)) (*generator.Result, error) {
	line := startProgress(p.err, p.quiet)
	defer line.stop()

	o := p.options
	o.Progress = line.report
	commons, diagnostics, err := generator.Open(o)
	if err != nil {
		line.stop()
		p.showAll(p.err, diagnostics, nil)
		return nil, err
	}
	return do(commons, ctx)
}

// end says what went wrong, if anything, and gives the exit code.
func (p *program) end(failure error) int {
	var usage *usageError
	switch {
	case failure == nil:
		return exitFine
	case errors.Is(failure, errContent), errors.Is(failure, errNothing):
		return exitContent
	case errors.Is(failure, context.Canceled):
		p.err.line("commonplace: interrupted")
	case errors.As(failure, &usage):
		p.err.line("commonplace: %v", usage)
		p.err.line("%s --help tells more", usage.command)
	default:
		p.err.line("commonplace: %v", failure)
	}
	return exitFault
}

// must holds for calls that fail only when the program itself is wrong, such as a flag that is marked but not defined.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
