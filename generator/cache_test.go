// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"commonplace/generator"
	"commonplace/generator/build"
)

// TestCommittedCacheIsNotUsed: somebody proposes, beside pages, a cache that says something else of them, and links in it to files of whoever
// builds. Neither is believed.
func TestCommittedCacheIsNotUsed(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		lacks(t, "git is not installed")
	}
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	dir := filepath.Join(scratch(t), "site")
	tree{"site.yaml": "title: Water\n", "content/a.md": "# A\n\nAn honest sentence.\n"}.write(t, dir)
	options := generator.Options{Source: dir, Date: "2026-11-20"}
	mustBuild(t, options)
	check := func(name string) {
		t.Helper()
		runGit(t, dir, at, "add", "--force", "site.yaml", "content", build.CacheName)
		runGit(t, dir, at, "commit", "-q", "-m", name)
		if err := os.RemoveAll(filepath.Join(dir, "public")); err != nil {
			t.Fatal(err)
		}
		mustBuild(t, options)
		text := readTree(t, filepath.Join(dir, "public"))["a.html"]
		if !strings.Contains(text, "An honest sentence.") {
			t.Errorf("%s: a.html is %s", name, text)
		}
	}
	runGit(t, dir, at, "init", "-q")

	bodies := filepath.Join(dir, build.CacheName, "bodies")
	forge(t, filepath.Join(dir, build.CacheName), "An honest sentence.", "A forged sentence!!")
	check("a forged cache")

	precious := filepath.Join(t.TempDir(), "precious")
	if err := os.WriteFile(precious, []byte("my notes"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(bodies); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(precious, bodies); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	if err := os.Truncate(filepath.Join(dir, build.CacheName, "facts"), 0); err != nil {
		t.Fatal(err)
	}
	check("a link in the cache")
	if text, err := os.ReadFile(precious); err != nil || string(text) != "my notes" {
		t.Errorf("the file that a link in the cache leads to holds %q (%v)", text, err)
	}
}

// forge puts one text in the place of another as long in the bodies of a cache, and makes its sums right; build/store.go tells its form.
func forge(t *testing.T, cache, text, other string) {
	t.Helper()
	read := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join(cache, name))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	sum := func(data []byte) uint32 { return crc32.Checksum(data, crc32.MakeTable(crc32.Castagnoli)) }
	bodies, facts := read("bodies"), read("facts")
	if !bytes.Contains(bodies, []byte(text)) {
		t.Fatal("the cache does not hold the text")
	}
	bodies = bytes.ReplaceAll(bodies, []byte(text), []byte(other))
	for record := facts[32:]; len(record) > 0; {
		payload := record[8 : 8+binary.LittleEndian.Uint32(record)]
		at, n := binary.LittleEndian.Uint64(payload[32:]), binary.LittleEndian.Uint32(payload[40:])
		binary.LittleEndian.PutUint32(payload[44:], sum(bodies[at:at+uint64(n)]))
		binary.LittleEndian.PutUint32(record[4:], sum(payload))
		record = record[8+len(payload):]
	}
	for name, data := range map[string][]byte{"bodies": bodies, "facts": facts} {
		if err := os.WriteFile(filepath.Join(cache, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
