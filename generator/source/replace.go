// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// ErrChanged is what Replace gives for a file that is not what the caller has read.
var ErrChanged = errors.New("the file has changed meanwhile")

// Replace gives the regular file at a slash path below the folder another text, in one step, and keeps its mode. The file must still hold was. No symbolic link is
// followed on the way.
func (d *Dir) Replace(name string, was, text []byte) error {
	for folder := path.Dir(name); folder != "."; folder = path.Dir(folder) {
		info, err := d.root.Lstat(filepath.FromSlash(folder))
		if err != nil {
			return err
		}
		if !info.IsDir() {
			return &fs.PathError{Op: "write", Path: folder, Err: ErrNotRegular}
		}
	}
	is, err := d.Read(name, len(was))
	if errors.Is(err, ErrTooLarge) || err == nil && !bytes.Equal(is, was) {
		return &fs.PathError{Op: "write", Path: name, Err: ErrChanged}
	}
	if err != nil {
		return err
	}
	local := filepath.FromSlash(name)
	info, err := d.root.Lstat(local)
	if err != nil {
		return err
	}
	// Beside the file, so that the exchange is one step; a name with a dot is never read as a source.
	next := filepath.Join(filepath.Dir(local), ".commonplace-"+Sum([]byte(name)).String()[:16])
	if err := d.root.Remove(next); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := d.root.OpenFile(next, os.O_WRONLY|os.O_CREATE|os.O_EXCL, info.Mode().Perm())
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	err = errors.Join(err, f.Chmod(info.Mode().Perm()), f.Sync(), f.Close())
	if err == nil {
		err = d.root.Rename(next, local)
	}
	if err != nil {
		return errors.Join(err, d.root.Remove(next))
	}
	return nil
}
