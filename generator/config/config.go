// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Package config reads site.yaml, the environment and the flags into one Config, validated once at the edge, and the
// presets that say how known kinds of commons are laid out.
//
// Every problem in site.yaml is a diagnostic with its line and column; an unknown key names the nearest known one. What Load
// returns is complete: every default is filled in, every path is absolute, and nothing else in the program reads settings.
package config

import "commonplace/generator/source"

// Config is everything that is set for one site. It is immutable after Load.
type Config struct {
	Dir  string // absolute folder that paths in site.yaml are relative to
	File string // absolute path of site.yaml; empty when there is none

	Title, Description string
	URL                string // absolute address with a final slash, or empty
	Language           string // BCP 47; default "en"
	Languages          []string
	License, Copyright string      // License: of pages that name none, as written
	CodeLicense        string      // of the code in texts where it has another; likewise
	LicenseSpan        source.Span // of License in site.yaml; zero where it is set elsewhere
	Contact            string
	Address            string // pattern of page addresses, see Placeholders: "/{type}/{slug}/"; empty: the file's path
	Repository         Repository
	Sources            []Source
	Static             []Folder
	Facets             []Facet
	Groupings          map[string]Grouping // of the facets that every site has
	Types              map[string]Type
	Relations          []Relation
	Exports            []Export
	Governance         Governance
	Theme              string // "default" or the name of a folder under themes/
	Look               Look
	Search             bool // the site can be searched
	Badges             bool // small files that tell elsewhere the licence of each page
	Markdown           Markdown
	Editor             string   // address that opens a file where it is written; with {path}, {line} and {column}. Only the preview shows it
	PrivateHosts       []string // that check --links may ask although their address is not public
	LinkOrder          []string // how a link's target is looked for: of LinkStrategies
	Limits             Limits
	Publish            []Target // in the order of site.yaml
	// Levels is what site.yaml re-levels.
	Levels map[source.Code]source.Severity

	People  []PeopleFile // lists of people beside site.yaml
	Aliases []Alias      // `people.aliases`, in the order written

	// Places are absolute paths of files and folders that the settings would be others with, or without: a preview looks at them too.
	Places []string

	// Digest covers all that can change an output other than through a Doc: everything above but Dir, File, Editor, PrivateHosts, Publish, Places, what Nav, Glossaries and People hold and the
	// absolute part of paths, so that the same site in another folder has the same digest.
	Digest source.Hash
}

// Repository is where the commons is kept, for edit and history links.
type Repository struct {
	URL, Branch, Kind string // kind: github, gitlab, forgejo
}

// Folder is a path as site.yaml says it and where it is.
type Folder struct {
	Shown string // slash path as written, cleaned: the beginning of paths in diagnostics
	Path  string // absolute
}

// Source is one root of pages and records and how to read it.
type Source struct {
	Folder
	URL              string     // prefix of the addresses, without a first slash, with a final one; or empty
	Address          string     // as Config.Address, which fills it in where a source has none
	Include, Exclude []string   // globs of source.Match; records are always included, what package managers put beside content always excluded
	Type             string     // type of pages that name none; default "page"
	Facts            []Fact     // `facts`: fields with a value for every page of the source that has none itself
	Paths            []PathRule // `paths`: what folder names tell
	LinkOrder        []string   // as Config.LinkOrder, which fills it in where a source has none
	InRepository     string     // where the root lies in the site's repository: a slash path, "." at its top; empty: in none or in another
	Unhide           []string   // `unhide`: paths with a name that begins with a dot, which are read all the same; those that Records name are among them
	Nav              Nav        // `nav`: a table of contents
	Glossaries       []Glossary // `glossary`: files of terms
	Foreign          bool       // has a preset or a mapping: unknown keys are of no interest there, info instead of warning
	Reading          Reading
}

// Fact gives a field a value.
type Fact struct {
	Field string
	Value string
}

// PathRule sets fields on pages whose path below the root matches and that have no value themselves; {name} in the
// pattern captures one path element and may be used in values. Of several rules the first that has the field wins, and
// all of them win over Source.Facts.
type PathRule struct {
	Pattern string
	Facts   []Fact
}

