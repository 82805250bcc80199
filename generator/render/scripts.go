// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"bytes"
	"encoding/json"
	"path"
	"slices"
	"strings"

	"commonplace/generator/site"
)

// A theme's scripts are the files *.js of its folder. Each is published as it is below theme/, so that the content security policy can
// forbid all others. They are classic scripts, because browsers load no modules from file://.
//
// A script speaks the language of the page that it runs in. Where the theme has words whose keys begin with the script's name and a dot,
// they are a map by language in its variable words: reuse.js has words.en.copy, which words/en.yaml calls reuse.copy.

// scripts are the outputs of all scripts of the theme, sorted by path.
func (s *Site) scripts() []Output {
	var list []Output
	for _, name := range s.theme.names() {
		if isScript(name) {
			list = append(list, s.script(name))
		}
	}
	return list
}

// scriptAt is the script with an output path.
func (s *Site) scriptAt(out string) (Output, bool) {
	name, ok := strings.CutPrefix(out, site.ThemeDir)
	if _, there := s.theme.files[name]; !ok || !there || !isScript(name) {
		return Output{}, false
	}
	return s.script(name), true
}

func isScript(name string) bool { return path.Ext(name) == ".js" && !strings.Contains(name, "/") }

func (s *Site) script(name string) Output {
	return Output{Path: site.ThemeDir + name, Key: s.keyOf("script", name), write: func(dst []byte) ([]byte, error) {
		return append(dst, s.theme.script(name)...), nil
	}}
}

// script is the text of a script, with its words around it.
func (t *Theme) script(name string) []byte {
	text := t.files[name].text
	words := t.scriptWords(strings.TrimSuffix(name, ".js") + ".")
	if len(words) == 0 {
		return text
	}
	table, err := json.Marshal(words) // sorts by key
	if err != nil {
		return text // no text is refused
	}
	return slices.Concat([]byte("((words) => {\n"), bytes.TrimRight(text, "\n"), []byte("\n})("), table, []byte(");\n"))
}

// scriptWords are the words under a prefix by language and key, those that a language lacks filled in.
func (t *Theme) scriptWords(prefix string) map[string]map[string]string {
	table := map[string]map[string]string{}
	for key := range t.words[lastLanguage].phrases {
		short, ok := strings.CutPrefix(key, prefix)
		if !ok {
			continue
		}
		for lang, words := range t.words {
			if table[lang] == nil {
				table[lang] = map[string]string{}
			}
			table[lang][short] = words.word(key)
		}
	}
	return table
}
