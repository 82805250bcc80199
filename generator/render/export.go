// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"

	"commonplace/generator/site"
	"commonplace/generator/source"
)

// Bounds of files that hold the whole commons: GitHub refuses files over 100 MB, and a sitemap ends at 50,000 addresses.
const (
	factsVersion = 1
	factsPages   = 20_000 // in one file
	factsPart    = 5_000  // in each, where there are several
	factsSize    = 800    // bytes of a page, about
	sitemapPages = 50_000
	feedEntries  = 20
)

// exports are the files for machines: the facts of all pages, and where the site's address is known a feed and a sitemap.
func (s *Site) exports() []Output {
	list := append(s.facts(), s.customs()...)
	list = append(list, s.citation()...)
	if s.Config().URL != "" {
		list = append(list, s.feed())
		list = append(list, s.sitemaps()...)
	}
	return list
}

// factsFile is commons.json.
type factsFile struct {
	Version int      `json:"version"`
	Site    siteInfo `json:"site"`
	Parts   []string `json:"parts,omitempty"`
}

type siteInfo struct {
	Title       string `json:"title"`
	Description string `json:"description,omitempty"`
	URL         string `json:"url,omitempty"`
	Language    string `json:"language"`
	License     string `json:"license,omitempty"`
	Pages       int    `json:"pages"`
}

func (s *Site) info() siteInfo {
	c := s.Config()
	return siteInfo{c.Title, c.Description, c.URL, c.Language, s.Chrome().License, s.Pages()}
}

func (s *Site) facts() []Output {
	head := factsFile{Version: factsVersion, Site: s.info()}
	n := s.Pages()
	if n <= factsPages {
		return []Output{s.factsPart("commons.json", head, 0, n)}
	}
	var list []Output
	for from := 0; from < n; from += factsPart {
		name := "commons-" + strconv.Itoa(len(head.Parts)+1) + ".json"
		head.Parts = append(head.Parts, name)
		list = append(list, s.factsPart(name, factsFile{Version: factsVersion, Site: head.Site}, from, min(from+factsPart, n)))
	}
	return append(list, s.factsPart("commons.json", head, 0, 0))
}

// factsPart writes the facts of some pages, one a line.
func (s *Site) factsPart(name string, head factsFile, from, to int) Output {
	var d source.Digest
	d.Hash(s.Config().Digest)
	d.Texts([]string{name, head.Site.Title, head.Site.Description, head.Site.URL, head.Site.Language, head.Site.License})
	d.Int(head.Site.Pages)
	d.Texts(head.Parts)
	s.FactsKey(&d, from, to)
	return Output{Path: name, Key: d.Sum(), write: func(dst []byte) ([]byte, error) {
		text, err := json.Marshal(head)
		if err != nil {
			return dst, fmt.Errorf("write %s: %w", name, err)
		}
		dst = slices.Grow(dst, (to-from)*factsSize)
		dst = append(dst, text[:len(text)-1]...)
		dst = append(dst, `,"pages":[`...)
		for i := from; i < to; i++ {
			if i > from {
				dst = append(dst, ',')
			}
			line, err := json.Marshal(s.PageFacts(i))
			if err != nil {
				return dst, fmt.Errorf("write %s: %w", name, err)
			}
			dst = append(append(dst, '\n'), line...)
		}
		return append(dst, "\n]}\n"...), nil
	}}
}

