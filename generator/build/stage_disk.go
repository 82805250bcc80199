// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"io"
	"io/fs"
	"os"
)

// disk is what the emit asks of a file system: one method for each operation that a crash can come before or after. Tests stand in
// its place to stop the world between any two of them. Paths are absolute.
type disk interface {
	mkdir(path string) error                          // 0755 whatever the umask; the parent exists
	create(path string, data []byte, mask bool) error // 0644, if mask is set less the umask; nothing is there yet
	chmod(path string, mode fs.FileMode) error
	link(from, to string) error   // the same file under a second name, or a copy of it; nothing is at to
	rename(from, to string) error // replaces a file
	exchange(a, b string) error   // swaps two folders at one stroke, or fails and changes nothing
	remove(path string) error     // a file or an empty folder
	removeAll(path string) error
	syncFile(path string) error   // the bytes of a file survive power loss
	syncFolder(path string) error // so do the names in a folder
	syncTree(path string) error   // and everything below one
}

// osDisk is the real one.
type osDisk struct{}

func (osDisk) chmod(path string, mode fs.FileMode) error { return os.Chmod(path, mode) }

func (d osDisk) mkdir(path string) error {
	if err := os.Mkdir(path, 0o755); err != nil {
		return err
	}
	return d.chmod(path, 0o755)
}

func (osDisk) rename(from, to string) error { return os.Rename(from, to) }
func (osDisk) remove(path string) error     { return os.Remove(path) }
func (osDisk) removeAll(path string) error  { return os.RemoveAll(path) }

func (osDisk) link(from, to string) error {
	if os.Link(from, to) == nil {
		return nil
	}
	// File systems without hard links, and limits on links of one file.
	info, err := os.Lstat(from)
	if err != nil {
		return err
	}
	if info.Mode()&os.ModeSymlink != 0 {
		target, err := os.Readlink(from)
		if err != nil {
			return err
		}
		return os.Symlink(target, to)
	}
	if !info.Mode().IsRegular() {
		return &os.PathError{Op: "copy", Path: from, Err: os.ErrInvalid}
	}
	return copyFile(from, to, info.Mode().Perm())
}

func copyFile(from, to string, mode fs.FileMode) error {
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = io.Copy(dst, src)
	if closed := dst.Close(); err == nil {
		err = closed
	}
	return err
}
