// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"commonplace/generator/commons"
	"commonplace/generator/site"
)

// badgeDir is below the folder of what no page can claim.
const badgeDir = site.BrowseDir + "badges/"

// badges are, where site.yaml asks for them, two small files a page that tell its licence elsewhere, such as in the README of a project that uses it: a
// picture, and what https://shields.io/badges/endpoint-badge makes one of.
func (s *Site) badges() []Output {
	if !s.Config().Badges {
		return nil
	}
	list := make([]Output, 0, 2*s.Pages())
	for i := range s.Pages() {
		picture, facts := s.badge(i)
		list = append(list, picture, facts)
	}
	return list
}

func (s *Site) badge(i int) (picture, facts Output) {
	stem := badgeDir + strings.TrimSuffix(s.PagePath(i), ".html")
	words := s.theme.edition(s.theme.wordLanguage(s.Card(i).Lang, s.Config().Language)).words
	label, license := words.word("fact.license"), s.License(i)
	l := commons.ReadLicence(license)
	message, colour := licenseName(license), badgeKnown
	if !l.Known() {
		message, colour = words.word("license.unknown"), badgeUnknown
	}
	key := s.keyOf("badge", label, message, colour)
	picture = Output{Path: stem + ".svg", Key: key, write: func(dst []byte) ([]byte, error) {
		return appendBadgeFile(dst, label, message, colour), nil
	}}
	facts = Output{Path: stem + ".json", Key: key, write: func(dst []byte) ([]byte, error) {
		text, err := json.Marshal(endpoint{1, label, message, strings.TrimPrefix(colour, "#")})
		if err != nil {
			return dst, fmt.Errorf("write a badge: %w", err)
		}
		return append(append(dst, text...), '\n'), nil
	}}
	return picture, facts
}

// badgeAt is the badge file at a path, if there is one.
func (s *Site) badgeAt(path string) (Output, bool) {
	rest, ok := strings.CutPrefix(path, badgeDir)
	if !ok || !s.Config().Badges {
		return Output{}, false
	}
	for k, ending := range []string{".svg", ".json"} {
		stem, ok := strings.CutSuffix(rest, ending)
		if !ok {
			continue
		}
		if i, ok := s.PageAt(stem + ".html"); ok {
			picture, facts := s.badge(i)
			return [...]Output{picture, facts}[k], true
		}
	}
	return Output{}, false
}

// endpoint is the form of https://shields.io/badges/endpoint-badge.
type endpoint struct {
	Version int    `json:"schemaVersion"`
	Label   string `json:"label"`
	Message string `json:"message"`
	Color   string `json:"color"`
}

// Both are dark enough for white text (WCAG 2.2, 1.4.3).
const (
	badgeKnown   = "#1b5a61"
	badgeUnknown = "#6b655b"
)

// appendBadgeFile writes a badge of two fields, 20 pixels high. Letters are taken to be seven pixels wide, and made to be.
func appendBadgeFile(dst []byte, label, message, colour string) []byte {
	const letter, pad = 7, 7
	left, right := letter*utf8.RuneCountInString(label), letter*utf8.RuneCountInString(message)
	at := left + 2*pad
	n := func(v int) { dst = strconv.AppendInt(dst, int64(v), 10) }
	put := func(s string) { dst = append(dst, s...) }
	put(`<svg xmlns="http://www.w3.org/2000/svg" height="20" width="`)
	n(at + right + 2*pad)
	put(`" role="img" aria-label="`)
	dst = appendText(dst, label+": "+message)
	put(`"><title>`)
	dst = appendText(dst, label+": "+message)
	put(`</title><rect width="100%" height="20" rx="3" fill="#3a362f"/><path fill="` + colour + `" d="M`)
	n(at)
	put(" 0H")
	n(at + right + 2*pad - 3)
	put("a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H")
	n(at)
	put(`z"/><g fill="#fff" font-family="Verdana,'DejaVu Sans',sans-serif" font-size="11">`)
	for _, part := range []struct {
		x, width int
		text     string
	}{{pad, left, label}, {at + pad, right, message}} {
		put(`<text y="14" x="`)
		n(part.x)
		put(`" textLength="`)
		n(part.width)
		put(`">`)
		dst = appendText(dst, part.text)
		put("</text>")
	}
	put("</g></svg>\n")
	return dst
}
