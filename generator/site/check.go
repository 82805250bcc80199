// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"fmt"
	"slices"

	"commonplace/generator/source"
)

// checkSite reports what can only be seen of the whole. A new check of the whole commons is a function called here; a check of
// one file belongs to package page, one of a link to links.go.
func (s *Site) checkSite() {
	s.checkTitles()
	s.checkAddress()
	s.found.whole = s.reported()
	s.checkEmbeds()
	s.found.embeds = s.reported()
}

// checkTitles names pages of one title and language: a wikilink by title can't tell them apart.
func (s *Site) checkTitles() {
	for k := 1; k < len(s.rank); k++ {
		a, b := &s.pages[s.rank[k-1]], &s.pages[s.rank[k]]
		if a.lang == b.lang && a.folded == b.folded && !a.index && !b.index {
			s.report(source.Diagnostic{Code: source.CodeDuplicateTitle, Path: b.Shown, Message: fmt.Sprintf("another page has the title “%s”", b.title),
				Notes: []source.Note{{Path: a.Shown, Message: "this page"}}})
		}
	}
}

// checkAddress says what is left out where no address is configured.
func (s *Site) checkAddress() {
	if s.cfg.URL == "" {
		s.report(source.Diagnostic{Code: source.CodeAddressMissing, Path: "site.yaml", Message: "no feed and no sitemap are made, because the site's address is not known",
			Help: "set url: in site.yaml"})
	}
}

// checkEmbeds follows what pages embed, and reports where it comes back to a page on the way or goes deeper than is shown.
func (s *Site) checkEmbeds() {
	for i := range s.pages {
		for at := s.linkAt[i]; at < s.linkAt[i+1]; at++ {
			if s.targets[at].from < 0 || s.targets[at].state != TargetPage {
				continue
			}
			l := &s.pages[i].Doc.Links[at-s.linkAt[i]]
			budget := maxEmbeds
			switch deep, cycle := s.embedDepth(s.targets[at].index, &budget, []int32{int32(i)}); {
			case cycle:
				s.reportLink(int32(i), l, source.CodeEmbedCycle, fmt.Sprintf("“%s” embeds this page again; a link is shown in its place", l.Target), "")
			case deep > s.cfg.Limits.EmbedDepth:
				s.reportLink(int32(i), l, source.CodeEmbedDepth, fmt.Sprintf("pages embed each other more than %d deep from here", s.cfg.Limits.EmbedDepth),
					"embed the inner page itself")
			}
		}
	}
}

// embedDepth is how deep embeds go from page i, which is itself embedded by the pages above; cycle says that one of them comes again.
func (s *Site) embedDepth(i int32, budget *int, above []int32) (deep int, cycle bool) {
	if slices.Contains(above, i) {
		return len(above), true
	}
	deep = len(above)
	if deep > s.cfg.Limits.EmbedDepth || *budget == 0 {
		return deep, false
	}
	*budget--
	above = append(above, i)
	for at := s.linkAt[i]; at < s.linkAt[i+1]; at++ {
		if s.targets[at].from >= 0 && s.targets[at].state == TargetPage {
			d, c := s.embedDepth(s.targets[at].index, budget, above)
			if c {
				return d, true
			}
			deep = max(deep, d)
		}
	}
	return deep, false
}
