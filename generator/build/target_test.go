// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"commonplace/generator/source"
)

// tree is the content of an output in a test: text by slash path.
type tree map[string]string

func (f tree) manifest(commit string) *Manifest {
	m := &Manifest{Version: manifestVersion, Date: "2026-01-31", Commit: commit}
	for _, path := range slices.Sorted(maps.Keys(f)) {
		m.Files = append(m.Files, Entry{path, source.Sum([]byte(f[path])), int64(len(f[path]))})
	}
	return m
}

// replace makes the output dir hold f.
func (f tree) replace(t *Target, commit string, clean bool) ([]string, error) {
	return t.Replace(func() *Manifest { return f.manifest(commit) }, func(s *Stage) error {
		for _, path := range slices.Sorted(maps.Keys(f)) {
			if _, err := s.Write(path, []byte(f[path])); err != nil {
				return err
			}
		}
		return nil
	}, clean)
}

// amend changes the output from f to next.
func (f tree) amend(t *Target, next tree, commit string) error {
	changed := map[string][]byte{}
	var removed []string
	for path, text := range next {
		if old, ok := f[path]; !ok || old != text {
			changed[path] = []byte(text)
		}
	}
	for path := range f {
		if _, ok := next[path]; !ok {
			removed = append(removed, path)
		}
	}
	return t.Amend(next.manifest(commit), changed, removed)
}

