// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"commonplace/generator"
	"commonplace/generator/config"
	"commonplace/generator/scaffold"

	"github.com/spf13/cobra"
)

// beginning is what the flags of init ask for.
type beginning struct {
	ci, preset string
}

func newInit(p *program) *cobra.Command {
	var b beginning
	cmd := &cobra.Command{
		Use:   "init [DIR]",
		Short: "Begin a commons: settings, a first page, a workflow",
		Long: `Init writes the first files of a commons into a folder: site.yaml, in which every
common setting is explained, governance.yaml, a first pattern and person, the
licence, .gitignore, and a workflow that checks proposed changes and publishes
the site.

It asks for the name, the licence, the language and the forge, and proposes what
it can see: in the folder's name, its LICENSE, its Git remote, the settings of Hugo,
Jekyll, MkDocs or mdBook. A folder that has Markdown already is read as it is. A
file that exists is never overwritten.`,
		Example: `  commonplace init
  commonplace init water --yes
  commonplace init --ci github
  commonplace init --preset commons-os`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return wrongUsage(cmd, "init takes one folder")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := p.options.Source
			if len(args) == 1 {
				dir = args[0]
			}
			if dir == "" {
				dir = "."
			}
			return p.init(cmd, dir, b)
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&b.ci, "ci", "", "write the workflow for `FORGE`: github, gitlab, forgejo, or none")
	f.StringVar(&b.preset, "preset", "", "read the pages as the preset `NAME` says")
	must(cmd.RegisterFlagCompletionFunc("ci", cobra.FixedCompletions(append(scaffold.Forges(), none), cobra.ShellCompDirectiveNoFileComp)))
	must(cmd.RegisterFlagCompletionFunc("preset", completePreset))
	return cmd
}

// none answers a question about what one can do without.
const none = "none"

// took is the JSON form of what init did.
type took struct {
	Dir string `json:"dir"`
	*scaffold.Begun
}

func (p *program) init(cmd *cobra.Command, dir string, b beginning) error {
	a, err := scaffold.Guess(cmd.Context(), dir)
	if err != nil {
		return err
	}
	a.Program, a.Date = generator.Origin(), time.Now().UTC().Format(time.DateOnly)
	_, missing := os.Lstat(filepath.Join(dir, config.FileName))
	if missing == nil {
		a.Forge = "" // a commons that has begun gets a workflow only when asked for
	}
	if err := b.apply(cmd, &a); err != nil {
		return err
	}
	if missing != nil && !p.yes {
		if !p.asks() {
			return wrongUsage(cmd, "nobody is there to be asked; --yes takes %s", proposal(a))
		}
		if err := p.askAll(cmd, &a); err != nil {
			return err
		}
	}
	begun, err := scaffold.Init(dir, a)
	if err != nil {
		return err
	}
	if p.json {
		writeJSON(p.out, took{dir, begun})
	} else {
		p.tellInit(dir, a, begun)
	}
	if !slices.Contains(begun.Written, config.FileName) {
		return nil
	}
	return p.readBack(dir)
}

// apply takes the flags over what was guessed.
func (b beginning) apply(cmd *cobra.Command, a *scaffold.Answers) error {
	switch {
	case b.ci == none:
		a.Forge = ""
	case b.ci != "" && !slices.Contains(scaffold.Forges(), b.ci):
		return wrongUsage(cmd, "--ci can't be “%s”; it is github, gitlab, forgejo or none", b.ci)
	case b.ci != "" && a.Below != "":
		return wrongUsage(cmd, "--ci: a workflow is read at the top of a repository only, and this folder is %s in one", a.Below)
	case b.ci != "":
		a.Forge = b.ci
	}
	if b.preset != "" {
		if !slices.Contains(config.Presets(), b.preset) {
			return wrongUsage(cmd, "there is no preset “%s”%s; there are %s", b.preset, didYouMean("", b.preset, config.Presets()), strings.Join(config.Presets(), ", "))
		}
		a.Preset = b.preset
	}
	return nil
}

// proposal says what --yes takes.
func proposal(a scaffold.Answers) string {
	parts := []string{"the name “" + a.Title + "”", a.License, "the language " + a.Language}
	if !a.Fresh {
		parts = append(parts, "the pages in "+a.Root)
	}
	if a.Preset != "" {
		parts = append(parts, "the preset "+a.Preset)
	}
	if a.Forge != "" {
		parts = append(parts, "the workflow for "+a.Forge)
	}
	return strings.Join(parts, ", ")
}

