// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"strings"

	"commonplace/generator"

	"github.com/spf13/cobra"
)

func newTranslate(p *program) *cobra.Command {
	return &cobra.Command{
		Use:   "translate PAGE LANG",
		Short: "Begin the translation of a page",
		Long: `Translate writes the file of a translation and prints its path. PAGE is an id,
slug, path, title or alias; LANG is a language tag such as es or pt-BR.

The file lies where translations lie in this commons, else beside the original as
name.LANG.md. It has the original's text, to be translated, and the digests of its
sections: when they change, the translation says which it is behind. A file that
exists is never overwritten.`,
		Example: `  commonplace translate rain-barrel es
  commonplace translate "Rain barrel" pt-BR
  $EDITOR "$(commonplace translate content/mulch.md de)"`,
		Args: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) < 2:
				return wrongUsage(cmd, "say which page, and into which language: commonplace translate PAGE LANG")
			case len(args) > 2:
				last := len(args) - 1
				return wrongUsage(cmd, "a title of several words stands in quotes: commonplace translate \"%s\" %s", strings.Join(args[:last], " "), args[last])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return p.translate(cmd, args[0], args[1]) },
	}
}

func (p *program) translate(cmd *cobra.Command, word, lang string) error {
	commons, diagnostics, err := generator.Open(p.options)
	if err != nil {
		p.showAll(p.err, diagnostics, nil)
		return err
	}
	begun, err := p.beginTranslation(cmd.Context(), commons, word, lang)
	switch {
	case errors.Is(err, generator.ErrNoPage), errors.Is(err, generator.ErrNoTranslation):
		return wrongUsage(cmd, "%v", err)
	case err != nil:
		return err
	case p.json:
		writeJSON(p.out, begun)
		return nil
	}
	if !p.quiet {
		p.err.line("“%s” in %s: %s to translate", begun.Title, begun.Language, plural(len(begun.Sections), "section"))
		if !begun.Listed {
			p.err.line("site.yaml does not list %s: add it to languages, so that folders and file names tell it", begun.Lang)
		}
	}
	p.out.line("%s", fromHere(begun.File))
	return nil
}

// beginTranslation reads the commons with a line of progress.
func (p *program) beginTranslation(ctx context.Context, commons *generator.Commons, word, lang string) (*generator.NewTranslation, error) {
	line := startProgress(p.err, p.quiet)
	defer line.stop()
	return commons.Translate(ctx, word, lang)
}
