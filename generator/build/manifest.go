// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"commonplace/generator/source"
)

// ManifestName is the file that marks a folder as an output of Commonplace and names all that belongs to it.
const ManifestName = "commonplace-manifest.json"

// manifestVersion is the only form that this program reads and writes.
const manifestVersion = 1

// entrySize is about what an entry takes beside its path.
const entrySize = 105

// Entry is one file of an output.
type Entry struct {
	Path   string // slash path from the output's root
	Digest source.Hash
	Size   int64
}

// Manifest says which files an output holds, and from what they were made. It names no folder of the machine and no time but the
// build's date, so that equal sources give equal bytes. It does not name itself.
type Manifest struct {
	Version      int
	Date, Commit string
	Files        []Entry // sorted by path, each path once
}

// Find gives the entry of a path.
func (m *Manifest) Find(path string) (Entry, bool) {
	i, found := slices.BinarySearchFunc(m.Files, path, func(e Entry, p string) int { return strings.Compare(e.Path, p) })
	if !found {
		return Entry{}, false
	}
	return m.Files[i], true
}

// Append adds the bytes of the manifest's file to dst: JSON, one file a line, so that two builds compare well as text.
func (m *Manifest) Append(dst []byte) []byte {
	dst = append(dst, "{\n\"version\": "...)
	dst = strconv.AppendInt(dst, int64(m.Version), 10)
	dst = append(dst, ",\n\"date\": "...)
	dst = appendText(dst, m.Date)
	dst = append(dst, ",\n\"commit\": "...)
	dst = appendText(dst, m.Commit)
	dst = append(dst, ",\n\"files\": ["...)
	size := 0
	for i := range m.Files {
		size += len(m.Files[i].Path) + entrySize + 8
	}
	dst = slices.Grow(dst, size)
	for i := range m.Files {
		e := &m.Files[i]
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, "\n{\"path\": "...)
		dst = appendText(dst, e.Path)
		dst = append(dst, ", \"sha256\": \""...)
		dst = hex.AppendEncode(dst, e.Digest[:])
		dst = append(dst, "\", \"size\": "...)
		dst = strconv.AppendInt(dst, e.Size, 10)
		dst = append(dst, '}')
	}
	return append(dst, "\n]\n}\n"...)
}

// appendText writes a JSON string. Paths never need escapes, see checkPath.
func appendText(dst []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf && !utf8.ValidString(s) {
			quoted, _ := json.Marshal(s) // a string always has a JSON form
			return append(dst, quoted...)
		}
	}
	dst = append(dst, '"')
	dst = append(dst, s...)
	return append(dst, '"')
}

// ParseManifest reads what Append wrote, and nothing else: a file that was edited or reformatted no longer tells what the folder
// holds. Paths come out safe to join to a folder.
func ParseManifest(b []byte) (*Manifest, error) {
	r := manifestReader{rest: b, line: 1}
	m := &Manifest{}
	r.expect("{\n\"version\": ")
	m.Version = int(r.number())
	if r.err == nil && m.Version != manifestVersion {
		return nil, fmt.Errorf("the manifest has version %d and this program knows only version %d", m.Version, manifestVersion)
	}
	r.expect(",\n\"date\": ")
	m.Date = string(r.text())
	r.expect(",\n\"commit\": ")
	m.Commit = string(r.text())
	r.expect(",\n\"files\": [")
	// The paths share one string, which keeps a large manifest in a few blocks of memory.
	files := bytes.Count(b, []byte("\n{"))
	paths := make([]byte, 0, max(len(b)-files*entrySize, 0))
	ends := make([]int, 0, files)
	m.Files = make([]Entry, 0, files)
	for more := r.skip("\n{"); more && r.err == nil; more = r.skip(",\n{") {
		r.expect("\"path\": ")
		paths = append(paths, r.text()...)
		ends = append(ends, len(paths))
		r.expect(", \"sha256\": ")
		e := Entry{Digest: r.digest()}
		r.expect(", \"size\": ")
		e.Size = r.number()
		r.expect("}")
		m.Files = append(m.Files, e)
	}
	r.expect("\n]\n}\n")
	if r.err == nil && len(r.rest) > 0 {
		r.err = errors.New("text after the end")
	}
	if r.err != nil {
		return nil, fmt.Errorf("the manifest is damaged: line %d: %w", r.line, r.err)
	}
	all, from := string(paths), 0
	for i, end := range ends {
		path := all[from:end]
		if err := checkPath(path); err != nil {
			return nil, fmt.Errorf("the manifest is damaged: %w", err)
		}
		if i > 0 && m.Files[i-1].Path >= path {
			return nil, fmt.Errorf("the manifest is damaged: %q is out of order", path)
		}
		m.Files[i].Path, from = path, end
	}
	return m, nil
}

// manifestReader steps through a manifest. After the first error it stands still and gives zero values.
type manifestReader struct {
	rest []byte
	line int
	err  error
}

func (r *manifestReader) fail(what string) { r.err = errors.New(what); r.rest = nil }

func (r *manifestReader) skip(s string) bool {
	if len(r.rest) < len(s) || string(r.rest[:len(s)]) != s {
		return false
	}
	r.rest = r.rest[len(s):]
	r.line += strings.Count(s, "\n")
	return true
}

func (r *manifestReader) expect(s string) {
	if r.err == nil && !r.skip(s) {
		r.fail(fmt.Sprintf("%q is missing", strings.TrimSpace(s)))
	}
}

// text reads a JSON string in the one form that appendText gives it.
func (r *manifestReader) text() []byte {
	r.expect("\"")
	for i, plain := 0, true; i < len(r.rest); i++ {
		switch c := r.rest[i]; {
		case c == '"':
			raw := r.rest[:i]
			r.rest = r.rest[i+1:]
			if plain {
				return raw
			}
			// Rare: letters beyond ASCII, or an escape, which must be one that appendText makes.
			var s string
			quoted := append(append([]byte{'"'}, raw...), '"')
			if json.Unmarshal(quoted, &s) != nil || !bytes.Equal(appendText(nil, s), quoted) {
				r.fail("a text is not valid")
			}
			return []byte(s)
		case c < ' ':
			r.fail("a text is not valid")
			return nil
		case c == '\\':
			plain = false
			i++
		case c >= utf8.RuneSelf:
			plain = false
		}
	}
	r.fail("a text has no end")
	return nil
}

func (r *manifestReader) digest() (h source.Hash) {
	raw := r.text()
	if r.err != nil {
		return h
	}
	if len(raw) != 2*len(h) {
		r.fail("a digest is not valid")
		return h
	}
	if _, err := hex.Decode(h[:], raw); err != nil || bytes.ContainsAny(raw, "ABCDEF") {
		r.fail("a digest is not valid")
	}
	return h
}

func (r *manifestReader) number() int64 {
	n := 0
	for n < len(r.rest) && '0' <= r.rest[n] && r.rest[n] <= '9' {
		n++
	}
	v, err := strconv.ParseInt(string(r.rest[:n]), 10, 64)
	if r.err == nil && (err != nil || n > 1 && r.rest[0] == '0') {
		r.fail("a number is not valid")
		return 0
	}
	r.rest = r.rest[n:]
	return v
}
