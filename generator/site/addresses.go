// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"cmp"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"commonplace/generator/source"
)

// OldAddresses is what becomes of the addresses of an old site.
type OldAddresses struct {
	Asked       int // different ones
	Kept        int // of them those that something answers
	Diagnostics []source.Diagnostic
}

// mostSought is for how many lost addresses a page is looked for by names that are only near, which costs as much as there are pages.
const mostSought = 1000

// CheckAddresses tells which of the addresses, or paths, of an old site lead nowhere on this one, and what would keep each: an alias of the page
// that it most likely meant, or one pattern for many. Only the path counts, since the host may be another; what is served at an address is what static hosts
// serve: a/index.html at /a/, and a.html at /a. exists says whether an output is there that is neither page, redirect nor medium.
func (s *Site) CheckAddresses(list []string, exists func(out string) bool) OldAddresses {
	seeker := s.seeker()
	var result OldAddresses
	var lost []lostAddress
	var kept []int32 // pages that are reached at their own address
	seen := map[string]bool{}
	for _, given := range list {
		p, ok := s.pathWithin(given)
		if seen[p] {
			continue
		}
		seen[p] = true
		result.Asked++
		l := lostAddress{path: p, heir: -1, outside: !ok}
		if ok {
			at, page := s.reached(p, seeker.outs, exists)
			if at {
				result.Kept++
				if page >= 0 {
					kept = append(kept, page)
				}
				continue
			}
			l.heir = seeker.heir(p)
		}
		lost = append(lost, l)
	}
	pattern, said := s.pattern(lost, kept)
	if pattern != "" {
		result.Diagnostics = append(result.Diagnostics, said)
	}
	for i := range lost {
		result.Diagnostics = append(result.Diagnostics, s.lostDiagnostic(&lost[i], pattern))
	}
	slices.SortStableFunc(result.Diagnostics, func(a, b source.Diagnostic) int { return cmp.Compare(a.Path, b.Path) })
	return result
}

// lostAddress is an address that nothing answers.
type lostAddress struct {
	path    string // decoded, with a first slash
	heir    int32  // the page that it most likely meant, or -1
	outside bool   // not below the site's own address
}

// pathWithin is the path of an address below the site's own, decoded and with a first slash; ok is false where it lies elsewhere.
func (s *Site) pathWithin(address string) (p string, ok bool) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return address, false
	}
	p = "/" + strings.TrimPrefix(u.Path, "/")
	if !utf8.ValidString(p) {
		return strings.ToValidUTF8(p, "\uFFFD"), false
	}
	if own, err := url.Parse(s.cfg.URL); err == nil && s.cfg.URL != "" && u.Host != "" && own.Path != "/" {
		rest, below := strings.CutPrefix(p, strings.TrimSuffix(own.Path, "/")+"/")
		if !below {
			return p, false
		}
		return "/" + rest, true
	}
	return p, true
}

// served are the outputs that a static host serves at a path.
func served(p string) []string {
	p = strings.TrimPrefix(p, "/")
	switch {
	case p == "" || strings.HasSuffix(p, "/"):
		return []string{p + homePath}
	case isFileName(p):
		return []string{p}
	}
	return []string{p + ".html", p + "/" + homePath, p}
}

// isFileName tells the name of a file from one like “version-1.2”.
func isFileName(p string) bool {
	ext := path.Ext(p)
	return len(ext) > 1 && len(ext) <= 6 && strings.IndexFunc(ext[1:], unicode.IsLetter) == 0
}

// reached says whether something is served at a path, and which page, if it is a page's own address; otherwise -1.
func (s *Site) reached(p string, outs map[string]int32, exists func(out string) bool) (bool, int32) {
	for _, out := range served(p) {
		if page, ok := outs[out]; ok {
			return true, page
		}
	}
	return slices.ContainsFunc(served(p), exists), -1
}

