// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"bytes"
	"fmt"
	"math"
	"strconv"

	"commonplace/generator/config"
	"commonplace/generator/page"
)

// The papers of style.css, which an accent must be readable on.
const (
	lightPaper = "#fcfbf8"
	darkPaper  = "#181715"
)

// Stylesheet is the theme's stylesheet with the site's own touch. It is a file of the output: no page holds a style, so that the
// content security policy can forbid them.
func (t *Theme) Stylesheet(look config.Look) []byte {
	out := append([]byte(nil), t.files["style.css"].text...)
	if accent, ok := parseColour(look.Accent); ok {
		light, _ := parseColour(lightPaper)
		dark, _ := parseColour(darkPaper)
		out = fmt.Appendf(out, "\n@layer tokens {\n\t:root { --accent: %s; }\n\n\t@media (prefers-color-scheme: dark) {\n\t\t:root { --accent: %s; }\n\t}\n}\n",
			accent.readableOn(light), accent.readableOn(dark))
	}
	var code bytes.Buffer
	page.HighlightCSS(&code) // a Buffer takes all
	return fmt.Appendf(out, "\n@layer components {\n%s}\n", code.Bytes())
}

// colour is red, green and blue from 0 to 1, as written (sRGB).
type colour [3]float64

func parseColour(text string) (colour, bool) {
	var c colour
	if len(text) != 7 || text[0] != '#' {
		return c, false
	}
	n, err := strconv.ParseUint(text[1:], 16, 32)
	if err != nil {
		return c, false
	}
	for i := range c {
		c[i] = float64(n>>(16-8*i)&0xff) / 255
	}
	return c, true
}

func (c colour) String() string {
	return fmt.Sprintf("#%02x%02x%02x", int(c[0]*255+0.5), int(c[1]*255+0.5), int(c[2]*255+0.5))
}

// luminance is relative luminance as WCAG 2.2 defines it.
func (c colour) luminance() float64 {
	var linear colour
	for i, v := range c {
		if linear[i] = v / 12.92; v > 0.04045 {
			linear[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return 0.2126*linear[0] + 0.7152*linear[1] + 0.0722*linear[2]
}

// contrast is the contrast ratio of WCAG 2.2, from 1 to 21.
func contrast(a, b colour) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// readableOn is c, or the nearest shade of it that text may have on paper. WCAG asks for 4.5; the rest allows for washes behind.
func (c colour) readableOn(paper colour) colour {
	const enough, steps = 5.5, 50
	to := 0.0 // black
	if paper.luminance() < 0.18 {
		to = 1
	}
	for step := range steps + 1 {
		part := float64(step) / steps
		shade := colour{c[0] + (to-c[0])*part, c[1] + (to-c[1])*part, c[2] + (to-c[2])*part}
		if contrast(shade, paper) >= enough {
			return shade
		}
	}
	return colour{to, to, to}
}
