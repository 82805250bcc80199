// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"cmp"
	"sync"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"commonplace/generator/config"
	"commonplace/generator/source"
)

// What holds where the reading sets no limit.
const (
	defaultNesting  = 32
	defaultExpanded = 4 << 20
)

// markdown reads the bodies of a source's pages. It is immutable and serves any number of goroutines.
type markdown struct {
	parser   parser.Parser
	html     *htmlPolicy
	tags     tagReader
	code     *highlighter
	passes   *sync.Pool // of *pass
	nesting  int
	expanded int
	remote   bool
	sections *sections // that are fields; nil where a source has none
	slugs    source.SlugRule
	// Patterns of addresses by what stands before the colon.
	schemes, interwiki map[string]string
	dialects           config.Dialects
	terms              *terms // of glossaries; nil where there are none
}

// passKey leads goldmark's parsers back to the pass they work for.
var passKey = parser.NewContextKey()

func passOf(pc parser.Context) *pass { return pc.Get(passKey).(*pass) }

func newMarkdown(r *config.Reading) markdown {
	return markdown{
		parser: parser.NewParser(
			parser.WithBlockParsers(blockParsers(r.Dialects)...),
			parser.WithInlineParsers(inlineParsers(r.Dialects)...),
			parser.WithParagraphTransformers(
				util.Prioritized(paragraphGuard{}, 0),
				util.Prioritized(calloutTransformer{}, 10),
				util.Prioritized(parser.LinkReferenceParagraphTransformer, 100),
				util.Prioritized(tableTransformer{extension.NewTableParagraphTransformer()}, 200),
				util.Prioritized(inlineGuard{}, 300),
			),
			parser.WithASTTransformers(treeTransformers(r.Dialects)...),
		),
		html:     newHTMLPolicy(r.HTML),
		tags:     newTagReader(r),
		code:     &highlighter{languages: highlightedLanguages()},
		passes:   &sync.Pool{New: func() any { return new(pass) }},
		nesting:  cmp.Or(r.Limits.Nesting, defaultNesting),
		expanded: cmp.Or(r.Limits.Expanded, defaultExpanded),
		remote:   r.Remote,
		slugs:    source.SlugRuleOf(r.Slugs),
		schemes:  schemeMap(r.Schemes), interwiki: schemeMap(r.Interwiki),
		dialects: r.Dialects,
		terms:    newTerms(r.Terms),
	}
}

// blockParsers is CommonMark's list with our constructs and those of some dialects, in goldmark's order of precedence.
// Containers are bounded.
func blockParsers(dialects config.Dialects) []util.PrioritizedValue {
	list := []util.PrioritizedValue{
		util.Prioritized(tagBlockParser{}, 50),
		util.Prioritized(headingParser{parser.NewSetextHeadingParser(), true}, 100),
		util.Prioritized(container{extension.NewDefinitionListParser()}, 101),
		util.Prioritized(descriptionParser{extension.NewDefinitionDescriptionParser()}, 102),
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(container{parser.NewListParser()}, 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewCodeBlockParser(), 500),
		util.Prioritized(headingParser{parser.NewATXHeadingParser(), false}, 600),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(container{parser.NewBlockquoteParser()}, 800),
		util.Prioritized(htmlBlockParser{parser.NewHTMLBlockParser()}, 900),
		util.Prioritized(footnoteBlockParser{container{extension.NewFootnoteBlockParser()}}, 999),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	}
	for _, d := range []dialectParser{
		{config.Admonitions, 85, container{admonitionParser{}}},
		{config.Containers, 90, container{containerParser{}}},
		{config.Math, 95, formulaBlockParser{}},
		{config.Comments, 690, commentBlockParser{}},
		{config.MarkdownHTML, 890, container{markupParser{}}},
	} {
		list = d.addTo(list, dialects)
	}
	return list
}

func inlineParsers(dialects config.Dialects) []util.PrioritizedValue {
	list := []util.PrioritizedValue{
		util.Prioritized(extension.NewTaskCheckBoxParser(), 0),
		util.Prioritized(tagInlineParser{}, 50),
		util.Prioritized(parser.NewCodeSpanParser(), 100),
		util.Prioritized(extension.NewFootnoteParser(), 101),
		util.Prioritized(wikiParser{}, 150),
		util.Prioritized(linkParser{parser.NewLinkParser()}, 200),
		util.Prioritized(parser.NewAutoLinkParser(), 300),
		util.Prioritized(rawHTMLParser{parser.NewRawHTMLParser()}, 400),
		util.Prioritized(parser.NewEmphasisParser(), 500),
		util.Prioritized(extension.NewStrikethroughParser(), 500),
		util.Prioritized(bareLinkParser{}, 999),
	}
	for _, d := range []dialectParser{
		{config.Math, 105, formulaParser{}},
		{config.Comments, 110, commentParser{}},
		{config.Emoji, 450, emojiParser{}},
		{config.Highlight, 500, highlightParser{}},
	} {
		list = d.addTo(list, dialects)
	}
	return list
}

func treeTransformers(dialects config.Dialects) []util.PrioritizedValue {
	list := []util.PrioritizedValue{
		util.Prioritized(extension.NewTableASTTransformer(), 0),
		util.Prioritized(extension.NewFootnoteASTTransformer(), 999),
		util.Prioritized(tagTransformer{}, 1000),
	}
	return dialectParser{config.Blocks, 100, blockTransformer{}}.addTo(list, dialects)
}

// dialectParser is what a dialect brings: a parser of blocks or of what they hold, or a transformer of the tree.
type dialectParser struct {
	dialect  config.Dialects
	priority int
	parser   any
}

func (d dialectParser) addTo(list []util.PrioritizedValue, dialects config.Dialects) []util.PrioritizedValue {
	if dialects.Has(d.dialect) {
		list = append(list, util.Prioritized(d.parser, d.priority))
	}
	return list
}

// body reads text[from:] as Markdown and fills what the body says into d. The result is nil only for a body without
// anything to show.
func (p *Parser) body(d *Doc, text []byte, lines *source.Lines, from int) *Body {
	return p.markdown.read(d, text, lines, from)
}

func (m *markdown) read(d *Doc, text []byte, lines *source.Lines, from int) *Body {
	p := m.passes.Get().(*pass)
	defer m.passes.Put(p)
	p.reset(m, d, text[from:], lines, from)
	defer p.release()
	root := p.parse()
	if m.sections != nil {
		m.sections.read(p, root)
	}
	p.document(root)
	if p.over && p.raw {
		// The page may fit when its own HTML does not ask for more.
		p.again(true)
		p.document(root)
	}
	if p.over {
		p.again(false)
		p.plainPage()
	}
	p.finish()
	return &Body{HTML: append([]byte(nil), p.buf...), Holes: append([]Hole(nil), p.holes...)}
}

func (p *pass) parse() ast.Node {
	pc := parser.NewContext()
	pc.Set(passKey, p)
	return p.m.parser.Parse(text.NewReader(p.src), parser.WithContext(pc))
}
