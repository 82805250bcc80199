// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import "commonplace/generator/page"

// resolveTerm leads a word of a glossary to the page of its term: a word like any other on that page itself, and on pages in another
// language than the term's, where the same letters may be another word.
func (s *Site) resolveTerm(i int32, l *page.Link) target {
	t := target{from: -1, to: -1, state: TargetBroken, index: -1}
	if at, ok := s.byShown[l.Target]; ok && at >= 0 && at != i && s.pages[at].lang == s.pages[i].lang {
		t.state, t.index = TargetPage, at
	}
	return t
}
