// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"fmt"
	"path"
	"strings"

	"commonplace/generator/page"
	"commonplace/generator/source"
)

// target is what one link leads to; what is shown of it is made when a View asks.
type target struct {
	state    TargetState
	named    bool   // what it is depends on what a name stands for
	index    int32  // of a page, a medium or a wanted page
	fragment string // an id that exists in the page
	from, to int32  // of an embedded section: offsets in the body; -1: not an embed
}

// wantedPage is a page that is named and does not exist.
type wantedPage struct {
	text string // as first written
	out  string
	refs []int32 // indexes into targets, one a linking page
	rels []int32 // indexes into rels
}

// resolveLinks finds what every link of every body leads to, and turns the result round into backlinks.
func (s *Site) resolveLinks() {
	s.wantedIndex = map[string]int32{}
	n := 0
	s.linkAt = make([]int32, len(s.pages)+1)
	for i := range s.pages {
		n += len(s.pages[i].Doc.Links)
		s.linkAt[i+1] = int32(n)
	}
	s.targets = make([]target, n)
	s.linkOwner = make([]int32, n)
	s.found.links = make([][]source.Diagnostic, len(s.pages))
	for i := range s.pages {
		s.resolvePage(int32(i))
	}
	s.turnLinks()
}

// resolvePage resolves the links of page i.
func (s *Site) resolvePage(i int32) {
	links := s.pages[i].Doc.Links
	s.begin()
	for k := range links {
		at := s.linkAt[i] + int32(k)
		s.linkOwner[at] = i
		s.targets[at] = s.resolve(i, &links[k])
	}
	s.found.links[i] = s.foundInLinks(i)
}

// A page can ask for this many pages that do not exist, so that nobody can fill a site and the memory with them. No real page comes near.
const maxWanted = 1000

// asking counts what the links of the page at work ask for.
type asking struct {
	name   bool        // a name was looked up for the link at work
	wanted int         // links to pages that do not exist
	first  source.Span // of the first beyond maxWanted
}

// begin begins with the links of a page.
func (s *Site) begin() { s.asked = asking{} }

// foundInLinks takes what was found in the links of page i.
func (s *Site) foundInLinks(i int32) []source.Diagnostic {
	if more := s.asked.wanted - maxWanted; more > 0 {
		s.report(source.Diagnostic{Code: source.CodeTooMany, Path: s.pages[i].Shown, Span: s.asked.first,
			Message: fmt.Sprintf("%d links to pages that do not exist, more than %d: the rest is shown as text", s.asked.wanted, maxWanted)})
	}
	return s.reported()
}

// turnLinks lists, for each page, the links from other pages that lead to it: one a linking page, in page order.
func (s *Site) turnLinks() {
	s.backAt = make([]int32, len(s.pages)+1)
	last := make([]int32, len(s.pages))
	for pass := range 2 {
		for i := range last {
			last[i] = -1
		}
		for at := range s.targets {
			t, owner := &s.targets[at], s.linkOwner[at]
			switch {
			case t.state == TargetPage && t.index != owner && last[t.index] != owner:
				last[t.index] = owner
				if pass == 0 {
					s.backAt[t.index+1]++
				} else {
					s.backRefs[s.backAt[t.index]] = int32(at)
					s.backAt[t.index]++
				}
			case t.state == TargetWanted && pass == 0:
				w := &s.wanted[t.index]
				if k := len(w.refs); k == 0 || s.linkOwner[w.refs[k-1]] != owner {
					w.refs = append(w.refs, int32(at))
				}
			}
		}
		if pass == 0 {
			for i := range s.pages {
				s.backAt[i+1] += s.backAt[i]
			}
			s.backRefs = make([]int32, s.backAt[len(s.pages)])
		}
	}
	copy(s.backAt[1:], s.backAt[:len(s.pages)])
	s.backAt[0] = 0
}

