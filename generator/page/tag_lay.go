// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
)

// add takes a tag in and returns the end of what was read with it.
func (s *tagScanner) add(t tag) int {
	t.what = s.constructs[t.name]
	switch {
	case t.end || t.what != codeConstruct && t.what != dropConstruct:
	case t.single:
		if t.what == dropConstruct {
			s.cutTag(t.start, t.stop)
			return t.stop
		}
		t.what = noConstruct // it holds no code
	default:
		open, close := s.closing(&t)
		if t.what == dropConstruct {
			s.cutTag(t.start, max(t.stop, close))
			return max(t.stop, close)
		}
		if close == 0 {
			t.what = textConstruct
		} else if body := bytes.TrimSpace(s.src[t.stop:open]); bytes.HasPrefix(body, []byte("```")) || bytes.HasPrefix(body, []byte("~~~")) {
			t.what = tabsConstruct // a frame around a fence
		} else if s.stands(t.start, t.stop) && s.stands(open, close) {
			n := len(s.tags)
			s.tags = append(s.tags, t, tag{start: open, stop: close, name: t.name, end: true, syntax: t.syntax, what: t.what, mate: n})
			s.tags[n].mate = n + 1
			s.inCode(t.stop, open)
			return close
		} else {
			t.what = textConstruct
		}
	}
	s.tags = append(s.tags, t)
	return t.stop
}

// stands says whether a tag stands on a line of its own.
func (s *tagScanner) stands(start, stop int) bool {
	_, _, alone := s.around(start, stop)
	return alone
}

// closing is where the tag lies that closes t.
func (s *tagScanner) closing(t *tag) (open, stop int) {
	switch t.syntax {
	case liquidSyntax:
		return s.liquidEnd(t.stop, t.name)
	case shortcodeSyntax:
		best, length := -1, 0
		for _, c := range []string{"{{< /" + t.name + " >}}", "{{</" + t.name + ">}}", "{{</ " + t.name + " >}}", "{{% /" + t.name + " %}}", "{{%/" + t.name + "%}}"} {
			if k := s.find(c, t.stop); k >= 0 && (best < 0 || k < best) {
				best, length = k, len(c)
			}
		}
		if best >= 0 {
			return best, best + length
		}
	}
	return 0, 0
}

// pair finds the end of each tag that has one.
func (s *tagScanner) pair() {
	open := map[string]int{}
	var stack []int
	for i := range s.tags {
		t := &s.tags[i]
		switch {
		case t.syntax == attributeSyntax || t.single || t.mate >= 0:
		case !t.end:
			stack = append(stack, i)
			open[t.name]++
		case open[t.name] > 0:
			for {
				last := stack[len(stack)-1]
				stack = stack[:len(stack)-1]
				open[s.tags[last].name]--
				if s.tags[last].name == t.name {
					s.tags[last].mate, t.mate = i, last
					t.what = s.tags[last].what
					break
				}
			}
		}
	}
}

// lay decides what stands in the place of each tag.
func (s *tagScanner) lay() {
	for i := range s.tags {
		t := &s.tags[i]
		if t.syntax == shortcodeSyntax && t.name == "toc" {
			t.what = textConstruct
		}
		if t.what.frames() && (t.mate >= 0 || !t.end) && s.cannotSplit(t) {
			t.what = noConstruct
		}
		if t.what.frames() && t.mate < 0 && !t.end && !t.single && t.title() == "" && t.what != groupConstruct {
			t.what = noConstruct // its end is missing
		}
	}
	s.dedent()
	for i := range s.tags {
		s.place(i)
	}
}

// place makes the edits of one tag.
func (s *tagScanner) place(i int) {
	t := &s.tags[i]
	_, _, t.alone = s.around(t.start, t.stop)
	switch {
	case t.what == noConstruct:
		if !t.end {
			s.tell(t.shown, t.start, t.stop)
		}
		s.cutTag(t.start, t.stop)
	case t.what == textConstruct || t.end && t.mate < 0:
		s.cutTag(t.start, t.stop)
	case t.what == refConstruct:
		s.put(t.start, t.stop, linkDestination(t.value(argAddress, 0)))
	case t.what.frames() || t.alone && (t.what == imageConstruct || t.what == anchorConstruct):
		s.framed(i)
	default:
		s.put(t.start, t.stop, string(inlineBegin)+string(appendMark(nil, i)))
	}
}

// cannotSplit says whether a tag stands in a line that must stay one.
func (s *tagScanner) cannotSplit(t *tag) bool {
	if s.stands(t.start, t.stop) {
		return false
	}
	from := s.lineOf(t.start).content
	return s.src[from] == '|' || s.src[from] == '#'
}

