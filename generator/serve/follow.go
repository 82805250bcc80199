// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package serve

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"commonplace/generator/build"
	"commonplace/generator/config"
	"commonplace/generator/source"
)

const (
	// A file that is empty, gone or growing is looked at again so often, this long apart: it is being saved.
	tries   = 12
	between = 5 * time.Millisecond

	quiet    = 300 * time.Millisecond // after the last event, all files are looked at once
	patient  = 10                     // where events left no doubt, that waits for so many times what it cost last
	pollTime = time.Second            // between scans where the system tells of no events
	dayTime  = 30 * time.Second       // between looks at the date
)

// follower keeps the server's state true to the files. All is done by one goroutine, one change after the other.
type follower struct {
	s        *server
	live     *build.Live
	w        *watcher
	set      build.Settings
	mark     string // of the settings' files when they were last read
	problems []source.Diagnostic
	polling  bool
	doubt    bool          // something happened that only a scan can tell the whole of
	cost     time.Duration // of the last scan
	told     string        // the last fault, so that each is told once
}

// follow watches the commons until ctx ends.
func (s *server) follow(ctx context.Context, live *build.Live) error {
	f := &follower{s: s, live: live, set: s.o.Settings}
	f.mark = settingsMark(f.set.Config)
	w, err := newWatcher()
	f.w = w
	defer w.close()
	if err != nil {
		f.poll(err)
	}
	f.scan(ctx, time.Now(), nil)
	calm, slow, day := time.NewTimer(quiet), time.NewTicker(pollTime), time.NewTicker(dayTime)
	for _, stop := range []func(){func() { calm.Stop() }, slow.Stop, day.Stop} {
		defer stop()
	}
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-w.ready:
			began := time.Now()
			if p := w.take(); !p.empty() {
				f.handle(ctx, p, began)
			}
			calm.Reset(f.rest())
		case <-calm.C:
			f.checkSettings(ctx, time.Now())
			if f.scan(ctx, time.Now(), w.waiting) {
				f.doubt = false
			} else {
				calm.Reset(f.rest())
			}
		case <-s.poke:
			f.doubt = true
			calm.Reset(between)
		case <-slow.C:
			if f.polling {
				began := time.Now()
				f.checkSettings(ctx, began)
				f.scan(ctx, began, nil)
				slow.Reset(max(pollTime, 4*time.Since(began)))
			}
		case <-day.C:
			if f.set.Date != s.o.Today() {
				f.mark = ""
				f.checkSettings(ctx, time.Now())
			}
		}
	}
}

// rest is how long nothing must happen before all files are looked at. In a large commons that is felt by whoever edits meanwhile; and
// after an edit that was told of in full there is nothing left to find.
func (f *follower) rest() time.Duration {
	if f.doubt {
		return quiet
	}
	return max(quiet, patient*f.cost)
}

// inFull tells whether these paths are all of files that Update has looked at; a commit, which Git notes in files of its own, is not.
func (f *follower) inFull(p pending) bool {
	for name := range p.paths {
		in := func(root string) bool { return strings.HasPrefix(name, root+string(filepath.Separator)) }
		known := slices.ContainsFunc(f.set.Config.Sources, func(s config.Source) bool { return in(s.Path) }) ||
			slices.ContainsFunc(f.set.Config.Static, func(s config.Folder) bool { return in(s.Path) })
		if !known || slices.Contains(strings.Split(filepath.ToSlash(name), "/"), ".git") {
			return false
		}
	}
	return !p.rescan
}

// poll goes over to looking at all files again and again.
func (f *follower) poll(why error) {
	if f.polling {
		return
	}
	f.polling = true
	f.s.o.Note(fmt.Sprintf("the system does not let all folders be watched (%v): all files are looked at every second instead; on Linux, fs.inotify.max_user_watches is the limit", why))
}

// handle looks at what something happened to.
func (f *follower) handle(ctx context.Context, p pending, began time.Time) {
	f.checkSettings(ctx, began)
	f.doubt = f.doubt || !f.inFull(p)
	if p.rescan {
		f.scan(ctx, began, nil)
		return
	}
	paths := make([]string, 0, len(p.paths))
	for name := range p.paths {
		paths = append(paths, name)
	}
	for try := 0; len(paths) > 0 && ctx.Err() == nil; try++ {
		slices.Sort(paths)
		m, retry, rescan, err := f.live.Update(ctx, slices.Compact(paths), try >= tries)
		f.doubt = f.doubt || err != nil || rescan
		if f.failed(ctx, err) {
			return
		}
		f.show(m, began)
		if rescan {
			f.scan(ctx, began, nil)
			return
		}
		if paths = retry; len(paths) > 0 {
			time.Sleep(between)
			more := f.w.take()
			if f.doubt = f.doubt || !f.inFull(more); more.rescan {
				f.scan(ctx, began, nil)
				return
			}
			f.checkSettings(ctx, began)
			for name := range more.paths {
				paths = append(paths, name)
			}
		}
	}
	if f.inTheme(p) {
		f.watch()
	}
}

