// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// lostAndFound is the folder that new volumes come with. It belongs to the system and often can't be read.
const lostAndFound = "lost+found"

// Foreign lists the files in the output that are not known, sorted. Links are listed, not followed.
func (t *Target) Foreign(known func(path string) bool) ([]string, error) {
	var foreign []string
	err := t.place.walk(func(path string) {
		if !known(path) {
			foreign = append(foreign, path)
		}
	})
	slices.Sort(foreign)
	return foreign, err
}

// walk visits the files of the output, in no order, but for those that belong to the build itself.
func (p place) walk(visit func(path string)) error {
	var down func(dir, slash string) error
	down = func(dir, slash string) error {
		entries, err := readFolder(dir)
		if err != nil {
			return err
		}
		for _, e := range entries {
			name := e.Name()
			if slash == "" && (name == ManifestName || name == innerWork || name == lostAndFound && p.inner()) {
				continue
			}
			if !e.IsDir() {
				visit(slash + name)
			} else if err := down(filepath.Join(dir, name), slash+name+"/"); err != nil {
				return err
			}
		}
		return nil
	}
	err := down(p.dir, "")
	if errors.Is(err, fs.ErrNotExist) && !exists(p.dir) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("list the output: %w", err)
	}
	return nil
}

// readFolder lists a folder without sorting it.
func readFolder(dir string) ([]fs.DirEntry, error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f.ReadDir(-1)
}
