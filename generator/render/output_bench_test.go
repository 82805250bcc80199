// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"commonplace/generator/config"
	"commonplace/generator/history"
	"commonplace/generator/page"
	"commonplace/generator/search"
	"commonplace/generator/site"
	"commonplace/generator/source"
)

// memory is a commons that no disk holds.
type memory struct {
	bodies map[source.Hash]*page.Body
	files  map[source.Hash][]byte
}

func (m memory) Body(in *site.Input) (*page.Body, error)    { return m.bodies[in.Facts], nil }
func (m memory) Source(in *site.Input) ([]byte, error)      { return m.files[in.File], nil }
func (m memory) Medium(medium *site.Medium) ([]byte, error) { return m.files[medium.File], nil }

func (m memory) Index(c *search.Commons) (*search.Index, error) {
	c.Workers, c.Each = 1, func(n int, do func(worker, i int) error) error {
		return m.Each(n, func(i int) error { return do(0, i) })
	}
	return search.Make(c, &search.Memory{}, nil)
}

func (m memory) Each(n int, do func(i int) error) error {
	for i := range n {
		if err := do(i); err != nil {
			return err
		}
	}
	return nil
}

// plentiful is a commons of n pages such as people write.
func plentiful(b *testing.B, n int) (*site.Site, memory) {
	b.Helper()
	dir := b.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "content"), 0o755); err != nil {
		b.Fatal(err)
	}
	cfg, diags, err := config.Load(config.Options{Dir: dir})
	if err != nil || len(diags) > 0 {
		b.Fatal(err, diags)
	}
	in := &site.Inputs{Config: cfg, Date: "2026-11-22", Other: map[string]bool{}, Ledger: &history.Ledger{}}
	m := memory{map[source.Hash]*page.Body{}, map[source.Hash][]byte{}}
	parser := page.NewParser(&cfg.Sources[0].Reading)
	prose := strings.Repeat("A sentence of the usual length says what people do, and *why* they do it in `this` way. ", 4)
	for i := range n {
		var t strings.Builder
		fmt.Fprintf(&t, "---\ntitle: Shared watch %d\naliases: [p%d]\ndomain: energy\nlicense: CC-BY-SA-4.0\nauthors: [ada-example-%d]\n", i, i, i%97)
		fmt.Fprintf(&t, "contributions: {doc: [bo-example-%d], review: [cy-example]}\ntags: [tag %d, tag %d, tag %d]\n", i%31, i%40, i%17, i%7)
		fmt.Fprintf(&t, "created: 2017-09-01\nupdated: 2019-02-10\nrelations:\n  requires: [watch-%d, watch-%d]\n  enables: [watch-%d]\n---\n\n", (i*13)%n, (i*29+7)%n, (i*3+1)%n)
		for k := range 8 {
			fmt.Fprintf(&t, "## Part %d\n\n%s\n\nThe rest is with another (see [the watch](watch-%d.md)).\n\n", k, prose, (i*17+k*k)%n)
		}
		text := []byte(t.String())
		name, id := fmt.Sprintf("watch-%d.md", i), source.Sum(text)
		input := site.Input{Path: name, Shown: "content/" + name, File: id, Facts: id}
		input.Doc, m.bodies[id] = parser.Page(text)
		m.files[id] = text
		in.Files = append(in.Files, input)
	}
	slices.SortFunc(in.Files, func(a, b site.Input) int { return strings.Compare(a.Path, b.Path) })
	return site.Link(in), m
}

// BenchmarkOutputs makes all outputs of 500 pages: first their keys, then their bytes.
func BenchmarkOutputs(b *testing.B) {
	linked, m := plentiful(b, 500)
	theme := mustLoad(b)
	b.Run("keys", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := New(linked, theme, m).Outputs(true); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("bytes", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			outputs, err := New(linked, theme, m).Outputs(false)
			if err != nil {
				b.Fatal(err)
			}
			var dst []byte
			for i := range outputs {
				if dst, err = outputs[i].Write(dst[:0]); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}
