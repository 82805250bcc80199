// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"commonplace/generator/source"
)

// The ledger's file is lines of a word and its value. It begins with what it was made of:
//
//	commonplace-ledger 2
//	repository 2f0d0571c5… (the commit of HEAD)
//	mailmap 9b1c… (the digest of .mailmap, if there is one)
//	source content
//
// and goes on, after an empty line, with each file:
//
//	file content/patterns/stigmergy.md
//	created 2026-01-28
//	updated 2026-11-20
//	changes 3
//	author 2026-01-28 2026-11-20 Ada Example
//	co-authored-by 2026-02-03 2026-02-03 Bo Example
//	was patterns/stigmergy.md
const firstLine = "commonplace-ledger 2\n"

// header is the part of the file that must be the same for the rest to be true.
func header(repos []*repository) []byte {
	var b bytes.Buffer
	b.WriteString(firstLine)
	for _, r := range repos {
		b.WriteString("repository " + r.commit + "\n")
		if r.mailmap != "" {
			b.WriteString("mailmap " + r.mailmap + "\n")
		}
		for _, f := range r.folders {
			b.WriteString("source " + strconv.Quote(f.shown) + "\n")
		}
	}
	b.WriteString("\n")
	return b.Bytes()
}

func encode(header []byte, l *Ledger) []byte {
	b := bytes.NewBuffer(header)
	line := func(word, value string) {
		b.WriteString(word)
		b.WriteByte(' ')
		b.WriteString(value)
		b.WriteByte('\n')
	}
	for _, f := range l.Files {
		line("file", f.Path)
		line("created", f.Created)
		line("updated", f.Updated)
		line("changes", strconv.Itoa(f.Changes))
		for _, p := range f.People {
			line(p.Role, p.First+" "+p.Last+" "+p.Name)
		}
		for _, was := range f.FormerPaths {
			line("was", was)
		}
	}
	return b.Bytes()
}

// decode reads a ledger's file; nil when it is none, or is cut off within a line.
func decode(b []byte) *Ledger {
	text := string(b)
	rest, ok := strings.CutPrefix(text, firstLine)
	if !ok || !strings.HasSuffix(text, "\n") {
		return nil
	}
	l := &Ledger{Files: make([]File, 0, strings.Count(text, "\nfile "))}
	people := make([]Person, 0, max(0, strings.Count(text, "\n")-4*cap(l.Files))) // of all files: one piece of memory
	begin := 0                                                                    // of the file at hand
	inHeader := true
	for rest != "" {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		word, value, _ := strings.Cut(line, " ")
		if inHeader {
			if inHeader = line != ""; word == "repository" && l.Commit == "" {
				l.Commit = value
			}
			continue
		}
		if value == "" {
			return nil
		}
		if word == "file" {
			l.Files = append(l.Files, File{Path: value})
			begin = len(people)
			continue
		}
		if len(l.Files) == 0 {
			return nil
		}
		f := &l.Files[len(l.Files)-1]
		switch word {
		case "created":
			f.Created = value
		case "updated":
			f.Updated = value
		case "changes":
			n, err := strconv.Atoi(value)
			if err != nil {
				return nil
			}
			f.Changes = n
		case "was":
			f.FormerPaths = append(f.FormerPaths, value)
		case RoleAuthor, RoleCoAuthor, RoleReviewer, RoleAssisted:
			first, rest, _ := strings.Cut(value, " ")
			last, name, ok := strings.Cut(rest, " ")
			if !ok || name == "" {
				return nil
			}
			people = append(people, Person{name, word, first, last})
			f.People = people[begin:len(people):len(people)]
		default:
			return nil
		}
	}
	for _, f := range l.Files {
		if f.Created == "" || f.Updated == "" {
			return nil
		}
	}
	l.seal()
	return l
}

// seal computes the digest.
func (l *Ledger) seal() {
	// A digest of digests: one of everything would hold the whole ledger in memory once more.
	var d, all source.Digest
	all.Bool(l.Shallow)
	for _, f := range l.Files {
		d.Reset()
		d.Text(f.Path)
		d.Text(f.Created)
		d.Text(f.Updated)
		d.Int(f.Changes)
		d.Int(len(f.People))
		for _, p := range f.People {
			d.Text(p.Role)
			d.Text(p.Name)
			d.Text(p.First)
			d.Text(p.Last)
		}
		d.Texts(f.FormerPaths)
		all.Hash(d.Sum())
	}
	l.Digest = all.Sum()
}

// write puts a file in the place of another at once, so that no one reads half a ledger.
func write(path string, b []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".ledger-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err := f.Write(b); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Chmod(f.Name(), 0o644); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
