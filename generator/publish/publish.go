// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Package publish carries a built site to where others read it: to a branch of a Git repository, into a folder, into an archive.
//
// What is there is compared with what the site is now, by the manifest that every publishing leaves behind, and only the differences travel. It
// never deletes a file that it did not publish, never replaces one of somebody else, and never sends a site that is being built.
//
// Its invariant: whatever happens on the way, readers find the old site or the new one. A branch and an archive change as a whole; in a folder
// each file does, and the next publishing ends what was interrupted.
package publish

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"commonplace/generator/build"
	"commonplace/generator/config"
)

// Options say what to publish and where.
type Options struct {
	Target    config.Target
	Site      *Site
	Dir       string   // the site's folder, whose repository knows the remotes
	Cache     string   // a folder for what is kept between two publishings
	Protected []string // folders that nothing is published into: sources, static files, the output
	Version   string   // of the program
	Progress  func(phase string, done, total int)
}

// Plan is what a publishing does to its target: all lists are sorted slash paths.
type Plan struct {
	Target  string   `json:"target"`
	Kind    string   `json:"kind"`
	Place   string   `json:"place"` // in words: "branch gh-pages of origin (https://…)"
	New     bool     `json:"new"`   // the place is made
	Added   []string `json:"added"`
	Changed []string `json:"changed"`
	Removed []string `json:"removed"`
	Kept    []string `json:"kept"`   // files of others, which stay
	Bytes   int64    `json:"bytes"`  // of the files added and changed
	Files   int      `json:"files"`  // of the whole site
	Commit  string   `json:"commit"` // of the branch, once it is published
	Notes   []string `json:"notes"`  // what may become a problem at the host

	first []string // of Removed: a file where a folder is to be, or the other way round
}

// Empty says that the target holds the site already.
func (p *Plan) Empty() bool { return len(p.Added)+len(p.Changed)+len(p.Removed) == 0 }

// Publication is a site that is ready to be carried to its target. Target-specific faults are errors that say what to do; a *LimitError
// and a *CollisionError come before anything has been sent.
type Publication interface {
	Plan() *Plan
	// Send carries the plan out.
	Send(ctx context.Context) error
	Close() error
}

// Open compares the site with what its target holds.
func Open(ctx context.Context, o Options) (Publication, error) {
	if o.Progress == nil {
		o.Progress = func(string, int, int) {}
	}
	plan := &Plan{Target: o.Target.Name, Kind: o.Target.Kind, Added: []string{}, Changed: []string{}, Removed: []string{}, Kept: []string{}}
	files := o.Site.files()
	var err error
	if plan.Files = len(files); o.Target.Host != config.NoHost {
		if plan.Notes, err = checkHost(o.Target, files); err != nil {
			return nil, err
		}
	}
	if plan.Notes == nil {
		plan.Notes = []string{}
	}
	switch o.Target.Kind {
	case config.GitHubPages:
		return openBranch(ctx, o, plan)
	case config.ToFolder:
		return openFolder(o, plan)
	case config.ToZip, config.ToTarGz:
		return openArchive(o, plan)
	case "":
		return nil, fmt.Errorf("the target “%s” has a mistake in site.yaml, so nothing is published to it: correct it first", o.Target.Name)
	}
	return nil, fmt.Errorf("publishing to %s is not there yet: publish to a folder or an archive, and carry that on with the host's own program", o.Target.Kind)
}

// Site is a built output that no build changes meanwhile.
type Site struct {
	Dir      string
	Manifest *build.Manifest
	text     []byte // of the manifest
}

// NewSite is the output in a folder; the caller holds its lock.
func NewSite(dir string, m *build.Manifest) *Site {
	return &Site{Dir: dir, Manifest: m, text: m.Append(nil)}
}

// same says that a manifest's file names the same files with the same bytes.
func (s *Site) same(manifest []byte) bool { return bytes.Equal(s.text, manifest) }

// CollisionError says that files of others stand where the site has its own.
type CollisionError struct {
	Place string
	Paths []string
	Way   string // what to do
}

func (e *CollisionError) Error() string {
	return fmt.Sprintf("the %s holds %s that commonplace did not publish, where the site has its own: %s; nothing was published: %s",
		e.Place, counted(len(e.Paths), "file"), named(e.Paths), e.Way)
}

// named lists a few paths.
func named(paths []string) string {
	const most = 5
	if len(paths) <= most {
		return strings.Join(paths, ", ")
	}
	return strings.Join(slices.Concat(paths[:most], []string{"…"}), ", ")
}

func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
