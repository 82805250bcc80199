// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"embed"
	"strings"

	"commonplace/generator/source"
)

//go:embed presets/*.yaml
var presetFiles embed.FS

// Presets names the known kinds of commons, sorted.
func Presets() []string {
	entries, err := presetFiles.ReadDir("presets")
	if err != nil {
		panic("config: presets are not embedded: " + err.Error())
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = strings.TrimSuffix(e.Name(), ".yaml")
	}
	return names
}

// PresetEntry describes a preset in one line.
type PresetEntry struct{ Name, Says string }

// PresetTable lists all presets by name.
func PresetTable() []PresetEntry {
	var table []PresetEntry
	for _, name := range Presets() {
		root, _ := parse(presetFile(name))
		table = append(table, PresetEntry{name, root.Get("description").Text()})
	}
	return table
}

func presetFile(name string) []byte {
	b, err := presetFiles.ReadFile("presets/" + name + ".yaml")
	if err != nil {
		panic("config: " + err.Error())
	}
	return b
}

// A preset has the keys of a source, and facets, types and relations that a site gets unless it sets them itself.
type preset struct {
	root *source.Node
	origin
}

// preset reads a known kind of commons once for all sources that name it.
func (l *loader) preset(w word) (preset, *flaw) {
	from := origin{"preset " + w.text}
	for _, p := range l.presets {
		if p.origin == from {
			return p, nil
		}
	}
	name, f := anyOf(Presets()...)(w.text)
	if f != nil {
		return preset{}, f
	}
	root, diags := parse(presetFile(name))
	for _, d := range diags {
		l.report(d.Code, word{span: d.Span, origin: from}, &flaw{d.Message, d.Help})
	}
	p := preset{root, from}
	l.presets = append(l.presets, p)
	return p, nil
}
