// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

//go:build !linux

package build

import (
	"os"
	"path/filepath"
)

func (osDisk) create(path string, data []byte, mask bool) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if !mask && err == nil {
		err = f.Chmod(0o644)
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}

// mountRoot says whether a folder is where another file system is mounted: then it can't be renamed, and nothing can be moved into it
// from outside.
func mountRoot(dir string) bool {
	own, errOwn := os.Stat(dir)
	parent, errParent := os.Stat(filepath.Dir(dir))
	return errOwn == nil && errParent == nil && otherDevice(own, parent)
}