// lostDiagnostic says what would keep an address.
func (s *Site) lostDiagnostic(l *lostAddress, pattern string) source.Diagnostic {
	d := source.Diagnostic{Code: source.CodeAddressLost, Message: fmt.Sprintf("nothing answers at “%s”", l.path)}
	if l.outside {
		d.Help = "it does not lie below the site's own address, so only its host can redirect it"
		return d
	}
	out := addressPath(l.path)
	switch other, taken := s.byPath[pathKey(out)]; {
	case !slices.Contains(served(l.path), out) || s.isTakenUp(out):
		d.Help = "no page can have this address; redirect it where the host is set up"
	case taken:
		d.Path = s.pages[other].Shown
		d.Help = fmt.Sprintf("“%s” differs by case only, which matters on most hosts; rename the file, or redirect it where the host is set up", addressOf(s.pages[other].out))
	}
	if d.Help != "" {
		return d
	}
	if l.heir < 0 {
		d.Help = "give the page that takes its place the alias “" + l.path + "”"
		return d
	}
	e := &s.pages[l.heir]
	d.Path = e.Shown
	d.Help = fmt.Sprintf("add “%s” to the aliases of “%s”", l.path, e.title)
	if pattern != "" && s.keeps(pattern, l) {
		d.Help = fmt.Sprintf("the pattern “%s” keeps it", pattern)
	}
	return d
}

// keeps says whether the heir of an address would have it under a pattern.
func (s *Site) keeps(pattern string, l *lostAddress) bool {
	e := &s.pages[l.heir]
	return slices.Contains(served(l.path), s.addressBy(pattern, e, e.slug))
}

// pattern finds the pattern of addresses that would keep the most of what is lost, less those that it would take from pages; empty where it is not worth
// while: it must keep three, and half of all that are lost.
func (s *Site) pattern(lost []lostAddress, kept []int32) (string, source.Diagnostic) {
	votes := map[string]int{}
	for i := range lost {
		if l := &lost[i]; l.heir >= 0 {
			votes[s.patternOf(l.path, &s.pages[l.heir])]++
		}
	}
	delete(votes, "")
	best := ""
	for p, n := range votes {
		if best == "" || n > votes[best] || n == votes[best] && p < best {
			best = p
		}
	}
	if best == "" {
		return "", source.Diagnostic{}
	}
	keeps := 0
	roots := map[int]bool{}
	for i := range lost {
		if l := &lost[i]; l.heir >= 0 && s.keeps(best, l) {
			keeps++
			roots[s.pages[l.heir].Source] = true
		}
	}
	takes := 0
	for _, i := range kept {
		if e := &s.pages[i]; roots[e.Source] && !isIndex(e.Path) && s.addressBy(best, e, e.slug) != e.out {
			takes++
		}
	}
	if keeps-takes < max(3, (len(lost)+1)/2) {
		return "", source.Diagnostic{}
	}
	d := source.Diagnostic{Code: source.CodeAddressPattern, Path: "site.yaml",
		Message: fmt.Sprintf("%d of the %d lost addresses are of the form “%s”", keeps, len(lost), best), Help: fmt.Sprintf("set “address: %s” in site.yaml", best)}
	if len(roots) == 1 && len(s.cfg.Sources) > 1 {
		for i := range roots {
			d.Help = fmt.Sprintf("set “address: %s” for the source “%s” in site.yaml", best, s.cfg.Sources[i].Shown)
		}
	}
	if takes > 0 {
		d.Help += fmt.Sprintf("; other addresses that it takes from their pages: %d", takes)
	}
	return best, d
}

// patternOf writes an address with the placeholders of what a page says of itself; empty where it has neither its slug nor its id.
func (s *Site) patternOf(p string, e *entry) string {
	prefix := s.cfg.Sources[e.Source].URL
	rest, ok := strings.CutPrefix(strings.TrimPrefix(p, "/"), prefix)
	if !ok || isIndex(e.Path) {
		return ""
	}
	dir := strings.TrimSuffix(safeDir(path.Dir(e.Path)), "/")
	named := false
	parts := strings.Split(rest, "/")
	for i, part := range parts {
		stem := strings.TrimSuffix(part, ".html")
		ext := part[len(stem):]
		switch stem {
		case "":
		case source.SafeName(e.slug):
			parts[i], named = "{slug}"+ext, true
		case e.Doc.Meta.ID:
			parts[i], named = "{id}"+ext, true
		case source.SafeName(source.Slug(e.typ)):
			parts[i] = "{type}" + ext
		case e.lang:
			parts[i] = "{lang}" + ext
		}
	}
	if !named {
		return ""
	}
	pattern := "/" + strings.Join(parts, "/")
	if dir != "" {
		if after, ok := strings.CutPrefix(pattern, "/"+dir+"/"); ok {
			pattern = "/{path}/" + after
		}
	}
	return pattern
}
