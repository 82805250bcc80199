// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"commonplace/generator"
	"commonplace/generator/source"
)

// How to make the example of each code: the files it needs, in which INPUT stands for the example as the catalogue has it. An example that
// tells of files rather than quoting them has none of it.
var examples = map[source.Code]tree{
	source.CodeBrokenLink:          {"content/a.md": "INPUT", "content/guide.md": "# Guide"},
	source.CodeBrokenAnchor:        {"content/a.md": "INPUT", "content/people.md": "# People\n\n## Roles"},
	source.CodeBrokenImage:         {"content/a.md": "INPUT"},
	source.CodeBrokenEmbed:         {"content/a.md": "INPUT", "content/b.md": "# Peer production\n\n## History"},
	source.CodeAmbiguousLink:       {"content/a.md": "INPUT", "content/one/b.md": "# Introduction", "content/two/b.md": "# Introduction"},
	source.CodeDanglingRelation:    {"content/a.md": "---\nINPUT\n---"},
	source.CodeLinkScheme:          {"content/a.md": "INPUT"},
	source.CodeFileNotPublished:    {"content/a.md": "INPUT", "content/deploy.js": "run()"},
	source.CodeRemoteImage:         {"content/a.md": "INPUT"},
	source.CodeEmailInText:         {"content/a.md": "INPUT"},
	source.CodeEmailRemoved:        {"content/a.md": "---\nINPUT\n---"},
	source.CodeAddressConflict:     {"content/patterns/a.md": "---\nINPUT\n---", "content/patterns/b.md": "---\nINPUT\n---"},
	source.CodeAliasConflict:       {"content/a.md": "---\nINPUT\n---", "content/commons.md": "# Commons"},
	source.CodeAddressMissing:      {"site.yaml": "INPUT"},
	source.CodeUnsafeName:          {"content/INPUT": "# Name"},
	source.CodeDuplicateID:         {"content/a.md": "---\nINPUT\n---", "content/b.md": "---\nINPUT\n---"},
	source.CodeDuplicateTitle:      {"content/a.md": "---\nINPUT\n---", "content/b.md": "---\nINPUT\n---"},
	source.CodeTitleMissing:        {"content/notes.md": "INPUT"},
	source.CodeHiddenPage:          {"content/a.md": "---\nINPUT\n---"},
	source.CodeFrontMatterUnclosed: {"content/a.md": "INPUT"},
	source.CodeFrontMatterHidden:   {"content/a.md": "---\nINPUT\n---"},
	source.CodeFrontMatterSyntax:   {"content/a.md": "+++\nINPUT\n+++"},
	source.CodeYAMLSyntax:          {"content/a.md": "---\nINPUT\n---"},
	source.CodeYAMLDuplicateKey:    {"content/a.md": "---\nINPUT\n---"},
	source.CodeYAMLAlias:           {"content/a.md": "---\nINPUT\n---"},
	source.CodeYAMLTag:             {"content/a.md": "---\nINPUT\n---"},
	source.CodeYAMLDocuments:       {"content/contributors/ada.yaml": "INPUT"},
	source.CodeUnknownKey:          {"content/a.md": "---\nINPUT\n---"},
	source.CodeUnknownFieldValue:   {"content/a.md": "---\nINPUT\n---"},
	source.CodeFieldMissing:        {"content/a.md": "---\nINPUT\n---", "site.yaml": "types: {pattern: {required: [license]}}"},
	source.CodeSectionMissing:      {"content/a.md": "---\nINPUT\n---", "site.yaml": "types: {pattern: {sections: [Solution]}}"},
	source.CodeContentsMissing:     {"content/SUMMARY.md": "INPUT", "content/water.md": "# Water", "site.yaml": "sources: [{root: content, nav: SUMMARY.md}]"},
	source.CodeContentsOrphan:      {"content/SUMMARY.md": "- [Home](index.md)", "content/water.md": "INPUT", "site.yaml": "sources: [{root: content, nav: SUMMARY.md}]"},
	source.CodeSectionOrder:        {"content/a.md": "---\ntype: pattern\n---\nINPUT", "site.yaml": "types: {pattern: {sections: [Problem, Solution]}}"},
	source.CodeIDForm:              {"content/a.md": "---\ntype: pattern\nINPUT\n---", "site.yaml": "types: {pattern: {id: typeid}}"},
	source.CodeValueUnknown:        {"content/a.md": "---\ntype: pattern\nINPUT\n---", "site.yaml": "sources: [{root: content, fields: {stage: [stage]}}]\ntypes: {pattern: {values: {stage: [design, build, run]}}}"},
	source.CodeBadDate:             {"content/a.md": "---\nINPUT\n---"},
	source.CodeTooLarge:            {"content/a.md": "---\ntags:\n" + strings.Repeat("- a\n", 2500) + "---"},
	source.CodeTooDeep:             {"content/a.md": "---\nINPUT\n---"},
	source.CodeTooMany:             {"content/a.md": "---\ntags: [a, b, c, d, e" + strings.Join(strings.SplitAfter("fghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789αβγδ", ""), ", ") + "]\n---"},
	source.CodeMarkdownLimit:       {"content/a.md": strings.Repeat("[a](b", 60000)},
	source.CodeNestingLimit:        {"content/a.md": "INPUT"},
	source.CodeEmbedCycle:          {"content/b.md": "INPUT", "content/a.md": "![[b]]"},
	source.CodeEmbedDepth: {"content/a.md": "INPUT", "content/first.md": "# First of a long chain\n\n![[b]]", "content/b.md": "![[c]]", "content/c.md": "![[d]]",
		"content/d.md": "![[e]]", "content/e.md": "End."},
	source.CodeEmbedSize:        {"content/a.md": strings.Repeat("![[Everything]]\n\n", 10), "content/b.md": "# Everything\n\n" + strings.Repeat("All of it. ", 45000)},
	source.CodeNotRendered:      {"content/a.md": "INPUT", "site.yaml": "markdown: {dialects: [shortcodes]}"},
	source.CodeHTMLRemoved:      {"content/a.md": "INPUT"},
	source.CodeHTMLUnknown:      {"content/a.md": "INPUT"},
	source.CodeMathUnread:       {"content/a.md": "INPUT"},
	source.CodeMediaMismatch:    {"content/a.md": "![](photo.png)", "content/photo.png": "<!doctype html><p>A page."},
	source.CodeMediaRefused:     {"content/a.md": "INPUT", "content/poster.gif": "GIF89a\x10\x27\x40\x1f\x00\x00\x00,\x00\x00\x00\x00\x10\x27\x40\x1f\x00\x02\x00;"},
	source.CodeEncoding:         {"content/a.md": "Caf\xe9, na\xefve, \xe0 la carte"},
	source.CodeBidiControl:      {"content/a.md": "Pay \u202emoc.elpmaxe"},
	source.CodeMixedScript:      {"content/contributors/ada.yaml": "INPUT"},
	source.CodeConfigUnknownKey: {"site.yaml": "INPUT"},
	source.CodeConfigValue:      {"site.yaml": "INPUT"},
	source.CodeConfigWidened:    {"site.yaml": "INPUT"},
	source.CodeWantedPage:       {"content/a.md": "INPUT"},
	source.CodeLinkCase:         {"content/a.md": "INPUT", "content/guide.md": "# Guide"},
	source.CodeLinkLanguage:     {"content/a.md": "INPUT", "content/b.md": "---\ntitle: Grundlagen\nlang: de\n---"},
	source.CodeReviewForged: {"content/a.md": "# Water", "content/contributors/ada.yaml": "id: ada", "content/contributors/bo.yaml": "id: bo",
		"content/reviews/water/2026-11-20-ada.yaml": "subject: water\nreviewer: bo\ndate: 2026-11-20\nrecommendation: accept"},
	source.CodeReviewSubject:   {"content/a.md": "# Water", "content/reviews/wather/2026-11-20-ada.yaml": "INPUT\nreviewer: {name: Ada}\ndate: 2026-11-20"},
	source.CodeDecisionMissing: {"governance.yaml": "INPUT\nstatuses: [{id: read, accepts: 1}]"},
	source.CodeLicenseUnknown:  {"content/a.md": "---\nINPUT\n---"},
	source.CodeLicenseSpelling: {"content/a.md": "---\nINPUT\n---"},
	source.CodeLicenseMissing:  {"content/a.md": "INPUT", "content/b.md": "---\nlicense: MIT\n---"},
	source.CodeLicenseConflict: {"content/a.md": "---\nlicense: CC-BY-4.0\nINPUT\n---"},
	source.CodeMissingTheme:    {"site.yaml": "INPUT"},
	source.CodeTemplateMistake: {"themes/default/list.html": "INPUT"},
	source.CodeWordMistake:     {"themes/default/words/de.yaml": "INPUT"},
}

