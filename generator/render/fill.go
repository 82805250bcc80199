// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"bytes"
	"strconv"
	"strings"

	"commonplace/generator/page"
	"commonplace/generator/site"
)

// filler fills the holes of one page's body, and of the bodies embedded in it.
type filler struct {
	s      *Site
	frame  *site.Frame
	words  *dictionary // of the text at hand
	limit  int         // bytes that the page may grow to; what is embedded beyond is a link
	size   int
	embeds int
	err    error
}

// fill appends a body with its holes filled. Ids of an embedded body get a prefix, so that they stay unique in the page.
func (f *filler) fill(dst []byte, d *page.Doc, b *page.Body, targets []site.Target, prefix string) ([]byte, error) {
	dst = b.AppendTo(dst, func(dst []byte, h page.Hole) []byte {
		switch h.Kind {
		case page.HoleIDPrefix:
			return append(dst, prefix...)
		case page.HoleWord:
			return appendText(dst, f.words.word(h.Word()))
		}
		if int(h.Ref) >= len(targets) {
			return dst
		}
		l, t := &d.Links[h.Ref], &targets[h.Ref]
		switch h.Kind {
		case page.HoleHref:
			return f.href(dst, l, t, prefix)
		case page.HoleTitle:
			return appendText(dst, linkText(l, t))
		case page.HoleImage:
			return f.image(dst, l, t)
		}
		return f.embed(dst, l, t)
	})
	return dst, f.err
}

// href writes the attributes of a link. A fragment of the page itself stays in the text it stands in; one that leads nowhere leaves
// a plain anchor.
func (f *filler) href(dst []byte, l *page.Link, t *site.Target, prefix string) []byte {
	switch {
	case l.Kind == page.LinkTerm && t.State == site.TargetBroken:
		return dst // a word like any other
	case l.Kind == page.LinkTerm:
		dst = appendPath(append(dst, ` class="term" href="`...), f.frame.Root, t.Path)
		dst = appendText(append(dst, `" title="`...), t.Title)
		return append(dst, '"')
	case t.State == site.TargetBroken:
		return append(dst, ` class="broken"`...)
	case t.State == site.TargetForge:
		dst = append(dst, ` rel="nofollow ugc noopener" class="external" href="`...)
		dst = appendText(dst, t.Path)
		return f.title(append(dst, '"'), l)
	case t.State == site.TargetPerson && t.Path == "":
		dst = appendURL(append(dst, ` href="`...), l.Target)
		return append(dst, `" rel="nofollow ugc noopener" class="mention external"`...)
	case t.State == site.TargetPerson:
		dst = appendPath(append(dst, ` class="mention" href="`...), f.frame.Root, t.Path)
		return append(dst, '"')
	case t.State == site.TargetWanted:
		dst = append(dst, ` class="wanted"`...)
	case l.Target == "" && t.Fragment != "":
		dst = append(dst, ` href="#`...)
		dst = appendText(append(dst, prefix...), blockEscaped(t.Fragment))
		return f.title(append(dst, '"'), l)
	}
	dst = append(dst, ` href="`...)
	dst = appendPath(dst, f.frame.Root, t.Path)
	if t.Fragment != "" {
		dst = appendURL(append(dst, '#'), blockEscaped(t.Fragment))
	}
	return f.title(append(dst, '"'), l)
}

// blockEscaped escapes the sign that ids of blocks begin with, which the URL Standard has in no fragment.
func blockEscaped(fragment string) string { return strings.Replace(fragment, "^", "%5E", 1) }

func (f *filler) title(dst []byte, l *page.Link) []byte {
	if l.Title == "" {
		return dst
	}
	dst = append(dst, ` title="`...)
	return append(appendText(dst, l.Title), '"')
}

// linkText is what a wikilink without a label shows: the name as written where an author wrote words, the page's title where it
// is an id, a slug or a file name. The name of a block is for machines.
func linkText(l *page.Link, t *site.Target) string {
	name := l.Target
	if t.State == site.TargetPage && t.Title != "" && (name == "" || !strings.Contains(name, " ") && strings.ToLower(name) == name) {
		name = t.Title
	}
	switch block := l.Fragment[strings.LastIndexByte(l.Fragment, '#')+1:]; {
	case block == "" || strings.HasPrefix(block, "^"):
		return name
	case l.Target == "":
		return l.Fragment
	}
	return name + " § " + l.Fragment
}

func (f *filler) image(dst []byte, l *page.Link, t *site.Target) []byte {
	if t.State != site.TargetFile {
		dst = append(dst, `<span class="missing-image">`...)
		return append(appendText(dst, l.Text), `</span>`...)
	}
	dst = append(dst, `<img src="`...)
	dst = appendPath(dst, f.frame.Root, t.Path)
	dst = append(dst, `" alt="`...)
	dst = append(appendText(dst, l.Text), '"')
	dst = f.title(dst, l)
	if t.Width > 0 && t.Height > 0 {
		dst = strconv.AppendInt(append(dst, ` width="`...), int64(t.Width), 10)
		dst = strconv.AppendInt(append(dst, `" height="`...), int64(t.Height), 10)
		dst = append(dst, '"')
	}
	return append(dst, ` loading="lazy">`...)
}

// embed writes the embedded page or section; where there is none to write, a link in a paragraph of its own.
func (f *filler) embed(dst []byte, l *page.Link, t *site.Target) []byte {
	if e := t.Embed; e != nil && f.err == nil && f.size < f.limit {
		in := f.s.Page(int(e.Doc))
		body, err := f.s.files.Body(in)
		if err != nil {
			f.err = err
			return dst
		}
		to := e.To
		if to < 0 {
			to = int32(len(body.HTML))
		}
		part := body.Cut(e.From, to)
		f.embeds++
		f.size += len(part.HTML)
		// No author's id begins like this.
		id := "cp-e" + strconv.Itoa(f.embeds)
		prefix := id + "-"
		around := f.words
		f.words = f.s.press.words(e.Card.Lang)
		text, err := f.fill(nil, in.Doc, &part, e.Targets, prefix)
		f.words = around
		if err == nil {
			dst, err = f.s.press.AppendEmbed(dst, f.frame, e, id, f.leadOut(text, prefix, e.Card.Path))
		}
		f.err = err
		return dst
	}
	dst = append(dst, "<p><a"...)
	dst = f.href(dst, l, t, "")
	dst = appendText(append(dst, '>'), linkText(l, t))
	return append(dst, "</a></p>\n"...)
}

// leadOut makes links within an embedded page lead to the page itself where what they name is not in the part that is shown: a section whose
// footnotes stand below another one.
func (f *filler) leadOut(text []byte, prefix, path string) []byte {
	link, id := []byte(` href="#`+prefix), []byte(` id="`+prefix)
	if !bytes.Contains(text, link) {
		return text
	}
	here := map[string]bool{}
	for rest := text; ; {
		_, after, ok := bytes.Cut(rest, id)
		if !ok {
			break
		}
		name, _, _ := bytes.Cut(after, []byte{'"'})
		here[string(name)], rest = true, after
	}
	out := make([]byte, 0, len(text)+len(text)/8)
	for {
		before, after, ok := bytes.Cut(text, link)
		out = append(out, before...)
		if !ok {
			return out
		}
		name, _, _ := bytes.Cut(after, []byte{'"'})
		if text = after; here[string(name)] {
			out = append(out, link...)
			continue
		}
		out = append(appendPath(append(out, ` href="`...), f.frame.Root, path), '#')
	}
}
