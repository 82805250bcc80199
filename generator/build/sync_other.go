// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

//go:build !linux

package build

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

func (osDisk) syncFile(path string) error {
	// Windows flushes only what is open for writing.
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	err = f.Sync()
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}

func (osDisk) syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil // NTFS keeps names in a journal of its own and can't be asked
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	err = f.Sync()
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}

// syncTree asks for each file by itself, since these systems have no call for a file system as a whole.
func (d osDisk) syncTree(path string) error {
	return filepath.WalkDir(path, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir():
			return d.syncFolder(path)
		case entry.Type().IsRegular():
			return d.syncFile(path)
		}
		return nil
	})
}