// scan looks at all files, and watches the folders that it finds; done is false if it gave way to stop.
func (f *follower) scan(ctx context.Context, began time.Time, stop func() bool) (done bool) {
	for ctx.Err() == nil {
		start := time.Now()
		m, err := f.live.Rescan(ctx, stop)
		f.cost = time.Since(start)
		if f.failed(ctx, err) {
			return true
		}
		f.show(m, began)
		if stop != nil && stop() {
			return false
		}
		if !f.watch() {
			return true
		}
	}
	return true
}

// failed tells of a fault of the environment. The site stays as it was, and the next scan tries again.
func (f *follower) failed(ctx context.Context, err error) bool {
	if err == nil {
		return false
	}
	if ctx.Err() == nil && err.Error() != f.told {
		f.told = err.Error()
		f.s.o.Note(f.told)
	}
	return true
}

// watch follows the folders of the last scan and those of the settings. It says whether there are new ones.
func (f *follower) watch() (more bool) {
	cfg := f.set.Config
	var roots []string
	for i := range cfg.Sources {
		roots = append(roots, cfg.Sources[i].Path)
	}
	for i := range cfg.Static {
		roots = append(roots, cfg.Static[i].Path)
	}
	for _, place := range cfg.Places {
		roots = append(roots, filepath.Dir(place))
	}
	roots = append(roots, cfg.Dir, filepath.Dir(settingsFile(cfg)), filepath.Join(cfg.Dir, "themes"), themeFolder(cfg), filepath.Join(themeFolder(cfg), "words"))
	for _, root := range slices.Clone(roots) {
		roots = append(roots, gitFolders(root)...)
	}
	more, err := f.w.follow(roots, f.live.Folders())
	if err != nil {
		f.poll(err)
	}
	return more
}

// gitFolders are where Git notes a commit, for the repository that a folder lies in.
func gitFolders(dir string) []string {
	for {
		git := filepath.Join(dir, ".git")
		info, err := os.Stat(git)
		switch {
		case err == nil && info.IsDir():
			return []string{filepath.Join(git, "logs"), git}
		case err == nil:
			// A worktree or a submodule: the file names the folder.
			text, err := os.ReadFile(git)
			name, ok := strings.CutPrefix(strings.TrimSpace(string(text)), "gitdir: ")
			if err != nil || !ok {
				return nil
			}
			if !filepath.IsAbs(name) {
				name = filepath.Join(dir, name)
			}
			return []string{filepath.Join(name, "logs"), name}
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return nil
		}
		dir = parent
	}
}

// show makes a Moment the one that is answered from, and tells of it.
func (f *follower) show(m *build.Moment, began time.Time) {
	if last := f.s.now.Load(); last.moment == m {
		return
	}
	f.publish(m, began, false)
}

func (f *follower) publish(m *build.Moment, began time.Time, settings bool) {
	f.s.publish(&state{moment: m, cfg: f.set.Config, problems: f.problems}, changedMedia(m))
	r := Rebuild{Added: m.Added, Changed: m.Changed, Removed: m.Removed, Settings: settings, Took: time.Since(began)}
	if settings {
		r.Problems = f.problems
	}
	for _, d := range slices.Concat(m.Diagnostics(), f.problems) {
		switch d.Severity {
		case source.Error:
			r.Errors++
		case source.Warning:
			r.Warnings++
		}
	}
	f.s.o.Rebuilt(r)
}

// changedMedia are the outputs of changed files that are not pages.
func changedMedia(m *build.Moment) []string {
	var shown []string
	for _, name := range slices.Concat(m.Added, m.Changed) {
		if _, known := types[strings.ToLower(path.Ext(name))]; known && path.Ext(name) != ".md" {
			shown = append(shown, name)
		}
	}
	if len(shown) == 0 {
		return nil
	}
	var outputs []string
	for _, medium := range m.Media() {
		if slices.Contains(shown, medium.Shown) {
			outputs = append(outputs, medium.Path)
		}
	}
	return outputs
}

