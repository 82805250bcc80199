// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// op is one operation on the disk, with paths below the recorder's base.
type op struct {
	name, a, b string
	data       []byte
	mode       fs.FileMode
	failed     error // what came of it
}

func (o op) String() string {
	text := strings.TrimSpace(o.name + " " + o.a + " " + o.b)
	if o.failed != nil {
		text += fmt.Sprintf(" (%v)", o.failed)
	}
	return text
}

// recorder is a disk that remembers what is done, and that can be stopped: from the operation with the number stop on, nothing more is
// done, but for half of that one, as when a process is killed.
type recorder struct {
	disk disk
	base string
	ops  []op
	stop int // -1: never
}

var errKilled = errors.New("killed")

// do records an operation and carries it out, unless the world has stopped.
func (r *recorder) do(o op) error {
	n := len(r.ops)
	o.a, o.b = r.short(o.a), r.short(o.b)
	r.ops = append(r.ops, o)
	if r.stop >= 0 && n >= r.stop {
		if n == r.stop {
			halve(o).run(r.disk, r.base)
		}
		return errKilled
	}
	err := o.run(r.disk, r.base)
	r.ops[n].failed = err
	return err
}

func (r *recorder) short(path string) string {
	if path == "" {
		return ""
	}
	return filepath.Clean("/" + strings.TrimPrefix(path, r.base))
}

func (r *recorder) mkdir(path string) error { return r.do(op{name: "mkdir", a: path}) }
func (r *recorder) create(path string, data []byte, mask bool) error {
	return r.do(op{name: "create", a: path, data: data})
}
func (r *recorder) chmod(path string, mode fs.FileMode) error {
	return r.do(op{name: "chmod", a: path, mode: mode})
}
func (r *recorder) link(from, to string) error   { return r.do(op{name: "link", a: from, b: to}) }
func (r *recorder) rename(from, to string) error { return r.do(op{name: "rename", a: from, b: to}) }
func (r *recorder) exchange(a, b string) error   { return r.do(op{name: "exchange", a: a, b: b}) }
func (r *recorder) remove(path string) error     { return r.do(op{name: "remove", a: path}) }
func (r *recorder) removeAll(path string) error  { return r.do(op{name: "removeAll", a: path}) }
func (r *recorder) syncFile(path string) error   { return r.do(op{name: "syncFile", a: path}) }
func (r *recorder) syncFolder(path string) error { return r.do(op{name: "syncFolder", a: path}) }
func (r *recorder) syncTree(path string) error   { return r.do(op{name: "syncTree", a: path}) }

// run carries an operation out below base.
func (o op) run(d disk, base string) error {
	a, b := base+o.a, base+o.b
	switch o.name {
	case "mkdir":
		return d.mkdir(a)
	case "create":
		return d.create(a, o.data, false)
	case "chmod":
		return d.chmod(a, o.mode)
	case "link":
		return d.link(a, b)
	case "rename":
		return d.rename(a, b)
	case "exchange":
		return d.exchange(a, b)
	case "remove":
		return d.remove(a)
	case "removeAll":
		return d.removeAll(a)
	case "removeHalf":
		half := true
		return filepath.WalkDir(a, func(path string, e fs.DirEntry, err error) error {
			if half = !half; err != nil || e.IsDir() || half {
				return err
			}
			return os.Remove(path)
		})
	}
	return nil
}

// halve gives the part of an operation that a crash may leave, where it is not all or nothing.
func halve(o op) op {
	switch o.name {
	case "create":
		o.data = o.data[:len(o.data)/2]
	case "removeAll":
		o.name = "removeHalf"
	default:
		o.name = "nothing"
	}
	return o
}

// change is something that turns an output that holds before into one that holds after.
type change struct {
	name          string
	increment     bool
	before, after tree // with manifests; nil: no output
	run           func(t *Target) error
}

// Foreign files, links among them, are part of the states, as are a file that becomes a folder and the reverse.
func changes() []change {
	foreign := tree{"CNAME": "example.org", "own/link": "-> ../index.html"}
	with := func(f tree, commit string) tree {
		g := f.plus(commit)
		for path, text := range foreign {
			g[path] = text
		}
		return g
	}
	one, two := version(1), version(2)
	return []change{
		{"first build", false, nil, one.plus("1"), func(t *Target) error {
			_, err := one.replace(t, "1", false)
			return err
		}},
		{"full build", false, with(one, "1"), with(two, "2"), func(t *Target) error {
			_, err := two.replace(t, "2", false)
			return err
		}},
		{"clean build", false, with(two, "1"), one.plus("2"), func(t *Target) error {
			_, err := one.replace(t, "2", true)
			return err
		}},
		{"full build that keeps", false, with(one, "1"), with(one, "2"), func(t *Target) error {
			_, err := t.Replace(func() *Manifest { return one.manifest("2") }, func(s *Stage) error {
				for _, e := range one.manifest("2").Files {
					if err := s.Keep(e); err != nil {
						return err
					}
				}
				return nil
			}, false)
			return err
		}},
		{"increment", true, with(two, "1"), with(one, "2"), func(t *Target) error { return two.amend(t, one, "2") }},
		{"increment back", true, with(one, "1"), with(two, "2"), func(t *Target) error { return one.amend(t, two, "2") }},
	}
}

// record lets a change happen below a fresh folder, up to the operation with the number stop.
func (c change) record(t *testing.T, d disk, stop int) (r *recorder, dir string, err error) {
	base := memoryDir(t)
	dir = filepath.Join(base, "public")
	c.before.write(t, dir)
	r = &recorder{disk: d, base: base, stop: stop}
	target := openTestDisk(t, r, dir)
	err = c.run(target)
	must(t, target.Close())
	return r, dir, err
}

