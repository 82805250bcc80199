// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"fmt"
	"slices"

	"commonplace/generator/source"
)

// checkEmbeds follows what pages embed, and reports where it comes back to a page on the way or goes deeper than is shown.
func (s *Site) checkEmbeds() {
	for i := range s.pages {
		for at := s.linkAt[i]; at < s.linkAt[i+1]; at++ {
			if !s.isEmbed(at) {
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
		s.checkEmbedSize(int32(i))
	}
}

// checkEmbedSize reports the first embed of page i that is shown as a link because those before it are too large or too many together.
func (s *Site) checkEmbedSize(i int32) {
	w := embedWalk{budget: maxEmbeds, room: s.cfg.Limits.Expanded}
	for at := s.linkAt[i]; at < s.linkAt[i+1]; at++ {
		if !s.isEmbed(at) {
			continue
		}
		message := ""
		switch s.embed(&w, at, []int32{i}); {
		case w.tooMany:
			message = fmt.Sprintf("more than %d embeds on one page: those that follow are links", maxEmbeds)
		case w.tooLarge:
			message = fmt.Sprintf("the page with its embeds is larger than %d KiB: those that follow are links", s.cfg.Limits.Expanded>>10)
		default:
			continue
		}
		s.reportLink(i, &s.pages[i].Doc.Links[at-s.linkAt[i]], source.CodeEmbedSize, message, "embed sections instead of pages, or link")
		return
	}
}

// embedWalk follows embeds in the order in which they are filled in.
type embedWalk struct {
	budget, room      int
	tooMany, tooLarge bool
}

// embed takes the embed of a link, and all that it embeds itself, off what is left. What a part of a page embeds is left out of account.
func (s *Site) embed(w *embedWalk, at int32, above []int32) {
	t := &s.targets[at]
	d := s.pages[t.index].Doc
	switch {
	case w.tooMany || w.tooLarge || len(above) > s.cfg.Limits.EmbedDepth || slices.Contains(above, t.index):
		return
	case w.budget == 0:
		w.tooMany = true
		return
	case w.room <= 0:
		w.tooLarge = true
		return
	}
	w.budget--
	to := t.to
	if to < 0 {
		to = int32(d.Size)
	}
	w.room -= int(to - t.from)
	if t.from > 0 || t.to >= 0 {
		return
	}
	above = append(above, t.index)
	for inner := s.linkAt[t.index]; inner < s.linkAt[t.index+1]; inner++ {
		if s.isEmbed(inner) {
			s.embed(w, inner, above)
		}
	}
}

func (s *Site) isEmbed(at int32) bool {
	return s.targets[at].from >= 0 && s.targets[at].state == TargetPage
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
		if s.isEmbed(at) {
			d, c := s.embedDepth(s.targets[at].index, budget, above)
			if c {
				return d, true
			}
			deep = max(deep, d)
		}
	}
	return deep, false
}
