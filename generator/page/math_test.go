// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Both tables are searched by halves, so they must be in order, and what they name must be found.
func TestTablesOfNames(t *testing.T) {
	for name, table := range map[string]string{"emoji.txt": emojiNames, "math.txt": mathNames} {
		lines := strings.Split(strings.TrimSuffix(table, "\n"), "\n")
		if !slices.IsSorted(lines) {
			t.Errorf("%s is not sorted by bytes", name)
		}
		for _, line := range lines {
			key, value, _ := strings.Cut(line, " ")
			if got, ok := valueOf(table, key); !ok || got != value || value == "" {
				t.Errorf("%s: %q gives %q, %v", name, key, got, ok)
			}
		}
		for _, none := range []string{"", "zzzz", "!!", "alph"} {
			if got, ok := valueOf(table, none); ok {
				t.Errorf("%s: %q gives %q", name, none, got)
			}
		}
	}
}

// Every symbol can be read where it may stand.
func TestEveryMathName(t *testing.T) {
	for line := range strings.Lines(mathNames) {
		key, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		tex := `a \` + key + " b"
		switch value[0] {
		case 'a', 'c', 'v':
			tex = `\` + key + "{b}"
		case 'd':
			tex = `\left\` + key + ` x \right.`
		}
		if out, unread := mathML(tex, true); unread != "" {
			t.Errorf("%s: %s", tex, unread)
		} else {
			judgeMath(t, out)
		}
	}
}

// FuzzMath asks that any formula becomes MathML that an HTML parser reads as it is written, or is refused.
func FuzzMath(f *testing.F) {
	for _, s := range []string{
		`x^2`, `\frac{a}{b}`, `\sqrt[3]{x}`, `\left(\begin{pmatrix}a&b\\c&d\end{pmatrix}\right)`, `\text{a < b}`, `\sum_{i=1}^n i`, `\not=`,
		`\mathbb{R}`, `\sin^2 x`, `x''_1^2`, `\big| x`, `\begin{array}{cc}a\\[2pt]b\end{array}`, "\u00e9 \u4f60", `\operatorname{Var}`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, tex string) {
		if out, unread := mathML(strings.ToValidUTF8(strings.Map(withoutNull, tex), ""), true); unread == "" {
			judgeMath(t, out)
		}
	})
}

// withoutNull drops what source.Text never lets through.
func withoutNull(r rune) rune {
	if isControl(r) && r != '\n' && r != '\t' {
		return -1
	}
	return r
}

func judgeMath(t *testing.T, out string) {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(out), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil || len(nodes) != 1 {
		t.Fatalf("%d nodes, %v: %s", len(nodes), err, out)
	}
	open := 0
	for n := range nodes[0].Descendants() {
		if n.Type == html.ElementNode {
			open++
			if n.Namespace != "math" || !slices.Contains(shownMath(), n.Data) {
				t.Fatalf("<%s> in %s", n.Data, out)
			}
			want := map[string]int{"mfrac": 2, "msup": 2, "msub": 2, "mover": 2, "munder": 2, "mroot": 2, "msubsup": 3, "munderover": 3}[n.Data]
			if children := countElements(n); want > 0 && children != want {
				t.Fatalf("<%s> with %d children in %s", n.Data, children, out)
			}
		}
	}
	if open != strings.Count(out, "</")-1 {
		t.Fatalf("not balanced: %s", out)
	}
}

func countElements(n *html.Node) (count int) {
	for c := range n.ChildNodes() {
		if c.Type == html.ElementNode {
			count++
		}
	}
	return count
}
