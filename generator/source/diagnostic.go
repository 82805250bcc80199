// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

// Severity says how much a diagnostic matters. Only errors make a command exit with 1 (with --strict, warnings too).
type Severity uint8

// The severities, from none to most.
const (
	Off Severity = iota
	Info
	Warning
	Error
)

// Code is the stable name of a kind of diagnostic, in kebab case: "broken-link". The catalogue codes.yaml describes
// each; Codes lists them.
type Code string

// Span is a place in a file: Line and Column count from 1, Column and Length in Unicode code points. The zero Span means the
// whole file.
type Span struct {
	Line, Column, Length int32
}

// Note adds another place or a sentence to a diagnostic: the other claimant of an address, the candidates of a link.
type Note struct {
	Path    string `json:"path,omitempty"` // slash path relative to the site folder; empty: no place
	Span    Span   `json:"span,omitzero"`
	Message string `json:"message"`
}

// Diagnostic is one author mistake. Parsing leaves Path and Severity empty (facts depend on a file's bytes alone);
// linking fills Path, and the catalogue together with site.yaml the Severity.
type Diagnostic struct {
	Code     Code     `json:"code"`
	Severity Severity `json:"severity"`
	Path     string   `json:"path"` // slash path relative to the site folder
	Span     Span     `json:"span,omitzero"`
	Message  string   `json:"message"`        // lower case, no full stop, one line
	Help     string   `json:"help,omitempty"` // the way out: "did you mean “x”?"
	Notes    []Note   `json:"notes,omitempty"`
}
