// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Branch is a branch of a remote that is to get a new commit. It is made in a bare repository of its own, of which nothing is lost but
// time when it is deleted, so that the site's repository, its index, files and HEAD play no part: it may be dirty, on no branch, or not
// be there.
type Branch struct {
	Remote *Upstream
	Name   string
	Tip    string // commit of the remote's branch; empty: there is none yet
	Ours   bool   // Tip was made here, so its files are those of its manifest
	store  string
	broken bool // the store may not be used again
}

// A BranchFile is a file of a branch.
type BranchFile struct {
	Path string // slash path from the top
	Mode string // "100644" for what we publish
	ID   string
}

// Refs and files of the store.
const (
	refSent   = "refs/commonplace/sent"   // the last commit made here, which the remote may have
	refPushed = "refs/commonplace/pushed" // the last one that the remote has taken
	refTip    = "refs/commonplace/tip"    // the branch as it was last fetched
	inUse     = "commonplace-in-use"      // stands while a process works in the store
	maxPacks  = 64                        // a store with more is made anew
	fewFiles  = 100                       // up to so many files are packed fast rather than small
)

// OpenBranch asks the remote for a branch and gets its list of files, not their texts, unless they are at hand. store is a folder that nobody
// else works in meanwhile. The caller closes the branch.
func (r *Upstream) OpenBranch(ctx context.Context, store, name string) (_ *Branch, err error) {
	b := &Branch{Remote: r, Name: name, store: store}
	if _, err := b.ask(ctx, "check-ref-format", b.ref()); err != nil {
		return nil, fmt.Errorf("“%s” can't be the name of a branch", name)
	}
	if b.Tip, err = b.remoteTip(ctx); err != nil {
		return nil, err
	}
	if err := b.openStore(ctx); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			b.broken = true
		}
	}()
	if b.Tip == "" {
		return b, nil
	}
	for _, ref := range []string{refSent, refPushed} {
		if made, err := b.ask(ctx, "rev-parse", "--quiet", "--verify", ref); err == nil && strings.TrimSpace(made) == b.Tip {
			b.Ours = true
		}
	}
	if b.Ours {
		return b, b.cut()
	}
	if err := b.fetch(ctx); err != nil {
		return nil, err
	}
	return b, b.cut()
}

func (b *Branch) ref() string { return "refs/heads/" + b.Name }

// remoteTip asks the remote which commit the branch is at.
func (b *Branch) remoteTip(ctx context.Context) (string, error) {
	answer, err := b.ask(ctx, "ls-remote", "--quiet", "--refs", "--", remoteOfStore, b.ref())
	if err != nil {
		return "", err
	}
	for line := range strings.Lines(answer) {
		if id, ref, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok && ref == b.ref() {
			return id, nil
		}
	}
	return "", nil
}

// openStore makes the store or takes the old one, unless that was left by a process that was killed, or has grown.
func (b *Branch) openStore(ctx context.Context) error {
	packs, _ := filepath.Glob(filepath.Join(b.store, "objects", "pack", "*.pack"))
	_, noHead := os.Stat(filepath.Join(b.store, "HEAD"))
	if _, err := os.Stat(filepath.Join(b.store, inUse)); err == nil || noHead != nil || len(packs) > maxPacks {
		if err := os.RemoveAll(b.store); err != nil {
			return fmt.Errorf("clear the cache of published branches: %w", err)
		}
		if err := os.MkdirAll(b.store, 0o755); err != nil {
			return fmt.Errorf("make the cache of published branches: %w", err)
		}
		format := "sha1"
		if len(b.Tip) == 64 {
			format = "sha256"
		}
		if _, err := b.ask(ctx, "init", "--quiet", "--bare", "--template=", "--object-format="+format); err != nil {
			return err
		}
	}
	if err := os.WriteFile(filepath.Join(b.store, inUse), nil, 0o644); err != nil {
		return fmt.Errorf("mark the cache of published branches: %w", err)
	}
	return nil
}

// fetch gets the commit at the tip and its folders. Where the remote can, the texts of files are left there.
func (b *Branch) fetch(ctx context.Context) error {
	_, err := b.ask(ctx, "fetch", "--quiet", "--depth=1", "--filter=blob:none", "--no-tags", "--no-write-fetch-head", "--refmap=", "--no-recurse-submodules",
		"--", remoteOfStore, "+"+b.ref()+":"+refTip)
	if err != nil {
		return err
	}
	tip, err := b.ask(ctx, "rev-parse", "--verify", refTip)
	b.Tip = strings.TrimSpace(tip)
	return err
}

// cut makes the tip the end of what the store knows. Without it a push would send every file again where a branch is kept at one commit: only for a
// shallow repository does git look at what the files of an unrelated commit are (rev-list --objects-edge-aggressive).
func (b *Branch) cut() error {
	if err := os.WriteFile(filepath.Join(b.store, "shallow"), []byte(b.Tip+"\n"), 0o644); err != nil {
		return fmt.Errorf("write the cache of published branches: %w", err)
	}
	return nil
}

