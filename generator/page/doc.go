// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Package page turns the bytes of one file into a Doc, its facts, and a Body, its rendered text with holes.
//
// Parsing is pure: the result depends on the bytes, the source's reading options and the program, and on nothing else: not on
// the path, other files, the clock or the disk. So a Doc is cached under the hash of its file and never made twice.
// Any bytes give a Doc; what is wrong with them is in its Diags. Text is untrusted: what a Body holds is safe to show.
package page

import (
	"commonplace/generator/commons"
	"commonplace/generator/config"
	"commonplace/generator/source"
)

// Kind says what a file is.
type Kind uint8

// The kinds of files that are read for their facts.
const (
	KindPage    Kind = iota // Markdown
	KindPerson              // contributors/*.yaml
	KindFolder              // _category_.json: Meta.Title and Meta.Order of a folder
	KindReview              // reviews/*/*.yaml
	KindDispute             // reviews/*/*.dispute.yaml
)

// Doc is the facts of one file. It is immutable, flat and small (about 2 kB); everything in it can be encoded with
// AppendDoc and read back with DecodeDoc.
type Doc struct {
	Kind       Kind
	Meta       Meta
	Person     *Person          // of KindPerson, else nil
	People     []Person         // of KindPerson, where the file is a registry of many; Person is empty then
	Review     *commons.Review  // of KindReview, else nil
	Dispute    *commons.Dispute // of KindDispute, else nil
	Reviews    []commons.Review // of KindReview, where the file is a list of many; of a page what it says of its own
	Blob       Blob             // of a page's file
	Headings   []Heading
	Sections   []Section
	Links      []Link
	Anchors    []string // ids in the body other than those of headings and blocks
	Blocks     []Block  // by id
	Size       int      // bytes of the body's HTML
	Words      int      // words of the body, counted as runs of letters and numbers
	Hidden     bool     // draft, or unreadable front matter that may have been private
	Title      TitleSource
	Diags      []source.Diagnostic // Path and Severity empty
	Unrendered []Unrendered        // what is not shown as it was meant
}

// TitleSource says where Meta.Title comes from.
type TitleSource uint8

// The sources of a title, in the order they are tried. With TitleMissing Meta.Title is empty, and linking takes the
// file's name.
const (
	TitleMissing TitleSource = iota
	TitleField
	TitleH1 // the first heading of level 1; it is left out of the body
	TitleH2 // a heading of level 2 that the text begins with; it stays in the body
)

// Meta is what a page says of itself, after the source's mapping. Scalars are kept as written.
type Meta struct {
	ID, Type, Title, Slug, Summary, Lang string
	Aliases                              []string
	URL                                  string // only from a mapped `url` field
	Domain, Tags                         []string
	Created, Updated                     string // YYYY-MM-DD where it could be read as a date, else empty
	License                              string // an SPDX expression as the list spells it where it was understood, else as written
	CodeLicense                          string // likewise, of the code in the text where that has another
	Copyright                            []string
	Authors                              []Credit // citation order, Role empty
	Contributions                        []Credit
	Stewards                             []string
	References, KnownUses                []Reference
	WorksInText, UsesInText              bool // they come from a section that the text shows
	DerivedFrom                          []Derivation
	Relations                            []Relation
	Status                               string // declared status: shown as declared, never as earned
	Version                              string
	Order                                string         // a number, by which pages of a folder are sorted; empty: none
	TranslationOf                        string         // the page that this is a translation of: its id, slug, path, title or alias as written
	TranslationKey                       string         // the same on a page and its translations
	Translated                           []commons.Read // the sections of the original as they were when they were translated; none: not said
	Facets                               []Field        // the facets that site.yaml declares, in its order; only those with values
	Fields                               []Field        // all other mapped fields, in the mapping's order; only those with values
	ReviewIn                             config.Age     // after which it asks for a new review
	Supersedes                           string         // the decision that this one takes the place of, as written
	Deprecated                           Deprecation
	Draft                                bool
}

// Credit names a person: an id, a handle or a name as written, and the role, if one is given. URL is what the name leads to, an
// address on the web, or empty.
type Credit struct {
	Name, Role, URL string
	Span            source.Span
}

// Reference is a work or a use that a page names.
type Reference struct {
	Title, Authors, Year, URL, Text string // Text: a plain string as written, in place of the others
}

// Derivation is what a page was adapted from (TASL and the changes). Override says why it may be what the licences forbid.
type Derivation struct {
	Title, Author, Source, License, Changes string // License: as Meta.License
	Override                                string
	Span                                    source.Span // of the item
}

// Relation is one typed link of the front matter. Kind is open: any word works.
type Relation struct {
	Kind, To, Weight, Note string // To: slug, id, title or alias as written; Weight as written
	Machine                bool   // made by a machine, says the record or site.yaml
	Span                   source.Span
}

// Field is a named list of values.
type Field struct {
	Name   string
	Values []string
}

// Deprecation says that a page is no longer recommended; reason and successor may be missing.
type Deprecation struct {
	Declared           bool
	Reason, ReplacedBy string
	Span               source.Span // of ReplacedBy
}

