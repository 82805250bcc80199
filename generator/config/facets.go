// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"slices"
	"strings"

	"commonplace/generator/source"
)

// siteLayers are site.yaml, whose map is given, and what the presets have under the same key.
func (l *loader) siteLayers(own *source.Node, key string) []layer {
	layers := []layer{{node: l.mapping(own, key, origin{})}}
	for _, p := range l.presets {
		layers = append(layers, layer{l.mapping(p.root.Get(key), key, p.origin), p.origin})
	}
	return layers
}

// ownLists are the names of the lists that a site has of itself, below browse/.
func ownLists() []string {
	return []string{"author", "changes", "contents", "credit", "domain", "index", "language", "license", "links", "tag", "type", "untranslated", "wanted"}
}

// facets puts those of presets and of site.yaml together, site.yaml's first.
func (l *loader) facets(own *source.Node) {
	l.cfg.Groupings = map[string]Grouping{}
	for _, layer := range l.siteLayers(own, "facets") {
		for i := range layer.node.Len() {
			name, span := layer.node.Key(i)
			if slices.Contains(builtInFacets(), name) {
				l.grouping(name, layerOf(layer.node.Value(i), layer))
				continue
			}
			if f := facetName(name); f != nil {
				l.bad(word{name, span, layer.origin}, f)
				continue
			}
			if slices.ContainsFunc(l.cfg.Facets, func(f Facet) bool { return f.Name == name }) {
				continue
			}
			value := layer.node.Value(i)
			if value.Kind() == source.NodeNull && layer.name == "" {
				// null in site.yaml leaves out what a preset has: the name is taken, and dropped below.
				l.cfg.Facets = append(l.cfg.Facets, Facet{Name: name})
				continue
			}
			node := l.mapping(value, name, layer.origin)
			l.keys(node, "a facet", layer.origin, "field", "label", "labels", "groups")
			facet := Facet{Name: name, Field: name}
			l.value(layerOf(node, layer), "field", &facet.Field, nil)
			l.value(layerOf(node, layer), "label", &facet.Label, nil)
			facet.Grouping = l.groupingOf(layerOf(node, layer))
			l.cfg.Facets = append(l.cfg.Facets, facet)
		}
	}
	l.cfg.Facets = slices.DeleteFunc(l.cfg.Facets, func(f Facet) bool { return f.Field == "" })
}

// builtInFacets are those that every site has and that can be grouped; people are not.
func builtInFacets() []string { return []string{"domain", "language", "license", "tag", "type"} }

// grouping reads how a facet that every site has is shown; the uppermost layer that says it has it.
func (l *loader) grouping(name string, from layer) {
	node := l.mapping(from.node, name, from.origin)
	l.keys(node, "a facet that every site has", from.origin, "labels", "groups")
	if _, known := l.cfg.Groupings[name]; !known {
		l.cfg.Groupings[name] = l.groupingOf(layerOf(node, from))
	}
}

func (l *loader) groupingOf(from layer) Grouping {
	var g Grouping
	labels := l.mapping(from.node.Get("labels"), "labels", from.origin)
	for i := range labels.Len() {
		value, _ := labels.Key(i)
		if w, ok := l.one(labels.Value(i), value, from.origin); ok && w.text != "" {
			g.Labels = append(g.Labels, Label{value, w.text})
		}
	}
	groups := l.mapping(from.node.Get("groups"), "groups", from.origin)
	for i := range groups.Len() {
		label, _ := groups.Key(i)
		if values := texts(l.many(groups.Value(i), label, from.origin)); len(values) > 0 {
			g.Groups = append(g.Groups, Group{label, values})
		}
	}
	return g
}

func facetName(name string) *flaw {
	if slices.Contains(ownLists(), name) {
		return flawf("every site has a list called “%s”", name).or("choose another name")
	}
	if name == "" || source.Slug(name) != name {
		return flawf("“%s” can't be the name of a facet, which is part of addresses", name).or("write lower-case letters, digits, - and _")
	}
	return nil
}

// types puts those of presets and of site.yaml together; site.yaml's replace a preset's of the same name.
func (l *loader) types(own *source.Node) {
	l.cfg.Types = map[string]Type{}
	for _, layer := range slices.Backward(l.siteLayers(own, "types")) {
		for i := range layer.node.Len() {
			name, _ := layer.node.Key(i)
			node := l.mapping(layer.node.Value(i), name, layer.origin)
			l.keys(node, "a type", layer.origin, "id", "prefix", "label", "required", "values", "sections")
			t := Type{
				Required: texts(l.many(node.Get("required"), "required", layer.origin)),
				Sections: texts(l.many(node.Get("sections"), "sections", layer.origin)),
			}
			own := layerOf(node, layer)
			l.value(own, "id", &t.ID, anyOf("typeid", "uuid", "free"))
			l.value(own, "prefix", &t.Prefix, idPrefix)
			l.value(own, "label", &t.Label, nil)
			allowed := l.mapping(node.Get("values"), "values", layer.origin)
			for k := range allowed.Len() {
				field, _ := allowed.Key(k)
				if values := texts(l.many(allowed.Value(k), field, layer.origin)); len(values) > 0 {
					t.Values = append(t.Values, Allowed{field, values})
				}
			}
			l.cfg.Types[name] = t
		}
	}
}

// idPrefix checks what stands before the underscore of a TypeID (TypeID 0.3: a to z and underscores inside, at most 63).
func idPrefix(text string) (string, *flaw) {
	const most = 63
	if text == "" || len(text) > most || strings.Trim(text, "abcdefghijklmnopqrstuvwxyz_") != "" || strings.HasPrefix(text, "_") || strings.HasSuffix(text, "_") {
		return "", flawf("“%s” can't stand before a TypeID", text).or("write small letters from a to z, at most 63")
	}
	return text, nil
}
