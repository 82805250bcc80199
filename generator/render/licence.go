// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"strconv"
	"strings"

	"commonplace/generator/commons"
	"commonplace/generator/site"
)

// marks are the signs that licences are known by, each on a field of 24 by 24, drawn with a stroke in the colour of the text.
var marks = map[string]string{
	"cc":   `<circle cx="12" cy="12" r="10.4"/><path d="M11 10.2a2.6 2.6 0 1 0 0 3.6M17.6 10.2a2.6 2.6 0 1 0 0 3.6"/>`,
	"by":   `<circle cx="12" cy="12" r="10.4"/><circle cx="12" cy="6.6" r=".9"/><path d="M9.6 10h4.8v4.2h-1.3v4.3h-2.2v-4.3H9.6z"/>`,
	"sa":   `<circle cx="12" cy="12" r="10.4"/><path d="M7.4 11.4a4.7 4.7 0 1 1 .6 3.1M5.4 9.5l2 2.2 2.3-1.8"/>`,
	"nc":   `<circle cx="12" cy="12" r="10.4"/><path d="M14.7 9.3c-.5-1-1.5-1.5-2.7-1.5-1.6 0-2.7.8-2.7 2 0 2.9 5.5 1.5 5.5 4.3 0 1.3-1.2 2.1-2.8 2.1-1.3 0-2.4-.6-2.9-1.7M12 5.9v1.9M12 16.2v1.9M4.1 7.6l15.8 8.8"/>`,
	"nd":   `<circle cx="12" cy="12" r="10.4"/><path d="M8 9.9h8M8 14.1h8"/>`,
	"zero": `<circle cx="12" cy="12" r="10.4"/><ellipse cx="12" cy="12" rx="3.3" ry="5"/><path d="M10.4 14.8l3.2-5.6"/>`,
	"pd":   `<circle cx="12" cy="12" r="10.4"/><path d="M15.4 9.7a4 4 0 1 0 0 4.6M4.7 4.7l14.6 14.6"/>`,
	"left": `<circle cx="12" cy="12" r="10.4"/><path d="M8.6 9.7a4 4 0 1 1 0 4.6"/>`,
	"":     `<path d="M6 2.5h8l4.5 4.5v14.5H6zM13.5 2.5V7.5h5M9 12h6.5M9 15.5h6.5"/>`,
}

// signs are the marks of a licence; of one without any, the general one.
func signs(f *commons.LicenceFacts) []string {
	switch {
	case len(f.Marks) > 0:
		return f.Marks
	case f.Kind == commons.KindShare:
		return []string{"left"}
	}
	return []string{""}
}

// appendBadge writes the marks of a licence as one picture in the text, with its name for those who can't see it.
func appendBadge(dst []byte, f *commons.LicenceFacts) []byte {
	list := signs(f)
	dst = append(dst, `<svg class="cp-marks" role="img" aria-label="`...)
	dst = append(appendText(dst, f.Name), `" viewBox="0 0 `...)
	dst = strconv.AppendInt(dst, int64(27*len(list)-3), 10)
	dst = append(dst, ` 24">`...)
	for k, name := range list {
		if k == 0 {
			dst = append(dst, marks[name]...)
			continue
		}
		dst = append(strconv.AppendInt(append(dst, `<g transform="translate(`...), int64(27*k), 10), ")\">"...)
		dst = append(append(dst, marks[name]...), "</g>"...)
	}
	return append(dst, "</svg>"...)
}

// appendLicense writes a licence: the marks and the short name of each that it is made of, leading to its own words, and behind them what leads to the
// pages that have it and to what it asks. One that has no such list is of a part of the page only, such as its code, and is not told as the page's. One that
// is not known is written as the page has it.
func (e *edition) appendLicense(dst []byte, root string, r site.Ref) []byte {
	l := commons.ReadLicence(r.Text)
	if !l.Known() {
		dst = appendRef(dst, root, r)
		dst = append(dst, ` <span class="cp-unknown">`...)
		return append(appendText(dst, e.words.word("license.unread")), "</span>"...)
	}
	rel := ""
	if r.Path != "" {
		rel = ` rel="license"`
	}
	if ids := l.IDs(); len(ids) == 1 && l.Text == ids[0] {
		dst = appendOneLicense(dst, rel, ids[0])
	} else {
		dst = e.appendExpression(dst, rel, l.Text)
	}
	if r.Path == "" {
		return dst
	}
	return appendAnchor(append(dst, ' '), ` class="cp-aside"`, root, site.Ref{Text: e.words.word("license.means"), Path: r.Path})
}

// appendBadges writes the marks of each licence of an expression.
func appendBadges(dst []byte, text string) []byte {
	l := commons.ReadLicence(text)
	for _, id := range l.IDs() {
		f := commons.AboutLicence(id)
		dst = append(appendBadge(dst, &f), ' ')
	}
	return dst
}

