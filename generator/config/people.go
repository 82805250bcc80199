// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"path/filepath"
	"slices"
	"strings"

	"commonplace/generator/source"
)

// PeopleFile is a list of people that other programs keep beside site.yaml. It is read with the settings and parsed as a registry.
type PeopleFile struct {
	Folder        // the file
	Data   []byte // what it says
	Record RecordMap
}

// Alias is another name of a person: as Git, a page or a review has it.
type Alias struct{ Name, Person string }

// peopleFiles are the lists that are read where they are, in the order in which their records are joined: what the first says stands.
func peopleFiles() []RecordMap {
	return []RecordMap{
		{Path: ".all-contributorsrc", Kind: "person", List: "contributors", Key: "login", Fields: []FieldMap{
			{"accounts.github", []string{"login"}}, {"website", []string{"profile"}}, {"roles", []string{"contributions"}},
		}},
		{Path: "CITATION.cff", Kind: KindCitation, List: "authors"},
	}
}

// KindCitation is the kind of records that are authors in the form of CITATION.cff.
const KindCitation = "citation"

// people reads who has other names, and the lists beside site.yaml that no source maps itself.
func (l *loader) people(root *source.Node) {
	node := l.mapping(root.Get("people"), "people", origin{})
	l.keys(node, "people", origin{}, "aliases")
	aliases := l.mapping(node.Get("aliases"), "aliases", origin{})
	for i := range aliases.Len() {
		name, _ := aliases.Key(i)
		if w, ok := l.one(aliases.Value(i), name, origin{}); ok && w.text != "" {
			l.cfg.Aliases = append(l.cfg.Aliases, Alias{name, w.text})
		}
	}
	for _, record := range peopleFiles() {
		at := filepath.Join(l.cfg.Dir, record.Path)
		if l.isMapped(at) || !l.exists(at) {
			continue
		}
		data, err := l.disk.ReadBelow(l.cfg.Dir, record.Path, RegistryBytes)
		if err != nil {
			l.bad(word{}, flawf("“%s” can't be read: %v", record.Path, err))
			continue
		}
		l.cfg.People = append(l.cfg.People, PeopleFile{Folder{record.Path, at}, data, record})
	}
}

// isMapped says whether a rule of a source reads a file.
func (l *loader) isMapped(at string) bool {
	for i := range l.cfg.Sources {
		rel, err := filepath.Rel(l.cfg.Sources[i].Path, at)
		if err != nil || strings.HasPrefix(rel, "..") {
			continue
		}
		if slices.ContainsFunc(l.mapped[i].records, func(m RecordMap) bool { return source.Match(m.Path, filepath.ToSlash(rel)) }) {
			return true
		}
	}
	return false
}
