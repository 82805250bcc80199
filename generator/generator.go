// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Package generator compiles a commons, a folder of Markdown pages and YAML records, into a static wiki.
//
// Open reads the settings; Build makes or renews an output folder; Check reports what is wrong without writing anything but the cache.
// Mistakes of authors are diagnostics in the result; an error is a fault of the environment or of the call.
package generator

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"time"

	"commonplace/generator/build"
	"commonplace/generator/config"
	"commonplace/generator/render"
	"commonplace/generator/site"
	"commonplace/generator/source"
)

// Options says which commons to open and how. The zero value opens the one around the current folder.
type Options struct {
	Source string   // folder that paths in site.yaml are relative to
	Config string   // a site.yaml elsewhere
	Set    []string // key=value, over site.yaml and the environment

	Destination string // output folder; default "public" in Source
	Date        string // YYYY-MM-DD; default SOURCE_DATE_EPOCH, else today in UTC
	Drafts      bool   // build drafts, too
	Clean       bool   // drop foreign files from the output
	Verify      bool   // build again from nothing and compare every byte
	Jobs        int    // parallel work; default the number of processors
	Repair      bool   // Check and CheckSince propose repairs

	// Progress is called while work goes on, from one goroutine at a time; Total is 0 where it is not known.
	Progress func(phase string, done, total int)
}

// Result is what Build and Check found.
type Result struct {
	Report      build.Report
	Since       *build.Since        // of CheckSince, else nil
	Addresses   *build.Addresses    // of CheckAddresses, else nil
	Links       *build.Links        // of CheckLinks, else nil
	Understood  *site.Understanding // of Check, else nil
	Repairs     []build.Repair      // of Check and CheckSince, where asked for
	Diagnostics []source.Diagnostic // sorted by path, line, column and code; those re-levelled to off are left out
	Dir         string              // absolute folder that their paths are relative to
	// Lines gives line n of a file named by a diagnostic, for the caret.
	Lines func(path string, n int) (string, bool)
}

// version is set by the linker in a release.
var version = ""

// Version names this program: "1.2.0", or "devel" for one that was built from a working tree.
func Version() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "devel"
}

// ErrSettings says that the settings have mistakes with which no site can be made; the diagnostics name them.
var ErrSettings = errors.New("the settings have mistakes")

// Commons is an opened commons.
type Commons struct {
	options Options
	set     build.Settings
}

// Open reads the settings. Its diagnostics are those of the settings; Build and Check have them in their results too, so that
// a caller prints them only where Open fails.
func Open(o Options) (*Commons, []source.Diagnostic, error) {
	cfg, diags, err := config.Load(config.Options{Dir: o.Source, File: o.Config, Set: o.Set, Env: os.Environ()})
	if err != nil {
		return nil, diags, err
	}
	date, err := buildDate(o.Date)
	if err != nil {
		return nil, diags, err
	}
	theme, mistakes, err := render.LoadTheme(os.DirFS(cfg.Dir), cfg.Theme)
	if err != nil {
		return nil, diags, err
	}
	if theme != nil {
		more, err := theme.ReadExports(cfg.Exports)
		if err != nil {
			return nil, diags, err
		}
		mistakes = append(mistakes, more...)
	}
	for i := range mistakes {
		if entry, ok := source.Lookup(mistakes[i].Code); ok && entry.Severity == source.Error {
			mistakes[i].Severity = source.Error
		}
	}
	diags = append(diags, mistakes...)
	fatal := theme == nil
	for _, d := range diags {
		fatal = fatal || d.Severity == source.Error
	}
	if fatal {
		for i := range diags {
			if entry, ok := source.Lookup(diags[i].Code); ok && diags[i].Severity == source.Off {
				diags[i].Severity = entry.Severity
			}
		}
		return nil, diags, ErrSettings
	}
	destination := o.Destination
	if destination == "" {
		destination = filepath.Join(cfg.Dir, "public")
	}
	if destination, err = filepath.Abs(destination); err != nil {
		return nil, diags, fmt.Errorf("find the output folder: %w", err)
	}
	jobs := o.Jobs
	if jobs < 1 {
		jobs = runtime.GOMAXPROCS(0)
	}
	c := &Commons{options: o, set: build.Settings{Config: cfg, Theme: theme, Diagnostics: diags, Destination: destination, Date: date, Drafts: o.Drafts, Repair: o.Repair,
		Jobs: jobs, Version: Version(), Progress: o.Progress}}
	return c, diags, nil
}

// buildDate is the date of a build: as asked for, else that of SOURCE_DATE_EPOCH (reproducible-builds.org), else today in UTC. Nothing else
// asks the clock for a date.
func buildDate(asked string) (string, error) {
	if asked != "" {
		if _, err := time.Parse(time.DateOnly, asked); err != nil {
			return "", fmt.Errorf("%q is not a date like 2026-11-20", asked)
		}
		return asked, nil
	}
	if epoch := os.Getenv("SOURCE_DATE_EPOCH"); epoch != "" {
		seconds, err := strconv.ParseInt(epoch, 10, 64)
		if err != nil || seconds < 0 || seconds > 253402300799 {
			return "", fmt.Errorf("SOURCE_DATE_EPOCH is %q, not a number of seconds since 1970", epoch)
		}
		return time.Unix(seconds, 0).UTC().Format(time.DateOnly), nil
	}
	return time.Now().UTC().Format(time.DateOnly), nil
}

