// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"encoding/json"
	"slices"
	"strings"

	"commonplace/generator/commons"
	"commonplace/generator/page"
	"commonplace/generator/site"
)

// ldPage is a page for machines: schema.org as JSON-LD 1.1. It holds what credit needs and what no other element of the page says in a
// form that machines know; the summary is in the description of the document, and not said twice.
type ldPage struct {
	Context     string     `json:"@context"`
	Type        string     `json:"@type"`
	ID          string     `json:"@id"` // the canonical address; where there is none, the document itself
	Name        string     `json:"name"`
	Author      []ldPerson `json:"author,omitempty"`
	Editor      []ldPerson `json:"editor,omitempty"`
	Translator  []ldPerson `json:"translator,omitempty"`
	Contributor []ldPerson `json:"contributor,omitempty"`
	Maintainer  []ldPerson `json:"maintainer,omitempty"`
	CreditText  string     `json:"creditText,omitempty"`
	License     any        `json:"license,omitempty"` // an address, or a work that has only a name
	Notice      []string   `json:"copyrightNotice,omitempty"`
	Holder      []ldPerson `json:"copyrightHolder,omitempty"`
	Based       []ldWork   `json:"isBasedOn,omitempty"`
	Citation    []string   `json:"citation,omitempty"`
	Status      string     `json:"creativeWorkStatus,omitempty"`
	Version     string     `json:"version,omitempty"`
	Created     string     `json:"dateCreated,omitempty"`
	Modified    string     `json:"dateModified,omitempty"`
	Language    string     `json:"inLanguage,omitempty"`
	Original    *ldRef     `json:"translationOfWork,omitempty"`
	Translated  []ldRef    `json:"workTranslation,omitempty"`
	Part        *ldWork    `json:"isPartOf,omitempty"`
}

// ldPerson has a type only where it is known which it is.
type ldPerson struct {
	Type string `json:"@type,omitempty"`
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
	Same string `json:"sameAs,omitempty"` // an ORCID iD
}

type ldWork struct {
	Type    string    `json:"@type"`
	ID      string    `json:"@id,omitempty"`
	Name    string    `json:"name,omitempty"`
	Author  *ldPerson `json:"author,omitempty"`
	License any       `json:"license,omitempty"`
}

type ldRef struct {
	ID string `json:"@id"`
}

// What JSON-LD lists of one page at most: it stands in the page a second time.
const (
	ldPeople    = 200
	ldCitations = 40
	ldCitation  = 400 // bytes of one
)

// appendJSONLD writes the element that holds the page's facts as JSON-LD. It is data: browsers run no script of that type. encoding/json
// escapes <, > and &, so that nothing in it can end the element.
func appendJSONLD(dst []byte, s *Sheet) []byte {
	v, ok := s.View.(*site.PageView)
	if !ok {
		return dst
	}
	text, err := json.Marshal(ldOf(s, v))
	if err != nil {
		return dst // no value of these types is refused
	}
	dst = append(append(dst, `<script type="application/ld+json">`...), text...)
	return append(dst, "</script>"...)
}

