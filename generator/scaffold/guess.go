// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package scaffold

import (
	"context"
	_ "embed"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"commonplace/generator/config"
	"commonplace/generator/history"
	"commonplace/generator/source"
)

//go:embed layouts.yaml
var layoutTable []byte

//go:embed forges.yaml
var forgeTable []byte

//go:embed licenses.yaml
var licenseTable []byte

// Answers are what init has to know. Guess fills all of them in.
type Answers struct {
	Title, License, Language string
	Author                   string // the first person; never with an e-mail address
	Forge                    string // whose workflow is written: github, gitlab, forgejo; empty: none
	Root                     string // slash path of the folder of pages
	Preset                   string // how pages that another tool is for are read; empty: as they are
	Fresh                    bool   // there are no pages yet
	Tool                     string // whose folder it seems to be; empty for a fresh one
	Repository               config.Repository
	URL                      string // where the forge will show the site; empty where that is not known
	Date                     string // YYYY-MM-DD
	Program                  Program
	Below                    string // where the folder lies in its repository, with a final slash; empty at its top. Workflows are read at the top only
}

// Program says where a workflow gets this program from.
type Program struct {
	Repository string // address that git can fetch from; empty where the program does not know it
	Commit     string // full id of the commit that it was made of; likewise
}

// Guess looks at a folder, which need not exist, and answers what can be seen from outside.
func Guess(ctx context.Context, dir string) (Answers, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return Answers{}, fmt.Errorf("find the folder: %w", err)
	}
	a := Answers{Title: titleOf(filepath.Base(abs)), License: "CC-BY-SA-4.0", Language: "en", Author: "Your Name", Root: "content", Fresh: true}
	near := existing(abs)
	if name, err := Title(history.Self(ctx, near)); err == nil {
		a.Author = name
	}
	address, branch := history.Remote(ctx, near)
	a.Repository, a.URL = forgeOf(address)
	if a.Repository.Branch = branch; branch == "" {
		a.Repository.Branch = "main"
	}
	if a.Below = history.Below(ctx, near); near != abs && near != "" {
		if rel, err := filepath.Rel(near, abs); err == nil && a.Repository.URL != "" {
			a.Below += filepath.ToSlash(rel) + "/"
		}
	}
	if a.Below == "" {
		a.Forge = a.Repository.Kind
	}
	files := os.DirFS(abs)
	if license := licenseOf(files); license != "" {
		a.License = license
	}
	if l, root, ok := layoutOf(files); ok {
		a.Fresh, a.Tool, a.Root = false, l.Get("name").Text(), root
		if preset := l.Get("preset").Text(); slices.Contains(config.Presets(), preset) {
			a.Preset = preset
		}
		a.learn(files, l)
	}
	return a, nil
}

// titleOf makes a title of a folder's name: “water-commons” is “Water commons”.
func titleOf(folder string) string {
	title, err := Title(strings.NewReplacer("-", " ", "_", " ").Replace(folder))
	if err != nil || !strings.ContainsFunc(title, unicode.IsLetter) {
		return "A commons"
	}
	runes := []rune(title)
	runes[0] = unicode.ToUpper(runes[0])
	return string(runes)
}

// existing is the folder, or the nearest above it that exists, where git can be asked.
func existing(dir string) string {
	for {
		if info, err := os.Stat(dir); err == nil && info.IsDir() || filepath.Dir(dir) == dir {
			return dir
		}
		dir = filepath.Dir(dir)
	}
}

// table reads one of the program's own tables.
func table(text []byte) *source.Node {
	root, diags := source.ParseYAML(text, 1, source.YAMLLimits{Bytes: 1 << 20, Depth: 8, Nodes: 10_000})
	if len(diags) > 0 {
		panic("scaffold: " + diags[0].Message)
	}
	return root
}

// layoutOf finds the first layout one of whose marks is there and that has a root with Markdown in it.
func layoutOf(files fs.FS) (layout *source.Node, root string, ok bool) {
	layouts := table(layoutTable)
	for i := range layouts.Len() {
		l := layouts.Item(i)
		marked := slices.ContainsFunc(l.Get("marks").Strings(), func(mark string) bool {
			_, err := fs.Stat(files, mark)
			return err == nil
		})
		if !marked {
			continue
		}
		for _, root := range l.Get("roots").Strings() {
			if hasPages(files, root) {
				return l, root, true
			}
		}
	}
	return nil, "", false
}

