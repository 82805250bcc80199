// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// tree makes files (name to content) in a new folder; a content that begins with "-> " makes a symbolic link.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		var err error
		if target, isLink := strings.CutPrefix(content, "-> "); isLink {
			err = os.Symlink(target, path)
		} else {
			err = os.WriteFile(path, []byte(content), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func open(t *testing.T, dir string) *Dir {
	t.Helper()
	d, err := OpenDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func everything(string, bool) bool { return true }

func paths(files []File) []string {
	var list []string
	for _, f := range files {
		list = append(list, f.Path)
	}
	return list
}

func messages(diags []Diagnostic) []string {
	var list []string
	for _, d := range diags {
		list = append(list, d.Path+" "+string(d.Code)+": "+d.Message)
	}
	return list
}

func TestScanListsFilesInOrder(t *testing.T) {
	d := open(t, tree(t, map[string]string{
		"a.md": "a", "a/b.md": "bb", "a/c/d.md": "", "a-b.md": "", "Z.md": "", "ä.md": "", "日本.md": "",
		".git/config": "", ".hidden.md": "", "a/.x/y.md": "", "node_modules/x/readme.md": "", "a/node_modules/y.md": "",
	}))
	files, diags, err := d.Scan(everything)
	if err != nil || len(diags) > 0 {
		t.Fatal(err, diags)
	}
	if diff := cmp.Diff([]string{"Z.md", "a-b.md", "a.md", "a/b.md", "a/c/d.md", "ä.md", "日本.md"}, paths(files)); diff != "" {
		t.Error(diff)
	}
	if files[3].Size != 2 || time.Since(time.Unix(0, files[3].Mod)) > time.Hour {
		t.Errorf("%+v", files[3])
	}
}

func TestScanAsksWhatToKeep(t *testing.T) {
	d := open(t, tree(t, map[string]string{
		"a.md": "", "a.txt": "", "drafts/b.md": "", "sub/c.md": "", "sub/link.txt": "-> ../a.md", "sub/folder": "-> ../drafts", "linked": "-> sub",
	}))
	var asked []string
	files, diags, err := d.Scan(func(path string, isDir bool) bool {
		if isDir {
			asked = append(asked, path)
			return path != "drafts" && path != "sub/folder"
		}
		return Match("*.md", path)
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a.md", "sub/c.md"}, paths(files)); diff != "" {
		t.Error(diff)
	}
	// A link could be a folder: it is named unless it would be refused as a file and as a folder.
	want := []string{"linked not-a-file: a symbolic link: not read", "sub/link.txt not-a-file: a symbolic link: not read"}
	if diff := cmp.Diff(want, messages(diags)); diff != "" {
		t.Error(diff)
	}
	for _, path := range asked {
		if strings.HasPrefix(path, "drafts/") {
			t.Errorf("looked into a pruned folder: %s", path)
		}
	}
}

func TestScanStopsAtDeepFolders(t *testing.T) {
	deep := strings.Repeat("d/", maxFolders)
	d := open(t, tree(t, map[string]string{deep + "in.md": "", deep + "e/out.md": ""}))
	files, diags, err := d.Scan(everything)
	if err != nil || len(files) != 1 || len(diags) != 1 || diags[0].Code != CodeTooDeep || diags[0].Path != deep+"e" {
		t.Error(files, diags, err)
	}
}

func TestScanWithoutItsFolder(t *testing.T) {
	if _, err := OpenDir(filepath.Join(t.TempDir(), "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	if _, err := OpenDir(filepath.Join(tree(t, map[string]string{"a.md": ""}), "a.md")); err == nil {
		t.Error("a file was opened as a folder")
	}
}

func TestRead(t *testing.T) {
	d := open(t, tree(t, map[string]string{"sub/a.md": "12345", "empty.md": ""}))
	for _, c := range []struct {
		path  string
		limit int
		want  string
		err   error
	}{
		{"sub/a.md", 5, "12345", nil},
		{"sub/a.md", 4, "", ErrTooLarge},
		{"empty.md", 0, "", nil},
		{"none.md", 10, "", fs.ErrNotExist},
		{"sub", 10, "", ErrNotRegular},
	} {
		got, err := d.Read(c.path, c.limit)
		if string(got) != c.want || !errors.Is(err, c.err) {
			t.Errorf("%s up to %d: %q, %v", c.path, c.limit, got, err)
		}
	}
	if got, _ := d.Read("sub/a.md", 100); cap(got) != 5 {
		t.Errorf("room for %d bytes: a caller who appends would reach beyond the file", cap(got))
	}
}
