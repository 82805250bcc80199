// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const guideFile = "../../content/guide/diagnostics.md"

// TestGuideListsTheCatalogue holds the page of the guide that lists every code to the catalogue; -update writes it.
func TestGuideListsTheCatalogue(t *testing.T) {
	page, err := os.ReadFile(guideFile)
	if err != nil {
		t.Fatal(err)
	}
	// What stands above the first code is written by hand.
	head, _, _ := strings.Cut(string(page), "\n## ")
	want := strings.TrimRight(head, "\n") + "\n" + guideText()
	if *update {
		if err := os.WriteFile(guideFile, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(string(page), "\n")); diff != "" {
		t.Errorf("%s is not what codes.yaml says; run: go test ./generator/source -run Guide -update\n%s", guideFile, diff)
	}
}

func guideText() string {
	var b strings.Builder
	for _, e := range Catalogue() {
		b.WriteString("\n## " + string(e.Code) + "\n\n**" + inText(e.Title) + "** (" + e.Severity.String() + "). " + inText(e.Explain) + "\n\n")
		b.WriteString("```text\n" + e.Input + "\n```\n\n> " + inText(e.Says) + "\n\n" + inText(e.Remedy) + "\n")
	}
	return b.String()
}

// inText writes a sentence of the catalogue as Markdown that says the same: outside code no mark has a meaning.
func inText(s string) string {
	parts := strings.Split(s, "`")
	for i := 0; i < len(parts); i += 2 {
		parts[i] = strings.NewReplacer(`\`, `\\`, `*`, `\*`, `_`, `\_`, `<`, `\<`, `[`, `\[`, `]`, `\]`).Replace(parts[i])
	}
	return strings.Join(parts, "`")
}
