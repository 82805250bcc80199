// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

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

// ErrNoPage says that no page is called so, or that several are.
var ErrNoPage = errors.New("there is no such page")

// meant is the page that a word means: an id, slug, path, title or alias.
func meant(s *site.Site, word string) (int, error) {
	found := s.Meant(word)
	switch len(found) {
	case 0:
		near := ""
		if list := s.PageNames().About(word, 1); len(list) > 0 {
			near = fmt.Sprintf("; did you mean “%s” (%s)?", list[0].Title, list[0].Path)
		}
		return 0, fmt.Errorf("%w: “%s”%s", ErrNoPage, word, near)
	case 1:
		return found[0], nil
	}
	var paths []string
	for _, i := range found[:min(len(found), namesakes)] {
		paths = append(paths, s.Page(i).Shown)
	}
	return 0, fmt.Errorf("%w: “%s” are several; name one by its path: %s", ErrNoPage, word, strings.Join(paths, ", "))
}

// Status is the standing of one page by an id, slug, path, title or alias, or of all for an empty name. An unknown name gives ErrNoPage.
func (c *Commons) Status(ctx context.Context, page string) ([]site.Standing, error) {
	s, err := c.linked(ctx)
	if err != nil {
		return nil, err
	}
	if page != "" {
		i, err := meant(s, page)
		if err != nil {
			return nil, err
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
