// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"commonplace/generator/build"
	"commonplace/generator/search"
)

// Find answers a question from the search index of the output folder, as it was built last. Where that has none, it builds the site for the purpose
// into a temporary folder; nothing but the cache is written. Lang is the language of the pages that are asked for; empty: the site's, or where it has
// no pages in that, the one with the most.
func (c *Commons) Find(ctx context.Context, lang string, question search.Question) (*search.Answer, error) {
	dir := c.set.Destination
	if err := build.Recover(dir); err != nil {
		return nil, err
	}
	langs, err := indexed(dir)
	if err != nil {
		return nil, err
	}
	if langs == nil {
		temporary, err := os.MkdirTemp("", "commonplace-search-")
		if err != nil {
			return nil, fmt.Errorf("make a search index: %w", err)
		}
		defer os.RemoveAll(temporary)
		dir = filepath.Join(temporary, "public")
		if langs, err = c.indexIn(ctx, dir); err != nil {
			return nil, err
		}
	}
	return answer(os.DirFS(dir), langs, lang, c.set.Config.Language, question)
}

// FindIn answers a question from the search index of a site that was built, or brought, into a folder. Lang is as for Find, but of a site whose
// settings are not known.
func FindIn(dir, lang string, question search.Question) (*search.Answer, error) {
	langs, err := indexed(dir)
	if err != nil {
		return nil, err
	}
	if langs == nil {
		return nil, fmt.Errorf("there is no search index in %s; a build makes one", dir)
	}
	return answer(os.DirFS(dir), langs, lang, "", question)
}

// indexIn builds the site in a folder and gives the languages that it can be searched in.
func (c *Commons) indexIn(ctx context.Context, dir string) ([]string, error) {
	cache, err := c.openCache(ctx)
	if err != nil {
		return nil, err
	}
	set := c.set
	set.Destination = dir
	set.Exclude = c.set.Destination
	_, err = build.NewBuilder(cache, set).Build(ctx, false)
	if err = errors.Join(err, cache.Close()); err != nil {
		return nil, err
	}
	langs, err := indexed(dir)
	if err == nil && langs == nil {
		err = errors.New("this site has no search: no pages, or search is off in site.yaml")
	}
	return langs, err
}

// indexed lists the languages that the site in a folder can be searched in; none: it has no index.
func indexed(dir string) ([]string, error) {
	found, err := fs.Glob(os.DirFS(dir), "search/*/meta.js")
	if err != nil {
		return nil, fmt.Errorf("look for a search index: %w", err)
	}
	for i, path := range found {
		found[i] = strings.Split(path, "/")[1]
	}
	return found, nil
}

// answer asks the index of the language that was asked for, else of the site's own, else of the one with the most pages.
func answer(files fs.FS, langs []string, asked, own string, question search.Question) (*search.Answer, error) {
	lang := strings.ToLower(cmp.Or(asked, own))
	if !slices.Contains(langs, lang) {
		if asked != "" {
			return nil, fmt.Errorf("no page can be searched in the language %q; there is %s", asked, strings.Join(langs, ", "))
		}
		r, err := search.Open(files, langs[0])
		if err != nil {
			return nil, err
		}
		most := 0
		for _, l := range r.Meta().Languages {
			if l.Pages > most && slices.Contains(langs, l.Lang) {
				lang, most = l.Lang, l.Pages
			}
		}
	}
	r, err := search.Open(files, lang)
	if err != nil {
		return nil, err
	}
	return r.Ask(question), nil
}
