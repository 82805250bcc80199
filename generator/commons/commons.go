// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Package commons holds the rules of a commons: what licences mean and what may be combined, who is credited for what, what
// reviews make of a page.
//
// It is pure: its functions depend on their arguments and on the data that is part of the program, never on files, other pages or the
// clock. What it says of licences is advice with its reason and source, never a refusal: nothing here stops a build.
package commons
