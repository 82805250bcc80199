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
	License, Copyright string
	Contact            string
	Address            string // pattern of page addresses: "/{type}/{slug}/"; empty: the file's path
	Repository         Repository
	Sources            []Source
	Static             []Folder
	Facets             []Facet
	Types              map[string]Type
	Relations          []Relation
	Theme              string // "default" or the name of a folder under themes/
	Look               Look
	Markdown           Markdown
	LinkOrder          []string
	Limits             Limits
	Levels             map[source.Code]source.Severity // diagnostics: what site.yaml re-levels

	// Digest covers all that can change an output other than through a Doc: everything above but Dir, File and the
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
	Address          string     // overrides Config.Address
	Include, Exclude []string   // globs on slash paths below the root: *, **, ?, {a,b}, [class]; a glob without a slash matches the base name
	Type             string     // type of pages that name none; default "page"
	Facts            []Fact     // `facts`: fields with a value for every page of the source that has none itself
	Paths            []PathRule // `paths`: what folder names tell
	Foreign          bool       // has a preset or a mapping: unknown keys are of no interest there, info instead of warning
	Reading          Reading
}

// Fact gives a field a value.
type Fact struct {
	Field string
	Value string
}

// PathRule sets fields on pages whose path below the root matches; {name} in the pattern captures one path element
// and may be used in values.
type PathRule struct {
	Pattern string
	Facts   []Fact
}

// Reading is how the bytes of a source's files become facts: all that page.Parse may know beside the bytes.
type Reading struct {
	Fields    []FieldMap // in the order of site.yaml; applied before the content model's own names
	Values    []ValueMap
	Relations []string // kinds that site.yaml declares beside the built-in ones; a mapping to "." looks for those keys at the top level
	Machine   []string // kinds of relations that a machine made
	Facets    []FieldMap
	HTML      []string // elements allowed beside the built-in list
	Remote    bool     // remote images may be shown
	Slugs     string   // "github"
	Language  string   // of pages that name none
	Limits    Limits
	Digest    source.Hash // of all above
}

// FieldMap says where a field of the content model (or a facet, or a field of any other name) is found: the first
// path that has a value wins; for relations all paths count. A path is keys joined by dots; "." is the top level.
type FieldMap struct {
	Field string
	Paths []string
}

// ValueMap renames the values of a field; "*" stands for any other value.
type ValueMap struct {
	Field string
	Names map[string]string
}

// Facet is a field that gets an index, a filter and a place in commons.json.
type Facet struct {
	Name, Field, Label string
}

// Type is what site.yaml asks of pages of one type.
type Type struct {
	Label    string
	Required []string
	Sections []string
}

// Relation is a declared kind of relation. Without an inverse the other side shows it under Label as "… of".
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
	HTML   []string
	Remote bool
	Slugs  string
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
