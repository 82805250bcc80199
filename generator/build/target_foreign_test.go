// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// TestForeign: files that are no part of the site survive builds, are named, and go when that is asked for.
func TestForeign(t *testing.T) {
	strange := tree{"CNAME": "example.org", "a/own/notes.txt": "notes", "own/link": "-> ../index.html", "bad\\name": "x"}
	if runtime.GOOS == "windows" {
		delete(strange, "bad\\name")
	}
	list := slices.Sorted(maps.Keys(strange))
	for name, d := range disks() {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(memoryDir(t), "public")
			target := openTestDisk(t, d, dir)
			_, err := siteOne.replace(target, "1", false)
			must(t, err)
			strange.write(t, dir)
			must(t, os.Mkdir(filepath.Join(dir, "hollow"), 0o755))

			foreign, err := siteTwo.replace(target, "2", false)
			must(t, err)
			if !slices.Equal(foreign, list) {
				t.Errorf("a build names the foreign files %q, want %q", foreign, list)
			}
			must(t, os.RemoveAll(filepath.Join(dir, "hollow")))
			wantTree(t, dir, merged(siteTwo.plus("2"), strange))

			must(t, siteTwo.amend(target, siteOne, "3"))
			wantTree(t, dir, merged(siteOne.plus("3"), strange))
			known := siteOne.manifest("3")
			foreign, err = target.Foreign(func(path string) bool { _, ok := known.Find(path); return ok })
			must(t, err)
			if !slices.Equal(foreign, list) {
				t.Errorf("the output holds the foreign files %q, want %q", foreign, list)
			}

			// A page takes a name that was foreign: it is ours from then on.
			claims := merged(siteOne, tree{"CNAME": "example.net"})
			must(t, siteOne.amend(target, claims, "4"))
			wantTree(t, dir, merged(strange, claims.plus("4")))

			foreign, err = claims.replace(target, "5", true)
			must(t, err)
			want := slices.DeleteFunc(slices.Clone(list), func(path string) bool { return path == "CNAME" })
			if !slices.Equal(foreign, want) {
				t.Errorf("a clean build names the foreign files %q, want %q", foreign, want)
			}
			left := claims.plus("5")
			if name == "file by file" && runtime.GOOS != "windows" {
				left["bad\\name"] = "x" // no journal can name it
			}
			wantTree(t, dir, left)
			wantNothingBeside(t, dir)
		})
	}
}

// TestForeignInTheWay: where a foreign file stands in the place of a folder of the site, or the reverse, nothing is changed and the message
// names both. A clean build goes ahead.
func TestForeignInTheWay(t *testing.T) {
	for _, c := range []struct {
		name          string
		foreign, next tree
		blocked       string // the message of an increment
	}{
		{"file for folder", tree{"new": "mine"}, tree{"new/page.html": "page"}, "new is not part of the site and stands in the way of new/page.html"},
		{"file for deep folder", tree{"new": "mine"}, tree{"new/deep/page.html": "page"}, "new is not part of the site and stands in the way of new/deep/page.html"},
		{"folder for file", tree{"page.html/mine": "mine"}, tree{"page.html": "page"}, "page.html/mine is not part of the site and stands in the way of page.html"},
		{"deep folder for file", tree{"a/p/q/mine": "mine"}, tree{"a/p": "page"}, "a/p/q/mine is not part of the site and stands in the way of a/p"},
	} {
		for name, d := range disks() {
			t.Run(c.name+"/"+name, func(t *testing.T) {
				dir := filepath.Join(memoryDir(t), "public")
				target := openTestDisk(t, d, dir)
				_, err := siteOne.replace(target, "1", false)
				must(t, err)
				c.foreign.write(t, dir)
				before := readTree(t, dir)
				next := merged(siteOne, c.next)
				for _, try := range []func() error{
					func() error { return siteOne.amend(target, next, "2") },
					func() error { _, err := next.replace(target, "2", false); return err },
				} {
					if err := try(); err == nil || !strings.Contains(err.Error(), filepath.FromSlash(c.blocked)) {
						t.Errorf("says %v, and should say %q", err, c.blocked)
					}
					wantTree(t, dir, before)
					wantNothingBeside(t, dir)
				}
				_, err = next.replace(target, "3", true)
				must(t, err)
				wantTree(t, dir, next.plus("3"))
			})
		}
	}
}

// TestKeep: only a file that still looks like its entry is carried over.
func TestKeep(t *testing.T) {
	for name, d := range disks() {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(memoryDir(t), "public")
			target := openTestDisk(t, d, dir)
			_, err := siteOne.replace(target, "1", false)
			must(t, err)
			entries := siteOne.manifest("1").Files
			must(t, os.Remove(filepath.Join(dir, "feed.xml")))
			must(t, os.WriteFile(filepath.Join(dir, "index.html"), []byte("longer"), 0o644))
			_, err = target.Replace(func() *Manifest { return siteOne.manifest("2") }, func(s *Stage) error {
				for _, e := range entries {
					err := s.Keep(e)
					changed := e.Path == "feed.xml" || e.Path == "index.html"
					if changed != errors.Is(err, fs.ErrNotExist) {
						t.Errorf("keep %s: %v", e.Path, err)
					}
					if changed {
						if _, err := s.Write(e.Path, []byte(siteOne[e.Path])); err != nil {
							return err
						}
					}
				}
				return nil
			}, false)
			must(t, err)
			wantTree(t, dir, siteOne.plus("2"))
		})
	}
}

// TestModes: a web server of another user can read the output, whatever the umask; the output itself keeps the mode that it was given.
func TestModes(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no modes")
	}
	for name, d := range disks() {
		for _, mask := range []int{0o022, 0o077, 0o000} {
			t.Run(name, func(t *testing.T) {
				defer umask(umask(mask))
				dir := filepath.Join(memoryDir(t), "public")
				target := openTestDisk(t, d, dir)
				_, err := siteOne.replace(target, "1", false)
				must(t, err)
				must(t, os.Chmod(dir, 0o750))
				must(t, siteOne.amend(target, siteTwo, "2"))
				_, err = siteTwo.replace(target, "3", false)
				must(t, err)
				err = filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
					must(t, err)
					info, err := e.Info()
					must(t, err)
					want := os.FileMode(0o644)
					if e.IsDir() {
						want = 0o755
					}
					if path == dir {
						want = 0o750
					}
					if info.Mode().Perm() != want {
						t.Errorf("umask %03o: %s has mode %03o, want %03o", mask, path, info.Mode().Perm(), want)
					}
					return nil
				})
				must(t, err)
			})
		}
	}
}
