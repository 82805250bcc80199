// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"commonplace/generator/source"
)

// The kinds of targets that a site can be published to.
const (
	GitHubPages = "github-pages" // a branch of a Git repository; other forges serve branches, too
	ToFolder    = "folder"
	ToZip       = "zip"
	ToTarGz     = "tar.gz"
)

// Kinds lists the kinds of targets that are there.
func Kinds() []string { return []string{GitHubPages, ToFolder, ToZip, ToTarGz} }

// PlannedKinds are those that have a name already, so that a site.yaml can be written for them, and cannot be published to yet.
func PlannedKinds() []string { return []string{"s3", "sftp", "ipfs"} }

// The hosts whose limits are known; NoHost has none.
const (
	CloudflarePages = "cloudflare-pages"
	NoHost          = "none"
)

// The ways to treat the history of a branch.
const (
	KeepHistory   = "keep"   // each publishing is a commit on the one before
	SquashHistory = "squash" // the branch is always one commit
)

// Target is a place that the site is published to.
type Target struct {
	Name    string
	Kind    string // one of Kinds or PlannedKinds; empty: site.yaml has a mistake in it, so that nothing must be published to it
	Remote  string // of a branch: a remote of the site's repository, or the address of a repository
	Branch  string
	History string // keep or squash
	To      Folder // the folder, or the file of an archive
	Host    string // whose limits the site is held to
}

// UsualTarget is the target of a name that site.yaml says nothing of: a kind's own name stands for it where nothing more has to be
// known.
func (c *Config) UsualTarget(name string) (Target, bool) {
	t := Target{Name: name, Kind: name, Host: NoHost}
	switch name {
	case GitHubPages:
		t.Remote, t.Branch, t.History, t.Host = "origin", "gh-pages", KeepHistory, GitHubPages
	case ToZip, ToTarGz:
		t.To = Folder{Shown: "public." + name, Path: filepath.Join(c.Dir, "public."+name)}
	default:
		return Target{}, false
	}
	return t, true
}

// targets reads the places to publish to. One with a mistake is kept, without its kind: where a name is misspelt, the default would
// be another place than the one that was meant.
func (l *loader) targets(own *source.Node) {
	from := layer{node: l.mapping(own, "publish", origin{})}
	for i := range from.node.Len() {
		name, span := from.node.Key(i)
		before := len(l.diags)
		t := l.target(word{text: name, span: span}, layerOf(from.node.Value(i), from))
		if len(l.diags) > before {
			t.Kind = ""
		}
		l.cfg.Publish = append(l.cfg.Publish, t)
	}
}

func (l *loader) target(name word, from layer) Target {
	node := l.mapping(from.node, name.text, from.origin)
	own := layerOf(node, from)
	t, _ := l.cfg.UsualTarget(name.text)
	known := append(Kinds(), PlannedKinds()...)
	kind := ""
	l.value(own, "kind", &kind, anyOf(known...))
	if kind == "" && node.Get("kind") == nil {
		if !slices.Contains(known, name.text) {
			l.bad(name, flawf("the target “%s” needs a kind", name.text).or("known are "+strings.Join(known, ", ")))
		}
		kind = name.text
	}
	if kind != t.Kind {
		t, _ = l.cfg.UsualTarget(kind)
	}
	t.Name, t.Kind = name.text, kind
	switch kind {
	case GitHubPages:
		l.keys(node, "a target of kind github-pages", from.origin, "kind", "remote", "branch", "history", "host")
		l.value(own, "remote", &t.Remote, gitWord("the remote of a target"))
		l.value(own, "branch", &t.Branch, gitWord("a branch"))
		l.value(own, "history", &t.History, anyOf(KeepHistory, SquashHistory))
	case ToFolder, ToZip, ToTarGz:
		l.keys(node, "a target of kind "+kind, from.origin, "kind", "path", "host")
		path := ""
		l.value(own, "path", &path, nil)
		switch {
		case path != "":
			t.To = l.folder(path)
		case kind == ToFolder:
			l.bad(name, flawf("the target “%s” needs a path", name.text).or("write “path: /srv/www/commons”"))
		}
		t.Host = NoHost
	default:
		return Target{Name: t.Name, Kind: kind, Host: NoHost}
	}
	l.value(own, "host", &t.Host, anyOf(GitHubPages, CloudflarePages, NoHost))
	return t
}

// gitWord refuses what Git would take for an option or could not read; the rest is for Git to judge.
func gitWord(what string) func(string) (string, *flaw) {
	return func(text string) (string, *flaw) {
		if text == "" || strings.HasPrefix(text, "-") || strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) }) {
			return "", flawf("“%s” can't be %s", text, what)
		}
		return text, nil
	}
}