// checkSettings reads the settings and the theme again if their files are not as they were. Those with mistakes are told of and
// leave the site as it is.
func (f *follower) checkSettings(ctx context.Context, began time.Time) {
	mark := settingsMark(f.set.Config)
	if mark == f.mark {
		return
	}
	// A file that is empty or gone may be in the middle of being saved.
	for try := 0; try < tries && unsettled(f.set.Config) && ctx.Err() == nil; try++ {
		time.Sleep(between)
		mark = settingsMark(f.set.Config)
	}
	f.mark = mark
	set, diags, err := f.s.o.Reopen()
	if err != nil {
		if len(diags) == 0 {
			diags = []source.Diagnostic{{Code: source.CodeConfigValue, Severity: source.Error, Path: path.Base(settingsFile(f.set.Config)), Message: err.Error()}}
		}
		f.problems = diags
		f.publish(f.live.Moment(), began, true)
		return
	}
	if len(f.problems) == 0 && sameSettings(set, f.set) {
		return
	}
	m, err := f.live.Reset(ctx, set)
	if f.failed(ctx, err) {
		f.mark = "" // to be tried again
		return
	}
	// The mark is that of before the reading: what was written meanwhile is read once more. That of other files says nothing yet.
	if settingsFile(set.Config) != settingsFile(f.set.Config) || themeFolder(set.Config) != themeFolder(f.set.Config) {
		f.mark = ""
	}
	f.problems, f.set = nil, set
	f.publish(m, began, true)
	f.watch()
}

func sameSettings(a, b build.Settings) bool {
	return a.Config.Digest == b.Config.Digest && a.Config.FilesDigest() == b.Config.FilesDigest() && a.Config.Editor == b.Config.Editor && a.Theme.Digest() == b.Theme.Digest() && a.Date == b.Date &&
		reflect.DeepEqual(a.Diagnostics, b.Diagnostics)
}

func settingsFile(cfg *config.Config) string {
	if cfg.File != "" {
		return cfg.File
	}
	return filepath.Join(cfg.Dir, config.FileName)
}

func themeFolder(cfg *config.Config) string {
	return filepath.Join(cfg.Dir, "themes", filepath.FromSlash(cfg.Theme))
}

// inTheme tells whether something happened where the theme is, or would be.
func (f *follower) inTheme(p pending) bool {
	themes := filepath.Join(f.set.Config.Dir, "themes")
	for name := range p.paths {
		if name == themes || strings.HasPrefix(name, themes+string(filepath.Separator)) {
			return true
		}
	}
	return false
}

// unsettled tells whether a file of the settings is empty, or site.yaml is gone.
func unsettled(cfg *config.Config) bool {
	if info, err := os.Stat(settingsFile(cfg)); err != nil && cfg.File != "" || err == nil && info.Size() == 0 {
		return true
	}
	empty := false
	eachThemeFile(cfg, func(_ string, info fs.FileInfo) { empty = empty || info.Size() == 0 })
	return empty
}

// settingsMark tells one form of the settings' files from another, by their sizes and times, and whether the places that they name are there.
func settingsMark(cfg *config.Config) string {
	var mark strings.Builder
	note := func(name string, info fs.FileInfo) {
		fmt.Fprintf(&mark, "%s %d %d\n", name, info.Size(), info.ModTime().UnixNano())
	}
	if info, err := os.Stat(settingsFile(cfg)); err == nil {
		note("", info)
	} else if !errors.Is(err, fs.ErrNotExist) {
		mark.WriteString(err.Error())
	}
	for _, place := range cfg.Places {
		info, err := os.Stat(place)
		fmt.Fprintf(&mark, "%s %v %v\n", place, err == nil, err == nil && info.IsDir())
	}
	eachThemeFile(cfg, note)
	return mark.String()
}

func eachThemeFile(cfg *config.Config, do func(name string, info fs.FileInfo)) {
	var files []string
	for _, e := range cfg.Exports {
		files = append(files, e.Template.Path)
	}
	for i := range cfg.Sources {
		files = append(files, cfg.Sources[i].Nav.Path)
		for _, g := range cfg.Sources[i].Glossaries {
			files = append(files, g.Path)
		}
	}
	for i := range cfg.People {
		files = append(files, cfg.People[i].Path)
	}
	for _, file := range files {
		if info, err := os.Stat(file); file != "" && err == nil {
			do(file, info)
		}
	}
	root := themeFolder(cfg)
	// A file that can't be looked at is found out when the theme is read.
	_ = filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return nil
		}
		if info, err := entry.Info(); err == nil {
			do(name, info)
		}
		return nil
	})
}
