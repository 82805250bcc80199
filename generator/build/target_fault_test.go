// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
)

// faulty is a disk on which one kind of operation fails on one file.
type faulty struct {
	disk
	operation, path string
}

var errFault = errors.New("input/output error")

func (d faulty) hit(operation, path string) bool {
	return d.operation == operation && strings.HasSuffix(filepath.ToSlash(path), d.path)
}

func (d faulty) create(path string, data []byte, mask bool) error {
	if d.hit("create", path) {
		return errFault
	}
	return d.disk.create(path, data, mask)
}

func (d faulty) rename(from, to string) error {
	if d.hit("rename", to) {
		return errFault
	}
	return d.disk.rename(from, to)
}

func (d faulty) syncFile(path string) error {
	if d.hit("sync", path) {
		return errFault
	}
	return d.disk.syncFile(path)
}

func (d faulty) syncFolder(path string) error {
	if d.hit("syncFolder", path) {
		return errFault
	}
	return d.disk.syncFolder(path)
}

func (d faulty) syncTree(path string) error {
	if d.hit("sync", path) {
		return errFault
	}
	return d.disk.syncTree(path)
}

// TestFaults: a disk that fails before the journal is open leaves the output as it was; one that fails later leaves a journal, which the next
// start finishes. Either way the build says that it failed.
func TestFaults(t *testing.T) {
	for _, c := range []struct {
		operation, path string
		replace         bool
		lasting         bool // the journal stays open
	}{
		{"create", "stage/feed.xml", true, false},
		{"create", "stage/" + ManifestName, true, false},
		{"sync", ".public.commonplace/stage", true, false},
		{"create", "stage/feed.xml", false, false},
		{"create", "stage/" + ManifestName, false, false},
		{"sync", "stage/feed.xml", false, false},
		{"create", "journal.new", false, false},
		{"sync", "journal.new", false, false},
		{"rename", "commonplace/journal", false, false},
		{"syncFolder", "base", false, false},
		{"rename", "public/feed.xml", false, true},
		{"syncFolder", "public/d/e", false, true},
		{"rename", "public/" + ManifestName, false, true},
	} {
		dir := filepath.Join(memoryDir(t), "base", "public")
		healthy := openTest(t, dir)
		_, err := siteOne.replace(healthy, "1", false)
		must(t, err)
		must(t, healthy.Close())

		target := openTestDisk(t, faulty{osDisk{}, c.operation, c.path}, dir)
		if c.replace {
			_, err = siteTwo.replace(target, "2", false)
		} else {
			err = siteOne.amend(target, siteTwo, "2")
		}
		if !errors.Is(err, errFault) {
			t.Errorf("%v: says %v", c, err)
		}
		open, err := isOpen(dir)
		must(t, err)
		if open != c.lasting {
			t.Errorf("%v: a journal is open: %v", c, open)
		}
		if !c.lasting {
			wantTree(t, dir, siteOne.plus("1"))
			wantNothingBeside(t, dir)
			continue
		}
		target.place.disk = osDisk{}
		if err := siteOne.amend(target, siteTwo, "2"); err == nil {
			t.Errorf("%v: an increment is begun while a journal is open", c)
		}
		if _, err := siteTwo.replace(target, "2", false); err == nil {
			t.Errorf("%v: a full build is begun while a journal is open", c)
		}
		must(t, target.Close())
		must(t, Recover(dir))
		wantTree(t, dir, siteTwo.plus("2"))
		wantNothingBeside(t, dir)
	}
}

// TestFaultThenKill: the disk fails just after the journal was put in place, and the process is killed while it takes the journal back.
func TestFaultThenKill(t *testing.T) {
	for stop := 0; ; stop++ {
		dir := filepath.Join(memoryDir(t), "base", "public")
		siteOne.plus("1").write(t, dir)
		r := &recorder{disk: osDisk{}, base: filepath.Dir(filepath.Dir(dir)), stop: stop}
		target := openTestDisk(t, faulty{r, "syncFolder", "base"}, dir)
		if err := siteOne.amend(target, siteTwo, "2"); err == nil {
			t.Fatal("the fault is not reported")
		}
		must(t, target.Close())
		must(t, Recover(dir))
		if readTree(t, dir).sum() != siteTwo.plus("2").sum() {
			wantTree(t, dir, siteOne.plus("1"))
		}
		if t.Failed() {
			t.Fatalf("killed at %v", r.ops[stop])
		}
		if len(r.ops) <= stop {
			return
		}
	}
}
