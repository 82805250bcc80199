// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// TestHighlightCSS asks for a rule for each class that code can have, light and dark, and for colours that can be read.
func TestHighlightCSS(t *testing.T) {
	var b bytes.Buffer
	if err := HighlightCSS(&b); err != nil {
		t.Fatal(err)
	}
	light, dark, ok := strings.Cut(b.String(), "@media (prefers-color-scheme:dark)")
	if !ok {
		t.Fatal("no dark rules")
	}
	for token := range chroma.StandardTypes {
		if class := tokenClass(token); class != "" && !strings.Contains(light, ".chroma ."+class+"{") {
			t.Errorf("no rule for %s of %v", class, token)
		}
	}
	for _, r := range highlightRules() {
		if r.light == "" {
			continue
		}
		if !strings.Contains(dark, ".chroma ."+r.class+"{color:"+r.dark) {
			t.Errorf("no dark rule for %s", r.class)
		}
		for _, pair := range [][2]string{{r.light, "#f6f8fa"}, {r.dark, "#161b22"}} {
			if c := contrast(pair[0], pair[1]); c < 4.5 {
				t.Errorf("%s: contrast of %s on %s is %.1f", r.class, pair[0], pair[1], c)
			}
		}
	}
}

// contrast is that of WCAG 2.2.
func contrast(a, b string) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(colour string) float64 {
	var channels [3]int
	fmt.Sscanf(colour, "#%02x%02x%02x", &channels[0], &channels[1], &channels[2])
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		c := float64(channels[i]) / 255
		if c <= 0.03928 {
			sum += weight * c / 12.92
		} else {
			sum += weight * math.Pow((c+0.055)/1.055, 2.4)
		}
	}
	return sum
}

// TestHighlightedLanguages asks for an exact name or alias of a lexer: any other word would be searched among file names.
func TestHighlightedLanguages(t *testing.T) {
	known := map[string]bool{}
	for _, name := range lexers.Names(true) {
		known[strings.ToLower(name)] = true
	}
	for word := range highlightedLanguages() {
		if !known[word] {
			t.Errorf("no lexer is called %s", word)
		}
	}
}
