// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"commonplace/generator/page"
	"commonplace/generator/source"
)

// Dir is the folder of all files of the search, below the site's root.
const Dir = "search/"

// Head is what tells a page from others, and whether it changed.
type Head struct {
	Path  string      // of its output
	Lang  string      // its language
	Text  source.Hash // of what can be found: Subject's fields but those below, and the body
	Shown source.Hash // of what a result shows: all fields of Subject, and the body
}

// Subject is a page as it is to be found, and as a result shows it.
type Subject struct {
	Title, Summary, Lang          string
	Aliases, Tags, Domain, People []string // as they are shown
	Doc                           *page.Doc

	// Only shown.
	URL                   string // from the site's root, encoded
	Crumbs                []string
	Type, Status, License string
}

// Division is a facet of the commons.
type Division struct {
	Name, Label string
	Values      []Value
}

// Value is one value of a facet. Pages are numbers of the commons.
type Value struct {
	Value, Text string
	Pages       []int32
}

// Commons is what an index is made of. Its functions may be called from several goroutines at a time.
type Commons struct {
	Pages     int
	Head      func(i int) Head
	Subject   func(i int) Subject
	Body      func(i int) (*page.Body, error)
	Divisions []Division
	Language  func(tag string) string // as those call it who speak it
	Workers   int
	// Each calls do for every number below n, from as many goroutines as there are workers.
	Each func(n int, do func(worker, i int) error) error
}

// Index is the index of a commons at one moment. It is immutable.
type Index struct {
	commons *Commons
	store   Store
	tongues []*tongue // by lang

	find   sync.Once // of byPath, which is made when a file is first asked for
	byPath map[string]File
}

// tongue is the index of one language.
type tongue struct {
	lang     string // as it is in paths: the tag in lower case
	space    int
	pages    []entry // by hash
	stems    *lexicon
	written  *lexicon
	terms    []leaf
	tails    []tail
	words    []leaf
	reversed []leaf
	meta     Meta
	facets   []tongueFacet
}

// tail is the file of a Tail.
type tail struct {
	name string // without "t-"
	ref  Ref
	key  source.Hash
}

type tongueFacet struct {
	file    string
	payload []byte
}

// Make makes the index of a commons, or with an older index of it, which lies in the same store, the next one: then only the files of words that
// changed are made again. Either way the files are the same.
func Make(c *Commons, store Store, old *Index) (*Index, error) {
	x := &Index{commons: c, store: store}
	byLang := map[string][]entry{}
	tags := map[string]string{}
	for i := range c.Pages {
		h := c.Head(i)
		lang := source.SafeName(strings.ToLower(h.Lang))
		if lang == "" {
			lang = "und" // BCP 47: not known
		}
		tags[lang] = h.Lang
		byLang[lang] = append(byLang[lang], entry{path: h.Path, number: int32(i), key: h.Text, shown: h.Shown})
	}
	for lang, pages := range byLang {
		x.tongues = append(x.tongues, &tongue{lang: lang, pages: pages})
	}
	slices.SortFunc(x.tongues, func(a, b *tongue) int { return cmp.Compare(a.lang, b.lang) })
	var languages []Language
	for _, t := range x.tongues {
		var before *tongue
		if old != nil {
			if k, ok := slices.BinarySearchFunc(old.tongues, t.lang, func(t *tongue, lang string) int { return strings.Compare(t.lang, lang) }); ok {
				before = old.tongues[k]
			}
		}
		t.space = giveSlots(t.pages)
		b := &builder{c: c, store: store, tongue: t}
		if err := b.build(before); err != nil {
			if before == nil {
				return nil, err
			}
			// The store may have lost what is older.
			for i := range t.pages {
				t.pages[i].record = Ref{}
			}
			if err := b.build(nil); err != nil {
				return nil, err
			}
		}
		languages = append(languages, Language{t.lang, c.Language(tags[t.lang]), len(t.pages)})
	}
	for _, t := range x.tongues {
		t.meta = Meta{Version: Version, Lang: t.lang, Stemmer: StemmerOf(t.lang), Pages: len(t.pages), Space: t.space, Terms: treeOfLeaves(t.terms),
			Words: treeOfLeaves(t.words), Reversed: treeOfLeaves(t.reversed), Facets: []MetaFacet{}, Languages: languages}
		t.divide(c)
	}
	return x, nil
}

