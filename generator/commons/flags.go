// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package commons

import "slices"

// Flag is what is said beside a status.
type Flag string

// The flags.
const (
	FlagStale       Flag = "stale"
	FlagDisputed    Flag = "disputed"
	FlagLicense     Flag = "license-conflict"
	FlagUnstewarded Flag = "unstewarded"
	FlagDeprecated  Flag = "deprecated"
)

// flags are those that hold, of those that the rules ask for.
func (e *evaluation) flags() []Flag {
	var list []Flag
	for _, f := range []struct {
		flag  Flag
		holds bool
	}{
		{FlagStale, e.isStale()},
		{FlagDisputed, e.disputes > 0},
		{FlagLicense, e.subject.Conflict},
		{FlagUnstewarded, e.subject.Stewards == 0 && e.subject.Stewarded},
		{FlagDeprecated, e.subject.Outdated},
	} {
		if f.holds && slices.Contains(e.rules.Flags, string(f.flag)) {
			list = append(list, f.flag)
		}
	}
	return list
}

// isStale says whether a section that was once accepted has changed since, and nobody has accepted it as it is now; or whether the day has come for which the page itself asks for a
// new review.
func (e *evaluation) isStale() bool {
	fresh := make([]bool, len(e.subject.Sections))
	reviewed := ""
	for k := range e.votes {
		if v := &e.votes[k]; v.Counts() {
			for _, at := range v.Fresh {
				fresh[at] = true
			}
			reviewed = max(reviewed, e.given[v.Review].Date)
		}
	}
	for k := range e.votes {
		v := &e.votes[k]
		if v.Why != "" && v.Why != ReasonStale {
			continue
		}
		for _, at := range v.Changed {
			if !fresh[at] {
				return true
			}
		}
	}
	due := e.subject.ReviewIn.After(max(e.subject.Updated, reviewed))
	return due != "" && due < e.date
}
