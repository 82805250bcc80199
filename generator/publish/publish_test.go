// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"commonplace/generator/build"
	"commonplace/generator/config"
	"commonplace/generator/source"
)

// These tests write many small files: in memory where the system has such a place.
func TestMain(m *testing.M) {
	if _, err := os.Stat("/dev/shm"); err == nil && os.Getenv(killedJob) == "" {
		os.Setenv("TMPDIR", "/dev/shm")
	}
	os.Exit(m.Run())
}

// tree is the files of a folder by slash path.
type tree map[string]string

// plus is the tree with other files on it; an empty text takes a file away.
func (f tree) plus(other tree) tree {
	sum := maps.Clone(f)
	for path, text := range other {
		if text == "" {
			delete(sum, path)
		} else {
			sum[path] = text
		}
	}
	return sum
}

// water is a small site.
func water() tree {
	f := tree{"index.html": "home", "404.html": "lost", "cp/style.css": "body{}"}
	for i := range 40 {
		f[fmt.Sprintf("patterns/%02d.html", i)] = strings.Repeat(fmt.Sprintf("pattern %d, ", i), 100)
		f[fmt.Sprintf("patterns/%02d.md", i)] = fmt.Sprintf("# Pattern %d\n", i)
	}
	return f
}

// built is the files as a build leaves them.
func (f tree) built(t testing.TB) *Site {
	t.Helper()
	dir := t.TempDir()
	m := &build.Manifest{Version: 1, Date: "2026-11-20", Commit: source.Sum([]byte(fmt.Sprint(f))).String()[:40]}
	for _, path := range slices.Sorted(maps.Keys(f)) {
		f.write(t, dir, path)
		m.Files = append(m.Files, build.Entry{Path: path, Digest: source.Sum([]byte(f[path])), Size: int64(len(f[path]))})
	}
	return NewSite(dir, m)
}

func (f tree) write(t testing.TB, dir string, paths ...string) {
	t.Helper()
	for _, path := range paths {
		name := filepath.Join(dir, filepath.FromSlash(path))
		must(t, os.MkdirAll(filepath.Dir(name), 0o755))
		must(t, os.WriteFile(name, []byte(f[path]), 0o644))
	}
}

// read gives the files below a folder, without the manifest.
func read(t testing.TB, dir string) tree {
	t.Helper()
	f := tree{}
	must(t, filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		f[filepath.ToSlash(rel)] = string(text)
		return err
	}))
	delete(f, build.ManifestName)
	return f
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantTree(t testing.TB, got, want tree) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what is published (-want +got):\n%s", diff)
	}
}

// wantError holds that an error says all of these.
func wantError(t testing.TB, err error, words ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error; want one that says %q", words)
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("the error does not say %q: %v", word, err)
		}
	}
}

// A server is a bare repository and git's own program that serves it over HTTP.
type server struct {
	t       testing.TB
	dir     string // of the repository
	address string
	sent    atomic.Int64 // bytes of packs that were pushed
	got     atomic.Int64 // bytes of what was fetched
}

func newServer(t testing.TB) *server {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("needs git")
	}
	// What the machine's owner has set must play no part.
	t.Setenv("HOME", t.TempDir())
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(t.TempDir(), "none"))
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	for _, name := range []string{"GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "EMAIL", "GIT_CONFIG_COUNT"} {
		t.Setenv(name, "")
		os.Unsetenv(name)
	}
	root := t.TempDir()
	s := &server{t: t, dir: filepath.Join(root, "commons.git")}
	s.run("", "init", "-q", "--bare", s.dir)
	s.git("config", "http.receivepack", "true")
	s.git("config", "uploadpack.allowFilter", "true")
	exe := strings.TrimSpace(s.run("", "--exec-path"))
	backend := &cgi.Handler{Path: filepath.Join(exe, "git-http-backend"), Dir: root, Env: []string{"GIT_PROJECT_ROOT=" + root, "GIT_HTTP_EXPORT_ALL=1", "REMOTE_USER=ada"},
		InheritEnv: []string{"HOME", "XDG_CONFIG_HOME", "GIT_CONFIG_NOSYSTEM"}}
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/git-receive-pack") && r.ContentLength > 0 {
			s.sent.Add(r.ContentLength)
		}
		backend.ServeHTTP(counted200{w, &s.got}, r)
	}))
	t.Cleanup(web.Close)
	s.address = web.URL + "/commons.git"
	return s
}

// counted200 counts what is answered.
type counted200 struct {
	http.ResponseWriter
	n *atomic.Int64
}

func (c counted200) Write(p []byte) (int, error) {
	c.n.Add(int64(len(p)))
	return c.ResponseWriter.Write(p)
}

