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
	"sync"
	"sync/atomic"
	"time"

	"commonplace/generator/config"
	"commonplace/generator/page"
	"commonplace/generator/site"
	"commonplace/generator/source"
)

// fileKind says how a file of a root is read.
type fileKind uint8

const (
	kindPage fileKind = iota
	kindPerson
	kindFolder
	kindReview
	kindDispute
	kindMedium
	kindOther
	kindRegistry // of the source's first rule of records; each other rule has the next number
)

// isParsed says whether a file becomes a Doc.
func (k fileKind) isParsed() bool { return k <= kindDispute || k >= kindRegistry }

// parseAs makes the Doc of a file's bytes.
func (k fileKind) parseAs(p *page.Parser, data []byte) (*page.Doc, *page.Body) {
	switch {
	case k == kindPerson:
		return p.Person(data), &page.Body{}
	case k == kindFolder:
		return page.Folder(data), &page.Body{}
	case k == kindReview:
		return p.Review(data), &page.Body{}
	case k == kindDispute:
		return p.Dispute(data), &page.Body{}
	case k >= kindRegistry:
		return p.Registry(int(k-kindRegistry), data), &page.Body{}
	}
	return p.Page(data)
}

// found is one file of this scan.
type found struct {
	seen
	kind   fileKind
	source int // index in Config.Sources; -1-k: static folder k
	path   string
	fresh  bool   // changed, or not to be trusted
	said   bool   // there was something to say of it that no Doc keeps, so that it is looked at each time
	data   []byte // of a fresh file, where it was worth keeping
	doc    *page.Doc
	facts  source.Hash
	term   *config.Term // of a page that a glossary makes, not a file
}

// kept bounds the bytes of changed files that are held between hashing and parsing.
const kept = 16 << 20

// trust is how old a file's time must be for its size and time to stand for its content: within a tick of a coarse clock a file can change
// twice.
const trust = 3 * time.Second

// reading is one pass over all files of a commons.
type reading struct {
	b       *Builder
	cfg     *config.Config
	dirs    []*source.Dir // by source; nil where the folder is missing
	statics []*source.Dir
	files   []found
	began   time.Time
	budget  atomic.Int64
	mu      sync.Mutex
	diags   []source.Diagnostic
	visit   func(root, name string, isDir bool) bool // sees what a scan comes by; false leaves it out. May be nil
}

func (r *reading) close() {
	for _, d := range append(r.dirs, r.statics...) {
		if d != nil {
			d.Close()
		}
	}
}

func (r *reading) report(list ...source.Diagnostic) {
	r.mu.Lock()
	r.diags = append(r.diags, list...)
	r.mu.Unlock()
}

// scan finds all files, and compares them with the last scan.
func (r *reading) scan(last *scanState) error {
	known := make(map[string]*seen, len(last.files))
	for i := range last.files {
		known[last.files[i].shown] = &last.files[i]
	}
	if err := r.eachFolder(r.scanFolder); err != nil {
		return err
	}
	for i := range r.files {
		f := &r.files[i]
		if f.kind == kindOther {
			continue
		}
		old := known[f.shown]
		f.fresh = f.term != nil || old == nil || old.size != f.size || old.mod != f.mod || f.mod >= last.at-int64(trust) || (old.medium != "") != (f.kind == kindMedium)
		if !f.fresh {
			f.hash, f.medium, f.width, f.height = old.hash, old.medium, old.width, old.height
		}
	}
	return nil
}

// lister enters the files of one folder: those to keep, each of its kind. It gives the folder, nil where there is none.
type lister func(folder config.Folder, number int, keep func(p string, isDir bool) bool, kind func(p string) fileKind) (*source.Dir, error)

