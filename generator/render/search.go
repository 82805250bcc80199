// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"cmp"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"

	"commonplace/generator/search"
	"commonplace/generator/site"
	"commonplace/generator/source"
)

// Outputs of the search that the theme gives.
const (
	wantedScript  = site.SearchDir + "wanted.js"
	describesPath = site.SearchDir + "opensearch.xml" // for browsers: lets a site be searched from the address bar
)

// mostWanted is how many wanted pages the search knows of.
const mostWanted = 2000

// searchOutputs are the files of the search but for its index: scripts, what they must know of the theme and the site, a description.
func (s *Site) searchOutputs() []Output {
	if !s.Config().Search {
		return nil
	}
	var list []Output
	for _, name := range []string{"search/engine.js", "search/more.js", "search/results.js", "search/search.js"} {
		if _, ok := s.theme.files[name]; ok {
			list = append(list, Output{Path: name, Key: s.keyOf("search", name), write: func(dst []byte) ([]byte, error) {
				return append(dst, s.theme.files[name].text...), nil
			}})
		}
	}
	var stemmers []string
	for _, lang := range s.Languages() {
		name := "search/stem/" + search.StemmerOf(lang) + ".js"
		if text, ok := s.theme.files[name]; ok && !slices.Contains(stemmers, name) {
			stemmers = append(stemmers, name)
			list = append(list, Output{Path: site.SearchDir + "stem-" + search.StemmerOf(lang) + ".js", Key: s.keyOf(name), write: func(dst []byte) ([]byte, error) {
				return append(dst, text.text...), nil
			}})
		}
	}
	for _, lang := range s.wordLanguages() {
		list = append(list, s.searchWords(lang))
	}
	if s.Chrome().Wanted != "" {
		list = append(list, s.searchWanted())
	}
	if s.Config().URL != "" {
		list = append(list, s.searchDescription())
	}
	return list
}

// searchWanted is the script that gives the wanted pages, the most wanted first. It is asked for where nothing is found.
func (s *Site) searchWanted() Output {
	wanted := s.MostWanted(mostWanted)
	var d source.Digest
	d.Hash(s.Config().Digest)
	d.Text("search wanted")
	for k := range wanted {
		d.Text(wanted[k].Text)
		d.Text(wanted[k].Path)
	}
	return Output{Path: wantedScript, Key: d.Sum(), write: func(dst []byte) ([]byte, error) {
		list := make([][2]string, len(wanted))
		for k := range wanted {
			list[k] = [2]string{wanted[k].Text, wanted[k].Path}
		}
		text, err := json.Marshal(list)
		if err != nil {
			return dst, fmt.Errorf("write %s: %w", wantedScript, err)
		}
		return append(append(append(dst, "self.cpWanted="...), text...), ";\n"...), nil
	}}
}