// resolve finds the target of one link of page i and reports what is wrong with it.
func (s *Site) resolve(i int32, l *page.Link) target {
	t := target{from: -1, to: -1, state: TargetBroken, index: -1}
	hit, candidates := int32(-1), []int32(nil)
	s.asked.name = false
	if l.Kind == page.LinkMention {
		t.state = TargetPerson
		return t
	}
	switch {
	case l.Kind == page.LinkTerm:
		return s.resolveTerm(i, l)
	case l.Target == "":
		hit = i
	case l.Kind == page.LinkWiki || l.Kind == page.LinkEmbed:
		hit, candidates = s.findName(i, l)
	default:
		hit, candidates = s.findPath(i, l)
	}
	t.named = s.asked.name
	if len(candidates) > 1 {
		s.reportAmbiguous(i, l.Target, l.Span, candidates)
		return t
	}
	switch {
	case hit <= -2:
		m := &s.media[-2-hit]
		m.used = true
		t.state, t.index = TargetFile, -2-hit
		if l.Kind == page.LinkEmbed || l.Kind == page.LinkImage && !strings.HasPrefix(m.Type, "image/") {
			t.state = TargetBroken
			s.reportLink(i, l, source.CodeBrokenEmbed, fmt.Sprintf("“%s” can't be shown inside a page", l.Target), "link to it instead")
		}
	case hit >= 0 && l.Kind == page.LinkImage:
		s.reportLink(i, l, source.CodeBrokenImage, fmt.Sprintf("“%s” is a page, not an image", l.Target), "to show a page inside a page, write ![[its title]] on a line of its own")
	case hit >= 0:
		t.state, t.index = TargetPage, hit
		s.resolveFragment(i, l, &t)
	case l.Kind == page.LinkImage:
		s.reportLink(i, l, source.CodeBrokenImage, fmt.Sprintf("no image “%s”", l.Target), didYouMean(s.suggestMedium(l.Target)))
	default:
		s.resolveMissing(i, l, &t)
	}
	return t
}

// resolveFragment checks a fragment against the ids of the page, and finds the section that an embed shows.
func (s *Site) resolveFragment(i int32, l *page.Link, t *target) {
	doc := s.pages[t.index].Doc
	heading := -1
	if l.Fragment != "" {
		if t.fragment, heading = s.findAnchor(doc, l); t.fragment == "" {
			code := source.CodeBrokenAnchor
			if l.Kind == page.LinkEmbed {
				code = source.CodeBrokenEmbed
			}
			s.reportLink(i, l, code, fmt.Sprintf("“%s” has no section “%s”", s.pages[t.index].title, l.Fragment), didYouMean(suggestAnchor(doc, l.Fragment)))
		}
	}
	// Where a section was asked for that is not there, the whole page is not what was meant: a link stands in its place.
	if l.Kind != page.LinkEmbed || l.Fragment != "" && t.fragment == "" {
		return
	}
	if b := doc.FindBlock(t.fragment); b != nil {
		t.from, t.to = b.From, b.To
		return
	}
	t.from, t.to = 0, -1
	if heading >= 0 && doc.Headings[heading].Start >= 0 {
		t.from = doc.Headings[heading].Start
		for _, h := range doc.Headings[heading+1:] {
			if h.Level <= doc.Headings[heading].Level && h.Start >= 0 {
				t.to = h.Start
				break
			}
		}
	}
}

