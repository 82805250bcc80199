// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"commonplace/generator/build"
	"commonplace/generator/config"
)

func toArchive(kind, file string) config.Target {
	return config.Target{Name: kind, Kind: kind, To: config.Folder{Shown: filepath.Base(file), Path: file}, Host: config.NoHost}
}

// unpack reads an archive with the standard library, and holds that its order, times and modes are fixed.
func unpack(t *testing.T, kind, file string) tree {
	t.Helper()
	f := tree{}
	var order []string
	keep := func(name string, mode os.FileMode, modified time.Time, r io.Reader) {
		text, err := io.ReadAll(r)
		must(t, err)
		f[name] = string(text)
		order = append(order, name)
		if mode != 0o644 || !modified.Equal(time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)) {
			t.Errorf("%s has mode %v and time %v", name, mode, modified)
		}
	}
	if kind == config.ToZip {
		z, err := zip.OpenReader(file)
		must(t, err)
		defer z.Close()
		for _, e := range z.File {
			r, err := e.Open()
			must(t, err)
			keep(e.Name, e.Mode(), e.Modified, r)
		}
	} else {
		raw, err := os.Open(file)
		must(t, err)
		defer raw.Close()
		g, err := gzip.NewReader(raw)
		must(t, err)
		for r := tar.NewReader(g); ; {
			h, err := r.Next()
			if err == io.EOF {
				break
			}
			must(t, err)
			keep(h.Name, h.FileInfo().Mode(), h.ModTime, r)
		}
	}
	if order[0] != build.ManifestName || !slices.IsSorted(order[1:]) {
		t.Errorf("the order is %q", order)
	}
	delete(f, build.ManifestName)
	return f
}

func TestArchive(t *testing.T) {
	for _, kind := range []string{config.ToZip, config.ToTarGz} {
		t.Run(kind, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "dist", "site."+kind)
			p := newPublisher(t, t.TempDir(), toArchive(kind, file))
			if plan := p.mustPublish(water()); !plan.New || len(plan.Added) != len(water())+1 {
				t.Errorf("the plan of a new archive is %+v", plan)
			}
			wantTree(t, unpack(t, kind, file), water())
			first, err := os.ReadFile(file)
			must(t, err)

			// Another folder, another hour: the same bytes.
			again := filepath.Join(t.TempDir(), "again."+kind)
			newPublisher(t, t.TempDir(), toArchive(kind, again)).mustPublish(water())
			if second, err := os.ReadFile(again); err != nil || !bytes.Equal(first, second) {
				t.Errorf("the same site gives another archive (%v)", err)
			}

			if plan := p.mustPublish(water()); !plan.Empty() {
				t.Errorf("the same site again: %+v", plan)
			}
			next := water().plus(tree{"patterns/07.html": "another text", "patterns/09.md": "", "new/page.html": "new"})
			plan := p.mustPublish(next)
			if !slices.Equal(plan.Changed, []string{build.ManifestName, "patterns/07.html"}) || !slices.Equal(plan.Added, []string{"new/page.html"}) ||
				!slices.Equal(plan.Removed, []string{"patterns/09.md"}) {
				t.Errorf("the plan is %+v", plan)
			}
			wantTree(t, unpack(t, kind, file), next)
		})
	}
}

// What is no archive of ours is not replaced, and an interrupted one leaves the old.
func TestArchiveIsWholeOrOld(t *testing.T) {
	for _, kind := range []string{config.ToZip, config.ToTarGz} {
		file := filepath.Join(t.TempDir(), "site."+kind)
		must(t, os.WriteFile(file, []byte("my notes"), 0o644))
		p := newPublisher(t, t.TempDir(), toArchive(kind, file))
		_, err := p.publish(water())
		wantError(t, err, "is there and holds no site", "choose another file")
		must(t, os.Remove(file))
		p.mustPublish(water())
		ctx, cancel := context.WithCancel(t.Context())
		s := tree{"index.html": "home", "a.html": "a"}.built(t)
		found, err := Open(ctx, Options{Target: p.target, Site: s, Progress: func(phase string, _, _ int) {
			if phase == "pack" {
				cancel()
			}
		}})
		must(t, err)
		err = found.Send(ctx)
		wantError(t, err, "what was there is as it was")
		if !errors.Is(err, context.Canceled) {
			t.Errorf("the error is %v", err)
		}
		wantTree(t, unpack(t, kind, file), water())
		if left, _ := filepath.Glob(filepath.Join(filepath.Dir(file), ".*")); len(left) > 0 {
			t.Errorf("left behind: %q", left)
		}
	}
}

// A link where the new archive is written leads nowhere.
func TestArchiveFollowsNoLink(t *testing.T) {
	dir := t.TempDir()
	precious := filepath.Join(t.TempDir(), "precious")
	must(t, os.WriteFile(precious, []byte("my notes"), 0o644))
	must(t, os.Symlink(precious, filepath.Join(dir, ".site.zip.new")))
	newPublisher(t, t.TempDir(), toArchive(config.ToZip, filepath.Join(dir, "site.zip"))).mustPublish(water())
	if text, err := os.ReadFile(precious); err != nil || string(text) != "my notes" {
		t.Errorf("the file that a link leads to holds %q (%v)", text, err)
	}
	wantTree(t, unpack(t, config.ToZip, filepath.Join(dir, "site.zip")), water())
}
