// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write what the tests give into their case files")

var pageLimits = YAMLLimits{Bytes: 64 << 10, Depth: 32, Nodes: 2000}

// TestYAML runs the cases of testdata/yaml: each name.yaml, .toml, .json or .headers is followed by name.want, the tree and the
// diagnostics.
func TestYAML(t *testing.T) {
	files, err := filepath.Glob("testdata/yaml/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]string{}
		for _, f := range archive.Files {
			want[f.Name] = string(f.Data)
		}
		out := &txtar.Archive{Comment: archive.Comment}
		for _, f := range archive.Files {
			name := strings.TrimSuffix(f.Name, filepath.Ext(f.Name))
			text := bytes.TrimSuffix(f.Data, []byte("\n"))
			var root *Node
			var diags []Diagnostic
			switch filepath.Ext(f.Name) {
			case ".yaml":
				root, diags = ParseYAML(text, 1, pageLimits)
			case ".toml":
				root, diags = ParseTOML(text, 1, pageLimits)
			case ".json":
				root, _, diags = ParseJSON(text, 1, pageLimits)
			case ".headers":
				root, _, diags = ParseHeaders(text, pageLimits)
			default:
				continue
			}
			got := dump(root) + printed(f.Name, string(f.Data), diags)
			out.Files = append(out.Files, f, txtar.File{Name: name + ".want", Data: []byte(got)})
			if !*update {
				t.Run(filepath.Base(file)+"/"+name, func(t *testing.T) {
					if diff := cmp.Diff(want[name+".want"], got); diff != "" {
						t.Error(diff)
					}
				})
			}
		}
		if *update {
			if err := os.WriteFile(file, txtar.Format(out), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// dump shows a tree: each value after its place, quoted scalars in quotes.
func dump(n *Node) string {
	var b strings.Builder
	var walk func(n *Node, indent string)
	walk = func(n *Node, indent string) {
		switch n.Kind() {
		case NodeNull:
			b.WriteString("nothing\n")
		case NodeScalar:
			format := "%s (%s)\n"
			if n.Quoted() {
				format = "%q (%s)\n"
			}
			fmt.Fprintf(&b, format, n.Text(), spanText(n.Span()))
		case NodeList:
			fmt.Fprintf(&b, "list (%s)\n", spanText(n.Span()))
			for i := range n.Len() {
				b.WriteString(indent + "  - ")
				walk(n.Item(i), indent+"  ")
			}
		case NodeMap:
			fmt.Fprintf(&b, "map (%s)\n", spanText(n.Span()))
			for i := range n.Len() {
				key, span := n.Key(i)
				fmt.Fprintf(&b, "%s  %s (%s): ", indent, key, spanText(span))
				walk(n.Value(i), indent+"  ")
			}
		}
	}
	walk(n, "")
	return b.String()
}

func spanText(s Span) string { return fmt.Sprintf("%d:%d+%d", s.Line, s.Column, s.Length) }

// printed is what a reader sees of diagnostics of one file.
func printed(path, text string, diags []Diagnostic) string {
	var b strings.Builder
	lines := NewLines([]byte(text))
	for _, d := range diags {
		entry, _ := Lookup(d.Code)
		d.Path, d.Severity = path, entry.Severity
		_ = Print(&b, d, func(_ string, n int) (string, bool) { return string(lines.Line(n)), true }, false)
	}
	return b.String()
}

func TestYAMLCountsLinesFromTheFile(t *testing.T) {
	root, diags := ParseYAML([]byte("a: 1\na: 2\nb: 3"), 10, pageLimits)
	if got := root.Get("b").Span(); got != (Span{12, 4, 1}) {
		t.Errorf("b at %v", got)
	}
	if len(diags) != 1 || diags[0].Span.Line != 11 || diags[0].Notes[0].Span.Line != 10 {
		t.Errorf("diagnostics %+v", diags)
	}
}

func TestNodeAt(t *testing.T) {
	root, _ := ParseYAML([]byte("ontology: {domain: water, \"a.b\": dotted}\nempty:\n"), 1, pageLimits)
	for path, want := range map[string]string{
		"ontology.domain": "water", "ontology.a.b": "dotted", "ontology.none": "", "none.domain": "", "ontology.domain.deeper": "",
	} {
		if got := root.At(path).Text(); got != want {
			t.Errorf("%s: %q, not %q", path, got, want)
		}
	}
	if root.At(".") != root {
		t.Error("“.” is not the node itself")
	}
	if empty := root.At("empty"); empty == nil || empty.Kind() != NodeNull || root.At("missing") != nil {
		t.Error("a key without a value cannot be told from none")
	}
}

func TestNodeStringsAndBool(t *testing.T) {
	root, _ := ParseYAML([]byte(`
one: 1.0
many: [no, 2026-01-28, "x", ~, {a: b}]
none: ~
empty: ""
yes: True
no: FALSE
word: yes
`), 1, pageLimits)
	for key, want := range map[string][]string{"one": {"1.0"}, "many": {"no", "2026-01-28", "x"}, "none": nil, "empty": nil, "missing": nil} {
		if diff := cmp.Diff(want, root.Get(key).Strings()); diff != "" {
			t.Errorf("%s: %s", key, diff)
		}
	}
	for key, want := range map[string][2]bool{"yes": {true, true}, "no": {false, true}, "word": {}, "missing": {}, "many": {}} {
		if value, ok := root.Get(key).Bool(); [2]bool{value, ok} != want {
			t.Errorf("%s: %v %v", key, value, ok)
		}
	}
}

// TestYAMLBounds holds that a hostile text is refused before it costs anything (R20 to R22 of the promises).
func TestYAMLBounds(t *testing.T) {
	const size = 200_000
	repeat := func(s string) string { return strings.Repeat(s, size/len(s)) }
	registry := YAMLLimits{Bytes: 4 << 20, Depth: 32, Nodes: 100_000}
	for _, c := range []struct {
		name, text string
		lim        YAMLLimits
		code       Code
	}{
		{"over the bytes", repeat("a: b\n"), pageLimits, CodeTooLarge},
		{"over the values", strings.Repeat("- b\n", 2500), pageLimits, CodeTooLarge},
		{"brackets", repeat("["), registry, CodeTooLarge},
		{"brackets on lines", repeat("[\n"), registry, CodeTooDeep},
		{"braces", strings.Repeat("{a: ", 1000), registry, CodeTooDeep},
		{"items in items", strings.Repeat("- ", 1000), registry, CodeTooDeep},
		{"keys in keys", strings.Repeat("? ", 1000), registry, CodeTooDeep},
		{"both kinds of nesting", indented(20) + strings.Repeat("[", 20) + strings.Repeat("]", 20), registry, CodeTooDeep},
		{"one line", "x: [" + repeat("a,") + "]", registry, CodeTooLarge},
		{"many documents", repeat("---\n"), registry, CodeYAMLDocuments},
		{"many mistakes", repeat("a: b: c\n"), registry, CodeYAMLSyntax},
		{"many duplicates", repeat("a: b\n"), registry, CodeYAMLDuplicateKey},
		{"a billion laughs", "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n", pageLimits, CodeYAMLAlias},
	} {
		t.Run(c.name, func(t *testing.T) {
			begin := time.Now()
			_, diags := ParseYAML([]byte(c.text), 1, c.lim)
			if took := time.Since(begin); took > time.Second {
				t.Errorf("took %v", took)
			}
			if len(diags) == 0 || diags[0].Code != c.code {
				t.Errorf("%d diagnostics, not %s first: %+v", len(diags), c.code, diags[:min(1, len(diags))])
			}
			if len(diags) > maxMistakes {
				t.Errorf("%d diagnostics", len(diags))
			}
		})
	}
}

// indented is that many maps in each other, with room for a value in the last.
func indented(depth int) string {
	var b strings.Builder
	for i := range depth {
		b.WriteString("\n" + strings.Repeat(" ", i) + "k: ")
	}
	return b.String()
}

func FuzzYAML(f *testing.F) {
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
		root, diags := ParseYAML(text, 1, pageLimits)
		lines := int32(bytes.Count(text, []byte{'\n'})) + 1
		breaks := int32(strings.Count(string(text), "\u2028") + strings.Count(string(text), "\u2029")) // lines to the library
		for _, d := range diags {
			if _, known := Lookup(d.Code); !known || d.Message == "" || d.Span.Line < 1 || d.Span.Line > lines+breaks {
				t.Errorf("%+v", d)
			}
		}
		var walk func(n *Node, depth int) int
		walk = func(n *Node, depth int) int {
			if depth > pageLimits.Depth+1 {
				t.Fatal("too deep")
			}
			total := 1
			for i := range n.Len() {
				if n.Kind() == NodeMap {
					key, _ := n.Key(i)
					if n.Get(key) != n.Value(i) {
						t.Errorf("key %q is there twice", key)
					}
					total += walk(n.Value(i), depth+1) + 1
				} else {
					total += walk(n.Item(i), depth+1)
				}
			}
			return total
		}
		// The values after the limit are there, but empty.
		if n := walk(root, 1); n > marksPerNode*pageLimits.Nodes+2 {
			t.Errorf("%d values", n)
		}
	})
}
