// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"os"

	"golang.org/x/sys/unix"
)

func (osDisk) syncFile(path string) error   { return syncPath(path, unix.Fsync) }
func (osDisk) syncFolder(path string) error { return syncPath(path, unix.Fsync) }

// syncTree writes out the whole file system: one call for thirty thousand files, where a call for each would take minutes on a disk.
func (osDisk) syncTree(path string) error { return syncPath(path, unix.Syncfs) }

func syncPath(path string, sync func(fd int) error) error {
	fd := -1
	err := uninterrupted(func() (err error) {
		fd, err = unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC|unix.O_NOFOLLOW, 0)
		return err
	})
	if err != nil {
		return &os.PathError{Op: "open", Path: path, Err: err}
	}
	err = uninterrupted(func() error { return sync(fd) })
	unix.Close(fd)
	if err != nil {
		return &os.PathError{Op: "sync", Path: path, Err: err}
	}
	return nil
}

// uninterrupted makes a call again that a signal cut short, as package os does: Go sends itself signals on a busy machine.
func uninterrupted(call func() error) error {
	for {
		if err := call(); err != unix.EINTR {
			return err
		}
	}
}
