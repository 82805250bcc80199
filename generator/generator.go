// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Package generator compiles a commons, a folder of Markdown pages and YAML records, into a static wiki.
//
// Open reads the settings; Build makes or renews an output folder; Check reports what is wrong without writing anything but the cache.
// Mistakes of authors are diagnostics in the result; an error is a fault of the environment or of the call.
package generator

import (
	"commonplace/generator/build"
	"commonplace/generator/source"
)

// Options says which commons to open and how. The zero value opens the one around the current folder.
type Options struct {
	Source string   // folder that paths in site.yaml are relative to
	Config string   // a site.yaml elsewhere
	Set    []string // key=value, over site.yaml and the environment

	Destination string // output folder; default "public" in Source
	Date        string // YYYY-MM-DD; default SOURCE_DATE_EPOCH, else today in UTC
	Drafts      bool   // build drafts, too
	Clean       bool   // drop foreign files from the output
	Verify      bool   // build again from nothing and compare every byte
	Jobs        int    // parallel work; default the number of processors

	// Progress is called while work goes on, from one goroutine at a time; Total is 0 where it is not known.
	Progress func(phase string, done, total int)
}

// Result is what Build and Check found.
type Result struct {
	Report      build.Report
	Diagnostics []source.Diagnostic // sorted by path, line, column and code; those re-levelled to off are left out
	// Lines gives line n of a file named by a diagnostic, for the caret.
	Lines func(path string, n int) (string, bool)
}
