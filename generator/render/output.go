// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Package render turns a theme and the views of a site into outputs.
//
// An Output is a path, a key and a way to write it; it is written only when its key changes. Render never reads anything but the
// theme, the views and the bodies it is given, so equal keys mean equal bytes.
package render

import "commonplace/generator/source"

// Output is one file of the published site.
type Output struct {
	Path  string // slash path from the output's root, safe on every file system
	Key   source.Hash
	Write func(dst []byte) ([]byte, error) // appends the file's bytes
}
