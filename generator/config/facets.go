// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"slices"

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
	return []string{"author", "changes", "domain", "index", "language", "license", "links", "tag", "type", "wanted"}
}

// facets puts those of presets and of site.yaml together, site.yaml's first.
func (l *loader) facets(own *source.Node) {
	for _, layer := range l.siteLayers(own, "facets") {
		for i := range layer.node.Len() {
			name, span := layer.node.Key(i)
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
			l.keys(node, "a facet", layer.origin, "field", "label")
			facet := Facet{Name: name, Field: name}
			l.value(layerOf(node, layer), "field", &facet.Field, nil)
			l.value(layerOf(node, layer), "label", &facet.Label, nil)
			l.cfg.Facets = append(l.cfg.Facets, facet)
		}
	}
	l.cfg.Facets = slices.DeleteFunc(l.cfg.Facets, func(f Facet) bool { return f.Field == "" })
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
			l.keys(node, "a type", layer.origin, "id", "label", "required", "sections")
			t := Type{
				Required: texts(l.many(node.Get("required"), "required", layer.origin)),
				Sections: texts(l.many(node.Get("sections"), "sections", layer.origin)),
			}
			l.value(layerOf(node, layer), "id", &t.ID, anyOf("typeid"))
			l.value(layerOf(node, layer), "label", &t.Label, nil)
			l.cfg.Types[name] = t
		}
	}
}
