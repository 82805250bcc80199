// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// resolve gives the one name of an output: absolute, and without links in its parents, so that two ways to write it share a lock and a
// journal. The last element is left alone; refuse looks at it.
func resolve(dir string) (string, error) {
	if dir == "" {
		return "", errors.New("the output folder has no name")
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("find the output folder %s: %w", dir, err)
	}
	parent, err := resolveParents(filepath.Dir(abs))
	if err != nil {
		return "", fmt.Errorf("find the output folder %s: %w", dir, err)
	}
	return filepath.Join(parent, filepath.Base(abs)), nil
}

// resolveParents follows the links in a path whose end need not exist.
func resolveParents(path string) (string, error) {
	real, err := filepath.EvalSymlinks(path)
	parent := filepath.Dir(path)
	if !errors.Is(err, fs.ErrNotExist) || parent == path {
		return real, err
	}
	// A link that leads nowhere would be a surprise once its aim exists.
	if exists(path) {
		return "", err
	}
	real, err = resolveParents(parent)
	return filepath.Join(real, filepath.Base(path)), err
}

// refuse says why a folder must not become an output, if so. shown is its name as it was given.
func refuse(dir, shown string, protected []string) error {
	if filepath.Dir(dir) == dir {
		return fmt.Errorf("%s is the root of a file system and can't be an output", shown)
	}
	info, err := os.Lstat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return fmt.Errorf("look at the output folder: %w", err)
	case info.Mode()&fs.ModeSymlink != 0:
		return fmt.Errorf("%s is a symbolic link: name the folder that it leads to", shown)
	case !info.IsDir():
		return fmt.Errorf("%s is not a folder", shown)
	}
	if home, err := os.UserHomeDir(); err == nil && holds(dir, home) {
		return fmt.Errorf("%s is the home folder or holds it, and an output is replaced as a whole: choose a folder of its own with --destination", shown)
	}
	for _, p := range protected {
		if holds(dir, p) {
			return fmt.Errorf("%s is or holds %s, and an output is replaced as a whole: choose a folder of its own with --destination", shown, p)
		}
	}
	return nil
}

// holds says whether dir is path or one of its parents, by name and by identity: case folding, links and second mounts give one folder
// many names.
func holds(dir, path string) bool {
	abs, err := filepath.Abs(path)
	if err != nil {
		return true
	}
	if below(abs, dir) {
		return true
	}
	own, errOwn := os.Stat(dir)
	for _, p := range []string{abs, followed(abs)} {
		if below(p, dir) {
			return true
		}
		for ; errOwn == nil; p = filepath.Dir(p) {
			if info, err := os.Stat(p); err == nil && os.SameFile(own, info) {
				return true
			}
			if filepath.Dir(p) == p {
				break
			}
		}
	}
	return false
}

// followed gives a path without links, as far as it exists.
func followed(path string) string {
	if real, err := resolveParents(path); err == nil {
		return real
	}
	return path
}
