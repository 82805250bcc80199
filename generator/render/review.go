// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"strings"

	"commonplace/generator/commons"
	"commonplace/generator/site"
)

// grade names a status.
func (e *edition) grade(id, label string) string { return e.labelled("grade.", id, label) }

// named is the theme's word for something of a family, else the thing itself with spaces.
func (e *edition) named(family, name string) string { return e.labelled(family, name, "") }

// most is how many parts of a page a sentence names.
const most = 6

// quoted names parts of a page in a sentence.
func (e *edition) quoted(list []string) string {
	names := make([]string, 0, len(list))
	for k, name := range list {
		if k == most && len(list) > most+1 {
			names = append(names, e.words.count("parts.more", len(list)-k))
			break
		}
		if name == "" {
			names = append(names, e.words.word("parts.lead"))
		} else {
			names = append(names, e.words.word("parts.one", name))
		}
	}
	return strings.Join(names, e.words.word("comma"))
}

// need says what a status lacks.
func (e *edition) need(n commons.Need) string {
	w := e.words
	if n.Kind != commons.NeedAccept {
		text := w.count("need."+string(n.Kind), n.Count)
		if n.Kind == commons.NeedSection {
			text += " " + e.quoted(n.Sections)
		}
		return text
	}
	key := "need.accept"
	if n.Authors {
		key = "need.accept.anyone"
	}
	text := w.count(key, n.Count)
	switch {
	case n.Every:
		text += w.word("comma") + w.word("need.every")
	case n.Any:
		text += w.word("comma") + w.word("need.any")
	case len(n.Sections) > 0:
		text += w.word("comma") + w.word("need.covering", e.quoted(n.Sections))
	}
	return text
}

// appendRule writes the conditions of a status as items of a list.
func (e *edition) appendRule(dst []byte, r site.RuleView) []byte {
	w := e.words
	from := len(dst)
	item := func(text string) {
		dst = append(appendText(append(dst, "<li>"...), text), "</li>"...)
	}
	if r.Accepts > 0 {
		text := w.count("rule.accepts", r.Accepts)
		switch {
		case r.Every:
			text += " " + w.word("rule.every")
		case len(r.Scope) > 0:
			text += " " + w.word("rule.scope", e.quoted(r.Scope))
		default:
			text += " " + w.word("rule.any")
		}
		for _, span := range []struct {
			unit string
			n    int
		}{{"years", r.Age.Years}, {"months", r.Age.Months}, {"days", r.Age.Days}} {
			if span.n > 0 {
				text += w.word("comma") + w.count("rule."+span.unit, span.n)
			}
		}
		item(text)
	}
	if len(r.Sections) > 0 {
		item(w.word("rule.sections", e.quoted(r.Sections)))
	}
	for _, c := range []struct {
		key string
		n   int
	}{{"rule.references", r.Works}, {"rule.uses", r.Uses}, {"rule.stewards", r.Stewards}} {
		if c.n > 0 {
			item(w.count(c.key, c.n))
		}
	}
	switch {
	case r.Disputes == 0:
		item(w.word("rule.undisputed"))
	case r.Disputes > 0:
		item(w.count("rule.disputes", r.Disputes))
	}
	if len(dst) == from {
		item(w.word("rule.none"))
	}
	return dst
}

// A writer puts pieces of markup behind each other.
type reviewWriter struct {
	dst []byte
	s   *Sheet
}

func (w *reviewWriter) put(markup string) { w.dst = append(w.dst, markup...) }
func (w *reviewWriter) text(text string)  { w.dst = appendText(w.dst, text) }
func (w *reviewWriter) word(key string)   { w.text(w.s.edition.words.word(key)) }
func (w *reviewWriter) date(day string)   { w.dst = w.s.edition.appendDate(w.dst, day) }
func (w *reviewWriter) ref(r site.Ref)    { w.dst = appendRef(w.dst, w.s.Root, r) }
func (w *reviewWriter) small(text string) { w.put(" <small>"); w.text(text); w.put("</small>") }
func (w *reviewWriter) open(class string) { w.put("\n<p class=\"" + class + "\">") }
func (w *reviewWriter) close()            { w.put("</p>") }
func (w *reviewWriter) fact(name, of string) {
	w.put("<div><dt>")
	w.text(name)
	w.put("</dt><dd>")
	w.text(of)
	w.put("</dd></div>")
}

