// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync/atomic"

	"commonplace/generator/render"
	"commonplace/generator/site"
	"commonplace/generator/source"
)

// Result is what a build or a check found.
type Result struct {
	Report      Report
	Diagnostics []source.Diagnostic
	Since       *Since              `json:",omitempty"` // of CheckSince
	Addresses   *Addresses          `json:",omitempty"` // of CheckAddresses
	Links       *Links              `json:",omitempty"` // of CheckLinks
	Understood  *site.Understanding `json:",omitempty"` // of Check
	Repairs     []Repair            `json:"-"`          // of Check and CheckSince, where the settings ask for them
}

// An increment up to these bounds is staged in memory and amended; anything more is staged as a whole output and exchanged.
const (
	amendShare = 4        // at most one output in so many
	amendBytes = 64 << 20 // of changed outputs
)

// Check reads and links the commons, and writes nothing but the cache.
func (b *Builder) Check(ctx context.Context) (*Result, error) {
	s, _, err := b.Snapshot(ctx, source.Hash{})
	if err != nil {
		return nil, err
	}
	defer s.Close()
	res := &Result{Diagnostics: s.Diagnostics, Understood: s.Site.Understood(), Repairs: s.repairs(s.Diagnostics)}
	b.summarize(&res.Report, s)
	return res, nil
}

// Build makes the output folder hold what the commons says now. When nothing changed since the last build, no output is looked at.
func (b *Builder) Build(ctx context.Context, clean bool) (res *Result, err error) {
	t, err := OpenTarget(b.set.Destination, b.protected())
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, t.Close()) }()
	e := &emit{b: b, t: t, clean: clean}
	if e.old, e.oldHash, err = t.Manifest(); err != nil {
		return nil, err
	}
	stateName := b.cache.path("output-" + source.Sum([]byte(b.set.Destination)).String()[:32])
	e.last = decodeOutput(readFile(stateName), b.cache.stamp)
	if e.old == nil || e.last.manifest != e.oldHash {
		e.last = &outputState{}
	}
	trusted := e.last.inputs
	if clean {
		trusted = source.Hash{}
	}
	s, unchanged, err := b.Snapshot(ctx, trusted)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	if unchanged {
		if res = e.same(); res != nil {
			return res, nil
		}
		s.Close()
		if s, _, err = b.Snapshot(ctx, source.Hash{}); err != nil {
			return nil, err
		}
	}
	res = &Result{Diagnostics: s.Diagnostics}
	e.res, e.commit = res, s.ledger.Commit
	if err := e.emit(ctx, s); err != nil {
		return nil, err
	}
	if err := s.search.save(); err != nil {
		return nil, err
	}
	b.summarize(&res.Report, s)
	kept := *res
	kept.Report.Added, kept.Report.Changed, kept.Report.Deleted = nil, nil, nil
	text, err := json.Marshal(kept)
	if err != nil {
		return nil, fmt.Errorf("write the report: %w", err)
	}
	s.release()
	state := &outputState{inputs: s.inputs, manifest: e.newHash, result: text, files: e.files}
	return res, writeFile(stateName, state.encode(b.cache.stamp))
}

// protected are the folders that no output may replace.
func (b *Builder) protected() []string {
	cfg := b.set.Config
	list := []string{cfg.Dir}
	for i := range cfg.Sources {
		list = append(list, cfg.Sources[i].Path)
	}
	for i := range cfg.Static {
		list = append(list, cfg.Static[i].Path)
	}
	return list
}

// summarize fills in what a report says of the commons and of the run.
func (b *Builder) summarize(r *Report, s *Snapshot) {
	b.phase("")
	r.Version, r.Date, r.Commit = b.set.Version, b.set.Date, s.ledger.Commit
	r.Pages, r.Hidden = s.Pages(), s.Hidden()
	for _, list := range []*[]string{&r.Added, &r.Changed, &r.Deleted, &r.Foreign} {
		if *list == nil {
			*list = []string{} // for programs: a check writes no output, and its lists are empty
		}
	}
	r.Phases, r.PeakMemory = b.phases, peakMemory()
	r.Diagnostics = map[source.Code]int{}
	for _, d := range s.Diagnostics {
		r.Diagnostics[d.Code]++
		switch d.Severity {
		case source.Error:
			r.Errors++
		case source.Warning:
			r.Warnings++
		}
	}
}

// emit is the work on one output folder.
type emit struct {
	b       *Builder
	t       *Target
	clean   bool
	old     *Manifest // nil: the folder is new
	oldHash source.Hash
	last    *outputState // empty when it is not of this output
	res     *Result
	commit  string
	newHash source.Hash
	files   []made // of the new output, sorted by path
}

// same is the result of a build in which nothing changed: that of the last one, with nothing made.
func (e *emit) same() *Result {
	res := &Result{}
	if json.Unmarshal(e.last.result, res) != nil {
		return nil
	}
	r := &res.Report
	r.Rendered, r.Removed, r.Unchanged = 0, 0, r.Outputs
	r.Added, r.Changed, r.Deleted, r.Foreign = []string{}, []string{}, []string{}, []string{}
	e.b.phase("")
	r.Phases, r.PeakMemory = e.b.phases, peakMemory()
	return res
}

