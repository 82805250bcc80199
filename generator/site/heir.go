// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"path"
	"strings"

	"commonplace/generator/source"
)

// seeker looks for the pages that addresses of an old site meant.
type seeker struct {
	s     *Site
	outs  map[string]int32 // output paths of pages, with the page, of redirects and of media, with -1
	names *Names
	left  int // how many may still be looked for by names that are near
}

func (s *Site) seeker() *seeker {
	k := &seeker{s: s, outs: make(map[string]int32, len(s.pages)*2), left: mostSought}
	for i := range s.pages {
		k.outs[s.pages[i].out] = int32(i)
		k.outs[SourcePath(s.pages[i].out)] = -1
	}
	for _, r := range s.redirects {
		k.outs[r.out] = -1
	}
	for i := range s.media {
		if s.media[i].used {
			k.outs[s.media[i].out] = -1
		}
	}
	return k
}

// heir is the page that a path most likely meant: one of that id, slug, file name, title or alias, else one whose name is near; -1 where there is
// none, or where several are as likely.
func (k *seeker) heir(p string) int32 {
	words := pathWords(p)
	for _, word := range words {
		if n := k.s.names[source.Fold(word)]; n != nil && len(n.others) == 0 {
			return n.page
		}
	}
	if len(words) == 0 || k.left == 0 {
		return -1
	}
	k.left--
	if k.names == nil {
		k.names = k.s.PageNames()
	}
	near := k.names.About(words[0], 2)
	if len(near) == 0 || len(near) == 2 && near[0].Alike == near[1].Alike && near[0].Alike != NearName {
		return -1
	}
	if i, ok := k.s.byShown[near[0].Path]; ok && i >= 0 {
		return i
	}
	return -1
}

// pathWords are the names that a path may mean, the likeliest first: its last element without extension, the same without a date or number in front
// (/2024/03/09-water.html), and the last two elements.
func pathWords(p string) []string {
	parts := strings.FieldsFunc(p, func(r rune) bool { return r == '/' })
	if n := len(parts); n > 0 {
		parts[n-1] = strings.TrimSuffix(parts[n-1], path.Ext(parts[n-1]))
		if strings.EqualFold(parts[n-1], "index") || strings.EqualFold(parts[n-1], "readme") {
			parts = parts[:n-1]
		}
	}
	n := len(parts)
	if n == 0 {
		return nil
	}
	last := parts[n-1]
	words := []string{last}
	if bare := strings.TrimLeft(last, "0123456789-_."); bare != last && bare != "" {
		words = append(words, bare)
	}
	if n > 1 {
		words = append(words, parts[n-2]+"-"+last)
	}
	return words
}
