// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"strings"

	"commonplace/generator/source"
)

// first is the first of the keys, separated by spaces, that has a value.
func first(n *source.Node, keys string) *source.Node {
	for key := range strings.SplitSeq(keys, " ") {
		if v := n.Get(key); !isEmpty(v) {
			return v
		}
	}
	return nil
}

// The keys of works. Those of references are CITATION.cff's, which are many: others are not reported.
const (
	titleKeys  = "title name"
	authorKeys = "authors author"
	urlKeys    = "url link website source repository repository-code"
	yearKeys   = "year issued date-released since"
)

// references reads the works or uses that a page names, each a text or a map.
func (r *reader) references(n *source.Node) []Reference {
	var list []Reference
	each(n, func(n *source.Node) {
		if n.Kind() == source.NodeScalar {
			if text := r.word(n); text != "" {
				list = append(list, Reference{Text: text})
			}
			return
		}
		ref := Reference{
			Title: r.text(first(n, titleKeys)), Authors: r.nameList(first(n, authorKeys)),
			Year: r.text(first(n, yearKeys)), URL: r.address(first(n, urlKeys)),
		}
		if doi := r.text(n.Get("doi")); ref.URL == "" && doi != "" {
			ref.URL = "https://doi.org/" + doi[max(0, strings.Index(doi, "10.")):]
		}
		if len(ref.Year) > 4 {
			if day, ok := isoDate(ref.Year); ok {
				ref.Year = day[:4]
			}
		}
		if ref == (Reference{}) {
			if !isPair(n) {
				r.misfit(n, "a text or a map with a title", "")
				return
			}
			r.misfit(n, "a text or a map with a title", unquoted)
			ref.Text = r.pair(n, 0)
		}
		list = append(list, ref)
	})
	return list
}

// derivations reads what a page was adapted from.
func (r *reader) derivations(n *source.Node) []Derivation {
	var list []Derivation
	each(n, func(n *source.Node) {
		if n.Kind() == source.NodeScalar {
			if text := r.word(n); strings.Contains(text, "://") {
				list = append(list, Derivation{Source: text, Span: n.Span()})
			} else if text != "" {
				list = append(list, Derivation{Title: text, Span: n.Span()})
			}
			return
		}
		r.keys(n, "title name author authors source url link license changes override")
		from := Derivation{
			Title: r.text(first(n, titleKeys)), Author: r.nameList(first(n, authorKeys)), Source: r.address(first(n, "source url link")),
			Changes: strings.Join(r.many(n.Get("changes")), "; "), Override: r.override(n.Get("override")),
		}
		if v := n.Get("license"); !isEmpty(v) {
			from.License = r.license(v)
		}
		if from == (Derivation{}) {
			r.misfit(n, "a map with a title", "")
			return
		}
		from.Span = n.Span()
		list = append(list, from)
	})
	return list
}

// override reads why a judgement about licences does not hold here: a reason, or a map with one.
func (r *reader) override(n *source.Node) string {
	if n.Kind() == source.NodeMap {
		r.keys(n, "reason")
		n = n.Get("reason")
	}
	return r.text(n)
}

// deprecation reads that a page is no longer recommended: true, a reason, or a map.
func (r *reader) deprecation(n *source.Node) Deprecation {
	if n.Kind() == source.NodeMap {
		r.keys(n, "reason replaced_by")
		d := Deprecation{Declared: true, Reason: r.text(n.Get("reason"))}
		if by := n.Get("replaced_by"); !isEmpty(by) {
			d.ReplacedBy, d.Span = r.text(by), by.Span()
		}
		return d
	}
	text := r.one(n)
	switch strings.ToLower(text) {
	case "true", "yes":
		return Deprecation{Declared: true}
	case "false", "no", "":
		return Deprecation{}
	}
	return Deprecation{Declared: true, Reason: text}
}

// each calls f for the scalars and maps of a value, however lists are nested.
func each(n *source.Node, f func(*source.Node)) {
	switch n.Kind() {
	case source.NodeNull:
	case source.NodeList:
		for i := range n.Len() {
			each(n.Item(i), f)
		}
	default:
		f(n)
	}
}

// text reads a text below a field, as it is written.
func (r *reader) text(n *source.Node) string {
	switch n.Kind() {
	case source.NodeList:
		return r.text(n.Item(0))
	case source.NodeMap:
		r.misfit(n, "a text", "")
	}
	return r.plain(n)
}

// address reads a web address. One that holds an e-mail address is none, since without it it leads elsewhere.
func (r *reader) address(n *source.Node) string {
	text := r.text(n)
	if strings.HasPrefix(text, "mailto:") || strings.Contains(text, removed) {
		return ""
	}
	return text
}

// nameList reads one name or many into one line.
func (r *reader) nameList(n *source.Node) string {
	if n.Kind() == source.NodeScalar {
		return r.plain(n)
	}
	var list []string
	each(n, func(n *source.Node) {
		if name, _ := r.personName(n); name != "" {
			list = append(list, name)
		}
	})
	return strings.Join(list, ", ")
}
