// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"strings"
)

// tagScanner finds the tags of a text and what has to change in it.
type tagScanner struct {
	*tagReader
	src   []byte
	tags  []tag
	edits []edit
	tell  func(construct string, start, stop int)
	work  int // bytes looked at in vain

	spot      spot           // the line that was last asked for: one long line may hold all tags
	raw       int            // no tag begins before this offset
	ends      map[string]int // where each end mark was last found: asking along a text is linear
	paragraph int            // the end of the paragraph whose runs of ` are known
	ticks     map[int]int    // the last run of each length in it
}

// edit replaces del bytes of a text.
type edit struct {
	at, del int
	ins     string
}

func (s *tagScanner) cut(from, to int) { s.edits = append(s.edits, edit{at: from, del: to - from}) }
func (s *tagScanner) put(from, to int, text string) {
	s.edits = append(s.edits, edit{from, to - from, text})
}

// scan goes over the text once.
func (s *tagScanner) scan() {
	s.ends, s.ticks = map[string]int{}, map[int]int{}
	for i := 0; i < len(s.src); {
		if i == 0 || s.src[i-1] == '\n' {
			if end := s.line(i); end > i {
				i = end
				continue
			}
		}
		end := i
		switch s.src[i] {
		case '\\':
			end = i + 2
		case '`':
			end = s.codeSpan(i)
		case '{':
			end = s.brace(i)
		case '<':
			end = s.angle(i)
		}
		i = max(end, i+1)
	}
}

// line looks at the beginning of a line for what takes whole lines: fences and the like. It returns the end of what it took.
func (s *tagScanner) line(at int) int {
	from := contentStart(s.src, at)
	end := lineBreak(s.src, at)
	line := bytes.TrimRight(s.src[from:end], " \t")
	if len(line) == 0 {
		return at
	}
	if c := line[0]; c == '`' || c == '~' {
		if n := runLength(line); n >= 3 && (c == '~' || bytes.IndexByte(line[n:], '`') < 0) {
			stop := s.fenceEnd(at, from, end, c, n)
			s.inCode(from, stop)
			return stop
		}
	}
	if at < s.raw {
		return at
	}
	switch {
	case s.mdx && (at == 0 || isBlankBefore(s.src, at) || s.edited(at)) && (bytes.HasPrefix(line, []byte("import ")) || bytes.HasPrefix(line, []byte("export "))) && from == at:
		return s.module(at)
	case (s.toc || s.attributes) && isTOC(line, s.toc):
		start := at
		if line[0] == '{' && at > 0 {
			// kramdown puts the list in the place of the one above.
			if above := lineStart(s.src, at-1); contentStart(s.src, above) > above && !s.within(above) {
				start = above
			}
		}
		s.cut(start, min(end+1, len(s.src)))
		return min(end+1, len(s.src))
	}
	return at
}

// edited says whether the text before an offset was taken out.
func (s *tagScanner) edited(at int) bool {
	n := len(s.edits)
	return n > 0 && s.edits[n-1].at+s.edits[n-1].del == at
}

func (s *tagScanner) within(at int) bool {
	n := len(s.edits)
	return n > 0 && s.edits[n-1].at+s.edits[n-1].del > at
}

// fenceEnd is the end of the code that a fence begins; the container it stands in may end it.
func (s *tagScanner) fenceEnd(at, from, end int, c byte, n int) int {
	quoted := bytes.IndexByte(s.src[at:from], '>') >= 0
	for at = end + 1; at < len(s.src); at = end + 1 {
		end = lineBreak(s.src, at)
		i := at
		for i < end && (s.src[i] == ' ' || s.src[i] == '\t' || s.src[i] == '>') {
			i++
		}
		if quoted && bytes.IndexByte(s.src[at:i], '>') < 0 {
			return at
		}
		if i < end && s.src[i] == c {
			if run := runLength(s.src[i:end]); run >= n && len(bytes.TrimSpace(s.src[i+run:end])) == 0 {
				return min(end+1, len(s.src))
			}
		}
	}
	return len(s.src)
}

