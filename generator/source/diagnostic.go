// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import "fmt"

// Severity says how much a diagnostic matters. Only errors make a command exit with 1 (with --strict, warnings too).
type Severity uint8

// The severities, from none to most.
const (
	Off Severity = iota
	Info
	Warning
	Error
)

// String is the severity in lower case, as site.yaml and every report spell it.
func (s Severity) String() string {
	switch s {
	case Info:
		return "info"
	case Warning:
		return "warning"
	case Error:
		return "error"
	}
	return "off"
}

// MarshalText gives the same word as String.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads off, info, warning or error.
func (s *Severity) UnmarshalText(text []byte) error {
	for _, known := range []Severity{Off, Info, Warning, Error} {
		if string(text) == known.String() {
			*s = known
			return nil
		}
	}
	return fmt.Errorf("severity %q is none of off, info, warning, error", text)
}

// Code is the stable name of a kind of diagnostic, in kebab case: "broken-link". The catalogue codes.yaml describes
// each; Catalogue lists them.
type Code string

// Span is a place in a file: Line and Column count from 1, Column and Length in Unicode code points. The zero Span means the
// whole file.
type Span struct {
	Line   int32 `json:"line"`
	Column int32 `json:"column"`
	Length int32 `json:"length"`
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