// Files lists the files at the tip, sorted by path.
func (b *Branch) Files(ctx context.Context) ([]BranchFile, error) {
	if b.Tip == "" {
		return nil, nil
	}
	answer, err := b.ask(ctx, "ls-tree", "-r", "-z", "--full-tree", b.Tip)
	if err != nil {
		return nil, err
	}
	files := make([]BranchFile, 0, strings.Count(answer, "\x00"))
	for entry := range strings.SplitSeq(strings.TrimSuffix(answer, "\x00"), "\x00") {
		// "100644 blob 19c2e275…", a tab, the path.
		head, path, ok := strings.Cut(entry, "\t")
		mode, rest, _ := strings.Cut(head, " ")
		_, id, _ := strings.Cut(rest, " ")
		if ok {
			files = append(files, BranchFile{Path: path, Mode: mode, ID: id})
		}
	}
	return files, nil
}

// Read gives the text of a file, fetching it if need be.
func (b *Branch) Read(ctx context.Context, f BranchFile) ([]byte, error) {
	text, err := b.ask(ctx, "cat-file", "blob", f.ID)
	return []byte(text), err
}

// Change is what a new commit does to the files of a branch.
type Change struct {
	Message string
	Squash  bool // the new commit is the only one of the branch
	Remove  []string
	Write   []string
	Open    func(path string) ([]byte, error) // the text of a file of Write
	Done    func(n int)                       // n files are written
}

// Commit makes a commit of the tip and a change, without telling the remote, and gives its name.
func (b *Branch) Commit(ctx context.Context, c Change) (string, error) {
	identity, env, err := b.identity(ctx)
	if err != nil {
		return "", err
	}
	tree := ""
	if c.Squash && b.Tip != "" {
		if tree, err = b.ask(ctx, "rev-parse", "--verify", b.Tip+"^{tree}"); err != nil {
			return "", err
		}
	}
	pipe, w := io.Pipe()
	var feedErr error
	fed := make(chan struct{})
	go func() {
		defer close(fed)
		feedErr = b.feed(w, identity, strings.TrimSpace(tree), c)
		w.CloseWithError(feedErr)
	}()
	b.broken = true
	args := []string{"-c", "fastimport.unpackLimit=1", "fast-import", "--quiet", "--force", "--done", "--date-format=raw"}
	if len(c.Write) < fewFiles {
		// Most of what is written then is the manifest and lists of names, of which a push sends the differences only.
		args = append([]string{"-c", "core.compression=1"}, args...)
	}
	err = b.run(ctx, call{input: pipe, env: env, read: into(io.Discard), args: args})
	// Whatever git left unread is of no use now.
	pipe.CloseWithError(io.ErrClosedPipe)
	<-fed
	if feedErr != nil && !errors.Is(feedErr, io.ErrClosedPipe) {
		return "", feedErr
	}
	if err != nil {
		return "", err
	}
	b.broken = false
	commit, err := b.ask(ctx, "rev-parse", "--verify", refSent)
	return strings.TrimSpace(commit), err
}

// identity is who makes the commit: whoever git thinks it is, else this program.
func (b *Branch) identity(ctx context.Context) (ident string, env []string, err error) {
	ident, err = b.ask(ctx, "-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT")
	if err != nil {
		env = []string{"GIT_COMMITTER_NAME=Commonplace", "GIT_COMMITTER_EMAIL=commonplace@localhost"}
		var out bytes.Buffer
		err = b.run(ctx, call{read: into(&out), env: env, args: []string{"var", "GIT_COMMITTER_IDENT"}})
		ident = out.String()
	}
	return strings.TrimSpace(ident), env, err
}

// feed writes the commit in the language of git-fast-import(1).
func (b *Branch) feed(to io.Writer, identity, tree string, c Change) error {
	var head bytes.Buffer
	fmt.Fprintf(&head, "reset %s\n\ncommit %s\ncommitter %s\ndata %d\n%s\n", refSent, refSent, identity, len(c.Message), c.Message)
	switch {
	case b.Tip == "":
	case c.Squash:
		fmt.Fprintf(&head, "M 040000 %s \"\"\n", tree)
	default:
		fmt.Fprintf(&head, "from %s\n", b.Tip)
	}
	for _, path := range c.Remove {
		head.WriteString("D " + quoted(path) + "\n")
	}
	if _, err := to.Write(head.Bytes()); err != nil {
		return err
	}
	for i, path := range c.Write {
		text, err := c.Open(path)
		if err != nil {
			return err
		}
		line := "M 100644 inline " + quoted(path) + "\ndata " + strconv.Itoa(len(text)) + "\n"
		for _, part := range [][]byte{[]byte(line), text, {'\n'}} {
			if _, err := to.Write(part); err != nil {
				return err
			}
		}
		if c.Done != nil {
			c.Done(i + 1)
		}
	}
	_, err := io.WriteString(to, "done\n")
	return err
}

// quoted is a path as git reads it, whatever it holds.
func quoted(path string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(path) + `"`
}