// inCode resolves what keeps tags from being read, which code that shows tags is full of.
func (s *tagScanner) inCode(from, to int) {
	code := s.src[from:to]
	if s.shortcodes {
		for i := 0; ; {
			k := bytes.Index(code[i:], []byte("/*"))
			if k < 0 {
				break
			}
			i += k + 2
			if i < 5 || string(code[i-5:i-2]) != "{{<" && string(code[i-5:i-2]) != "{{%" {
				continue
			}
			k = bytes.Index(code[i:], []byte("*/"))
			if k < 0 {
				break
			}
			s.cut(from+i-2, from+i)
			s.cut(from+i+k, from+i+k+2)
			i += k + 2
		}
	}
	if !s.liquid {
		return
	}
	for i := 0; ; {
		k := bytes.Index(code[i:], []byte("{%"))
		if k < 0 {
			return
		}
		i += k
		end := bytes.Index(code[i:], []byte("%}"))
		if end < 0 {
			return
		}
		if name := liquidName(code[i+2 : i+end]); name == "raw" || name == "endraw" {
			s.cutTag(from+i, from+i+end+2)
		}
		i += end + 2
	}
}

// cutTag takes a tag out, and its line where it stands alone.
func (s *tagScanner) cutTag(start, stop int) {
	from, to, alone := s.around(start, stop)
	if alone {
		s.cut(from, to)
	} else {
		s.cut(start, stop)
	}
}

// spot is a line: where it begins, where its own text does, and where it ends.
type spot struct{ from, content, to int }

// lineOf is the line that an offset lies in.
func (s *tagScanner) lineOf(at int) spot {
	if s.spot.to == 0 || at < s.spot.from || at > s.spot.to {
		from := lineStart(s.src, at)
		s.spot = spot{from, contentStart(s.src, from), lineBreak(s.src, at)}
	}
	return s.spot
}

// around is the line that a tag stands on alone, from behind the quotes that it stands in.
func (s *tagScanner) around(start, stop int) (from, to int, alone bool) {
	line := s.lineOf(start)
	from = line.from
	if line.content != start {
		return start, stop, false
	}
	if to = s.lineOf(stop).to; len(bytes.TrimSpace(s.src[stop:to])) > 0 {
		return start, stop, false
	}
	if len(bytes.TrimSpace(s.src[from:start])) > 0 {
		return start, to, true
	}
	return from, min(to+1, len(s.src)), true
}

// codeSpan is the end of the code that a run of ` begins (CommonMark, section 6.1).
func (s *tagScanner) codeSpan(at int) int {
	n := runLength(s.src[at:])
	if at >= s.paragraph {
		s.readTicks(at)
	}
	if s.ticks[n] <= at {
		return at + n
	}
	for i := at + n; i < s.paragraph; {
		k := bytes.IndexByte(s.src[i:s.paragraph], '`')
		if k < 0 {
			break
		}
		i += k
		run := runLength(s.src[i:s.paragraph])
		if i += run; run == n {
			s.inCode(at, i)
			return i
		}
	}
	return at + n
}

func (s *tagScanner) readTicks(at int) {
	clear(s.ticks)
	s.paragraph = len(s.src)
	if k := bytes.Index(s.src[at:], []byte("\n\n")); k >= 0 {
		s.paragraph = at + k
	}
	for i := at; i < s.paragraph; {
		k := bytes.IndexByte(s.src[i:s.paragraph], '`')
		if k < 0 {
			return
		}
		i += k
		run := runLength(s.src[i:s.paragraph])
		s.ticks[run] = i
		i += run
	}
}

// find is the offset of a text at or after from, or -1.
func (s *tagScanner) find(text string, from int) int {
	known, asked := s.ends[text]
	if asked && (known < 0 || known >= from) {
		return known
	}
	k := bytes.Index(s.src[from:], []byte(text))
	if k >= 0 {
		k += from
	}
	s.ends[text] = k
	return k
}

// brace looks at what an opening brace begins.
func (s *tagScanner) brace(at int) int {
	rest := s.src[at:]
	if len(s.tags) >= maxTags || at < s.raw || len(rest) < 3 {
		return at
	}
	switch {
	case s.shortcodes && rest[1] == '{' && (rest[2] == '<' || rest[2] == '%'):
		return s.shortcode(at)
	case s.liquid && rest[1] == '%':
		return s.liquidTag(at)
	case s.liquid && rest[1] == '{':
		return s.output(at)
	}
	if s.attributes {
		if end := s.attributeList(at); end > at {
			return end
		}
	}
	if s.mdx {
		return s.expression(at)
	}
	return at
}

