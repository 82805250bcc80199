// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"commonplace/generator"
	"commonplace/generator/scaffold"
	"commonplace/generator/site"

	"github.com/spf13/cobra"
)

func newNew(p *program) *cobra.Command {
	return &cobra.Command{
		Use:   "new KIND [TITLE]",
		Short: "Begin a page, a person or a decision from a template",
		Long: `New writes the file of a new page where pages of its kind lie, and prints its path.
KIND is pattern, page, person or decision, or a type that site.yaml declares.

It names the pages that are about the title already, and asks before it goes on.
Without a title it asks for one, and shows those pages while you type. A file
that exists is never overwritten.

Templates are in the program; a file such as templates/pattern.md beside
site.yaml takes the place of one.`,
		Example: `  commonplace new pattern "Rain barrel"
  commonplace new person "Ada Example"
  commonplace new decision "Accept pages under CC0" --yes
  commonplace new page
  $EDITOR "$(commonplace new pattern Mulch)"`,
		Args: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) == 0:
				return wrongUsage(cmd, "say what to begin: %s", strings.Join(scaffold.Templates(), ", "))
			case len(args) > 2:
				return wrongUsage(cmd, "a title of several words stands in quotes: commonplace new %s \"%s\"", args[0], strings.Join(args[1:], " "))
			}
			return nil
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return scaffold.Templates(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error { return p.new(cmd, args) },
	}
}

func (p *program) new(cmd *cobra.Command, args []string) error {
	commons, diagnostics, err := generator.Open(p.options)
	if err != nil {
		p.showAll(p.err, diagnostics, nil)
		return err
	}
	kind := args[0]
	if kinds := commons.Kinds(); !slices.Contains(kinds, kind) {
		return wrongUsage(cmd, "“%s” is not a kind of page; it is %s%s", kind, orList(kinds), didYouMean("", kind, kinds))
	}
	if len(args) == 1 && !p.asks() {
		return wrongUsage(cmd, "a %s needs a title: commonplace new %s \"Title\"", kind, kind)
	}
	sketch, err := p.sketch(cmd.Context(), commons, kind)
	if err != nil {
		return err
	}
	var title string
	if len(args) == 2 {
		title = args[1]
	} else if title, err = p.readTyping(prompt(kind), func(typed string) []string { return namesakes(sketch.Begun(typed)) }); err != nil {
		return err
	}
	if title, err = scaffold.Title(title); err != nil {
		return wrongUsage(cmd, "%v", err)
	}
	about := sketch.About(title)
	if len(about) > 0 && !p.yes {
		p.err.line("“%s” may be there already:", title)
		for _, line := range namesakes(about) {
			p.err.line("%s", line)
		}
		if yes, err := p.confirm(cmd, "Begin another?"); err != nil || !yes {
			return err
		}
	}
	page, err := sketch.Write(title, time.Now(), rand.Reader)
	if err != nil {
		return err
	}
	if p.json {
		if about == nil {
			about = []site.Namesake{}
		}
		writeJSON(p.out, begun{page, about})
		return nil
	}
	p.out.line("%s", fromHere(page.File))
	return nil
}

// begun is the JSON form of what new did.
type begun struct {
	*generator.NewPage
	Near []site.Namesake `json:"near"` // what was there already
}

// sketch reads the commons with a line of progress.
func (p *program) sketch(ctx context.Context, commons *generator.Commons, kind string) (*generator.Sketch, error) {
	line := startProgress(p.err, p.quiet)
	defer line.stop()
	return commons.Sketch(ctx, kind)
}

// prompt asks for the title of a page, or for the name of a person.
func prompt(kind string) string {
	if kind == "person" {
		return "Name:"
	}
	return "Title:"
}

// namesakes names pages that are like a title, one a line.
func namesakes(list []site.Namesake) []string {
	var lines []string
	for _, n := range list {
		line := fmt.Sprintf("  %s (%s)", n.Title, n.Path)
		if n.Name != n.Title {
			line = fmt.Sprintf("  %s, also called “%s” (%s)", n.Title, n.Name, n.Path)
		}
		lines = append(lines, line)
	}
	return lines
}

// fromHere is a path as one would type it in the current folder.
func fromHere(file string) string {
	here, err := os.Getwd()
	if err != nil {
		return file
	}
	if rel, err := filepath.Rel(here, file); err == nil {
		return rel
	}
	return file
}

// orList joins words: “a, b or c”.
func orList(words []string) string {
	if n := len(words) - 1; n > 0 {
		return strings.Join(words[:n], ", ") + " or " + words[n]
	}
	return strings.Join(words, "")
}
