// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"commonplace/generator/config"
	"commonplace/generator/history"
	"commonplace/generator/source"
)

// past is a reading of the commons as it was at a revision. Files that are the same now are taken from the reading of now, and the facts of the others
// from the cache where they are known; nothing is checked out. A folder outside the repository is taken as it is.
type past struct {
	*reading
	ctx   context.Context
	now   *reading
	rev   *history.Revision
	known map[string]*found // files of now, by shown
	same  map[string]bool   // shown paths at which there is the same now
	ids   map[string]string // blobs of the files that differ, by shown
	moved map[string]string // shown path then, by shown path now
}

// past reads and links the commons as it was. The builder has the settings of then; now is open.
func (b *Builder) past(ctx context.Context, rev *history.Revision, now *Snapshot) (*Snapshot, *past, error) {
	p := &past{reading: &reading{b: b, cfg: b.set.Config}, ctx: ctx, now: now.reading, rev: rev, known: make(map[string]*found, len(now.reading.files)),
		same: map[string]bool{}, ids: map[string]string{}, moved: map[string]string{}}
	s := &Snapshot{b: b, reading: p.reading, ledger: now.ledger}
	if err := p.read(); err != nil {
		s.Close()
		return nil, nil, fmt.Errorf("read the commons as it was: %w", err)
	}
	s.link()
	return s, p, nil
}

func (p *past) read() error {
	for i := range p.now.files {
		p.known[p.now.files[i].shown] = &p.now.files[i]
	}
	if err := p.eachFolder(p.folder); err != nil {
		return err
	}
	for _, d := range p.now.diags {
		if d.Path == "" || p.same[d.Path] {
			p.report(d)
		}
	}
	var blobs, files []int
	for i := range p.files {
		f := &p.files[i]
		switch {
		case f.kind == kindOther || f.doc != nil || f.kind == kindMedium && f.hash != (source.Hash{}):
		case p.ids[f.shown] != "":
			blobs = append(blobs, i)
		default:
			files = append(files, i)
		}
	}
	if err := p.readBlobs(blobs); err != nil {
		return err
	}
	scratch := make([][]byte, p.b.set.Jobs)
	return p.b.each(p.ctx, "parse", len(files), func(worker, k int) error {
		f := &p.files[files[k]]
		if f.hash == (source.Hash{}) {
			if err := p.open(f); err != nil {
				return err
			}
		}
		return p.parsePast(f, &scratch[worker])
	})
}

