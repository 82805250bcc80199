// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
	"sync/atomic"

	"commonplace/generator/source"
)

// Stage is the folder in which a new output grows, out of sight. Its methods may be called from many goroutines.
type Stage struct {
	place place
	stay  bool // kept files stay where they are, since the output is changed file by file
	mask  bool // see prepare
	count atomic.Int64

	folders sync.RWMutex
	made    map[string]bool // folders of the stage, by slash path
	plain   map[string]bool // folders of the old output that are reached without links
}

func newStage(p place, stay bool) (*Stage, error) {
	mask, err := p.prepare()
	if err != nil {
		return nil, fmt.Errorf("make the work folder of %s: %w", p.dir, err)
	}
	return &Stage{place: p, stay: stay, mask: mask, made: map[string]bool{".": true}, plain: map[string]bool{}}, nil
}

// Write makes a file of the new output, and its folders. A path can be written once.
func (s *Stage) Write(path string, data []byte) (Entry, error) {
	if err := checkPath(path); err != nil {
		return Entry{}, err
	}
	if err := s.create(path, data); err != nil {
		return Entry{}, err
	}
	s.count.Add(1)
	return Entry{Path: path, Digest: source.Sum(data), Size: int64(len(data))}, nil
}

func (s *Stage) create(name string, data []byte) error {
	if err := s.makeFolder(folderOf(name)); err != nil {
		return err
	}
	err := s.place.disk.create(s.place.staged(name), data, s.mask)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("output path %q is made twice", name)
	}
	return err
}

// Keep carries a file of the old output over. It fails with fs.ErrNotExist where the file is no longer what the entry says at a glance
// (a regular file of that size): then it must be written.
func (s *Stage) Keep(e Entry) error {
	if err := checkPath(e.Path); err != nil {
		return err
	}
	if !s.reached(folderOf(e.Path)) {
		return fmt.Errorf("keep %q: %w", e.Path, fs.ErrNotExist)
	}
	from := s.place.output(e.Path)
	info, err := os.Lstat(from)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() || info.Size() != e.Size {
		return fmt.Errorf("keep %q: it was changed: %w", e.Path, fs.ErrNotExist)
	}
	s.count.Add(1)
	if s.stay {
		return nil
	}
	return s.carry(e.Path)
}

// carry gives a file of the old output a place in the new one, whatever kind of file it is.
func (s *Stage) carry(name string) error {
	if err := s.makeFolder(folderOf(name)); err != nil {
		return err
	}
	err := s.place.disk.link(s.place.output(name), s.place.staged(name))
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("output path %q is made twice", name)
	}
	return err
}

// makeFolder makes a folder of the stage once, however many files go into it.
func (s *Stage) makeFolder(folder string) error {
	s.folders.RLock()
	made := s.made[folder]
	s.folders.RUnlock()
	if made {
		return nil
	}
	s.folders.Lock()
	defer s.folders.Unlock()
	return s.makeFolders(folder)
}

func (s *Stage) makeFolders(folder string) error {
	if s.made[folder] {
		return nil
	}
	if err := s.makeFolders(folderOf(folder)); err != nil {
		return err
	}
	at := s.place.staged(folder)
	// Where case is folded, a folder may be there under another spelling.
	if err := s.place.disk.mkdir(at); err != nil && !(errors.Is(err, fs.ErrExist) && isFolder(at)) {
		if errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("output path %q is both a file and a folder", folder)
		}
		return err
	}
	s.made[strings.Clone(folder)] = true
	return nil
}

// reached says whether a folder of the old output is one and is reached without links.
func (s *Stage) reached(folder string) bool {
	s.folders.RLock()
	plain := s.plain[folder]
	s.folders.RUnlock()
	if folder == "." || plain {
		return true
	}
	if !s.reached(folderOf(folder)) || !isFolder(s.place.output(folder)) {
		return false
	}
	s.folders.Lock()
	s.plain[strings.Clone(folder)] = true
	s.folders.Unlock()
	return true
}

// folderOf is path.Dir for a path that is clean already.
func folderOf(name string) string {
	if i := strings.LastIndexByte(name, '/'); i >= 0 {
		return name[:i]
	}
	return "."
}
