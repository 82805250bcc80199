// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
)

// syntaxes are the other languages of front matter; what holds for YAML holds for them.
var syntaxes = map[string]func([]byte, YAMLLimits) (*Node, []Diagnostic){
	"toml": func(b []byte, lim YAMLLimits) (*Node, []Diagnostic) { return ParseTOML(b, 1, lim) },
	"json": func(b []byte, lim YAMLLimits) (*Node, []Diagnostic) {
		root, _, diags := ParseJSON(b, 1, lim)
		return root, diags
	},
	"headers": func(b []byte, lim YAMLLimits) (*Node, []Diagnostic) {
		root, _, diags := ParseHeaders(b, lim)
		return root, diags
	},
}

func TestSyntaxLimits(t *testing.T) {
	const size = 1 << 20
	repeat := func(s string) string { return strings.Repeat(s, size/len(s)) }
	registry := YAMLLimits{Bytes: 4 << 20, Depth: 32, Nodes: 100_000}
	for _, c := range []struct {
		syntax, name, text string
		lim                YAMLLimits
		code               Code
	}{
		{"toml", "over the bytes", repeat("a = 1\n"), pageLimits, CodeTooLarge},
		{"toml", "over the values", "a = [" + strings.Repeat("1,", 2500) + "]", pageLimits, CodeTooLarge},
		{"toml", "brackets", "a = " + repeat("["), registry, CodeTooLarge},
		{"toml", "brackets within the limit", "a = " + strings.Repeat("[", 1500) + strings.Repeat("]", 1500), pageLimits, CodeTooDeep},
		{"toml", "dotted keys", strings.Repeat("a.", 1000) + "a = 1", pageLimits, CodeTooDeep},
		{"toml", "headers", repeat("[a]\n"), registry, CodeTooLarge},
		{"toml", "duplicates", repeat("a = 1\n"), registry, CodeYAMLDuplicateKey},
		{"toml", "mistakes", repeat("a\n"), registry, CodeFrontMatterSyntax},
		{"json", "over the values", "[" + strings.Repeat("1,", 2500) + "1]", pageLimits, CodeTooLarge},
		{"json", "over the bytes", `{"a": "` + repeat("a") + `"}`, pageLimits, CodeTooLarge},
		{"json", "brackets", repeat("["), registry, CodeTooDeep},
		{"json", "one line", "[" + repeat(`{"a":1},`) + "{}]", registry, CodeTooLarge},
		{"json", "duplicates", "{" + strings.Repeat(`"a":1,`, 10_000) + `"a":1}`, registry, CodeYAMLDuplicateKey},
		{"headers", "over the values", strings.Repeat("a: b\n", 2500), pageLimits, CodeYAMLDuplicateKey},
	} {
		t.Run(c.syntax+" "+c.name, func(t *testing.T) {
			begin := time.Now()
			_, diags := syntaxes[c.syntax]([]byte(c.text), c.lim)
			if took := time.Since(begin); took > time.Second {
				t.Errorf("took %v", took)
			}
			if len(diags) == 0 || diags[0].Code != c.code {
				t.Errorf("%d diagnostics, not %s first: %+v", len(diags), c.code, diags[:min(1, len(diags))])
			}
			if len(diags) > maxMistakes+1 {
				t.Errorf("%d diagnostics", len(diags))
			}
		})
	}
}

// A continued value grows with the text and no faster.
func TestHeadersThatGoOn(t *testing.T) {
	begin := time.Now()
	ParseHeaders([]byte("a: b\n"+strings.Repeat(" c\n", 300_000)), YAMLLimits{Bytes: 4 << 20, Nodes: 2000})
	if took := time.Since(begin); took > time.Second {
		t.Errorf("took %v", took)
	}
}

func FuzzSyntaxes(f *testing.F) {
	files, _ := filepath.Glob("testdata/yaml/*.txtar")
	for _, file := range files {
		if archive, err := txtar.ParseFile(file); err == nil {
			for _, seed := range archive.Files {
				f.Add(seed.Data)
			}
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		text, _ := Text(b)
		lines := strings.Count(string(text), "\n") + 1
		for name, parse := range syntaxes {
			root, diags := parse(text, pageLimits)
			if n := size(root); n > 2*pageLimits.Nodes+2 {
				t.Errorf("%s: %d values", name, n)
			}
			for _, d := range diags {
				if d.Span.Line < 1 || int(d.Span.Line) > lines {
					t.Errorf("%s: %+v", name, d)
				}
			}
		}
	})
}

func size(n *Node) int {
	total := 1
	for i := range n.Len() {
		if n.Kind() == NodeList {
			total += size(n.Item(i))
		} else {
			total += 1 + size(n.Value(i))
		}
	}
	return total
}