// eachFolder enters the files of all sources, with the terms of their glossaries, then of all static folders.
func (r *reading) eachFolder(list lister) error {
	r.dirs = make([]*source.Dir, len(r.cfg.Sources))
	for i := range r.cfg.Sources {
		src := &r.cfg.Sources[i]
		d, err := list(src.Folder, i, r.keep(src), func(p string) fileKind { return kindOf(src, p) })
		if err != nil {
			return err
		}
		r.dirs[i] = d
		r.addTerms(i)
	}
	for k, folder := range r.cfg.Static {
		d, err := list(folder, -1-k, func(string, bool) bool { return true }, func(string) fileKind { return kindMedium })
		if err != nil {
			return err
		}
		r.statics = append(r.statics, d)
	}
	return nil
}

func (r *reading) scanFolder(folder config.Folder, number int, keep func(string, bool) bool, kind func(string) fileKind) (*source.Dir, error) {
	var named []string
	if number >= 0 {
		named = r.cfg.Sources[number].Unhide
	}
	d, err := source.OpenDir(folder.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", folder.Shown, err)
	}
	if r.visit != nil {
		wanted := keep
		keep = func(p string, isDir bool) bool { return wanted(p, isDir) && r.visit(folder.Path, p, isDir) }
	}
	files, diags, err := d.Scan(keep, named...)
	if err != nil {
		d.Close()
		return nil, fmt.Errorf("read %s: %w", folder.Shown, err)
	}
	for _, diag := range diags {
		diag.Path = path.Join(folder.Shown, diag.Path)
		r.report(diag)
	}
	r.files = slices.Grow(r.files, len(files))
	for _, f := range files {
		shown := path.Join(folder.Shown, f.Path)
		below := shown[len(shown)-len(f.Path):] // shares its bytes
		r.files = append(r.files, found{seen: seen{shown: shown, size: f.Size, mod: f.Mod}, kind: kind(below), source: number, path: below})
	}
	return d, nil
}

// keep leaves out what a source excludes, the output folder, and folders of records that no step reads yet.
func (r *reading) keep(src *config.Source) func(p string, isDir bool) bool {
	var outputs []string
	for _, dir := range []string{r.b.set.Destination, r.b.set.Exclude} {
		if rel, err := filepath.Rel(src.Path, dir); err == nil && dir != "" {
			outputs = append(outputs, filepath.ToSlash(rel))
		}
	}
	return func(p string, isDir bool) bool {
		if isDir && (p == "frameworks" || slices.Contains(outputs, p)) {
			return false
		}
		for _, glob := range src.Exclude {
			if source.Match(glob, p) && !saysOfFolder(p) {
				return false
			}
		}
		return true
	}
}

// saysOfFolder tells the files in which Docusaurus says of a folder what it is called and where it stands.
func saysOfFolder(p string) bool {
	name := path.Base(p)
	return name == "_category_.json" || name == "_category_.yml" || name == "_category_.yaml"
}

func kindOf(src *config.Source, p string) fileKind {
	for i := range src.Reading.Records {
		if source.Match(src.Reading.Records[i].Path, p) {
			return kindRegistry + fileKind(i)
		}
	}
	ext := strings.ToLower(path.Ext(p))
	if (ext == ".yaml" || ext == ".yml") && path.Base(path.Dir(p)) == "contributors" {
		return kindPerson
	}
	if saysOfFolder(p) {
		return kindFolder
	}
	if k, ok := recordOfReview(p, ext); ok {
		return k
	}
	for _, glob := range src.Include {
		if source.Match(glob, p) && ext != ".yaml" && ext != ".yml" {
			return kindPage
		}
	}
	if page.IsMedia(p) {
		return kindMedium
	}
	return kindOther
}

// recordOfReview tells the files below reviews/ that hold a review or a dispute.
func recordOfReview(p, ext string) (fileKind, bool) {
	switch {
	case ext != ".yaml" && ext != ".yml" || !strings.HasPrefix(p, "reviews/"):
		return kindOther, false
	case strings.HasSuffix(strings.TrimSuffix(p, path.Ext(p)), ".dispute"):
		return kindDispute, true
	}
	return kindReview, true
}

