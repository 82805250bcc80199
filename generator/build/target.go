// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"commonplace/generator/source"
)

// Target is an output folder that this process alone may write, from OpenTarget to Close. At any moment, also after a kill or a full disk,
// the folder is what it was or what it is to become; where a change can't be made at one stroke, a journal stands beside it that the next
// start of any command carries out.
type Target struct {
	place   place
	shown   string // the folder as it was named
	lock    *lock
	old     *Manifest // nil: there is none
	oldHash source.Hash
	stuck   bool // a change began and could not be ended: only a new start knows what the output holds
}

// OpenTarget locks the output dir and finishes what a killed build left open. It refuses a folder that must not be replaced: anything but an
// absent or empty folder or one with our manifest; the root, the home folder, a protected folder or a parent of one; a link. It does
// not wait: while another build holds the output the error is a *BusyError.
func OpenTarget(dir string, protected []string) (*Target, error) {
	return openTarget(osDisk{}, dir, protected)
}

func openTarget(d disk, dir string, protected []string) (_ *Target, err error) {
	abs, err := resolve(dir)
	if err != nil {
		return nil, err
	}
	if err := refuse(abs, dir, protected); err != nil {
		return nil, err
	}
	held, err := takeLock(abs)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			held.release()
		}
	}()
	if err := recoverOutput(d, abs); err != nil {
		return nil, err
	}
	t := &Target{place: place{d, abs, besideWork(abs)}, shown: dir, lock: held}
	if exists(abs) && mountRoot(abs) {
		t.place.work = filepath.Join(abs, innerWork)
	}
	return t, t.readManifest()
}

// readManifest finds the marker of the output, or sees that the folder is empty.
func (t *Target) readManifest() error {
	at := t.place.output(ManifestName)
	entries, err := os.ReadDir(t.place.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the output: %w", err)
	}
	named := func(e os.DirEntry) bool { return e.Name() == ManifestName }
	i := slices.IndexFunc(entries, named)
	if i < 0 {
		// A new volume comes with a folder of its own.
		others := slices.DeleteFunc(entries, func(e os.DirEntry) bool { return t.place.inner() && e.Name() == lostAndFound })
		if len(others) > 0 {
			return fmt.Errorf("%s holds files (such as %s) but no %s, so no build made it: choose an empty folder with --destination", t.shown, others[0].Name(), ManifestName)
		}
		return nil
	}
	if !entries[i].Type().IsRegular() {
		return fmt.Errorf("%s is not a regular file, so %s is not an output", at, t.shown)
	}
	b, err := os.ReadFile(at)
	if err != nil {
		return fmt.Errorf("read the manifest of the output: %w", err)
	}
	if t.old, err = ParseManifest(b); err != nil {
		return fmt.Errorf("%s: %w: remove the folder, or choose another with --destination", at, err)
	}
	t.oldHash = source.Sum(b)
	return nil
}

// Manifest gives what the output holds and the digest of the manifest's file; nil where there is no output yet.
func (t *Target) Manifest() (*Manifest, source.Hash, error) { return t.old, t.oldHash, nil }

// usable refuses a second change after one that stopped half way: its stage would be built on the open journal.
func (t *Target) usable() error {
	if t.stuck {
		return fmt.Errorf("the last change of %s was not ended: open the output again", t.shown)
	}
	return nil
}

// Close gives the output free.
func (t *Target) Close() error {
	if err := t.lock.release(); err != nil {
		return fmt.Errorf("unlock %s: %w", t.shown, err)
	}
	return nil
}

// Recover finishes the open journal of an output, if there is one, and clears away the stage of a killed build. While a build of this
// output is running it leaves everything to that build.
func Recover(dir string) error {
	abs, err := resolve(dir)
	if err != nil {
		return err
	}
	if len(workFolders(abs)) == 0 {
		return nil
	}
	held, err := takeLock(abs)
	var busy *BusyError
	if errors.As(err, &busy) {
		return nil
	}
	if err != nil {
		return err
	}
	err = recoverOutput(osDisk{}, abs)
	return errors.Join(err, held.release())
}
