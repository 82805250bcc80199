// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// innerWork is the work folder of an output that is a mount point, below the output itself.
const innerWork = ".commonplace-emit"

const sep = string(filepath.Separator)

// place is an output and its work folder: stage/ is the new tree, old/ the one on its way out, journal what is left to do. Nothing in
// the work folder is of worth once no journal is open.
type place struct {
	disk disk
	dir  string // the output, absolute, without links in the parents
	work string
}

func besideWork(dir string) string {
	return filepath.Join(filepath.Dir(dir), "."+filepath.Base(dir)+".commonplace")
}

func (p place) stage() string   { return p.work + sep + "stage" }
func (p place) old() string     { return p.work + sep + "old" }
func (p place) journal() string { return p.work + sep + journalName }
func (p place) inner() bool     { return filepath.Dir(p.work) == p.dir }

// output and staged give the place of a slash path that is clean, as checkPath ensures, or ".".
func (p place) output(path string) string { return p.dir + sep + filepath.FromSlash(path) }
func (p place) staged(path string) string {
	return p.work + sep + "stage" + sep + filepath.FromSlash(path)
}

func isFolder(path string) bool { return fileType(path).IsDir() }
func exists(path string) bool   { _, err := os.Lstat(path); return err == nil }

// fileType gives an irregular one for a file that is not there.
func fileType(path string) fs.FileMode {
	info, err := os.Lstat(path)
	if err != nil {
		return fs.ModeIrregular
	}
	return info.Mode().Type()
}

// prepare makes an empty work folder with an empty stage, and says whether new files have the right mode of themselves, which saves
// setting it on each.
func (p place) prepare() (mask bool, err error) {
	if err := os.MkdirAll(filepath.Dir(p.work), 0o755); err != nil {
		return false, err
	}
	if err := p.disk.removeAll(p.work); err != nil {
		return false, err
	}
	if err := p.disk.mkdir(p.work); err != nil {
		return false, err
	}
	if err := p.disk.mkdir(p.stage()); err != nil {
		return false, err
	}
	probe := filepath.Join(p.work, "probe")
	if err := p.disk.create(probe, nil, true); err != nil {
		return false, err
	}
	info, err := os.Lstat(probe)
	if err != nil {
		return false, err
	}
	return info.Mode().Perm()&0o644 == 0o644, nil
}

// open writes the journal so that it stands whole or not at all, and survives power loss from here on.
func (p place) open(j *journal) error {
	fresh := p.journal() + ".new"
	if err := p.disk.remove(fresh); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := p.disk.create(fresh, j.append(nil), true); err != nil {
		return err
	}
	if err := p.disk.syncFile(fresh); err != nil {
		return err
	}
	// The stage itself is a name in the work folder: it must not come after the journal.
	if err := p.disk.syncFolder(p.work); err != nil {
		return err
	}
	if err := p.disk.rename(fresh, p.journal()); err != nil {
		return err
	}
	if err := p.disk.syncFolder(p.work); err != nil {
		return err
	}
	return p.disk.syncFolder(filepath.Dir(p.work))
}

// close ends a build whose changes are safe: the journal first, since it needs what lies beside it.
func (p place) close() error {
	if err := p.disk.remove(p.journal()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := p.disk.syncFolder(p.work); err != nil {
		return err
	}
	return p.disk.removeAll(p.work)
}

// finish carries a journal out and closes it. Any step may have been made before.
func (p place) finish(j *journal) error {
	if j.whole {
		done, err := p.swap()
		if err != nil {
			return err
		}
		if !done {
			// From here on the stage loses files one by one, so it must never again be taken for a whole output.
			j.whole = false
			if err := p.open(j); err != nil {
				return err
			}
		}
	}
	if !j.whole {
		if err := p.move(j); err != nil {
			return err
		}
	}
	return p.close()
}

// swap puts the stage in the place of the output with two renames. It says false where the system refuses that (the folder is in use
// or mounted), having changed nothing.
func (p place) swap() (done bool, err error) {
	if !exists(p.stage()) {
		if !exists(p.dir) {
			return false, fmt.Errorf("%s and its staged successor are both gone", p.dir)
		}
		return true, nil
	}
	moved := exists(p.old())
	switch {
	case moved && exists(p.dir):
		// Someone made the folder anew after a kill between the two renames.
		if err := p.disk.remove(p.dir); err != nil {
			return false, fmt.Errorf("%s appeared while a build was interrupted: move it away and run the command again", p.dir)
		}
	case !moved && exists(p.dir):
		if p.disk.rename(p.dir, p.old()) != nil {
			return false, nil
		}
		moved = true
	}
	if err := p.disk.rename(p.stage(), p.dir); err != nil {
		if moved && p.disk.rename(p.old(), p.dir) == nil {
			return false, nil
		}
		return false, err
	}
	if err := p.disk.syncFolder(filepath.Dir(p.dir)); err != nil {
		return false, err
	}
	return true, p.disk.syncFolder(p.work)
}

// recoverOutput finishes what a killed build of dir left open and clears its work folders. The caller holds the lock.
func recoverOutput(d disk, dir string) error {
	for _, work := range workFolders(dir) {
		p := place{d, dir, work}
		j, err := p.pending()
		if err != nil {
			return err
		}
		if j != nil {
			if err := p.finish(j); err != nil {
				return fmt.Errorf("finish the interrupted build of %s: %w", dir, err)
			}
		}
		if err := d.removeAll(work); err != nil {
			return fmt.Errorf("clear up after an interrupted build of %s: %w", dir, err)
		}
	}
	return nil
}

// workFolders gives those of an output that exist.
func workFolders(dir string) (found []string) {
	for _, work := range []string{besideWork(dir), filepath.Join(dir, innerWork)} {
		if isFolder(work) {
			found = append(found, work)
		}
	}
	return found
}

// pending reads the open journal, or gives nil where there is none.
func (p place) pending() (*journal, error) {
	b, err := os.ReadFile(p.journal())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the journal of an interrupted build: %w", err)
	}
	j, err := parseJournal(b)
	if errors.Is(err, errTorn) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", p.journal(), err)
	}
	return j, nil
}

// below says whether path is dir or lies in it, by name.
func below(path, dir string) bool {
	rest, ok := strings.CutPrefix(path, dir)
	return ok && (rest == "" || os.IsPathSeparator(rest[0]) || os.IsPathSeparator(dir[len(dir)-1]))
}
