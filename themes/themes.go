// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Package themes holds the themes that come with the program.
//
// It is data only: templates, a stylesheet, an icon and language files. Package render reads them; a site's own themes/ folder is laid
// over them file by file.
package themes

import "embed"

//go:embed default
var embedded embed.FS

// Embedded is the themes of the program, one folder each.
func Embedded() embed.FS { return embedded }
