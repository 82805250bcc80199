// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package commons

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What may become of each licence in a page under each other, as those say who wrote the licences: y yes, n no, ~ at a price. The grid was written by hand from
// the sources that compatibility.yaml names; the columns are in the order of the rows.
const adaptations = `
CC0-1.0            yyyyyyyyyyyyyyyyyy
PDDL-1.0           yyyyyyyyyyyyyyyyyy
CC-BY-3.0          nnyyyyyyyyynnnnyyy
CC-BY-4.0          nnyyyyyyyyyyyyyyyy
CC-BY-SA-3.0       nnnnyynnnnnnnnnnnn
CC-BY-SA-4.0       nnnnnynnnnynnynnnn
CC-BY-NC-4.0       nnnnnnyynynnnnnnnn
CC-BY-NC-SA-4.0    nnnnnnnynnnnnnnnnn
CC-BY-ND-4.0       nnnnnnnnnnnnnnnnnn
CC-BY-NC-ND-4.0    nnnnnnnnnnnnnnnnnn
LAL-1.3            nnnnnynnnnynnnnnnn
GFDL-1.3-or-later  nnnnnnnnnnnynnnnnn
GPL-2.0-only       nnnnnnnnnnnnynnnnn
GPL-3.0-only       nnnnnnnnnnnnnyynnn
AGPL-3.0-only      nnnnnnnnnnnnnnynnn
MIT                nnyyyyyyyyyyyyyyyy
Apache-2.0         nnyyyyyyyyyynyyyyy
ODbL-1.0           nnnnnnnnnnnnnnnnny
`

const collections = `
CC0-1.0            yyyyyyyyyyyyyyyyyy
PDDL-1.0           yyyyyyyyyyyyyyyyyy
CC-BY-3.0          yyyyyyyyyyyyyyyyyy
CC-BY-4.0          yyyyyyyyyyyyyyyyyy
CC-BY-SA-3.0       yyyyyyyyyyyyyyyyyy
CC-BY-SA-4.0       yyyyyyyyyyyyyyyyyy
CC-BY-NC-4.0       ~~~~~~yy~y~~~~~~~~
CC-BY-NC-SA-4.0    ~~~~~~yy~y~~~~~~~~
CC-BY-ND-4.0       yyyyyyyyyyyyyyyyyy
CC-BY-NC-ND-4.0    ~~~~~~yy~y~~~~~~~~
LAL-1.3            yyyyyyyyyyyyyyyyyy
GFDL-1.3-or-later  yyyyyyyyyyyyyyyyyy
GPL-2.0-only       yyyyyyyyyyyyyyyyyy
GPL-3.0-only       yyyyyyyyyyyyyyyyyy
AGPL-3.0-only      yyyyyyyyyyyyyyyyyy
MIT                yyyyyyyyyyyyyyyyyy
Apache-2.0         yyyyyyyyyyyyyyyyyy
ODbL-1.0           yyyyyyyyyyyyyyyyyy
`

func TestCompatibility(t *testing.T) {
	letters := map[Answer]string{Yes: "y", No: "n", Limited: "~", Unknown: "?"}
	for use, grid := range map[Use]string{Adaptation: adaptations, Collection: collections} {
		rows := strings.Split(strings.TrimSpace(grid), "\n")
		ids := make([]string, len(rows))
		for i, row := range rows {
			ids[i], _, _ = strings.Cut(row, " ")
		}
		for i, row := range rows {
			want := strings.Fields(row)[1]
			for k, into := range ids {
				v := Judge(ReadLicence(ids[i]), ReadLicence(into), use)
				if letters[v.Answer] != want[k:k+1] {
					t.Errorf("%s into %s, use %d: %s (%s), want %s", ids[i], into, use, letters[v.Answer], v.Rule, want[k:k+1])
				}
				if v.Source == "" || v.Reason == "" || v.Answer == No && v.Remedy == "" {
					t.Errorf("%s into %s: a verdict without source, reason or remedy: %+v", ids[i], into, v)
				}
			}
		}
	}
}

// Every case of testdata/compatibility.txt: what becomes of expressions, versions and what no one knows, with the reason and who says so.
func TestVerdicts(t *testing.T) {
	text, err := os.ReadFile("testdata/compatibility.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for line := range strings.Lines(string(text)) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "  ") {
			continue
		}
		out.WriteString(line + "\n")
		pair, use, ok := strings.Cut(line, " as ")
		if !ok || line[0] == '#' {
			continue
		}
		from, into, _ := strings.Cut(pair, " into ")
		how := Adaptation
		if use == "collection" {
			how = Collection
		}
		v := Judge(ReadLicence(from), ReadLicence(into), how)
		fmt.Fprintf(&out, "  %s: %s\n", [...]string{"unknown", "yes", "limited", "no"}[v.Answer], v.Reason)
		if v.Remedy != "" {
			fmt.Fprintf(&out, "  %s\n", v.Remedy)
		}
		fmt.Fprintf(&out, "  %s\n", v.Source)
	}
	golden(t, "testdata/compatibility.txt", string(text), out.String())
}

func golden(t *testing.T, path, was, is string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(is), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if diff := cmp.Diff(was, is); diff != "" {
		t.Error(diff)
	}
}
