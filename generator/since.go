// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator

import (
	"context"
	"os"
	"path/filepath"

	"commonplace/generator/build"
	"commonplace/generator/config"
	"commonplace/generator/history"
	"commonplace/generator/source"
)

// CheckSince finds what differs from the commons at a revision of Git: of the problems only those that have come since, and what was lost,
// altered or repeated. Compared is where the history of ref and that of HEAD parted, with the settings of then; changes that are not committed count as new.
func (c *Commons) CheckSince(ctx context.Context, ref string) (*Result, error) {
	cfg := c.set.Config
	folders := make([]string, len(cfg.Sources))
	for i := range cfg.Sources {
		folders[i] = cfg.Sources[i].Path
	}
	rev, err := history.At(ctx, cfg.Dir, folders, ref)
	if err != nil {
		return nil, err
	}
	then, err := c.settingsAt(rev)
	if err != nil {
		return nil, err
	}
	return c.withBuilder(ctx, func(b *build.Builder, ctx context.Context) (*build.Result, error) {
		return b.CheckSince(ctx, rev, then)
	})
}

// settingsAt are the settings of a revision. Where no site could be made with those, today's serve, and all that was wrong with them is repaired. The theme
// is that of today, since no problem of a page comes from it; its mistakes are old in files that are the same.
func (c *Commons) settingsAt(rev *history.Revision) (build.Settings, error) {
	cfg, then := c.set.Config, c.set
	then.Diagnostics = nil
	o := config.Options{Dir: cfg.Dir, File: cfg.File, Set: c.options.Set, Env: os.Environ(), Disk: rev}
	if o.File == "" || !rev.Exists(o.File) {
		o.File = ""
	}
	was, diags, err := config.Load(o)
	if err != nil {
		return then, err
	}
	fatal := false
	for _, d := range diags {
		fatal = fatal || d.Severity == source.Error
	}
	if !fatal {
		then.Config = was
	}
	then.Diagnostics = diags
	for _, d := range c.set.Diagnostics {
		if own := filepath.Join(cfg.Dir, filepath.FromSlash(d.Path)); own != cfg.File && rev.Same(own) {
			then.Diagnostics = append(then.Diagnostics, d)
		}
	}
	return then, nil
}