// readTree reads a folder as it is, with folders that hold nothing as "path/" and links as "-> target".
func readTree(t testing.TB, dir string) tree {
	t.Helper()
	f := tree{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		delete(f, filepath.ToSlash(filepath.Dir(name))+"/")
		switch {
		case e.IsDir():
			f[name+"/"] = ""
		case e.Type()&fs.ModeSymlink != 0:
			target, err := os.Readlink(path)
			f[name] = "-> " + target
			return err
		default:
			b, err := os.ReadFile(path)
			f[name] = string(b)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// plus gives f with the manifest that belongs to it, as it should lie on the disk.
func (f tree) plus(commit string) tree {
	g := maps.Clone(f)
	g[ManifestName] = string(f.manifest(commit).Append(nil))
	return g
}

func (f tree) sum() string {
	h := sha256.New()
	for _, path := range slices.Sorted(maps.Keys(f)) {
		fmt.Fprintf(h, "%q %q\n", path, f[path])
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

func (f tree) write(t testing.TB, dir string) {
	t.Helper()
	for path, text := range f {
		at := filepath.Join(dir, filepath.FromSlash(path))
		must(t, os.MkdirAll(filepath.Dir(at), 0o755))
		if target, ok := strings.CutPrefix(text, "-> "); ok {
			must(t, os.Symlink(target, at))
		} else {
			must(t, os.WriteFile(at, []byte(text), 0o644))
		}
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantTree(t testing.TB, dir string, want tree) {
	t.Helper()
	got := readTree(t, dir)
	for path := range want {
		if text, ok := got[path]; !ok {
			t.Errorf("%s is missing", path)
		} else if text != want[path] {
			t.Errorf("%s holds %.60q, want %.60q", path, text, want[path])
		}
	}
	for path := range got {
		if _, ok := want[path]; !ok {
			t.Errorf("%s should not be there", path)
		}
	}
}

// wantNothingBeside fails if the work folder or anything else is left in the parent of the output.
func wantNothingBeside(t testing.TB, dir string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(dir))
	must(t, err)
	for _, e := range entries {
		if e.Name() != filepath.Base(dir) {
			t.Errorf("%s is left beside the output", e.Name())
		}
	}
}

func openTest(t testing.TB, dir string) *Target { return openTestDisk(t, osDisk{}, dir) }

func openTestDisk(t testing.TB, d disk, dir string) *Target {
	t.Helper()
	target, err := openTarget(d, dir, nil)
	must(t, err)
	t.Cleanup(func() { target.Close() })
	return target
}

// TestMain gives the tests a cache folder of their own, for their locks.
func TestMain(m *testing.M) {
	if job := os.Getenv(victimJob); job != "" {
		victim(job)
		return
	}
	cache, err := os.MkdirTemp("", "commonplace-test-")
	if err != nil {
		panic(err)
	}
	for _, name := range []string{"XDG_CACHE_HOME", "HOME", "LocalAppData"} {
		os.Setenv(name, cache)
	}
	code := m.Run()
	os.RemoveAll(cache)
	os.Exit(code)
}

var (
	siteOne = tree{"index.html": "one", "a/index.html": "a one", "a/b/c.html": "c", "feed.xml": "feed"}
	siteTwo = tree{"index.html": "two", "a/index.html": "a one", "d/e/f.html": "f", "feed.xml": "feed two"}
)

// disks are the ways in which systems let an output be replaced.
func disks() map[string]disk {
	return map[string]disk{
		"exchange":     osDisk{},
		"two renames":  noExchange{osDisk{}},
		"file by file": noFolders{osDisk{}},
	}
}

// noExchange is a system without RENAME_EXCHANGE.
type noExchange struct{ disk }

func (noExchange) exchange(a, b string) error { return errors.ErrUnsupported }

// noFolders is a system that does not let the output be renamed.
type noFolders struct{ disk }

func (noFolders) exchange(a, b string) error { return errors.ErrUnsupported }

func (d noFolders) rename(from, to string) error {
	if filepath.Base(to) == "old" {
		return errors.New("folder is in use")
	}
	return d.disk.rename(from, to)
}

func TestReplaceAndAmend(t *testing.T) {
	for name, d := range disks() {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "deep/public")
			target := openTestDisk(t, d, dir)
			if m, _, err := target.Manifest(); m != nil || err != nil {
				t.Fatalf("an absent output has the manifest %v, %v", m, err)
			}
			_, err := siteOne.replace(target, "c1", false)
			must(t, err)
			wantTree(t, dir, siteOne.plus("c1"))

			_, err = siteTwo.replace(target, "c2", false)
			must(t, err)
			wantTree(t, dir, siteTwo.plus("c2"))

			must(t, siteTwo.amend(target, siteOne, "c3"))
			wantTree(t, dir, siteOne.plus("c3"))
			wantNothingBeside(t, dir)
			must(t, target.Close())

			again := openTest(t, dir)
			m, hash, err := again.Manifest()
			must(t, err)
			text := siteOne.manifest("c3").Append(nil)
			if string(m.Append(nil)) != string(text) || hash != source.Sum(text) {
				t.Errorf("the manifest read back is %s", m.Append(nil))
			}
		})
	}
}

// merged gives the files of both, the second's where both have one.
func merged(a, b tree) tree {
	c := maps.Clone(a)
	maps.Copy(c, b)
	return c
}

// TestAmendDisagrees: an increment whose manifest is not the old one with the changes is refused, and touches nothing.
func TestAmendDisagrees(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	target := openTest(t, dir)
	if err := target.Amend(siteOne.manifest("1"), nil, nil); err == nil || !strings.Contains(err.Error(), "not an output yet") {
		t.Errorf("an output that is not there is amended: %v", err)
	}
	_, err := siteOne.replace(target, "1", false)
	must(t, err)
	bytes := func(f tree) map[string][]byte {
		changed := map[string][]byte{}
		for path, text := range f {
			changed[path] = []byte(text)
		}
		return changed
	}
	without := maps.Clone(siteOne)
	delete(without, "feed.xml")
	for _, c := range []struct {
		name    string
		next    tree
		changed tree
		removed []string
		want    string
	}{
		{"other bytes", merged(siteOne, tree{"index.html": "two"}), tree{"index.html": "three"}, nil, `does not agree with the bytes of "index.html"`},
		{"bytes left out", merged(siteOne, tree{"index.html": "two"}), nil, nil, `new facts of "index.html", which is not written`},
		{"new file left out", merged(siteOne, tree{"new.html": "new"}), nil, nil, `names "new.html", which is not written`},
		{"not in the manifest", siteOne, tree{"new.html": "new"}, nil, `does not agree with the bytes of "new.html"`},
		{"removal left out", without, nil, nil, `lacks "feed.xml", which is not removed`},
		{"removed and named", siteOne, nil, []string{"feed.xml"}, `"feed.xml" is removed, and the manifest names it`},
		{"unsafe removal", siteOne, nil, []string{"../feed.xml"}, `not allowed`},
		{"unsafe path", merged(siteOne, tree{"../x": "x"}), tree{"../x": "x"}, nil, `not allowed`},
	} {
		err := target.Amend(c.next.manifest("2"), bytes(c.changed), c.removed)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: says %v, and should say %q", c.name, err, c.want)
		}
		wantTree(t, dir, siteOne.plus("1"))
		wantNothingBeside(t, dir)
	}
}

// TestReplaceFails: an error of the writer, or a manifest that does not name what was written, leaves the output as it was.
func TestReplaceFails(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	target := openTest(t, dir)
	_, err := siteOne.replace(target, "1", false)
	must(t, err)
	sour := errors.New("sour milk")
	for _, c := range []struct {
		name  string
		named tree
		write func(s *Stage) error
		want  string
	}{
		{"render error", siteTwo, func(s *Stage) error { return sour }, "sour milk"},
		{"too few", siteTwo, func(s *Stage) error { _, err := s.Write("index.html", nil); return err }, "names 4 files, and 1 were written"},
		{"twice", siteTwo, func(s *Stage) error {
			_, err := s.Write("index.html", nil)
			_, again := s.Write("index.html", nil)
			return errors.Join(err, again)
		}, `"index.html" is made twice`},
		{"file and folder", siteTwo, func(s *Stage) error {
			_, err := s.Write("a", nil)
			_, again := s.Write("a/b", nil)
			return errors.Join(err, again)
		}, `"a" is both a file and a folder`},
		{"folder and file", siteTwo, func(s *Stage) error {
			_, err := s.Write("a/b", nil)
			_, again := s.Write("a", nil)
			return errors.Join(err, again)
		}, `"a" is made twice`},
	} {
		_, err := target.Replace(func() *Manifest { return c.named.manifest("2") }, c.write, false)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: says %v, and should say %q", c.name, err, c.want)
		}
		wantTree(t, dir, siteOne.plus("1"))
		wantNothingBeside(t, dir)
	}
	must(t, siteOne.amend(target, siteTwo, "2"))
	wantTree(t, dir, siteTwo.plus("2"))
}

// TestNothingToAmend: an increment that changes nothing does not touch the disk.
func TestNothingToAmend(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	r := &recorder{disk: osDisk{}, base: filepath.Dir(dir), stop: -1}
	target := openTestDisk(t, r, dir)
	_, err := siteOne.replace(target, "1", false)
	must(t, err)
	r.ops = nil
	must(t, siteOne.amend(target, siteOne, "1"))
	if len(r.ops) > 0 {
		t.Errorf("it does %q", r.ops)
	}
}

func TestCompare(t *testing.T) {
	a, b := t.TempDir(), t.TempDir()
	long := strings.Repeat("x", 200_000)
	tree{"same": "same", "only-a/file": "x", "bytes": "abc", "size": "abc", "late": long + "a", "long": long, "kind": "x"}.write(t, a)
	tree{"same": "same", "only-b": "x", "bytes": "abd", "size": "abcd", "late": long + "b", "long": long, "kind": "-> same", innerWork + "/stage/x": "x"}.write(t, b)
	must(t, os.Mkdir(filepath.Join(a, "empty"), 0o755))
	got, err := Compare(a, b)
	must(t, err)
	want := []string{"bytes", "kind", "late", "only-a/file", "only-b", "size"}
	if !slices.Equal(got, want) {
		t.Errorf("differ: %q, want %q", got, want)
	}
	if got, err := Compare(a, a); err != nil || len(got) > 0 {
		t.Errorf("a folder differs from itself in %q, %v", got, err)
	}
	if _, err := Compare(a, filepath.Join(b, "absent")); err == nil {
		t.Error("a folder that is not there can be compared")
	}
}

// isOpen says whether a journal of an output is open: a build is changing it now, or could not be finished.
func isOpen(dir string) (bool, error) {
	abs, err := resolve(dir)
	if err != nil {
		return false, err
	}
	for _, work := range workFolders(abs) {
		if j, err := (place{osDisk{}, abs, work}).pending(); j != nil || err != nil {
			return j != nil, err
		}
	}
	return false, nil
}
