// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"commonplace/generator"
	"commonplace/generator/commons"
	"commonplace/generator/config"

	"github.com/spf13/cobra"
)

// reviewFlags is what a call says of a review.
type reviewFlags struct {
	reviewer, recommendation, body, conflict string
	sections, criteria                       []string
	delta                                    bool
}

func newReview(p *program) *cobra.Command {
	var f reviewFlags
	cmd := &cobra.Command{
		Use:   "review PAGE",
		Short: "Write a review of a page",
		Long: `Review writes the record of a review beside the pages, and prints its path.
PAGE is an id, slug, path, title or alias.

It asks what is not said by flags: what was read, a recommendation, answers to
a few questions, and the text. What was read is written down by digests, so that
the review holds as long as that text does. Nothing is sent anywhere.

Without --reviewer the reviewer is who Git says you are. Somebody without a
record is named by an account (github:ada-example) or a name.`,
		Example: `  commonplace review "Rain barrel"
  commonplace review rain-barrel --delta
  commonplace review rain-barrel --reviewer ada --recommendation accept
  commonplace review mulch --section context,solution --recommendation minor-revision --body -`,
		Args: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) == 0:
				return wrongUsage(cmd, "say which page: commonplace review PAGE")
			case len(args) > 1:
				return wrongUsage(cmd, "a title of several words stands in quotes: commonplace review \"%s\"", strings.Join(args, " "))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return p.review(cmd, args[0], &f) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.reviewer, "reviewer", "", "`ID` of who reviews, or their account or name")
	flags.StringVar(&f.recommendation, "recommendation", "", "`WORD`: "+strings.Join(config.Recommendations(), ", "))
	flags.StringSliceVar(&f.sections, "section", nil, "`ID,…` of the sections that were read (default: all; with --delta those that changed)")
	flags.StringSliceVar(&f.criteria, "criteria", nil, "`QUESTION=ANSWER,…`: yes, partly, no or skip")
	flags.StringVar(&f.conflict, "conflict", "", "`TEXT` that declares a competing interest (default: none)")
	flags.StringVar(&f.body, "body", "", "`TEXT` of the review; - reads it from standard input")
	flags.BoolVar(&f.delta, "delta", false, "show what has changed since your last review, and continue that one")
	return cmd
}

func (p *program) review(cmd *cobra.Command, word string, f *reviewFlags) error {
	ctx := cmd.Context()
	if f.recommendation != "" && !slices.Contains(config.Recommendations(), f.recommendation) {
		return wrongUsage(cmd, "“%s” is no recommendation; it is %s%s", f.recommendation, orList(config.Recommendations()), didYouMean("", f.recommendation, config.Recommendations()))
	}
	commons, diagnostics, err := generator.Open(p.options)
	if err != nil {
		p.showAll(p.err, diagnostics, nil)
		return err
	}
	r, err := p.openReader(ctx, commons, word)
	switch {
	case errors.Is(err, generator.ErrNoPage):
		return wrongUsage(cmd, "%v", err)
	case err != nil:
		return err
	}
	q := questions{p: p, cmd: cmd, r: r, f: f}
	if err := q.reviewer(); err != nil {
		return err
	}
	if p.asks() && !p.quiet {
		p.err.line("%s (%s)", r.Title, r.Path)
	}
	if f.delta {
		if err := q.since(ctx); err != nil {
			return err
		}
	}
	for _, step := range []func() error{q.sections, q.recommendation, q.criteria, q.conflict, q.body} {
		if err := step(); err != nil {
			return err
		}
	}
	written, err := r.Write(q.review, q.read)
	if err != nil {
		return err
	}
	if written.Author && !p.quiet {
		p.err.line("You are an author of this page: under most rules the review is shown and does not count.")
	}
	if p.json {
		writeJSON(p.out, written)
		return nil
	}
	p.out.line("%s", fromHere(written.File))
	return nil
}