// factsKey is the identity of what a file is parsed to: its bytes and how its source reads them.
func (r *reading) factsKey(f *found) source.Hash {
	var d source.Digest
	d.Hash(f.hash)
	d.Hash(r.cfg.Sources[f.source].Reading.Digest)
	d.Int(int(f.kind))
	return d.Sum()
}

// open reads a fresh file.
func (r *reading) open(f *found) error {
	data, err := r.read(f, r.limit(f))
	return r.take(f, data, err)
}

// limit is how many bytes a file may have.
func (r *reading) limit(f *found) int {
	switch {
	case f.kind == kindPerson || f.kind == kindFolder || f.kind == kindReview || f.kind == kindDispute:
		return r.cfg.Limits.Record
	case f.kind == kindMedium:
		if limit := page.MediaLimit(f.path, r.cfg.Limits); limit > 0 {
			return limit
		}
		return r.cfg.Limits.ImageBytes // of a kind that is not published, which is said of it
	case f.kind >= kindRegistry:
		return config.RegistryBytes
	}
	return r.cfg.Limits.Page
}

// take sets the hash of a file by what was read of it, and of media what they are. A file that can't be taken is left out with a
// diagnostic.
func (r *reading) take(f *found, data []byte, err error) error {
	switch {
	case errors.Is(err, source.ErrTooLarge):
		r.report(source.Diagnostic{Code: source.CodeTooLarge, Path: f.shown, Message: fmt.Sprintf("the file has %d bytes; at most %d are read", f.size, r.limit(f)),
			Help: "split it, or raise the limit in site.yaml"})
		f.kind = kindOther
		return nil
	case errors.Is(err, source.ErrNotRegular):
		r.report(source.Diagnostic{Code: source.CodeNotAFile, Path: f.shown, Message: "not a regular file: not read"})
		f.kind = kindOther
		return nil
	case errors.Is(err, fs.ErrNotExist):
		f.kind = kindOther
		return nil
	case errors.Is(err, fs.ErrPermission):
		r.report(source.Diagnostic{Code: source.CodeUnreadable, Path: f.shown, Message: "the file can't be read", Help: "check its permissions"})
		f.kind = kindOther
		return nil
	case err != nil:
		return fmt.Errorf("read %s: %w", f.shown, err)
	}
	f.hash = source.Sum(data)
	if f.kind == kindMedium {
		m, diags := page.CheckMedia(f.path, data, r.cfg.Limits)
		for _, d := range diags {
			d.Path = f.shown
			r.report(d)
		}
		f.medium, f.width, f.height, f.said = m.Type, m.Width, m.Height, len(diags) > 0
		return nil
	}
	f.data = data
	return nil
}

func (r *reading) read(f *found, limit int) ([]byte, error) {
	if f.term != nil {
		return []byte(f.term.Text), nil
	}
	if f.source < 0 {
		return r.statics[-1-f.source].Read(f.path, limit)
	}
	return r.dirs[f.source].Read(f.path, limit)
}

// openAll hashes all fresh files; with parse they are parsed at once, while their bytes are at hand.
func (r *reading) openAll(ctx context.Context, parse bool) error {
	var fresh []int
	for i := range r.files {
		if r.files[i].fresh && r.files[i].kind != kindOther {
			fresh = append(fresh, i)
		}
	}
	scratch := make([][]byte, r.b.set.Jobs)
	return r.b.each(ctx, "parse", len(fresh), func(worker, k int) error {
		f := &r.files[fresh[k]]
		if err := r.open(f); err != nil {
			return err
		}
		if !f.kind.isParsed() {
			return nil
		}
		f.facts = r.factsKey(f)
		if parse {
			return r.parse(f, &scratch[worker])
		}
		if r.budget.Add(int64(len(f.data))) > kept {
			f.data = nil
		}
		return nil
	})
}

