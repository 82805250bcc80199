// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"commonplace/generator/build"
	"commonplace/generator/source"
)

// arriving is where files are written before they take their place.
const arriving = ".commonplace-publish"

// folder is a publication in a folder, which a server may be reading meanwhile: each file is exchanged at one stroke, pages after what they show,
// and the manifest that the folder has on the way names the old files and the new ones, so that whoever comes next knows what is ours.
type folder struct {
	Options
	plan  *Plan
	root  *os.Root
	files []build.Entry
	old   *build.Manifest
}

func openFolder(o Options, plan *Plan) (_ Publication, err error) {
	o.Progress("compare", 0, 0)
	to := o.Target.To
	plan.Place = "folder " + to.Shown
	for _, p := range append(slices.Clone(o.Protected), o.Site.Dir) {
		if rel, err := filepath.Rel(p, to.Path); err == nil && filepath.IsLocal(rel) {
			return nil, fmt.Errorf("%s is or lies in %s, which the site is made from or built in: choose another folder with “path” at the target in site.yaml", to.Shown, p)
		}
	}
	info, err := os.Stat(to.Path)
	plan.New = errors.Is(err, fs.ErrNotExist)
	switch {
	case plan.New:
	case err != nil:
		return nil, fmt.Errorf("look at the %s: %w", plan.Place, err)
	case !info.IsDir():
		return nil, fmt.Errorf("%s is not a folder", to.Shown)
	}
	f := &folder{Options: o, plan: plan, files: o.Site.files()}
	if !plan.New {
		if err := f.open(); err != nil {
			return nil, err
		}
		defer func() {
			if err != nil {
				f.root.Close()
			}
		}()
	}
	return f, plan.compare(f.files, f.old, f, "remove them from the folder, or choose another with “path” at the target in site.yaml")
}

// open takes the folder and what the last publishing left there.
func (f *folder) open() (err error) {
	if f.root, err = os.OpenRoot(f.Target.To.Path); err != nil {
		return fmt.Errorf("open the %s: %w", f.plan.Place, err)
	}
	text, err := f.root.ReadFile(build.ManifestName)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		f.old, err = build.ParseManifest(text)
	}
	if err != nil {
		f.root.Close()
		return fmt.Errorf("read what was published in the %s: %w", f.plan.Place, err)
	}
	return nil
}

func (f *folder) paths() []string {
	if f.root == nil {
		return nil
	}
	var list []string
	// What can't be looked into can't be ours.
	_ = fs.WalkDir(f.root.FS(), ".", func(path string, e fs.DirEntry, err error) error {
		switch {
		case e != nil && e.IsDir() && path == arriving:
			return fs.SkipDir
		case err == nil && !e.IsDir():
			list = append(list, path)
		}
		return nil
	})
	slices.Sort(list)
	return list
}

// has looks at a file's size where the manifest names it with the digest that it should have, and else at its bytes.
func (f *folder) has(e build.Entry, published bool) (there, same bool, err error) {
	if f.root == nil {
		return false, false, nil
	}
	info, err := f.root.Lstat(filepath.FromSlash(e.Path))
	switch {
	case err != nil || info.IsDir():
		// Missing, or a folder is where a file should be, or the other way round: compare finds those.
		return false, false, nil
	case !info.Mode().IsRegular() || info.Size() != e.Size:
		return true, false, nil
	case published:
		return true, true, nil
	}
	data, err := f.root.ReadFile(filepath.FromSlash(e.Path))
	if err != nil {
		return true, false, fmt.Errorf("compare with the %s: %w", f.plan.Place, err)
	}
	return true, source.Sum(data) == e.Digest, nil
}

func (f *folder) Plan() *Plan { return f.plan }

func (f *folder) Send(ctx context.Context) error {
	if err := f.send(ctx); err != nil {
		return fmt.Errorf("publish to the %s: %w: each file there is whole, the old or the new one; publish again to end it", f.plan.Place, err)
	}
	return nil
}

func (f *folder) send(ctx context.Context) error {
	if f.root == nil {
		if err := os.MkdirAll(f.Target.To.Path, 0o755); err != nil {
			return err
		}
		var err error
		if f.root, err = os.OpenRoot(f.Target.To.Path); err != nil {
			return err
		}
	}
	if err := errors.Join(f.root.RemoveAll(arriving), f.root.Mkdir(arriving, 0o755)); err != nil {
		return err
	}
	// The manifest comes last of all, when what it says is true.
	work := slices.DeleteFunc(f.plan.work(f.files), func(e build.Entry) bool { return e.Path == build.ManifestName })
	if err := f.write(build.ManifestName, f.between(work).Append(nil)); err != nil {
		return err
	}
	for _, path := range f.plan.first {
		if err := f.remove(path); err != nil {
			return err
		}
	}
	slices.SortStableFunc(work, func(a, b build.Entry) int { return rank(a.Path) - rank(b.Path) })
	for i, e := range work {
		if err := ctx.Err(); err != nil {
			return err
		}
		data, err := f.Site.read(e)
		if err != nil {
			return err
		}
		if err := f.write(e.Path, data); err != nil {
			return err
		}
		f.Progress("copy", i+1, len(work))
	}
	for _, path := range f.plan.Removed {
		if slices.Contains(f.plan.first, path) {
			continue
		}
		if err := f.remove(path); err != nil {
			return err
		}
	}
	if err := f.write(build.ManifestName, f.Site.text); err != nil {
		return err
	}
	return f.root.RemoveAll(arriving)
}

// rank puts pages after what they show.
func rank(path string) int {
	if strings.HasSuffix(path, ".html") {
		return 1
	}
	return 0
}

// between is the manifest of a folder on the way: all that was ours and all that will be. What is not written yet has no digest, so that it is
// written if this publishing is not the one that ends.
func (f *folder) between(work []build.Entry) *build.Manifest {
	m := *f.Site.Manifest
	m.Files = slices.Clone(m.Files)
	if f.old != nil {
		m.Files = append(m.Files, f.old.Files...)
	}
	pending := make(map[string]bool, len(work))
	for i := range work {
		pending[work[i].Path] = true
	}
	slices.SortStableFunc(m.Files, func(a, b build.Entry) int { return strings.Compare(a.Path, b.Path) })
	m.Files = slices.CompactFunc(m.Files, func(a, b build.Entry) bool { return a.Path == b.Path })
	for i := range m.Files {
		if pending[m.Files[i].Path] {
			m.Files[i].Digest = source.Hash{}
		}
	}
	return &m
}

func (f *folder) write(name string, data []byte) error {
	temp := path.Join(arriving, "file")
	if err := f.root.WriteFile(filepath.FromSlash(temp), data, 0o644); err != nil {
		return err
	}
	name = filepath.FromSlash(name)
	if err := f.root.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return f.root.Rename(filepath.FromSlash(temp), name)
}

// remove takes a file away, and the folders that are empty then.
func (f *folder) remove(name string) error {
	if err := f.root.Remove(filepath.FromSlash(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if f.root.Remove(filepath.FromSlash(dir)) != nil {
			break // others have files there
		}
	}
	return nil
}

func (f *folder) Close() error {
	if f.root == nil {
		return nil
	}
	return f.root.Close()
}
