// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"time"

	"commonplace/generator/page"
	"commonplace/generator/source"
)

// Rescan looks at all files, as a build does, and at the history. stop, which may be nil, ends it early; then nothing changes.
func (l *Live) Rescan(ctx context.Context, stop func() bool) (*Moment, error) {
	return l.reread(ctx, l.b, stop)
}

// Reset takes other settings: those of a site.yaml or a theme that was edited, or another date.
func (l *Live) Reset(ctx context.Context, set Settings) (*Moment, error) {
	if set.Config.Digest != l.b.set.Config.Digest || set.Config.FilesDigest() != l.b.set.Config.FilesDigest() || set.Date != l.b.set.Date || !slices.Equal((&Builder{set: set}).roots(), l.b.roots()) {
		return l.reread(ctx, NewBuilder(l.b.cache, set), nil)
	}
	l.b = &Builder{set: set, cache: l.b.cache, parsers: l.b.parsers, people: l.b.people}
	l.r.b = l.b
	return l.show(l.last.Site.Site, &Moment{}), nil
}

// reread scans all folders and reads what is not as it was. With another Builder everything is linked again.
func (l *Live) reread(ctx context.Context, b *Builder, stop func() bool) (*Moment, error) {
	var folders []string
	for _, root := range b.roots() {
		folders = append(folders, root.path)
	}
	stopped := false
	halt := func() bool {
		stopped = stopped || stop != nil && stop()
		return stopped
	}
	r := &reading{b: b, cfg: b.set.Config, began: time.Now(), visit: func(root, name string, isDir bool) bool {
		if isDir {
			folders = append(folders, filepath.Join(root, filepath.FromSlash(name)))
		}
		return !halt()
	}}
	last := &scanState{}
	if r.stamp() == l.r.stamp() {
		last = l.r.state()
	}
	if err := r.scan(last); err != nil || halt() {
		r.close()
		return l.last, err
	}
	scanned := r.diags
	r.diags = nil
	fresh := []int{}
	for i := range r.files {
		if !l.takeOver(r, &r.files[i]) {
			fresh = append(fresh, i)
		}
	}
	if halt() {
		r.close()
		return l.last, nil
	}
	if err := l.open(ctx, r, fresh); err != nil {
		r.close()
		return nil, err
	}
	history := &Snapshot{b: b, reading: &reading{}}
	if err := history.readHistory(ctx); err != nil {
		r.close()
		return nil, err
	}
	m := &Moment{}
	changed, same := l.compare(r, m)
	same = same && b == l.b && history.ledger.Digest == l.ledger.Digest
	quiet := same && len(changed) == 0 && reflect.DeepEqual(scanned, l.scanned) && reflect.DeepEqual(history.reading.diags, l.unread)

	l.takeSaid(r)
	l.keepFolders(b, r)
	r.visit, r.diags = nil, nil
	l.b, l.r, l.folders = b, r, folders
	l.scanned, l.unread, l.ledger = scanned, history.reading.diags, history.ledger
	l.number()
	switch {
	case quiet:
		return l.last, nil
	case same:
		return l.relink(changed, m), nil
	}
	return l.link(m), nil
}

// takeOver fills in what is known of a file that is as it was, and tells whether that was possible. Names are shared with the last reading,
// which the site refers to.
func (l *Live) takeOver(r *reading, f *found) bool {
	i, known := l.at[fileName{f.source, f.path}]
	if known && l.r.files[i].shown == f.shown {
		f.shown, f.path = l.r.files[i].shown, l.r.files[i].path
	}
	if f.kind == kindOther || f.fresh {
		return f.kind == kindOther
	}
	if f.kind == kindMedium {
		return true
	}
	f.facts = r.factsKey(f)
	if !known || l.r.files[i].facts != f.facts {
		f.fresh = true
		return false
	}
	f.doc = l.r.files[i].doc
	return true
}

// open reads some files, nil for all, and makes their Docs, or takes those of before where they are of the same bytes.
func (l *Live) open(ctx context.Context, r *reading, which []int) error {
	n := len(which)
	if which == nil {
		n = len(r.files)
	}
	return r.b.each(ctx, "parse", n, func(_, i int) error {
		if which != nil {
			i = which[i]
		}
		f := &r.files[i]
		if err := r.open(f); err != nil {
			return err
		}
		if !f.kind.isParsed() {
			return nil
		}
		data := f.data
		f.data, f.size = nil, int64(len(data))
		f.facts = r.factsKey(f)
		if i, known := l.at[fileName{f.source, f.path}]; known && l.r.files[i].facts == f.facts {
			f.doc = l.r.files[i].doc
			return nil
		}
		doc, body := f.kind.parseAs(r.b.parsers[f.source], data)
		if f.kind == kindPage {
			l.bodies.put(f.facts, body)
		}
		// Written out and read back, a Doc holds no part of the file's text.
		var err error
		f.doc, err = page.DecodeDoc(page.AppendDoc(nil, doc))
		return err
	})
}

// compare says in m what differs from the last reading. changed are the numbers of files with other content; same says that nothing else
// is different.
func (l *Live) compare(r *reading, m *Moment) (changed []int, same bool) {
	same = true
	for i, k := 0, 0; i < len(l.r.files) || k < len(r.files); {
		order := 0
		switch {
		case i == len(l.r.files):
			order = 1
		case k == len(r.files):
			order = -1
		default:
			order = compareNames(fileName{l.r.files[i].source, l.r.files[i].path}, fileName{r.files[k].source, r.files[k].path})
		}
		switch {
		case order < 0:
			m.Removed, same = append(m.Removed, l.r.files[i].shown), false
			i++
		case order > 0:
			m.Added, same = append(m.Added, r.files[k].shown), false
			k++
		default:
			before, now := &l.r.files[i], &r.files[k]
			if before.kind != now.kind || before.medium != now.medium {
				same = false
			}
			if before.kind != now.kind || before.hash != now.hash {
				m.Changed = append(m.Changed, now.shown)
				changed = append(changed, k)
			}
			i, k = i+1, k+1
		}
	}
	return changed, same
}

// takeSaid keeps what was found while files were opened, of those that were not opened again too.
func (l *Live) takeSaid(r *reading) {
	said := map[string][]source.Diagnostic{}
	for i := range r.files {
		if f := &r.files[i]; !f.fresh && f.kind != kindOther && l.said[f.shown] != nil {
			said[f.shown] = l.said[f.shown]
		}
	}
	for _, d := range r.diags {
		said[d.Path] = append(said[d.Path], d)
	}
	l.said = said
}

// keepFolders goes on with the folders that are open, unless one of them was replaced. Those before may still be in use by a Moment
// that somebody answers from: an os.Root is closed when the last of them is collected.
func (l *Live) keepFolders(b *Builder, r *reading) {
	places := placesOf(b)
	if slices.Equal(b.roots(), l.b.roots()) && slices.EqualFunc(places, l.places, samePlace) {
		r.close()
		r.dirs, r.statics = l.r.dirs, l.r.statics
		return
	}
	l.places = places
}

func samePlace(a, b os.FileInfo) bool {
	return a == nil && b == nil || a != nil && b != nil && os.SameFile(a, b)
}

func placesOf(b *Builder) []os.FileInfo {
	var places []os.FileInfo
	for _, root := range b.roots() {
		info, err := os.Stat(root.path)
		if err != nil {
			info = nil
		}
		places = append(places, info)
	}
	return places
}
