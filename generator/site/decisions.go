// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"commonplace/generator/config"
	"commonplace/generator/source"
)

// typeDecision is the type of pages that are decisions, as those in decisions/ are without saying so.
const typeDecision = "decision"

// maxDecisions bounds how many the page of the rules shows.
const maxDecisions = 100

// decisions are the pages that are decisions, the newest first.
func (s *Site) decisions() []int32 {
	var list []int32
	for i := range s.pages {
		if s.pages[i].typ == typeDecision {
			list = append(list, int32(i))
		}
	}
	slices.SortStableFunc(list, func(a, b int32) int {
		if c := strings.Compare(s.pages[b].created, s.pages[a].created); c != 0 {
			return c
		}
		return strings.Compare(s.pages[b].Path, s.pages[a].Path)
	})
	return list[:min(len(list), maxDecisions)]
}

// decision finds a decision by what its file's name begins with, “0003”, or by any name of the page.
func (s *Site) decision(word string) (int32, bool) {
	for i := range s.pages {
		e := &s.pages[i]
		if stem := stemOf(e.Path); e.typ == typeDecision && (stem == word || strings.HasPrefix(stem, word+"-")) {
			return int32(i), true
		}
	}
	for in := range s.cfg.Sources {
		if i, ok := s.pageCalled(in, word); ok && s.pages[i].typ == typeDecision {
			return i, true
		}
	}
	return 0, false
}

// isDecision tells the pages that are decisions by where they lie.
func isDecision(p string) bool { return path.Dir(p) == "decisions" }

// checkGovernance reports rules that nobody has decided on: those that differ from the built-in ones and name no decision that was adopted.
func (s *Site) checkGovernance() {
	g := &s.cfg.Governance
	if g.Shown == "" {
		return
	}
	report := func(message, help string) {
		s.report(source.Diagnostic{Code: source.CodeDecisionMissing, Path: g.Shown, Span: g.Span, Message: message, Help: help})
	}
	built, _ := config.ReadGovernance("", nil)
	switch i, found := s.decision(g.Decision); {
	case g.Decision == "":
		if !g.SameRules(&built) {
			report("these rules name no decision that has adopted them", "write one with “commonplace new decision”, and name it: decision: 0001")
		}
	case !found:
		report(fmt.Sprintf("there is no decision “%s”", g.Decision), "name a file in decisions/ by the number that its name begins with")
	case s.pages[i].status != "" && s.pages[i].status != "adopted":
		report(fmt.Sprintf("the decision “%s” is %s, not adopted", s.pages[i].title, s.pages[i].status), "rules hold once they are adopted: say “status: adopted” there")
	}
}
