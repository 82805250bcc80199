// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator

import "commonplace/generator/build"

// Edits makes repairs in copies of the files that they are in. Nothing is written.
func (c *Commons) Edits(repairs []build.Repair) ([]build.Edit, error) {
	return build.NewBuilder(nil, c.set).Edits(repairs)
}

// Apply writes the files of edits, each in one step. Nothing outside the sources is written, and no file that has changed since it was read.
func (c *Commons) Apply(edits []build.Edit) error { return build.NewBuilder(nil, c.set).Apply(edits) }
