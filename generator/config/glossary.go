// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"commonplace/generator/source"
)

// Glossary is a file of terms below the root of a source. The words are settings, since they decide how every text is read; what the terms
// mean is a page each, as if it were a file beside the glossary.
type Glossary struct {
	Folder // the file
	Terms  []Term
}

// Term is one entry of a glossary.
type Term struct {
	Path   string // of its page, below the root
	Text   string // of its page: Markdown with front matter
	Origin string // slash path of the glossary below the root
	Span   source.Span
}

// TermNames are the words that lead to the page of a term.
type TermNames struct {
	Page  string   // as Shown of a file
	Names []string // as written: the term, then its aliases
}

// A glossary is a registry, and bounded like one. Names are walked letter by letter at each word of a text.
const (
	maxTerms    = 5000
	maxTermName = 80 // bytes
)

// glossaries reads the files that a source names, and those that the site names and that lie below its root.
func (l *loader) glossaries(s *Source, layers []layer) {
	for _, from := range layers {
		for _, w := range l.many(from.node.Get("glossary"), "glossary", from.origin) {
			l.glossary(s, path.Clean(strings.ReplaceAll(w.text, `\`, "/")), w)
		}
	}
	for k := range l.siteGlossaries {
		w := &l.siteGlossaries[k]
		rel, err := filepath.Rel(s.Path, filepath.Join(l.cfg.Dir, filepath.FromSlash(w.text)))
		if err == nil && filepath.IsLocal(rel) {
			l.glossary(s, filepath.ToSlash(rel), w.word)
			w.found = true
		}
	}
}

// siteGlossary is a file that the site names: it belongs to the source that it lies in.
type siteGlossary struct {
	word
	found bool
}

// strayGlossaries reports those that lie in no source.
func (l *loader) strayGlossaries() {
	for _, w := range l.siteGlossaries {
		if !w.found {
			l.bad(w.word, flawf("the glossary “%s” lies in no source", w.text).or("put it below the root of a source, so that its terms have a place among the pages"))
		}
	}
}

func (l *loader) glossary(s *Source, rel string, w word) {
	if !filepath.IsLocal(filepath.FromSlash(rel)) {
		l.bad(w, flawf("the path of glossary is relative to the root of its source, and below it"))
		return
	}
	g := Glossary{Folder: Folder{path.Join(s.Shown, rel), filepath.Join(s.Path, filepath.FromSlash(rel))}}
	if slices.ContainsFunc(s.Glossaries, func(other Glossary) bool { return other.Shown == g.Shown }) {
		return
	}
	data, err := l.disk.ReadBelow(s.Path, rel, RegistryBytes)
	if err != nil {
		var failed *fs.PathError
		if errors.As(err, &failed) {
			err = failed.Err
		}
		f := flawf("“%s” can't be read: %v", g.Shown, err)
		if !l.exists(g.Path) {
			f = flawf("there is no file “%s”", g.Shown)
		}
		l.bad(w, f)
	}
	text, diags := source.Text(data)
	root, more := source.ParseYAML(text, 1, source.YAMLLimits{Bytes: RegistryBytes, Depth: 32, Nodes: RegistryNodes})
	r := glossaryReader{source: s, glossary: &g, rel: rel, diags: append(diags, more...), pages: map[string]bool{}}
	for _, other := range s.Glossaries {
		for _, t := range other.Terms {
			r.pages[t.Path] = true
		}
	}
	r.read(root)
	s.Glossaries = append(s.Glossaries, g)
	l.terms = append(l.terms, r.names...)
	for _, d := range r.diags {
		d.Path = g.Shown
		l.diags = append(l.diags, d)
	}
}

// glossaryReader makes terms of one file.
type glossaryReader struct {
	source   *Source
	glossary *Glossary
	rel      string
	names    []TermNames
	diags    []source.Diagnostic
	pages    map[string]bool // paths of the pages of terms
}

func (r *glossaryReader) report(at source.Span, help, format string, args ...any) {
	r.diags = append(r.diags, source.Diagnostic{Code: source.CodeUnknownFieldValue, Span: at, Message: fmt.Sprintf(format, args...), Help: help})
}

// read takes a list of maps, or a map from terms to definitions or maps; either may stand below “terms” or “glossary”.
func (r *glossaryReader) read(root *source.Node) {
	if below := firstOf(root, "terms", "glossary"); below.Kind() == source.NodeList || below.Kind() == source.NodeMap {
		root = below
	}
	switch root.Kind() {
	case source.NodeList:
		for i := range root.Len() {
			item := root.Item(i)
			if item.Kind() != source.NodeMap {
				r.report(item.Span(), "write “- term: Water” and “definition: …” below it", "a term is a map, not %s", kindName(item))
				continue
			}
			r.term(scalar(firstOf(item, "term", "word", "title", "name")), item, item.Span())
		}
	case source.NodeMap:
		for i := range root.Len() {
			name, at := root.Key(i)
			r.term(name, root.Value(i), at)
		}
	case source.NodeNull:
	default:
		r.report(root.Span(), "", "a glossary is a list or a map of terms, not %s", kindName(root))
	}
}

// term enters one term with what is said of it: a definition, or a map.
func (r *glossaryReader) term(title string, n *source.Node, at source.Span) {
	definition, aliases := scalar(n), []string(nil)
	if n.Kind() == source.NodeMap {
		definition = scalar(firstOf(n, "definition", "description", "meaning", "text", "summary"))
		aliases = firstOf(n, "aliases", "aka", "synonyms").Strings()
	}
	if len(aliases) == 1 {
		aliases = strings.Split(aliases[0], ",")
	}
	t := TermNames{}
	for _, name := range append([]string{title}, aliases...) {
		if name = strings.Join(strings.Fields(name), " "); name == "" {
			continue
		}
		if len(name) > maxTermName {
			r.report(at, "", "“%s…” is too long for a term: at most %d bytes", strings.ToValidUTF8(name[:20], ""), maxTermName)
			continue
		}
		t.Names = append(t.Names, name)
	}
	title = strings.Join(strings.Fields(title), " ")
	switch definition = strings.TrimSpace(definition); {
	case title == "" || len(t.Names) == 0 || t.Names[0] != title:
		r.report(at, "give it a “term”", "a term without a name: left out")
		return
	case definition == "":
		r.report(at, "say what it means, or take it out", "“%s” has no definition: left out", title)
		return
	case len(r.glossary.Terms) == maxTerms:
		if d := r.diags; len(d) == 0 || d[len(d)-1].Code != source.CodeTooMany {
			r.diags = append(r.diags, source.Diagnostic{Code: source.CodeTooMany, Span: at, Message: fmt.Sprintf("more than %d terms: the rest is left out", maxTerms)})
		}
		return
	}
	folder := path.Dir(r.rel)
	if folder == "." {
		folder = strings.TrimSuffix(r.rel, path.Ext(r.rel))
	}
	at.Column, at.Length = max(at.Column, 1), 0
	page := Term{Path: path.Join(folder, source.SafeName(source.Slug(title))+".md"), Text: termPage(t.Names, definition), Origin: r.rel, Span: at}
	if r.pages[page.Path] {
		r.report(at, "put both meanings into one", "“%s” is explained above already: left out", title)
		return
	}
	r.pages[page.Path] = true
	t.Page = path.Join(r.source.Shown, page.Path)
	r.names = append(r.names, t)
	r.glossary.Terms = append(r.glossary.Terms, page)
}

// termPage writes the page of a term. A definition that needs no Markdown is its summary, which is what other pages show of it.
func termPage(names []string, definition string) string {
	first, rest, _ := strings.Cut(definition, "\n\n")
	first = strings.Join(strings.Fields(first), " ")
	if strings.ContainsAny(first, "*_`[]<>\\~=$") {
		rest = definition
		first = strings.Map(func(r rune) rune {
			if strings.ContainsRune("*_`[]<>\\~=$", r) {
				return -1
			}
			return r
		}, first)
	}
	const maxSummary = 400 // bytes
	if len(first) > maxSummary {
		end := maxSummary
		for !utf8.RuneStart(first[end]) {
			end--
		}
		first, rest = first[:end]+"…", definition
	}
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntype: glossary\ntitle: %s\n", quoted(names[0]))
	if len(names) > 1 {
		fmt.Fprintf(&b, "aliases: %s\n", quoted(names[1:]))
	}
	fmt.Fprintf(&b, "summary: %s\n---\n", quoted(first))
	if rest = strings.TrimSpace(rest); rest != "" {
		b.WriteString(rest + "\n")
	}
	return b.String()
}

// quoted writes text, or a list of it, as JSON, which is YAML too.
func quoted(value any) []byte {
	b, err := json.Marshal(value)
	if err != nil {
		return []byte(`""`)
	}
	return b
}

func firstOf(n *source.Node, keys ...string) *source.Node {
	for _, key := range keys {
		if v := n.Get(key); v != nil {
			return v
		}
	}
	return nil
}

// scalar is the text of a value, nothing where it is a list or a map.
func scalar(n *source.Node) string {
	if n.Kind() != source.NodeScalar {
		return ""
	}
	return n.Text()
}
