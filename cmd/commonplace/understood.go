// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"strings"

	"commonplace/generator/site"
)

const (
	namedValues    = 12 // of each row of what was understood
	namedConstruct = 20 // constructs that are not rendered
)

// understoodTable tells what was made of files that another program was written for, and what could not be.
func understoodTable(u *site.Understanding) []string {
	var lines []string
	if u.Foreign {
		lines = append(lines, "understood")
		for _, r := range []struct {
			name string
			list []site.Counted
		}{{"types", u.Types}, {"languages", u.Languages}, {"statuses", u.Statuses}, {"fields", u.Fields}} {
			if len(r.list) > 0 {
				lines = append(lines, fmt.Sprintf("  %-9s  %s", r.name, counts(r.list)))
			}
		}
		lines = append(lines, "")
	}
	if len(u.NotRendered) > 0 {
		rows := [][]string{}
		for _, n := range u.NotRendered[:min(len(u.NotRendered), namedConstruct)] {
			what := n.Construct
			if n.AsText {
				what += ", shown as text"
			}
			rows = append(rows, []string{grouped(n.Count), what, fmt.Sprintf("%s:%d", n.Path, n.Span.Line)})
		}
		lines = append(lines, "not rendered")
		for _, line := range columns(rows) {
			lines = append(lines, "  "+line)
		}
		if more := len(u.NotRendered) - namedConstruct; more > 0 {
			lines = append(lines, fmt.Sprintf("  and %s; --json has all", plural(more, "other construct")))
		}
		lines = append(lines, "")
	}
	return lines
}

// counts names the most frequent: "80 pattern, 12 page".
func counts(list []site.Counted) string {
	var parts []string
	for _, c := range list[:min(len(list), namedValues)] {
		parts = append(parts, grouped(c.Pages)+" "+c.Name)
	}
	if more := len(list) - namedValues; more > 0 {
		parts = append(parts, plural(more, "other"))
	}
	return strings.Join(parts, ", ")
}
