// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"encoding/binary"
	"errors"
	"math"

	"commonplace/generator/source"
)

// A record of the cache is: the length of the numbers (4 bytes, little endian), the numbers, the text. All fields go one after
// another in the order of the walk below: a number as a varint, a string as the varint of its length, its bytes being the
// next of the text. So decoding makes one string of the text and cuts all others from it, and first of all stand how
// many elements the lists of a type have together, so that lists of one type share one allocation.

var (
	errShort   = errors.New("page: record ends too early")
	errLong    = errors.New("page: record is longer than its facts")
	errInvalid = errors.New("page: record holds an impossible value")
)

// AppendDoc appends the record of d to dst.
func AppendDoc(dst []byte, d *Doc) []byte {
	c := coder{mode: counting}
	c.doc(d)
	at := len(dst)
	c.mode, c.out = numbering, append(dst, 0, 0, 0, 0)
	c.doc(d)
	binary.LittleEndian.PutUint32(c.out[at:], uint32(len(c.out)-at-4))
	c.mode = texting
	c.doc(d)
	return c.out
}

// DecodeDoc reads the record of a Doc. The strings of the Doc share one string; b may be reused.
func DecodeDoc(b []byte) (*Doc, error) {
	if len(b) < 4 {
		return nil, errShort
	}
	n := binary.LittleEndian.Uint32(b)
	if b = b[4:]; uint64(n) > uint64(len(b)) {
		return nil, errShort
	}
	c := coder{mode: decoding, in: b[:n], text: string(b[n:])}
	d := new(Doc)
	c.doc(d)
	if c.err == nil && (len(c.in) > 0 || c.text != "") {
		c.err = errLong
	}
	if c.err != nil {
		return nil, c.err
	}
	return d, nil
}

// AppendBody appends the record of b to dst.
func AppendBody(dst []byte, b *Body) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(b.Holes)))
	last := int32(0)
	for _, h := range b.Holes {
		dst = binary.AppendUvarint(dst, uint64(h.At-last))
		dst = binary.AppendUvarint(dst, uint64(h.Ref))
		dst = append(dst, byte(h.Kind))
		last = h.At
	}
	return append(dst, b.HTML...)
}

// DecodeBody reads the record of a Body, which then shares memory with b. The holes of a Body it accepts are in order
// and inside its HTML.
func DecodeBody(b []byte) (*Body, error) {
	c := coder{mode: decoding, in: b}
	body := new(Body)
	if n := c.length(3); n > 0 {
		body.Holes = make([]Hole, n)
	}
	at := uint64(0)
	for i := range body.Holes {
		at += c.uvarint()
		ref := c.uvarint()
		kind := c.byte()
		if at > math.MaxInt32 || ref > math.MaxInt32 || HoleKind(kind) > HoleWord {
			return nil, errInvalid
		}
		body.Holes[i] = Hole{At: int32(at), Ref: int32(ref), Kind: HoleKind(kind)}
	}
	if c.err != nil {
		return nil, c.err
	}
	if at > uint64(len(c.in)) {
		return nil, errShort
	}
	if len(c.in) > 0 {
		body.HTML = c.in
	}
	return body, nil
}

type mode uint8

const (
	counting  mode = iota // count the elements that share allocations
	numbering             // append the numbers to out
	texting               // append the text to out
	decoding              // read in and text
)

// A coder walks over a Doc. The same walk writes and reads, so that the two cannot disagree.
type coder struct {
	mode mode
	out  []byte
	in   []byte
	text string
	err  error

	strings arena[string]
	credits arena[Credit]
	refs    arena[Reference]
	fields  arena[Field]
}

// An arena is the one allocation that the lists of a type share.
type arena[T any] struct {
	n    int
	rest []T
}

func (c *coder) doc(d *Doc) {
	share(c, &c.strings, 1)
	share(c, &c.credits, 6)
	share(c, &c.refs, 5)
	share(c, &c.fields, 2)
	number(c, &d.Kind, KindDispute)
	if d.Kind == KindReview || d.Kind == KindDispute {
		c.record(d)
		return
	}
	c.meta(&d.Meta)
	if d.Kind == KindPerson {
		if d.Person == nil {
			d.Person = new(Person)
		}
		c.person(d.Person)
		list(c, &d.People, nil, 9, (*coder).person)
	}
	list(c, &d.Reviews, nil, minReview, (*coder).review)
	c.blob(&d.Blob)
	list(c, &d.Headings, nil, 5, (*coder).heading)
	list(c, &d.Sections, nil, 2+len(source.Hash{}), (*coder).section)
	list(c, &d.Links, nil, 10, (*coder).link)
	list(c, &d.Anchors, &c.strings, 1, (*coder).string)
	list(c, &d.Blocks, nil, 3, (*coder).block)
	c.int(&d.Size)
	c.int(&d.Words)
	c.bool(&d.Hidden)
	number(c, &d.Title, TitleH2)
	list(c, &d.Diags, nil, 9, (*coder).diagnostic)
	list(c, &d.Unrendered, nil, 6, (*coder).unrendered)
}

