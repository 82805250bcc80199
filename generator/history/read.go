// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"commonplace/generator/config"
	"commonplace/generator/source"
)

// Read makes the ledger of the files below folders; dir is the site's folder, an absolute path, which other paths in the ledger are
// relative to; those of a folder's files begin with its Shown. The files may lie in several repositories, and those that lie in none, or are unknown to Git, have no history.
//
// cache names a file that keeps the ledger, or is empty. While the commits are those it was made of, the file is taken and no
// history is read, be the clone shallow or not; where there is no repository or no git, it is taken as it is. The mistakes found are diagnostics; an error
// says that ctx ended or that the file could not be written.
func Read(ctx context.Context, dir string, folders []config.Folder, cache string) (*Ledger, []source.Diagnostic, error) {
	kept, _ := os.ReadFile(cache)
	repos := repositories(dir, folders)
	if len(repos) == 0 {
		return orEmpty(decode(kept)), nil, nil
	}
	unread := func(message, help string) (*Ledger, []source.Diagnostic, error) {
		return orEmpty(decode(kept)), []source.Diagnostic{{Code: source.CodeHistoryUnread, Message: message, Help: help}}, nil
	}
	if _, err := exec.LookPath("git"); err != nil {
		return unread("the program git was not found: dates and credit from Git are left out, or as they were last read", "install Git")
	}
	for _, r := range repos {
		if err := r.look(ctx); ctx.Err() != nil {
			return nil, nil, ctx.Err()
		} else if err != nil {
			return unread(reason(err))
		}
	}
	head := header(repos)
	if bytes.HasPrefix(kept, head) {
		if l := decode(kept); l != nil {
			return l, nil, nil
		}
	}
	l := &Ledger{Commit: repos[0].commit, Shallow: slices.ContainsFunc(repos, func(r *repository) bool { return r.shallow })}
	for _, r := range repos {
		files, err := r.read(ctx)
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		} else if err != nil {
			return unread(reason(err))
		}
		l.Files = append(l.Files, files...)
	}
	// Sources that lie in each other list the same files.
	slices.SortFunc(l.Files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	l.Files = slices.CompactFunc(l.Files, func(a, b File) bool { return a.Path == b.Path })
	l.seal()
	if l.Shallow {
		// A ledger kept from a whole clone stays: it may be of use when this one is whole again.
		return l, []source.Diagnostic{{Code: source.CodeShallowClone,
			Message: "a shallow clone: dates and credit from Git are left out", Help: "run “git fetch --unshallow”"}}, nil
	}
	if cache != "" {
		if err := write(cache, encode(head, l)); err != nil {
			return nil, nil, fmt.Errorf("write the ledger: %w", err)
		}
	}
	return l, nil, nil
}

func orEmpty(l *Ledger) *Ledger {
	if l == nil {
		l = &Ledger{}
		l.seal()
	}
	return l
}

// reason says in plain words why git failed, and what to do.
func reason(err error) (message, help string) {
	const left = ": dates and credit from Git are left out, or as they were last read"
	var failed *gitError
	if !errors.As(err, &failed) {
		return "git could not be run" + left, err.Error()
	}
	if strings.Contains(failed.said, "dubious ownership") {
		return "the repository belongs to another user, so git refuses it" + left, "run “git config --global --add safe.directory” with its folder"
	}
	return "git failed" + left, "git says: " + failed.said
}

// A repository is one with sources in it.
type repository struct {
	top     string // absolute, links followed
	dir     string // the site's folder, absolute, links followed
	folders []folder
	commit  string // of HEAD; empty before the first
	shallow bool
	mailmap string // digest of .mailmap, which changes names without a commit; empty where there is none
}

// A folder is a source as Git sees it and as the ledger shows it.
type folder struct {
	inside string // slash path from the repository's top; "." for all of it
	shown  string // as the site's folder says it
}

// repositories finds those that the folders lie in, that of dir first.
func repositories(dir string, folders []config.Folder) []*repository {
	realDir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		realDir = dir
	}
	var repos []*repository
	for _, f := range folders {
		real, err := filepath.EvalSymlinks(f.Path)
		if err != nil {
			continue // there is nothing there
		}
		top := topOf(real)
		if top == "" {
			continue
		}
		inside, err := filepath.Rel(top, real)
		if err != nil {
			continue // on another drive of Windows
		}
		i := slices.IndexFunc(repos, func(r *repository) bool { return r.top == top })
		if i < 0 {
			i = len(repos)
			repos = append(repos, &repository{top: top, dir: realDir})
		}
		repos[i].folders = append(repos[i].folders, folder{filepath.ToSlash(inside), f.Shown})
	}
	home := topOf(realDir)
	slices.SortStableFunc(repos, func(a, b *repository) int {
		switch {
		case a.top == b.top:
			return 0
		case a.top == home:
			return -1
		case b.top == home:
			return 1
		}
		return 0
	})
	return repos
}

// topOf is the nearest folder upwards that has a .git, which is a file in a worktree or a submodule; empty where there is none.
func topOf(dir string) string {
	for {
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
}

// look finds out what decides whether a kept ledger is still true.
func (r *repository) look(ctx context.Context) error {
	answer, err := ask(ctx, r.top, nil, "rev-parse", "--is-shallow-repository", "HEAD")
	shallow, commit, _ := strings.Cut(strings.TrimSpace(answer), "\n")
	var failed *gitError
	if errors.As(err, &failed) && strings.Contains(failed.said, "unknown revision") {
		return nil // no commit yet
	}
	if err != nil {
		return err
	}
	r.shallow, r.commit = shallow == "true", commit
	if mailmap, err := os.ReadFile(filepath.Join(r.top, ".mailmap")); err == nil {
		r.mailmap = source.Sum(mailmap).String()
	}
	return nil
}

// show is a file of the repository as the ledger names it: below the folder that it lies in, else from the site's folder.
func (r *repository) show(name string) string {
	for _, f := range r.folders {
		if rest, ok := below(name, f.inside); ok {
			return path.Join(f.shown, rest)
		}
	}
	rel, err := filepath.Rel(r.dir, filepath.Join(r.top, filepath.FromSlash(name)))
	if err != nil {
		return name
	}
	return filepath.ToSlash(rel)
}
