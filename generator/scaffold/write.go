// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package scaffold

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// WriteFile makes a new file at a slash path below a folder, and the folders on the way. It never leaves the folder, follows no link out
// of it, and never replaces a file: that is fs.ErrExist.
func WriteFile(dir, name string, text []byte) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("open the folder: %w", err)
	}
	defer root.Close()
	local := filepath.FromSlash(name)
	if folder := path.Dir(name); folder != "." {
		if err := root.MkdirAll(filepath.FromSlash(folder), 0o755); err != nil {
			return fmt.Errorf("make the folder: %w", err)
		}
	}
	f, err := root.OpenFile(local, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fs.ErrExist
	}
	if err != nil {
		return fmt.Errorf("write the file: %w", err)
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Close()); err != nil {
		// Half a file would be in the way of the next try.
		return fmt.Errorf("write the file: %w", errors.Join(err, root.Remove(local)))
	}
	return nil
}
