// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Package commons holds the rules of a commons: what licences mean and what may be combined, who is credited for what, how reviews become a
// status with its proof.
//
// It is pure: its functions depend on their arguments and on the data that is part of the program, never on files, other pages or the
// clock, and the same facts always give the same answer. It never says less than it knows: whatever does not count is named with the reason. What
// it says of licences is advice, with its reason and who says so; nothing here stops a build.
package commons
