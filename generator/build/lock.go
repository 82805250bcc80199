// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gofrs/flock"

	"commonplace/generator/source"
)

// BusyError says that another build holds the output.
type BusyError struct {
	Dir     string
	Process string // its number, where it could be read
}

func (e *BusyError) Error() string {
	who := "another build"
	if e.Process != "" {
		who += " (process " + e.Process + ")"
	}
	return fmt.Sprintf("%s is writing %s: wait for it to end, or choose another folder with --destination", who, e.Dir)
}

// lock keeps two builds out of one output. The system drops it with the process, however that ends; the file stays, so that there is
// never a moment in which two processes hold locks on two files of one name.
type lock struct{ file *flock.Flock }

// takeLock locks the output dir, an absolute path, or says at once who holds it.
func takeLock(dir string) (*lock, error) {
	folder, err := lockFolder()
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", dir, err)
	}
	name := filepath.Join(folder, source.Sum([]byte(dir)).String()[:32])
	// Windows lets nobody read a locked file, so the holder stands in another.
	holder := name + ".holder"
	l := &lock{flock.New(name)}
	held, err := l.file.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", dir, err)
	}
	if !held {
		number, _ := os.ReadFile(holder)
		return nil, &BusyError{Dir: dir, Process: strings.TrimSpace(string(number))}
	}
	if err := os.WriteFile(holder, strconv.AppendInt(nil, int64(os.Getpid()), 10), 0o600); err != nil {
		return nil, fmt.Errorf("lock %s: %w", dir, err)
	}
	return l, nil
}

func (l *lock) release() error { return l.file.Unlock() }

// lockFolder is a folder of this user for lock files: not beside the output, where they would outlive their use.
func lockFolder() (string, error) {
	if cache, err := os.UserCacheDir(); err == nil {
		folder := filepath.Join(cache, "commonplace", "locks")
		if os.MkdirAll(folder, 0o700) == nil {
			return folder, nil
		}
	}
	folder := filepath.Join(os.TempDir(), "commonplace-locks-"+strconv.Itoa(os.Getuid()))
	return folder, os.MkdirAll(folder, 0o700)
}
