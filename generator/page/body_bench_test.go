// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"

	"commonplace/generator/config"
	"commonplace/generator/source"
)

// benchPages are the bodies of $BENCH_PAGES/*.md, at most a thousand, or the project's own example pages.
func benchPages(tb testing.TB) [][]byte {
	dir := os.Getenv("BENCH_PAGES")
	if dir == "" {
		dir = "../../content/patterns"
	}
	names, _ := filepath.Glob(filepath.Join(dir, "*.md"))
	var pages [][]byte
	for _, name := range names[:min(len(names), 1000)] {
		text, err := os.ReadFile(name)
		if err != nil {
			tb.Fatal(err)
		}
		if _, body, ok := bytes.Cut(text, []byte("\n---\n")); ok {
			text = body
		}
		pages = append(pages, text)
	}
	if len(pages) == 0 {
		tb.Skip("no pages in ", dir)
	}
	return pages
}

// BenchmarkBody reads one page an iteration; BenchmarkGoldmark is the least that any such program must do (without
// highlighting, which the floor of the bars includes).
func BenchmarkBody(b *testing.B) {
	pages := benchPages(b)
	m := newMarkdown(&config.Reading{})
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		text := pages[i%len(pages)]
		i++
		m.read(&Doc{}, text, source.NewLines(text), 0)
	}
}

func BenchmarkGoldmark(b *testing.B) {
	pages := benchPages(b)
	md := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote), goldmark.WithParserOptions(parser.WithAutoHeadingID()))
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		var out bytes.Buffer
		if err := md.Convert(pages[i%len(pages)], &out); err != nil {
			b.Fatal(err)
		}
		i++
	}
}
