// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	_ "embed"
	"strings"
)

// languages has a line for each language: its tag and what those who speak it call it. A test makes it from CLDR's names in x/text, which would
// add nearly 3 MB to the program.
//
//go:embed languages.txt
var languages string

// LanguageName is what those who speak it call a language, by its tag (BCP 47): "es" is "Español", "es-AR" is "Español (AR)". A tag that is
// not known is returned as it is.
func LanguageName(tag string) string {
	plain := strings.ReplaceAll(tag, "_", "-")
	if name := languageNamed(plain); name != "" {
		return name
	}
	base, rest, _ := strings.Cut(plain, "-")
	if name := languageNamed(base); name != "" && rest != "" {
		return name + " (" + rest + ")"
	}
	return tag
}

func languageNamed(tag string) string {
	_, after, ok := strings.Cut(languages, "\n"+strings.ToLower(tag)+" ")
	if !ok || tag == "" || strings.ContainsAny(tag, " \n") {
		return ""
	}
	name, _, _ := strings.Cut(after, "\n")
	return name
}
