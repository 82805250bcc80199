// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"commonplace/generator/serve"
)

// A served is the program as it runs `serve`.
type served struct {
	*exec.Cmd
	address string
	said    []string // until it was ready
	rest    chan string
}

func smallCommons(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "content"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"site.yaml": "title: Water\n", "content/index.md": "# Home\n"} {
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// serveProgram runs `serve` in a small commons until it says that it is ready.
func serveProgram(t *testing.T, path string, flags ...string) *served {
	t.Helper()
	s := &served{Cmd: exec.Command("commonplace", append([]string{"serve"}, flags...)...), rest: make(chan string, 1)}
	s.Dir = smallCommons(t)
	s.Env = append(os.Environ(), "PATH="+path)
	said, err := s.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Process.Kill() })
	slow := time.AfterFunc(20*time.Second, func() { s.Process.Kill() })
	defer slow.Stop()
	lines := bufio.NewReader(said)
	for {
		line, err := lines.ReadString('\n')
		s.said = append(s.said, line)
		if err != nil {
			t.Fatalf("serve is not ready: %v\n%s", err, s.said)
		}
		if found := regexp.MustCompile(`^(http://\S+/) is ready after [0-9.]+ s; Ctrl-C ends it\n$`).FindStringSubmatch(line); found != nil {
			s.address = found[1]
			break
		}
	}
	go func() {
		rest, _ := io.ReadAll(lines)
		s.rest <- string(rest)
	}()
	return s
}

// mustAnswer asks for the home page.
func (s *served) mustAnswer(t *testing.T) {
	t.Helper()
	r, err := http.Get(s.address)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if text, _ := io.ReadAll(r.Body); r.StatusCode != http.StatusOK || !strings.Contains(string(text), "<title>Home") {
		t.Errorf("status %d:\n%s", r.StatusCode, text)
	}
}

// mustEnd interrupts the program as Ctrl-C does, while a page is open.
func (s *served) mustEnd(t *testing.T) {
	t.Helper()
	open, err := http.Get(s.address + "_/events?page=index.html")
	if err != nil {
		t.Fatal(err)
	}
	defer open.Body.Close()
	began := time.Now()
	if err := s.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	rest := <-s.rest
	if err := s.Wait(); err != nil {
		t.Errorf("Ctrl-C: %v\n%s", err, rest)
	}
	if took := time.Since(began); took > time.Second {
		t.Errorf("Ctrl-C ends it after %v", took)
	}
	if rest != "" {
		t.Errorf("at its end it says %q", rest)
	}
	if c, err := net.Dial("tcp", strings.TrimSuffix(strings.TrimPrefix(s.address, "http://"), "/")); err == nil {
		c.Close()
		t.Error("somebody still listens")
	}
}

// taken listens at a port until the test ends; port 0 is one that is free.
func taken(t *testing.T, port int) int {
	t.Helper()
	l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if errors.Is(err, syscall.EADDRINUSE) {
		return port
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l.Addr().(*net.TCPAddr).Port
}

func unlessWindows(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("programs can't be interrupted here")
	}
}

// Where the usual port is taken, the next that is free is used, and that is said.
func TestServeTakesTheNextPort(t *testing.T) {
	unlessWindows(t)
	taken(t, serve.DefaultPort)
	s := serveProgram(t, os.Getenv("PATH"))
	found := regexp.MustCompile(`^port 1313 is taken: port ([0-9]+) is used\n$`).FindStringSubmatch(s.said[0])
	if found == nil {
		t.Fatalf("it says %q", s.said)
	}
	if port, err := strconv.Atoi(found[1]); err != nil || port <= serve.DefaultPort || s.address != fmt.Sprintf("http://127.0.0.1:%d/", port) {
		t.Errorf("it listens at %s and says %q", s.address, s.said)
	}
	s.mustAnswer(t)
	s.mustEnd(t)
}

// A port that was asked for and is taken is an error: somebody counts on it.
func TestServeKeepsToItsPort(t *testing.T) {
	port := strconv.Itoa(taken(t, 0))
	cmd := exec.Command("commonplace", "serve", "--port", port)
	cmd.Dir = smallCommons(t)
	said, _ := cmd.CombinedOutput()
	if code := cmd.ProcessState.ExitCode(); code != exitFault || !strings.HasPrefix(string(said), "commonplace: can't listen at 127.0.0.1:"+port+": ") {
		t.Errorf("exit code %d:\n%s", code, said)
	}
}

// The browser is called with the address and nothing else; a browser that ends leaves no process behind, and one that is not there is
// told of.
func TestServeOpensTheBrowser(t *testing.T) {
	unlessWindows(t)
	bin := t.TempDir()
	called := filepath.Join(bin, "called")
	script := "#!/bin/sh\nprintf '%s.' \"$#\" \"$1\" $$ > '" + called + ".new' && mv '" + called + ".new' '" + called + "'\n"
	for _, name := range []string{"xdg-open", "open"} {
		if err := os.WriteFile(filepath.Join(bin, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	s := serveProgram(t, bin+string(filepath.ListSeparator)+os.Getenv("PATH"), "--open")
	var got []byte
	for deadline := time.Now().Add(5 * time.Second); got == nil && time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		got, _ = os.ReadFile(called)
	}
	rest, ok := strings.CutPrefix(string(got), "1."+s.address+".")
	if !ok {
		t.Fatalf("the browser is called with %q", got)
	}
	pid, err := strconv.Atoi(strings.TrimSuffix(rest, "."))
	if err != nil {
		t.Fatal(err)
	}
	gone := func() bool {
		p, err := os.FindProcess(pid)
		return err != nil || p.Signal(syscall.Signal(0)) != nil
	}
	for deadline := time.Now().Add(5 * time.Second); !gone(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the browser has ended, and its process is still there")
		}
	}
	s.mustEnd(t)

	alone, err := exec.LookPath("commonplace")
	if err != nil {
		t.Fatal(err)
	}
	s = serveProgram(t, filepath.Dir(alone), "--open")
	s.mustAnswer(t)
	if err := s.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if rest := <-s.rest; !strings.HasPrefix(rest, "the browser could not be opened: ") {
		t.Errorf("without a browser it says %q", rest)
	}
	if err := s.Wait(); err != nil {
		t.Error(err)
	}
}
