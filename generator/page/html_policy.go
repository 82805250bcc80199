// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"regexp"
	"slices"
	"strings"

	"github.com/microcosm-cc/bluemonday"
)

// htmlPolicy says which elements and attributes authors may write. bluemonday decides on attributes; the names are sorted
// here, because what happens to the text of an element that is refused depends on what it is.
type htmlPolicy struct {
	elements   map[string]elementRule
	attributes *bluemonday.Policy
}

// elementRule is what becomes of an element. The zero rule: it is no element of HTML and is shown as text.
type elementRule uint8

const (
	unknownElement elementRule = iota
	allowedElement
	droppedElement // the tags go without a word, for they only lay out: what they hold stays
	removedElement // the tags go, what they hold stays
	erasedElement  // the tags go with what they hold, for it is code
)

func newHTMLPolicy(widened []string) *htmlPolicy {
	h := &htmlPolicy{elements: map[string]elementRule{}, attributes: bluemonday.NewPolicy()}
	set := func(rule elementRule, names string) {
		for _, name := range strings.Fields(names) {
			h.elements[name] = rule
		}
	}
	const allowed = `a abbr address article aside b bdi bdo blockquote br caption cite code col colgroup data dd del details
		dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hgroup hr i img ins kbd li mark ol p pre q rp rt ruby s samp
		section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr`
	set(allowedElement, allowed)
	set(droppedElement, `acronym basefont big body center font footer head header html main nav nobr picture source strike tt`)
	set(removedElement, `area base bgsound blink button datalist dialog dir fieldset form frame frameset iframe image input
		isindex keygen label legend link listing map marquee menu menuitem meta meter noembed noframes noscript optgroup option
		output param plaintext portal progress search select slot spacer textarea title track xmp`)
	set(erasedElement, `applet audio canvas embed math object script style svg template video`)
	for _, name := range widened {
		name = strings.ToLower(name)
		if name != "script" && name != "style" {
			h.elements[name] = allowedElement
		}
	}

	p := h.attributes
	p.AllowNoAttrs().OnElements(strings.Fields(allowed)...)
	p.AllowAttrs("title").Globally()
	p.AllowAttrs("lang").Matching(regexp.MustCompile(`^[A-Za-z0-9-]{1,35}$`)).Globally()
	p.AllowAttrs("dir").Matching(regexp.MustCompile(`^(?i:ltr|rtl|auto)$`)).Globally()
	p.AllowAttrs("id").Matching(regexp.MustCompile(`^[^\s"'<>&]{1,200}$`)).Globally()
	p.AllowAttrs("name").Matching(regexp.MustCompile(`^[^\s"'<>&]{1,200}$`)).OnElements("a")
	p.AllowAttrs("align").Matching(regexp.MustCompile(`^(?i:left|right|center)$`)).Globally()
	p.AllowAttrs("open").Matching(regexp.MustCompile(`^(?i:|open|true)$`)).OnElements("details")
	number := regexp.MustCompile(`^[0-9]{1,4}$`)
	p.AllowAttrs("colspan", "rowspan").Matching(number).OnElements("td", "th")
	p.AllowAttrs("scope").Matching(regexp.MustCompile(`^(?i:row|col|rowgroup|colgroup)$`)).OnElements("th")
	p.AllowAttrs("span").Matching(number).OnElements("col", "colgroup")
	p.AllowAttrs("start").Matching(regexp.MustCompile(`^-?[0-9]{1,9}$`)).OnElements("ol")
	p.AllowAttrs("value").Matching(regexp.MustCompile(`^-?[0-9]{1,9}$`)).OnElements("li")
	p.AllowAttrs("type").Matching(regexp.MustCompile(`^[1aAiI]$`)).OnElements("ol")
	p.AllowAttrs("reversed").Matching(regexp.MustCompile(`^(?i:|reversed)$`)).OnElements("ol")
	p.AllowAttrs("datetime").Matching(regexp.MustCompile(`^[0-9A-Za-z:.+ -]{1,40}$`)).OnElements("time", "del", "ins")
	for _, name := range widened {
		if name = strings.ToLower(name); h.elements[name] != allowedElement || slices.Contains(strings.Fields(allowed), name) {
			continue
		}
		p.AllowNoAttrs().OnElements(name)
		p.AllowAttrs("src", "width", "height", "loading", "controls", "allowfullscreen").OnElements(name)
	}
	p.AllowURLSchemes("http", "https", "mailto")
	p.AllowRelativeURLs(true)
	p.RequireParseableURLs(true)
	return h
}
