// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"reflect"
	"strings"
	"testing"
)

// Each file of testdata/sections holds a mapping and cases in pairs: a page, and under it the facts that its headings give, the text
// that is left, and what is wrong.
func TestSections(t *testing.T) {
	caseFiles(t, "testdata/sections/*.txt", func(p *Parser, data []byte) string {
		d, body := p.Page(data)
		var b strings.Builder
		if again, err := DecodeDoc(AppendDoc(nil, d)); err != nil || !reflect.DeepEqual(again, d) {
			t.Errorf("the facts are not those of their record (%v): %+v %+v\n", err, again, d)
		}
		show(&b, "", reflect.ValueOf(d.Meta))
		if d.Hidden {
			b.WriteString("hidden\n")
		}
		for _, l := range d.Links {
			b.WriteString("link: " + l.Target + "\n")
		}
		b.WriteString("body:\n" + showBody(body))
		showDiagnostics(&b, d.Diags)
		return b.String()
	})
}
