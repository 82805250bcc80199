// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"fmt"
	"slices"
	"strings"

	"commonplace/generator/build"
	"commonplace/generator/config"
)

// A host is what a place for sites takes; zero is without a limit.
type host struct {
	name      string
	files     int
	bytes     int64 // of all files
	fileBytes int64
	// slow is the size from which a deployment may not end in the time it has.
	slow   int64
	onSlow string
}

// hosts are as their documentation says: docs.github.com “GitHub Pages limits” and “About large files on GitHub”;
// developers.cloudflare.com “Pages limits”.
func hosts() map[string]host {
	return map[string]host{
		config.GitHubPages: {name: "GitHub Pages", bytes: 1e9, fileBytes: 100 << 20,
			slow: 600e6, onSlow: "GitHub Pages ends a deployment after ten minutes, which a site of %s MB in %s files may need: look at it after publishing"},
		config.CloudflarePages: {name: "Cloudflare Pages", files: 20_000, fileBytes: 25 << 20},
	}
}

// LimitError says that a host does not take the site.
type LimitError struct {
	Host    string
	Reasons []string // each with what to do about it
}

func (e *LimitError) Error() string {
	return fmt.Sprintf("%s does not take this site, so nothing was sent:\n  - %s\nA host that takes more is set with “host: none” at the target in site.yaml.",
		e.Host, strings.Join(e.Reasons, "\n  - "))
}

// checkHost holds the files to the limits of a target's host. Its notes are what may become a problem.
func checkHost(t config.Target, files []build.Entry) (notes []string, err error) {
	h, known := hosts()[t.Host]
	if !known {
		return nil, nil
	}
	var sum int64
	var large []string
	for i := range files {
		sum += files[i].Size
		if files[i].Size > h.fileBytes {
			large = append(large, fmt.Sprintf("%s (%s MB)", files[i].Path, megabytes(files[i].Size)))
		}
	}
	e := &LimitError{Host: h.name}
	add := func(format string, args ...any) { e.Reasons = append(e.Reasons, fmt.Sprintf(format, args...)) }
	if h.bytes > 0 && sum > h.bytes {
		add("it has %s MB, and %s MB are allowed: make large images smaller or leave them out with “exclude” at their source, or publish in parts, each with a site.yaml of its own",
			megabytes(sum), megabytes(h.bytes))
	}
	if h.files > 0 && len(files) > h.files {
		add("it has %s files, and %s are allowed: publish in parts, each with a site.yaml of its own, or to github-pages, which takes any number",
			thousands(len(files)), thousands(h.files))
	}
	if len(large) > 0 {
		slices.Sort(large)
		add("%s larger than %s MB: %s: make smaller ones, or keep them elsewhere and link to them", counted(len(large), "file"), megabytes(h.fileBytes), named(large))
	}
	if e.Reasons != nil {
		return nil, e
	}
	if h.slow > 0 && sum > h.slow {
		notes = append(notes, fmt.Sprintf(h.onSlow, megabytes(sum), thousands(len(files))))
	}
	return notes, nil
}

func megabytes(n int64) string { return thousands(int((n + 999_999) / 1_000_000)) }

func thousands(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return thousands(n/1000) + fmt.Sprintf(",%03d", n%1000)
}