// angle looks at what < begins: comments, which are left alone, and components.
func (s *tagScanner) angle(at int) int {
	if bytes.HasPrefix(s.src[at:], []byte("<!--")) {
		if end := s.find("-->", at+4); end >= 0 {
			return end + 3
		}
		return at
	}
	if !s.mdx || at < s.raw || len(s.tags) >= maxTags {
		return at
	}
	return s.component(at)
}

// shortcode reads {{< name args >}}, and resolves {{</* name */>}}, which stands for itself.
func (s *tagScanner) shortcode(at int) int {
	closer := ">}}"
	if s.src[at+2] == '%' {
		closer = "%}}"
	}
	end := s.find(closer, at+3)
	if end < 0 || end-at > maxTag {
		return at
	}
	inner := s.src[at+3 : end]
	stop := end + len(closer)
	if bytes.HasPrefix(inner, []byte("/*")) && bytes.HasSuffix(inner, []byte("*/")) && len(inner) >= 4 {
		s.cut(at+3, at+5)
		s.cut(end-2, end)
		return stop
	}
	if bytes.Contains(inner, []byte("{{<")) || bytes.Contains(inner, []byte("{{%")) {
		return at
	}
	t := tag{start: at, stop: stop, syntax: shortcodeSyntax, mate: -1}
	from := at + 3
	for from < end && isSpace(s.src[from]) {
		from++
	}
	if from < end && s.src[from] == '/' {
		t.end = true
		from++
		for from < end && isSpace(s.src[from]) {
			from++
		}
	}
	name := from
	for name < end && isNameByte(s.src[name]) {
		name++
	}
	if name == from {
		return at
	}
	written := strings.TrimRight(string(s.src[from:name]), "/")
	if written == "" {
		return at
	}
	t.name, t.shown = strings.ToLower(written), "shortcode "+written
	t.args = s.arguments(name, end, '=')
	if t.name == "comment" && !t.end {
		if close := s.pairEnd(stop, "{{< /comment >}}", "{{</comment>}}", "{{% /comment %}}"); close > 0 {
			s.cutTag(at, close)
			return close
		}
	}
	if t.name == "param" && s.variable(t.value("name", 0), at, stop) {
		return stop
	}
	t.single = s.src[end-1] == '/' || end-2 > name && isSpace(s.src[end-1]) && s.src[end-2] == '/'
	return s.add(t)
}

// pairEnd is the end of the nearest of some closing tags.
func (s *tagScanner) pairEnd(from int, closers ...string) int {
	best := -1
	for _, c := range closers {
		if k := s.find(c, from); k >= 0 && (best < 0 || k+len(c) < best) {
			best = k + len(c)
		}
	}
	return best
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' }

func isNameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.' || c == '/' || c >= 0x80
}

// contentStart is where a line's own text begins, behind indentation, quotes and the marks of list items.
func contentStart(src []byte, at int) int {
	for {
		for at < len(src) && (src[at] == ' ' || src[at] == '\t' || src[at] == '>') {
			at++
		}
		i := at
		for i < len(src) && i-at < 9 && src[i] >= '0' && src[i] <= '9' {
			i++
		}
		switch {
		case i > at && i+1 < len(src) && (src[i] == '.' || src[i] == ')') && src[i+1] == ' ':
			at = i + 2
		case i == at && i+1 < len(src) && (src[i] == '-' || src[i] == '*' || src[i] == '+') && src[i+1] == ' ':
			at += 2
		default:
			return at
		}
	}
}

func lineStart(src []byte, at int) int { return bytes.LastIndexByte(src[:at], '\n') + 1 }

func lineBreak(src []byte, at int) int {
	if k := bytes.IndexByte(src[at:], '\n'); k >= 0 {
		return at + k
	}
	return len(src)
}

// isBlankBefore says whether the line above is blank.
func isBlankBefore(src []byte, at int) bool {
	return len(bytes.TrimSpace(src[lineStart(src, at-1):at-1])) == 0
}
