// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"commonplace/generator/history"
	"commonplace/generator/render"
	"commonplace/generator/site"
	"commonplace/generator/source"
)

// Live keeps the last reading of a commons in memory, so that an edit costs the files that changed and not the whole. Each of its methods
// makes the Moment that a Snapshot of the same files would be; they are for one goroutine at a time, while any number use Moments.
//
// It holds the cache only while it first reads. Afterwards it reads bodies from the cache's files, which is safe since each has a checksum
// and is made again where that does not hold, and writes nothing: so a build can run beside it.
type Live struct {
	b       *Builder
	r       *reading      // its files are those of the last Moment
	places  []os.FileInfo // of the roots, to find out when one is replaced
	folders []string      // all that were scanned
	at      map[fileName]int
	said    map[string][]source.Diagnostic // of opening a file, by Shown
	scanned []source.Diagnostic            // of the scan
	ledger  *history.Ledger
	unread  []source.Diagnostic // of the history
	bodies  *bodies
	found   *liveIndex
	last    *Moment
}

// fileName tells the files of all folders apart: sources may lie in each other.
type fileName struct {
	source int
	path   string
}

// Moment is a commons as it was at one time: immutable, and ready to make any of its outputs.
type Moment struct {
	*render.Site
	// What differs from the Moment before, as Shown paths.
	Added, Changed, Removed []string

	diagnostics func() []source.Diagnostic
}

// Diagnostics are those that a build would report. They are sorted when first asked for.
func (m *Moment) Diagnostics() []source.Diagnostic { return m.diagnostics() }

// Live reads the whole commons, gives the cache free and keeps the rest.
func (b *Builder) Live(ctx context.Context) (*Live, error) {
	s, _, err := b.Snapshot(ctx, source.Hash{})
	if err == nil {
		err = b.cache.lock.release()
	}
	if err != nil {
		return nil, err
	}
	l := &Live{b: b, r: s.reading, ledger: s.ledger, bodies: &bodies{}, found: &liveIndex{}, said: map[string][]source.Diagnostic{}}
	l.number()
	byShown := map[string]bool{}
	for i := range l.r.files {
		byShown[l.r.files[i].shown] = true
	}
	for _, d := range l.r.diags {
		switch {
		case d.Path == "":
			l.unread = append(l.unread, d)
		case byShown[d.Path]:
			l.said[d.Path] = append(l.said[d.Path], d)
		default:
			l.scanned = append(l.scanned, d)
		}
	}
	for i := range l.r.files {
		// It is part of the text of the whole last scan.
		l.r.files[i].medium = strings.Clone(l.r.files[i].medium)
	}
	l.r.diags = nil
	l.places = placesOf(b)
	l.show(s.Site.Site, &Moment{})
	return l, nil
}

// Close frees the files.
func (l *Live) Close() error {
	l.r.close()
	return errors.Join(l.b.cache.store.facts.Close(), l.b.cache.store.bodies.Close())
}

// Moment is the last one made.
func (l *Live) Moment() *Moment { return l.last }

// Folders are the folders that the last Rescan came by, absolute, the roots among them; none before the first.
func (l *Live) Folders() []string { return l.folders }

func (l *Live) number() {
	l.at = make(map[fileName]int, len(l.r.files))
	for i := range l.r.files {
		l.at[fileName{l.r.files[i].source, l.r.files[i].path}] = i
	}
}

// roots are the folders that files come from.
func (b *Builder) roots() []fileName {
	cfg := b.set.Config
	list := make([]fileName, 0, len(cfg.Sources)+len(cfg.Static))
	for i := range cfg.Sources {
		list = append(list, fileName{i, cfg.Sources[i].Path})
	}
	for k := range cfg.Static {
		list = append(list, fileName{-1 - k, cfg.Static[k].Path})
	}
	return list
}

// names are the files of the commons that an absolute path may stand for.
func (l *Live) names(abs string) []fileName {
	var list []fileName
	for _, root := range l.b.roots() {
		if rel, err := filepath.Rel(root.path, abs); err == nil && filepath.IsLocal(rel) && rel != "." {
			list = append(list, fileName{root.source, filepath.ToSlash(rel)})
		}
	}
	return list
}

// matters tells whether a name that is new may change the site: it is that of a folder, a page, a person or a medium, and not left out.
func (l *Live) matters(name fileName, isDir bool) bool {
	parts := strings.Split(name.path, "/")
	keep, kind, named := func(string, bool) bool { return true }, kindMedium, []string(nil)
	if name.source >= 0 {
		src := &l.b.set.Config.Sources[name.source]
		named = src.Unhide
		keep, kind = l.r.keep(src), kindOf(src, name.path)
	}
	for k := range parts {
		if way := strings.Join(parts[:k+1], "/"); !source.IsListed(way, named) || !keep(way, isDir || k+1 < len(parts)) {
			return false
		}
	}
	return isDir || kind != kindOther
}

