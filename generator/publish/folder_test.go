// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"commonplace/generator/build"
	"commonplace/generator/config"
)

func toFolder(dir string) config.Target {
	return config.Target{Name: "mirror", Kind: config.ToFolder, To: config.Folder{Shown: "mirror", Path: dir}, Host: config.NoHost}
}

func TestFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "deep", "www")
	p := newPublisher(t, t.TempDir(), toFolder(dir))
	if plan := p.mustPublish(water()); !plan.New || len(plan.Added) != len(water())+1 {
		t.Errorf("the plan of a new folder is %+v", plan)
	}
	wantTree(t, read(t, dir), water())
	untouched, err := os.Stat(filepath.Join(dir, "patterns/08.html"))
	must(t, err)

	// Files of others stay, also in folders that we leave.
	theirs := tree{".well-known/security.txt": "contact", "patterns/mine.txt": "mine"}
	theirs.write(t, dir, ".well-known/security.txt", "patterns/mine.txt")
	next := water().plus(tree{"patterns/07.html": "another text", "patterns/09.md": "", "new/page.html": "new"})
	plan := p.mustPublish(next)
	if !slices.Equal(plan.Changed, []string{build.ManifestName, "patterns/07.html"}) || !slices.Equal(plan.Added, []string{"new/page.html"}) ||
		!slices.Equal(plan.Removed, []string{"patterns/09.md"}) || !slices.Equal(plan.Kept, []string{".well-known/security.txt", "patterns/mine.txt"}) {
		t.Errorf("the plan is %+v", plan)
	}
	wantTree(t, read(t, dir), next.plus(theirs))
	if now, err := os.Stat(filepath.Join(dir, "patterns/08.html")); err != nil || !os.SameFile(now, untouched) {
		t.Error("a file that did not change was written again")
	}
	if plan := p.mustPublish(next); !plan.Empty() {
		t.Errorf("the same site again: %+v", plan)
	}
	p.mustPublish(tree{"index.html": "home"})
	wantTree(t, read(t, dir), tree{"index.html": "home"}.plus(theirs))
	if _, err := os.Stat(filepath.Join(dir, "new")); !os.IsNotExist(err) {
		t.Error("an empty folder is left")
	}
}

// What was a file becomes a folder, and back.
func TestFolderTurns(t *testing.T) {
	dir := t.TempDir()
	p := newPublisher(t, t.TempDir(), toFolder(dir))
	for range 2 {
		for _, f := range []tree{{"turn": "a file", "other/page": "x"}, {"turn/page": "in a folder", "other": "y"}} {
			p.mustPublish(f)
			wantTree(t, read(t, dir), f)
		}
	}
}

// A publishing that stops anywhere leaves whole files; the next one, of another state of the site, ends what it began and takes none of our own files for
// somebody else's.
func TestInterruptedFolder(t *testing.T) {
	for stop := range 4 {
		dir := t.TempDir()
		p := newPublisher(t, t.TempDir(), toFolder(dir))
		p.mustPublish(water())
		edited := water()
		for path := range edited {
			edited[path] += " edited"
		}
		edited = edited.plus(tree{"patterns/00.html": "", "new/a.html": "a", "new/b.html": "b"})
		ctx, cancel := context.WithCancel(t.Context())
		s := edited.built(t)
		found, err := Open(ctx, Options{Target: p.target, Site: s, Dir: p.dir, Cache: p.cache, Progress: func(phase string, done, _ int) {
			if phase == "copy" && done == stop*20+1 {
				cancel()
			}
		}})
		must(t, err)
		err = found.Send(ctx)
		must(t, found.Close())
		cancel()
		if err == nil {
			t.Fatalf("stop %d: it went through", stop)
		}
		if err != nil {
			wantError(t, err, "each file there is whole", "publish again")
		}
		for path, text := range read(t, dir) {
			if text != water()[path] && text != edited[path] {
				t.Errorf("stop %d: %s is neither old nor new: %q", stop, path, text)
			}
		}
		last := edited.plus(tree{"new/a.html": "once more", "new/b.html": "", "patterns/05.html": ""})
		p.mustPublish(last)
		wantTree(t, read(t, dir), last)
	}
}

