// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator

import (
	"context"
	"errors"
	"time"

	"commonplace/generator/build"
	"commonplace/generator/config"
	"commonplace/generator/serve"
	"commonplace/generator/source"
)

// ServeOptions say where a preview is shown and who is told of what.
type ServeOptions struct {
	Bind string // address to listen at; empty: 127.0.0.1
	Port int    // 0: 1313, or the next that is free; below 0: any that is free

	Ready   func(address string) // called once, when pages can be asked for
	Rebuilt func(serve.Rebuild)  // called after each change, from one goroutine
	Note    func(text string)    // called with what the user should know
}

// waitForBuild is how long a preview waits for a build that holds the cache.
const waitForBuild = 2 * time.Minute

// Serve shows the commons at an address of this machine, and follows its files, until ctx ends.
func (c *Commons) Serve(ctx context.Context, o ServeOptions) error {
	cache, err := c.freeCache(ctx, o.Note)
	if err != nil {
		return err
	}
	return serve.Run(ctx, serve.Options{Bind: o.Bind, Port: o.Port, Cache: cache, Settings: c.set,
		Ready: o.Ready, Rebuilt: o.Rebuilt, Note: o.Note,
		Reopen: func() (build.Settings, []source.Diagnostic, error) {
			again, diags, err := Open(c.options)
			if err != nil {
				return build.Settings{}, diags, err
			}
			return again.set, diags, nil
		},
		Today: func() string {
			date, err := buildDate(c.options.Date)
			if err != nil {
				return c.set.Date
			}
			return date
		},
		Lines: func(cfg *config.Config) func(string, int) (string, bool) { return lineReader(cfg) },
	})
}

// freeCache opens the cache; while a build holds it, that is waited for.
func (c *Commons) freeCache(ctx context.Context, note func(string)) (*build.Cache, error) {
	for began := time.Now(); ; {
		cache, err := c.openCache(ctx)
		var busy *build.BusyError
		if !errors.As(err, &busy) || time.Since(began) > waitForBuild {
			return cache, err
		}
		if note != nil {
			note("a build is at work: waiting for it to end")
			note = nil
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}
