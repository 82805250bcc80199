// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package scaffold

import (
	"io/fs"
	"net/url"
	"path"
	"regexp"
	"strings"

	"commonplace/generator/source"
)

// settingsBytes is how much of another tool's settings is read.
const settingsBytes = 256 << 10

// learn takes over what the settings of the tool in whose folder init begins say of title, language and address, as far as it can be understood.
func (a *Answers) learn(files fs.FS, layout *source.Node) {
	root := toolSettings(files, layout)
	said := func(key string) string {
		for _, name := range layout.Get(key).Strings() {
			if text := root.At(name).Text(); text != "" {
				return text
			}
		}
		return ""
	}
	if title, err := Title(said("title")); err == nil {
		a.Title = title
	}
	if tag := strings.ReplaceAll(said("language"), "_", "-"); regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`).MatchString(tag) {
		a.Language = tag
	}
	u, err := url.Parse(said("url"))
	if err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil && u.RawQuery == "" {
		u.Path = path.Join("/", u.Path, said("below"))
		a.URL = strings.TrimSuffix(u.String(), "/") + "/"
	}
}

// toolSettings are the settings of a tool, from the first of its files that is there; nil where there is none.
func toolSettings(files fs.FS, layout *source.Node) *source.Node {
	limits := source.YAMLLimits{Bytes: settingsBytes, Depth: 32, Nodes: 20_000}
	for _, name := range layout.Get("settings").Strings() {
		info, err := fs.Stat(files, name)
		if err != nil || !info.Mode().IsRegular() || info.Size() > settingsBytes {
			continue
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			continue
		}
		text, _ := source.Text(data)
		var root *source.Node
		switch path.Ext(name) {
		case ".toml":
			root, _ = source.ParseTOML(text, 1, limits)
		case ".json":
			root, _, _ = source.ParseJSON(text, 1, limits)
		default:
			root, _ = source.ParseYAML(text, 1, limits)
		}
		return root
	}
	return nil
}