// own says that what follows is in the language of the page, where that is another than that of the words around.
func (w *reviewWriter) own() string { return string(w.s.Own) }

// parts names sections; those of the page that is shown lead to them.
func (w *reviewWriter) parts(list []site.Ref, here bool) {
	e := w.s.edition
	for k, part := range list {
		if k > 0 {
			w.word("comma")
		}
		if k == most && len(list) > most+1 {
			w.text(e.words.count("parts.more", len(list)-k))
			return
		}
		switch {
		case part.Text == "":
			w.word("parts.lead")
		case here:
			w.put(`<a href="#`)
			w.dst = appendURL(w.dst, part.Path)
			w.put(`">`)
			w.text(part.Text)
			w.put("</a>")
		default:
			w.text(e.words.word("parts.one", part.Text))
		}
	}
}

// appendReview writes what stands in the li element of a review.
func appendReview(dst []byte, s *Sheet, v site.ReviewView) []byte {
	w := reviewWriter{dst, s}
	e := s.edition
	_, here := s.View.(*site.PageView)
	if v.Card != nil {
		w.open("cp-of")
		w.dst = appendLink(w.dst, s, v.Card)
		w.close()
	} else if v.Subject.Text != "" {
		w.open("cp-of")
		w.ref(v.Subject)
		w.close()
	}
	w.open("cp-verdict")
	switch {
	case v.Editor:
		w.word("review.editor")
	case v.Recommendation != "":
		w.text(e.named("recommendation.", v.Recommendation))
	default:
		w.word("review.plain")
	}
	if v.Judged {
		w.put(` <span class="cp-mark">`)
		if v.Why != "" {
			w.word("review.uncounted")
		} else {
			w.word("review.counts")
		}
		w.put("</span>")
	}
	w.close()
	w.open("cp-by")
	w.ref(site.Ref{Text: v.Who.Text, Path: v.Who.Path})
	for _, note := range []struct {
		holds bool
		text  string
	}{{v.Who.Kind != "", e.sort(v.Who.Kind)}, {v.Author, e.words.word("review.author")}, {v.Pseudonym, e.words.word("review.pseudonym")}} {
		if note.holds {
			w.small(note.text)
		}
	}
	if v.Date != "" {
		w.word("dot")
		w.date(v.Date)
	}
	w.close()
	w.judged(&v, here)
	if v.Body != "" {
		w.put("\n<p class=\"cp-said\"" + w.own() + ">")
		w.text(v.Body)
		if v.Cut {
			w.put(" …")
		}
		w.close()
	}
	w.details(&v)
	w.addresses(&v)
	return w.dst
}

// judged says what a review covers, and why it does not count.
func (w *reviewWriter) judged(v *site.ReviewView, here bool) {
	if !v.Judged {
		return
	}
	if v.Why != "" {
		w.open("cp-why")
		w.text(w.s.edition.named("reason.", v.Why))
		w.close()
	}
	if v.Why == "" && v.Whole || len(v.Covers) > 0 {
		w.open("cp-covers")
		if v.Whole {
			w.word("review.whole")
		} else {
			w.word("review.covers")
			w.put(" ")
			w.parts(v.Covers, here)
		}
		w.close()
	}
	if len(v.Changed) > 0 {
		w.open("cp-stale")
		w.word("review.changed")
		w.put(" ")
		w.parts(v.Changed, here)
		w.close()
	}
	if len(v.Gone) > 0 {
		w.open("cp-stale")
		w.word("review.gone")
		w.put(" ")
		w.text(w.s.edition.quoted(v.Gone))
		w.close()
	}
}

