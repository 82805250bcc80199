// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	_ "embed"
	"slices"
	"strings"

	"commonplace/generator/source"
)

// construct is what a tag becomes.
type construct uint8

const (
	noConstruct    construct = iota // nobody knows: the tag goes, what it holds stays, and it is counted
	imageConstruct                  // an image with its caption
	linkConstruct                   // a link; what it holds or an argument is its text
	refConstruct                    // the address of a page, in its place
	embedConstruct                  // a link to what another site would show here
	calloutConstruct
	detailsConstruct
	tabsConstruct  // a labelled frame
	groupConstruct // a heading, an image and a link around what it holds
	quoteConstruct
	codeConstruct   // what it holds, as it is written
	textConstruct   // what it holds
	dropConstruct   // nothing
	anchorConstruct // a place that links lead to
)

// constructOf reads one of config.ShortcodeKinds.
func constructOf(word string) construct {
	switch word {
	case "image":
		return imageConstruct
	case "link":
		return linkConstruct
	case "ref", "relref":
		return refConstruct
	case "embed":
		return embedConstruct
	case "callout":
		return calloutConstruct
	case "details":
		return detailsConstruct
	case "tabs":
		return tabsConstruct
	case "group":
		return groupConstruct
	case "quote":
		return quoteConstruct
	case "code":
		return codeConstruct
	case "text":
		return textConstruct
	case "drop":
		return dropConstruct
	}
	return noConstruct
}

// frames says whether a construct stands around blocks.
func (c construct) frames() bool {
	switch c {
	case calloutConstruct, detailsConstruct, tabsConstruct, groupConstruct, quoteConstruct, codeConstruct:
		return true
	}
	return false
}

// The names of arguments, in the order in which they count.
const (
	argAddress  = "href link url relref ref to path page buttonurl button_url src"
	argImage    = "src source image image_path path file img url icon_url thumbnail"
	argAlt      = "alt alttext alt_text"
	argLabel    = "label text buttonlabel button_label title name"
	argMedium   = "url id src href link file"
	argKind     = "type style kind color level variant class theme"
	argTitle    = "title header heading summary label name tabname question"
	argLanguage = "lang language type"
	argAuthor   = "author source cite by attribution event"
)

// text says whether an argument is prose that the construct shows, and as what.
func (c construct) text(a argument) (textRole, bool) {
	if a.name == "" {
		return 0, false
	}
	is := func(names string) bool { return slices.Contains(strings.Fields(names), a.name) }
	switch c {
	case imageConstruct:
		return captionText, a.name == "caption" || a.name == "figcaption"
	case calloutConstruct, detailsConstruct, tabsConstruct:
		return titleText, is(argTitle)
	case groupConstruct:
		if is("title header heading") {
			return titleText, true
		}
		return leadText, is("eyebrow subtitle description desc text excerpt lead content body")
	case quoteConstruct:
		return captionText, is(argAuthor)
	}
	return 0, false
}

// toneKind is calloutKind with the words that themes have for it, and colours.
func toneKind(word string) (kind int, ok bool) {
	switch word = strings.ToLower(word); word {
	case "information", "default", "secondary", "primary", "remark", "pageinfo", "blue":
		return 0, true
	case "idea", "light", "green":
		return 1, true
	case "warn", "yellow", "orange":
		return 3, true
	case "critical", "red":
		return 4, true
	}
	return calloutKind(word)
}

// callout gives the kind of a callout; a note where it names none.
func (t *tag) callout() int {
	for _, name := range strings.Fields(argKind) {
		if a, ok := t.arg(name); ok {
			for _, word := range strings.FieldsFunc(a.value, func(r rune) bool { return r == ' ' || r == '-' || r == '.' }) {
				if kind, ok := toneKind(word); ok {
					return kind
				}
			}
		}
	}
	if kind, ok := toneKind(t.positional(0).value); ok {
		return kind
	}
	kind, _ := toneKind(t.name)
	return kind
}

// title is the title of a frame: an argument of that name, or one without a name that is no kind.
func (t *tag) title() string {
	if a, ok := t.arg(argTitle); ok {
		return a.value
	}
	for n := range 2 {
		a := t.positional(n)
		if _, isKind := toneKind(a.value); a.value != "" && (t.what != calloutConstruct || !isKind) {
			return a.value
		}
	}
	return ""
}

//go:embed shortcodes.yaml
var shortcodesText []byte

// knownShortcodes is what the program knows of the tags of others.
func knownShortcodes() (constructs map[string]construct, addresses map[string]string) {
	root, _ := source.ParseYAML(shortcodesText, 1, source.YAMLLimits{Bytes: len(shortcodesText), Depth: 4, Nodes: len(shortcodesText)})
	constructs, addresses = map[string]construct{}, map[string]string{}
	for i := range root.Len() {
		word, _ := root.Key(i)
		names := root.Value(i)
		if word == "addresses" {
			for j := range names.Len() {
				name, _ := names.Key(j)
				addresses[name] = names.Value(j).Text()
			}
			continue
		}
		for j := range names.Len() {
			constructs[names.Item(j).Text()] = constructOf(word)
		}
	}
	return constructs, addresses
}