func (c *coder) meta(m *Meta) {
	c.string(&m.ID)
	c.string(&m.Type)
	c.string(&m.Title)
	c.string(&m.Slug)
	c.string(&m.Summary)
	c.string(&m.Lang)
	list(c, &m.Aliases, &c.strings, 1, (*coder).string)
	c.string(&m.URL)
	list(c, &m.Domain, &c.strings, 1, (*coder).string)
	list(c, &m.Tags, &c.strings, 1, (*coder).string)
	c.string(&m.Created)
	c.string(&m.Updated)
	c.string(&m.License)
	c.string(&m.CodeLicense)
	list(c, &m.Copyright, &c.strings, 1, (*coder).string)
	list(c, &m.Authors, &c.credits, 6, (*coder).credit)
	list(c, &m.Contributions, &c.credits, 6, (*coder).credit)
	list(c, &m.Stewards, &c.strings, 1, (*coder).string)
	list(c, &m.References, &c.refs, 5, (*coder).reference)
	list(c, &m.KnownUses, &c.refs, 5, (*coder).reference)
	c.bool(&m.WorksInText)
	c.bool(&m.UsesInText)
	list(c, &m.DerivedFrom, nil, 9, (*coder).derivation)
	list(c, &m.Relations, nil, 8, (*coder).relation)
	c.string(&m.Status)
	c.string(&m.Version)
	c.string(&m.Order)
	c.string(&m.TranslationOf)
	c.string(&m.TranslationKey)
	list(c, &m.Translated, nil, 1+len(source.Hash{}), (*coder).read)
	list(c, &m.Facets, &c.fields, 2, (*coder).field)
	list(c, &m.Fields, &c.fields, 2, (*coder).field)
	c.int(&m.ReviewIn.Years)
	c.int(&m.ReviewIn.Months)
	c.int(&m.ReviewIn.Days)
	c.string(&m.Supersedes)
	c.bool(&m.Deprecated.Declared)
	c.string(&m.Deprecated.Reason)
	c.string(&m.Deprecated.ReplacedBy)
	c.span(&m.Deprecated.Span)
	c.bool(&m.Draft)
}

func (c *coder) person(p *Person) {
	c.string(&p.ID)
	c.string(&p.Kind)
	c.string(&p.Name)
	c.string(&p.ORCID)
	c.string(&p.Website)
	list(c, &p.Accounts, &c.fields, 2, (*coder).field)
	list(c, &p.Languages, &c.strings, 1, (*coder).string)
	list(c, &p.Roles, nil, 5, (*coder).heldRole)
	c.bool(&p.Unlisted)
}

func (c *coder) heldRole(v *HeldRole) {
	c.string(&v.Role)
	c.string(&v.Scope)
	c.string(&v.Since)
	c.string(&v.Until)
	c.string(&v.Note)
}

func (c *coder) credit(v *Credit) {
	c.string(&v.Name)
	c.string(&v.Role)
	c.string(&v.URL)
	c.span(&v.Span)
}

func (c *coder) reference(v *Reference) {
	c.string(&v.Title)
	c.string(&v.Authors)
	c.string(&v.Year)
	c.string(&v.URL)
	c.string(&v.Text)
}

func (c *coder) derivation(v *Derivation) {
	c.string(&v.Title)
	c.string(&v.Author)
	c.string(&v.Source)
	c.string(&v.License)
	c.string(&v.Changes)
	c.string(&v.Override)
	c.span(&v.Span)
}

func (c *coder) relation(v *Relation) {
	c.string(&v.Kind)
	c.string(&v.To)
	c.string(&v.Weight)
	c.string(&v.Note)
	c.bool(&v.Machine)
	c.span(&v.Span)
}

func (c *coder) field(v *Field) {
	c.string(&v.Name)
	list(c, &v.Values, &c.strings, 1, (*coder).string)
}

func (c *coder) heading(v *Heading) {
	number(c, &v.Level, 6)
	c.string(&v.ID)
	c.string(&v.Text)
	c.int32(&v.Start)
	c.int32(&v.Line)
}

func (c *coder) block(v *Block) {
	c.string(&v.ID)
	c.int32(&v.From)
	c.int32(&v.To)
}

func (c *coder) section(v *Section) {
	c.int32(&v.Heading)
	c.int32(&v.Line)
	c.hash(&v.Digest)
}

func (c *coder) link(v *Link) {
	number(c, &v.Kind, LinkTerm)
	c.string(&v.Target)
	c.string(&v.Fragment)
	c.string(&v.Text)
	c.string(&v.Title)
	c.string(&v.Context)
	c.int32(&v.Heading)
	c.span(&v.Span)
}

func (c *coder) diagnostic(v *source.Diagnostic) {
	c.string((*string)(&v.Code))
	number(c, &v.Severity, source.Error)
	c.string(&v.Path)
	c.span(&v.Span)
	c.string(&v.Message)
	c.string(&v.Help)
	list(c, &v.Notes, nil, 5, (*coder).note)
}

func (c *coder) unrendered(v *Unrendered) {
	c.string(&v.Construct)
	c.int32(&v.Count)
	c.span(&v.Span)
	c.bool(&v.AsText)
}

func (c *coder) note(v *source.Note) {
	c.string(&v.Path)
	c.span(&v.Span)
	c.string(&v.Message)
}

func (c *coder) span(v *source.Span) {
	c.int32(&v.Line)
	c.int32(&v.Column)
	c.int32(&v.Length)
}
