// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator

import (
	"context"
	"errors"

	"commonplace/generator/source"
)

// version is set by the linker in a release.
var version = "devel"

// Version names this program: "1.2.0", or "devel" for one that was built from a working tree.
func Version() string { return version }

// Commons is an opened commons.
type Commons struct{}

// Open reads the settings. Its diagnostics are those of the settings; Build and Check have them in their results too, so that
// a caller prints them only where Open fails.
func Open(Options) (*Commons, []source.Diagnostic, error) {
	return nil, nil, errors.New("open is not written yet")
}

// Build makes or renews the output.
func (*Commons) Build(context.Context) (*Result, error) {
	return nil, errors.New("build is not written yet")
}

// Check finds what is wrong and writes nothing but the cache.
func (*Commons) Check(context.Context) (*Result, error) {
	return nil, errors.New("check is not written yet")
}
