// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"html"
)

// OutsideLinks are the addresses on the web that a page names, in its text and in its facts, as written there, in order, each once. Links to the outside
// are finished when parsing and not kept in a Doc, since only who asks after them needs a list: it is read off the text.
func OutsideLinks(d *Doc, b *Body) []string {
	var links []string
	seen := map[string]bool{}
	add := func(address string) {
		if s := schemeOf(address); (s == "http" || s == "https") && !seen[address] {
			seen[address] = true
			links = append(links, address)
		}
	}
	for rest := b.HTML; ; {
		// The text is ours: attributes stand in double quotes, and what an author wrote has none.
		at := bytes.Index(rest, []byte(`="http`))
		if at < 0 {
			break
		}
		before := rest[:at]
		rest = rest[at+2:]
		end := bytes.IndexByte(rest, '"')
		if end < 0 {
			break
		}
		if bytes.HasSuffix(before, []byte(" href")) || bytes.HasSuffix(before, []byte(" src")) {
			add(html.UnescapeString(string(rest[:end])))
		}
		rest = rest[end:]
	}
	for _, list := range [][]Reference{d.Meta.References, d.Meta.KnownUses} {
		for i := range list {
			add(list[i].URL)
		}
	}
	for i := range d.Meta.DerivedFrom {
		add(d.Meta.DerivedFrom[i].Source)
	}
	if d.Person != nil {
		add(d.Person.Website)
	}
	return links
}
