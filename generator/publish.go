// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"commonplace/generator/build"
	"commonplace/generator/config"
	"commonplace/generator/publish"
	"commonplace/generator/source"
)

// Publication is a built site, held so that no build changes it, and compared with what its target holds.
type Publication struct {
	publish.Publication
	output *build.Target
}

// Close gives the output free.
func (p *Publication) Close() error { return errors.Join(p.Publication.Close(), p.output.Close()) }

// HasTarget says whether the site can be published to a target of this name; if not, the error says which names there are.
func (c *Commons) HasTarget(name string) error {
	_, err := c.target(name)
	return err
}

func (c *Commons) target(name string) (config.Target, error) {
	names := config.Kinds()
	for _, t := range c.set.Config.Publish {
		if t.Name == name {
			return t, nil
		}
		names = append(names, t.Name)
	}
	if t, ok := c.set.Config.UsualTarget(name); ok {
		return t, nil
	}
	if name == config.ToFolder {
		return config.Target{}, errors.New("the target “folder” needs a path: write “publish: {folder: {path: /srv/www/commons}}” into site.yaml")
	}
	slices.Sort(names)
	hint := "there are " + strings.Join(slices.Compact(names), ", ")
	if near := source.Nearest(name, names); near != "" {
		hint = "did you mean “" + near + "”?"
	}
	return config.Target{}, fmt.Errorf("there is no target “%s”: %s", name, hint)
}

// Publication compares the output, as it was built last, with what a target holds. The caller closes it.
func (c *Commons) Publication(ctx context.Context, name string) (_ *Publication, err error) {
	target, err := c.target(name)
	if err != nil {
		return nil, err
	}
	dir, err := build.CacheDir(ctx, c.cacheSite())
	if err != nil {
		return nil, err
	}
	output, err := build.OpenTarget(c.set.Destination, nil)
	if err != nil {
		return nil, err
	}
	p := &Publication{output: output}
	defer func() {
		if err != nil {
			err = errors.Join(err, output.Close())
		}
	}()
	m, _, err := output.Manifest()
	if err != nil {
		return nil, err
	}
	if m == nil {
		return nil, fmt.Errorf("%s holds no site: run “commonplace build” first", c.set.Destination)
	}
	cfg := c.set.Config
	var protected []string
	for i := range cfg.Sources {
		protected = append(protected, cfg.Sources[i].Path)
	}
	for i := range cfg.Static {
		protected = append(protected, cfg.Static[i].Path)
	}
	p.Publication, err = publish.Open(ctx, publish.Options{Target: target, Site: publish.NewSite(c.set.Destination, m), Dir: cfg.Dir, Cache: dir, Protected: protected,
		Version: Version(), Progress: c.options.Progress})
	return p, err
}
