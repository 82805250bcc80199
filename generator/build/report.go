// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import "commonplace/generator/source"

// Report says what a build did. Its JSON form is what --report writes.
type Report struct {
	Version   string `json:"version"` // of the program
	Date      string `json:"date"`    // the build's date, YYYY-MM-DD
	Commit    string `json:"commit,omitempty"`
	Pages     int    `json:"pages"`     // published pages
	Hidden    int    `json:"hidden"`    // drafts and the like, left out
	Outputs   int    `json:"outputs"`   // files of the site
	Rendered  int    `json:"rendered"`  // outputs made in this build
	Unchanged int    `json:"unchanged"` // outputs that stand as they were
	Removed   int    `json:"removed"`   // outputs of the last build that are gone
	Bytes     int64  `json:"bytes"`     // of all outputs

	// Added, Changed and Deleted are the paths of outputs, sorted; Foreign are files in the output that are not ours and were
	// carried over.
	Added   []string `json:"added"`
	Changed []string `json:"changed"`
	Deleted []string `json:"deleted"`
	Foreign []string `json:"foreign"`

	Phases      []Phase             `json:"phases"`
	PeakMemory  int64               `json:"peak_memory"` // bytes of resident memory, where the system tells
	Diagnostics map[source.Code]int `json:"diagnostics"`
	Errors      int                 `json:"errors"`
	Warnings    int                 `json:"warnings"`
}

// Phase is the cost of one step.
type Phase struct {
	Name string  `json:"name"` // read, parse, link, render, emit
	Wall float64 `json:"wall"` // seconds
	CPU  float64 `json:"cpu"`  // user and system seconds of the whole process meanwhile
}
