// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"commonplace/generator"
)

var sequences = flag.Int("sequences", 200, "how many sequences of edits to try; -run TestIncrementalEqualsClean/seed=17$ tries one")

// TestIncrementalEqualsClean is the property that must always hold: after any sequence of edits the output is, byte for byte, what a build
// from nothing makes of the same sources in another folder. So are the diagnostics.
//
// In half of the sequences files have old times, so that the program believes size and time and reads only what differs in
// them; in the others everything is read each time. In a quarter the cache is damaged on the way, which may cost time only.
func TestIncrementalEqualsClean(t *testing.T) {
	for seed := range *sequences {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			t.Parallel()
			s := newSequence(t, uint64(seed))
			s.run()
			if t.Failed() {
				t.Logf("run it again with: go test ./generator -run 'TestIncrementalEqualsClean/seed=%d$' -sequences %d\n%s", seed, max(*sequences, seed+1), strings.Join(s.log, "\n"))
			}
		})
	}
}

// A sequence is a world, the folder that it is written to, and what was done so far.
type sequence struct {
	*testing.T
	*world
	dir     string
	written tree
	aged    bool
	faults  bool
	git     bool      // the commons has a history
	clock   time.Time // of the last file written, where files are aged
	log     []string
	parked  *parked // a folder that was moved away
}

func newSequence(t *testing.T, seed uint64) *sequence {
	s := &sequence{T: t, world: newWorld(seed), dir: filepath.Join(scratch(t), "site"), written: tree{}, clock: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)}
	s.aged, s.faults = s.chance(2), s.chance(4)
	_, err := exec.LookPath("git")
	s.git = s.chance(15) && err == nil
	s.note("files are aged: %v, the cache is damaged: %v, with Git: %v", s.aged, s.faults, s.git)
	return s
}

// runGit runs git in a folder, as somebody who is nobody, at a given time.
func runGit(t testing.TB, dir string, at time.Time, args ...string) {
	t.Helper()
	cmd := exec.Command("git", append([]string{"-c", "user.name=Ada Example", "-c", "user.email=ada@example.org", "-c", "init.defaultBranch=main", "-c", "gc.auto=0"}, args...)...)
	cmd.Dir = dir
	stamp := at.Format(time.RFC3339)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_DATE="+stamp, "GIT_COMMITTER_DATE="+stamp)
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, said)
	}
}

// commit puts all sources into the history, which it begins if need be.
func (s *sequence) commit() {
	if _, err := os.Stat(filepath.Join(s.dir, ".git")); err != nil {
		runGit(s.T, s.dir, s.clock, "init", "-q")
		tree{".git/info/exclude": ".commonplace\npublic\n"}.write(s.T, s.dir)
	}
	s.note("  commit")
	runGit(s.T, s.dir, s.clock, "add", "-A")
	s.clock = s.clock.Add(40 * time.Hour)
	runGit(s.T, s.dir, s.clock, "commit", "-q", "--allow-empty", "-m", "Edit")
}

func (s *sequence) note(format string, args ...any) {
	s.log = append(s.log, fmt.Sprintf(format, args...))
}

func (s *sequence) run() {
	s.save()
	s.build()
	for range 3 + s.IntN(4) {
		for range 1 + s.IntN(2) {
			s.note("  %s", s.edit())
		}
		s.save()
		if s.faults {
			s.damage()
		}
		s.build()
		if s.chance(8) {
			s.compare()
		}
		if s.Failed() {
			return
		}
	}
	s.compare()
}