// Person is a contributor's record.
type Person struct {
	ID, Kind, Name, ORCID, Website string
	Accounts                       []Field // one value each
	Languages                      []string
	Roles                          []HeldRole
	Unlisted                       bool
}

// HeldRole is a role that somebody has in the commons as a whole, or in the part of it that Scope names, such as "domain:operations".
type HeldRole struct {
	Role, Scope  string // as written
	Since, Until string // YYYY-MM-DD, or empty
	Note         string // what a list says of a role of its own
}

// Heading is one heading of the body.
type Heading struct {
	Level uint8  // 1 to 6 as written
	ID    string // unique in the page
	Text  string // plain text
	// Start is the offset in Body.HTML where the heading's element begins, for embeds of a section; -1 when it stands inside
	// another block, where the text cannot be cut.
	Start int32
	Line  int32
}

// Section is the lead or one H2 with its subsections, and the digest of its normalised source text: heading line left
// out, white space folded.
type Section struct {
	Heading int32 // index in Doc.Headings, which has its id and, through SectionTitle, its title; -1: the lead
	Line    int32
	Digest  source.Hash
}

// Block is a part of the body that has a name of its own.
type Block struct {
	ID       string // unique in the page; begins with ^
	From, To int32  // offsets in Body.HTML; -1 where it can't be cut
}

// LinkKind is the construct that makes a link.
type LinkKind uint8

// The constructs.
const (
	LinkMarkdown LinkKind = iota // [text](target)
	LinkWiki                     // [[Target#Fragment|label]]
	LinkEmbed                    // ![[Target#Fragment]] alone in its paragraph
	LinkImage                    // ![alt](target) and ![[picture.png]]
	LinkMention                  // [@name](https://…): Target is the address, Text the name with its sign
	LinkTerm                     // the first use of a word that a glossary explains: Target is the page of the term, as Input.Shown
)

// Link is a reference from the body to something in the commons. Links to the outside are finished when parsing and
// are not listed, but for mentions, which may be of a person of the commons.
type Link struct {
	Kind     LinkKind
	Target   string // path or name, percent-decoded, without fragment; empty: this page
	Fragment string // without #, percent-decoded
	Text     string // label, or an image's text alternative; plain text
	Title    string // title="…" of a Markdown link or image
	Context  string // the sentence around the link, plain text, at most 300 bytes
	Heading  int32  // index in Doc.Headings of the nearest heading above; -1: the lead
	Span     source.Span
}

// HoleKind says what goes into a hole of a Body.
type HoleKind uint8

// The kinds of holes. What a filler must write for each:
const (
	HoleHref     HoleKind = iota // inside <a …>: attributes with a leading space: ` href="…"`, ` class="wanted" href="…"`
	HoleTitle                    // the text of a wikilink without label, escaped
	HoleEmbed                    // a block: the embedded page or section
	HoleImage                    // a whole <img …> element, or what stands for it
	HoleIDPrefix                 // a prefix of an id or of a reference to one: nothing on the page itself, "cp-e1-" inside an embed
	HoleWord                     // a word that no author wrote, escaped: Hole.Word
)

// Hole is a place in Body.HTML that is filled when the page is rendered.
type Hole struct {
	At   int32 // offset in Body.HTML
	Ref  int32 // index in Doc.Links; 0 for HoleIDPrefix; which word for HoleWord
	Kind HoleKind
}

// The words that a body holds without their author: the theme says them, in the language of the page.
const (
	wordNote int32 = iota
	wordTip
	wordImportant
	wordWarning
	wordCaution
	wordTable
	wordBack
	wordDetails
)

var wordKeys = [...]string{"text.note", "text.tip", "text.important", "text.warning", "text.caution", "text.table", "text.back", "text.details"}

// Word is the key of what goes into a HoleWord; empty where there is no such word.
func (h Hole) Word() string {
	if h.Kind != HoleWord || int(h.Ref) >= len(wordKeys) {
		return ""
	}
	return wordKeys[h.Ref]
}

// Body is the rendered text of a page: well-formed, sanitised HTML with holes in ascending order.
type Body struct {
	HTML  []byte
	Holes []Hole
}

// AppendTo appends the body to dst, calling fill where a hole is.
func (b *Body) AppendTo(dst []byte, fill func(dst []byte, h Hole) []byte) []byte {
	from := int32(0)
	for _, h := range b.Holes {
		dst = append(dst, b.HTML[from:h.At]...)
		dst = fill(dst, h)
		from = h.At
	}
	return append(dst, b.HTML[from:]...)
}

// Cut is the part of the body between two offsets that Heading.Start gave; it shares memory with b.
func (b *Body) Cut(from, to int32) Body {
	part := Body{HTML: b.HTML[from:to]}
	for _, h := range b.Holes {
		if h.At >= from && h.At < to {
			part.Holes = append(part.Holes, Hole{At: h.At - from, Ref: h.Ref, Kind: h.Kind})
		}
	}
	return part
}