// parse makes the Doc of a file, or takes it from the cache.
func (r *reading) parse(f *found, scratch *[]byte) error {
	if f.doc = r.b.cache.store.get(f.facts); f.doc != nil {
		f.data = nil
		return nil
	}
	data := f.data
	if data == nil {
		var err error
		if data, err = r.read(f, r.limit(f)); err != nil {
			return fmt.Errorf("read %s: %w", f.shown, err)
		}
		if source.Sum(data) != f.hash {
			return changedError{f.shown}
		}
	}
	f.data = nil
	doc, body := f.kind.parseAs(r.b.parsers[f.source], data)
	var err error
	f.doc, err = r.b.cache.store.put(f.facts, doc, body, scratch)
	return err
}

// changedError says that a file changed between two readings of one build.
type changedError struct{ shown string }

func (e changedError) Error() string { return e.shown + " changed while it was built; build again" }

// load takes from the cache the Docs of all files whose hash is known.
func (r *reading) load() error {
	needed := map[source.Hash][]int{}
	for i := range r.files {
		f := &r.files[i]
		if !f.kind.isParsed() || f.fresh && f.facts == (source.Hash{}) {
			continue
		}
		if !f.fresh {
			f.facts = r.factsKey(f)
		}
		needed[f.facts] = append(needed[f.facts], i)
	}
	return r.b.cache.store.load(
		func(key source.Hash) bool { _, ok := needed[key]; return ok },
		func(key source.Hash, d *page.Doc) {
			for _, i := range needed[key] {
				r.files[i].doc = d
			}
		})
}

// parseMissing parses every page and person that has no Doc yet.
func (r *reading) parseMissing(ctx context.Context) error {
	var missing []int
	for i := range r.files {
		if f := &r.files[i]; f.doc == nil && f.kind.isParsed() {
			missing = append(missing, i)
		}
	}
	scratch := make([][]byte, r.b.set.Jobs)
	return r.b.each(ctx, "parse", len(missing), func(worker, k int) error {
		return r.parse(&r.files[missing[k]], &scratch[worker])
	})
}

// inputs are what a Site is linked from.
func (r *reading) inputs() *site.Inputs {
	docs := 0
	for i := range r.files {
		if r.files[i].doc != nil {
			docs++
		}
	}
	in := &site.Inputs{Config: r.cfg, Date: r.b.set.Date, Drafts: r.b.set.Drafts, Files: make([]site.Input, 0, docs), Other: map[string]bool{}}
	for i := range r.files {
		f := &r.files[i]
		switch {
		case f.doc != nil:
			in.Files = append(in.Files, f.input())
		case f.kind == kindMedium && f.medium != "":
			in.Media = append(in.Media, f.published())
		default:
			in.Other[f.shown] = true
		}
	}
	in.Files = append(in.Files, r.b.people...)
	return in
}

func (f *found) input() site.Input {
	return site.Input{Source: f.source, Path: f.path, Shown: f.shown, File: f.hash, Facts: f.facts, Doc: f.doc, Term: f.term}
}

func (f *found) published() site.Medium {
	return site.Medium{Shown: f.shown, Path: f.path, Source: max(f.source, -1), File: f.hash, Type: f.medium, Width: f.width, Height: f.height}
}

// digest covers all files: names, contents and order.
func (r *reading) digest(d *source.Digest) {
	d.Int(len(r.files))
	for i := range r.files {
		f := &r.files[i]
		d.Text(f.shown)
		d.Int(int(f.kind))
		d.Hash(f.hash)
	}
}

// stamp makes a scan hold for one way of reading only: under other limits a file that was read before may be too large.
func (r *reading) stamp() source.Hash {
	var d source.Digest
	d.Hash(r.b.cache.stamp)
	for i := range r.cfg.Sources {
		d.Hash(r.cfg.Sources[i].Reading.Digest)
	}
	return d.Sum()
}

// state is what the next scan compares with.
func (r *reading) state() *scanState {
	s := &scanState{at: r.began.UnixNano(), files: make([]seen, 0, len(r.files))}
	for i := range r.files {
		if f := &r.files[i]; f.kind != kindOther && !f.said && f.term == nil {
			s.files = append(s.files, f.seen)
		}
	}
	return s
}
