// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

//go:build unix

package source

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestNothingButRegularFiles is promise R16: links are refused wherever they lead, and nothing makes a build wait.
func TestNothingButRegularFiles(t *testing.T) {
	dir := tree(t, map[string]string{
		"real.md": "text", "folder.md/inside.md": "in", "secret": "",
		"inside.md": "-> real.md", "outside.md": "-> /etc/passwd", "up.md": "-> ../../../../etc/passwd", "dangling.md": "-> nowhere",
		"loop.md": "-> loop.md", "here": "-> .", "parent": "-> ..",
	})
	if err := syscall.Mkfifo(filepath.Join(dir, "fifo.md"), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir) // the path of a socket must be short
	socket, err := net.Listen("unix", "socket.md")
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	if err := os.WriteFile(filepath.Join(dir, "caf\xe9.md"), nil, 0o644); err != nil {
		t.Skip("this file system takes no such name:", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "line\nfeed.md"), nil, 0o644); err != nil {
		t.Fatal(err)
	}

	d := open(t, dir)
	done := make(chan struct{})
	go func() {
		defer close(done)
		files, diags, err := d.Scan(everything)
		if err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff([]string{"folder.md/inside.md", "real.md", "secret"}, paths(files)); diff != "" {
			t.Error(diff)
		}
		const link, name = " not-a-file: a symbolic link: not read", " bad-name: the name is not valid UTF-8 or holds control characters: not read"
		want := []string{
			"caf\uFFFD.md" + name, "dangling.md" + link, "fifo.md not-a-file: a FIFO: not read", "here" + link, "inside.md" + link, "line\nfeed.md" + name,
			"loop.md" + link, "outside.md" + link, "parent" + link, "socket.md not-a-file: a socket: not read", "up.md" + link,
		}
		if diff := cmp.Diff(want, messages(diags)); diff != "" {
			t.Error(diff)
		}
		for _, path := range []string{"outside.md", "up.md", "dangling.md", "loop.md", "fifo.md", "socket.md", "folder.md", "parent", ".", ""} {
			if b, err := d.Read(path, 1000); err == nil {
				t.Errorf("read %q: %q", path, b)
			}
		}
		for _, path := range []string{"../" + filepath.Base(dir) + "/real.md", "/etc/passwd", "folder.md/../../x", "parent/x"} {
			if b, err := d.Read(path, 1000); err == nil {
				t.Errorf("read %q: %q", path, b)
			}
		}
		for _, path := range []string{"fifo.md", "folder.md", "outside.md", "socket.md", "inside.md"} {
			if _, err := d.Read(path, 1000); !errors.Is(err, ErrNotRegular) {
				t.Errorf("%s: %v", path, err)
			}
		}
	}()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Fatal("something made the scan wait")
	}
}
