// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"commonplace/generator"
	"commonplace/generator/build"
	"commonplace/generator/source"
)

// The tests of this folder try the promises of the whole program as a caller sees them: a folder of sources goes in, an output folder
// and diagnostics come out.

// The date of every build here that does not try dates.
const today = "2026-11-20"

// tree is the files of a folder by slash path.
type tree map[string]string

// scratch is an empty folder that goes with the test: in memory where the system has such a place, since these tests write tens of
// thousands of files and each build waits until they are on the disk.
func scratch(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "commonplace-test-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// write makes the files in a folder, in the order of their names.
func (f tree) write(t testing.TB, dir string) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(f)) {
		f.writeOne(t, dir, name)
	}
}

func (f tree) writeOne(t testing.TB, dir, name string) {
	t.Helper()
	at := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(at, []byte(f[name]), 0o644); err != nil {
		t.Fatal(err)
	}
}

// readTree reads a folder, which must hold nothing but folders and regular files.
func readTree(t testing.TB, dir string) tree {
	t.Helper()
	files := tree{}
	err := filepath.WalkDir(dir, func(at string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		if !e.Type().IsRegular() {
			t.Errorf("%s is no regular file", at)
			return nil
		}
		text, err := os.ReadFile(at)
		rel, _ := filepath.Rel(dir, at)
		files[filepath.ToSlash(rel)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// open opens the commons in o.Source, as of today unless o says otherwise.
func open(o generator.Options) (*generator.Commons, []source.Diagnostic, error) {
	if o.Date == "" {
		o.Date = today
	}
	return generator.Open(o)
}

// mustBuild builds a commons that can be built.
func mustBuild(t testing.TB, o generator.Options) *generator.Result {
	t.Helper()
	c, diags, err := open(o)
	if err != nil {
		t.Fatalf("open: %v %v", err, diags)
	}
	res, err := c.Build(context.Background())
	if err != nil {
		t.Fatalf("build: %v", err)
	}
	return res
}

// buildTree builds files in a new folder and reads what comes out.
func buildTree(t testing.TB, files tree, o generator.Options) (tree, *generator.Result) {
	t.Helper()
	o.Source = scratch(t)
	files.write(t, o.Source)
	res := mustBuild(t, o)
	return readTree(t, filepath.Join(o.Source, "public")), res
}

// differences says how two trees differ, the first few of them with the place; empty: they do not.
func differences(got, want tree) string {
	names := map[string]bool{}
	for name := range got {
		names[name] = true
	}
	for name := range want {
		names[name] = true
	}
	var b strings.Builder
	count := 0
	for _, name := range slices.Sorted(maps.Keys(names)) {
		g, inGot := got[name]
		w, inWant := want[name]
		if inGot && inWant && g == w {
			continue
		}
		if count++; count > 5 {
			continue
		}
		switch {
		case !inGot:
			fmt.Fprintf(&b, "%s is missing\n", name)
		case !inWant:
			fmt.Fprintf(&b, "%s should not be there\n", name)
		default:
			at := 0
			for at < min(len(g), len(w)) && g[at] == w[at] {
				at++
			}
			fmt.Fprintf(&b, "%s differs at byte %d:\n\tgot  %q\n\twant %q\n", name, at, around(g, at), around(w, at))
		}
	}
	if count > 5 {
		fmt.Fprintf(&b, "and %d files more\n", count-5)
	}
	return b.String()
}

func around(s string, at int) string { return s[max(0, at-60):min(len(s), at+90)] }

// say writes diagnostics one a line.
func say(list []source.Diagnostic) string {
	var b strings.Builder
	for _, d := range list {
		fmt.Fprintf(&b, "%s:%d:%d %s %s: %s (%s) %v\n", d.Path, d.Span.Line, d.Span.Column, d.Severity, d.Code, d.Message, d.Help, d.Notes)
	}
	return b.String()
}

// manifestName is left out where two outputs are compared that have the same files but not the same commit.
const manifestName = build.ManifestName

// With a lock folder of their own the tests leave nothing in the user's cache, and meet no build that is running.
func TestMain(m *testing.M) {
	os.Exit(runTests(m))
}

func runTests(m *testing.M) int {
	if os.Getenv(asProgram) != "" {
		return program()
	}
	cache, err := os.MkdirTemp("", "commonplace-test-cache-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	defer os.RemoveAll(cache)
	os.Setenv("XDG_CACHE_HOME", cache)
	os.Unsetenv("SOURCE_DATE_EPOCH")
	return m.Run()
}

// With this set, the test binary is a program that builds or checks the commons in the folder that is its value.
const asProgram = "COMMONPLACE_TEST_PROGRAM"

// program builds, or with COMMONPLACE_TEST_PROGRAM_CHECK checks, the commons named by the environment, and gives an exit code as the real one
// does. Where the system tells, it says how much memory it had.
func program() int {
	dir, check := os.Getenv(asProgram), os.Getenv(asProgram+"_CHECK") != ""
	os.Unsetenv(asProgram)
	os.Unsetenv(asProgram + "_CHECK")
	c, _, err := open(generator.Options{Source: dir})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	work := c.Build
	if check {
		work = c.Check
	}
	res, err := work(context.Background())
	if status, err := os.ReadFile("/proc/self/status"); err == nil {
		os.Stdout.Write(status)
	}
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		return 2
	case res.Report.Errors > 0:
		return 1
	}
	return 0
}
