// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"commonplace/generator/source"
)

func at(t *testing.T, r *repo, ref string) *Revision {
	t.Helper()
	rev, err := At(context.Background(), r.dir, nil, ref)
	if err != nil {
		t.Fatal(err)
	}
	return rev
}

// listed writes the files below a folder, a line each: "=" where the working tree has the same.
func listed(t *testing.T, rev *Revision, folder string) string {
	t.Helper()
	blobs, inside := rev.Below(folder)
	if !inside {
		return "outside"
	}
	var b strings.Builder
	for _, f := range blobs {
		mark := "~"
		if f.Same {
			mark = "="
		}
		b.WriteString(mark + f.Path + " ")
	}
	return strings.TrimSpace(b.String())
}

// TestRevision: names and contents of a commit, whatever was done since: committed, staged, or only written.
func TestRevision(t *testing.T) {
	r := newRepo(t)
	r.write("content/same.md", page("same"))
	r.write("content/committed.md", page("committed"))
	r.write("content/written.md", page("written"))
	r.write("content/gone.md", "gone")
	r.write("content/from.md", page("moved"))
	r.write("elsewhere.txt", "x")
	r.write(".gitignore", "*.tmp.md\n")
	r.commit("Begin")
	r.write("content/committed.md", page("committed")+"more")
	r.git("mv", "content/from.md", "content/to.md")
	r.commit("Change")
	r.write("content/written.md", page("written")+"more")
	r.write("content/new.md", "new")
	r.write("content/a.tmp.md", "ignored")
	if err := os.Remove(filepath.Join(r.dir, "content", "gone.md")); err != nil {
		t.Fatal(err)
	}

	rev := at(t, r, "HEAD~1")
	content := filepath.Join(r.dir, "content")
	if got, want := listed(t, rev, content), "~committed.md ~from.md ~gone.md =same.md ~written.md"; got != want {
		t.Errorf("files are %s, want %s", got, want)
	}
	if got := listed(t, rev, filepath.Join(r.dir, "..")); got != "outside" {
		t.Error(got)
	}
	if diff := cmp.Diff(map[string]string{"to.md": "from.md"}, rev.Moved(content)); diff != "" {
		t.Error(diff)
	}
	ignored, err := rev.Ignored(content, []string{"new.md", "a.tmp.md"})
	if diff := cmp.Diff(map[string]bool{"a.tmp.md": true}, ignored); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if ignored, err = rev.Ignored(content, []string{"new.md"}); len(ignored) > 0 || err != nil {
		t.Error(ignored, err)
	}
	for path, want := range map[string]bool{"content": true, "content/gone.md": true, "content/new.md": false, ".": true, "cont": false} {
		if got := rev.Exists(filepath.Join(r.dir, path)); got != want {
			t.Errorf("exists %s: %v", path, got)
		}
	}
	if rev.IsDir(filepath.Join(content, "gone.md")) || !rev.IsDir(content) {
		t.Error("a file is a folder, or a folder none")
	}
	if data, err := rev.ReadFile(filepath.Join(content, "gone.md")); string(data) != "gone" || err != nil {
		t.Errorf("%q %v", data, err)
	}
	blobs, _ := rev.Below(content)
	var got []string
	err = rev.Read([]string{blobs[2].ID, blobs[3].ID}, func(i int) int { return 100 }, func(i int, data []byte, size int64) error {
		got = append(got, string(data))
		if data == nil && size != int64(len(page("same"))) {
			t.Error(size)
		}
		return nil
	})
	if diff := cmp.Diff([]string{"gone", ""}, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

// TestRevisionIsWhereBranchesParted: what others did on the branch since is no change of ours.
func TestRevisionIsWhereBranchesParted(t *testing.T) {
	r := newRepo(t)
	r.write("content/a.md", "a")
	r.commit("Begin")
	parted := r.git("rev-parse", "HEAD")
	r.git("checkout", "-q", "-b", "proposal")
	r.write("content/b.md", "b")
	r.commit("Propose")
	r.git("checkout", "-q", "main")
	r.write("content/c.md", "c")
	r.commit("Another")
	r.git("checkout", "-q", "proposal")
	if rev := at(t, r, "main"); rev.Commit != parted {
		t.Errorf("%s, want %s", rev.Commit, parted)
	}
}

// TestNoRevision: what is missing is said in words, with the way out.
func TestNoRevision(t *testing.T) {
	r := newRepo(t)
	r.write("content/a.md", "a")
	r.commit("Begin")
	r.write("content/a.md", "b")
	r.commit("Change")
	r.git("checkout", "-q", "--orphan", "other")
	r.commit("Unrelated")
	r.git("checkout", "-q", "main")
	shallow := filepath.Join(t.TempDir(), "clone")
	r.git("clone", "-q", "--depth=1", "file://"+filepath.ToSlash(r.dir), shallow)
	cut := filepath.Join(t.TempDir(), "cut")
	r.git("clone", "-q", "--depth=1", "--no-single-branch", "file://"+filepath.ToSlash(r.dir), cut)
	for _, c := range []struct{ dir, ref, want string }{
		{r.dir, "nowhere", "there is no revision “nowhere” here"},
		{r.dir, "--all", "is no name of a revision"},
		{r.dir, "other", "have no commit in common"},
		{shallow, "HEAD~1", "fetch-depth: 0"},
		{shallow, "other", "fetch-depth: 0"},
		{cut, "origin/other", "fetch-depth: 0"},
		{cut, "other", "fetch-depth: 0"},
		{t.TempDir(), "HEAD", "lies in no Git repository"},
	} {
		if _, err := At(context.Background(), c.dir, nil, c.ref); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.ref, err, c.want)
		}
	}
	t.Setenv("PATH", "")
	if _, err := At(context.Background(), r.dir, nil, "HEAD"); err == nil || !strings.Contains(err.Error(), "install Git") {
		t.Error(err)
	}
}

// What anybody may have committed is read as it was, and a link or a large file is not read; a name may have a line feed in it.
func TestReadBelow(t *testing.T) {
	r := newRepo(t)
	r.write("book/SUMMARY.md", "old")
	r.write("book/large.md", strings.Repeat("x", 101))
	r.write("book/empty.md", "")
	r.write("book/two\nlines.md", "odd")
	refused := map[string]error{"large.md": source.ErrTooLarge, "none.md": os.ErrNotExist, "../.git/config": os.ErrNotExist}
	if err := os.Symlink("../../secret", filepath.Join(r.dir, "book", "link.md")); err != nil {
		t.Log("no symbolic links here:", err)
	} else {
		refused["link.md"] = source.ErrNotRegular
	}
	r.commit("Begin")
	r.write("book/SUMMARY.md", "new")
	rev := at(t, r, "HEAD")
	book := filepath.Join(r.dir, "book")
	for name, want := range map[string]string{"SUMMARY.md": "old", "empty.md": "", "two\nlines.md": "odd"} {
		if got, err := rev.ReadBelow(book, name, 100); err != nil || string(got) != want {
			t.Errorf("%q is read as %q (%v)", name, got, err)
		}
	}
	for name, want := range refused {
		if got, err := rev.ReadBelow(book, name, 100); !errors.Is(err, want) {
			t.Errorf("%q is read as %q (%v)", name, got, err)
		}
	}
	if got := listed(t, rev, book); !strings.Contains(got, "=two\nlines.md") {
		t.Errorf("the files are %q", got)
	}
}
