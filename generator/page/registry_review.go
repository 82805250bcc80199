// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"commonplace/generator/commons"
	"commonplace/generator/config"
	"commonplace/generator/source"
)

// reviewEntry reads one record of a review that people held together, as journals keep it: one review for each reviewer and each editor.
func (r *reader) reviewEntry(m *config.RecordMap, id string, n *source.Node) {
	var common commons.Review
	// All paths of a field count for people, the first that has a value for all else.
	at := func(field string) (list []*source.Node) {
		r.begin(field)
		for _, f := range m.Fields {
			if f.Field != field {
				continue
			}
			for _, path := range f.Paths {
				if v := n.At(path); !isEmpty(v) {
					list = append(list, v)
				}
			}
			return list
		}
		if v := n.Get(field); !isEmpty(v) {
			list = append(list, v)
		}
		return list
	}
	one := func(field string) *source.Node {
		if list := at(field); len(list) > 0 {
			return list[0]
		}
		return nil
	}
	common.Span, common.Foreign = n.Span(), true
	common.Subject = r.one(one("subject"))
	if m.Key != "" && common.Subject == "" {
		r.name = m.Key
		common.Subject = r.one(n.At(m.Key))
	}
	if common.Subject == "" {
		common.Subject = id
	}
	common.Date = r.date(one("date"))
	common.Type = r.oneOf(one("type"), commons.ReviewTypes())
	common.Recommendation = r.oneOf(one("recommendation"), config.Recommendations())
	common.License = r.license(one("license"))
	common.Link = r.website(one("link"))
	common.Content = r.swhid(one("content"))
	common.Body = r.prose(one("body"))
	if common.Subject == "" {
		r.report(source.CodeFieldMissing, n.Span(), "a review of nothing: left out", "site.yaml says under which key the page stands, as fields.subject of records")
		return
	}
	for _, role := range []struct {
		field  string
		editor bool
	}{{"reviewer", false}, {"editor", true}} {
		for _, people := range at(role.field) {
			each(people, func(who *source.Node) {
				review := common
				review.Editor = role.editor
				if review.Reviewer = r.reviewer(who); who.Kind() == source.NodeScalar {
					review.Reviewer = commons.Reviewer{ID: review.Reviewer.ID, Span: who.Span()}
				}
				if review.Type == "" {
					review.Type = commons.ReviewTypes()[0]
				}
				if review.Reviewer.ID != "" || review.Reviewer.Name != "" || review.Reviewer.Account != "" {
					r.d.Reviews = append(r.d.Reviews, review)
				}
			})
		}
	}
}
