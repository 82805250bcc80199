// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"os"
	"path/filepath"
	"testing"
)

// TestWebAddress: what Git fetches from, and where people read it. No name and no password of a remote is ever shown.
func TestWebAddress(t *testing.T) {
	for remote, want := range map[string]string{
		"https://github.com/example/water.git":            "https://github.com/example/water",
		"https://x-token:secret@github.com/example/water": "https://github.com/example/water",
		"git@github.com:example/water.git":                "https://github.com/example/water",
		"git@gitlab.example.org:group/sub/water.git":      "https://gitlab.example.org/group/sub/water",
		"ssh://git@codeberg.org:2222/example/water.git":   "https://codeberg.org/example/water",
		"https://git.example.org:8443/example/water/":     "https://git.example.org:8443/example/water",
		"/srv/git/water.git":                              "",
		"../water":                                        "",
		"file:///srv/git/water.git":                       "",
		"http://127.0.0.1:0/%zz":                          "",
		"water:plants.git":                                "",
		"":                                                "",
		"ext::sh -c whatever":                             "",
	} {
		if got := webAddress(remote); got != want {
			t.Errorf("%s is %q, want %q", remote, got, want)
		}
	}
}

// TestGuessedRepository: a clone tells its repository, a worktree of it too; what is set holds, and a remote at a host of unknown kind is no
// guess.
func TestGuessedRepository(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("clone/.git/config", "[core]\n\tbare = false\n[remote \"fork\"]\n\turl = https://github.com/other/water\n[remote \"origin\"]\n\turl = git@github.com:example/water.git\n")
	write("clone/.git/refs/remotes/origin/HEAD", "ref: refs/remotes/origin/trunk\n")
	write("clone/docs/content/a.md", "# A\n")
	write("clone/.git/worktrees/tree/commondir", "../..\n")
	write("tree/.git", "gitdir: "+filepath.Join(dir, "clone/.git/worktrees/tree")+"\n")
	write("tree/content/a.md", "# A\n")
	write("unknown/.git/config", "[remote \"origin\"]\n\turl = https://git.example.org/example/water\n")
	write("unknown/content/a.md", "# A\n")
	write("plain/content/a.md", "# A\n")
	for _, c := range []struct {
		dir    string
		set    []string
		want   Repository
		inside string
	}{
		{"clone/docs", nil, Repository{"https://github.com/example/water", "trunk", "github"}, "docs/content"},
		{"clone/docs", []string{"repository.url=https://codeberg.org/a/b"}, Repository{"https://codeberg.org/a/b", "main", "forgejo"}, "docs/content"},
		{"clone/docs", []string{"repository.kind=none"}, Repository{}, "docs/content"},
		{"tree", nil, Repository{"https://github.com/example/water", "trunk", "github"}, "content"},
		{"unknown", nil, Repository{}, "content"},
		{"unknown", []string{"repository.kind=gitlab"}, Repository{"https://git.example.org/example/water", "main", "gitlab"}, "content"},
		{"plain", nil, Repository{}, "content"},
	} {
		cfg, diags, err := Load(Options{Dir: filepath.Join(dir, c.dir), Set: c.set})
		if err != nil || len(diags) > 0 {
			t.Fatal(err, diags)
		}
		if cfg.Repository != c.want || cfg.Sources[0].InRepository != c.inside {
			t.Errorf("%s %v: %+v and %s, want %+v and %s", c.dir, c.set, cfg.Repository, cfg.Sources[0].InRepository, c.want, c.inside)
		}
	}
}