// askAll asks for what a commons can't do without, each with a proposal, and again where an answer can't be taken.
func (p *program) askAll(cmd *cobra.Command, a *scaffold.Answers) error {
	if !a.Fresh {
		p.err.line("%s is here already: %s holds the pages. They stay as they are.", a.Tool, a.Root)
	}
	forge, preset := cmp.Or(a.Forge, none), cmp.Or(a.Preset, none)
	isTitle := func(text string) error {
		_, err := scaffold.Title(text)
		return err
	}
	oneOf := func(words []string) func(string) error {
		words = append(slices.Clone(words), none)
		return func(text string) error {
			if !slices.Contains(words, text) {
				return fmt.Errorf("it is %s", orList(words))
			}
			return nil
		}
	}
	questions := []struct {
		text   string
		answer *string
		asked  bool
		check  func(string) error
	}{
		{"Name of the commons", &a.Title, true, isTitle},
		{"Licence of its pages (" + strings.Join(scaffold.Licenses(), ", ") + ", …)", &a.License, true, isTitle},
		{"Language (en, de, es, …)", &a.Language, true, isTitle},
		{"Your name, or a pseudonym", &a.Author, a.Fresh, isTitle},
		{"Folder of the pages", &a.Root, !a.Fresh, isTitle},
		{"Preset that reads them, or none", &preset, !a.Fresh && !cmd.Flags().Changed("preset"), oneOf(config.Presets())},
		{"Workflow for github, gitlab, forgejo or none", &forge, a.Below == "" && !cmd.Flags().Changed("ci"), oneOf(scaffold.Forges())},
	}
	for _, q := range questions {
		for q.asked {
			answer, err := p.ask(q.text, *q.answer)
			if err != nil {
				return err
			}
			if err := q.check(answer); err != nil {
				p.err.line("%v", err)
				continue
			}
			*q.answer, q.asked = strings.Join(strings.Fields(answer), " "), false
		}
	}
	a.Forge, a.Preset = strings.TrimSuffix(forge, none), strings.TrimSuffix(preset, none)
	return nil
}

// tellInit names the files, then what to do next.
func (p *program) tellInit(dir string, a scaffold.Answers, b *scaffold.Begun) {
	for _, name := range b.Written {
		p.out.line("%s", filepath.Join(dir, filepath.FromSlash(name)))
	}
	if p.quiet {
		return
	}
	p.out.flush() // on a terminal the files come before what to do with them; what fails is told at the end
	if len(b.Left) > 0 {
		p.err.line("there already, and as it was: %s", strings.Join(b.Left, ", "))
		if ignored, err := os.ReadFile(filepath.Join(dir, ".gitignore")); err == nil && !bytes.Contains(ignored, []byte(".commonplace")) {
			p.err.line("add .commonplace/ and /public/ to .gitignore")
		}
	}
	if a.Forge == "forgejo" && slices.Contains(b.Left, config.FileName) {
		p.err.line("%s is as it was: for the pages of Forgejo write “publish: {github-pages: {branch: pages}}” into it", config.FileName)
	}
	if a.Forge != "" && (a.Program.Commit == "" || a.Program.Repository == "") {
		p.err.line("this program does not know where its own source is kept: fill in PROGRAM_REPOSITORY and PROGRAM_COMMIT in the workflow")
	}
	if slices.Contains(b.Written, config.FileName) {
		p.err.line("next: commonplace serve --open shows the site while you write; commonplace new pattern begins a page")
	}
}

// readBack says what is wrong with the settings that came out of the answers, such as a language that is none.
func (p *program) readBack(dir string) error {
	o := p.options
	o.Source = dir
	_, diagnostics, err := generator.Open(o)
	p.showAll(p.err, diagnostics, nil)
	return err
}

// completePreset offers the presets to the shell, each with what it is for.
func completePreset(*cobra.Command, []string, string) (names []string, _ cobra.ShellCompDirective) {
	for _, p := range config.PresetTable() {
		names = append(names, cobra.CompletionWithDesc(p.Name, p.Says))
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
