// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"strings"

	"commonplace/generator/commons"
	"commonplace/generator/source"
)

// licenses reads under which licence a page is: one for all of it, or a map with one of the text and one of the code in it.
func (r *reader) licenses(n *source.Node) {
	m := &r.d.Meta
	text, code := n.Get("text"), n.Get("code")
	if n.Kind() != source.NodeMap || isEmpty(text) && isEmpty(code) {
		m.License = r.license(n)
		return
	}
	r.keys(n, "text code")
	if !isEmpty(text) {
		m.License = r.license(text)
	}
	if !isEmpty(code) {
		m.CodeLicense = r.license(code)
	}
}

// license reads a licence: an expression or a common spelling of one, a list of which all hold, or a map that names one.
func (r *reader) license(n *source.Node) string {
	switch n.Kind() {
	case source.NodeMap:
		if v := first(n, "id spdx name title"); v != nil {
			r.keys(n, "id spdx name title url link")
			return r.license(v)
		}
		r.misfit(n, "a text", "")
		return ""
	case source.NodeList:
		list := r.many(n)
		for i, one := range list {
			if list[i] = r.spelled(one, n.Span()); len(list) > 1 && strings.Contains(list[i], " OR ") {
				list[i] = "(" + list[i] + ")"
			}
		}
		return strings.Join(list, " AND ")
	}
	return r.spelled(r.one(n), n.Span())
}

// spelled writes a licence as the SPDX list does, and tells where it was written otherwise or can't be understood: then it stays as it is, so that a
// reader can see what was said.
func (r *reader) spelled(text string, span source.Span) string {
	if text == "" {
		return ""
	}
	l := commons.ReadLicence(text)
	switch {
	case !l.Known():
		r.report(source.CodeLicenseUnknown, span, quote(text)+" is no licence that is known", idMeant(commons.NearestLicence(text)))
		return text
	case l.Text != text:
		r.report(source.CodeLicenseSpelling, span, quote(text)+" is read as "+l.Text, "write "+l.Text)
	}
	return l.Text
}

func idMeant(near string) string {
	if near == "" {
		return "write an id of the SPDX list, such as CC-BY-SA-4.0, or LicenseRef- and a name of your own"
	}
	return "did you mean “" + near + "”?"
}