func TestFolderRefuses(t *testing.T) {
	base := t.TempDir()
	tree{"file": "x", "theirs/index.html": "theirs", "damaged/commonplace-manifest.json": "{}"}.write(t, base, "file", "theirs/index.html", "damaged/commonplace-manifest.json")
	tests := []struct {
		name  string
		dir   string
		words []string
	}{
		{"a file", "file", []string{"is not a folder"}},
		{"a page of theirs", "theirs", []string{"index.html", "nothing was published", "“path”"}},
		{"a manifest that is not ours", "damaged", []string{"the manifest is damaged"}},
		{"a source", "content", []string{"which the site is made from", "choose another folder"}},
		{"below a source", "content/deep", []string{"which the site is made from"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := read(t, base)
			_, err := Open(t.Context(), Options{Target: toFolder(filepath.Join(base, tt.dir)), Site: water().built(t), Protected: []string{filepath.Join(base, "content")}})
			wantError(t, err, tt.words...)
			wantTree(t, read(t, base), before)
		})
	}
	t.Run("the output itself", func(t *testing.T) {
		s := water().built(t)
		_, err := Open(t.Context(), Options{Target: toFolder(s.Dir), Site: s})
		wantError(t, err, "built in")
	})
}

// A link in the folder leads nowhere else.
func TestFolderStaysInside(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need leave on Windows")
	}
	dir, outside := t.TempDir(), t.TempDir()
	must(t, os.Symlink(outside, filepath.Join(dir, "patterns")))
	_, err := newPublisher(t, t.TempDir(), toFolder(dir)).publish(water())
	if err == nil || len(read(t, outside)) > 0 {
		t.Errorf("it wrote outside; the error is %v", err)
	}
}

func TestFolderWithoutLeave(t *testing.T) {
	if os.Getuid() == 0 || runtime.GOOS == "windows" {
		t.Skip("this user may do everything")
	}
	dir := t.TempDir()
	must(t, os.Chmod(dir, 0o555))
	_, err := newPublisher(t, t.TempDir(), toFolder(dir)).publish(water())
	wantError(t, err, "publish to the folder mirror", "permission denied")
}

// Targets that can't be published to say so before anything is looked at.
func TestTargetsThatAreNotThere(t *testing.T) {
	for kind, word := range map[string]string{"s3": "publishing to s3 is not there yet", "": "has a mistake in site.yaml"} {
		_, err := Open(t.Context(), Options{Target: config.Target{Name: "archive", Kind: kind, Host: config.NoHost}, Site: water().built(t)})
		wantError(t, err, word)
	}
}

func TestHostLimits(t *testing.T) {
	entries := func(n int, size int64) []build.Entry {
		list := make([]build.Entry, n)
		for i := range list {
			list[i] = build.Entry{Path: strings.Repeat("x", 1+i%7) + ".html", Size: size}
		}
		return list
	}
	tests := []struct {
		name  string
		host  string
		files []build.Entry
		words []string // of the error
		note  string
	}{
		{"small", config.GitHubPages, entries(100, 1000), nil, ""},
		{"over 1 GB", config.GitHubPages, entries(20, 60e6), []string{"GitHub Pages does not take this site, so nothing was sent", "1,200 MB, and 1,000 MB are allowed", "“exclude”", "host: none"}, ""},
		{"a file over 100 MiB", config.GitHubPages, append(entries(3, 10), build.Entry{Path: "film.webm", Size: 120e6}), []string{"1 file larger than 105 MB: film.webm (120 MB)", "link to them"}, ""},
		{"near the ten minutes", config.GitHubPages, entries(70, 10e6), nil, "ends a deployment after ten minutes, which a site of 700 MB in 70 files may need"},
		{"many files", config.CloudflarePages, entries(20_001, 10), []string{"Cloudflare Pages", "20,001 files, and 20,000 are allowed", "publish in parts"}, ""},
		{"a file over 25 MiB", config.CloudflarePages, entries(1, 27e6), []string{"1 file larger than 27 MB: x.html (27 MB)"}, ""},
		{"two reasons", config.CloudflarePages, entries(20_001, 27e6), []string{"20,001 files", "20001 files larger"}, ""},
		{"none", config.NoHost, entries(30_000, 60e6), nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			notes, err := checkHost(config.Target{Host: tt.host}, tt.files)
			if tt.words == nil {
				must(t, err)
			} else {
				var limit *LimitError
				if !errors.As(err, &limit) {
					t.Errorf("the error is %T", err)
				}
				wantError(t, err, tt.words...)
			}
			if got := strings.Join(notes, "\n"); !strings.Contains(got, tt.note) || tt.note == "" && got != "" {
				t.Errorf("the notes are %q", got)
			}
		})
	}
}
