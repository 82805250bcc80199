// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"fmt"
	"strings"
	"testing"
)

// prose is a text of n words, from word number from on.
func prose(from, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "word%d ", from+i)
	}
	return b.String()
}

func sketch(html string) Sketch { return SketchOf(&Body{HTML: []byte(html)}) }

func TestSketch(t *testing.T) {
	base := sketch(prose(0, 1000))
	if len(base) != SketchSize {
		t.Fatalf("%d hashes", len(base))
	}
	for _, c := range []struct {
		name  string
		other string
		least int
		most  int
	}{
		{"the same in other elements and another case", "<h2 id=x>" + strings.ToUpper(prose(0, 500)) + "</h2><p>" + prose(500, 500), 100, 100},
		{"half of it", prose(0, 500), 40, 60},
		{"half of it in common", prose(500, 1000), 23, 43},
		{"nothing in common", prose(5000, 1000), 0, 2},
		{"too short to say", prose(0, 10), 0, 0},
	} {
		if got := base.Alike(sketch(c.other)); got < c.least || got > c.most {
			t.Errorf("%s: %d %%, want %d to %d", c.name, got, c.least, c.most)
		}
	}
	if s := sketch("いろはにほへとちりぬるをわかよたれそつねならむうゐのおくやまけふこえてあさきゆめみしゑひもせす"); len(s) == 0 {
		t.Error("a text without spaces has no words")
	}
	if s := sketch(strings.Repeat("<a href=\"x\">", 100)); len(s) > 0 {
		t.Error("elements count as words")
	}
}

func FuzzSketch(f *testing.F) {
	f.Add("<p>a b c d e</p>", "<")
	f.Fuzz(func(t *testing.T, a, b string) {
		x, y := sketch(a), sketch(b)
		if p := x.Alike(y); p < 0 || p > 100 || p != y.Alike(x) {
			t.Errorf("%d %%, and the other way round %d %%", p, y.Alike(x))
		}
	})
}
