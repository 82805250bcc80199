// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"strings"

	"commonplace/generator/source"
)

const (
	relationsField = "relations"

	targetKeys = "slug to target id title"
	weightKeys = "weight confidence strength"
	noteKeys   = "note description reason"
	kindKeys   = "type kind"
	itemKeys   = targetKeys + " " + weightKeys + " " + noteKeys + " " + kindKeys + " machine"
)

// relations reads typed links in each of the forms that config.FieldMap names.
func (r *reader) relations(field, path string, n *source.Node) {
	r.begin(relationsField)
	if kind, fixed := strings.CutPrefix(field, relationsField+"."); fixed {
		r.related(n, kind, true)
		return
	}
	switch n.Kind() {
	case source.NodeMap:
		if first(n, kindKeys).Kind() == source.NodeScalar && first(n, targetKeys).Kind() == source.NodeScalar {
			r.related(n, r.p.listKind(path), false)
			return
		}
		for i := range n.Len() {
			if kind, _ := n.Key(i); path != "." || r.p.kinds[kind] {
				r.related(n.Value(i), r.key(n, i), true)
			}
		}
	case source.NodeList, source.NodeScalar:
		r.related(n, r.p.listKind(path), false)
	}
}

// listKind is the kind of the items of a list that say none: the key of the list, if that is a kind.
func (m *mapping) listKind(path string) string {
	if last := path[strings.LastIndexByte(path, '.')+1:]; m.kinds[last] {
		return last
	}
	return "related"
}

// related reads one item or many. Of fixed kind, what an item says of its own kind is part of its note.
func (r *reader) related(n *source.Node, kind string, fixed bool) {
	switch n.Kind() {
	case source.NodeScalar:
		r.relate(Relation{Kind: kind, To: r.plain(n), Span: n.Span()})
	case source.NodeList:
		m := &r.d.Meta
		if need := len(m.Relations) + n.Len(); cap(m.Relations) < need {
			m.Relations = append(make([]Relation, 0, max(need, 2*len(m.Relations))), m.Relations...)
		}
		for i := range n.Len() {
			r.related(n.Item(i), kind, fixed)
		}
	case source.NodeMap:
		to := first(n, targetKeys)
		if to.Kind() != source.NodeScalar {
			r.misfit(n, "an id or a map with “to”", "")
			return
		}
		r.keys(n, itemKeys)
		rel := Relation{Kind: kind, To: r.plain(to), Weight: r.text(first(n, weightKeys)), Note: r.text(first(n, noteKeys)), Span: to.Span()}
		if own := r.text(first(n, kindKeys)); own != "" {
			switch {
			case !fixed:
				rel.Kind = own
			case own == kind:
			case rel.Note == "":
				rel.Note = own
			default:
				rel.Note = own + ": " + rel.Note
			}
		}
		rel.Machine, _ = n.Get("machine").Bool()
		r.relate(rel)
	}
}

func (r *reader) relate(rel Relation) {
	// [[Page]] in quotes is the wikilink that some editors write; without quotes it is a list in a list.
	if inner, ok := strings.CutPrefix(rel.To, "[["); ok {
		inner, _, _ = strings.Cut(strings.TrimSuffix(inner, "]]"), "|")
		rel.To = strings.TrimSpace(inner)
	}
	if rel.To == "" {
		return
	}
	rel.Machine = rel.Machine || r.p.machine[rel.Kind]
	r.d.Meta.Relations = append(r.d.Meta.Relations, rel)
}
