// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"bufio"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// complete fills in what is not set: the address of the repository from the Git remote of the site's folder, if that is at a known forge;
// its kind from its host; its branch from what the remote calls its main one.
func (r *Repository) complete(dir string) {
	if r.Kind == "none" {
		*r = Repository{}
		return
	}
	clone := gitFolder(repositoryOf(dir))
	if r.URL == "" && clone != "" {
		if address := webAddress(remote(clone)); address != "" && (r.Kind != "" || forgeOf(address) != "") {
			r.URL = address
			if r.Branch == "" {
				r.Branch = remoteBranch(clone)
			}
		}
	}
	if r.URL == "" {
		return
	}
	if r.Branch == "" {
		r.Branch = "main"
	}
	if r.Kind == "" {
		r.Kind = forgeOf(r.URL)
	}
}

// forgeOf is the kind of forge that a repository is kept at, if its host tells.
func forgeOf(address string) string {
	_, rest, _ := strings.Cut(address, "//")
	switch host, _, _ := strings.Cut(rest, "/"); {
	case host == "github.com":
		return "github"
	case strings.HasPrefix(host, "gitlab."):
		return "gitlab"
	case host == "codeberg.org" || strings.HasPrefix(host, "forgejo.") || strings.HasPrefix(host, "gitea."):
		return "forgejo"
	}
	return ""
}

// inRepository is where a folder lies in the repository of the site: a slash path, "." at its top. It is empty where they have no
// repository in common. Without any, the site's folder stands for one.
func (l *loader) inRepository(folder string) string {
	top := repositoryOf(l.cfg.Dir)
	if other := repositoryOf(folder); other != top {
		return ""
	}
	if top == "" {
		top = l.cfg.Dir
	}
	rel, err := filepath.Rel(resolved(top), resolved(folder))
	if err != nil || !filepath.IsLocal(rel) {
		return ""
	}
	return filepath.ToSlash(rel)
}

// repositoryOf is the nearest folder at or above a folder that has a .git, or nothing.
func repositoryOf(folder string) string {
	for {
		if _, err := os.Stat(filepath.Join(folder, ".git")); err == nil {
			return folder
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			return ""
		}
		folder = parent
	}
}

// gitFolder is where a working tree keeps what Git knows of its remotes: .git, or what it names in a worktree or a submodule.
func gitFolder(top string) string {
	if top == "" {
		return ""
	}
	git := filepath.Join(top, ".git")
	text, err := os.ReadFile(git)
	if err != nil {
		return git // a folder
	}
	linked, ok := strings.CutPrefix(strings.TrimSpace(string(text)), "gitdir: ")
	if !ok {
		return ""
	}
	if !filepath.IsAbs(linked) {
		linked = filepath.Join(top, linked)
	}
	if common, err := os.ReadFile(filepath.Join(linked, "commondir")); err == nil {
		return filepath.Join(linked, strings.TrimSpace(string(common)))
	}
	return linked
}

// remote is the address of the remote "origin" as Git's settings have it (git-config, section SYNTAX), or nothing. To read one line of a
// file needs no program to be run.
func remote(git string) string {
	f, err := os.Open(filepath.Join(git, "config"))
	if err != nil {
		return ""
	}
	defer f.Close()
	origin := false
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		if strings.HasPrefix(line, "[") {
			origin = line == `[remote "origin"]`
			continue
		}
		if key, value, ok := strings.Cut(line, "="); ok && origin && strings.EqualFold(strings.TrimSpace(key), "url") {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// remoteBranch is the main branch of the remote, if Git has noted it.
func remoteBranch(git string) string {
	head, _ := os.ReadFile(filepath.Join(git, "refs", "remotes", "origin", "HEAD"))
	name, ok := strings.CutPrefix(strings.TrimSpace(string(head)), "ref: refs/remotes/origin/")
	if !ok {
		return ""
	}
	return name
}

// webAddress is the address at which a browser shows what Git fetches from another: no name of a user, no password, no port of SSH. It is
// empty for a path.
func webAddress(remote string) string {
	if host, path, ok := strings.Cut(remote, ":"); ok && !strings.Contains(host, "/") && !strings.HasPrefix(path, "//") {
		remote = "ssh://" + host + "/" + strings.TrimPrefix(path, "/") // git@host:owner/name.git
	}
	u, err := url.Parse(remote)
	if err != nil || u.Hostname() == "" {
		return ""
	}
	host := u.Host
	switch u.Scheme {
	case "http", "https":
	case "ssh", "git", "git+ssh":
		host = u.Hostname()
	default:
		return ""
	}
	if !strings.Contains(host, ".") {
		return ""
	}
	return "https://" + host + strings.TrimSuffix(strings.TrimSuffix(u.Path, "/"), ".git")
}
