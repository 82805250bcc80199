// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import "commonplace/generator/source"

// Unrendered is a construct of a page that is not shown as it was meant: left out, or shown as it is written.
type Unrendered struct {
	Construct string // "shortcode metrics-bar", "component <Chart>", "MyST directive {note}"
	Count     int32
	Span      source.Span // the first
	AsText    bool        // it is shown as it is written
}

const (
	maxUnrendered    = 50 // constructs of a page that are told apart
	maxConstructName = 60 // bytes
)

// tally counts a construct that is left out. The offsets are those of the file's body.
func (p *pass) tally(construct string, start, stop int) { p.count(construct, start, stop, false) }

func (p *pass) count(construct string, start, stop int, asText bool) {
	if len(construct) > maxConstructName {
		construct = string([]rune(construct[:maxConstructName-len("…")])) + "…"
	}
	for i := range p.unrendered {
		if u := &p.unrendered[i]; u.Construct == construct && u.AsText == asText {
			u.Count++
			return
		}
	}
	if len(p.unrendered) >= maxUnrendered {
		construct, asText = "other constructs", false
		for i := range p.unrendered {
			if p.unrendered[i].Construct == construct {
				p.unrendered[i].Count++
				return
			}
		}
	}
	p.unrendered = append(p.unrendered, Unrendered{construct, 1, p.fileSpan(start, stop), asText})
}