// Reading is how the bytes of a source's files become facts: all that page.Parse may know beside the bytes.
type Reading struct {
	Fields     []FieldMap // in the order of site.yaml, then the preset's; applied before the content model's own names
	Values     []ValueMap // FieldMap.Field of Fields or Facets names the field
	Relations  []string   // every known kind: built in, of presets, of site.yaml, and their inverses; sorted
	Machine    []string   // those of Relations that a machine made; sorted
	Sections   []SectionMap
	Split      []Fact     // fields whose values may stand in one text: Value holds the marks between them
	Hide       []FieldMap // what hides a page: Field is a path in the front matter, Paths its values; "*" is any
	Show       []FieldMap // likewise what shows one: where there is any, no other page is shown
	Body       []FieldMap // text in front matter that is shown below the page's own: Field is its heading or empty
	Records    []RecordMap
	Headers    bool        // front matter may be lines “Key: value” without a fence
	Facets     []FieldMap  // in the order of Config.Facets, named as they are; such a field is not in Fields, too
	HTML       []string    // elements allowed beside the built-in list
	Remote     bool        // remote images may be shown
	Slugs      string      // how headings get their ids: one of source.SlugRules
	Schemes    []Scheme    // of links, by name
	Interwiki  []Scheme    // other commons that wikilinks lead to, by name
	Terms      []TermNames // of all glossaries of the site
	Dialects   Dialects
	Shortcodes []Shortcode // sorted by name
	Variables  []Variable  // sorted by name
	Language   string      // of pages that name none
	Limits     Limits
	Digest     source.Hash // of all above
}

// FieldMap says where a field of the content model (or a facet, or a field of any other name) is found: the first
// path that has a value wins. A path is keys joined by dots; "." is the top level. Field may have a dot in it, too:
// "assessment.overall" is a field's whole name.
//
// Relations differ, since a page may have them in several places: every path counts, of each field below.
//
//   - "relations" with a path to a map: each key is a kind, its value the items. Any key counts, but with the path "." only
//     those of Reading.Relations.
//   - "relations" with a path to a list: each item names its own kind under type or kind.
//   - "relations.KIND" with a path to a list: all items are of that kind, whatever they say. An item's own type or kind
//     is then part of its note, in front: "complementary: both rest on trust".
//
// An item is a bare string or a map. A map names its target under the first of slug, to, target, id, title that has a
// value, its weight under weight, confidence or strength, its note under note, description or reason. An item is made by a
// machine when it says machine: true or its kind is in Reading.Machine.
type FieldMap struct {
	Field string
	Paths []string
}

// SectionMap says that the section under a heading is a field. Heading is matched as section digests match titles, without
// number, case and the like. The languages of a commons share one list: what a page says must not depend on which of them it is
// taken for.
type SectionMap struct {
	Heading, Field string
	Stays          bool // the section is shown with the text, too; the title and the summary usually are not, since the page's head has them
}

// ValueMap renames the values of a field. A name that ends in * is that of all values which begin so, and "*" alone of any other
// value. Of a section's text only values with a name count, where the field has any.
type ValueMap struct {
	Field string
	Names map[string]string
}

// Facet is a field that gets an index, a filter and a place in commons.json. Field is a mapped field, one of the content
// model, or a path in the front matter; facts of sources and folders name it, too.
type Facet struct {
	Name, Field, Label string
	Grouping
}

// Grouping says how the values of a facet are shown. Values are compared as they are when they are divided: without regard to case and spacing.
type Grouping struct {
	Labels []Label // what stands in place of a value
	Groups []Group // of values, in the order of the index; what is in none comes last
}

// Label is what is shown in place of a value.
type Label struct{ Value, Text string }

// Group is values of a facet that stand below one heading.
type Group struct {
	Label  string
	Values []string
}

// Type is what site.yaml asks of pages of one type.
type Type struct {
	ID       string // form of ids: "typeid" (TypeID 0.3), "uuid" (RFC 9562); empty or "free": any
	Prefix   string // of a TypeID; empty: any
	Label    string
	Required []string  // fields that need a value
	Values   []Allowed // fields that can't have any other value
	Sections []string  // titles of sections that a page must have, in this order
}

// Allowed are the values that a field can have.
type Allowed struct {
	Field  string
	Values []string
}

// Relation is a declared or built-in kind of relation. A kind that is another's inverse is in the list as well, so that
// either side leads to the other; a symmetric kind is its own inverse. Without an inverse the other side shows it under
// Label as "… of". Without a label the theme has the word.
type Relation struct {
	Kind, Inverse, Label string
	Machine              bool
}

// Look is the site's own touch on the theme.
type Look struct {
	Accent string // #rrggbb
	Logo   string // slash path below the site folder
}

// Markdown is the site's widening and choices for the text of pages.
type Markdown struct {
	HTML       []string
	Remote     bool
	Slugs      string
	Dialects   Dialects
	Shortcodes []Shortcode // sorted by name; over the program's own list
	Variables  []Variable  // sorted by name
}

// Limits bounds what untrusted text may ask for. Sizes are in bytes.
type Limits struct {
	Page, FrontMatter, Record int
	YAMLDepth, YAMLNodes      int
	Nesting                   int // of blocks in Markdown
	Expanded                  int // a page with its embeds
	Tags, Aliases             int
	ImageBytes, ImagePixels   int
	EmbedDepth                int
}