// emit renders the outputs whose key changed and makes the folder hold them.
func (e *emit) emit(ctx context.Context, s *Snapshot) error {
	e.b.phase("render")
	outputs, err := s.Outputs(len(e.last.files) > 0)
	if err != nil {
		return err
	}
	for i := 1; i < len(outputs); i++ {
		if outputs[i].Path == outputs[i-1].Path {
			return fmt.Errorf("two outputs have the path %s: please report this", outputs[i].Path)
		}
	}
	e.files = make([]made, len(outputs))
	var changed []int
	k := 0
	for i := range outputs {
		for k < len(e.last.files) && e.last.files[k].Path < outputs[i].Path {
			k++
		}
		e.files[i] = made{Entry: Entry{Path: outputs[i].Path}, key: outputs[i].Key}
		if k < len(e.last.files) && e.last.files[k].Path == outputs[i].Path && e.last.files[k].key == outputs[i].Key {
			e.files[i].Entry = e.last.files[k].Entry
		} else {
			changed = append(changed, i)
		}
	}
	if e.old != nil && !e.clean && len(e.last.files) > 0 && len(changed) <= len(outputs)/amendShare+8 {
		done, err := e.amend(ctx, outputs, changed)
		if done || err != nil {
			return err
		}
	}
	return e.replace(ctx, outputs, changed)
}

// amend renders the changed outputs into memory and changes only their files. It gives up, done being false, when they are too large.
func (e *emit) amend(ctx context.Context, outputs []render.Output, changed []int) (done bool, err error) {
	data := make([][]byte, len(changed))
	var size atomic.Int64
	err = e.b.each(ctx, "render", len(changed), func(_, k int) error {
		if size.Load() > amendBytes {
			return nil
		}
		text, err := outputs[changed[k]].Write(nil)
		if err != nil {
			return err
		}
		size.Add(int64(len(text)))
		data[k] = text
		e.files[changed[k]].Entry = Entry{Path: outputs[changed[k]].Path, Digest: source.Sum(text), Size: int64(len(text))}
		return nil
	})
	if err != nil || size.Load() > amendBytes {
		return false, err
	}
	e.compare(len(changed))
	r := &e.res.Report
	differ := make(map[string][]byte, len(changed))
	for k, i := range changed {
		path := e.files[i].Path
		_, added := slices.BinarySearch(r.Added, path)
		_, edited := slices.BinarySearch(r.Changed, path)
		if added || edited {
			differ[path] = data[k]
		}
	}
	e.b.phase("emit")
	if err := e.t.Amend(e.manifest(), differ, r.Deleted); err != nil {
		return false, err
	}
	_, e.newHash, err = e.t.Manifest()
	return true, err
}

// replace stages the whole output, carrying over what did not change, and exchanges it for the old one.
func (e *emit) replace(ctx context.Context, outputs []render.Output, changed []int) error {
	stale := make([]bool, len(outputs))
	for _, i := range changed {
		stale[i] = true
	}
	scratch := make([][]byte, e.b.set.Jobs)
	write := func(s *Stage) error {
		return e.b.each(ctx, "render", len(outputs), func(worker, i int) error {
			if !stale[i] {
				// A file that someone took away is made again.
				if err := s.Keep(e.files[i].Entry); !errors.Is(err, fs.ErrNotExist) {
					return err
				}
			}
			text, err := outputs[i].Write(scratch[worker][:0])
			if err != nil {
				return err
			}
			scratch[worker] = text
			e.files[i].key = outputs[i].Key
			e.files[i].Entry, err = s.Write(outputs[i].Path, text)
			return err
		})
	}
	finish := func() *Manifest {
		e.b.phase("emit")
		e.compare(len(changed))
		return e.manifest()
	}
	foreign, err := e.t.Replace(finish, write, e.clean)
	if err != nil {
		return err
	}
	e.res.Report.Foreign = append(e.res.Report.Foreign, foreign...)
	_, e.newHash, err = e.t.Manifest()
	return err
}

func (e *emit) manifest() *Manifest {
	m := &Manifest{Version: manifestVersion, Date: e.b.set.Date, Commit: e.commit, Files: make([]Entry, len(e.files))}
	for i := range e.files {
		m.Files[i] = e.files[i].Entry
	}
	return m
}

// compare fills in what the report says of outputs: both lists are sorted by path.
func (e *emit) compare(rendered int) {
	r := &e.res.Report
	*r = Report{Added: []string{}, Changed: []string{}, Deleted: []string{}, Foreign: []string{}}
	var old []Entry
	if e.old != nil {
		old = e.old.Files
	}
	k := 0
	for i := range e.files {
		f := &e.files[i]
		for ; k < len(old) && old[k].Path < f.Path; k++ {
			r.Deleted = append(r.Deleted, old[k].Path)
		}
		switch {
		case k == len(old) || strings.Compare(old[k].Path, f.Path) != 0:
			r.Added = append(r.Added, f.Path)
		case old[k].Digest != f.Digest:
			r.Changed = append(r.Changed, f.Path)
			k++
		default:
			r.Unchanged++
			k++
		}
		r.Bytes += f.Size
	}
	for ; k < len(old); k++ {
		r.Deleted = append(r.Deleted, old[k].Path)
	}
	r.Outputs, r.Rendered, r.Removed = len(e.files), rendered, len(r.Deleted)
}
