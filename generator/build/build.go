// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Package build keeps what has not changed and makes the rest: the cache of facts and bodies, the atomic emit of outputs into
// a folder, the manifest, and the report.
//
// Its one invariant: after any sequence of edits the output is, byte for byte, what a build from nothing would make. The cache never
// decides what an output holds, only whether it must be made again: facts are kept under the hash of the file they come from, outputs under a
// key of all they show, and whatever does not hold its checksum or stamp is made anew.
package build

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"commonplace/generator/config"
	"commonplace/generator/history"
	"commonplace/generator/page"
	"commonplace/generator/render"
	"commonplace/generator/site"
	"commonplace/generator/source"
)

// Settings say what to build and how.
type Settings struct {
	Config      *config.Config
	Theme       *render.Theme
	Diagnostics []source.Diagnostic // of the settings and the theme
	Destination string              // absolute output folder; it is never read as a source
	Exclude     string              // another such folder, or empty
	Date        string              // YYYY-MM-DD
	Drafts      bool
	Repair      bool // checks propose repairs
	Jobs        int  // at least 1
	Version     string
	Progress    func(phase string, done, total int) // may be nil
}

// Builder makes snapshots of one commons.
type Builder struct {
	set     Settings
	cache   *Cache
	parsers []*page.Parser // by source
	people  []site.Input   // lists beside site.yaml, which are part of the settings

	phases   []Phase
	began    time.Time
	beganCPU float64
}

// NewBuilder makes a builder over an open cache.
func NewBuilder(c *Cache, set Settings) *Builder {
	b := &Builder{set: set, cache: c}
	for i := range set.Config.Sources {
		b.parsers = append(b.parsers, page.NewParser(&set.Config.Sources[i].Reading))
	}
	for _, file := range set.Config.People {
		parser := page.NewParser(&config.Reading{Limits: set.Config.Limits, Records: []config.RecordMap{file.Record}})
		b.people = append(b.people, site.Input{Path: file.Record.Path, Shown: file.Shown, File: source.Sum(file.Data), Doc: parser.Registry(0, file.Data)})
	}
	return b
}

// Snapshot is a commons as it was read at one moment: immutable, and ready to render any of its outputs.
type Snapshot struct {
	*render.Site
	Diagnostics []source.Diagnostic // with severities, sorted, without those that are off
	b           *Builder
	reading     *reading
	ledger      *history.Ledger
	inputs      source.Hash
	search      *searchState // of a snapshot that is built, else nil
}

// Snapshot reads and links the whole commons. When all that a build depends on has the digest last, unchanged is true and nothing was
// loaded or linked: the snapshot then has neither a Site nor diagnostics. The caller closes it.
func (b *Builder) Snapshot(ctx context.Context, last source.Hash) (s *Snapshot, unchanged bool, err error) {
	r := &reading{b: b, cfg: b.set.Config, began: time.Now()}
	s = &Snapshot{b: b, reading: r}
	s.search = openSearch(b, b.cache.path("search-"+source.Sum([]byte(b.set.Destination)).String()[:32]))
	defer func() {
		if err != nil {
			r.close()
		}
	}()
	b.phase("read")
	if err := r.scan(decodeScan(readFile(b.stateName("scan")), r.stamp())); err != nil {
		return nil, false, err
	}
	// Where nothing may have changed, hashes come first and settle it. Else files are parsed while their bytes are at hand.
	mayBeSame := last != source.Hash{}
	if !mayBeSame {
		if err := r.load(); err != nil {
			return nil, false, err
		}
		b.phase("parse")
	}
	if err := r.openAll(ctx, !mayBeSame); err != nil {
		return nil, false, err
	}
	if err := s.readHistory(ctx); err != nil {
		return nil, false, err
	}
	if s.inputs = s.digest(); mayBeSame && s.inputs == last {
		return s, true, nil
	}
	if mayBeSame {
		if err := r.load(); err != nil {
			return nil, false, err
		}
		b.phase("parse")
	}
	if err := r.parseMissing(ctx); err != nil {
		return nil, false, err
	}
	if err := b.cache.store.flush(); err != nil {
		return nil, false, err
	}
	if err := writeFile(b.stateName("scan"), r.state().encode(r.stamp())); err != nil {
		return nil, false, err
	}
	b.phase("link")
	s.link()
	return s, false, nil
}

