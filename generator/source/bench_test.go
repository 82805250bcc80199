// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func BenchmarkScan(b *testing.B) {
	dir := b.TempDir()
	for i := range 10_000 {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("pattern-%05d.md", i)), nil, 0o644); err != nil {
			b.Fatal(err)
		}
	}
	d, err := OpenDir(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer d.Close()
	b.ResetTimer()
	for b.Loop() {
		if files, _, err := d.Scan(func(path string, isDir bool) bool { return isDir || Match("*.md", path) }); err != nil || len(files) != 10_000 {
			b.Fatal(len(files), err)
		}
	}
}

func BenchmarkText(b *testing.B) {
	for _, sample := range []struct{ name, line string }{
		{"ASCII", "Large groups produce shared resources without command or price, and what they make is free for all.\n"},
		{"Cyrillic", "Большие группы создают общие ресурсы без приказов и цен.\n"},
		{"CRLF", "Large groups produce shared resources without command or price, and what they make is free for all.\r\n"},
	} {
		text := []byte(strings.Repeat(sample.line, 1000))
		b.Run(sample.name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				Text(text)
			}
		})
	}
}

func BenchmarkLines(b *testing.B) {
	text := bytes.Repeat([]byte("Large groups produce shared resources without command or price.\n"), 1000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		NewLines(text)
	}
}

// frontMatter is shaped like that of a large page: 8 kB, 400 values.
func frontMatter() []byte {
	var b bytes.Buffer
	b.WriteString("id: pat_01\ntitle: \"Peer production\"\nversion: 1.0\naliases: [Commons, CBPP]\nsummary: >-\n  Large groups produce\n  shared resources.\nrelations:\n")
	for _, kind := range []string{"enables", "requires", "complementary", "alternatives"} {
		fmt.Fprintf(&b, "  %s:\n", kind)
		for i := range 24 {
			fmt.Fprintf(&b, "    - slug: a-page-about-something-%d\n      weight: 0.%d\n      note: \"They support each other.\"\n", i, i+10)
		}
	}
	return b.Bytes()
}

func BenchmarkYAML(b *testing.B) {
	text := frontMatter()
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if n, diags := ParseYAML(text, 2, YAMLLimits{64 << 10, 32, 2000}); n.Len() != 6 || len(diags) > 0 {
			b.Fatal(diags)
		}
	}
}

func BenchmarkFold(b *testing.B) {
	for _, name := range []string{"peer-production", "Peer Production", "Gemeingüter und Allmende"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Fold(name)
			}
		})
	}
}

func BenchmarkMatch(b *testing.B) {
	for b.Loop() {
		Match("patterns/**/*.md", "patterns/1-initial/peer-production.md")
	}
}
