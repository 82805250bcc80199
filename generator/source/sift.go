// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	"path"
	"slices"
	"strings"
)

// Sift gives a function that says of a slash path below a root whether Scan would list the file, if it were there: for names that come from
// elsewhere than a disk. keep and named are those of Scan.
func Sift(keep func(path string, isDir bool) bool, named ...string) func(path string) bool {
	folders := map[string]bool{".": true}
	var enter func(dir string) bool
	enter = func(dir string) bool {
		takes, known := folders[dir]
		if !known {
			takes = scanned(dir, named) && strings.Count(dir, "/") < maxFolders && enter(path.Dir(dir)) && keep(dir, true)
			folders[dir] = takes
		}
		return takes
	}
	return func(name string) bool { return enter(path.Dir(name)) && scanned(name, named) && keep(name, false) }
}

// scanned says that a scan looks at an entry of this name, and finds nothing wrong with the name.
func scanned(full string, named []string) bool {
	return IsListed(full, named) && plainName(path.Base(full))
}

// IsListed tells whether a scan that came as far as the folder of a path goes on to it. It leaves out what is hidden and what package
// managers put beside content, but for the named paths, the way to them and what is in them.
func IsListed(full string, named []string) bool {
	plain := listed(path.Base(full))
	if len(named) == 0 {
		return plain
	}
	inside := true // nothing on the way is hidden
	for part := range strings.SplitSeq(full, "/") {
		inside = inside && listed(part)
	}
	return inside || slices.ContainsFunc(named, func(name string) bool {
		return full == name || strings.HasPrefix(name, full+"/") || plain && strings.HasPrefix(full, name+"/")
	})
}

func listed(base string) bool { return !strings.HasPrefix(base, ".") && base != "node_modules" }
