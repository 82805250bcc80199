// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"strings"

	"commonplace/generator/commons"
	"commonplace/generator/source"
)

// Person reads a contributor's record.
func (p *Parser) Person(data []byte) *Doc {
	text, diags := source.Text(data)
	d := &Doc{Kind: KindPerson, Person: new(Person), Diags: diags}
	root, found := source.ParseYAML(text, 1, source.YAMLLimits{Bytes: p.limits.Record, Depth: p.limits.YAMLDepth, Nodes: p.limits.YAMLNodes})
	d.Diags = append(d.Diags, found...)
	r := reader{p: p, d: d}
	if !isEmpty(root) && root.Kind() != source.NodeMap {
		r.name = "the record"
		r.misfit(root, "a map", "")
		return d
	}
	r.keys(root, "id kind name orcid accounts website listed languages roles email")
	field := func(name string) *source.Node {
		r.name = name
		return root.Get(name)
	}
	r.fillPerson(field)
	if n := root.Get("email"); !isEmpty(n) {
		r.report(source.CodeEmailRemoved, n.Span(), "an e-mail address in a field: it is not published", "remove it; a website can say how to write to you")
	}
	return d
}

// fillPerson reads the fields of a person.
func (r *reader) fillPerson(field func(string) *source.Node) {
	who := r.d.Person
	who.ID = r.one(field("id"))
	who.Kind = r.personKind(field("kind"))
	who.Name = r.one(field("name"))
	who.ORCID = r.orcid(field("orcid"))
	who.Website = r.website(field("website"))
	r.accounts(field("accounts"))
	who.Languages = r.many(field("languages"))
	who.Roles = r.heldRoles(field("roles"))
	if n := field("listed"); !isEmpty(n) {
		who.Unlisted = !r.truth(n, false)
	}
}

func (r *reader) personKind(n *source.Node) string {
	switch kind := r.one(n); kind {
	case "":
		return "person"
	case "person", "organization", "group", "machine":
		return kind
	default:
		r.report(source.CodeUnknownFieldValue, n.Span(), "“kind” is person, organization, group or machine, not "+quote(kind), "")
		return "person"
	}
}

// orcid reads an ORCID iD, also as an address. A wrong one is left out.
func (r *reader) orcid(n *source.Node) string {
	text := r.one(n)
	if text == "" {
		return ""
	}
	id, ok := commons.ORCID(text)
	if !ok {
		r.report(source.CodeUnknownFieldValue, n.Span(), quote(text)+" is no ORCID iD: its last digit does not fit the others", "copy it from the profile: 0000-0002-1825-0097")
		return ""
	}
	return id
}

// website reads an address on the web; no other scheme leads to a person safely.
func (r *reader) website(n *source.Node) string {
	text := r.address(n)
	if text != "" && !isWeb(text) {
		r.report(source.CodeUnknownFieldValue, n.Span(), "“website” begins with https://, unlike "+quote(text), "")
		return ""
	}
	return text
}

// accounts reads a map of places and names there. Addresses in the fediverse look like e-mail and are none.
func (r *reader) accounts(n *source.Node) {
	if isEmpty(n) {
		return
	}
	if n.Kind() != source.NodeMap {
		r.misfit(n, "a map of places and names", "")
		return
	}
	for i := range n.Len() {
		place, _ := n.Key(i)
		v := n.Value(i)
		name := ""
		switch place {
		case "fediverse", "mastodon":
			name, _ = tidy(v.Text())
			if strings.Contains(name, "@") && !strings.HasPrefix(name, "@") && !strings.Contains(name, "/") {
				name = "@" + name
			}
		default:
			name = r.address(v)
		}
		if name != "" && !strings.Contains(name, removed) {
			place, _ = tidy(place)
			place, _ = withoutAddress(place)
			r.d.Person.Accounts = append(r.d.Person.Accounts, Field{Name: place, Values: []string{name}})
		}
	}
}

// heldRoles reads the roles of a person: words, or maps of a role, its scope and its time.
func (r *reader) heldRoles(n *source.Node) (list []HeldRole) {
	each(n, func(n *source.Node) {
		held := HeldRole{Role: r.plain(n)}
		if n.Kind() == source.NodeMap {
			r.keys(n, "role type scope since until")
			held = HeldRole{Role: r.plain(first(n, "role type")), Scope: r.plain(n.Get("scope")), Since: r.date(n.Get("since")), Until: r.date(n.Get("until"))}
		}
		if held.Role != "" {
			list = append(list, held)
		}
	})
	return list
}
