// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// remoteOfStore is what a remote is called in a store; its address is given with each call, so that none is written down.
const remoteOfStore = "site"

// Push makes the remote's branch a commit that Commit made, if the branch still is where it was when it was opened. The remote takes it as a
// whole or not at all. progress, which may be nil, is told how many of how many objects are sent.
func (b *Branch) Push(ctx context.Context, commit string, progress func(done, total int)) error {
	heard := func(line string) {
		var percent, done, total int
		if _, err := fmt.Sscanf(line, "Writing objects: %d%% (%d/%d)", &percent, &done, &total); err == nil && progress != nil {
			progress(done, total)
		}
	}
	_, err := b.tell(ctx, heard, "push", "--progress", "--no-verify", "--thin", "--no-follow-tags", "--recurse-submodules=no",
		"--force-with-lease="+b.ref()+":"+b.Tip, "--", remoteOfStore, commit+":"+b.ref())
	if err != nil {
		return err
	}
	_, err = b.ask(ctx, "update-ref", refPushed, commit)
	return err
}

// Close gives the store free.
func (b *Branch) Close() error {
	if b.broken {
		return nil
	}
	return os.Remove(filepath.Join(b.store, inUse))
}

// run starts git for the store. A bare repository that is named, not found, needs no one's leave, and no hook runs in it.
func (b *Branch) run(ctx context.Context, c call) error {
	c.settings = []string{
		"--git-dir=" + b.store, "-c", "core.hooksPath=" + os.DevNull, "-c", "core.fsmonitor=false", "-c", "gc.auto=0", "-c", "maintenance.auto=false",
		"-c", "push.gpgSign=false", "-c", "color.ui=false", "--no-pager", "--no-replace-objects",
	}
	c.env = append(slices.Clip(b.Remote.env), c.env...)
	return b.Remote.explain(run(ctx, c))
}

// ask runs git for an answer.
func (b *Branch) ask(ctx context.Context, args ...string) (string, error) {
	return b.tell(ctx, nil, args...)
}

// tell runs git for an answer and hears of its progress.
func (b *Branch) tell(ctx context.Context, heard func(string), args ...string) (string, error) {
	var out strings.Builder
	err := b.run(ctx, call{input: strings.NewReader(""), read: into(&out), heard: heard, args: args})
	return out.String(), err
}

func into(w io.Writer) func(io.Reader) error {
	return func(r io.Reader) error {
		_, err := io.Copy(w, r)
		return err
	}
}