func ldOf(s *Sheet, v *site.PageView) *ldPage {
	m := &v.Doc.Meta
	ld := &ldPage{Context: "https://schema.org", Type: "Article", ID: v.Canonical, Name: v.Title, License: ldLicense(v.License.Text), Notice: m.Copyright,
		Version: m.Version, Created: v.Created, Modified: v.Updated, Language: v.Lang}
	ld.Author = ldPeopleOf(nil, s.Root, v.Authors)
	for _, group := range v.Credits {
		switch group.Role {
		case "editing", "editor":
			ld.Editor = ldPeopleOf(ld.Editor, s.Root, group.People)
		case "translation", "translator":
			ld.Translator = ldPeopleOf(ld.Translator, s.Root, group.People)
		default:
			ld.Contributor = ldPeopleOf(ld.Contributor, s.Root, group.People)
		}
	}
	ld.Maintainer = ldPeopleOf(nil, s.Root, v.Stewards)
	ld.CreditText = creditText(s.edition, v.Authors, s.Chrome.Title)
	for _, notice := range m.Copyright {
		if name := holder(notice); name != "" {
			ld.Holder = append(ld.Holder, ldPerson{Name: name})
		}
	}
	for k := range m.DerivedFrom {
		ld.Based = append(ld.Based, ldDerivation(&m.DerivedFrom[k]))
	}
	for k := range m.References[:min(len(m.References), ldCitations)] {
		if text := citation(&m.References[k]); text != "" {
			ld.Citation = append(ld.Citation, text)
		}
	}
	if v.Card != nil && v.Card.Draft {
		ld.Status = "Draft"
	} else if v.Card != nil && v.Card.Status != "" {
		ld.Status = "declared: " + v.Card.Status // nobody has earned it
	}
	for _, other := range v.Translations {
		switch {
		case v.Original == "":
			ld.Translated = append(ld.Translated, ldRef{s.Root + other.Path})
		case v.Original == other.Path:
			ld.Original = &ldRef{s.Root + other.Path}
		}
	}
	if s.Chrome.Title != "" {
		ld.Part = &ldWork{Type: "Collection", ID: s.Chrome.Address, Name: s.Chrome.Title}
	}
	return ld
}

// ldPeopleOf adds those who are not in the list yet.
func ldPeopleOf(list []ldPerson, root string, people []site.PersonRef) []ldPerson {
	for _, p := range people {
		one := ldPerson{Name: p.Text}
		if p.Path != "" {
			one.URL = root + p.Path
		}
		switch {
		case p.Kind == site.KindOrganization || p.Kind == site.KindGroup:
			one.Type = "Organization"
		case p.Kind == site.KindMachine:
			one.Type = "SoftwareApplication"
		case p.ORCID != "":
			one.Type, one.Same = "Person", commons.AccountURL("orcid", p.ORCID)
		}
		if len(list) < ldPeople && !slices.Contains(list, one) {
			list = append(list, one)
		}
	}
	return list
}

func ldLicense(spdx string) any {
	if spdx == "" {
		return nil
	}
	if deed := deed(spdx); deed != "" {
		return deed
	}
	return ldWork{Type: "CreativeWork", Name: spdx}
}

func ldDerivation(d *page.Derivation) ldWork {
	w := ldWork{Type: "CreativeWork", Name: d.Title, License: ldLicense(d.License)}
	if isHTTP(d.Source) {
		w.ID = d.Source
	} else if w.Name == "" {
		w.Name = d.Source
	}
	if d.Author != "" {
		w.Author = &ldPerson{Name: d.Author}
	}
	return w
}

// creditText is who is to be named: the authors and the commons.
func creditText(e *edition, authors []site.PersonRef, whole string) string {
	names := make([]string, 0, len(authors)+1)
	for k := range authors[:min(len(authors), ldPeople)] {
		names = append(names, authors[k].Text)
	}
	if whole != "" {
		names = append(names, whole)
	}
	return strings.Join(names, e.words.word("comma"))
}

// citation is a work that a page refers to, in one line.
func citation(r *page.Reference) string {
	var parts []string
	if r.Authors != "" {
		parts = append(parts, r.Authors)
	}
	if r.Year != "" {
		parts = append(parts, r.Year)
	}
	for _, text := range []string{r.Title, r.Text, r.URL} {
		if text != "" {
			parts = append(parts, text)
		}
	}
	text := strings.Join(parts, ". ")
	if len(text) > ldCitation {
		return strings.ToValidUTF8(text[:ldCitation], "") + "…"
	}
	return text
}

// holder is who a copyright notice names: what stands behind the sign and the years.
func holder(notice string) string {
	rest := strings.TrimSpace(notice)
	for {
		before := rest
		for _, sign := range []string{"SPDX-FileCopyrightText:", "Copyright", "copyright", "©", "(c)", "(C)"} {
			rest = strings.TrimSpace(strings.TrimPrefix(rest, sign))
		}
		rest = strings.TrimLeft(rest, "0123456789-–, ")
		if rest == before {
			return rest
		}
	}
}