// Update reads the files that are named by absolute paths. A file that is empty, gone, or still growing is in retry, unless the caller
// says that it has waited long enough; rescan says that only a Rescan can tell what happened. Where nothing changed the Moment is the last.
func (l *Live) Update(ctx context.Context, paths []string, waited bool) (m *Moment, retry []string, rescan bool, err error) {
	var touched []found
	for _, abs := range paths {
		info, statErr := os.Lstat(abs)
		for _, name := range l.names(abs) {
			i, known := l.at[name]
			switch {
			case !known:
				rescan = rescan || statErr == nil && l.matters(name, info.IsDir()) || l.below(name)
			case l.r.files[i].kind == kindOther && !l.matters(name, false):
			case statErr == nil && info.Mode().IsRegular() && (info.Size() > 0 || l.r.files[i].size == 0 || waited):
				f := l.r.files[i]
				touched = append(touched, found{seen: seen{shown: f.shown, size: info.Size()}, kind: l.kind(name), source: f.source, path: f.path})
			case waited:
				rescan = true
			default:
				retry = append(retry, abs)
			}
		}
	}
	if rescan || len(touched) == 0 {
		return l.last, retry, rescan, nil
	}
	r := &reading{b: l.b, cfg: l.r.cfg, dirs: l.r.dirs, statics: l.r.statics, files: touched}
	if err := l.open(ctx, r, nil); err != nil {
		return nil, nil, false, err
	}
	var changed []int
	for i := range r.files {
		f := &r.files[i]
		at := l.at[fileName{f.source, f.path}]
		old := &l.r.files[at]
		if abs := l.abs(f); !waited && l.grows(abs, f.size) {
			retry = append(retry, abs)
			continue
		}
		if f.kind != old.kind || f.medium != old.medium {
			return l.last, retry, true, nil
		}
		if f.hash == old.hash {
			continue
		}
		// The time of the file is left at zero: the next Rescan looks at it once more.
		*old = *f
		l.say(r, f.shown)
		changed = append(changed, at)
	}
	return l.commit(changed), retry, false, nil
}

// below tells whether known files lie below a name: it was a folder.
func (l *Live) below(name fileName) bool {
	i, _ := slices.BinarySearchFunc(l.r.files, fileName{name.source, name.path + "/"}, func(f found, n fileName) int {
		return compareNames(fileName{f.source, f.path}, n)
	})
	return i < len(l.r.files) && l.r.files[i].source == name.source && strings.HasPrefix(l.r.files[i].path, name.path+"/")
}

// compareNames orders files as they are read: sources first, then static folders.
func compareNames(a, b fileName) int {
	if a.source != b.source {
		switch {
		case a.source >= 0 && b.source >= 0:
			return a.source - b.source
		case a.source < 0 && b.source < 0:
			return b.source - a.source
		}
		return b.source - a.source
	}
	return strings.Compare(a.path, b.path)
}

func (l *Live) kind(name fileName) fileKind {
	if name.source < 0 {
		return kindMedium
	}
	return kindOf(&l.b.set.Config.Sources[name.source], name.path)
}

func (l *Live) abs(f *found) string {
	for _, root := range l.b.roots() {
		if root.source == f.source {
			return filepath.Join(root.path, filepath.FromSlash(f.path))
		}
	}
	return ""
}

func (l *Live) grows(abs string, size int64) bool {
	info, err := os.Lstat(abs)
	return err != nil || info.Size() != size
}

// say keeps what was found while a file was opened.
func (l *Live) say(r *reading, shown string) {
	delete(l.said, shown)
	for _, d := range r.diags {
		if d.Path == shown {
			l.said[shown] = append(l.said[shown], d)
		}
	}
}

// commit makes the Moment in which some files, by number, have other content.
func (l *Live) commit(changed []int) *Moment {
	if len(changed) == 0 {
		return l.last
	}
	m := &Moment{}
	for _, i := range changed {
		m.Changed = append(m.Changed, l.r.files[i].shown)
	}
	return l.relink(changed, m)
}

// relink links again what changed, or everything where that is not enough.
func (l *Live) relink(changed []int, m *Moment) *Moment {
	var files []site.Input
	var media []site.Medium
	for _, i := range changed {
		f := &l.r.files[i]
		switch {
		case f.doc != nil:
			files = append(files, f.input())
		case f.kind == kindMedium && f.medium != "":
			media = append(media, f.published())
		}
	}
	if next, done := l.last.Site.Relink(files, media); done {
		return l.show(next, m)
	}
	return l.link(m)
}

func (l *Live) link(m *Moment) *Moment {
	in := l.r.inputs()
	in.Ledger = l.ledger
	return l.show(site.Link(in), m)
}

// show makes the Moment of a Site the last one.
func (l *Live) show(s *site.Site, m *Moment) *Moment {
	m.Site = render.New(s, l.b.set.Theme, &liveFiles{l.b, l.r.dirs, l.r.statics, l.bodies, l.found})
	list := slices.Concat(l.scanned, l.unread, l.b.set.Diagnostics)
	for _, said := range l.said {
		list = append(list, said...)
	}
	b := l.b
	m.diagnostics = sync.OnceValue(func() []source.Diagnostic { return b.judge(append(list, s.Diagnostics()...)) })
	l.last = m
	return m
}