// memoryDir is a temporary folder in memory, where the system has such a place: what is safe on a disk is only played here.
func memoryDir(t testing.TB) string {
	t.Helper()
	parent := os.TempDir()
	if isFolder("/dev/shm") {
		parent = "/dev/shm"
	}
	parent, err := filepath.EvalSymlinks(parent)
	must(t, err)
	dir, err := os.MkdirTemp(parent, "commonplace-test-")
	must(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// state says whether an output is as before or after a change, and fails the test if it is neither.
func (c change) state(t *testing.T, dir string) string {
	t.Helper()
	got := tree(nil)
	if exists(dir) {
		got = readTree(t, dir)
	}
	switch got.sum() {
	case c.before.sum():
		return "old"
	case c.after.sum():
		return "new"
	}
	t.Errorf("the output is neither old nor new:")
	wantTree(t, dir, c.after)
	return "mixed"
}

// TestCrash stops a change before each of its operations, and stops the recovery before each of its own. Whatever happens, the output is old
// or new in the end, and nothing is left beside it.
func TestCrash(t *testing.T) {
	for name, d := range disks() {
		for _, c := range changes() {
			if c.increment && name != "exchange" {
				continue // an increment neither swaps nor renames folders
			}
			t.Run(name+"/"+c.name, func(t *testing.T) {
				t.Parallel()
				whole, dir, err := c.record(t, d, -1)
				must(t, err)
				if c.state(t, dir) != "new" {
					t.Fatal("the change alone does not do what it should")
				}
				seen := map[string]int{}
				for stop := range whole.ops {
					_, dir, err := c.record(t, d, stop)
					if err == nil && stop < len(whole.ops)-1 {
						failed := slices.DeleteFunc(slices.Clone(whole.ops), func(o op) bool { return o.failed == nil })
						t.Fatalf("the change says nothing when it is stopped at %v; when it was not stopped, these operations failed: %v", whole.ops[stop], failed)
					}
					// The recovery is stopped at each of its operations in turn, each time where the last one left off.
					for again := 0; ; again++ {
						r := &recorder{disk: d, base: filepath.Dir(dir), stop: again}
						err := recoverOutput(r, dir)
						if err == nil {
							break
						}
						if again > 1000 {
							t.Fatalf("stopped at operation %d, %v, the recovery never ends: %v", stop, whole.ops[stop], err)
						}
					}
					seen[c.state(t, dir)]++
					if exists(dir) {
						wantNothingBeside(t, dir)
					}
					if t.Failed() {
						t.Fatalf("stopped at operation %d, %v", stop, whole.ops[stop])
					}
					must(t, os.RemoveAll(filepath.Dir(dir)))
				}
				if seen["old"] == 0 || seen["new"] == 0 {
					t.Errorf("the states seen are %v: one is missing", seen)
				}
			})
		}
	}
}

// TestPowerLoss plays back every prefix of the operations of a change to a disk that loses any of those that were not yet made safe, and the
// bytes of files that were not. The output is old or new, and new once the build has said that it is done.
func TestPowerLoss(t *testing.T) {
	const tries = 4
	for name, d := range disks() {
		for _, c := range changes() {
			if c.increment && name != "exchange" {
				continue
			}
			t.Run(name+"/"+c.name, func(t *testing.T) {
				t.Parallel()
				random := rand.New(rand.NewPCG(1, 2))
				whole, _, err := c.record(t, d, -1)
				must(t, err)
				for n := range len(whole.ops) + 1 {
					for range tries {
						base := memoryDir(t)
						dir := filepath.Join(base, "public")
						c.before.write(t, dir)
						left := survivors(whole.ops[:n], random)
						for _, o := range left {
							o.run(d, base)
						}
						if err := recoverOutput(osDisk{}, dir); err != nil {
							t.Errorf("recover: %v", err)
						}
						state := c.state(t, dir)
						if n == len(whole.ops) && state != "new" {
							t.Errorf("the build was done, and is lost")
						}
						must(t, os.RemoveAll(base))
						if t.Failed() {
							t.Fatalf("power was lost after %d of the operations %q\nand these are left: %q", n, whole.ops, left)
						}
					}
				}
			})
		}
	}
}

// survivors gives the operations that a disk still knows after power loss: those that a later one made safe, and of the others any.
func survivors(ops []op, random *rand.Rand) (kept []op) {
	for i, o := range ops {
		names, bytes := safe(ops, i)
		if o.failed != nil || !names && random.IntN(2) == 0 {
			continue
		}
		if o.name == "create" && !bytes && random.IntN(2) == 0 {
			o.data = nil
		}
		kept = append(kept, o)
	}
	return kept
}

// safe says whether what an operation did to the names in folders, and to the bytes of a file, was made safe by a later one.
func safe(ops []op, i int) (names, bytes bool) {
	o := ops[i]
	a, b := o.name == "chmod", o.b == "" || o.name == "link" || o.name == "chmod"
	inA, inB := filepath.Dir(o.a), filepath.Dir(o.b)
	if o.name == "link" {
		a, b = true, false
	}
	for n, later := range ops[i+1:] {
		switch later.name {
		case "remove":
			// A folder that is gone for sure has no files left.
			if gone, _ := safe(ops, i+1+n); gone && later.failed == nil && later.a == inA {
				return true, bytes
			}
		case "syncTree":
			return true, true
		case "syncFile":
			bytes = bytes || later.a == o.a
		case "syncFolder":
			a = a || later.a == inA
			b = b || later.a == inB
		}
	}
	if o.name == "rename" {
		// A rename is one entry in the log of a file system, so either folder brings it along.
		return a || b, bytes
	}
	return a && b, bytes
}
