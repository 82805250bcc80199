// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator

import (
	"runtime/debug"

	"commonplace/generator/scaffold"
)

// repository is set by the linker in a release: the address that the program's source can be fetched from.
var repository = ""

// Origin is the source that this program was made of, for the workflows that compile it again. A build of a working tree may know only
// its commit, or nothing.
func Origin() scaffold.Program {
	origin := scaffold.Program{Repository: repository}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				origin.Commit = s.Value
			}
		}
	}
	return origin
}
