// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// inNamespace runs the calling test again in a process that may mount file systems, seen by nobody else, and says whether this is that process.
// Where the system does not allow it, the test is skipped.
func inNamespace(t *testing.T) bool {
	const mark = "COMMONPLACE_TEST_NAMESPACE"
	if os.Getenv(mark) != "" {
		return true
	}
	self, err := os.Executable()
	must(t, err)
	cmd := exec.Command(self, "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), mark+"=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	out, err := cmd.CombinedOutput()
	var failed *exec.ExitError
	switch {
	case err != nil && !errors.As(err, &failed):
		t.Skipf("no namespace of its own can be had here: %v", err)
	case strings.Contains(string(out), "--- SKIP"):
		t.Skipf("in a namespace of its own: %s", out)
	case err != nil:
		t.Errorf("in a namespace of its own: %s", out)
	}
	return false
}

func mount(t *testing.T, source, dir, kind string, flags uintptr, options string) {
	t.Helper()
	must(t, os.MkdirAll(dir, 0o755))
	if err := unix.Mount(source, dir, kind, flags, options); err != nil {
		t.Skipf("%s can't be mounted here: %v", kind, err)
	}
	t.Cleanup(func() { unix.Unmount(dir, unix.MNT_DETACH) })
}

// TestFullDisk: when the disk fills up in the middle, the output is what it was, the stage is gone, and the message says why.
func TestFullDisk(t *testing.T) {
	if !inNamespace(t) {
		return
	}
	small := t.TempDir()
	mount(t, "tmpfs", small, "tmpfs", 0, "size=256k")
	dir := filepath.Join(small, "public")
	target := openTest(t, dir)
	_, err := siteOne.replace(target, "1", false)
	must(t, err)
	large := merged(siteOne, tree{"a/first.html": strings.Repeat("x", 100_000), "b/second.html": strings.Repeat("y", 200_000)})
	for name, try := range map[string]func() error{
		"full build": func() error { _, err := large.replace(target, "2", false); return err },
		"increment":  func() error { return siteOne.amend(target, large, "2") },
	} {
		err := try()
		if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "b/second.html: no space left on device") {
			t.Errorf("%s: says %v", name, err)
		}
		wantTree(t, dir, siteOne.plus("1"))
		wantNothingBeside(t, dir)
	}
	must(t, siteOne.amend(target, siteTwo, "2"))
	wantTree(t, dir, siteTwo.plus("2"))
}

// TestMounted: an output that is a mount point can't be exchanged, and nothing can be moved into it from outside; so all happens within.
func TestMounted(t *testing.T) {
	if !inNamespace(t) {
		return
	}
	for _, kind := range []string{"tmpfs", "bind"} {
		t.Run(kind, func(t *testing.T) {
			base := t.TempDir()
			dir := filepath.Join(base, "public")
			if kind == "bind" {
				must(t, os.Mkdir(filepath.Join(base, "volume"), 0o755))
				mount(t, filepath.Join(base, "volume"), dir, "", unix.MS_BIND, "")
			} else {
				mount(t, "tmpfs", dir, "tmpfs", 0, "")
			}
			must(t, os.Mkdir(filepath.Join(dir, lostAndFound), 0o000))
			target := openTest(t, dir)
			foreign, err := siteOne.replace(target, "1", false)
			must(t, err)
			if len(foreign) > 0 {
				t.Errorf("foreign are %q", foreign)
			}
			must(t, os.WriteFile(filepath.Join(dir, "CNAME"), []byte("example.org"), 0o644))
			must(t, siteOne.amend(target, siteTwo, "2"))
			foreign, err = target.Replace(func() *Manifest { return merged(siteOne, siteTwo).manifest("3") }, func(s *Stage) error {
				for path, text := range siteOne {
					if _, ok := siteTwo[path]; ok {
						continue
					}
					if _, err := s.Write(path, []byte(text)); err != nil {
						return err
					}
				}
				for _, e := range siteTwo.manifest("2").Files {
					if err := s.Keep(e); err != nil {
						return err
					}
				}
				return nil
			}, false)
			must(t, err)
			if len(foreign) != 1 || foreign[0] != "CNAME" {
				t.Errorf("foreign are %q", foreign)
			}
			want := merged(siteOne, siteTwo).plus("3")
			want["CNAME"], want[lostAndFound+"/"] = "example.org", ""
			wantTree(t, dir, want)
			must(t, target.Close())
			if left := workFolders(dir); len(left) > 0 {
				t.Errorf("left behind: %q", left)
			}

			// A kill before the first rename: the next start finds the journal within.
			p := place{osDisk{}, dir, filepath.Join(dir, innerWork)}
			s, err := newStage(p, true)
			must(t, err)
			must(t, s.create(ManifestName, siteOne.manifest("4").Append(nil)))
			must(t, s.create("index.html", []byte("four")))
			must(t, p.open(&journal{install: []string{"index.html", ManifestName}}))
			if open, err := isOpen(dir); !open || err != nil {
				t.Errorf("the journal is not seen: %v, %v", open, err)
			}
			must(t, Recover(dir))
			want["index.html"], want[ManifestName] = "four", string(siteOne.manifest("4").Append(nil))
			wantTree(t, dir, want)
		})
	}
}
