// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"unicode/utf8"

	"commonplace/generator/page"
	"commonplace/generator/site"
	"commonplace/generator/source"
)

// Repair is a repair and the file in which it is made.
type Repair struct {
	site.Repair
	source int    // index in Config.Sources
	file   string // slash path below its root
}

// Edit is what repairs make of one file, not yet written.
type Edit struct {
	Path     string              `json:"path"` // slash path relative to the site folder
	Lines    []LineEdit          `json:"lines"`
	Repaired []source.Diagnostic `json:"repaired"`

	source    int
	file      string
	was, text []byte
}

// LineEdit is a line that is written otherwise, or, where Before is nil, added.
type LineEdit struct {
	Line   int     `json:"line"` // in the file as it will be
	Before *string `json:"before"`
	After  string  `json:"after"`
}

// repairs are what can be repaired of the problems that are reported, with those of more that are for one of them.
func (s *Snapshot) repairs(reported []source.Diagnostic, more ...site.Repair) []Repair {
	if !s.b.set.Repair {
		return nil
	}
	type problem struct {
		code          source.Code
		path, message string
		span          source.Span
	}
	told := make(map[problem]bool, len(reported))
	for _, d := range reported {
		told[problem{d.Code, d.Path, d.Message, d.Span}] = true
	}
	var repairs []Repair
	for _, r := range append(s.Repairs(reported), more...) {
		if d := r.Diagnostic; told[problem{d.Code, d.Path, d.Message, d.Span}] {
			in := s.Page(int(r.Page))
			repairs = append(repairs, Repair{r, in.Source, in.Path})
		}
	}
	return repairs
}

// Edits makes the repairs in copies of the files. A repair whose place can't be found without doubt, or after which the page would say anything else than
// before, is left out.
func (b *Builder) Edits(repairs []Repair) ([]Edit, error) {
	repairs = slices.Clone(repairs)
	slices.SortStableFunc(repairs, func(a, b Repair) int {
		return cmp.Or(strings.Compare(a.Diagnostic.Path, b.Diagnostic.Path), cmp.Compare(a.source, b.source))
	})
	var edits []Edit
	for len(repairs) > 0 {
		n := 1
		for n < len(repairs) && repairs[n].source == repairs[0].source && repairs[n].file == repairs[0].file {
			n++
		}
		e, err := b.edit(repairs[:n])
		if err != nil {
			return nil, fmt.Errorf("repair %s: %w", repairs[0].Diagnostic.Path, err)
		}
		if e != nil {
			edits = append(edits, *e)
		}
		repairs = repairs[n:]
	}
	return edits, nil
}

// edit makes the repairs of one file, each on what those before it have left.
func (b *Builder) edit(repairs []Repair) (*Edit, error) {
	first := &repairs[0]
	src := &b.set.Config.Sources[first.source]
	if kindOf(src, first.file) != kindPage {
		return nil, nil
	}
	dir, err := source.OpenDir(src.Path)
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	data, err := dir.Read(first.file, b.set.Config.Limits.Page)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if _, wrong := source.Text(data); len(wrong) > 0 {
		return nil, nil // what is not clean text is not written back
	}
	e := &Edit{Path: first.Diagnostic.Path, source: first.source, file: first.file, was: data}
	p := newPaper(data)
	parser := b.parsers[first.source]
	// From the end of the text to its begin, so that the places of the others stay.
	slices.SortStableFunc(repairs, func(a, b Repair) int {
		x, y := a.Diagnostic.Span, b.Diagnostic.Span
		return cmp.Or(cmp.Compare(y.Line, x.Line), cmp.Compare(y.Column, x.Column))
	})
	doc, _ := parser.Page(data)
	for _, r := range repairs {
		next := p.clone()
		if !next.mend(&r) {
			continue
		}
		again, _ := parser.Page(next.bytes())
		if !asMeant(doc, again, &r) {
			continue
		}
		p, doc = next, again
		e.Repaired = append(e.Repaired, r.Diagnostic)
	}
	if len(e.Repaired) == 0 {
		return nil, nil
	}
	e.text, e.Lines = p.bytes(), p.changes()
	return e, nil
}

// mend makes a repair in the text.
func (p *paper) mend(r *Repair) bool {
	switch {
	case r.Alias != "":
		return p.addAlias(r.Alias)
	case r.Credit.Name != "":
		return p.addCredit(r.Credit)
	case r.License:
		return p.relicense(r.Diagnostic.Span)
	}
	return p.relink(r)
}

// asMeant says that a page says what it did before, but for the repair.
func asMeant(was, is *page.Doc, r *Repair) bool {
	aliases := slices.Clone(was.Meta.Aliases)
	if r.Alias != "" {
		aliases = append(aliases, r.Alias)
	}
	if !creditedToo(&was.Meta, &is.Meta, r.Credit) || was.Title != is.Title || len(was.Links) != len(is.Links) || len(is.Diags) > len(was.Diags) ||
		!slices.Equal(slices.Sorted(slices.Values(aliases)), slices.Sorted(slices.Values(is.Meta.Aliases))) {
		return false
	}
	links := 0
	if !sameLicenses(&was.Meta, &is.Meta) || r.License && len(is.Diags) == len(was.Diags) {
		return false
	}
	if r.Alias == "" && r.Credit.Name == "" && !r.License {
		links = 1
	}
	changed := 0
	for k := range was.Links {
		a, b := &was.Links[k], &is.Links[k]
		if a.Kind != b.Kind {
			return false
		}
		if a.Target != b.Target || a.Fragment != b.Fragment {
			changed++
			if r.Old != a.Target && r.Old != "#"+a.Fragment || r.New != b.Target && r.New != "#"+b.Fragment {
				return false
			}
		}
	}
	return changed == links
}