// appendExpression writes an expression, each licence in it leading to its own words.
func (e *edition) appendExpression(dst []byte, rel, text string) []byte {
	exception := false
	for k, word := range strings.Fields(strings.NewReplacer("(", "( ", ")", " )").Replace(text)) {
		if k > 0 && dst[len(dst)-1] != '(' && word != ")" {
			dst = append(dst, ' ')
		}
		switch {
		case word == "(" || word == ")" || exception:
			dst = appendText(dst, word)
			exception = false
		case word == "AND" || word == "OR" || word == "WITH":
			dst = appendText(dst, e.words.word("license."+strings.ToLower(word)))
			exception = word == "WITH"
		default:
			dst = appendOneLicense(dst, rel, word)
		}
	}
	return dst
}

func appendOneLicense(dst []byte, rel, id string) []byte {
	f := commons.AboutLicence(id)
	if f.URL == "" {
		dst = appendBadge(append(dst, `<span class="cp-license">`...), &f)
		return append(appendText(append(dst, ' '), f.Short), "</span>"...)
	}
	dst = append(appendAddress(append(append(dst, `<a class="cp-license"`...), rel...), f.URL), '>')
	return append(appendText(append(appendBadge(dst, &f), ' '), f.Short), "</a>"...)
}

// deed is the address of a licence's own words, where an expression is one licence that has some.
func deed(text string) string {
	l := commons.ReadLicence(text)
	if ids := l.IDs(); len(ids) == 1 && l.Text == ids[0] {
		return commons.AboutLicence(ids[0]).URL
	}
	return ""
}

// licenseName is how a licence is called in running text.
func licenseName(text string) string {
	l := commons.ReadLicence(text)
	if ids := l.IDs(); len(ids) == 1 && l.Text == ids[0] {
		return commons.AboutLicence(ids[0]).Short
	}
	return text
}

// appendVerdict writes why something may be or may not, with who says so.
func (e *edition) appendVerdict(dst []byte, v site.Verdict) []byte {
	text := strings.NewReplacer("{from}", licenseName(v.From), "{into}", licenseName(v.Into)).Replace(e.words.word("verdict." + v.Rule))
	dst = appendText(dst, text)
	if v.Source == "" {
		return dst
	}
	dst = append(appendAddress(append(dst, " <a"...), v.Source), '>')
	return append(appendText(dst, e.words.word("verdict.source")), "</a>"...)
}

// answer is a sign for an answer, and its key among the words.
func answer(v site.Verdict) (sign, key string) {
	switch v.Answer {
	case commons.Yes:
		return "✓", "yes"
	case commons.Limited:
		return "~", "limited"
	case commons.No:
		return "✗", "no"
	}
	return "?", "unknown"
}

// appendCell writes a verdict as a cell of a table.
func (e *edition) appendCell(dst []byte, v site.Verdict) []byte {
	sign, key := answer(v)
	dst = append(append(append(dst, `<td class="cp-verdict cp-`...), key...), `"><span aria-hidden="true">`...)
	dst = append(append(dst, sign...), `</span><span class="cp-hidden">`...)
	return append(appendText(dst, e.words.word("verdict."+key)), "</span></td>"...)
}

// appendTerms writes what a licence permits, requires and prohibits as lists.
func (e *edition) appendTerms(dst []byte, f site.LicenceFacts) []byte {
	for _, part := range []struct {
		name  string
		terms []string
	}{{"permits", f.Permits}, {"requires", f.Requires}, {"prohibits", f.Prohibits}} {
		if len(part.terms) == 0 {
			continue
		}
		dst = append(append(append(dst, `<div class="cp-`...), part.name...), `"><dt>`...)
		dst = append(appendText(dst, e.words.word("license."+part.name)), "</dt>"...)
		for _, term := range part.terms {
			dst = append(appendText(append(dst, "<dd>"...), e.words.word("license."+part.name+"."+term)), "</dd>"...)
		}
		dst = append(dst, "</div>"...)
	}
	return dst
}

// appendOrigin writes what a page is derived from: title, author and licence. One in this commons leads to its page, another to its address.
func (e *edition) appendOrigin(dst []byte, s *Sheet, o site.Origin) []byte {
	title := o.Title
	if title == "" {
		title = o.Address
	}
	switch {
	case o.Card != nil:
		dst = appendLink(dst, s, o.Card)
	case isHTTP(o.Address):
		dst = append(appendOutside(append(dst, "<cite><a"...), o.Address), '>')
		dst = append(appendText(dst, title), "</a></cite>"...)
	default:
		dst = append(appendText(append(dst, "<cite>"...), title), "</cite>"...)
	}
	for _, part := range []string{o.Author, licenseName(o.License)} {
		if part != "" {
			dst = appendText(append(dst, ", "...), part)
		}
	}
	if o.Commons != "" {
		dst = appendText(append(dst, " ("...), e.words.word("derived.commons", o.Commons))
		dst = append(dst, ')')
	}
	return dst
}