// cacheSite is the folder that the cache belongs to: that of site.yaml; where there is none, the site's.
func (c *Commons) cacheSite() string {
	if file := c.set.Config.File; file != "" {
		return filepath.Dir(file)
	}
	return c.set.Config.Dir
}

func (c *Commons) openCache(ctx context.Context) (*build.Cache, error) {
	return build.OpenCache(ctx, c.cacheSite())
}

// Build makes or renews the output folder.
func (c *Commons) Build(ctx context.Context) (*Result, error) {
	cache, err := c.openCache(ctx)
	if err != nil {
		return nil, err
	}
	res, err := build.NewBuilder(cache, c.set).Build(ctx, c.options.Clean)
	if err = errors.Join(err, cache.Close()); err != nil {
		return nil, err
	}
	if c.options.Verify {
		if err := c.verify(ctx); err != nil {
			return nil, err
		}
	}
	return c.result(res), nil
}

// Check finds what is wrong and writes nothing but the cache.
func (c *Commons) Check(ctx context.Context) (*Result, error) {
	return c.withBuilder(ctx, (*build.Builder).Check)
}

// withBuilder does one thing that writes nothing but the cache.
func (c *Commons) withBuilder(ctx context.Context, do func(*build.Builder, context.Context) (*build.Result, error)) (*Result, error) {
	if err := build.Recover(c.set.Destination); err != nil {
		return nil, err
	}
	cache, err := c.openCache(ctx)
	if err != nil {
		return nil, err
	}
	res, err := do(build.NewBuilder(cache, c.set), ctx)
	if err = errors.Join(err, cache.Close()); err != nil {
		return nil, err
	}
	return c.result(res), nil
}

// verify builds again from nothing, with a cache and an output of its own, and compares every byte of all but foreign files.
func (c *Commons) verify(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "commonplace-verify-")
	if err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	defer os.RemoveAll(dir)
	cache, err := build.OpenCacheIn(filepath.Join(dir, "cache"))
	if err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	again := c.set
	again.Destination = filepath.Join(dir, "public")
	again.Exclude = c.set.Destination
	_, err = build.NewBuilder(cache, again).Build(ctx, true)
	if err = errors.Join(err, cache.Close()); err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	differ, err := build.Compare(c.set.Destination, again.Destination)
	if err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	t, err := build.OpenTarget(c.set.Destination, nil)
	if err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	m, _, err := t.Manifest()
	foreign, walked := t.Foreign(func(path string) bool { _, ours := m.Find(path); return ours })
	if err = errors.Join(err, walked, t.Close()); err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	differ = slices.DeleteFunc(differ, func(path string) bool { return slices.Contains(foreign, path) })
	if len(differ) > 0 {
		return fmt.Errorf("verify: %d of the output's files differ from a build from nothing, the first is %s; if nobody edited the output, "+
			"please report it; build --clean makes all files again", len(differ), differ[0])
	}
	return nil
}

// result adds to what was found how the lines of a file are read for its diagnostics.
func (c *Commons) result(res *build.Result) *Result {
	return &Result{Report: res.Report, Since: res.Since, Addresses: res.Addresses, Links: res.Links, Understood: res.Understood, Repairs: res.Repairs,
		Diagnostics: res.Diagnostics, Dir: c.set.Config.Dir, Lines: lineReader(c.set.Config)}
}

// lineReader reads lines of the files that diagnostics name, each file once, and only below the sources and the site's folder.
func lineReader(cfg *config.Config) func(path string, n int) (string, bool) {
	var last string
	var lines *source.Lines
	return func(path string, n int) (string, bool) {
		if path != last || lines == nil {
			data := readShown(cfg, path)
			if data == nil {
				return "", false
			}
			text, _ := source.Text(data)
			last, lines = path, source.NewLines(text)
		}
		line := lines.Line(n)
		return string(line), line != nil
	}
}

func readShown(cfg *config.Config, shown string) []byte {
	folders := []config.Folder{{Shown: "", Path: cfg.Dir}}
	for i := range cfg.Sources {
		folders = append(folders, cfg.Sources[i].Folder)
	}
	for _, f := range folders {
		rel, err := filepath.Rel(f.Shown, shown)
		if err != nil || !filepath.IsLocal(rel) {
			continue
		}
		dir, err := source.OpenDir(f.Path)
		if err != nil {
			continue
		}
		data, err := dir.Read(filepath.ToSlash(rel), cfg.Limits.Page)
		dir.Close()
		if err == nil {
			return data
		}
	}
	return nil
}
