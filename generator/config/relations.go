// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"cmp"
	"slices"
	"strings"

	"commonplace/generator/source"
)

// builtIn are the kinds of relations of the content model. The theme has words for them.
func builtIn() []Relation {
	return []Relation{
		{Kind: "generalizes_from", Inverse: "specializes_to"},
		{Kind: "specializes_to", Inverse: "generalizes_from"},
		{Kind: "enables", Inverse: "enabled_by"},
		{Kind: "requires", Inverse: "required_by"},
		{Kind: "alternatives", Inverse: "alternatives"},
		{Kind: "complementary", Inverse: "complementary"},
	}
}

// A declared relation knows where it was declared last, and in which layer: 0 is built in, the uppermost is site.yaml.
type declared struct {
	*Relation
	at   word
	rank int
}

// relations puts the built-in kinds, those of presets and those of site.yaml together. Each inverse becomes a kind, too, and
// leads back.
func (l *loader) relations(own *source.Node) {
	var list []declared
	for _, r := range builtIn() {
		list = append(list, declared{Relation: &r})
	}
	for below, layer := range slices.Backward(l.siteLayers(own, "relations")) {
		for i := range layer.node.Len() {
			kind, span := layer.node.Key(i)
			at := word{kind, span, layer.origin}
			if _, f := relationKind(kind); f != nil {
				l.bad(at, f)
				continue
			}
			k := slices.IndexFunc(list, func(d declared) bool { return d.Kind == kind })
			if k < 0 {
				k = len(list)
				list = append(list, declared{Relation: &Relation{Kind: kind}})
			}
			list[k].at, list[k].rank = at, len(l.presets)+1-below
			l.relation(list[k].Relation, layerOf(layer.node.Value(i), layer))
		}
	}
	for _, r := range l.inverses(list) {
		l.cfg.Relations = append(l.cfg.Relations, *r.Relation)
	}
}

// relation reads one declaration; what it does not say stays as the layer below has it.
func (l *loader) relation(r *Relation, from layer) {
	node := l.mapping(from.node, r.Kind, from.origin)
	l.keys(node, "a relation", from.origin, "inverse", "label", "machine")
	own := layerOf(node, from)
	l.value(own, "inverse", &r.Inverse, relationKind)
	l.value(own, "label", &r.Label, nil)
	l.truth(own, "machine", &r.Machine)
}

func relationKind(text string) (string, *flaw) {
	if strings.ContainsAny(text, `./\`) {
		return "", flawf("a kind of relation is a word without dots and slashes")
	}
	return text, nil
}

// inverses makes either side of each pair lead to the other. Where two kinds claim the same inverse, the one of the
// uppermost layer has it, and among equals the first.
func (l *loader) inverses(list []declared) []declared {
	inverse := map[string]string{}
	for _, d := range slices.SortedStableFunc(slices.Values(list), func(a, b declared) int { return cmp.Compare(b.rank, a.rank) }) {
		if d.Inverse == "" {
			continue
		}
		if back, taken := inverse[d.Inverse]; taken && back != d.Kind {
			l.clash(d, back)
		} else if mine, given := inverse[d.Kind]; given && mine != d.Inverse {
			l.clash(d, mine)
		} else {
			inverse[d.Kind], inverse[d.Inverse] = d.Inverse, d.Kind
		}
	}
	for _, d := range list {
		d.Inverse = inverse[d.Kind]
		if !slices.ContainsFunc(list, func(other declared) bool { return d.Inverse == "" || other.Kind == d.Inverse }) {
			list = append(list, declared{Relation: &Relation{Kind: d.Inverse, Inverse: d.Kind, Machine: d.Machine}})
		}
	}
	return list
}

// clash reports an inverse that can't be. What is built in gives way silently.
func (l *loader) clash(d declared, other string) {
	if d.rank > 0 {
		l.bad(d.at, flawf("“%s” and “%s” can't be each other's inverse: one of them is that of “%s” already", d.Kind, d.Inverse, other))
	}
}
