// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestGuideListsTheDialects holds the table of the guide to that of the program; -update writes it.
func TestGuideListsTheDialects(t *testing.T) {
	const file = "../../content/guide/dialects.md"
	page, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	const head = "| Name | You write | It becomes | Written by |\n|---|---|---|---|\n"
	before, rest, ok := strings.Cut(string(page), head)
	_, after, end := strings.Cut(rest, "\n\n")
	if !ok || !end {
		t.Fatalf("%s has no table that begins with\n%s", file, head)
	}
	var table strings.Builder
	for _, e := range DialectTable() {
		name := "`" + e.Name + "`"
		if e.Default {
			name = "**" + name + "**"
		}
		fmt.Fprintf(&table, "| %s | %s | %s | %s |\n", name, e.Writes, e.Says, e.From)
	}
	want := before + head + table.String() + "\n" + after
	if *update {
		write(t, file, []byte(want))
		return
	}
	if diff := cmp.Diff(want, string(page)); diff != "" {
		t.Errorf("%s is not what the program says; run: go test ./generator/config -run Guide -update (-want +got):\n%s", file, diff)
	}
}
