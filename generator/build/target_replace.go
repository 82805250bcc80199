// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"commonplace/generator/source"
)

// Replace makes the output anew: write fills a stage beside it, m then names what it holds, and the two change places. Until then nothing in
// the output is touched, and an error of write leaves it as it was. Foreign files, those in the output that belong neither to the old site nor
// to the new, are carried over, or dropped if clean, and listed either way.
func (t *Target) Replace(m func() *Manifest, write func(s *Stage) error, clean bool) (foreign []string, err error) {
	if err := t.usable(); err != nil {
		return nil, err
	}
	foreign, staged, err := t.stageAll(m, write, clean)
	if err != nil {
		// The stage is of no use, and on a full disk it is in the way; the next start removes what can't be removed now.
		t.place.disk.removeAll(t.place.work)
		return nil, err
	}
	if err := t.commit(staged, foreign, clean); err != nil {
		t.stuck = true
		return nil, fmt.Errorf("put the new output in the place of %s: %w", t.shown, err)
	}
	t.old, t.oldHash = staged.manifest, staged.hash
	return foreign, nil
}

// staged is a complete new output that waits in the stage.
type staged struct {
	manifest *Manifest
	hash     source.Hash
}

func (t *Target) stageAll(m func() *Manifest, write func(s *Stage) error, clean bool) (foreign []string, done staged, err error) {
	s, err := newStage(t.place, t.place.inner())
	if err != nil {
		return nil, done, err
	}
	if err := write(s); err != nil {
		return nil, done, err
	}
	done.manifest = m()
	if err := checkOrder(done.manifest); err != nil {
		return nil, done, err
	}
	if n := s.count.Load(); n != int64(len(done.manifest.Files)) {
		return nil, done, fmt.Errorf("the manifest names %d files, and %d were written", len(done.manifest.Files), n)
	}
	text := done.manifest.Append(nil)
	done.hash = source.Sum(text)
	if err := s.create(ManifestName, text); err != nil {
		return nil, done, err
	}
	if foreign, err = t.foreign(done.manifest); err != nil {
		return nil, done, err
	}
	if !clean {
		if err := t.carryOver(s, foreign, done.manifest); err != nil {
			return nil, done, err
		}
	}
	if info, err := os.Stat(t.place.dir); err == nil && !s.stay && info.Mode().Perm() != 0o755 {
		if err := t.place.disk.chmod(t.place.stage(), info.Mode().Perm()); err != nil {
			return nil, done, err
		}
	}
	return foreign, done, t.place.disk.syncTree(t.place.stage())
}

// foreign lists the files of the output that neither manifest names.
func (t *Target) foreign(next *Manifest) ([]string, error) {
	if t.old == nil {
		return nil, nil
	}
	ours := make(map[string]struct{}, len(t.old.Files))
	for i := range t.old.Files {
		ours[t.old.Files[i].Path] = struct{}{}
	}
	return t.Foreign(func(path string) bool {
		if _, ok := ours[path]; ok {
			return true
		}
		_, ok := next.Find(path)
		return ok
	})
}

// carryOver takes foreign files along, unless one stands where the new site needs a folder or a file.
func (t *Target) carryOver(s *Stage, foreign []string, next *Manifest) error {
	for _, path := range foreign {
		if clash := clashing(path, next); clash != "" {
			return fmt.Errorf("%s is not part of the site and stands in the way of %s: move it away, or drop such files with --clean", t.place.output(path), clash)
		}
		if s.stay {
			continue
		}
		if err := s.carry(path); err != nil {
			return fmt.Errorf("carry over %s, which is not part of the site: %w", t.place.output(path), err)
		}
	}
	return nil
}

// clashing gives a file of the manifest that can't exist together with path, because one would have to be a folder.
func clashing(path string, m *Manifest) string {
	for folder := folderOf(path); folder != "."; folder = folderOf(folder) {
		if _, ok := m.Find(folder); ok {
			return folder
		}
	}
	inside := path + "/"
	i, _ := slices.BinarySearchFunc(m.Files, inside, func(e Entry, p string) int { return strings.Compare(e.Path, p) })
	if i < len(m.Files) && strings.HasPrefix(m.Files[i].Path, inside) {
		return m.Files[i].Path
	}
	return ""
}

// commit makes the staged output the real one: at one stroke where the system can, else by a journal.
func (t *Target) commit(s staged, foreign []string, clean bool) error {
	p := t.place
	if !p.inner() {
		if !exists(p.dir) {
			if err := p.disk.rename(p.stage(), p.dir); err != nil {
				return err
			}
			return t.settle()
		}
		if p.disk.exchange(p.stage(), p.dir) == nil {
			return t.settle()
		}
	}
	j := &journal{whole: !p.inner()}
	if t.old != nil {
		for i := range t.old.Files {
			if _, ok := s.manifest.Find(t.old.Files[i].Path); !ok {
				j.remove = append(j.remove, t.old.Files[i].Path)
			}
		}
	}
	if clean {
		for _, path := range foreign {
			// A name that a journal can't hold is one that only a person can judge.
			if checkPath(path) == nil {
				j.remove = append(j.remove, path)
			}
		}
	}
	for i := range s.manifest.Files {
		j.install = append(j.install, s.manifest.Files[i].Path)
	}
	j.install = append(j.install, ManifestName)
	if err := p.open(j); err != nil {
		return errors.Join(err, p.close())
	}
	return p.finish(j)
}

// settle makes an exchange safe before what it replaced is thrown away.
func (t *Target) settle() error {
	if err := t.place.disk.syncFolder(filepath.Dir(t.place.dir)); err != nil {
		return err
	}
	if err := t.place.disk.syncFolder(t.place.work); err != nil {
		return err
	}
	return t.place.disk.removeAll(t.place.work)
}

// checkOrder holds a new manifest to what ParseManifest will demand of it.
func checkOrder(m *Manifest) error {
	if m.Version == 0 {
		m.Version = manifestVersion
	}
	for i := range m.Files {
		if i > 0 && m.Files[i-1].Path >= m.Files[i].Path {
			return fmt.Errorf("the manifest names %q out of order or twice", m.Files[i].Path)
		}
	}
	return nil
}
