// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/viper"

	"commonplace/generator/source"
)

// A setting is a key with one value or a list of values, which any layer may set. Maps whose keys are the author's own
// (sources, facets, types, relations) stand in site.yaml alone.
type setting struct {
	key   string // "limits.page"
	def   string // the default as it would be written; of lists joined by commas
	list  bool
	none  string             // the word for a list that is written and empty; without it, such a list is as if not written
	store func(words []word) // never empty
}

// settings lists all of them, in the order in which they are checked.
func (l *loader) settings() []setting {
	c := l.cfg
	lim := &c.Limits
	list := []setting{
		{key: "title", store: l.text(&c.Title, nil)},
		{key: "description", store: l.text(&c.Description, nil)},
		{key: "url", store: l.text(&c.URL, siteURL)},
		{key: "language", def: "en", store: l.text(&c.Language, language)},
		{key: "languages", list: true, store: l.texts(&c.Languages, language)},
		{key: "license", store: l.license},
		{key: "license_code", store: l.text(&c.CodeLicense, nil)},
		{key: "copyright", store: l.text(&c.Copyright, nil)},
		{key: "contact", store: l.text(&c.Contact, contact)},
		{key: "address", store: l.text(&c.Address, address)},
		{key: "repository.url", store: l.text(&c.Repository.URL, repositoryURL)},
		{key: "repository.branch", store: l.text(&c.Repository.Branch, nil)},
		{key: "repository.kind", store: l.text(&c.Repository.Kind, anyOf("github", "gitlab", "forgejo", "none"))},
		{key: "static", def: l.usualStatic(), list: true, store: l.static},
		{key: "theme", def: "default", store: l.theme},
		{key: "search", def: "true", store: l.yesOrNo(&c.Search)},
		{key: "editor", def: "vscode://file/{path}:{line}:{column}", store: l.text(&c.Editor, editor)},
		{key: "look.accent", store: l.text(&c.Look.Accent, colour)},
		{key: "look.logo", store: l.text(&c.Look.Logo, l.logo)},
		{key: "badges", def: "false", store: l.switched(&c.Badges)},
		{key: "markdown.html", list: true, store: l.widen(&c.Markdown.HTML)},
		{key: "markdown.remote", def: "false", store: l.remote(&c.Markdown.Remote)},
		{key: "markdown.dialects", def: usualDialects(), list: true, none: noDialect, store: l.dialects(&c.Markdown.Dialects)},
		{key: "markdown.slugs", def: "github", store: l.text(&c.Markdown.Slugs, slugRule)},
		{key: "links.private", list: true, store: l.texts(&c.PrivateHosts, host)},
		{key: "links.order", def: strings.Join(DefaultLinkOrder(), ","), list: true, store: l.texts(&c.LinkOrder, linkOrder)},
		{key: "limits.page", def: "512KiB", store: l.size(&lim.Page, byteUnits())},
		{key: "limits.front_matter", def: "64KiB", store: l.size(&lim.FrontMatter, byteUnits())},
		{key: "limits.record", def: "64KiB", store: l.size(&lim.Record, byteUnits())},
		{key: "limits.yaml_depth", def: "32", store: l.number(&lim.YAMLDepth, 1, 1000)},
		{key: "limits.yaml_nodes", def: "2000", store: l.number(&lim.YAMLNodes, 1, 10_000_000)},
		{key: "limits.nesting", def: "32", store: l.number(&lim.Nesting, 1, 1000)},
		{key: "limits.expanded", def: "4MiB", store: l.size(&lim.Expanded, byteUnits())},
		{key: "limits.tags", def: "64", store: l.number(&lim.Tags, 0, 10_000)},
		{key: "limits.aliases", def: "16", store: l.number(&lim.Aliases, 0, 10_000)},
		{key: "limits.image_bytes", def: "10MiB", store: l.size(&lim.ImageBytes, byteUnits())},
		{key: "limits.image_pixels", def: "50MP", store: l.size(&lim.ImagePixels, pixelUnits())},
		{key: "limits.embed_depth", def: "3", store: l.number(&lim.EmbedDepth, 0, 32)},
	}
	c.Levels = map[source.Code]source.Severity{}
	for _, entry := range source.Catalogue() {
		list = append(list, setting{key: "diagnostics." + string(entry.Code), store: l.level(entry.Code)})
	}
	return list
}

// reserved are keys that other parts of the program read, or will.
func reserved() []string {
	return []string{"links.schemes", "markdown.shortcodes", "markdown.variables"}
}

// structured are the keys that only site.yaml can hold.
func structured() []string {
	return []string{"sources", "interwiki", "facets", "types", "relations", "exports", "publish", "glossary", "governance", "people"}
}

