// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	"path"
	"strings"
)

// Sift gives a function that says of a slash path below a root whether Scan would list the file, if it were there: for names that come from
// elsewhere than a disk. keep is that of Scan.
func Sift(keep func(path string, isDir bool) bool) func(path string) bool {
	folders := map[string]bool{".": true}
	var enter func(dir string) bool
	enter = func(dir string) bool {
		takes, known := folders[dir]
		if !known {
			takes = scanned(path.Base(dir)) && strings.Count(dir, "/") < maxFolders && enter(path.Dir(dir)) && keep(dir, true)
			folders[dir] = takes
		}
		return takes
	}
	return func(name string) bool { return enter(path.Dir(name)) && scanned(path.Base(name)) && keep(name, false) }
}

// scanned says that a scan looks at an entry of this name, and finds nothing wrong with the name.
func scanned(base string) bool { return listed(base) && plainName(base) }

// listed leaves out what is hidden and what package managers put beside content.
func listed(base string) bool { return !strings.HasPrefix(base, ".") && base != "node_modules" }
