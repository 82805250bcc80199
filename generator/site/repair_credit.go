// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"commonplace/generator/commons"
	"commonplace/generator/history"
	"commonplace/generator/page"
	"commonplace/generator/source"
)

// creditRepair proposes how the page of a diagnostic could credit whom it lacks: as somebody with a record is called there, else as in Git.
func (s *Site) creditRepair(i int32, d source.Diagnostic) (r Repair, ok bool) {
	s.uncredited(i, func(p *history.Person) {
		if ok || s.missing(i, p).Message != d.Message {
			return
		}
		c := page.Credit{Name: p.Name, Role: "content"}
		if who := s.contributor(p.Name, ""); who != nil && who.record >= 0 {
			c.Name = s.register.ids[who.record]
		}
		if p.Role == history.RoleReviewer {
			c.Role = commons.RoleReview
		}
		r, ok = Repair{Diagnostic: d, Page: i, Credit: c}, true
	})
	return r, ok
}
