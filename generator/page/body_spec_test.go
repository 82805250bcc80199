// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	mdhtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"commonplace/generator/config"
	"commonplace/generator/source"
)

type specExample struct {
	Markdown, HTML, Section string
	Example                 int
}

// specExamples are CommonMark's, from goldmark's own copy.
func specExamples(t *testing.T) []specExample {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/yuin/goldmark").Output()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "_test", "spec.json"))
	if err != nil {
		t.Fatal(err)
	}
	var examples []specExample
	if err := json.Unmarshal(data, &examples); err != nil {
		t.Fatal(err)
	}
	if len(examples) != 652 {
		t.Fatalf("%d examples, not 652", len(examples))
	}
	return examples
}

// TestCommonMark reads CommonMark's examples with the core constructs alone, each behind the guard it has in a page, and writes
// them with goldmark's renderer, raw HTML on: what we put around goldmark changes nothing.
func TestCommonMark(t *testing.T) {
	core := func(values []util.PrioritizedValue, extensions ...any) []util.PrioritizedValue {
		return slices.DeleteFunc(values, func(v util.PrioritizedValue) bool {
			return slices.ContainsFunc(extensions, func(x any) bool { return fmt.Sprintf("%#v", x) == fmt.Sprintf("%#v", v.Value) })
		})
	}
	read := parser.NewParser(
		parser.WithBlockParsers(core(blockParsers(0),
			container{extension.NewDefinitionListParser()},
			descriptionParser{extension.NewDefinitionDescriptionParser()},
			footnoteBlockParser{container{extension.NewFootnoteBlockParser()}})...),
		parser.WithInlineParsers(core(inlineParsers(0), extension.NewTaskCheckBoxParser(), extension.NewFootnoteParser(),
			extension.NewStrikethroughParser(), wikiParser{}, bareLinkParser{})...),
		parser.WithParagraphTransformers(
			util.Prioritized(paragraphGuard{}, 0),
			util.Prioritized(parser.LinkReferenceParagraphTransformer, 100),
			util.Prioritized(inlineGuard{}, 300),
		),
	)
	write := renderer.NewRenderer(renderer.WithNodeRenderers(
		util.Prioritized(mdhtml.NewRenderer(mdhtml.WithUnsafe(), mdhtml.WithXHTML()), 1000)))
	m := newMarkdown(&config.Reading{})
	failed := 0
	for _, e := range specExamples(t) {
		p := &pass{}
		p.reset(&m, &Doc{}, []byte(e.Markdown), source.NewLines([]byte(e.Markdown)), 0)
		pc := parser.NewContext()
		pc.Set(passKey, p)
		var out bytes.Buffer
		if err := write.Render(&out, p.src, read.Parse(text.NewReader(p.src), parser.WithContext(pc))); err != nil {
			t.Fatal(err)
		}
		if out.String() != e.HTML {
			failed++
			t.Errorf("example %d (%s)\n%s\ngot:\n%s\nwant:\n%s", e.Example, e.Section, e.Markdown, out.String(), e.HTML)
		}
	}
	t.Logf("%d of 652 pass", 652-failed)
}

// TestCommonMarkDifferences lists the examples that a page shows in another way, each under its reason, in
// testdata/spec/differences.txt. Compared are trees of elements: heading ids, rel and class say nothing about CommonMark.
func TestCommonMarkDifferences(t *testing.T) {
	const file = "testdata/spec/differences.txt"
	m := newMarkdown(&config.Reading{})
	differs := map[int]specExample{}
	for _, e := range specExamples(t) {
		input, _ := source.Text([]byte(e.Markdown))
		d := &Doc{Title: TitleField}
		d.Meta.Title = "\x00"
		b := m.read(d, input, source.NewLines(input), 0)
		got := b.AppendTo(nil, func(dst []byte, h Hole) []byte { return fillAsCommonMark(dst, h, d) })
		if plainTree(t, string(got)) != plainTree(t, e.HTML) {
			differs[e.Example] = e
		}
	}
	data, err := os.ReadFile(file)
	if err != nil && !*update {
		t.Fatal(err)
	}
	var out strings.Builder
	for line := range strings.Lines(string(data)) {
		reason, list, _ := strings.Cut(strings.TrimSpace(line), ": ")
		var kept []string
		for _, s := range strings.Fields(list) {
			var n int
			fmt.Sscan(s, &n)
			if _, ok := differs[n]; ok {
				kept = append(kept, s)
				delete(differs, n)
			} else if !*update {
				t.Errorf("example %d does not differ any more (%s)", n, reason)
			}
		}
		if len(kept) > 0 {
			fmt.Fprintf(&out, "%s: %s\n", reason, strings.Join(kept, " "))
		}
	}
	for n, e := range differs {
		input, _ := source.Text([]byte(e.Markdown))
		b := m.read(&Doc{Title: TitleField, Meta: Meta{Title: "\x00"}}, input, source.NewLines(input), 0)
		t.Errorf("example %d (%s) differs for no known reason\n%q\ngot %s\nwant %s", n, e.Section, e.Markdown, showBody(b), e.HTML)
	}
	if *update {
		if err := os.WriteFile(file, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func fillAsCommonMark(dst []byte, h Hole, d *Doc) []byte {
	l := Link{}
	if h.Kind < HoleIDPrefix {
		l = d.Links[h.Ref]
	}
	address := l.Target
	if l.Fragment != "" {
		address += "#" + l.Fragment
	}
	switch h.Kind {
	case HoleHref:
		return append(appendEscaped(append(dst, ` href="`...), address), '"')
	case HoleTitle:
		return appendEscaped(dst, l.Target)
	case HoleImage:
		dst = appendEscaped(append(dst, `<img src="`...), address)
		dst = append(appendEscaped(append(dst, `" alt="`...), l.Text), '"')
		if l.Title != "" {
			dst = append(appendEscaped(append(dst, ` title="`...), l.Title), '"')
		}
		return append(dst, '>')
	}
	return dst
}

// plainTree is HTML with what does not matter here taken out.
func plainTree(t *testing.T, s string) string {
	nodes, err := html.ParseFragment(strings.NewReader(s), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		switch n.Type {
		case html.TextNode:
			// White space between blocks is no content.
			if s := strings.Join(strings.Fields(n.Data), " "); s != "" {
				out.WriteString(html.EscapeString(s))
			}
			return
		case html.ElementNode:
			out.WriteString("<" + n.Data)
			var attrs []string
			for _, a := range n.Attr {
				if a.Key == "href" || a.Key == "src" {
					a.Val = decode(a.Val)
				}
				if a.Key != "id" && a.Key != "rel" && a.Key != "class" {
					attrs = append(attrs, " "+a.Key+"="+a.Val)
				}
			}
			slices.Sort(attrs)
			out.WriteString(strings.Join(attrs, "") + ">")
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if n.Type == html.ElementNode {
			out.WriteString("</" + n.Data + ">")
		}
	}
	for _, n := range nodes {
		walk(n)
	}
	return out.String()
}
