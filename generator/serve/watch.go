// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package serve

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"

	"github.com/fsnotify/fsnotify"
)

// watcher collects the names of files that something happened to. It watches folders, since editors replace files; a
// folder that is a symbolic link is not one of those it is given. What it says is a hint: the loop looks at the files itself, so that an
// event too many costs little, and one too few is found by the next scan.
type watcher struct {
	notify *fsnotify.Watcher // nil: events can't be had
	ready  chan struct{}     // holds a token while something is pending

	mu      sync.Mutex
	pending pending
	watched map[string]bool
}

// pending is what has happened since it was last taken.
type pending struct {
	paths  map[string]bool
	rescan bool // events were lost, or are too many to be looked at one by one
}

func (p pending) empty() bool { return len(p.paths) == 0 && !p.rescan }

// manyPaths is from where on a scan is cheaper than looking at each file.
const manyPaths = 300

func newWatcher() (*watcher, error) {
	w := &watcher{ready: make(chan struct{}, 1), watched: map[string]bool{}}
	notify, err := fsnotify.NewBufferedWatcher(4096)
	if err != nil {
		return w, err
	}
	w.notify = notify
	go w.collect()
	return w, nil
}

func (w *watcher) close() {
	if w.notify != nil {
		w.notify.Close()
	}
}

// collect takes events until the watcher is closed.
func (w *watcher) collect() {
	for {
		select {
		case event, ok := <-w.notify.Events:
			if !ok {
				return
			}
			w.add(event)
		case _, ok := <-w.notify.Errors:
			if !ok {
				return
			}
			// Whatever went wrong, events may be lost.
			w.wake(func(p *pending) { p.rescan = true })
		}
	}
}

func (w *watcher) add(event fsnotify.Event) {
	if event.Has(fsnotify.Remove) || event.Has(fsnotify.Rename) || event.Has(fsnotify.Create) {
		w.forget(event.Name)
	}
	w.wake(func(p *pending) {
		if p.rescan {
			return
		}
		if p.paths == nil {
			p.paths = map[string]bool{}
		}
		p.paths[event.Name] = true
		if len(p.paths) > manyPaths {
			p.paths, p.rescan = nil, true
		}
	})
}

func (w *watcher) wake(change func(*pending)) {
	w.mu.Lock()
	change(&w.pending)
	w.mu.Unlock()
	select {
	case w.ready <- struct{}{}:
	default:
	}
}

// take gives what is pending and forgets it.
func (w *watcher) take() pending {
	w.mu.Lock()
	defer w.mu.Unlock()
	p := w.pending
	w.pending = pending{}
	return p
}

// waiting tells whether something is pending.
func (w *watcher) waiting() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return !w.pending.empty()
}

// forget stops to watch a folder that was moved or replaced, and those in it: under its name there may be another now.
func (w *watcher) forget(name string) {
	w.mu.Lock()
	var gone []string
	if w.watched[name] {
		for folder := range w.watched {
			if folder == name || strings.HasPrefix(folder, name+string(filepath.Separator)) {
				gone = append(gone, folder)
				delete(w.watched, folder)
			}
		}
	}
	w.mu.Unlock()
	for _, folder := range gone {
		// The system has often let go of it already.
		_ = w.notify.Remove(folder)
	}
}

// follow watches exactly these folders; roots may be reached by symbolic links, since a maintainer named them, the others may not. more
// says that there were folders that it did not watch before: what happened in them until now is only found by a scan. The error says
// that the system lets no more be watched.
func (w *watcher) follow(roots, folders []string) (more bool, err error) {
	if w.notify == nil {
		return false, nil
	}
	wanted := map[string]bool{}
	for _, folder := range folders {
		info, err := os.Lstat(folder)
		wanted[folder] = err == nil && info.IsDir()
	}
	for _, folder := range roots {
		info, err := os.Stat(folder)
		wanted[folder] = err == nil && info.IsDir()
	}
	w.mu.Lock()
	last := maps.Clone(w.watched)
	w.mu.Unlock()
	for folder := range last {
		if !wanted[folder] {
			w.forget(folder)
		}
	}
	for _, folder := range slices.Sorted(maps.Keys(wanted)) {
		if last[folder] || !wanted[folder] {
			continue
		}
		switch err := w.notify.Add(folder); {
		case err == nil:
			more = true
			w.mu.Lock()
			w.watched[folder] = true
			w.mu.Unlock()
		case errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENOMEM):
			return more, err
		}
	}
	return more, nil
}