// resolveMissing decides what a link without a target is: a page that is wanted, or a mistake.
func (s *Site) resolveMissing(i int32, l *page.Link, t *target) {
	if l.Kind == page.LinkMarkdown {
		if s.resolveUnpublished(i, l, t) {
			return
		}
		ext := strings.ToLower(path.Ext(l.Target))
		if known := ext == "" || ext == ".md" || ext == ".markdown" || ext == ".html"; !known && !strings.Contains(ext, " ") {
			s.reportLink(i, l, source.CodeBrokenLink, fmt.Sprintf("no file “%s”", l.Target), didYouMean(s.suggestMedium(l.Target)))
			return
		}
	}
	if s.asked.wanted++; s.asked.wanted > maxWanted {
		if s.asked.wanted == maxWanted+1 {
			s.asked.first = l.Span
		}
		return
	}
	name := wantedName(l)
	w := s.want(name)
	if w < 0 {
		s.reportLink(i, l, source.CodeBrokenLink, fmt.Sprintf("“%s” leads nowhere", l.Target), "")
		return
	}
	t.state, t.index = TargetWanted, w
	code, message := source.CodeBrokenLink, fmt.Sprintf("no page “%s”; it is listed as wanted", l.Target)
	switch l.Kind {
	case page.LinkWiki:
		code, message = source.CodeWantedPage, fmt.Sprintf("the page “%s” does not exist yet", l.Target)
	case page.LinkEmbed:
		code = source.CodeBrokenEmbed
	}
	s.reportLink(i, l, code, message, didYouMean(s.suggest(name)))
}

// wantedName is what a page would be called that a link without a target leads to.
func wantedName(l *page.Link) string {
	if l.Kind == page.LinkMarkdown {
		return baseName(l.Target)
	}
	return l.Target
}

// want enters a wanted page and gives its number, or -1 for a name that can't be one.
func (s *Site) want(name string) int32 {
	slug := source.SafeName(source.Slug(name))
	if slug == "" {
		return -1
	}
	if w, ok := s.wantedIndex[slug]; ok {
		return w
	}
	w := int32(len(s.wanted))
	s.wantedIndex[slug] = w
	text := strings.TrimSpace(name)
	if !strings.Contains(text, " ") && strings.ToLower(text) == text && !looksLikeID(text) {
		text = titleFromPath(text)
	}
	s.wanted = append(s.wanted, wantedPage{text: text, out: WantedDir + slug + ".html"})
	return w
}

// looksLikeID tells pat_01kg5023y4e708zavzcte3n4dd from a slug: some part of it mixes letters and numbers as no word does.
func looksLikeID(name string) bool {
	const long = 8
	for part := range strings.FieldsFuncSeq(name, func(r rune) bool { return r == '-' || r == '_' }) {
		if len(part) >= long && strings.ContainsAny(part, "0123456789") && strings.ContainsAny(part, "abcdefghijklmnopqrstuvwxyz") {
			return true
		}
	}
	return false
}

// findName finds the page that a wikilink names: by id, slug, file name, title or alias, or by a path below its source;
// a file by its path or base name.
func (s *Site) findName(i int32, l *page.Link) (int32, []int32) {
	name := l.Target
	if s.in.Config.Sources[s.pages[i].Source].FindsByFile() {
		if hit, candidates := s.nearest(i, name); hit >= 0 || candidates != nil {
			s.tellLanguage(i, l, "name", hit)
			return hit, candidates
		}
	}
	if hit, candidates := s.lookup(i, name); hit >= 0 || candidates != nil {
		s.tellLanguage(i, l, "wiki", hit)
		return hit, candidates
	}
	root := s.cfg.Sources[s.pages[i].Source].Shown
	for _, shown := range []string{path.Join(root, name), path.Join(path.Dir(s.pages[i].Shown), name)} {
		for _, ext := range []string{"", ".md"} {
			if hit, ok := s.byShown[shown+ext]; ok {
				return hit, nil
			}
		}
	}
	if strings.Contains(name, ".") {
		return s.mediumByName(name), nil
	}
	return -1, nil
}

// shownFor is the file that a path in a page means: relative to the page, or with a leading slash to its source.
func (s *Site) shownFor(i int32, p string) string {
	e := &s.pages[i]
	if strings.HasPrefix(p, "/") {
		return path.Join(s.cfg.Sources[e.Source].Shown, p)
	}
	return path.Join(path.Dir(e.Shown), p)
}

