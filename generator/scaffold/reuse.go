// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package scaffold

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"commonplace/generator/commons"
)

// Rights is what is known of who may do what with the files of a commons.
type Rights struct {
	Holders, License string // of every file that says nothing else; License is an SPDX expression, or empty: nobody said
	Pages            []PageRights
}

// PageRights is what one page says.
type PageRights struct {
	Path    string // slash path relative to the site folder
	Holders string
	License string // an SPDX expression
	Own     bool   // the page says it itself; else it has the default
}

const (
	blockBegin = "# What the pages say of themselves, as `commonplace licenses` found it. It is written again; keep changes outside of these two lines."
	blockEnd   = "# End of what the pages say."
)

// Reuse makes REUSE.toml (reuse.software, version 3.2) of what is there; was is nil where there is none. Of a file that is there, only the block that it wrote
// itself is written again, and nothing is said of files beyond the pages: what stands there holds.
func Reuse(was []byte, r *Rights) []byte {
	var b bytes.Buffer
	if was == nil {
		b.WriteString("# Who holds the rights to which file, and under which licence: reuse.software. The texts of the licences are in LICENSES/.\nversion = 1\n")
		if r.License != "" {
			annotate(&b, []string{"**"}, "closest", r.Holders, r.License)
		}
	}
	before, after := was, []byte(nil)
	if from := bytes.Index(was, []byte(blockBegin)); from >= 0 {
		if length := bytes.Index(was[from:], []byte(blockEnd)); length >= 0 {
			before, after = was[:from], bytes.TrimPrefix(was[from+length+len(blockEnd):], []byte("\n"))
		}
	}
	b.Write(before)
	block := r.block()
	if block == "" {
		return append(b.Bytes(), after...)
	}
	if n := b.Len(); n > 0 && !bytes.HasSuffix(b.Bytes(), []byte("\n\n")) {
		b.WriteString("\n")
	}
	b.WriteString(blockBegin + "\n" + block + blockEnd + "\n")
	return append(b.Bytes(), after...)
}

// block is the annotations of pages that differ from the default, those with the same rights together.
func (r *Rights) block() string {
	type rights struct{ holders, license string }
	paths := map[rights][]string{}
	for _, p := range r.Pages {
		if p.Own && (p.License != r.License || p.Holders != r.Holders) {
			key := rights{p.Holders, p.License}
			paths[key] = append(paths[key], p.Path)
		}
	}
	keys := make([]rights, 0, len(paths))
	for key := range paths {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b rights) int {
		return strings.Compare(a.license+"\x00"+a.holders, b.license+"\x00"+b.holders)
	})
	var b bytes.Buffer
	for _, key := range keys {
		annotate(&b, paths[key], "override", key.holders, key.license)
	}
	return b.String()
}

func annotate(b *bytes.Buffer, paths []string, precedence, holders, license string) {
	b.WriteString("\n[[annotations]]\npath = [")
	for k, p := range paths {
		if p != "**" {
			p = strings.NewReplacer("\\", "\\\\", "*", "\\*").Replace(p)
		}
		if k > 0 {
			b.WriteString(", ")
		}
		b.WriteString(inTOML(p))
	}
	fmt.Fprintf(b, "]\nprecedence = %q\nSPDX-FileCopyrightText = %s\nSPDX-License-Identifier = %s\n", precedence, inTOML(holders), inTOML(license))
}

// inTOML is a text as a basic string of TOML, which has the escapes of JSON.
func inTOML(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		panic(err) // a string always can be
	}
	return strings.ReplaceAll(strings.TrimSpace(b.String()), "\x7f", "\\u007f")
}

// Texts are the licences that an expression or several name, each once: those whose text the program has, and those that it has not.
func Texts(expressions []string) (known, unknown []string) {
	for _, text := range expressions {
		l := commons.ReadLicence(text)
		for _, id := range l.IDs() {
			id = strings.TrimSuffix(id, "+")
			if slices.Contains(known, id) || slices.Contains(unknown, id) {
				continue
			}
			if _, ok := commons.LicenceText(id); ok {
				known = append(known, id)
			} else {
				unknown = append(unknown, id)
			}
		}
	}
	slices.Sort(known)
	slices.Sort(unknown)
	return known, unknown
}
