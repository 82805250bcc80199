// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"commonplace/generator/source"
)

// two makes a repository of two pages and a ledger file kept from it.
func two(t *testing.T) (r *repo, folders []string, cache string) {
	r = newRepo(t)
	r.write("content/a.md", "one")
	r.commit("Begin\n\nCo-authored-by: Bo Example <bo@e.example>")
	r.write("content/sub/b.md", "two")
	r.commit("Add")
	folders = []string{filepath.Join(r.dir, "content")}
	cache = filepath.Join(t.TempDir(), "deep", "ledger.txt")
	if _, diags := read(t, r.dir, folders, cache); len(diags) > 0 {
		t.Fatal(diags)
	}
	return r, folders, cache
}

// tamper changes the kept ledger, so that a test sees whether it was taken or made again.
func tamper(t *testing.T, cache string) {
	t.Helper()
	b, err := os.ReadFile(cache)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(cache, []byte(strings.ReplaceAll(string(b), "changes 1", "changes 99")), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestLedgerFile(t *testing.T) {
	r, folders, cache := two(t)
	got, err := os.ReadFile(cache)
	if err != nil {
		t.Fatal(err)
	}
	want := `commonplace-ledger 2
repository ` + r.git("rev-parse", "HEAD") + `
source "content"

file content/a.md
created 2026-01-01
updated 2026-01-01
changes 1
author 2026-01-01 2026-01-01 Ada Example
co-authored-by 2026-01-01 2026-01-01 Bo Example
file content/sub/b.md
created 2026-01-02
updated 2026-01-02
changes 1
author 2026-01-02 2026-01-02 Ada Example
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
	if strings.Contains(string(got), "@") {
		t.Error("there is an address in it")
	}
	made, _ := read(t, r.dir, folders, "")
	kept, _ := read(t, r.dir, folders, cache)
	if diff := cmp.Diff(made, kept); diff != "" {
		t.Error("made (-) and kept (+) differ:", diff)
	}
}

func TestLedgerIsKeptByCommit(t *testing.T) {
	r, folders, cache := two(t)
	changes := func() int {
		l, _ := read(t, r.dir, folders, cache)
		return l.Files[0].Changes
	}
	tamper(t, cache)
	if got := changes(); got != 99 {
		t.Errorf("the history was read though the commit is the same: %d changes", got)
	}
	r.commit("Nothing")
	if got := changes(); got != 1 {
		t.Errorf("an old ledger was taken: %d changes", got)
	}
	tamper(t, cache)
	folders = append(folders, r.dir)
	if got := changes(); got != 1 {
		t.Errorf("the ledger of other sources was taken: %d changes", got)
	}
	for _, broken := range []string{"", "x", "commonplace-ledger 2\n", "commonplace-ledger 3\n\n"} {
		if err := os.WriteFile(cache, []byte(broken), 0o644); err != nil {
			t.Fatal(err)
		}
		if got := changes(); got != 1 {
			t.Errorf("%q: %d changes", broken, got)
		}
	}
}

// TestSameLedgerElsewhere: the same sources and ledger, without Git, in another folder and on a machine without git.
func TestSameLedgerElsewhere(t *testing.T) {
	r, folders, cache := two(t)
	want, _ := read(t, r.dir, folders, cache)
	elsewhere := t.TempDir()
	if err := os.CopyFS(filepath.Join(elsewhere, "content"), os.DirFS(folders[0])); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		got, diags := read(t, elsewhere, []string{filepath.Join(elsewhere, "content")}, cache)
		if diff := cmp.Diff(want, got); diff != "" || len(diags) > 0 {
			t.Error(diff, diags)
		}
		t.Setenv("PATH", "")
	}
	// In the repository itself the lack of git is said aloud.
	got, diags := read(t, r.dir, folders, cache)
	if diff := cmp.Diff(want, got); diff != "" || len(diags) != 1 || diags[0].Code != source.CodeHistoryUnread {
		t.Error(diff, diags)
	}
	if got, diags = read(t, r.dir, folders, ""); len(got.Files) > 0 || len(diags) != 1 {
		t.Error(got, diags)
	}
}

func TestNothingToRead(t *testing.T) {
	newRepo(t)
	dir := t.TempDir()
	empty := &Ledger{}
	empty.seal()
	l, diags := read(t, dir, []string{dir, filepath.Join(dir, "missing")}, filepath.Join(dir, "ledger"))
	if diff := cmp.Diff(empty, l); diff != "" || len(diags) > 0 {
		t.Error("no repository:", diff, diags)
	}
	r := newRepo(t)
	r.write("content/a.md", "one")
	l, diags = read(t, r.dir, []string{filepath.Join(r.dir, "content")}, "")
	if diff := cmp.Diff(empty, l); diff != "" || len(diags) > 0 {
		t.Error("no commit yet:", diff, diags)
	}
	r.write(".gitignore", "ignored/\n")
	r.commit("Begin")
	r.write("ignored/b.md", "one")
	r.write("untracked/c.md", "one")
	l, diags = read(t, r.dir, []string{filepath.Join(r.dir, "ignored"), filepath.Join(r.dir, "untracked")}, "")
	if len(l.Files) > 0 || len(diags) > 0 {
		t.Error("unknown to Git:", l.Files, diags)
	}
}

func TestShallowClone(t *testing.T) {
	r, _, cache := two(t)
	clone := filepath.Join(t.TempDir(), "clone")
	r.git("clone", "-q", "--depth", "1", "file://"+filepath.ToSlash(r.dir), clone)
	folders := []string{filepath.Join(clone, "content")}
	l, diags := read(t, clone, folders, "")
	if !l.Shallow || len(l.Files) > 0 || len(diags) != 1 || diags[0].Code != source.CodeShallowClone {
		t.Error(l, diags)
	}
	// A ledger kept of the same commit from a whole clone is as true here.
	if l, diags = read(t, clone, folders, cache); l.Shallow || len(l.Files) != 2 || len(diags) > 0 {
		t.Error(l, diags)
	}
}

func TestSeveralRepositories(t *testing.T) {
	site, _, _ := two(t)
	other := newRepo(t)
	other.write("pages/a.md", "one")
	other.commit("Begin", "--author=Other <o@e.example>")
	dir := filepath.Join(site.dir, "wiki") // a site in a folder of its repository
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	l, diags := read(t, dir, []string{other.dir, filepath.Join(site.dir, "content"), filepath.Join(site.dir, "content", "sub")}, "")
	outside, err := filepath.Rel(dir, filepath.Join(other.dir, "pages/a.md"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range l.Files {
		got = append(got, f.Path+" "+f.People[0].Name)
	}
	want := []string{filepath.ToSlash(outside) + " Other", "../content/a.md Ada Example", "../content/sub/b.md Ada Example"}
	if strings.Compare(want[0], want[1]) > 0 {
		want = []string{want[1], want[2], want[0]}
	}
	if diff := cmp.Diff(want, got); diff != "" || len(diags) > 0 {
		t.Error(diff, diags)
	}
	if l.Commit != site.git("rev-parse", "HEAD") {
		t.Error("the commit is not that of the site's own repository")
	}
}

// TestDigestIsOfFactsOnly: a commit that changes no source, and another folder, give the same digest.
func TestDigestIsOfFactsOnly(t *testing.T) {
	r, folders, _ := two(t)
	before, _ := read(t, r.dir, folders, "")
	r.write("elsewhere.txt", "x")
	r.commit("Elsewhere")
	clone := filepath.Join(t.TempDir(), "clone")
	r.git("clone", "-q", r.dir, clone)
	after, _ := read(t, clone, []string{filepath.Join(clone, "content")}, "")
	if before.Digest != after.Digest || before.Commit == after.Commit {
		t.Error(before, after)
	}
	r.write("content/a.md", "changed")
	r.commit("Change")
	if after, _ = read(t, r.dir, folders, ""); after.Digest == before.Digest {
		t.Error("a change of the facts gives the same digest")
	}
}

// TestGitRunsNothingElse: what a repository or a machine has set neither runs nor changes the ledger.
func TestGitRunsNothingElse(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs a shell")
	}
	r, folders, _ := two(t)
	r.git("mv", "content/a.md", "content/c.md")
	r.write(".gitattributes", "*.md diff=evil\n")
	r.commit("Move")
	want, _ := read(t, r.dir, folders, "")
	ran := filepath.Join(t.TempDir(), "ran")
	evil := filepath.Join(t.TempDir(), "evil")
	if err := os.WriteFile(evil, []byte("#!/bin/sh\necho \"$0 $@\" >>"+ran+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, hook := range []string{"post-index-change", "reference-transaction", "fsmonitor-watchman"} {
		if err := os.WriteFile(filepath.Join(r.dir, ".git", "hooks", hook), []byte("#!/bin/sh\necho "+hook+" >>"+ran+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	elsewhere := filepath.Join(t.TempDir(), "mailmap")
	if err := os.WriteFile(elsewhere, []byte("Eve <ada@e.example>\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for key, value := range map[string]string{
		"core.fsmonitor": evil, "core.pager": evil, "diff.external": evil, "diff.evil.textconv": evil, "diff.evil.command": evil, "core.sshCommand": evil,
		"gpg.program": evil, "log.showSignature": "true", "log.showRoot": "false", "log.decorate": "full", "log.mailmap": "false", "log.date": "raw",
		"diff.relative": "true", "diff.renames": "false", "diff.noprefix": "true", "color.ui": "always", "core.quotePath": "true", "mailmap.file": elsewhere,
		"format.pretty": "oneline", "log.follow": "true", "log.diffMerges": "separate", "diff.orderFile": elsewhere, "status.renames": "false", "diff.renameLimit": "1",
	} {
		r.git("config", key, value)
	}
	for name, value := range map[string]string{"GIT_DIR": "/nowhere", "GIT_PAGER": evil, "GIT_EXTERNAL_DIFF": evil, "LC_ALL": "de_DE.UTF-8", "GIT_LITERAL_PATHSPECS": "0", "GIT_ICASE_PATHSPECS": "1"} {
		t.Setenv(name, value)
	}
	got, diags := read(t, r.dir, folders, "")
	if diff := cmp.Diff(want, got); diff != "" || len(diags) > 0 {
		t.Error(diff, diags)
	}
	if b, err := os.ReadFile(ran); err == nil {
		t.Errorf("git ran something else:\n%s", b)
	}
}

// TestPartialCloneAsksNoNetwork: what a clone without old contents lacks is not fetched.
func TestPartialCloneAsksNoNetwork(t *testing.T) {
	r := newRepo(t)
	r.write("content/a.md", page("a"))
	r.commit("a", "--author=Bo <b@e.example>")
	r.git("mv", "content/a.md", "content/b.md")
	r.commit("b")
	r.git("mv", "content/b.md", "content/c.md")
	r.write("content/c.md", page("a")+"more\n")
	r.commit("c")
	r.git("config", "uploadpack.allowFilter", "true")
	clone := filepath.Join(t.TempDir(), "clone")
	r.git("clone", "-q", "--filter=blob:none", "file://"+filepath.ToSlash(r.dir), clone)
	missing := func() string {
		return (&repo{t: t, dir: clone}).git("rev-list", "--objects", "--all", "--missing=print", "--no-object-names")
	}
	before := missing()
	if !strings.Contains(before, "?") {
		t.Skip("this git makes no partial clones")
	}
	l, diags := read(t, clone, []string{filepath.Join(clone, "content")}, "")
	if len(diags) > 0 || len(l.Files) != 1 {
		t.Fatal(show(l), diags)
	}
	if after := missing(); after != before {
		t.Error("objects were fetched")
	}
}

func TestGitFails(t *testing.T) {
	r, folders, cache := two(t)
	want, _ := read(t, r.dir, folders, cache)
	r.commit("Another")
	if err := os.RemoveAll(filepath.Join(r.dir, ".git", "objects")); err != nil {
		t.Fatal(err)
	}
	got, diags := read(t, r.dir, folders, cache)
	if diff := cmp.Diff(want, got); diff != "" || len(diags) != 1 || diags[0].Code != source.CodeHistoryUnread {
		t.Error(diff, diags)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	r, folders, _ = two(t)
	if _, _, err := Read(ctx, r.dir, named(t, r.dir, folders), ""); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("commonplace-ledger 2\nrepository ab\nsource \"content\"\n\nfile a.md\ncreated 2026-01-01\nupdated 2026-01-02\nchanges 2\nauthor 2026-01-01 2026-01-02 Ada\nwas b.md\n"))
	f.Add([]byte("commonplace-ledger 2\n\nfile \nchanges x\n"))
	f.Add([]byte("commonplace-ledger 2\n\nfile \n"))
	f.Add([]byte("commonplace-ledger 2\n\nfile 0\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		l := decode(b)
		if l == nil {
			return
		}
		again := decode(encode([]byte(firstLine+"repository "+l.Commit+"\n\n"), l))
		if again == nil || again.Digest != l.Digest {
			t.Errorf("%q gives %+v, and that written %+v", b, l, again)
		}
	})
}

func FuzzLog(f *testing.F) {
	f.Add([]byte("\x011768000000\x022026-01-09\x02Ada\x02Co-authored-by: Bo <b@e.example>\x00\nR100\x00a.md\x00b.md\x00M\x00c.md\x00\x00\x01\x00\nA\x00a.md\x00"))
	f.Add([]byte("R\x00"))
	f.Add([]byte("0\x00a.md"))
	f.Fuzz(func(t *testing.T, b []byte) {
		follow := newFollower([]track{{path: "a.md"}, {path: "b.md"}, {path: "sub/c.md"}}, []string{"sub"})
		if err := parseLog(strings.NewReader(string(b)), follow); err == nil {
			if _, err := (&repository{}).files(context.Background(), follow); err != nil {
				t.Error(err)
			}
		}
	})
}
