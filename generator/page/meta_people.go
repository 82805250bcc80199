// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"strings"

	"commonplace/generator/source"
)

const (
	nameKeys   = "name id login github alias orcid"
	roleKeys   = "role roles contributions"
	personKeys = nameKeys + " " + roleKeys + " family-names given-names name-particle name-suffix affiliation organization email website url"
)

// people reads persons: a name, a map of one person and the roles they had, a map of roles and persons, or lists of these. Who has a role
// other than that of an author is a contributor.
func (r *reader) people(n *source.Node, role string, contributing bool) {
	switch n.Kind() {
	case source.NodeScalar:
		if r.split != "" {
			for _, name := range r.appendSplit(nil, n) {
				r.credit(Credit{Name: name, Role: role, Span: n.Span()}, contributing)
			}
			return
		}
		r.credit(Credit{Name: r.word(n), Role: role, Span: n.Span()}, contributing)
	case source.NodeList:
		for i := range n.Len() {
			r.people(n.Item(i), role, contributing)
		}
	case source.NodeMap:
		name, span := r.personName(n)
		if name == "" {
			for i := range n.Len() {
				r.people(n.Value(i), r.key(n, i), contributing)
			}
			return
		}
		r.keys(n, personKeys)
		if r.mapped {
			name = r.values.of(name)
		}
		c := Credit{Name: name, Role: role, URL: r.personLink(n), Span: span}
		roles := 0
		each(first(n, roleKeys), func(n *source.Node) {
			if text := r.text(n); text != "" {
				c.Role = text
				r.credit(c, contributing)
				roles++
			}
		})
		if roles == 0 {
			r.credit(c, contributing)
		}
	}
}

func (r *reader) credit(c Credit, contributing bool) {
	if c.Name == "" {
		return
	}
	m := &r.d.Meta
	if !contributing && (c.Role == "" || strings.EqualFold(c.Role, "author") || strings.EqualFold(c.Role, "authors")) {
		c.Role = ""
		m.Authors = append(m.Authors, c)
		return
	}
	m.Contributions = append(m.Contributions, c)
}

// personLink is the first address in a map of a person.
func (r *reader) personLink(n *source.Node) string {
	for _, place := range []struct{ key, begins string }{{"url", ""}, {"website", ""}, {"github", "https://github.com/"}, {"orcid", "https://orcid.org/"}} {
		text := r.plain(n.Get(place.key))
		if place.begins != "" && text != "" && !isWeb(text) {
			text = place.begins + text
		}
		if isWeb(text) && !strings.ContainsAny(text, " \"<>") {
			return text
		}
	}
	return ""
}

func isWeb(url string) bool {
	return strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://")
}

// personName is the name of a person in a list of authors; for a map the parts of a name as in CITATION.cff count, too. It is empty for
// a map without one.
func (r *reader) personName(n *source.Node) (string, source.Span) {
	if n.Kind() == source.NodeScalar {
		return r.plain(n), n.Span()
	}
	if family := first(n, "family-names given-names"); family.Kind() == source.NodeScalar {
		var parts []string
		for key := range strings.SplitSeq("given-names name-particle family-names name-suffix", " ") {
			if part := r.plain(n.Get(key)); part != "" {
				parts = append(parts, part)
			}
		}
		return strings.Join(parts, " "), family.Span()
	}
	for key := range strings.SplitSeq(nameKeys, " ") {
		if v := n.Get(key); v.Kind() == source.NodeScalar && v.Text() != "" {
			return r.plain(v), v.Span()
		}
	}
	return "", source.Span{}
}
