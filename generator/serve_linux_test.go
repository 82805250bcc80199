// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"commonplace/generator"
)

// limited is set for the run of this test in which the system watches two folders only.
const limited = "COMMONPLACE_TEST_LIMITED"

// TestPreviewWithoutWatches holds that a preview that may not watch all folders says so and shows edits within two seconds all the same. It
// runs itself as the root of a user namespace, where it can set the limit.
func TestPreviewWithoutWatches(t *testing.T) {
	if os.Getenv(limited) == "" {
		again := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestPreviewWithoutWatches$", "-test.v")
		again.Env = append(os.Environ(), limited+"=1")
		again.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWUSER,
			UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}}, GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}}}
		said, err := again.CombinedOutput()
		switch {
		case strings.Contains(string(said), "SKIP"), err != nil && len(said) == 0:
			t.Skipf("no user namespace with limits here: %v\n%s", err, said)
		case err != nil:
			t.Errorf("%v\n%s", err, said)
		}
		return
	}
	if err := os.WriteFile("/proc/sys/user/max_inotify_watches", []byte("2"), 0o644); err != nil {
		t.Skip(err)
	}
	dir := scratch(t)
	tree{"content/index.md": "# Home\n", "content/a/b/page.md": "# Page\n"}.write(t, dir)
	p := startPreview(t, generator.Options{Source: dir})
	time.Sleep(600 * time.Millisecond) // after its start the preview looks at all files once more
	for _, edit := range []struct{ name, text, output string }{
		{"content/a/b/page.md", "# Changed\n", "a/b/page.html"}, {"content/new/deep/page.md", "# Came\n", "new/deep/page.html"}, {"site.yaml", "title: Settings\n", "index.html"},
	} {
		tree{edit.name: edit.text}.write(t, dir)
		saved := time.Now()
		shown := func() bool {
			status, text := p.get(edit.output)
			return status == http.StatusOK && strings.Contains(text, strings.TrimSpace(edit.text[strings.IndexByte(edit.text, ' ')+1:]))
		}
		for !shown() {
			if time.Since(saved) > soon()+time.Second/2 {
				t.Fatalf("%s is not shown after %v", edit.name, time.Since(saved))
			}
			time.Sleep(20 * time.Millisecond)
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.notes) != 1 || !strings.Contains(p.notes[0], "looked at every second") {
		t.Errorf("the preview says %q", p.notes)
	}
}
