// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"commonplace/generator"
	"commonplace/generator/search"
	"commonplace/generator/source"

	"github.com/spf13/cobra"
)

const (
	shownResults  = 10 // unless asked otherwise
	mostResults   = 1000
	widestExcerpt = 100 // in characters
)

// errNothing ends a search that found nothing, which is told already.
var errNothing = errors.New("nothing was found")

// searchResult is the JSON form of a result.
type searchResult struct {
	URL     string `json:"url"` // from the site's root
	Title   string `json:"title"`
	Section string `json:"section"` // title of the best section; empty: the text above all headings
	Anchor  string `json:"anchor"`  // its fragment, without #
	Excerpt string `json:"excerpt"`
	Score   int    `json:"score"`
}

func newSearch(p *program) *cobra.Command {
	var lang string
	var limit int
	cmd := &cobra.Command{
		Use:   "search QUERY",
		Short: "Find pages, as the search of the site does",
		Long: `Search finds pages as the search of the site does, over the same index: pages with
all words first, mistyped words mended, the last word completed.

"Words in quotes" follow each other, -word leaves out the pages that have it, and
field:value wants a title, type, domain, tag, license, lang, person, or a facet
of site.yaml. Where the query begins with a minus, write -- before it.

It asks the site in public/, or in the folder of --destination, as it was built
last. If public/ has none yet, one is made for the purpose and thrown away.

The best comes first. --quiet prints addresses alone, one a line; --json a list
of {url, title, section, anchor, excerpt, score}. As with grep, the exit code is
1 if nothing was found.`,
		Example: `  commonplace search water rights
  commonplace search '"graduated sanctions" -fines tag:governance'
  commonplace search --lang de --limit 3 Brunnen
  commonplace search --destination /srv/www/commons stewardship
  commonplace search --json forking`,
		Args: func(cmd *cobra.Command, args []string) error {
			if strings.TrimSpace(strings.Join(args, " ")) == "" {
				return wrongUsage(cmd, "say what to search for")
			}
			return nil
		},
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, args []string) error {
			if limit < 1 || limit > mostResults {
				return wrongUsage(cmd, "--limit must be between 1 and %s", grouped(mostResults))
			}
			return p.search(cmd.Context(), lang, search.Question{Text: strings.Join(args, " "), Limit: limit})
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVarP(&p.options.Destination, "destination", "d", "", "search the site in `DIR` (default: public, beside site.yaml)")
	f.StringVar(&lang, "lang", "", "search the pages in `LANG` (default: the site's language)")
	f.IntVar(&limit, "limit", shownResults, "show up to `N` results")
	must(cmd.MarkFlagDirname("destination"))
	return cmd
}

func (p *program) search(ctx context.Context, lang string, question search.Question) error {
	answer, err := p.askIndex(ctx, lang, question)
	if err != nil {
		return err
	}
	for _, problem := range answer.Problems {
		p.err.line("commonplace: %v; results may be missing, and build --clean makes it again", problem)
	}
	switch {
	case p.json:
		list := []searchResult{}
		for i := range answer.Results {
			list = append(list, foundOf(&answer.Results[i]))
		}
		writeJSON(p.out, list)
	case p.quiet:
		for i := range answer.Results {
			p.out.line("%s", addressOf(&answer.Results[i]))
		}
	default:
		if err := p.tellAnswer(answer); err != nil {
			return err
		}
	}
	if len(answer.Results) == 0 {
		return errNothing
	}
	return nil
}

// askIndex needs no settings where a folder is named: it may hold the site of somebody else.
func (p *program) askIndex(ctx context.Context, lang string, question search.Question) (*search.Answer, error) {
	if dir := p.options.Destination; dir != "" {
		return generator.FindIn(dir, lang, question)
	}
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
	return commons.Find(ctx, lang, question)
}

// tellAnswer shows results to people; what is said about them goes where progress goes.
func (p *program) tellAnswer(a *search.Answer) error {
	for i := range a.Results {
		if i > 0 {
			p.out.line("")
		}
		p.tellResult(&a.Results[i])
	}
	if len(a.Results) > 0 {
		if err := p.out.flush(); err != nil {
			return err
		}
		p.err.line("")
	}
	for _, c := range a.Corrected {
		p.err.line("“%s” was searched for as “%s”", source.Visible(c.From), source.Visible(c.To))
	}
	if len(a.Unknown) > 0 {
		p.err.line("no page has “%s”", source.Visible(strings.Join(a.Unknown, "” or “")))
	}
	switch {
	case len(a.Results) == 0:
		p.err.line("nothing was found")
	case a.AtLeast:
		p.err.line("%s or more", plural(a.Total, "page"))
	case a.Total > len(a.Results):
		p.err.line("%s, the first %d shown; --limit shows more", plural(a.Total, "page"), len(a.Results))
	default:
		p.err.line("%s", plural(a.Total, "page"))
	}
	return nil
}

// tellResult shows one page: its title, where it is, and the place where most of the question stands.
func (p *program) tellResult(r *search.Result) {
	title := p.out.styled(bold, source.Visible(r.Title))
	if r.Alias != "" {
		title += " (" + source.Visible(r.Alias) + ")"
	}
	p.out.line("%s", title)
	where := addressOf(r)
	if section, _ := bestOf(r); section != nil && section.Title != "" {
		where += "  " + section.Title
	}
	p.out.line("  %s", p.out.styled(faint, source.Visible(where)))
	_, excerpt := bestOf(r)
	if text := p.marked(excerpt); text != "" {
		p.out.line("%s", indent(text))
	}
}

// bestOf is the best section with its excerpt; no section: the excerpt stands above all of them.
func bestOf(r *search.Result) (*search.ResultSection, []search.Piece) {
	marks := func(list []search.Piece) int {
		n := 0
		for _, piece := range list {
			if piece.Mark {
				n++
			}
		}
		return n
	}
	if len(r.Sections) > 0 && (slices.Equal(r.Sections[0].Excerpt, r.Excerpt) || marks(r.Sections[0].Excerpt) > marks(r.Excerpt)) {
		return &r.Sections[0], r.Sections[0].Excerpt
	}
	return nil, r.Excerpt
}

func addressOf(r *search.Result) string {
	if section, _ := bestOf(r); section != nil {
		return r.URL + "#" + section.ID
	}
	return r.URL
}

func foundOf(r *search.Result) searchResult {
	section, excerpt := bestOf(r)
	f := searchResult{URL: r.URL, Title: r.Title, Score: r.Score}
	if section != nil {
		f.Section, f.Anchor = section.Title, section.ID
	}
	for _, piece := range excerpt {
		f.Excerpt += piece.Text
	}
	return f
}

// The ends of a mark while lines are broken; no visible text has them.
const markBegins, markEnds = "\x0e", "\x0f"

// marked is an excerpt in lines, what answers the question being bold where there are colours.
func (p *program) marked(excerpt []search.Piece) string {
	var text strings.Builder
	for _, piece := range excerpt {
		if visible := source.Visible(piece.Text); piece.Mark && p.out.colour {
			fmt.Fprint(&text, markBegins, visible, markEnds)
		} else {
			text.WriteString(visible)
		}
	}
	lines := wrapped(text.String(), min(p.out.width(), widestExcerpt)-2)
	return strings.NewReplacer(markBegins, "\x1b["+bold+"m", markEnds, "\x1b[0m").Replace(lines)
}