// divide makes the facets of the pages of one language.
func (t *tongue) divide(c *Commons) {
	slots := make([]int32, c.Pages)
	for i := range slots {
		slots[i] = -1
	}
	for i := range t.pages {
		slots[t.pages[i].number] = t.pages[i].slot
	}
	taken := map[string]bool{}
	for _, d := range c.Divisions {
		f := make(Facet, 0, len(d.Values))
		for _, v := range d.Values {
			value := FacetValue{Value: v.Value, Text: v.Text}
			for _, i := range v.Pages {
				if slots[i] >= 0 {
					value.Pages = append(value.Pages, slots[i])
				}
			}
			if slices.Sort(value.Pages); len(value.Pages) > 0 {
				f = append(f, value)
			}
		}
		if len(f) == 0 {
			continue
		}
		file := source.SafeName(source.Slug(d.Name))
		for taken[file] {
			file += "-"
		}
		taken[file] = true
		t.meta.Facets = append(t.meta.Facets, MetaFacet{d.Name, file, d.Label, len(f)})
		t.facets = append(t.facets, tongueFacet{file, f.append(nil)})
	}
}

// File is one file of the index.
type File struct {
	Path string      // from the site's root
	Key  source.Hash // of all that it depends on
	// Append appends its bytes.
	Append func(dst []byte) ([]byte, error)
}

// Files are all files of the index, in no order.
func (x *Index) Files() []File {
	n := 0
	for _, t := range x.tongues {
		n += len(t.pages) + len(t.terms) + len(t.tails) + len(t.words) + len(t.reversed) + len(t.facets) + 1
	}
	list := make([]File, 0, n)
	for _, t := range x.tongues {
		kept := func(family, name string, ref Ref, key source.Hash) {
			list = append(list, File{Dir + t.lang + "/" + family + name + ".js", key, func(dst []byte) ([]byte, error) {
				file, err := x.store.Get(ref)
				return append(dst, file...), err
			}})
		}
		for i := range t.terms {
			kept("t-", t.terms[i].name(), t.terms[i].ref, t.terms[i].key)
		}
		for i := range t.tails {
			kept("t-", t.tails[i].name, t.tails[i].ref, t.tails[i].key)
		}
		for i := range t.words {
			kept("w-", t.words[i].name(), t.words[i].ref, t.words[i].key)
		}
		for i := range t.reversed {
			kept("r-", t.reversed[i].name(), t.reversed[i].ref, t.reversed[i].key)
		}
		for i := range t.facets {
			list = append(list, made(t.lang+"/f-"+t.facets[i].file, t.facets[i].payload))
		}
		if sum, err := t.meta.append(nil); err == nil {
			list = append(list, made(t.lang+"/meta", sum))
		}
		for i := range t.pages {
			list = append(list, x.page(t, &t.pages[i]))
		}
	}
	return list
}

// IsFile tells whether a path may be that of a file of an index.
func IsFile(path string) bool {
	rest, ok := strings.CutPrefix(path, Dir)
	return ok && strings.Contains(rest, "/") && strings.HasSuffix(rest, ".js")
}

// File is one file of the index.
func (x *Index) File(path string) (File, bool) {
	x.find.Do(func() {
		x.byPath = map[string]File{}
		for _, f := range x.Files() {
			x.byPath[f.Path] = f
		}
	})
	f, ok := x.byPath[path]
	return f, ok
}

// made is a file that is packed when it is asked for.
func made(name string, payload []byte) File {
	var d source.Digest
	d.Text(name)
	d.Hash(source.Sum(payload))
	return File{Dir + name + ".js", d.Sum(), func(dst []byte) ([]byte, error) { return appendFile(dst, name, payload), nil }}
}

// page is the file of one page.
func (x *Index) page(t *tongue, e *entry) File {
	name := t.lang + "/" + pageName(e.slot)
	var d source.Digest
	d.Text(name)
	d.Hash(e.shown)
	return File{Dir + name + ".js", d.Sum(), func(dst []byte) ([]byte, error) {
		s := x.commons.Subject(int(e.number))
		body, err := x.commons.Body(int(e.number))
		if err != nil {
			return dst, err
		}
		p := Page{URL: s.URL, Title: s.Title, Aliases: s.Aliases, Crumbs: s.Crumbs, Type: s.Type, Status: s.Status, License: s.License, Lang: s.Lang,
			Summary: s.Summary, Sections: sectionsOf(s.Doc, body, &texter{})}
		payload, err := p.append(nil)
		if err != nil {
			return dst, err
		}
		return appendFile(dst, name, payload), nil
	}}
}
