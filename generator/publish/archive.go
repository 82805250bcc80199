// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"commonplace/generator/build"
	"commonplace/generator/config"
)

// maxManifest bounds what is read of an archive that stands already.
const maxManifest = 256 << 20

// archive is a publication in one file. The same site gives the same bytes: the manifest comes first and the other files by path, all have the
// build's date, mode 0644 and no owner.
type archive struct {
	Options
	plan  *Plan
	files []build.Entry
}

func openArchive(o Options, plan *Plan) (Publication, error) {
	o.Progress("compare", 0, 0)
	plan.Place = "archive " + o.Target.To.Shown
	a := &archive{Options: o, plan: plan, files: o.Site.files()}
	text, err := a.manifest()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		plan.New = true
	case err != nil:
		return nil, fmt.Errorf("%s is there and holds no site (%w): remove it, or choose another file with “path” at the target in site.yaml", o.Target.To.Shown, err)
	case o.Site.same(text):
		return a, nil
	}
	var old *build.Manifest
	if !plan.New {
		if old, err = build.ParseManifest(text); err != nil {
			return nil, fmt.Errorf("the %s: %w: remove it, or choose another file with “path” at the target in site.yaml", plan.Place, err)
		}
	}
	return a, plan.compare(a.files, old, written{old}, "")
}

// written is what an archive holds by its manifest.
type written struct{ manifest *build.Manifest }

func (w written) paths() []string {
	if w.manifest == nil {
		return nil
	}
	list := make([]string, len(w.manifest.Files))
	for i := range list {
		list[i] = w.manifest.Files[i].Path
	}
	return list
}

func (w written) has(e build.Entry, published bool) (there, same bool, err error) {
	if w.manifest == nil {
		return false, false, nil
	}
	_, there = w.manifest.Find(e.Path)
	return there || e.Path == build.ManifestName, there && published, nil
}

// manifest reads that of the archive that stands there.
func (a *archive) manifest() ([]byte, error) {
	name := a.Target.To.Path
	info, err := os.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is not a file")
	}
	if a.Target.Kind == config.ToZip {
		z, err := zip.OpenReader(name)
		if err != nil {
			return nil, err
		}
		defer z.Close()
		f, err := z.Open(build.ManifestName)
		if err != nil {
			return nil, errors.New("it has no " + build.ManifestName)
		}
		defer f.Close()
		return io.ReadAll(io.LimitReader(f, maxManifest))
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	g, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	t := tar.NewReader(g)
	h, err := t.Next()
	if err != nil {
		return nil, err
	}
	if h.Name != build.ManifestName {
		return nil, errors.New("it does not begin with " + build.ManifestName)
	}
	return io.ReadAll(io.LimitReader(t, maxManifest))
}

func (a *archive) Plan() *Plan { return a.plan }

// Send writes the archive beside its place and moves it there when it is whole.
func (a *archive) Send(ctx context.Context) (err error) {
	name := a.Target.To.Path
	temp := filepath.Join(filepath.Dir(name), "."+filepath.Base(name)+".new")
	defer func() {
		if err != nil {
			os.Remove(temp)
			err = fmt.Errorf("write the %s: %w: what was there is as it was", a.plan.Place, err)
		}
	}()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	// What a killed process left is in the way, and so would be a link that somebody has put there: a new file follows none.
	if err := os.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := os.OpenFile(temp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	if err := errors.Join(a.write(ctx, f), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(temp, name)
}

func (a *archive) write(ctx context.Context, to io.Writer) error {
	date, err := time.Parse(time.DateOnly, a.Site.Manifest.Date)
	if err != nil {
		return err
	}
	if a.Target.Kind == config.ToZip {
		z := zip.NewWriter(to)
		err := a.each(ctx, func(e build.Entry) (io.Writer, error) {
			h := &zip.FileHeader{Name: e.Path, Method: zip.Deflate, Modified: date}
			h.SetMode(0o644)
			return z.CreateHeader(h)
		})
		return errors.Join(err, z.Close())
	}
	g := gzip.NewWriter(to)
	t := tar.NewWriter(g)
	err = a.each(ctx, func(e build.Entry) (io.Writer, error) {
		return t, t.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: e.Path, Size: e.Size, Mode: 0o644, ModTime: date, Format: tar.FormatPAX})
	})
	return errors.Join(err, t.Close(), g.Close())
}

// each writes all files, the manifest first.
func (a *archive) each(ctx context.Context, begin func(build.Entry) (io.Writer, error)) error {
	one := func(e build.Entry) error {
		data, err := a.Site.read(e)
		if err != nil {
			return err
		}
		w, err := begin(e)
		if err != nil {
			return err
		}
		_, err = w.Write(data)
		return err
	}
	for _, e := range a.files {
		if e.Path == build.ManifestName {
			if err := one(e); err != nil {
				return err
			}
		}
	}
	for i, e := range a.files {
		if err := ctx.Err(); err != nil {
			return err
		}
		if e.Path == build.ManifestName {
			continue
		}
		if err := one(e); err != nil {
			return err
		}
		a.Progress("pack", i+1, len(a.files))
	}
	return nil
}

func (a *archive) Close() error { return nil }
