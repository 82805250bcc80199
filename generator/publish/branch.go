// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"commonplace/generator/build"
	"commonplace/generator/config"
	"commonplace/generator/history"
	"commonplace/generator/source"
)

// noJekyll tells GitHub Pages to serve the files as they are, not to build them with Jekyll, which leaves out names that begin with _.
const noJekyll = ".nojekyll"

// branch is a publication on a branch of a Git repository.
type branch struct {
	Options
	plan   *Plan
	git    *history.Branch
	files  []build.Entry
	found  []history.BranchFile // sorted by path
	squash bool
}

func openBranch(ctx context.Context, o Options, plan *Plan) (_ Publication, err error) {
	o.Progress("compare", 0, 0)
	remote, err := history.FindUpstream(ctx, o.Dir, o.Target.Remote)
	if err != nil {
		return nil, remedy(o.Target, err)
	}
	plan.Place = fmt.Sprintf("branch %s of %s", o.Target.Branch, remote.Address)
	if remote.Own {
		plan.Place = fmt.Sprintf("branch %s of %s (%s)", o.Target.Branch, o.Target.Remote, remote.Address)
	}
	if remote.Own && remote.CheckedOut == o.Target.Branch {
		return nil, fmt.Errorf("%s is the branch that you work on: publish to another, such as gh-pages, with “branch” at the target in site.yaml", o.Target.Branch)
	}
	// One store for an output and a branch: its lock is the output's.
	store := source.Sum([]byte(o.Site.Dir + "\x00" + remote.Address + "\x00" + o.Target.Branch)).String()[:32]
	git, err := remote.OpenBranch(ctx, filepath.Join(o.Cache, "publish", store+".git"), o.Target.Branch)
	if err != nil {
		return nil, remedy(o.Target, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, git.Close())
		}
	}()
	b := &branch{Options: o, plan: plan, git: git, squash: o.Target.History == config.SquashHistory}
	if b.found, err = git.Files(ctx); err != nil {
		return nil, remedy(o.Target, err)
	}
	old, err := b.manifest(ctx)
	if err != nil {
		return nil, err
	}
	plan.New = git.Tip == ""
	b.files = with(o.Site.files(), build.Entry{Path: noJekyll, Digest: source.Sum(nil)})
	way := "remove them from the branch, or delete it if nobody needs it, or choose another with “branch” at the target in site.yaml"
	if err := plan.compare(b.files, old, b, way); err != nil {
		return nil, err
	}
	return b, nil
}

// manifest is what the last publishing left on the branch.
func (b *branch) manifest(ctx context.Context) (*build.Manifest, error) {
	f, ok := b.find(build.ManifestName)
	if !ok {
		return nil, nil
	}
	text, err := b.git.Read(ctx, f)
	if err != nil {
		return nil, remedy(b.Target, err)
	}
	m, err := build.ParseManifest(text)
	if err != nil {
		return nil, fmt.Errorf("the %s: %w: so it can't be told which of its files are ours; remove %s from the branch if none of its pages is needed",
			b.plan.Place, err, build.ManifestName)
	}
	return m, nil
}

func (b *branch) paths() []string {
	list := make([]string, len(b.found))
	for i := range b.found {
		list[i] = b.found[i].Path
	}
	return list
}

func (b *branch) find(path string) (history.BranchFile, bool) {
	i, ok := slices.BinarySearchFunc(b.found, path, func(f history.BranchFile, path string) int { return strings.Compare(f.Path, path) })
	if !ok {
		return history.BranchFile{}, false
	}
	return b.found[i], true
}

// has takes the manifest's word where the commit was made here. Somebody else may have changed files without it, and then Git's name for our
// bytes tells.
func (b *branch) has(e build.Entry, published bool) (there, same bool, err error) {
	f, there := b.find(e.Path)
	switch {
	case !there, f.Mode != "100644":
		return there, false, nil
	case b.git.Ours && published:
		return true, true, nil
	}
	data, err := b.Site.read(e)
	if err != nil {
		return true, false, err
	}
	return true, blobID(data, len(f.ID)) == f.ID, nil
}

// blobID is Git's name for the bytes of a file (gitformat-pack(5)), of as many hexadecimal digits as the repository's names have.
func blobID(data []byte, digits int) string {
	var h hash.Hash = sha1.New()
	if digits == 2*sha256.Size {
		h = sha256.New()
	}
	fmt.Fprintf(h, "blob %d\x00", len(data))
	h.Write(data)
	return hex.EncodeToString(h.Sum(nil))
}

func (b *branch) Plan() *Plan { return b.plan }

func (b *branch) Send(ctx context.Context) error {
	entries := map[string]build.Entry{}
	var write []string
	for _, e := range b.plan.work(b.files) {
		entries[e.Path] = e
		write = append(write, e.Path)
	}
	m := b.Site.Manifest
	message := "Publish the site\n\n"
	if m.Commit != "" {
		message += "Built from " + m.Commit + ",\nas of " + m.Date + ", "
	} else {
		message += "Built as of " + m.Date + ", "
	}
	commit, err := b.git.Commit(ctx, history.Change{
		Message: message + "by commonplace " + b.Version + ".\n",
		Squash:  b.squash,
		Remove:  b.plan.Removed,
		Write:   write,
		Open:    func(path string) ([]byte, error) { return b.Site.read(entries[path]) },
		Done:    func(n int) { b.Progress("pack", n, len(write)) },
	})
	if err != nil {
		return remedy(b.Target, err)
	}
	b.Progress("send", 0, 0)
	if err := b.git.Push(ctx, commit, func(done, total int) { b.Progress("send", done, total) }); err != nil {
		return remedy(b.Target, err)
	}
	b.plan.Commit = commit
	return nil
}

func (b *branch) Close() error {
	err := b.git.Close()
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}