// searched bounds how many files are looked at for a page.
const searched = 10_000

// hasPages tells whether a folder holds Markdown other than what every repository has beside its content.
func hasPages(files fs.FS, root string) bool {
	left, found := searched, false
	_ = fs.WalkDir(files, root, func(p string, d fs.DirEntry, err error) error {
		left--
		name := strings.ToLower(path.Base(p))
		switch ext := path.Ext(name); {
		case err != nil || found || left < 0:
			return fs.SkipAll
		case d.IsDir() && p != root && (strings.HasPrefix(name, ".") || name == "node_modules" || name == "vendor" || name == "public"):
			return fs.SkipDir
		case d.IsDir() || ext != ".md" && ext != ".markdown":
		case slices.Contains(besides(), strings.TrimSuffix(name, ext)):
		default:
			found = true
		}
		return nil
	})
	return found
}

// besides are Markdown files about a repository, not of its content.
func besides() []string {
	return []string{"readme", "license", "licence", "copying", "contributing", "changelog", "changes", "code_of_conduct", "security", "support", "governance", "authors", "maintainers"}
}

// licenseOf tells the licence of a repository by its LICENSE file or its folder LICENSES; empty where it can't be told.
func licenseOf(files fs.FS) string {
	if entries, err := fs.ReadDir(files, "LICENSES"); err == nil && len(entries) == 1 {
		return strings.TrimSuffix(entries[0].Name(), path.Ext(entries[0].Name()))
	}
	for _, name := range []string{"LICENSE", "LICENSE.md", "LICENSE.txt", "LICENCE", "LICENCE.md", "LICENCE.txt", "COPYING"} {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			continue
		}
		begin := strings.ToLower(string(text[:min(len(text), 2000)]))
		known := table(licenseTable)
		for i := range known.Len() {
			if strings.Contains(begin, strings.ToLower(known.Item(i).Get("text").Text())) {
				return known.Item(i).Get("license").Text()
			}
		}
	}
	return ""
}

// forgeOf reads the address of a Git remote: the repository's page, and where its forge shows a site of it. Both are empty for an address
// that leads to no known forge.
func forgeOf(address string) (repository config.Repository, pages string) {
	host, name := splitRemote(address)
	owner, repo := path.Dir(name), path.Base(name)
	if owner == "." || !plainPath(name) || !plainPath(host) {
		return config.Repository{}, ""
	}
	forges := table(forgeTable)
	for i := range forges.Len() {
		f := forges.Item(i)
		if host != f.Get("host").Text() && !strings.Contains(host, f.Get("word").Text()) {
			continue
		}
		repository = config.Repository{URL: "https://" + host + "/" + name, Kind: f.Get("kind").Text()}
		if host != f.Get("host").Text() || strings.Contains(owner, "/") {
			return repository, "" // a host of its own shows pages wherever its people like
		}
		fill := strings.NewReplacer("{owner}", strings.ToLower(owner), "{name}", repo)
		pages = fill.Replace(f.Get("pages").Text())
		if strings.EqualFold(repo, fill.Replace(f.Get("own").Text())) {
			pages = strings.TrimSuffix(pages, repo+"/")
		}
		return repository, pages
	}
	return config.Repository{}, ""
}

// splitRemote takes the host and the path of an address in one of the forms that git knows: https://host/path, ssh://git@host:22/path,
// git@host:path.
func splitRemote(address string) (host, name string) {
	if !strings.Contains(address, "://") {
		user, rest, ok := strings.Cut(address, ":")
		if !ok || strings.ContainsAny(user, `/\`) || len(user) == 1 {
			return "", "" // a path; with one letter before the colon, that of a drive
		}
		address = "ssh://" + user + "/" + strings.TrimPrefix(rest, "/")
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" && u.Scheme != "ssh" && u.Scheme != "git" {
		return "", ""
	}
	if u.Port() != "" && u.Scheme != "ssh" {
		return "", "" // a web server at a port of its own: nobody knows the address of its pages
	}
	return strings.ToLower(u.Hostname()), strings.TrimSuffix(strings.Trim(u.Path, "/"), ".git")
}

// plainPath tells the hosts of forges and the paths that they give to repositories, which need no quotes anywhere.
func plainPath(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./", r))
	}) && !strings.Contains(name, "..")
}
