// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"commonplace/generator"
	"commonplace/generator/serve"
)

var served = flag.Int("served", 60, "how many random edits TestServedEqualsBuilt makes while it asks for pages")

// within is how soon after an edit the preview must show it.
const within = 2 * time.Second

// preview is a running preview of a commons.
type preview struct {
	testing.TB
	address string
	mu      sync.Mutex
	notes   []string
	stop    func() error // ends it and gives its error
}

// startPreview shows the commons in o.Source at a port of its own until the test ends.
func startPreview(t testing.TB, o generator.Options) *preview {
	t.Helper()
	return startPreviewAt(t, o, serve.AnyPort)
}

func startPreviewAt(t testing.TB, o generator.Options, port int) *preview {
	t.Helper()
	c, diags, err := open(o)
	if err != nil {
		t.Fatalf("open: %v %v", err, diags)
	}
	p := &preview{TB: t}
	ctx, cancel := context.WithCancel(context.Background())
	ended, ready := make(chan error, 1), make(chan string, 1)
	go func() {
		ended <- c.Serve(ctx, generator.ServeOptions{Port: port,
			Ready:   func(address string) { ready <- address },
			Rebuilt: func(serve.Rebuild) {},
			Note: func(text string) {
				p.mu.Lock()
				defer p.mu.Unlock()
				p.notes = append(p.notes, text)
			}})
	}()
	p.stop = sync.OnceValue(func() error {
		cancel()
		select {
		case err := <-ended:
			return err
		case <-time.After(5 * time.Second):
			return errors.New("the preview does not end")
		}
	})
	t.Cleanup(func() {
		if err := p.stop(); err != nil {
			t.Error(err)
		}
	})
	select {
	case p.address = <-ready:
	case err := <-ended:
		t.Fatalf("serve: %v", err)
	case <-time.After(20 * time.Second):
		t.Fatal("the preview is not ready after 20 s")
	}
	return p
}

var additions = regexp.MustCompile(`<script src="/_/preview\.js"[^>]*></script>| data-line="[0-9]+"`)

// get asks for an output and takes away what the preview adds.
func (p *preview) get(name string) (status int, text string) {
	r, err := http.Get(p.address + name)
	if err != nil {
		p.Error(err)
		return 0, ""
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		p.Error(err)
	}
	return r.StatusCode, additions.ReplaceAllString(string(b), "")
}

// differs says how what is served differs from a build; empty: it does not.
func (p *preview) differs(want tree, gone []string) string {
	got := tree{}
	for name := range want {
		if status, text := p.get(name); status == http.StatusOK {
			got[name] = text
		}
	}
	for _, name := range gone {
		if status, _ := p.get(name); status != http.StatusNotFound && want[name] == "" {
			return fmt.Sprintf("%s is served with status %d", name, status)
		}
	}
	return differences(got, want)
}

// TestServedEqualsBuilt is the promise of the preview: after any edit, however it is saved, what is served is within two seconds what a build
// makes of the same files. Meanwhile pages are asked for all the time, none of which may fail; and at the end nothing is left over.
func TestServedEqualsBuilt(t *testing.T) {
	goroutines := runtime.NumGoroutine()
	for edits, seed := 0, uint64(1); edits < *served && !t.Failed(); seed++ {
		s := newSequence(t, seed)
		s.git = s.git && seed%2 == 0
		delete(s.site, "theme")
		n := min(*served-edits, 40)
		edits += n
		s.serve(n)
	}
	http.DefaultClient.CloseIdleConnections()
	for deadline := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > goroutines+2 && time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
	}
	if n := runtime.NumGoroutine(); n > goroutines+2 {
		t.Errorf("%d goroutines, %d before", n, goroutines)
	}
}

func (s *sequence) serve(edits int) {
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
	var asking sync.WaitGroup
	asked := make(chan struct{})
	defer asking.Wait()
	defer close(asked)
	asking.Go(func() {
		for n := 0; ; n++ {
			select {
			case <-asked:
				return
			case <-time.After(time.Millisecond):
			}
			name := []string{"index.html", "browse/index.html", "content/index.html", "_/problems.json", "commons.json", "feed.xml"}[n%6]
			if status, text := p.get(name); status >= 500 {
				s.Errorf("%s: status %d: %s", name, status, text)
			}
		}
	})
	var last tree
	for range edits {
		s.note("  %s", s.edit())
		s.saveAs()
		destination := filepath.Join(filepath.Dir(s.dir), "built")
		c, _, err := open(generator.Options{Source: s.dir, Drafts: drafts, Destination: destination})
		if errors.Is(err, generator.ErrSettings) {
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
		for difference != "" && time.Since(saved) < within {
			time.Sleep(10 * time.Millisecond)
			difference = p.differs(want, gone)
		}
		if difference != "" {
			s.Errorf("after %v what is served is not what is built:\n%s\n%s\n%v", within, difference, strings.Join(s.log, "\n"), p.notes)
			return
		}
		last = want
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
