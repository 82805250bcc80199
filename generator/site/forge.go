// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"fmt"
	"net/url"
	"path"
	"strings"

	"commonplace/generator/page"
	"commonplace/generator/source"
)

// forgePath says where a forge shows something of a repository, by its kind: what stands between the repository's address and the
// branch; and of a new file what stands between the branch and its name, if the forge can be told it. An unknown kind is taken for the most common.
func forgePath(kind, what string) string {
	switch kind {
	case "gitlab":
		return map[string]string{"edit": "/-/edit/", "history": "/-/commits/", "file": "/-/blob/", "folder": "/-/tree/", "new": "/-/new/", "name": "?file_name="}[what]
	case "forgejo":
		return map[string]string{"edit": "/_edit/", "history": "/commits/branch/", "file": "/src/branch/", "folder": "/src/branch/", "new": "/_new/"}[what]
	}
	return map[string]string{"edit": "/edit/", "history": "/commits/", "file": "/blob/", "folder": "/tree/", "new": "/new/", "name": "?filename="}[what]
}

// forgeAddress is where the forge shows a path below the root of a source, empty where the site's repository does not hold the source or
// has no address.
func (s *Site) forgeAddress(number int, p, what string) string {
	r, root := &s.cfg.Repository, s.cfg.Sources[number].InRepository
	if r.URL == "" || root == "" {
		return ""
	}
	inside := path.Join(root, p)
	if inside == ".." || strings.HasPrefix(inside, "../") {
		return ""
	}
	return strings.TrimSuffix(r.URL, "/") + forgePath(r.Kind, what) + (&url.URL{Path: r.Branch}).EscapedPath() + "/" + (&url.URL{Path: inside}).EscapedPath()
}

// reportAddress is where the forge takes a report about a page, with the page's title and file filled in; empty where the site has no repository.
func (s *Site) reportAddress(title, shown string) string {
	r := &s.cfg.Repository
	if r.URL == "" {
		return ""
	}
	at, about, text := "/issues/new", "title", "body"
	if r.Kind == "gitlab" {
		at, about, text = "/-/issues/new", "issue[title]", "issue[description]"
	}
	return strings.TrimSuffix(r.URL, "/") + at + "?" + url.Values{about: {title}, text: {shown + "\n"}}.Encode()
}

// unpublishedFile is a file or a folder of a source that has no place in the site.
type unpublishedFile struct {
	exists, folder bool
	address        string // at the forge; empty: nowhere
}

// unpublished finds what page i means by a path, if that exists and is not published.
func (s *Site) unpublished(i int32, p string) (u unpublishedFile) {
	e := &s.pages[i]
	shown, root := s.shownFor(i, p), s.cfg.Sources[e.Source].Shown
	what := "file"
	if u.exists = s.in.Other[shown]; !u.exists {
		u.exists, u.folder, what = s.folder(shown), true, "folder"
	}
	if u.exists {
		below := strings.TrimPrefix(strings.TrimPrefix(shown, root), "/")
		if shown != root && root != "." && !strings.HasPrefix(shown, root+"/") {
			return u
		}
		u.address = s.forgeAddress(e.Source, below, what)
	}
	return u
}

// folder tells whether a source has files below a path.
func (s *Site) folder(shown string) bool {
	if s.folderAt == nil {
		s.folderAt = map[string]bool{}
		enter := func(p string) {
			for dir := path.Dir(p); !s.folderAt[dir]; dir = path.Dir(dir) {
				s.folderAt[dir] = true
			}
		}
		for p := range s.byShown {
			enter(p)
		}
		for p := range s.in.Other {
			enter(p)
		}
	}
	return s.folderAt[shown]
}

// resolveUnpublished leads a link to what exists and is not published to the forge, where readers of the repository find it, or says that
// nobody will.
func (s *Site) resolveUnpublished(i int32, l *page.Link, t *target) bool {
	u := s.unpublished(i, l.Target)
	switch {
	case !u.exists:
		return false
	case u.address != "":
		t.state = TargetForge
	case u.folder:
		s.reportLink(i, l, source.CodeFileNotPublished, fmt.Sprintf("“%s” is a folder without a page of its own", l.Target), "write an index.md or a README.md in it")
	default:
		s.reportLink(i, l, source.CodeFileNotPublished, fmt.Sprintf("“%s” exists but is not a file that is published", l.Target),
			"put it in a static folder, or link to it in the repository")
	}
	return true
}
