// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"slices"

	"commonplace/generator/config"
)

// allowance opens the content security policy of all pages for what a maintainer lets some of them show: without it browsers would not show
// it. It is part of an output's key as the settings are.
func allowance(cfg *config.Config) (directives string) {
	for _, opening := range []struct {
		directive string
		wanted    func(r *config.Reading) bool
	}{
		{"img-src 'self' http: https:; ", func(r *config.Reading) bool { return r.Remote }},
		{"frame-src 'self' https:; ", func(r *config.Reading) bool { return slices.Contains(r.HTML, "iframe") }},
		{"media-src 'self' https:; ", func(r *config.Reading) bool {
			return slices.Contains(r.HTML, "video") || slices.Contains(r.HTML, "audio")
		}},
	} {
		if slices.ContainsFunc(cfg.Sources, func(s config.Source) bool { return opening.wanted(&s.Reading) }) {
			directives += opening.directive
		}
	}
	return directives
}