// settle puts the layers on each other and stores what is on top.
func (l *loader) settle(root *source.Node, env, set []string) error {
	settings := l.settings()
	layers := viper.New()
	for _, s := range settings {
		layers.SetDefault(s.key, []word{})
	}
	file := map[string]any{}
	for key, words := range l.fileLayer(root, settings) {
		file[key] = words
	}
	variables := map[string]any{}
	for key, words := range l.envLayer(env, settings) {
		variables[key] = words
	}
	for _, layer := range []map[string]any{file, variables} {
		if err := layers.MergeConfigMap(layer); err != nil {
			return fmt.Errorf("merge settings: %w", err)
		}
	}
	for _, assignment := range set {
		key, value, ok := strings.Cut(assignment, "=")
		if !ok {
			return fmt.Errorf("--set %s: write it as key=value", assignment)
		}
		if s, ok := l.lookup(key, "--set "+key, settings); ok {
			layers.Set(key, s.split(value, origin{"--set " + key}))
		}
	}
	for _, s := range settings {
		if def := s.split(s.def, origin{}); len(def) > 0 {
			s.store(def)
		}
		if words, _ := layers.Get(s.key).([]word); len(words) > 0 {
			s.store(words)
		}
	}
	return nil
}

// split reads a value as the environment and --set write it. An empty one means the default.
func (s setting) split(value string, from origin) []word {
	parts := []string{value}
	if s.list {
		parts = strings.Split(value, ",")
	}
	var words []word
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			words = append(words, word{text: p, origin: from})
		}
	}
	return words
}

// fileLayer collects the settings of site.yaml and reports the keys that mean nothing.
func (l *loader) fileLayer(root *source.Node, settings []setting) map[string][]word {
	byKey := map[string]setting{}
	groups := map[string][]string{} // the keys below each first element; empty: the key has no such
	for _, s := range settings {
		byKey[s.key] = s
		group, key, _ := strings.Cut(s.key, ".")
		groups[group] = append(groups[group], key)
	}
	for _, key := range reserved() {
		group, key, _ := strings.Cut(key, ".")
		groups[group] = append(groups[group], key)
	}
	for _, key := range structured() {
		groups[key] = []string{""}
	}
	l.keys(root, "", origin{}, slices.Sorted(maps.Keys(groups))...)
	layer := map[string][]word{}
	take := func(key string, n *source.Node) {
		s, ok := byKey[key]
		if !ok {
			return
		}
		if s.list {
			if words := l.all(n, key, s.none, origin{}); len(words) > 0 {
				layer[key] = words
			}
		} else if w, ok := l.one(n, key, origin{}); ok && w.text != "" {
			layer[key] = []word{w}
		}
	}
	for i := range root.Len() {
		name, _ := root.Key(i)
		value := root.Value(i)
		if name == "license" && value.Kind() == source.NodeMap {
			l.keys(value, name, origin{}, "text", "code")
			take("license", value.Get("text"))
			take("license_code", value.Get("code"))
			continue
		}
		if keys := groups[name]; len(keys) == 0 || keys[0] == "" {
			take(name, value)
			continue
		}
		group := l.mapping(value, name, origin{})
		l.keys(group, name, origin{}, groups[name]...)
		for j := range group.Len() {
			key, _ := group.Key(j)
			take(name+"."+key, group.Value(j))
		}
	}
	return layer
}

const envPrefix = "COMMONPLACE_"

func envName(key string) string {
	return envPrefix + strings.ToUpper(strings.NewReplacer(".", "_", "-", "_").Replace(key))
}

// envLayer collects the settings of the environment. A variable without a value is as if it were not set.
func (l *loader) envLayer(env []string, settings []setting) map[string][]word {
	byName := map[string]setting{}
	for _, s := range settings {
		byName[envName(s.key)] = s
	}
	known := slices.Sorted(maps.Keys(byName))
	layer := map[string][]word{}
	for _, variable := range slices.Sorted(slices.Values(env)) {
		name, value, _ := strings.Cut(variable, "=")
		if !strings.HasPrefix(name, envPrefix) || value == "" {
			continue
		}
		s, ok := byName[name]
		if !ok {
			f := flawf("no setting has this name")
			if near := source.Nearest(name, known); near != "" {
				f.or(didYouMean(near))
			}
			l.report(source.CodeConfigUnknownKey, word{origin: origin{name}}, f)
			continue
		}
		layer[s.key] = s.split(value, origin{name})
	}
	return layer
}

// lookup finds the setting that --set names.
func (l *loader) lookup(key, from string, settings []setting) (setting, bool) {
	known := make([]string, len(settings))
	for i, s := range settings {
		if s.key == key {
			return s, true
		}
		known[i] = s.key
	}
	at := word{text: key, origin: origin{from}}
	if first, _, _ := strings.Cut(key, "."); slices.Contains(structured(), first) || slices.Contains(reserved(), first) {
		l.bad(at, flawf("%s can be set in site.yaml only", first))
		return setting{}, false
	}
	l.unknown(at, "", known)
	return setting{}, false
}