// link puts what was read beside each other.
func (s *Snapshot) link() {
	in := s.reading.inputs()
	in.Ledger = s.ledger
	linked := site.Link(in)
	s.Site = render.New(linked, s.b.set.Theme, newFiles(s, in))
	s.Diagnostics = s.b.judge(slices.Concat(s.reading.diags, s.b.set.Diagnostics, linked.Diagnostics()))
}

// stateName is a file of the cache for the folder that is built: settings elsewhere can be used with several.
func (b *Builder) stateName(name string) string {
	if cfg := b.set.Config; cfg.File != "" && filepath.Dir(cfg.File) != cfg.Dir {
		name += "-" + source.Sum([]byte(cfg.Dir)).String()[:16]
	}
	return b.cache.path(name)
}

// release lets go of all facts, of which a large commons has many, when nothing more is to be rendered.
func (s *Snapshot) release() { s.Site, s.reading.files = nil, nil }

// Close frees the snapshot's files.
func (s *Snapshot) Close() {
	s.reading.close()
	if s.search != nil {
		s.search.close()
	}
}

// readHistory reads the ledger of all sources.
func (s *Snapshot) readHistory(ctx context.Context) error {
	cfg := s.b.set.Config
	folders := make([]config.Folder, len(cfg.Sources))
	for i := range cfg.Sources {
		folders[i] = cfg.Sources[i].Folder
	}
	ledger, diags, err := history.Read(ctx, cfg.Dir, folders, s.b.stateName("ledger"))
	if err != nil {
		return fmt.Errorf("read the history: %w", err)
	}
	s.ledger = ledger
	s.reading.report(diags...)
	return nil
}

// digest is the identity of everything that a build depends on.
func (s *Snapshot) digest() source.Hash {
	var d source.Digest
	d.Hash(s.b.cache.stamp)
	d.Hash(s.b.set.Config.Digest)
	d.Hash(s.b.set.Config.FilesDigest())
	d.Hash(s.b.set.Theme.Digest())
	d.Hash(s.ledger.Digest)
	d.Text(s.ledger.Commit)
	d.Text(s.b.set.Date)
	d.Bool(s.b.set.Drafts)
	s.reading.digest(&d)
	for _, diag := range slices.Concat(s.reading.diags, s.b.set.Diagnostics) {
		d.Texts([]string{string(diag.Code), diag.Path, diag.Message, diag.Help})
		d.Int(int(diag.Span.Line))
		d.Int(int(diag.Span.Column))
	}
	return d.Sum()
}

// each calls do for every number below n, from as many goroutines as there are jobs. The first error ends it.
func (b *Builder) each(ctx context.Context, phase string, n int, do func(worker, i int) error) error {
	var next, done atomic.Int64
	var failed atomic.Pointer[error]
	var wg sync.WaitGroup
	var progress sync.Mutex
	for worker := range min(b.set.Jobs, n) {
		wg.Go(func() {
			// A bug ends the run, not the program: the caller says it in words and leaves everything whole.
			defer func() {
				if fault := recover(); fault != nil {
					err := fmt.Errorf("internal error: %v; please report it", fault)
					failed.CompareAndSwap(nil, &err)
				}
			}()
			for failed.Load() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				err := ctx.Err()
				if err == nil {
					err = do(worker, i)
				}
				if err != nil {
					failed.CompareAndSwap(nil, &err)
					return
				}
				if d := done.Add(1); b.set.Progress != nil && d%64 == 0 && progress.TryLock() {
					b.set.Progress(phase, int(d), n)
					progress.Unlock()
				}
			}
		})
	}
	wg.Wait()
	if err := failed.Load(); err != nil {
		return *err
	}
	return nil
}

// phase ends the phase before and begins another; an empty name only ends.
func (b *Builder) phase(name string) {
	now, cpu := time.Now(), cpuSeconds()
	if n := len(b.phases); n > 0 && !b.began.IsZero() {
		b.phases[n-1].Wall, b.phases[n-1].CPU = now.Sub(b.began).Seconds(), cpu-b.beganCPU
	}
	if name != "" {
		b.phases = append(b.phases, Phase{Name: name})
	}
	b.began, b.beganCPU = now, cpu
}