// wordLanguages are the languages that the theme's words are shown in on this site, sorted.
func (s *Site) wordLanguages() []string {
	site := s.Chrome().Language
	list := []string{s.theme.wordLanguage(site, site)}
	for _, lang := range s.Languages() {
		list = append(list, s.theme.wordLanguage(lang, site))
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// wordsFile is what the scripts of the search must know of the theme and the site.
type wordsFile struct {
	Site      string            `json:"site"`
	Lang      string            `json:"lang"`
	Languages map[string]string `json:"languages"`        // that there are indexes of, and their directions
	Words     map[string]any    `json:"words"`            // a text, or a pair: for one and for other numbers
	Facets    map[string]string `json:"facets"`           // what each is called
	Order     []string          `json:"order"`            // their names in the order of the site
	Wanted    string            `json:"wanted,omitempty"` // path of the list of wanted pages
	Begin     string            `json:"begin,omitempty"`  // where the forge begins a page, see site.Begin
}

// searchKeys are the words that the scripts show beside those of the family "search.".
var searchKeys = []string{"search", "comma", "dot", "notfound.wanted", "status.declared"}

func wordsPath(lang string) string { return site.SearchDir + "words-" + lang + ".js" }

// searchWords is the script that gives the words in one language. A script, since nothing else can be loaded where pages are opened as files.
func (s *Site) searchWords(lang string) Output {
	var d source.Digest
	d.Hash(s.theme.look)
	d.Hash(s.Config().Digest)
	d.Hash(s.Chrome().Digest)
	d.Texts([]string{"search words", lang, s.Begin()})
	d.Texts(s.Languages())
	name := wordsPath(lang)
	return Output{Path: name, Key: d.Sum(), write: func(dst []byte) ([]byte, error) {
		e, c := s.theme.edition(lang), s.Chrome()
		file := wordsFile{Site: c.Title, Lang: c.Language, Languages: map[string]string{}, Words: map[string]any{}, Facets: map[string]string{}, Wanted: c.Wanted, Begin: s.Begin()}
		for _, key := range append(e.words.family("search."), searchKeys...) {
			p, _ := e.words.find(key)
			file.Words[strings.TrimPrefix(key, "search.")] = p.other
			if p.one != "" {
				file.Words[strings.TrimPrefix(key, "search.")] = [2]string{p.one, p.other}
			}
		}
		for _, lang := range s.Languages() {
			file.Languages[lang] = direction(lang)
		}
		for _, f := range append(s.SearchFacets(), site.FacetLink{Name: "status"}) {
			if _, twice := file.Facets[f.Name]; !twice {
				file.Order = append(file.Order, f.Name)
				file.Facets[f.Name] = e.facet(f.Name, f.Label)
			}
		}
		text, err := json.Marshal(file)
		if err != nil {
			return dst, fmt.Errorf("write %s: %w", name, err)
		}
		dst = fmt.Appendf(dst, "(self.cpWords??={})[%q]=", lang)
		return append(append(dst, text...), ";\n"...), nil
	}}
}

// family are the keys that begin so, in this language or in one that it falls back on, sorted.
func (d *dictionary) family(prefix string) []string {
	var list []string
	for ; d != nil; d = d.next {
		for key := range d.phrases {
			if strings.HasPrefix(key, prefix) {
				list = append(list, key)
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// openSearch is the description of a site's search as OpenSearch 1.1 has it (section 4).
type openSearch struct {
	XMLName     xml.Name        `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
	ShortName   string          // at most 16 characters
	LongName    string          `xml:",omitempty"` // at most 48
	Description string          // at most 1024
	Image       openSearchImage `xml:"Image"`
	URL         openSearchURL   `xml:"Url"`
	Input       string          `xml:"InputEncoding"`
}

type openSearchImage struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

type openSearchURL struct {
	Type     string `xml:"type,attr"`
	Template string `xml:"template,attr"`
}

func (s *Site) searchDescription() Output {
	return Output{Path: describesPath, Key: s.keyOf("opensearch"), write: func(dst []byte) ([]byte, error) {
		c := s.Chrome()
		o := openSearch{ShortName: shorten(c.Title, 16), Description: shorten(cmp.Or(c.Description, c.Title), 1024), Input: "UTF-8",
			Image: openSearchImage{"image/svg+xml", c.Address + IconPath},
			URL:   openSearchURL{"text/html", c.Address + site.Canonical(c.Search) + "?q={searchTerms}"}}
		if o.ShortName != c.Title {
			o.LongName = shorten(c.Title, 48)
		}
		text, err := xml.MarshalIndent(o, "", "\t")
		if err != nil {
			return dst, fmt.Errorf("write %s: %w", describesPath, err)
		}
		return append(append(append(dst, xml.Header...), text...), '\n'), nil
	}}
}

// shorten cuts a text to at most n characters, between words where there are several.
func shorten(text string, n int) string {
	runes := []rune(text)
	if len(runes) <= n {
		return text
	}
	cut := string(runes[:n])
	if space := strings.LastIndexByte(cut, ' '); space > 0 && runes[n] != ' ' {
		cut = cut[:space]
	}
	return strings.TrimRight(cut, " ,;:–-")
}
