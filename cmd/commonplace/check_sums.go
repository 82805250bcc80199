// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"strconv"

	"commonplace/generator"
	"commonplace/generator/build"
	"commonplace/generator/source"
)

// namedRepairs is how many repaired problems are named; more are counted.
const namedRepairs = 10

// repairedLines names what a change repairs, where it is little.
func repairedLines(list []source.Diagnostic) []string {
	var rows [][]string
	for _, d := range list[:min(len(list), namedRepairs)] {
		place := d.Path
		if d.Span.Line > 0 {
			place += ":" + strconv.Itoa(int(d.Span.Line))
		}
		rows = append(rows, []string{"repaired", string(d.Code), place})
	}
	lines := columns(rows)
	if n := len(list) - namedRepairs; n > 0 {
		lines = append(lines, fmt.Sprintf("and %s repaired", grouped(n)+" more"))
	}
	return lines
}

// sinceSums says what a change adds, repairs and leaves.
func sinceSums(result *generator.Result) []string {
	t := count(result.Diagnostics)
	added := "nothing new to report"
	if len(t.codes) > 0 {
		added = "new: " + t.String()
	}
	line := fmt.Sprintf("since %.10s: %s; %s repaired, %s left as before", result.Since.Commit, added,
		plural(len(result.Since.Repaired), "problem"), grouped(result.Since.Older))
	if len(t.codes) > 0 {
		line += fmt.Sprintf("; commonplace explain %s tells more", t.codes[0].code)
	}
	return []string{line}
}

// addressesSums says how many addresses of an old site die.
func addressesSums(a *build.Addresses) []string {
	if a.Kept == a.Asked {
		return []string{fmt.Sprintf("%s: all kept", addressCount(a.Asked))}
	}
	return []string{fmt.Sprintf("%s: %s kept, %s would die", addressCount(a.Asked), grouped(a.Kept), grouped(a.Asked-a.Kept))}
}

func addressCount(n int) string {
	if n == 1 {
		return "1 address"
	}
	return grouped(n) + " addresses"
}

// linksSums says what became of outside links.
func linksSums(l *build.Links) []string {
	return []string{fmt.Sprintf("%s: %s fine, %s moved, %s broken, %s could not be checked",
		plural(l.Links, "outside link"), grouped(l.Fine), grouped(l.Moved), grouped(l.Broken), grouped(l.Unsure))}
}
