// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"commonplace/generator"
)

var served = flag.Int("served", 60, "how many random edits TestServedEqualsBuilt makes while it asks for pages")

// TestServedEqualsBuilt is the promise of the preview: after any edit, however it is saved, what is served is within two seconds what a build
// makes of the same files. Meanwhile pages are asked for all the time, none of which may fail; and nothing grows with the number of edits.
func TestServedEqualsBuilt(t *testing.T) {
	start := held()
	var first holding
	lost := false
	for edits, seed := 0, uint64(1); edits < *served && !lost; seed++ {
		s := newSequence(t, seed)
		s.git = s.git && seed%2 == 0
		delete(s.site, "theme")
		n := min(*served-edits, 30*(1+s.IntN(4)))
		edits += n
		var slowest time.Duration
		slowest, lost = s.serve(n)
		now := heldLike(start)
		t.Logf("%d edits, the slowest served after %v: %v", edits, slowest.Round(time.Millisecond), now)
		if now.goroutines > start.goroutines+2 || now.handles > start.handles+2 {
			t.Errorf("after a preview: %v; before it: %v", now, start)
		}
		if first == (holding{}) {
			first = now
		} else if now.heap > first.heap+8<<20 {
			t.Errorf("after %d edits: %v; after the first preview: %v", edits, now, first)
		}
	}
}

// patience is how long an edit may take before it counts as lost, not as late: longer than any wait of the preview's own.
const patience = 30 * time.Second

// serve makes edits while a preview is asked, and gives the longest time that an edit and a build of the same files took to be the same. An edit
// that is shown too late fails the test and lets it go on, since a busy machine may be why; one that is never shown, or any other mistake, ends it.
func (s *sequence) serve(edits int) (slowest time.Duration, lost bool) {
	s.date, s.drafts, s.faults = today, s.chance(2), false
	drafts := s.drafts
	for s.save(); ; s.save() {
		if _, _, err := open(generator.Options{Source: s.dir}); err == nil {
			break
		}
		s.site = map[string]string{}
	}
	p := startPreview(s.T, generator.Options{Source: s.dir, Drafts: drafts})
	defer func() {
		if err := p.stop(); err != nil {
			s.Error(err)
		}
	}()
	var names atomic.Pointer[[]string]
	names.Store(&[]string{"index.html", "_/problems.json"})
	var asking sync.WaitGroup
	asked := make(chan struct{})
	defer asking.Wait()
	defer close(asked)
	for first := range 3 {
		asking.Go(func() {
			for n := first; ; n += 3 {
				select {
				case <-asked:
					return
				case <-time.After(time.Millisecond):
				}
				known := *names.Load()
				if status, text := p.get(known[n%len(known)]); status >= 500 {
					s.Errorf("%s: status %d: %s", known[n%len(known)], status, text)
				}
			}
		})
	}
	var last tree
	var early holding
	shown := false // last is what the files make
	for n := range edits {
		switch {
		case s.chance(12):
			s.note("  %s", s.moveFolder())
		case s.chance(20) && shown:
			s.breakSettings(p, last)
		default:
			s.note("  %s", s.edit())
		}
		s.saveAs()
		destination := filepath.Join(filepath.Dir(s.dir), "built")
		c, _, err := open(generator.Options{Source: s.dir, Drafts: drafts, Destination: destination})
		if shown = err == nil; errors.Is(err, generator.ErrSettings) {
			continue
		} else if err != nil {
			s.Fatal(err)
		}
		saved := time.Now()
		if _, err := c.Build(context.Background()); err != nil {
			s.Fatal(err)
		}
		want := readTree(s.T, destination)
		delete(want, manifestName)
		gone := slices.DeleteFunc(slices.Collect(maps.Keys(last)), func(name string) bool { _, still := want[name]; return still })
		difference := p.differs(want, gone)
		for difference != "" && time.Since(saved) < max(soon(), patience) {
			time.Sleep(10 * time.Millisecond)
			difference = p.differs(want, gone)
		}
		took := time.Since(saved)
		slowest = max(slowest, took)
		switch {
		case difference != "":
			s.Errorf("lost: after %v what is served is not what is built:\n%s\n%s\n%v", took.Round(time.Second), difference, strings.Join(s.log, "\n"), p.notes)
			return slowest, true
		case took > soon():
			s.Errorf("late: edit %d was served after %v", n, took.Round(time.Millisecond))
		}
		last = want
		known := append(slices.Sorted(maps.Keys(want)), "_/problems.json", "_/")
		names.Store(&known)
		switch {
		case n < 20:
			early = held()
		case n == edits-1:
			if now := heldLike(early); now.goroutines > early.goroutines+8 || now.handles > early.handles+8 || now.heap > early.heap+16<<20 {
				s.Errorf("after %d edits: %v; after the first: %v\n%s", edits, now, early, strings.Join(s.log, "\n"))
			}
		}
	}
	return slowest, false
}

// A holding is what a process has of what may run out.
type holding struct {
	goroutines, handles int
	heap                uint64 // bytes alive
}

func (h holding) String() string {
	return fmt.Sprintf("%d goroutines, %d open files, %.1f MB", h.goroutines, h.handles, float64(h.heap)/1e6)
}

func held() holding {
	runtime.GC()
	runtime.GC() // what finalizers let go in the first
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	open, _ := os.ReadDir("/proc/self/fd") // none where there is no such folder
	return holding{runtime.NumGoroutine(), len(open), m.HeapAlloc}
}