// openReader reads the commons with a line of progress.
func (p *program) openReader(ctx context.Context, commons *generator.Commons, word string) (*generator.Reader, error) {
	line := startProgress(p.err, p.quiet)
	defer line.stop()
	return commons.Reader(ctx, word)
}

// questions is a review that is being asked for. What a flag has said is not asked; where nobody can be asked, only what a review must have is missed.
type questions struct {
	p       *program
	cmd     *cobra.Command
	r       *generator.Reader
	f       *reviewFlags
	review  commons.Review
	read    []int // sections
	changed []int // since the last review, with --delta
}

// asks says whether a question is to be put.
func (q *questions) asks(flag string) bool { return q.p.asks() && !q.cmd.Flags().Changed(flag) }

func (q *questions) reviewer() error {
	word := q.f.reviewer
	if word == "" {
		word = q.r.Self
	}
	if word == "" && q.p.asks() {
		var err error
		if word, err = q.p.ask("Who are you? Your id, account (github:ada-example) or name:", ""); err != nil {
			return err
		}
	}
	if word == "" {
		return wrongUsage(q.cmd, "say who reviews: --reviewer ID")
	}
	who, _, near, ok := q.r.Reviewer(word)
	switch {
	case !ok && word == q.r.Self && q.f.reviewer == "":
		who = commons.Reviewer{Name: word} // Git's word for somebody is a name
	case !ok && near != "":
		return wrongUsage(q.cmd, "the commons knows nobody called “%s”; did you mean “%s”?", word, near)
	case !ok:
		return wrongUsage(q.cmd, "the commons knows nobody called “%s”; name them by an account (github:%s) or in full", word, word)
	}
	q.review.Reviewer = who
	return nil
}

// since shows what has changed since the last review.
func (q *questions) since(ctx context.Context) error {
	since, err := q.r.Since(ctx, q.review.Reviewer)
	if err != nil {
		return err
	}
	if since == nil {
		return wrongUsage(q.cmd, "there is no earlier review of this page by you; leave --delta out")
	}
	q.p.tellSince(since)
	q.review.DeltaFrom = since.ID
	for k := range q.r.Sections {
		if slices.ContainsFunc(since.Sections, func(c generator.SectionChange) bool { return c.ID == q.r.Sections[k].ID }) {
			q.changed = append(q.changed, k)
		}
	}
	return nil
}

func (q *questions) sections() error {
	usual, name := q.changed, "those that changed"
	if len(usual) == 0 {
		for k := range q.r.Sections {
			usual = append(usual, k)
		}
		name = "all"
	}
	if len(q.f.sections) > 0 {
		read, unknown := q.parts(q.f.sections)
		if unknown != "" {
			return wrongUsage(q.cmd, "the page has no section “%s”; it has %s", unknown, strings.Join(q.partNames(), ", "))
		}
		q.read = read
		return nil
	}
	q.read = usual
	if !q.asks("section") || len(q.r.Sections) < 2 {
		return nil
	}
	for k, s := range q.r.Sections {
		title := s.Title
		if title == "" {
			title = "(the beginning)"
		}
		q.p.err.line("  %d  %s", k+1, title)
	}
	for {
		answer, err := q.p.ask("Which have you read? Numbers, or Enter for "+name+":", "")
		if err != nil || answer == "" {
			return err
		}
		read, unknown := q.parts(strings.FieldsFunc(answer, func(r rune) bool { return r == ',' || r == ' ' }))
		if unknown == "" {
			q.read = read
			return nil
		}
		q.p.err.line("There is no section “%s”.", unknown)
	}
}

// parts are the numbers of sections, in the page's order.
func (q *questions) parts(words []string) (read []int, unknown string) {
	for _, word := range words {
		k, ok := q.r.Section(strings.TrimSpace(word))
		if !ok {
			return nil, word
		}
		if !slices.Contains(read, k) {
			read = append(read, k)
		}
	}
	slices.Sort(read)
	return read, ""
}