// folder lists what lay below a folder.
func (p *past) folder(folder config.Folder, number int, keep func(string, bool) bool, kind func(string) fileKind) (*source.Dir, error) {
	first := len(p.files)
	blobs, inside := p.rev.Below(folder.Path)
	if !inside {
		d, err := p.scanFolder(folder, number, keep, kind)
		for i := first; i < len(p.files); i++ {
			p.takeSame(&p.files[i])
		}
		return d, err
	}
	var named []string
	if number >= 0 {
		named = p.cfg.Sources[number].Unhide
	}
	takes := source.Sift(keep, named...)
	there := make(map[string]bool, len(blobs))
	for _, blob := range blobs {
		there[blob.Path] = true
		if !takes(blob.Path) {
			continue
		}
		f := found{seen: seen{shown: path.Join(folder.Shown, blob.Path)}, kind: kind(blob.Path), source: number, path: blob.Path}
		switch {
		case !blob.Regular:
			p.same[f.shown] = blob.Same
			continue
		case blob.Same:
			p.takeSame(&f)
		default:
			p.ids[f.shown] = blob.ID
		}
		p.files = append(p.files, f)
	}
	if err := p.ignored(folder, number, there, kind); err != nil {
		return nil, err
	}
	slices.SortFunc(p.files[first:], func(a, b found) int { return strings.Compare(a.path, b.path) })
	for now, then := range p.rev.Moved(folder.Path) {
		p.moved[path.Join(folder.Shown, now)] = path.Join(folder.Shown, then)
	}
	d, err := source.OpenDir(folder.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return d, err
}

// ignored takes as they are the files that Git is told to leave alone: they are in no revision, and no change adds them.
func (p *past) ignored(folder config.Folder, number int, there map[string]bool, kind func(string) fileKind) error {
	var unknown []string
	for i := range p.now.files {
		f := &p.now.files[i]
		rest, err := filepath.Rel(folder.Shown, f.shown)
		if rest = filepath.ToSlash(rest); err == nil && f.term == nil && filepath.IsLocal(rest) && !there[rest] {
			unknown = append(unknown, rest)
		}
	}
	ignored, err := p.rev.Ignored(folder.Path, unknown)
	for _, name := range unknown {
		if ignored[name] {
			f := found{seen: seen{shown: path.Join(folder.Shown, name)}, kind: kind(name), source: number, path: name}
			p.takeSame(&f)
			p.files = append(p.files, f)
		}
	}
	return err
}

// takeSame takes what is known now of a file that is the same now.
func (p *past) takeSame(f *found) {
	p.same[f.shown] = true
	now := p.known[f.shown]
	if now == nil || f.kind == kindOther {
		return
	}
	alike := f.kind == kindMedium || f.source < 0 || now.source >= 0 && p.cfg.Sources[f.source].Reading.Digest == p.now.cfg.Sources[now.source].Reading.Digest
	switch {
	case now.kind == f.kind:
		f.seen = now.seen
		if alike {
			f.doc, f.facts = now.doc, now.facts
		}
	case now.kind == kindOther && alike:
		f.kind = kindOther // now it could not be taken, for a reason that holds for then
	}
}

// readBlobs reads files that differ, as Git has them.
func (p *past) readBlobs(list []int) error {
	ids := make([]string, len(list))
	for k, i := range list {
		ids[k] = p.ids[p.files[i].shown]
	}
	var scratch []byte
	return p.rev.Read(ids, func(k int) int { return p.limit(&p.files[list[k]]) }, func(k int, data []byte, size int64) error {
		f := &p.files[list[k]]
		var tooLarge error
		if f.size = size; data == nil {
			tooLarge = source.ErrTooLarge
		}
		if err := p.take(f, data, tooLarge); err != nil {
			return err
		}
		return p.parsePast(f, &scratch)
	})
}

// parsePast parses a file whose hash is known, if its facts are not.
func (p *past) parsePast(f *found, scratch *[]byte) error {
	if !f.kind.isParsed() {
		return nil
	}
	f.facts = p.factsKey(f)
	return p.parse(f, scratch)
}

// text is the content of a file as it was, nil where there was none.
func (p *past) text(shown string) []byte {
	if id := p.ids[shown]; id != "" {
		var text []byte
		// What can't be read has no lines to compare.
		_ = p.rev.Read([]string{id}, func(int) int { return p.cfg.Limits.Page }, func(_ int, data []byte, _ int64) error {
			text = slices.Clone(data)
			return nil
		})
		return text
	}
	if p.same[shown] {
		return p.now.text(shown)
	}
	text, err := p.rev.ReadFile(filepath.Join(p.cfg.Dir, filepath.FromSlash(shown)))
	if err != nil {
		return nil
	}
	return text
}

// text is the content of a source file or of one in the site's own folder; nil where there is none.
func (r *reading) text(shown string) []byte {
	for i := range r.files {
		if f := &r.files[i]; f.shown == shown {
			text, err := r.read(f, r.cfg.Limits.Page)
			if err != nil {
				return nil
			}
			return text
		}
	}
	dir, err := source.OpenDir(r.cfg.Dir)
	if err != nil {
		return nil
	}
	defer dir.Close()
	text, err := dir.Read(shown, r.cfg.Limits.Page)
	if err != nil {
		return nil
	}
	return text
}
