// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"net/url"
	"slices"
	"strings"

	"commonplace/generator/source"
)

// Scheme says where links of a form of its own lead: `issue:12` by a scheme of links, `[[other:Title]]` by interwiki.
type Scheme struct {
	Name    string // in lower case
	Pattern string // an address with {} for what follows the colon; the {} of a web address stands behind its host
}

// schemes reads a map from names to patterns over others, which hold where it says nothing. Patterns lead to the web or into the commons.
func (l *loader) schemes(from layer, key string, others []Scheme, webOnly bool) []Scheme {
	node := l.mapping(from.node.Get(key), key, from.origin)
	list := slices.Clone(others)
	for i := range node.Len() {
		name, span := node.Key(i)
		w, ok := l.one(node.Value(i), key+"."+name, from.origin)
		if !ok {
			continue
		}
		if f := schemeName(name); f != nil {
			l.bad(word{name, span, from.origin}, f)
			continue
		}
		if f := schemePattern(w.text, webOnly); f != nil {
			l.bad(w, f)
			continue
		}
		name = strings.ToLower(name)
		list = slices.DeleteFunc(list, func(s Scheme) bool { return s.Name == name })
		list = append(list, Scheme{name, w.text})
	}
	slices.SortFunc(list, func(a, b Scheme) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// schemeName takes the form of RFC 3986, section 3.1, and leaves the schemes alone that browsers give a meaning.
func schemeName(name string) *flaw {
	for i, c := range []byte(strings.ToLower(name)) {
		if letter := c >= 'a' && c <= 'z'; !letter && (i == 0 || !strings.ContainsRune("0123456789+-.", rune(c))) {
			return flawf("“%s” can't stand before the colon of a link", name).or("letters, numbers, + - and . can, a letter first")
		}
	}
	if name == "" || slices.Contains([]string{"http", "https", "mailto", "javascript", "data", "vbscript", "file", "blob", "about"}, strings.ToLower(name)) {
		return flawf("“%s:” has a meaning already", name)
	}
	return nil
}

func schemePattern(pattern string, webOnly bool) *flaw {
	before, _, ok := strings.Cut(pattern, "{}")
	if !ok || strings.Count(pattern, "{}") != 1 {
		f := flawf("“%s” has no {} for what a link names", pattern).or("write it like “https://example.org/wiki/{}”")
		if strings.HasSuffix(pattern, ".json") {
			f.or("a build asks nothing of other sites: give the form of its addresses, like “https://example.org/wiki/{}”")
		}
		return f
	}
	u, err := url.Parse(before)
	switch {
	case err != nil || u.User != nil:
		return flawf("“%s” is not an address", pattern)
	case u.Scheme == "http" || u.Scheme == "https":
		if u.Host == "" || u.Path == "" {
			return flawf("a link could choose the site that “%s” leads to", pattern).or("put a / between the site and {}")
		}
	case u.Scheme != "" || u.Host != "" || strings.HasPrefix(before, "//") || webOnly:
		return flawf("“%s” is not an address of the web", pattern).or("write it like “https://example.org/wiki/{}”")
	}
	return nil
}

func digestSchemes(d *source.Digest, list []Scheme) {
	d.Int(len(list))
	for _, s := range list {
		d.Text(s.Name)
		d.Text(s.Pattern)
	}
}
