// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator

import (
	"context"
	"errors"
	"fmt"
	"os"

	"commonplace/generator/build"
	"commonplace/generator/config"
	"commonplace/generator/site"
	"commonplace/generator/source"
)

// linked reads the commons as it is.
func (c *Commons) linked(ctx context.Context) (*site.Site, error) {
	cache, err := c.openCache(ctx)
	if err != nil {
		return nil, err
	}
	snapshot, _, err := build.NewBuilder(cache, c.set).Snapshot(ctx, source.Hash{})
	if err != nil {
		return nil, errors.Join(err, cache.Close())
	}
	s := snapshot.Site.Site
	snapshot.Close()
	return s, cache.Close()
}

// ErrNoPage says that no page is called so.
var ErrNoPage = errors.New("there is no such page")

// Status is the standing of one page by an id, slug, path, title or alias, or of all for an empty name. An unknown name gives ErrNoPage.
func (c *Commons) Status(ctx context.Context, page string) ([]site.Standing, error) {
	s, err := c.linked(ctx)
	if err != nil {
		return nil, err
	}
	if page != "" {
		i, ok := s.Find(page)
		if !ok {
			return nil, fmt.Errorf("%w: “%s”", ErrNoPage, page)
		}
		return []site.Standing{s.Standing(i)}, nil
	}
	list := make([]site.Standing, s.Pages())
	for i := range list {
		list[i] = s.Standing(i)
	}
	return list, nil
}

// Simulation is what other rules would change.
type Simulation struct {
	Pages   int                 `json:"pages"` // of the commons
	Changes []site.StatusChange `json:"changes"`
}

// Simulate says which pages would have another status under the rules of a file. What is wrong in the rules is in the diagnostics.
func (c *Commons) Simulate(ctx context.Context, file string) (*Simulation, []source.Diagnostic, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, nil, fmt.Errorf("read the rules: %w", err)
	}
	rules, diags := config.ReadGovernance(file, text)
	for k := range diags {
		if entry, known := source.Lookup(diags[k].Code); known {
			diags[k].Severity = entry.Severity
		}
	}
	s, err := c.linked(ctx)
	if err != nil {
		return nil, diags, err
	}
	return &Simulation{s.Pages(), s.Simulate(&rules)}, diags, nil
}
