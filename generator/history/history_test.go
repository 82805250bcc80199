// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"commonplace/generator/config"
	"commonplace/generator/source"
)

// A repo is a real repository in a temporary folder. Each commit is a day later than the last.
type repo struct {
	t   *testing.T
	dir string
	day int
}

func newRepo(t *testing.T) *repo {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("needs git")
	}
	// What the machine's owner has set must play no part.
	t.Setenv("GIT_CONFIG_GLOBAL", filepath.Join(t.TempDir(), "none"))
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	r := &repo{t: t, dir: t.TempDir()}
	r.git("init", "-q", "-b", "main")
	return r
}

func (r *repo) git(args ...string) string {
	r.t.Helper()
	date := fmt.Sprintf("2026-01-%02dT23:30:00-0800", r.day)
	cmd := exec.Command("git", append([]string{"-C", r.dir, "-c", "user.name=Ada Example", "-c", "user.email=ada@e.example"}, args...)...)
	cmd.Env = append(os.Environ(), "GIT_COMMITTER_DATE="+date, "GIT_AUTHOR_DATE=2001-01-01T00:00:00Z")
	out, err := cmd.CombinedOutput()
	if err != nil {
		r.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

func (r *repo) write(name, text string) {
	r.t.Helper()
	path := filepath.Join(r.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		r.t.Fatal(err)
	}
}

func (r *repo) commit(message string, args ...string) {
	r.t.Helper()
	r.day++
	r.git("add", "-A")
	r.git(append([]string{"commit", "-q", "--allow-empty", "-m", message}, args...)...)
}

// page is a text that stays alike when a line is added, so that Git sees that it moved.
func page(name string) string { return strings.Repeat("A line of "+name+".\n", 20) }

func read(t *testing.T, dir string, folders []string, cache string) (*Ledger, []source.Diagnostic) {
	t.Helper()
	l, diags, err := Read(context.Background(), dir, named(t, dir, folders), cache)
	if err != nil {
		t.Fatal(err)
	}
	return l, diags
}

// named are folders that a site in dir names by their paths from there.
func named(t *testing.T, dir string, folders []string) (list []config.Folder) {
	t.Helper()
	for _, f := range folders {
		shown, err := filepath.Rel(dir, f)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, config.Folder{Shown: filepath.ToSlash(shown), Path: f})
	}
	return list
}

// show writes a ledger as its file has it, a line a file.
func show(l *Ledger) string {
	var b strings.Builder
	for _, f := range l.Files {
		fmt.Fprintf(&b, "%s %s %s %d", f.Path, f.Created[5:], f.Updated[5:], f.Changes)
		for _, p := range f.People {
			role := ""
			if p.Role != RoleAuthor {
				role = p.Role + "="
			}
			b.WriteString(", " + role + p.Name)
		}
		for _, was := range f.FormerPaths {
			b.WriteString(", was " + was)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func (r *repo) want(want string) {
	r.t.Helper()
	l, diags := read(r.t, r.dir, []string{filepath.Join(r.dir, "content")}, "")
	if len(diags) > 0 {
		r.t.Error(diags)
	}
	if diff := cmp.Diff(strings.TrimSpace(want), strings.TrimSpace(show(l))); diff != "" {
		r.t.Error(diff)
	}
}

func TestWhoAndWhen(t *testing.T) {
	r := newRepo(t)
	r.write("content/a.md", "one")
	r.write("content/b.md", "one")
	r.write("elsewhere.md", "one")
	r.commit("Begin")
	r.write("content/a.md", "two")
	r.commit("Change", "--author=Bo Example <bo@e.example>")
	r.write("content/a.md", "three")
	r.commit("Change again")
	r.write("elsewhere.md", "two")
	r.commit("Not a source")
	r.write("content/untracked.md", "later")
	// Dates are the committer's, in the committer's zone: in UTC the first would be the second of January.
	r.want("content/a.md 01-01 01-03 3, Ada Example, Bo Example\ncontent/b.md 01-01 01-01 1, Ada Example")
	if l, _ := read(t, r.dir, []string{filepath.Join(r.dir, "content")}, ""); l.Commit != r.git("rev-parse", "HEAD") || l.Files[0].Created != "2026-01-01" {
		t.Errorf("%+v", l)
	}
}

func TestRenames(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(r *repo)
		want string
	}{
		{"a chain, edited on the way", func(r *repo) {
			r.write("content/a.md", page("a"))
			r.commit("a", "--author=Bo <b@e.example>")
			r.git("mv", "content/a.md", "content/b.md")
			r.commit("b")
			r.git("mv", "content/b.md", "content/c.md")
			r.write("content/c.md", page("a")+"more\n")
			r.commit("c")
			r.write("content/c.md", "all new")
			r.commit("d")
		}, "content/c.md 01-01 01-04 4, Bo, Ada Example, was content/b.md, was content/a.md"},
		{"two change places", func(r *repo) {
			r.write("content/a.md", page("a"))
			r.commit("a", "--author=Bo <b@e.example>")
			r.write("content/b.md", page("b"))
			r.commit("b", "--author=Cy <c@e.example>")
			r.write("content/a.md", page("b"))
			r.write("content/b.md", page("a"))
			r.commit("swap", "--author=Dot <d@e.example>")
		}, "content/a.md 01-01 01-03 2, Bo, Dot\ncontent/b.md 01-02 01-03 2, Cy, Dot"}, // Git sees two edits here, not two renames
		{"in from elsewhere, and within elsewhere before", func(r *repo) {
			r.write("old/deep/a.md", page("a"))
			r.write("readme.md", page("readme"))
			r.commit("a", "--author=Bo <b@e.example>")
			r.git("mv", "old/deep/a.md", "old/b.md")
			r.commit("b", "--author=Cy <c@e.example>")
			r.write("old/b.md", page("a")+"more\n")
			r.commit("c", "--author=Dot <d@e.example>")
			if err := os.Mkdir(filepath.Join(r.dir, "content"), 0o755); err != nil {
				r.t.Fatal(err)
			}
			r.git("mv", "old/b.md", "content/a.md")
			r.git("mv", "readme.md", "content/index.md")
			r.commit("d")
		}, "content/a.md 01-01 01-04 4, Bo, Cy, Dot, Ada Example, was old/b.md, was old/deep/a.md\ncontent/index.md 01-01 01-04 2, Bo, Ada Example, was readme.md"},
		{"on one branch, edited on the other", func(r *repo) {
			r.write("content/a.md", page("a"))
			r.commit("a")
			r.git("checkout", "-q", "-b", "side")
			r.git("mv", "content/a.md", "content/b.md")
			r.commit("rename", "--author=Bo <b@e.example>")
			r.git("checkout", "-q", "main")
			r.write("content/a.md", page("a")+"more\n")
			r.commit("edit", "--author=Cy <c@e.example>")
			r.day++
			r.git("merge", "-q", "-m", "join", "side")
		}, "content/b.md 01-01 01-03 3, Ada Example, Bo, Cy, was content/a.md"},
		{"the old name is taken by a new page", func(r *repo) {
			r.write("content/a.md", page("a"))
			r.commit("a", "--author=Bo <b@e.example>")
			r.git("mv", "content/a.md", "content/b.md")
			r.commit("b")
			r.write("content/a.md", "something else\n")
			r.commit("c", "--author=Cy <c@e.example>")
		}, "content/a.md 01-03 01-03 1, Cy\ncontent/b.md 01-01 01-02 2, Bo, Ada Example, was content/a.md"},
		{"the old name was taken and given up", func(r *repo) {
			r.write("content/a.md", page("a"))
			r.commit("a", "--author=Bo <b@e.example>")
			r.git("mv", "content/a.md", "content/b.md")
			r.commit("b")
			r.write("content/a.md", "something else\n")
			r.commit("c", "--author=Cy <c@e.example>")
			r.write("content/a.md", "something else again\n")
			r.commit("d", "--author=Cy <c@e.example>")
			r.git("rm", "-q", "content/a.md")
			r.commit("e")
		}, "content/b.md 01-01 01-02 2, Bo, Ada Example, was content/a.md"},
		{"deleted and restored", func(r *repo) {
			r.write("content/a.md", page("a"))
			r.commit("a", "--author=Bo <b@e.example>")
			r.git("rm", "-q", "content/a.md")
			r.commit("gone", "--author=Cy <c@e.example>")
			r.write("content/a.md", page("a"))
			r.commit("back")
		}, "content/a.md 01-01 01-03 2, Bo, Ada Example"},
		{"back and forth", func(r *repo) {
			r.write("content/a.md", page("a"))
			r.commit("a")
			r.git("mv", "content/a.md", "content/b.md")
			r.commit("b")
			r.git("mv", "content/b.md", "content/a.md")
			r.commit("a")
		}, "content/a.md 01-01 01-03 3, Ada Example, was content/b.md"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRepo(t)
			c.do(r)
			r.want(c.want)
		})
	}
}

func TestTrailers(t *testing.T) {
	r := newRepo(t)
	r.write("content/a.md", "one")
	r.commit(`Begin

Talk of Co-authored-by: Nobody <n@e.example> in the text is no trailer.

co-authored-by: Bo Example <bo@e.example>
CO-AUTHORED-BY: Cy
  Example <cy@e.example>
Reviewed-by: Dot <dot@e.example>
Assisted-by: A writing tool (version 1)
Co-authored-by: <only@e.example>
Co-authored-by: eve@e.example
Co-authored-by: Bo Example <other@e.example>
Signed-off-by: Fay <fay@e.example>`)
	r.want("content/a.md 01-01 01-01 1, Ada Example, co-authored-by=Bo Example, co-authored-by=Cy Example, reviewed-by=Dot, " +
		"assisted-by=A writing tool (version 1), co-authored-by=eve")
}

func TestMailmap(t *testing.T) {
	r := newRepo(t)
	cache := filepath.Join(t.TempDir(), "ledger")
	folders := []string{filepath.Join(r.dir, "content")}
	r.write("content/a.md", "one")
	r.commit("Begin\n\nCo-authored-by: B. <bo@e.example>\nReviewed-by: Cy", "--author=ada <old@e.example>")
	before, _ := read(t, r.dir, folders, cache)
	r.write(".mailmap", "Ada Example <ada@e.example> <old@e.example>\nBo Example <bo@e.example>\n")
	after, _ := read(t, r.dir, folders, cache) // without a commit
	if got := show(before) + show(after); got != "content/a.md 01-01 01-01 1, ada, co-authored-by=B., reviewed-by=Cy\n"+
		"content/a.md 01-01 01-01 1, Ada Example, co-authored-by=Bo Example, reviewed-by=Cy\n" {
		t.Error(got)
	}
}

func TestUnusualNames(t *testing.T) {
	r := newRepo(t)
	names := []string{"content/-dash.md", "content/a \"quoted\" one.md", "content/back\\slash.md", "content/sp ace.md", "content/star*.md", "content/é日本😀.md", "content/x\tnot a tab.md"}
	for _, name := range names {
		r.write(name, name)
	}
	r.write("content/line\nfeed.md", "x")
	r.write("content/caf\xe9.md", "x")
	r.commit("Begin")
	l, _ := read(t, r.dir, []string{filepath.Join(r.dir, "content")}, filepath.Join(t.TempDir(), "ledger"))
	var got []string
	for _, f := range l.Files {
		got = append(got, f.Path)
	}
	// Names with control characters or not in UTF-8 are not read by source.Scan either.
	if diff := cmp.Diff(names[:len(names)-1], got); diff != "" {
		t.Error(diff)
	}
}

func TestCleanName(t *testing.T) {
	for in, want := range map[string]string{
		"Ada Example":               "Ada Example",
		"Ada  \t Example\n":         "Ada Example",
		"Ada <ada@e.example>":       "Ada",
		"Ada <ada@e.example> (she)": "Ada (she)",
		"Ada (ada@e.example)":       "Ada ada",
		"ada@e.example":             "ada",
		"<ada@e.example>":           "",
		"Ada <ada@e.example":        "Ada",
		"@ada":                      "@ada",
		"a < b":                     "a < b",
		"A\u202eda\x1b":             "A da",
		"\xff":                      "\uFFFD",
		"क्\u200dष":                 "क्\u200dष",
		"":                          "",
	} {
		if got := cleanName(in); got != want {
			t.Errorf("%q: %q, not %q", in, got, want)
		}
	}
}
