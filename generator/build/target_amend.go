// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"

	"commonplace/generator/source"
)

// manySynced is the number of files from which writing out the whole file system is cheaper than asking for each.
const manySynced = 64

// Amend changes a few files of the output: those of changed get new bytes, those of removed go, m names what it holds then. Folders left
// empty go too. Everything is staged and safe before a journal is opened, and only then is the output touched.
func (t *Target) Amend(m *Manifest, changed map[string][]byte, removed []string) error {
	if err := t.usable(); err != nil {
		return err
	}
	if t.old == nil {
		return fmt.Errorf("%s is not an output yet: it can't be amended", t.shown)
	}
	if err := t.checkAmend(m, changed, removed); err != nil {
		return fmt.Errorf("amend %s: %w", t.shown, err)
	}
	text := m.Append(nil)
	hash := source.Sum(text)
	if len(changed) == 0 && len(removed) == 0 && hash == t.oldHash {
		return nil
	}
	j := &journal{remove: slices.Sorted(slices.Values(removed)), install: append(slices.Sorted(maps.Keys(changed)), ManifestName)}
	if err := t.stageSome(j, changed, text); err != nil {
		t.place.disk.removeAll(t.place.work)
		return fmt.Errorf("stage the changes of %s: %w", t.shown, err)
	}
	if err := t.place.open(j); err != nil {
		return errors.Join(fmt.Errorf("open the journal of %s: %w", t.shown, err), t.place.close())
	}
	if err := t.place.finish(j); err != nil {
		t.stuck = true
		return fmt.Errorf("change %s, which the next start of a command will try again: %w", t.shown, err)
	}
	t.old, t.oldHash = m, hash
	return nil
}

func (t *Target) stageSome(j *journal, changed map[string][]byte, manifest []byte) error {
	s, err := newStage(t.place, true)
	if err != nil {
		return err
	}
	for _, path := range j.install {
		data, ok := changed[path]
		if !ok {
			data = manifest
		}
		if err := s.create(path, data); err != nil {
			return err
		}
	}
	if len(j.install) > manySynced {
		return t.place.disk.syncTree(t.place.stage())
	}
	for _, path := range j.install {
		if err := t.place.disk.syncFile(t.place.staged(path)); err != nil {
			return err
		}
	}
	for _, folder := range slices.Sorted(maps.Keys(s.made)) {
		if err := t.place.disk.syncFolder(t.place.staged(folder)); err != nil {
			return err
		}
	}
	return nil
}

// checkAmend makes sure that the call is true in itself (the new manifest is the old one with the changes) and that nothing foreign stands
// in the way, so that an opened journal can be finished.
func (t *Target) checkAmend(m *Manifest, changed map[string][]byte, removed []string) error {
	if err := checkOrder(m); err != nil {
		return err
	}
	gone := make(map[string]bool, len(removed))
	for _, path := range removed {
		if err := checkPath(path); err != nil {
			return err
		}
		if _, still := m.Find(path); still {
			return fmt.Errorf("%q is removed, and the manifest names it", path)
		}
		gone[path] = true
	}
	for path, data := range changed {
		if err := checkPath(path); err != nil {
			return err
		}
		if e, ok := m.Find(path); !ok || e.Size != int64(len(data)) || e.Digest != source.Sum(data) {
			return fmt.Errorf("the manifest does not agree with the bytes of %q", path)
		}
		if err := t.blocked(path, gone); err != nil {
			return err
		}
	}
	return unchangedAgree(t.old.Files, m.Files, changed, gone)
}

// unchangedAgree compares two manifests apart from what changed.
func unchangedAgree(old, next []Entry, changed map[string][]byte, gone map[string]bool) error {
	for len(old) > 0 || len(next) > 0 {
		switch {
		case len(next) == 0 || len(old) > 0 && old[0].Path < next[0].Path:
			if !gone[old[0].Path] {
				return fmt.Errorf("the manifest lacks %q, which is not removed", old[0].Path)
			}
			old = old[1:]
		case len(old) == 0 || next[0].Path < old[0].Path:
			if _, ok := changed[next[0].Path]; !ok {
				return fmt.Errorf("the manifest names %q, which is not written", next[0].Path)
			}
			next = next[1:]
		default:
			if old[0] != next[0] {
				if _, ok := changed[next[0].Path]; !ok {
					return fmt.Errorf("the manifest has new facts of %q, which is not written", next[0].Path)
				}
			}
			old, next = old[1:], next[1:]
		}
	}
	return nil
}

// blocked says what foreign file or folder keeps path from being written.
func (t *Target) blocked(path string, gone map[string]bool) error {
	inTheWay := func(at string) error {
		return fmt.Errorf("%s is not part of the site and stands in the way of %s: move it away", t.place.output(at), path)
	}
	for folder := folderOf(path); folder != "."; folder = folderOf(folder) {
		if at := t.place.output(folder); exists(at) && !isFolder(at) && !gone[folder] {
			return inTheWay(folder)
		}
	}
	if !isFolder(t.place.output(path)) {
		return nil
	}
	return filepath.WalkDir(t.place.output(path), func(at string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		inside, err := filepath.Rel(t.place.dir, at)
		if err != nil || gone[filepath.ToSlash(inside)] {
			return err
		}
		return inTheWay(filepath.ToSlash(inside))
	})
}
