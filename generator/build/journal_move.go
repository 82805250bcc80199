// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// mover makes the changes of a journal in the output, file by file, and remembers which folders it touched.
type mover struct {
	place
	plain   map[string]bool // folders of the output by slash path: a real one, reached through real ones
	touched map[string]bool // folders of the output whose names changed
}

// move carries out the removals and installations of a journal, and makes them safe. Removals come first: on file systems that fold
// case an old name may be the new one.
func (p place) move(j *journal) error {
	m := mover{p, map[string]bool{}, map[string]bool{}}
	folded := map[string]string{}
	for _, path := range j.remove {
		folded[strings.ToLower(path)] = path
	}
	renamed := map[string]string{} // new name -> old name that differs in case only
	if len(folded) > 0 {
		for _, path := range j.install {
			key := strings.ToLower(path)
			if old, ok := folded[key]; ok {
				renamed[path] = old
				delete(folded, key)
			}
		}
	}
	for _, path := range j.remove {
		if folded[strings.ToLower(path)] != path {
			continue
		}
		if err := m.remove(path); err != nil {
			return err
		}
	}
	for _, path := range j.install {
		if err := m.install(path); err != nil {
			return err
		}
		if old, ok := renamed[path]; ok {
			if err := m.recase(old, path); err != nil {
				return err
			}
		}
	}
	for _, folder := range slices.Sorted(maps.Keys(m.touched)) {
		if err := p.disk.syncFolder(p.output(folder)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// remove takes a file away, and the folders that it leaves empty.
func (m *mover) remove(name string) error {
	folder := folderOf(name)
	if m.isPlain(folder) {
		// A folder or link that stands where the file was is not ours, and a missing file was removed before.
		at := m.output(name)
		if info, err := os.Lstat(at); err == nil && !info.IsDir() {
			if err := m.disk.remove(at); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
			m.touched[folder] = true
		}
	}
	for ; folder != "."; folder = folderOf(folder) {
		if !m.isPlain(folder) {
			continue
		}
		if m.disk.remove(m.output(folder)) != nil {
			return nil // not empty
		}
		delete(m.plain, folder)
		delete(m.touched, folder)
		m.touched[folderOf(folder)] = true
	}
	return nil
}

// install moves a staged file to its place. One that is no longer staged was moved before.
func (m *mover) install(name string) error {
	from, to := m.staged(name), m.output(name)
	if err := m.makeFolder(folderOf(name)); err != nil {
		return err
	}
	if isFolder(to) {
		if err := m.removeEmpty(to); err != nil {
			return fmt.Errorf("%s is a folder that is not part of the site: move it away and run the command again", to)
		}
	}
	err := m.disk.rename(from, to)
	if errors.Is(err, fs.ErrNotExist) {
		if exists(to) {
			err = nil
		} else {
			err = fmt.Errorf("%s is neither staged nor in the output: build again with --clean", name)
		}
	}
	m.touched[folderOf(name)] = true
	return err
}

// recase ends the life of an old name that differs from the new one in case only. Where case is folded they are one file.
func (m *mover) recase(old, name string) error {
	a, err := os.Lstat(m.output(old))
	if err != nil {
		return nil
	}
	if b, err := os.Lstat(m.output(name)); err == nil && os.SameFile(a, b) {
		return m.disk.rename(m.output(old), m.output(name))
	}
	return m.remove(old)
}

// makeFolder makes a folder of the output and its parents. Links are not followed: a link in the way is an error.
func (m *mover) makeFolder(folder string) error {
	if m.isPlain(folder) {
		return nil
	}
	if err := m.makeFolder(folderOf(folder)); err != nil {
		return err
	}
	at := m.output(folder)
	if exists(at) {
		return fmt.Errorf("%s is not a folder, and the site needs one there: move it away and run the command again", at)
	}
	if err := m.disk.mkdir(at); err != nil {
		return err
	}
	m.plain[folder] = true
	m.touched[folderOf(folder)] = true
	return nil
}

// isPlain says whether a folder of the output is one, and is reached without links.
func (m *mover) isPlain(folder string) bool {
	if folder == "." || m.plain[folder] {
		return true
	}
	if !m.isPlain(folderOf(folder)) || !isFolder(m.output(folder)) {
		return false
	}
	m.plain[folder] = true
	return true
}

// removeEmpty removes a folder that holds nothing but folders.
func (m *mover) removeEmpty(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !e.IsDir() {
			return fs.ErrExist
		}
		if err := m.removeEmpty(filepath.Join(dir, e.Name())); err != nil {
			return err
		}
	}
	return m.disk.remove(dir)
}
