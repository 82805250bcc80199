// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
)

const (
	svgSpace   = "http://www.w3.org/2000/svg"
	xlinkSpace = "http://www.w3.org/1999/xlink"
	xmlSpace   = "http://www.w3.org/XML/1998/namespace"
)

// svgElements may stand in a picture: shapes, text, paint servers, filters. None of them runs a script, holds HTML or, without href,
// asks for another file.
const svgElements = " svg g defs symbol use switch title desc path rect circle ellipse line polyline polygon text tspan textPath image a style " +
	"linearGradient radialGradient stop pattern clipPath mask marker view filter feBlend feColorMatrix feComponentTransfer feComposite " +
	"feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur " +
	"feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence "

// svgAttributes may stand on any of them; href and style are looked at more closely.
const svgAttributes = " id class lang role aria-label aria-labelledby aria-describedby aria-hidden x y x1 y1 x2 y2 cx cy r rx ry fx fy fr dx dy width height d points " +
	"pathLength rotate textLength lengthAdjust startOffset method spacing side viewBox preserveAspectRatio transform version refX refY markerWidth " +
	"markerHeight markerUnits orient gradientUnits gradientTransform spreadMethod offset patternUnits patternContentUnits patternTransform " +
	"clipPathUnits maskUnits maskContentUnits filterUnits primitiveUnits in in2 result mode type values operator k1 k2 k3 k4 tableValues slope " +
	"intercept amplitude exponent order kernelMatrix divisor bias targetX targetY edgeMode preserveAlpha kernelUnitLength surfaceScale " +
	"diffuseConstant specularConstant specularExponent limitingConeAngle pointsAtX pointsAtY pointsAtZ z azimuth elevation scale " +
	"xChannelSelector yChannelSelector stdDeviation radius baseFrequency numOctaves seed stitchTiles " +
	"alignment-baseline baseline-shift clip-path clip-rule color color-interpolation color-interpolation-filters direction display " +
	"dominant-baseline fill fill-opacity fill-rule filter flood-color flood-opacity font-family font-size font-size-adjust font-stretch " +
	"font-style font-variant font-weight image-rendering letter-spacing lighting-color marker-end marker-mid marker-start mask mask-type " +
	"mix-blend-mode opacity overflow paint-order shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset " +
	"stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor text-decoration text-rendering " +
	"transform-origin unicode-bidi vector-effect visibility word-spacing writing-mode requiredFeatures systemLanguage "

const svgDepth = 200

var (
	errNotSVG   = errors.New("its root is no svg element")
	errEntities = errors.New("it declares entities")
	errTooDeep  = errors.New("its elements are nested too deeply")
)

// An svgWriter writes a picture anew, and of it only what is known to be harmless. What it writes has no document type, no
// processing instruction, no comment and no namespace but SVG's.
type svgWriter struct {
	out           bytes.Buffer
	space         string // of its elements: SVG's, or none where the file forgot it
	pending       bool   // the last tag still lacks its end: > or />
	width, height int
	dropped       []string // names of elements and attributes that were left out, each once
}

type cleanedSVG struct {
	data          []byte
	width, height int
	dropped       []string
}

func cleanSVG(data []byte) (cleanedSVG, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	w := svgWriter{}
	skip, depth, done := 0, 0, false
	var style *strings.Builder // text of the style element at hand
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return cleanedSVG{}, errors.New("it is no well-formed XML")
		}
		switch t := token.(type) {
		case xml.Directive:
			// A document type may name a file that nobody reads any more; entities are how a small file becomes a large one.
			if bytes.ContainsAny(t, "[") {
				return cleanedSVG{}, errEntities
			}
		case xml.StartElement:
			if depth++; depth > svgDepth {
				return cleanedSVG{}, errTooDeep
			}
			switch {
			case skip > 0 || style != nil:
				skip++
			case depth == 1 && (t.Name.Local != "svg" || t.Name.Space != svgSpace && t.Name.Space != "" || done):
				return cleanedSVG{}, errNotSVG
			case depth > 1 && t.Name.Space != w.space || !strings.Contains(svgElements, " "+t.Name.Local+" "):
				skip++
				if t.Name.Space == w.space && t.Name.Local != "metadata" {
					w.drop(t.Name.Local)
				}
			case t.Name.Local == "style":
				style = new(strings.Builder)
			default:
				w.open(t, depth == 1)
			}
		case xml.EndElement:
			depth--
			done = done || depth == 0
			switch {
			case skip > 0:
				skip--
			case style != nil:
				if css := style.String(); isHarmlessCSS(css) {
					w.text("<style>", css)
					w.out.WriteString("</style>")
				} else {
					w.drop("style")
				}
				style = nil
			case w.pending:
				w.out.WriteString("/>")
				w.pending = false
			default:
				w.out.WriteString("</" + t.Name.Local + ">")
			}
		case xml.CharData:
			switch {
			case skip > 0 || depth == 0:
			case style != nil:
				style.Write(t)
			case len(t) > 0:
				w.text("", string(t))
			}
		}
	}
	if !done {
		return cleanedSVG{}, errNotSVG
	}
	w.out.WriteByte('\n')
	return cleanedSVG{data: w.out.Bytes(), width: w.width, height: w.height, dropped: w.dropped}, nil
}

func (w *svgWriter) drop(name string) {
	for _, have := range w.dropped {
		if have == name {
			return
		}
	}
	if len(w.dropped) < 8 {
		w.dropped = append(w.dropped, name)
	}
}