func (s *server) run(dir string, args ...string) string {
	s.t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_AUTHOR_NAME=Bo Example", "GIT_AUTHOR_EMAIL=bo@e.example", "GIT_COMMITTER_NAME=Bo Example", "GIT_COMMITTER_EMAIL=bo@e.example")
	out, err := cmd.CombinedOutput()
	if err != nil {
		s.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return string(out)
}

func (s *server) git(args ...string) string {
	s.t.Helper()
	return s.run(s.dir, args...)
}

// tip is the commit of the branch; empty where there is none.
func (s *server) tip() string {
	out, _ := exec.Command("git", "-C", s.dir, "rev-parse", "--quiet", "--verify", "refs/heads/gh-pages").Output()
	return strings.TrimSpace(string(out))
}

// published is what the branch holds.
func (s *server) published() tree {
	s.t.Helper()
	dir := s.t.TempDir()
	s.git("--work-tree="+dir, "read-tree", "gh-pages")
	s.git("--work-tree="+dir, "checkout-index", "-a", "-f")
	return read(s.t, dir)
}

// objects is how many objects the repository has.
func (s *server) objects() int {
	s.t.Helper()
	return strings.Count(s.git("cat-file", "--batch-check", "--batch-all-objects"), "\n")
}

// hook makes a hook of the repository.
func (s *server) hook(name, script string) {
	s.t.Helper()
	must(s.t, os.MkdirAll(filepath.Join(s.dir, "hooks"), 0o755))
	must(s.t, os.WriteFile(filepath.Join(s.dir, "hooks", name), []byte("#!/bin/sh\n"+script), 0o755))
}

// commit puts a commit on the branch, as somebody else would, from a clone of their own.
func (s *server) commit(change tree) {
	s.t.Helper()
	clone := s.t.TempDir()
	if s.tip() != "" {
		s.run("", "clone", "-q", "-b", "gh-pages", s.dir, clone)
	} else {
		s.run(clone, "init", "-q", "-b", "gh-pages")
	}
	for path, text := range change {
		if text == "" {
			must(s.t, os.Remove(filepath.Join(clone, path)))
		} else {
			change.write(s.t, clone, path)
		}
	}
	s.run(clone, "add", "-A")
	s.run(clone, "commit", "-qm", "Change by hand")
	s.run(clone, "push", "-q", s.dir, "gh-pages")
}

// site is a folder with a repository of its own that knows the server as origin.
func (s *server) site() string {
	s.t.Helper()
	dir := s.t.TempDir()
	s.run(dir, "init", "-q", "-b", "main")
	s.run(dir, "remote", "add", "origin", s.address)
	return dir
}

// target is the usual one.
func pages() config.Target {
	return config.Target{Name: "github-pages", Kind: config.GitHubPages, Remote: "origin", Branch: "gh-pages", History: config.KeepHistory, Host: config.GitHubPages}
}

// A publisher publishes again and again from one folder.
type publisher struct {
	t      testing.TB
	target config.Target
	dir    string // of the site
	cache  string
	out    string // the output, the same for all builds
}

func newPublisher(t testing.TB, dir string, target config.Target) *publisher {
	return &publisher{t: t, target: target, dir: dir, cache: t.TempDir(), out: t.TempDir()}
}

// open builds the files into the output and compares.
func (p *publisher) open(ctx context.Context, f tree) (Publication, error) {
	p.t.Helper()
	s := f.built(p.t)
	must(p.t, os.RemoveAll(p.out))
	must(p.t, os.Rename(s.Dir, p.out))
	s.Dir = p.out
	return Open(ctx, Options{Target: p.target, Site: s, Dir: p.dir, Cache: p.cache, Version: "1.0.0"})
}

func (p *publisher) publish(f tree) (*Plan, error) {
	p.t.Helper()
	found, err := p.open(p.t.Context(), f)
	if err != nil {
		return nil, err
	}
	return found.Plan(), errors.Join(found.Send(p.t.Context()), found.Close())
}

func (p *publisher) mustPublish(f tree) *Plan {
	p.t.Helper()
	plan, err := p.publish(f)
	must(p.t, err)
	return plan
}

// An address that carries a password is named without it, where all goes well and where it does not.
func TestPasswordsAreNotShown(t *testing.T) {
	for address, shown := range map[string]string{
		strings.Replace(newServer(t).address, "//", "//ada:secret@", 1): "branch gh-pages of http://127.0.0.1:",
		"http://ada:secret@127.0.0.1:1/commons.git":                     "http://127.0.0.1:1/commons.git",
		"http://ada:secret%@127.0.0.1:1/commons.git":                    "http://127.0.0.1:1/commons.git",
	} {
		target := pages()
		target.Remote = address
		told := ""
		if plan, err := newPublisher(t, t.TempDir(), target).publish(water()); err != nil {
			told = err.Error()
		} else {
			told = plan.Place
		}
		if strings.Contains(told, "secret") || !strings.Contains(told, shown) {
			t.Errorf("of %s is told: %s", address, told)
		}
	}
}
