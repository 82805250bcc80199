// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"encoding/json"
	"strings"

	"commonplace/generator/commons"
	"commonplace/generator/site"
)

// CitationPath is the file that says how to cite the whole commons, which forges and reference managers read.
const CitationPath = "CITATION.cff"

// citation is how the commons as a whole is cited: the Citation File Format 1.2.0. Values are written as JSON, which is YAML. Authors are
// entities, which have one name: which part of a person's name is the family's, nobody has said. There is none for a commons that has
// neither a title nor an address.
func (s *Site) citation() []Output {
	c, license := s.Config(), s.Chrome().License
	title := c.Title
	if title == "" {
		title = c.URL
	}
	if title == "" {
		return nil
	}
	authors := s.Citable()
	released := ""
	if newest := s.Newest(1); len(newest) > 0 {
		released = s.Updated(int(newest[0]))
	}
	words := []string{"citation", license, released}
	for _, p := range authors {
		words = append(words, p.Text, p.ORCID)
	}
	return []Output{{Path: CitationPath, Key: s.keyOf(words...), write: func(dst []byte) ([]byte, error) {
		if len(authors) == 0 {
			authors = []site.PersonRef{{Text: title}}
		}
		id, address := cffLicense(license)
		dst = appendYAML(dst, "cff-version: ", "1.2.0")
		dst = appendYAML(dst, "message: ", s.theme.words[s.theme.wordLanguage(c.Language, c.Language)].word("cite.message"))
		dst = appendYAML(dst, "type: ", "dataset")
		dst = appendYAML(dst, "title: ", title)
		dst = appendYAML(dst, "abstract: ", c.Description)
		dst = append(dst, "authors:\n"...)
		for _, p := range authors {
			dst = appendYAML(dst, "  - name: ", p.Text)
			dst = appendYAML(dst, "    orcid: ", commons.AccountURL("orcid", p.ORCID))
		}
		dst = appendYAML(dst, "license: ", id)
		dst = appendYAML(dst, "license-url: ", address)
		dst = appendYAML(dst, "url: ", c.URL)
		dst = appendYAML(dst, "repository: ", c.Repository.URL)
		return appendYAML(dst, "date-released: ", released), nil
	}}}
}

// appendYAML writes a line, unless there is nothing to say.
func appendYAML(dst []byte, before, value string) []byte {
	text, err := json.Marshal(value)
	if value == "" || err != nil { // no text is refused
		return dst
	}
	return append(append(append(dst, before...), text...), '\n')
}

// cffLicense gives a licence in one of the two ways that the format has. Its ids are those of the SPDX list of May 2021.
func cffLicense(text string) (id, address string) {
	l := commons.ReadLicence(text)
	ids := l.IDs()
	if len(ids) != 1 || ids[0] != l.Text {
		return "", ""
	}
	about := commons.AboutLicence(l.Text)
	later := strings.HasPrefix(l.Text, "CC-") && deed(l.Text) == "" || strings.HasPrefix(l.Text, "DL-DE-")
	if later || about.Kind == commons.KindUnsaid || about.Kind == commons.KindReserved {
		return "", about.URL
	}
	return l.Text, ""
}
