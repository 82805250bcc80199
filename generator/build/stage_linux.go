// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"os"

	"golang.org/x/sys/unix"
)

// create talks to the kernel directly: os.File also asks the poller about each file, which for thirty thousand is a fifth of the cost.
func (osDisk) create(path string, data []byte, mask bool) error {
	fd, err := unix.Open(path, unix.O_WRONLY|unix.O_CREAT|unix.O_EXCL|unix.O_CLOEXEC, 0o644)
	for err == unix.EINTR {
		fd, err = unix.Open(path, unix.O_WRONLY|unix.O_CREAT|unix.O_EXCL|unix.O_CLOEXEC, 0o644)
	}
	if err != nil {
		return &os.PathError{Op: "create", Path: path, Err: err}
	}
	for len(data) > 0 && err == nil {
		var n int
		n, err = unix.Write(fd, data)
		if n > 0 {
			data = data[n:]
		}
		if err == unix.EINTR {
			err = nil
		}
	}
	if !mask && err == nil {
		err = unix.Fchmod(fd, 0o644)
	}
	if closed := unix.Close(fd); err == nil && closed != unix.EINTR {
		err = closed
	}
	if err != nil {
		return &os.PathError{Op: "write", Path: path, Err: err}
	}
	return nil
}

// mountRoot says whether a folder is where another file system, or another part of one, is mounted: then it can't be renamed, and
// nothing can be moved into it from outside.
func mountRoot(dir string) bool {
	var own, parent unix.Statx_t
	if unix.Statx(unix.AT_FDCWD, dir, unix.AT_SYMLINK_NOFOLLOW, unix.STATX_BASIC_STATS, &own) != nil ||
		unix.Statx(unix.AT_FDCWD, dir+"/..", 0, unix.STATX_BASIC_STATS, &parent) != nil {
		return false
	}
	return own.Attributes&unix.STATX_ATTR_MOUNT_ROOT != 0 || own.Dev_major != parent.Dev_major || own.Dev_minor != parent.Dev_minor
}