// save makes the folder hold the world as it is now, touching only files that differ.
func (s *sequence) save() {
	now := s.files()
	for name := range s.written {
		if _, ok := now[name]; !ok {
			if err := os.Remove(filepath.Join(s.dir, name)); err != nil {
				s.Fatal(err)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(now)) {
		if old, ok := s.written[name]; ok && old == now[name] {
			continue
		}
		now.writeOne(s.T, s.dir, name)
		if s.aged {
			s.clock = s.clock.Add(time.Second)
			if err := os.Chtimes(filepath.Join(s.dir, name), s.clock, s.clock); err != nil {
				s.Fatal(err)
			}
		}
	}
	s.written = now
	if s.git && s.chance(2) {
		s.commit()
	}
}

func (s *sequence) options(dir string) generator.Options {
	return generator.Options{Source: dir, Date: s.date, Drafts: s.drafts, Jobs: 1 + s.IntN(3)}
}

// attempt builds a folder. Settings with mistakes build nothing, which is no failure.
func (s *sequence) attempt(dir string) (said string, ok bool) {
	c, diags, err := open(s.options(dir))
	if errors.Is(err, generator.ErrSettings) {
		return say(diags), false
	}
	if err != nil {
		s.Fatalf("open: %v", err)
	}
	res, err := c.Build(context.Background())
	if err != nil {
		s.Fatalf("build: %v\n%s", err, strings.Join(s.log, "\n"))
	}
	return say(res.Diagnostics), true
}

func (s *sequence) build() {
	_, ok := s.attempt(s.dir)
	s.note("build: %v", ok)
}

// compare builds once more, where nothing has changed, and from nothing elsewhere.
func (s *sequence) compare() {
	s.Helper()
	said, ok := s.attempt(s.dir)
	elsewhere := scratch(s.T)
	s.written.write(s.T, elsewhere)
	if history := filepath.Join(s.dir, ".git"); s.git {
		if err := os.CopyFS(filepath.Join(elsewhere, ".git"), os.DirFS(history)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			s.Fatal(err)
		}
	}
	saidThere, okThere := s.attempt(elsewhere)
	s.note("compare")
	if ok != okThere || said != saidThere {
		s.Errorf("diagnostics differ:\n%s", "got\n"+onlyIn(said, saidThere)+"want\n"+onlyIn(saidThere, said))
	}
	if !okThere {
		return
	}
	want := readTree(s.T, filepath.Join(elsewhere, "public"))
	if d := differences(readTree(s.T, filepath.Join(s.dir, "public")), want); d != "" {
		s.Errorf("the output differs from a clean build:\n%s", d)
	}
	// An export of the site's own may be any text, whatever it is called.
	if export := "guide/beta.html"; strings.Contains(s.site["exports"], export) && !strings.HasPrefix(strings.ToLower(want[export]), "<!doctype html>") {
		delete(want, export)
	}
	j := jury{TB: s.T, out: want, ids: map[string]map[string]bool{}, remote: strings.Contains(s.site["markdown"], "remote"), frames: strings.Contains(s.site["markdown"], "iframe")}
	j.judge()
}

// onlyIn gives the lines of one text that the other lacks.
func onlyIn(one, other string) string {
	var b strings.Builder
	for line := range strings.Lines(one) {
		if !strings.Contains(other, line) {
			b.WriteString("\t" + line)
		}
	}
	return b.String()
}

// damage hurts the cache as a disk, a kill or a curious person does.
func (s *sequence) damage() {
	cache := filepath.Join(s.dir, ".commonplace")
	if s.chance(5) {
		s.note("  the cache is lost")
		if err := os.RemoveAll(cache); err != nil {
			s.Fatal(err)
		}
		return
	}
	entries, err := os.ReadDir(cache)
	if err != nil || len(entries) == 0 {
		return
	}
	name := entries[s.IntN(len(entries))].Name()
	at := filepath.Join(cache, name)
	text, err := os.ReadFile(at)
	if err != nil {
		s.Fatal(err)
	}
	how := s.word("lost", "cut", "flipped", "longer", "zeros")
	s.note("  %s in the cache: %s", name, how)
	switch {
	case how == "lost":
		if err := os.Remove(at); err != nil {
			s.Fatal(err)
		}
		return
	case how == "longer":
		text = append(text, text[len(text)/2:]...)
	case len(text) == 0:
	case how == "cut":
		text = text[:s.IntN(len(text))]
	case how == "flipped":
		for range 1 + s.IntN(3) {
			text[s.IntN(len(text))] ^= 1 << s.IntN(8)
		}
	case how == "zeros":
		clear(text[s.IntN(len(text)):])
	}
	if err := os.WriteFile(at, text, 0o644); err != nil {
		s.Fatal(err)
	}
}