func (q *questions) partNames() (list []string) {
	for _, s := range q.r.Sections {
		list = append(list, s.ID)
	}
	return list
}

func (q *questions) recommendation() error {
	known := config.Recommendations()
	q.review.Recommendation = q.f.recommendation
	if q.f.recommendation != "" {
		return nil
	}
	if !q.p.asks() {
		return wrongUsage(q.cmd, "say what you recommend: --recommendation %s", strings.Join(known, "|"))
	}
	for k, word := range known {
		q.p.err.line("  %d  %s", k+1, strings.ReplaceAll(word, "-", " "))
	}
	for {
		answer, err := q.p.ask("What do you recommend?", "")
		if err != nil {
			return err
		}
		if word, ok := chosen(answer, known); ok {
			q.review.Recommendation = word
			return nil
		}
		q.p.err.line("A number from 1 to %d, or the word.", len(known))
	}
}

// chosen is the word that an answer means: its number, itself, or its beginning where no other begins so.
func chosen(answer string, words []string) (string, bool) {
	answer = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(answer)), " ", "-")
	found := ""
	for k, word := range words {
		if answer == word || answer == fmt.Sprint(k+1) {
			return word, true
		}
		if answer != "" && strings.HasPrefix(word, answer) {
			if found != "" {
				return "", false
			}
			found = word
		}
	}
	return found, found != ""
}

func (q *questions) criteria() error {
	for _, pair := range q.f.criteria {
		name, answer, _ := strings.Cut(pair, "=")
		if !slices.Contains(commons.Answers(), answer) || name == "" {
			return wrongUsage(q.cmd, "“%s” is no answer; write QUESTION=%s", pair, strings.Join(commons.Answers(), "|"))
		}
		q.review.Criteria = append(q.review.Criteria, commons.Criterion{Name: name, Answer: answer})
	}
	if !q.asks("criteria") {
		return nil
	}
	for _, name := range commons.Criteria() {
		for {
			answer, err := q.p.ask(spokenCriterion(name)+"? yes, partly, no", "skip")
			if err != nil {
				return err
			}
			if word, ok := chosen(answer, commons.Answers()); ok {
				if word != "skip" {
					q.review.Criteria = append(q.review.Criteria, commons.Criterion{Name: name, Answer: word})
				}
				break
			}
		}
	}
	return nil
}

// spokenCriterion is a question in words: “Sources checked”.
func spokenCriterion(name string) string {
	return strings.ToUpper(name[:1]) + strings.ReplaceAll(name[1:], "-", " ")
}

func (q *questions) conflict() (err error) {
	q.review.Conflict = q.f.conflict
	if q.asks("conflict") {
		q.review.Conflict, err = q.p.ask("Competing interests", "none")
	}
	if strings.EqualFold(q.review.Conflict, "none") {
		q.review.Conflict = ""
	}
	return err
}

// maxBody bounds what is read as the text of a review: a record has 64 KiB.
const maxBody = 60 << 10

func (q *questions) body() error {
	q.review.Body = q.f.body
	switch {
	case q.f.body == "-":
		text, err := io.ReadAll(io.LimitReader(q.p.in, maxBody+1))
		if err != nil {
			return fmt.Errorf("read the text: %w", err)
		}
		q.review.Body = string(text)
	case q.asks("body"):
		q.p.err.line("Your review; a line with a dot alone ends it:")
		var lines []string
		for {
			line, err := q.p.in.ReadString('\n')
			if errors.Is(err, io.EOF) && line == "" || strings.TrimRight(line, "\r\n") == "." {
				break
			}
			if err != nil && !errors.Is(err, io.EOF) {
				return fmt.Errorf("read the text: %w", err)
			}
			lines = append(lines, strings.TrimRight(line, "\r\n"))
		}
		q.review.Body = strings.Join(lines, "\n")
	}
	if len(q.review.Body) > maxBody {
		return wrongUsage(q.cmd, "the text is longer than %d bytes", maxBody)
	}
	return nil
}
