// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"fmt"
	"strings"

	"commonplace/generator/page"
	"commonplace/generator/source"
)

// notRendered reports a construct of a page that is not shown as it was meant.
func notRendered(path string, u *page.Unrendered) source.Diagnostic {
	what := "left out"
	d := source.Diagnostic{Code: source.CodeNotRendered, Path: path, Span: u.Span}
	if u.AsText {
		what = "shown as it is written"
	} else if strings.HasPrefix(u.Construct, "shortcode ") || strings.HasPrefix(u.Construct, "tag ") || strings.HasPrefix(u.Construct, "component ") {
		d.Help = "markdown.shortcodes in site.yaml says what such things become"
	}
	d.Message = u.Construct + " is " + what
	if u.Count > 1 {
		d.Message += fmt.Sprintf("; %d times in this page", u.Count)
	}
	return d
}
