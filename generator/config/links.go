// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import "slices"

// LinkStrategies are the ways in which the target of a link is looked for; a source names those that hold for it, in the order in
// which they are tried. What each means is in the guide's page on links.
func LinkStrategies() []string {
	return []string{"file", "url", "content", "vault", "repository", "absolute", "permalink", "name", "wiki"}
}

// DefaultLinkOrder holds where nothing is set. None of it guesses but the last, which takes only what names one page.
func DefaultLinkOrder() []string {
	return []string{"file", "content", "absolute", "url", "permalink", "wiki"}
}

func linkOrder(text string) (string, *flaw) { return anyOf(LinkStrategies()...)(text) }

// FindsByFile tells whether wikilinks name files before they name titles.
func (s *Source) FindsByFile() bool {
	at := slices.Index(s.LinkOrder, "name")
	wiki := slices.Index(s.LinkOrder, "wiki")
	return at >= 0 && (wiki < 0 || at < wiki)
}