// details are the answers to the questions of a review, and what else it declares.
func (w *reviewWriter) details(v *site.ReviewView) {
	e, a := w.s.edition, v.Assessment
	if len(v.Criteria) == 0 && v.Conflict == "" && len(v.Tools) == 0 && a == nil {
		return
	}
	w.put("\n<details><summary>")
	w.word("review.more")
	w.put("</summary><dl>")
	for _, c := range v.Criteria {
		w.fact(spaced(c.Name), e.named("answer.", c.Answer))
	}
	if v.Conflict != "" {
		w.fact(e.words.word("review.conflict"), v.Conflict)
	}
	if len(v.Tools) > 0 {
		w.fact(e.words.word("review.tools"), strings.Join(v.Tools, e.words.word("comma")))
	}
	if a != nil {
		w.assessment(a)
	}
	w.put("</dl></details>")
}

func (w *reviewWriter) assessment(a *commons.Assessment) {
	e := w.s.edition
	name := a.Framework
	if name == "" {
		name = e.words.word("assessment")
	}
	w.fact(name, a.Overall)
	for _, p := range a.Pillars {
		text := p.Value
		if p.Note != "" {
			text += e.words.word("comma") + p.Note
		}
		w.fact(spaced(p.Pillar), text)
	}
	if a.Rationale != "" {
		w.fact(e.words.word("assessment.rationale"), a.Rationale)
	}
	if len(a.Improvements) > 0 {
		w.fact(e.words.word("assessment.improvements"), strings.Join(a.Improvements, e.words.word("comma")))
	}
}

// addresses lead to where a review was held, and to its record.
func (w *reviewWriter) addresses(v *site.ReviewView) {
	if !isHTTP(v.Link) && !isHTTP(v.File) && v.License == "" {
		return
	}
	w.open("cp-where")
	dot := ""
	next := func() { w.text(dot); dot = w.s.edition.words.word("dot") }
	if isHTTP(v.Link) {
		next()
		w.put("<a")
		w.dst = appendOutside(w.dst, v.Link)
		w.put(">")
		w.word("review.link")
		w.put("</a>")
	}
	if isHTTP(v.File) {
		next()
		w.put("<a")
		w.dst = appendAddress(w.dst, v.File)
		w.put(">")
		w.word("review.record")
		w.put("</a>")
	}
	if v.License != "" {
		next()
		w.text(v.License)
	}
	w.close()
}

// appendDispute writes what stands in the li element of a dispute.
func appendDispute(dst []byte, s *Sheet, v site.DisputeView) []byte {
	w := reviewWriter{dst, s}
	if v.Card != nil {
		w.open("cp-of")
		w.dst = appendLink(w.dst, s, v.Card)
		w.close()
	}
	w.open("cp-verdict")
	if v.Resolved {
		w.word("dispute.resolved")
	} else {
		w.word("dispute.open")
	}
	if v.Target.Text != "" {
		w.put(" ")
		_, here := s.View.(*site.PageView)
		w.parts([]site.Ref{v.Target}, here && v.Target.Path != "")
	}
	w.close()
	w.open("cp-by")
	w.ref(site.Ref{Text: v.Who.Text, Path: v.Who.Path})
	if v.Date != "" {
		w.word("dot")
		w.date(v.Date)
	}
	w.close()
	w.put("\n<p class=\"cp-said\"" + w.own() + ">")
	w.text(v.Claim)
	w.close()
	for _, evidence := range v.Evidence {
		w.open("cp-where")
		if isHTTP(evidence) {
			w.put("<a")
			w.dst = appendOutside(w.dst, evidence)
			w.put(">")
			w.text(evidence)
			w.put("</a>")
		} else {
			w.text(evidence)
		}
		w.close()
	}
	if v.Resolution != "" {
		w.put("\n<p class=\"cp-said\"" + w.own() + ">")
		w.text(v.Resolution)
		w.close()
	}
	w.addresses(&site.ReviewView{File: v.File})
	return w.dst
}
