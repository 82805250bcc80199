// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// maxElement is how long one element of an output path may be, in bytes. File systems allow 255; the rest is left to tools that
// add an ending.
const maxElement = 200

// checkPath refuses what is not a safe relative path on every file system: it is the one gate through which paths of outputs,
// manifests and journals pass before they are joined to a folder.
func checkPath(path string) error {
	start, wide := 0, false
	for i := 0; i <= len(path); i++ {
		if i < len(path) {
			switch c := path[i]; {
			case c == '/':
			case c < ' ', c == 0x7f, c == '\\', c == ':', c == '*', c == '?', c == '"', c == '<', c == '>', c == '|':
				return fmt.Errorf("output path %q: the character %q is not safe in file names", path, c)
			default:
				wide = wide || c >= utf8.RuneSelf
				continue
			}
		}
		if why := unsafeElement(path[start:i]); why != "" {
			return fmt.Errorf("output path %q: %s", path, why)
		}
		start = i + 1
	}
	if wide && !utf8.ValidString(path) {
		return fmt.Errorf("output path %q: not valid UTF-8", path)
	}
	first, _, _ := strings.Cut(path, "/")
	if strings.EqualFold(first, ManifestName) || strings.EqualFold(first, innerWork) {
		return fmt.Errorf("output path %q: the name is taken by the build itself", path)
	}
	return nil
}

// unsafeElement says why a name can't be used between slashes, or nothing.
func unsafeElement(name string) string {
	switch {
	case name == "":
		return "empty, absolute, or with an empty element"
	case name == "." || name == "..":
		return "“.” and “..” are not allowed"
	case len(name) > maxElement:
		return fmt.Sprintf("an element is longer than %d bytes", maxElement)
	case name[len(name)-1] == '.' || name[len(name)-1] == ' ':
		return "an element ends in a dot or a space, which Windows drops"
	case reservedName(name):
		return "an element is a device on Windows"
	}
	return ""
}

// reservedName knows the devices that Windows finds in every folder, whatever the ending.
func reservedName(name string) bool {
	stem, _, _ := strings.Cut(name, ".")
	stem = strings.TrimRight(stem, " ")
	switch {
	case len(stem) == 3:
		return strings.EqualFold(stem, "con") || strings.EqualFold(stem, "prn") || strings.EqualFold(stem, "aux") || strings.EqualFold(stem, "nul")
	case len(stem) == 4 || len(stem) == 5:
		if !strings.EqualFold(stem[:3], "com") && !strings.EqualFold(stem[:3], "lpt") {
			return false
		}
		digit := stem[3:]
		return len(digit) == 1 && '0' <= digit[0] && digit[0] <= '9' || digit == "¹" || digit == "²" || digit == "³"
	case len(stem) == 6 || len(stem) == 7:
		return strings.EqualFold(stem, "conin$") || strings.EqualFold(stem, "conout$")
	}
	return false
}
