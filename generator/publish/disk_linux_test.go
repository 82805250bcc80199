// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"commonplace/generator/config"
)

// TestFullDisk publishes where there is room for one site and not for a larger one: a full disk leaves what was there.
func TestFullDisk(t *testing.T) {
	const mark = "COMMONPLACE_TEST_NAMESPACE"
	if os.Getenv(mark) == "" {
		// File systems can be mounted only in a namespace of one's own.
		cmd := exec.Command(os.Args[0], "-test.run=^TestFullDisk$", "-test.v")
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
		case err != nil || strings.Contains(string(out), "--- SKIP"):
			t.Errorf("in a namespace of its own: %s", out)
		}
		return
	}
	small := func(t *testing.T) string {
		dir := t.TempDir()
		if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=1m"); err != nil {
			t.Skipf("tmpfs can't be mounted here: %v", err)
		}
		t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
		return dir
	}
	noise := make([]byte, 1<<20)
	for i, x := 0, uint32(1); i < len(noise); i++ {
		x = x*1664525 + 1013904223
		noise[i] = byte(x >> 24)
	}
	large := water().plus(tree{"patterns/00.html": "new", "zz.bin": string(noise)})
	t.Run("folder", func(t *testing.T) {
		dir := filepath.Join(small(t), "www")
		p := newPublisher(t, t.TempDir(), toFolder(dir))
		p.mustPublish(water())
		_, err := p.publish(large)
		wantError(t, err, "no space left on device", "each file there is whole")
		for path, text := range read(t, dir) {
			if text != water()[path] && text != large[path] && !strings.HasPrefix(path, arriving) {
				t.Errorf("%s is neither old nor new", path)
			}
		}
		p.mustPublish(water())
		wantTree(t, read(t, dir), water())
	})
	t.Run("zip", func(t *testing.T) {
		file := filepath.Join(small(t), "site.zip")
		p := newPublisher(t, t.TempDir(), toArchive(config.ToZip, file))
		p.mustPublish(water())
		_, err := p.publish(large)
		wantError(t, err, "no space left on device", "what was there is as it was")
		wantTree(t, unpack(t, config.ToZip, file), water())
	})
	t.Run("branch, here", func(t *testing.T) {
		s := newServer(t)
		p := newPublisher(t, s.site(), pages())
		p.cache = small(t)
		p.mustPublish(water())
		before := s.tip()
		_, err := p.publish(large)
		wantError(t, err, "a disk is full", "the published site is as it was", "make room")
		if s.tip() != before {
			t.Error("the branch has moved")
		}
		p.mustPublish(water().plus(tree{"index.html": "small again"}))
	})
	t.Run("branch, there", func(t *testing.T) {
		s := newServer(t)
		disk := small(t)
		must(t, os.CopyFS(filepath.Join(disk, "commons.git"), os.DirFS(s.dir)))
		s.dir = filepath.Join(disk, "commons.git")
		target := pages()
		target.Remote = s.dir
		p := newPublisher(t, t.TempDir(), target)
		p.mustPublish(water())
		before := s.tip()
		_, err := p.publish(large)
		wantError(t, err, "a disk is full", "the published site is as it was")
		if s.tip() != before {
			t.Error("the branch has moved")
		}
	})
}
