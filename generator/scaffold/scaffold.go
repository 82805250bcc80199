// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Package scaffold writes the first files of a commons and the first lines of a page, from templates that come with the program
// and that a site can replace.
//
// It never overwrites a file, never writes outside the folder it was given, reads no clock and asks nobody: what a file shall say is an
// input. Its invariant: what Init writes into an empty folder passes every check without a finding.
package scaffold