// Apply writes the edits, each file in one step. A file that has changed since it was read is left as it is, which is an error.
func (b *Builder) Apply(edits []Edit) error {
	var failed []error
	for i := range edits {
		if err := b.apply(&edits[i]); err != nil {
			failed = append(failed, fmt.Errorf("repair %s: %w", edits[i].Path, err))
		}
	}
	return errors.Join(failed...)
}

func (b *Builder) apply(e *Edit) error {
	dir, err := source.OpenDir(b.set.Config.Sources[e.source].Path)
	if err != nil {
		return err
	}
	defer dir.Close()
	return dir.Replace(e.file, e.was, e.text)
}

// paper is a text by lines, each with its end and what it was.
type paper struct {
	mark  []byte // the byte order mark, if there is one
	lines []paperLine
}

type paperLine struct {
	text, was string // with the end of the line
	added     bool
}

func newPaper(data []byte) *paper {
	p := &paper{}
	if rest, ok := bytes.CutPrefix(data, []byte("\xEF\xBB\xBF")); ok {
		p.mark, data = data[:3], rest
	}
	for line := range bytes.Lines(data) {
		p.lines = append(p.lines, paperLine{text: string(line), was: string(line)})
	}
	return p
}

func (p *paper) clone() *paper { return &paper{p.mark, slices.Clone(p.lines)} }

func (p *paper) bytes() []byte {
	text := slices.Clone(p.mark)
	for _, l := range p.lines {
		text = append(text, l.text...)
	}
	return text
}

// end is how the text ends its lines.
func (p *paper) end() string {
	if len(p.lines) > 0 && strings.HasSuffix(p.lines[0].text, "\r\n") {
		return "\r\n"
	}
	return "\n"
}

func (p *paper) changes() (list []LineEdit) {
	bare := func(s string) string { return strings.TrimRight(s, "\r\n") }
	for i, l := range p.lines {
		if l.text == l.was && !l.added {
			continue
		}
		edit := LineEdit{Line: i + 1, After: bare(l.text)}
		if !l.added {
			before := bare(l.was)
			edit.Before = &before
		}
		list = append(list, edit)
	}
	return list
}

// insert puts a new line before line i, from 0.
func (p *paper) insert(i int, text string) {
	p.lines = slices.Insert(p.lines, i, paperLine{text: text + p.end(), added: true})
}

// relink writes the path or the fragment of a link otherwise, in its span, where it stands as the link's target and in no other place.
func (p *paper) relink(r *Repair) bool {
	span := r.Diagnostic.Span
	if int(span.Line) > len(p.lines) {
		return false
	}
	line := &p.lines[span.Line-1]
	from := byteAt(line.text, int(span.Column)-1)
	to := from + byteAt(line.text[from:], int(span.Length))
	for _, form := range []string{r.Old, destination(r.Old), strings.ReplaceAll(r.Old, " ", "%20")} {
		at := lastTarget(line.text[from:to], form)
		if at < 0 {
			continue
		}
		written := destination(r.New)
		if at += from; line.text[at-1] == '<' && form == r.Old {
			written = r.New
		}
		line.text = line.text[:at] + written + line.text[at+len(form):]
		return true
	}
	return false
}

// destination escapes what can't stand in the address of a link; a first # parts the fragment from the path.
func destination(s string) string {
	fragment := strings.HasPrefix(s, "#")
	s = strings.NewReplacer("%", "%25", " ", "%20", "(", "%28", ")", "%29", "<", "%3C", ">", "%3E", "\\", "%5C", "#", "%23", "?", "%3F", `"`, "%22").Replace(s)
	if fragment {
		s = "#" + strings.TrimPrefix(s, "%23")
	}
	return s
}

// lastTarget is where a target stands last in the text of a link as the target that it is: behind a bracket or in an attribute; -1 where it does not.
func lastTarget(link, target string) int {
	for end := len(link); ; {
		at := strings.LastIndex(link[:end], target)
		if at < 1 {
			return -1
		}
		before, after := link[:at], link[at+len(target):]
		begins := strings.HasPrefix(target, "#")
		for _, mark := range []string{"](", "](<", `="`, `='`} {
			begins = begins || strings.HasSuffix(before, mark)
		}
		if begins && (after == "" || strings.IndexByte(")>#\"' \t", after[0]) >= 0) {
			return at
		}
		end = at + len(target) - 1
	}
}

// byteAt is the offset of the n-th character.
func byteAt(s string, n int) int {
	at := 0
	for ; n > 0 && at < len(s); n-- {
		_, size := utf8.DecodeRuneInString(s[at:])
		at += size
	}
	return at
}
