// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	_ "embed"
	"sync"
)

// The codes of all diagnostics, in the order of the catalogue, which says what each means.
const (
	CodeBrokenLink          Code = "broken-link"
	CodeBrokenAnchor        Code = "broken-anchor"
	CodeBrokenImage         Code = "broken-image"
	CodeBrokenEmbed         Code = "broken-embed"
	CodeAmbiguousLink       Code = "ambiguous-link"
	CodeDanglingRelation    Code = "dangling-relation"
	CodeLinkScheme          Code = "link-scheme"
	CodeFileNotPublished    Code = "file-not-published"
	CodeRemoteImage         Code = "remote-image"
	CodeEmailInText         Code = "email-in-text"
	CodeEmailRemoved        Code = "email-removed"
	CodeAddressConflict     Code = "address-conflict"
	CodeAliasConflict       Code = "alias-conflict"
	CodeAddressMissing      Code = "address-missing"
	CodeUnsafeName          Code = "unsafe-name"
	CodeBadName             Code = "bad-name"
	CodeDuplicateID         Code = "duplicate-id"
	CodeDuplicateTitle      Code = "duplicate-title"
	CodeTitleMissing        Code = "title-missing"
	CodeHiddenPage          Code = "hidden-page"
	CodeFrontMatterUnclosed Code = "front-matter-unclosed"
	CodeFrontMatterHidden   Code = "front-matter-hidden"
	CodeYAMLSyntax          Code = "yaml-syntax"
	CodeFrontMatterSyntax   Code = "front-matter-syntax"
	CodeYAMLDuplicateKey    Code = "yaml-duplicate-key"
	CodeYAMLAlias           Code = "yaml-alias"
	CodeYAMLTag             Code = "yaml-tag"
	CodeYAMLDocuments       Code = "yaml-documents"
	CodeUnknownKey          Code = "unknown-key"
	CodeUnknownFieldValue   Code = "unknown-field-value"
	CodeFieldMissing        Code = "field-missing"
	CodeSectionMissing      Code = "section-missing"
	CodeContentsMissing     Code = "contents-missing"
	CodeContentsOrphan      Code = "contents-orphan"
	CodeSectionOrder        Code = "section-order"
	CodeIDForm              Code = "id-form"
	CodeValueUnknown        Code = "value-unknown"
	CodeBadDate             Code = "bad-date"
	CodeTooLarge            Code = "too-large"
	CodeTooDeep             Code = "too-deep"
	CodeTooMany             Code = "too-many"
	CodeMarkdownLimit       Code = "markdown-limit"
	CodeNestingLimit        Code = "nesting-limit"
	CodeEmbedCycle          Code = "embed-cycle"
	CodeEmbedDepth          Code = "embed-depth"
	CodeEmbedSize           Code = "embed-size"
	CodeNotRendered         Code = "not-rendered"
	CodeHTMLRemoved         Code = "html-removed"
	CodeHTMLUnknown         Code = "html-unknown"
	CodeMathUnread          Code = "math-unread"
	CodeMediaMismatch       Code = "media-mismatch"
	CodeMediaRefused        Code = "media-refused"
	CodeNotAFile            Code = "not-a-file"
	CodeUnreadable          Code = "unreadable"
	CodeEncoding            Code = "encoding"
	CodeBidiControl         Code = "bidi-control"
	CodeMixedScript         Code = "mixed-script"
	CodeCreditMissing       Code = "credit-missing"
	CodeCreditUnproven      Code = "credit-unproven"
	CodeShallowClone        Code = "shallow-clone"
	CodeHistoryUnread       Code = "history-unread"
	CodeConfigUnknownKey    Code = "config-unknown-key"
	CodeConfigValue         Code = "config-value"
	CodeConfigWidened       Code = "config-widened"
	CodeWantedPage          Code = "wanted-page"
	CodeLinkCase            Code = "link-case"
	CodeAddressLost         Code = "address-lost"
	CodeAddressPattern      Code = "address-pattern"
	CodeOutsideBroken       Code = "outside-broken"
	CodeOutsideMoved        Code = "outside-moved"
	CodeOutsideUnsure       Code = "outside-unsure"
	CodeStatusChanged       Code = "status-changed"
	CodeLicenseChanged      Code = "license-changed"
	CodeLicenseUnknown      Code = "license-unknown"
	CodeLicenseSpelling     Code = "license-spelling"
	CodeLicenseMissing      Code = "license-missing"
	CodeLicenseConflict     Code = "license-conflict"
	CodeNearDuplicate       Code = "near-duplicate"
	CodeLinkLanguage        Code = "link-language"
	CodeReviewForged        Code = "review-forged"
	CodeReviewSubject       Code = "review-subject"
	CodeDecisionMissing     Code = "decision-missing"
	CodeMissingTheme        Code = "missing-theme"
	CodeTemplateMistake     Code = "template-mistake"
	CodeWordMistake         Code = "word-mistake"
)

// Entry is what the catalogue says of one code.
type Entry struct {
	Code     Code
	Severity Severity // unless site.yaml says otherwise
	Title    string   // one line, no full stop
	Explain  string   // a few sentences: what is wrong and what is done about it
	Input    string   // an example of the mistake
	Says     string   // and the message it gets
	Remedy   string   // what to do
}

//go:embed codes.yaml
var catalogueText []byte

// catalogue is read when first asked for: most runs ask for a few codes or none.
var catalogue = sync.OnceValue(func() []Entry {
	root, _ := ParseYAML(catalogueText, 1, YAMLLimits{Bytes: len(catalogueText), Depth: 3, Nodes: len(catalogueText)})
	entries := make([]Entry, root.Len())
	for i := range entries {
		n := root.Item(i)
		e := &entries[i]
		e.Code = Code(n.Get("code").Text())
		// A word that is no severity leaves Off; a test holds that there is none.
		_ = e.Severity.UnmarshalText([]byte(n.Get("severity").Text()))
		e.Title, e.Explain, e.Remedy = n.Get("title").Text(), n.Get("explain").Text(), n.Get("remedy").Text()
		e.Input, e.Says = n.Get("input").Text(), n.Get("says").Text()
	}
	return entries
})

// Catalogue lists all codes with what they mean. The list is shared and must not be changed.
func Catalogue() []Entry { return catalogue() }

// Lookup finds a code in the catalogue.
func Lookup(code Code) (Entry, bool) {
	for _, e := range catalogue() {
		if e.Code == code {
			return e, true
		}
	}
	return Entry{}, false
}
