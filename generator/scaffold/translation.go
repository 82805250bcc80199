// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package scaffold

import (
	"strings"

	"commonplace/generator/commons"
)

// Translation is a translation that is about to be made. What is empty is left out.
type Translation struct {
	Title, Type, Summary string // as the original says, to be translated; Title is empty where the body has it
	Lang                 string
	Of                   string         // the original: its id, or its path
	Sections             []commons.Read // of the original, as they are now
	License              string
	Authors              []Author // of the original
	Translator           string
	Body                 string // of the original, to be translated
}

// Author is somebody as a page names them; URL may be empty.
type Author struct{ Name, URL string }

// Render writes the file.
func (t *Translation) Render() []byte {
	var b strings.Builder
	line := func(key, value string) {
		if value != "" {
			b.WriteString(key + ": " + Scalar(value) + "\n")
		}
	}
	b.WriteString("---\n")
	line("type", t.Type)
	line("title", t.Title)
	line("summary", t.Summary)
	line("lang", t.Lang)
	b.WriteString("translation_of:\n  id: " + Scalar(t.Of) + "\n")
	for l := range strings.Lines(Sections(t.Sections)) {
		b.WriteString("  " + l)
	}
	line("license", t.License)
	if len(t.Authors) > 0 {
		names := make([]string, len(t.Authors))
		for k, a := range t.Authors {
			if names[k] = Scalar(a.Name); a.URL != "" {
				names[k] = "{name: " + names[k] + ", url: " + quote(a.URL) + "}"
			}
		}
		b.WriteString("authors: [" + strings.Join(names, ", ") + "]\n")
	}
	if t.Translator != "" {
		b.WriteString("contributions: {translation: [" + Scalar(t.Translator) + "]}\n")
	}
	b.WriteString("---\n\n" + strings.TrimRight(strings.TrimLeft(t.Body, "\n"), "\n") + "\n")
	return []byte(b.String())
}