// heldLike waits a little for what is ending, such as connections.
func heldLike(before holding) holding {
	client.CloseIdleConnections()
	now := held()
	for deadline := time.Now().Add(5 * time.Second); (now.goroutines > before.goroutines || now.handles > before.handles) && time.Now().Before(deadline); now = held() {
		time.Sleep(20 * time.Millisecond)
	}
	return now
}

// moveFolder moves a folder with all that is in it, as a whole: to another place, out of the commons, or back into it.
func (s *sequence) moveFolder() string {
	s.count++
	to := fmt.Sprintf("content/moved-%d", s.count)
	move := func(from, to string) {
		s.Helper()
		if err := os.MkdirAll(filepath.Join(s.dir, filepath.Dir(to)), 0o755); err != nil {
			s.Fatal(err)
		}
		if err := os.Rename(filepath.Join(s.dir, from), filepath.Join(s.dir, to)); err != nil {
			s.Fatal(err)
		}
	}
	if s.parked != nil && s.chance(2) {
		back := s.parked
		s.parked = nil
		move("../parked", to)
		for _, p := range back.pages {
			p.path = to + p.path
		}
		s.pages = append(s.pages, back.pages...)
		for name, text := range back.others {
			s.others[to+name] = text
		}
		for name, text := range back.written {
			s.written[to+name] = text
		}
		return "a folder comes as " + to
	}
	var folders []string
	for name := range s.written {
		if folder := path.Dir(name); strings.HasPrefix(folder, "content/") && path.Base(folder) != "contributors" && path.Base(folder) != "alpha" {
			folders = append(folders, folder)
		}
	}
	if len(folders) == 0 {
		return "nothing"
	}
	slices.Sort(folders)
	from := s.word(folders...)
	out := s.parked == nil && s.chance(3)
	if out {
		s.parked = &parked{others: tree{}, written: tree{}}
		move(from, "../parked")
		to = ""
	} else {
		move(from, to)
	}
	s.pages = slices.DeleteFunc(s.pages, func(p *draft) bool {
		rest, in := strings.CutPrefix(p.path, from+"/")
		if in {
			p.path = to + "/" + rest
		}
		if in && out {
			s.parked.pages = append(s.parked.pages, p)
		}
		return in && out
	})
	rename := func(files, away tree) {
		for _, name := range slices.Sorted(maps.Keys(files)) {
			rest, in := strings.CutPrefix(name, from+"/")
			switch {
			case in && out:
				away["/"+rest] = files[name]
			case in:
				files[to+"/"+rest] = files[name]
			}
			if in {
				delete(files, name)
			}
		}
	}
	away := parked{others: tree{}, written: tree{}}
	if out {
		away = *s.parked
	}
	rename(s.others, away.others)
	rename(s.written, away.written)
	if len(s.pages) == 0 {
		s.addPage()
	}
	if out {
		return from + " is moved away"
	}
	return from + " is moved to " + to
}

// parked is a folder that was moved out of the commons; names are below it, with a slash before them.
type parked struct {
	pages           []*draft
	others, written tree
}

// breakSettings saves a site.yaml that makes no site, for a moment: what is served stays as it was.
func (s *sequence) breakSettings(p *preview, last tree) {
	s.note("  site.yaml is broken for a moment")
	broken := func(text string) {
		tree{"site.yaml": text}.write(s.T, s.dir)
		s.written["site.yaml"] = text
	}
	broken("title: [\n")
	for deadline := time.Now().Add(soon()); ; time.Sleep(5 * time.Millisecond) {
		if _, text := p.get("_/problems.json"); strings.Contains(text, "site.yaml") && strings.Contains(text, "yaml-syntax") {
			break
		} else if time.Now().After(deadline) {
			s.Errorf("a broken site.yaml is not told of\n%s", text)
			return
		}
	}
	if difference := p.differs(last, nil); difference != "" {
		s.Errorf("a broken site.yaml changed the site:\n%s\n%s", difference, strings.Join(s.log, "\n"))
	}
	if _, ok := s.files()["site.yaml"]; !ok {
		if err := os.Remove(filepath.Join(s.dir, "site.yaml")); err != nil {
			s.Fatal(err)
		}
		delete(s.written, "site.yaml")
	}
}

// saveAs makes the folder hold the world as it is now, in the ways that editors save.
func (s *sequence) saveAs() {
	now := s.files()
	for name := range s.written {
		if _, ok := now[name]; !ok {
			if err := os.Remove(filepath.Join(s.dir, name)); err != nil {
				s.Fatal(err)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(now)) {
		old, known := s.written[name]
		if known && old == now[name] {
			continue
		}
		at := filepath.Join(s.dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			s.Fatal(err)
		}
		how := s.word("write", "rename", "backup", "in parts")
		s.note("  save %s: %s", name, how)
		check := func(err error) {
			if err != nil {
				s.Fatal(err)
			}
		}
		text := []byte(now[name])
		switch how {
		case "rename":
			check(os.WriteFile(at+".new~", text, 0o644))
			check(os.Rename(at+".new~", at))
		case "backup":
			if known {
				check(os.Rename(at, at+"~"))
			}
			check(os.WriteFile(at, text, 0o644))
			if known {
				check(os.Remove(at + "~"))
			}
		case "in parts":
			f, err := os.Create(at)
			check(err)
			for part := range slices.Chunk(text, len(text)/3+1) {
				_, err := f.Write(part)
				check(err)
				time.Sleep(2 * time.Millisecond)
			}
			check(f.Close())
		default:
			check(os.WriteFile(at, text, 0o644))
		}
	}
	s.written = now
	if s.git && s.chance(4) {
		s.commit()
	}
}