// fileBeside is the file that a path in a page means, where the path needs no cleaning: most links lead to a file of the same
// folder by its name.
func (s *Site) fileBeside(i int32, p string) (int32, bool) {
	if p == "" || p[0] == '.' || strings.IndexByte(p, '/') >= 0 {
		return -1, false
	}
	shown := s.pages[i].Shown
	name := make([]byte, 0, 160) // on the stack, for most
	name = append(append(name, shown[:strings.LastIndexByte(shown, '/')+1]...), p...)
	hit, ok := s.byShown[string(name)]
	return hit, ok
}

// findCase finds a file whose path differs only by case, and says so, for such a link breaks on other systems; or by how accents are
// composed, which many a system changes on its own.
func (s *Site) findCase(i int32, l *page.Link) int32 {
	hit, name := s.sameButCase(i, l)
	if hit == none {
		return none
	}
	if real := s.shownOf(hit); source.Composed(real) != source.Composed(name) {
		s.reportLink(i, l, source.CodeLinkCase, fmt.Sprintf("“%s” differs from the file's name in its case", l.Target), "write “"+path.Base(real)+"”")
	}
	return hit
}

// sameButCase is the file that a link names but for case and the composition of accents, and the name that would lead there.
func (s *Site) sameButCase(i int32, l *page.Link) (hit int32, name string) {
	if s.lowerShown == nil {
		s.lowerShown = make(map[string]int32, len(s.byShown))
		for k := len(s.media) - 1; k >= 0; k-- {
			s.lowerShown[source.FoldPath(s.media[k].Shown)] = -2 - int32(k)
		}
		for k := len(s.pages) - 1; k >= 0; k-- {
			s.lowerShown[source.FoldPath(s.pages[k].Shown)] = int32(k)
		}
	}
	shown := s.shownFor(i, l.Target)
	for _, name := range []string{shown, strings.TrimSuffix(shown, ".html") + ".md"} {
		if hit, ok := s.lowerShown[source.FoldPath(name)]; ok {
			return hit, name
		}
	}
	return none, ""
}

func (s *Site) shownOf(hit int32) string {
	if hit <= -2 {
		return s.media[-2-hit].Shown
	}
	return s.pages[hit].Shown
}

// mediumByName finds a file by its base name alone, as wikis do, if only one has it; -1 otherwise.
func (s *Site) mediumByName(name string) int32 {
	if s.mediaNames == nil {
		s.mediaNames = make(map[string]int32, len(s.media))
		for k := range s.media {
			key := strings.ToLower(path.Base(s.media[k].Path))
			if _, twice := s.mediaNames[key]; twice {
				s.mediaNames[key] = -1
			} else {
				s.mediaNames[key] = -2 - int32(k)
			}
		}
	}
	if hit, ok := s.mediaNames[strings.ToLower(path.Base(name))]; ok {
		return hit
	}
	return -1
}

func (s *Site) suggestMedium(target string) string {
	names := make([]string, len(s.media))
	for k := range s.media {
		names[k] = path.Base(s.media[k].Path)
	}
	return source.Nearest(path.Base(target), names)
}

func (s *Site) reportLink(i int32, l *page.Link, code source.Code, message, help string) {
	s.report(source.Diagnostic{Code: code, Path: s.pages[i].Shown, Span: l.Span, Message: message, Help: help})
}

func (s *Site) reportAmbiguous(i int32, name string, span source.Span, candidates []int32) {
	d := source.Diagnostic{Code: source.CodeAmbiguousLink, Path: s.pages[i].Shown, Span: span,
		Message: fmt.Sprintf("“%s” can mean %d pages", name, len(candidates)), Help: "name the page by its path or id"}
	for _, c := range candidates[:min(len(candidates), maxCandidates)] {
		d.Notes = append(d.Notes, source.Note{Path: s.pages[c].Shown, Message: "“" + s.pages[c].title + "”"})
	}
	if more := len(candidates) - maxCandidates; more > 0 {
		d.Notes = append(d.Notes, source.Note{Message: fmt.Sprintf("and %d more", more)})
	}
	s.report(d)
}

// maxCandidates is how many of the pages that a name can mean are told.
const maxCandidates = 5