// framed puts the mark of a tag on a line of its own, and the texts with it that are Markdown.
func (s *tagScanner) framed(i int) {
	t := &s.tags[i]
	mark := string(appendMark(nil, i))
	if !t.alone {
		line := s.lineOf(t.start)
		from, content, to := line.from, min(line.content, t.start), s.lineOf(t.stop).to
		margin := "\n" + strings.Map(func(r rune) rune {
			if r == '>' || r == '\t' {
				return r
			}
			return ' '
		}, string(s.src[from:content]))
		if content < t.start {
			mark = margin + mark
		}
		if len(bytes.TrimSpace(s.src[t.stop:to])) > 0 {
			defer s.put(t.stop, t.stop, margin)
		}
		t.alone = true
	}
	if t.what == codeConstruct && !t.end {
		if word := t.codeWord(); word != "" {
			mark += word + string(rune(tagEnd))
		}
	}
	kept := t.keep()
	from := t.start
	for _, a := range kept {
		s.put(from, a.start, mark)
		for k := a.start; ; k++ {
			n := bytes.IndexByte(s.src[k:a.stop], '\n')
			if n < 0 {
				break
			}
			k += n
			end := k + 1
			for end < a.stop && s.src[end] == ' ' {
				end++
			}
			s.put(k, end, " ")
		}
		from, mark = a.stop, string(rune(tagEnd))
	}
	s.put(from, t.stop, mark)
}

// keep notes which of the arguments are Markdown, in their order.
func (t *tag) keep() []argument {
	if t.end {
		return nil
	}
	var list []argument
	for _, a := range t.args {
		role, ok := t.what.text(a)
		if !ok && a.name == "" && a.value == t.title() && (t.what == calloutConstruct || t.what == detailsConstruct || t.what == tabsConstruct) {
			role, ok = titleText, true
		}
		if !ok || a.start >= a.stop || len(bytes.TrimSpace([]byte(a.value))) == 0 {
			continue
		}
		list = append(list, a)
		t.kept = append(t.kept, role)
	}
	return list
}

// dedent takes from what lies between tags the indentation that makes code of it in Markdown, but not in the programs that read such tags.
func (s *tagScanner) dedent() {
	depth, base, from, outer := 0, 0, 0, -1
	for i := range s.tags {
		t := &s.tags[i]
		if t.mate < 0 || t.what == codeConstruct || !s.stands(t.start, t.stop) {
			continue
		}
		line := s.lineOf(t.start).from
		if outer >= 0 {
			s.dedentLines(from, line, base)
			s.dedentLines(line, s.lineOf(t.start).to, base)
		}
		if t.end {
			if depth--; t.mate == outer {
				outer = -1
			}
		} else {
			if depth++; outer < 0 {
				outer, base = i, t.start-line
			}
		}
		from = min(s.lineOf(t.stop).to+1, len(s.src))
	}
}

func (s *tagScanner) dedentLines(from, to, base int) {
	least := -1
	for at := from; at < to; {
		end := min(lineBreak(s.src, at), to)
		if line := s.src[at:end]; len(bytes.TrimSpace(line)) > 0 {
			if n := indentation(line); least < 0 || n < least {
				least = n
			}
		}
		at = end + 1
	}
	if least-base < 4 {
		return
	}
	for at := from; at < to; {
		end := min(lineBreak(s.src, at), to)
		i, n := at, 0
		for i < end && n < least-base && (s.src[i] == ' ' || s.src[i] == '\t') {
			n += 1 + 3*int(s.src[i]&1) // a tab, U+0009, counts four
			i++
		}
		if i > at {
			s.cut(at, i)
		}
		at = end + 1
	}
}

func indentation(line []byte) int {
	n := 0
	for _, c := range line {
		switch c {
		case ' ':
			n++
		case '\t':
			n += 4
		default:
			return n
		}
	}
	return n
}

// apply makes the edits, and notes in moved where what stands comes from.
func (s *tagScanner) apply(moved []shift) ([]byte, []shift) {
	if len(s.edits) == 0 {
		return s.src, moved
	}
	slices.SortStableFunc(s.edits, func(a, b edit) int { return cmp.Compare(a.at, b.at) })
	out := make([]byte, 0, len(s.src)+64)
	at := 0
	for _, e := range s.edits {
		stop := e.at + e.del
		if e.at < at {
			if stop <= at && e.ins == "" {
				continue // inside of what is gone
			}
			e.at = at
		}
		out = append(out, s.src[at:e.at]...)
		moved = append(moved, shift{len(out), e.at - len(out)})
		out = append(out, e.ins...)
		at = max(at, stop)
		moved = append(moved, shift{len(out), at - len(out)})
	}
	return append(out, s.src[at:]...), moved
}