type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Title   string      `xml:"title"`
	ID      string      `xml:"id"`
	Updated string      `xml:"updated"`
	Links   []atomLink  `xml:"link"`
	Author  atomPerson  `xml:"author"`
	Rights  string      `xml:"rights,omitempty"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

type atomEntry struct {
	Title   string     `xml:"title"`
	ID      string     `xml:"id"`
	Updated string     `xml:"updated"`
	Links   []atomLink `xml:"link"`
	// Those of the entry; where there are none, readers take that of the feed (RFC 4287, section 4.1.2).
	Authors []atomPerson `xml:"author"`
	Rights  string       `xml:"rights,omitempty"`
	Summary string       `xml:"summary,omitempty"`
}

// feed is the newest changes as Atom (RFC 4287). Dates are days, so times are midnight in UTC.
func (s *Site) feed() Output {
	c := s.Config()
	newest := s.Newest(feedEntries)
	var d source.Digest
	d.Texts([]string{c.Title, c.URL, s.Date(), s.Chrome().License})
	for _, i := range newest {
		d.Text(s.Updated(int(i)))
		d.Hash(s.Card(int(i)).Digest)
		d.Texts(s.Authors(int(i)))
	}
	return Output{Path: FeedPath, Key: d.Sum(), write: func(dst []byte) ([]byte, error) {
		feed := atomFeed{Title: c.Title, ID: c.URL, Updated: instant(s.Date()), Author: atomPerson{c.Title},
			Links: []atomLink{{"self", c.URL + FeedPath}, {"alternate", c.URL}}, Rights: s.Chrome().License}
		if deed := deed(feed.Rights); deed != "" {
			feed.Links = append(feed.Links, atomLink{licenseRel, deed})
		}
		if len(newest) > 0 {
			feed.Updated = instant(s.Updated(int(newest[0])))
		}
		for _, i := range newest {
			card := s.Card(int(i))
			address := c.URL + site.Canonical(card.Path)
			entry := atomEntry{Title: card.Title, ID: address, Updated: instant(s.Updated(int(i))), Summary: card.Summary, Rights: card.License,
				Links: []atomLink{{"alternate", address}, {licenseRel, entryLicense(card.License)}}}
			for _, name := range s.Authors(int(i)) {
				entry.Authors = append(entry.Authors, atomPerson{name})
			}
			feed.Entries = append(feed.Entries, entry)
		}
		return appendXML(dst, feed)
	}}
}

// licenseRel is how a feed tells a licence. An entry without it would have the feed's; with the address that stands for none it has none
// (RFC 4946, sections 2.1 and 2.4).
const licenseRel = "license"

func entryLicense(text string) string {
	if deed := deed(text); deed != "" {
		return deed
	}
	return "http://purl.org/atompub/license#unspecified"
}

func instant(day string) string { return day + "T00:00:00Z" }

func appendXML(dst []byte, v any) ([]byte, error) {
	text, err := xml.MarshalIndent(v, "", " ")
	if err != nil {
		return dst, fmt.Errorf("write XML: %w", err)
	}
	dst = append(append(dst, xml.Header...), text...)
	return append(dst, '\n'), nil
}

type sitemapIndex struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Maps    []sitemapURL `xml:"sitemap"`
}

type sitemap struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

func (s *Site) sitemaps() []Output {
	n := s.Pages()
	if n <= sitemapPages {
		return []Output{s.sitemap("sitemap.xml", 0, n)}
	}
	var list []Output
	var index sitemapIndex
	for from := 0; from < n; from += sitemapPages {
		name := "sitemap-" + strconv.Itoa(len(list)+1) + ".xml"
		list = append(list, s.sitemap(name, from, min(from+sitemapPages, n)))
		index.Maps = append(index.Maps, sitemapURL{Loc: s.Config().URL + name})
	}
	key := s.keyOf("sitemap", s.Config().URL, strconv.Itoa(len(list)))
	return append(list, Output{Path: "sitemap.xml", Key: key, write: func(dst []byte) ([]byte, error) { return appendXML(dst, index) }})
}

func (s *Site) sitemap(name string, from, to int) Output {
	var d source.Digest
	d.Texts([]string{name, s.Config().URL})
	for i := from; i < to; i++ {
		d.Text(s.Card(i).Path)
		d.Text(s.Updated(i))
	}
	return Output{Path: name, Key: d.Sum(), write: func(dst []byte) ([]byte, error) {
		var m sitemap
		for i := from; i < to; i++ {
			m.URLs = append(m.URLs, sitemapURL{s.Config().URL + site.Canonical(s.Card(i).Path), s.Updated(i)})
		}
		return appendXML(dst, m)
	}}
}
