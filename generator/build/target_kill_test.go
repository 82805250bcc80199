// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// victimJob is the environment variable that turns the test program into a build that runs until it is killed: the way in which it
// changes the output, a colon, and the output.
const victimJob = "COMMONPLACE_TEST_VICTIM"

// version gives the n-th state of the site that a victim builds. What a page was, a folder becomes, and back.
func version(n int) tree {
	f := tree{"same.html": strings.Repeat("same ", 800)}
	for i := range 4 {
		f[fmt.Sprintf("pages/%d.html", i)] = strings.Repeat(fmt.Sprintf("page %d of %d ", i, n), 300)
	}
	if n%2 == 0 {
		f["turn"] = "a file"
		f["even/deep/page.html"] = strconv.Itoa(n)
	} else {
		f["turn/page.html"] = "in a folder"
		f["odd.html"] = strconv.Itoa(n)
	}
	return f
}

// victim builds version after version and never ends.
func victim(job string) {
	way, dir, _ := strings.Cut(job, ":")
	way, amends := strings.CutPrefix(way, "amend ")
	target, err := openTarget(disks()[way], dir, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	n := 0
	if m, _, _ := target.Manifest(); m != nil {
		n, _ = strconv.Atoi(m.Commit)
	}
	for {
		commit := strconv.Itoa(n + 1)
		if amends && target.old != nil {
			err = version(n).amend(target, version(n+1), commit)
		} else {
			_, err = version(n+1).replace(target, commit, false)
		}
		if err != nil {
			fmt.Println(err)
			return
		}
		n++
		fmt.Println("ready")
	}
}

// TestKill kills builds at random moments. After the next start of any command the output is one that some build made, wholly.
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("kills two hundred processes")
	}
	self, err := os.Executable()
	must(t, err)
	for _, way := range []string{"exchange", "two renames", "file by file", "amend exchange"} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(memoryDir(t), "public")
			interrupted, open := 0, 0
			for range 50 {
				kill(t, self, way, dir)
				interrupted += len(workFolders(dir))
				pending, err := isOpen(dir)
				must(t, err)
				if pending {
					open++
				}
				must(t, Recover(dir))
				b, err := os.ReadFile(filepath.Join(dir, ManifestName))
				must(t, err)
				m, err := ParseManifest(b)
				must(t, err)
				n, err := strconv.Atoi(m.Commit)
				must(t, err)
				wantTree(t, dir, version(n).plus(m.Commit))
				wantNothingBeside(t, dir)
				if t.Failed() {
					t.FailNow()
				}
			}
			t.Logf("%d of 50 kills came in the middle of a build, %d with an open journal", interrupted, open)
			if interrupted == 0 {
				t.Error("no kill came in the middle of a build, so nothing was tested")
			}
		})
	}
}

// kill starts a victim and ends it at a random moment after its first build.
func kill(t *testing.T, self, way, dir string) {
	t.Helper()
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), victimJob+"="+way+":"+dir)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	lines := bufio.NewReader(out)
	if first, err := lines.ReadString('\n'); first != "ready\n" {
		cmd.Process.Kill()
		t.Fatalf("the build says %q, %v", first, err)
	}
	go io.Copy(io.Discard, lines)
	time.Sleep(time.Duration(rand.IntN(6000)) * time.Microsecond)
	must(t, cmd.Process.Kill())
	cmd.Wait()
}

// TestLock: a second build of an output is told who holds it, and a killed build holds it no longer.
func TestLock(t *testing.T) {
	self, err := os.Executable()
	must(t, err)
	dir := filepath.Join(t.TempDir(), "public")
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), victimJob+"=exchange:"+dir)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	lines := bufio.NewReader(out)
	if first, err := lines.ReadString('\n'); first != "ready\n" {
		t.Fatalf("the build says %q, %v", first, err)
	}
	go io.Copy(io.Discard, lines)

	target, err := OpenTarget(dir, nil)
	var busy *BusyError
	if !errors.As(err, &busy) || target != nil {
		t.Fatalf("a second build gets the output %v, %v", target, err)
	}
	if want := strconv.Itoa(cmd.Process.Pid); busy.Process != want || !strings.Contains(err.Error(), want) {
		t.Errorf("the holder is process %s, but the message says: %v", want, err)
	}
	if err := Recover(dir); err != nil {
		t.Errorf("a command that only looks fails while a build runs: %v", err)
	}

	must(t, cmd.Process.Kill())
	cmd.Wait()
	target, err = OpenTarget(dir, nil)
	must(t, err)
	// Another name of the same folder meets the same lock.
	link := filepath.Join(t.TempDir(), "link")
	if os.Symlink(filepath.Dir(dir), link) == nil {
		if _, err := OpenTarget(filepath.Join(link, "public"), nil); !errors.As(err, &busy) {
			t.Errorf("through a link in its parents the output can be had twice: %v", err)
		}
	}
	must(t, target.Close())
}