// open writes a start tag with the attributes that may stand on it.
func (w *svgWriter) open(t xml.StartElement, root bool) {
	w.text("<"+t.Name.Local, "")
	if root {
		w.space = t.Name.Space
		w.out.WriteString(` xmlns="` + svgSpace + `"`)
		w.width, w.height = svgSize(t)
	}
	var written [8]string
	seen := written[:0]
	for _, a := range t.Attr {
		name, ok := svgAttribute(t.Name.Local, a)
		if !ok {
			if strings.HasPrefix(strings.ToLower(a.Name.Local), "on") || a.Name.Local == "href" {
				w.drop(a.Name.Local)
			}
			continue
		}
		twice := false
		for _, have := range seen {
			twice = twice || have == name
		}
		if twice {
			continue
		}
		seen = append(seen, name)
		w.out.WriteString(" " + name + `="`)
		svgEscaper.WriteString(&w.out, a.Value)
		w.out.WriteByte('"')
	}
	w.pending = true
}

// text writes markup and a text behind the tag that is pending.
func (w *svgWriter) text(markup, text string) {
	if w.pending {
		w.out.WriteByte('>')
		w.pending = false
	}
	w.out.WriteString(markup)
	svgEscaper.WriteString(&w.out, text)
}

// svgEscaper keeps what the parser found as it is; white space in attributes was made plain by it.
var svgEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\r", "&#xD;")

// svgAttribute is the name under which an attribute is written, if it may stand.
func svgAttribute(element string, a xml.Attr) (name string, ok bool) {
	name = a.Name.Local
	switch a.Name.Space {
	case "":
	case xlinkSpace:
		if name != "href" {
			return "", false
		}
	case xmlSpace:
		return "xml:" + name, name == "space" || name == "lang"
	default:
		return "", false
	}
	switch {
	case name == "href":
		return name, isLocalRef(a.Value) || element == "image" && isInlinePicture(a.Value)
	case name == "style":
		return name, isHarmlessCSS(a.Value)
	case strings.Contains(svgAttributes, " "+name+" "):
		return name, isHarmlessCSS(a.Value)
	}
	return "", false
}

// isLocalRef tells references to an element of the same file.
func isLocalRef(s string) bool { return strings.HasPrefix(strings.TrimSpace(s), "#") }

// isInlinePicture tells pictures that are part of the file and are no SVG themselves.
func isInlinePicture(s string) bool {
	kind, ok := strings.CutPrefix(strings.TrimSpace(s), "data:image/")
	if !ok {
		return false
	}
	kind, _, ok = strings.Cut(kind, ";base64,")
	return ok && hasWord("png jpeg gif webp", kind)
}

// isHarmlessCSS says whether a style, or an attribute that is one, asks for nothing outside the file: url() only of an element of
// the same file, no other function that loads, no escape that could hide one, and no rule with @ but @media.
func isHarmlessCSS(s string) bool {
	if !strings.ContainsAny(s, `(\@:<`) {
		return true
	}
	if strings.ContainsAny(s, `\<`) {
		return false
	}
	low := strings.ToLower(s)
	for _, word := range []string{"image(", "image-set(", "src(", "element(", "cross-fade(", "expression", "behavior", "-moz-binding", "javascript:"} {
		if strings.Contains(low, word) {
			return false
		}
	}
	for rest := low; ; {
		_, after, found := strings.Cut(rest, "@")
		if !found {
			break
		}
		if !strings.HasPrefix(after, "media") {
			return false
		}
		rest = after
	}
	for rest := low; ; {
		_, after, found := strings.Cut(rest, "url(")
		if !found {
			return true
		}
		if !strings.HasPrefix(strings.TrimLeft(after, " \t\n\r\f'\""), "#") {
			return false
		}
		rest = after
	}
}

// svgSize is the size of a picture in CSS pixels, by its width and height or else by its viewBox.
func svgSize(t xml.StartElement) (w, h int) {
	var width, height float64
	var box []string
	for _, a := range t.Attr {
		if a.Name.Space != "" {
			continue
		}
		switch a.Name.Local {
		case "width":
			width = svgLength(a.Value)
		case "height":
			height = svgLength(a.Value)
		case "viewBox":
			box = strings.FieldsFunc(a.Value, func(r rune) bool { return r == ' ' || r == ',' || r == '\t' || r == '\n' || r == '\r' })
		}
	}
	if len(box) == 4 {
		bw, bh := svgLength(box[2]), svgLength(box[3])
		switch {
		case bw == 0 || bh == 0:
		case width == 0 && height == 0:
			width, height = bw, bh
		case width == 0:
			width = height * bw / bh
		case height == 0:
			height = width * bh / bw
		}
	}
	if width > 1e6 || height > 1e6 {
		return 0, 0
	}
	return int(math.Round(width)), int(math.Round(height))
}

// svgLength reads a length; 0 for a share of something (%, em) and for what is none. The units are those of CSS Values, section 6.2.
func svgLength(s string) float64 {
	s = strings.TrimSpace(s)
	scale := 1.0
	for _, u := range []struct {
		suffix string
		scale  float64
	}{{"px", 1}, {"pt", 96.0 / 72}, {"pc", 16}, {"mm", 96 / 25.4}, {"cm", 96 / 2.54}, {"in", 96}} {
		if rest, ok := strings.CutSuffix(s, u.suffix); ok {
			s, scale = rest, u.scale
			break
		}
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || !(v > 0) || math.IsInf(v, 0) {
		return 0
	}
	return v * scale
}