// Examples that need more than files, and what holds them.
var otherExamples = map[source.Code]string{
	source.CodeBadName:       "the tests of package source",
	source.CodeNotAFile:      "the test below",
	source.CodeUnreadable:    "nothing: root can read any file",
	source.CodeShallowClone:  "the tests of package history",
	source.CodeHistoryUnread: "the tests of package history",
	source.CodeCreditMissing: "credit.txtar of the program", source.CodeCreditUnproven: "credit.txtar of the program",

	source.CodeAddressLost:    "TestSince",
	source.CodeAddressPattern: "TestOldAddresses of package site",
	source.CodeOutsideBroken:  "TestLinks",
	source.CodeOutsideMoved:   "TestLinks",
	source.CodeOutsideUnsure:  "TestLinks",
	source.CodeStatusChanged:  "TestSince",
	source.CodeLicenseChanged: "TestSince",
	source.CodeNearDuplicate:  "TestSince",
}

// TestExamplesInTheCatalogue: what `explain` and the guide say that the program says is what it says.
func TestExamplesInTheCatalogue(t *testing.T) {
	for _, entry := range source.Catalogue() {
		files, ok := examples[entry.Code]
		if !ok {
			if otherExamples[entry.Code] == "" {
				t.Errorf("%s has no example", entry.Code)
			}
			continue
		}
		t.Run(string(entry.Code), func(t *testing.T) {
			t.Parallel()
			input, _, _ := strings.Cut(entry.Input, "   #") // a remark
			dir, made := scratch(t), tree{"content/index.md": "# Home"}
			for name, text := range files {
				made[strings.ReplaceAll(name, "INPUT", input)] = strings.ReplaceAll(text, "INPUT", input) + "\n"
			}
			made.write(t, dir)
			commons, diags, err := open(generator.Options{Source: dir})
			if err == nil {
				result, err := commons.Check(context.Background())
				if err != nil {
					t.Fatal(err)
				}
				diags = result.Diagnostics
			} else if !errors.Is(err, generator.ErrSettings) {
				t.Fatal(err)
			}
			var said []string
			for _, d := range diags {
				if d.Code == entry.Code {
					said = append(said, d.Message)
				}
			}
			if !slices.Contains(said, entry.Says) {
				t.Errorf("the example says %q, not %q; all: %v", said, entry.Says, diags)
			}
		})
	}
}

func TestExampleOfALink(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("making symbolic links takes a right that tests may not have")
	}
	dir := scratch(t)
	tree{"content/index.md": "# Home"}.write(t, dir)
	if err := os.Symlink("/etc/passwd", filepath.Join(dir, "content", "notes.md")); err != nil {
		t.Fatal(err)
	}
	result := mustBuild(t, generator.Options{Source: dir})
	entry, _ := source.Lookup(source.CodeNotAFile)
	if !slices.ContainsFunc(result.Diagnostics, func(d source.Diagnostic) bool { return d.Code == entry.Code && d.Message == entry.Says }) {
		t.Errorf("%v, want %q", result.Diagnostics, entry.Says)
	}
}
