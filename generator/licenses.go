// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"commonplace/generator/build"
	"commonplace/generator/commons"
	"commonplace/generator/scaffold"
	"commonplace/generator/source"
)

// LicenseFiles is what a commons lacks to say of every file who holds the rights and under which licence, by the rules of reuse.software.
type LicenseFiles struct {
	New     []LicenseFile `json:"new"`
	Changed []LicenseFile `json:"changed"`
	Kept    []string      `json:"kept"`  // are as they should be, or somebody's own
	Notes   []string      `json:"notes"` // what can't be known here

	dir string
}

// LicenseFile is one file that is written.
type LicenseFile struct {
	Path string `json:"path"` // slash path relative to the site folder
	Text string `json:"text"`

	was []byte
}

// most of what is named one by one in a note.
const mostNoted = 5

// Licenses reads the commons and finds what LICENSES/ and REUSE.toml should be. It writes nothing.
func (c *Commons) Licenses(ctx context.Context) (*LicenseFiles, error) {
	cache, err := c.openCache(ctx)
	if err != nil {
		return nil, err
	}
	snapshot, _, err := build.NewBuilder(cache, c.set).Snapshot(ctx, source.Hash{})
	if err != nil {
		return nil, errors.Join(err, cache.Close())
	}
	defer cache.Close()
	defer snapshot.Close()
	cfg := c.set.Config
	r := scaffold.Rights{Holders: cfg.Copyright, License: readLicense(cfg.License)}
	if r.Holders == "" {
		r.Holders = "The contributors to " + cmp.Or(cfg.Title, "this commons")
	}
	p := &LicenseFiles{New: []LicenseFile{}, Changed: []LicenseFile{}, Kept: []string{}, Notes: []string{}, dir: cfg.Dir}
	expressions := []string{r.License}
	var unsaid, unread, outside []string
	for i := range snapshot.Pages() {
		in := snapshot.Page(i)
		license := snapshot.License(i)
		known := readLicense(license)
		switch {
		case in.Term != nil:
			continue
		case !filepath.IsLocal(filepath.FromSlash(in.Shown)):
			outside = append(outside, in.Shown)
			continue
		case license == "":
			unsaid = append(unsaid, in.Shown)
			continue
		case known == "":
			unread = append(unread, in.Shown)
			continue
		}
		m := &in.Doc.Meta
		if code := readLicense(m.CodeLicense); code != "" && code != known {
			known = readLicense("(" + known + ") AND (" + code + ")")
		}
		page := scaffold.PageRights{Path: in.Shown, Holders: strings.Join(m.Copyright, ", "), License: known, Own: m.License != "" || m.CodeLicense != "" || len(m.Copyright) > 0 || known != r.License}
		if page.Holders == "" {
			page.Holders = r.Holders
		}
		r.Pages = append(r.Pages, page)
		expressions = append(expressions, known)
	}
	if err := p.plan(&r, expressions); err != nil {
		return nil, err
	}
	p.note(unsaid, "has no licence", "have no licence", "set “license:” there or in site.yaml")
	p.note(unread, "has a licence that is not known", "have licences that are not known", "commonplace check tells which")
	p.note(outside, "lies outside of this folder and is not covered", "lie outside of this folder and are not covered", "run this where they are kept")
	switch {
	case r.License == "":
		p.Notes = append(p.Notes, "site.yaml has no “license:”, so that files beside the pages are covered by nothing")
	case len(snapshot.Media()) > 0:
		p.Notes = append(p.Notes, "pictures and other files are taken to be under "+r.License+", like all that says nothing else; where they are others', say so in REUSE.toml")
	}
	return p, nil
}

// plan finds what is new and what changes.
func (p *LicenseFiles) plan(r *scaffold.Rights, expressions []string) error {
	root, err := os.OpenRoot(p.dir)
	if err != nil {
		return fmt.Errorf("open the folder: %w", err)
	}
	defer root.Close()
	known, unknown := scaffold.Texts(expressions)
	for _, id := range known {
		name := path.Join("LICENSES", id+".txt")
		if _, err := root.Lstat(filepath.FromSlash(name)); err == nil {
			p.Kept = append(p.Kept, name)
			continue
		}
		text, _ := commons.LicenceText(id)
		p.New = append(p.New, LicenseFile{Path: name, Text: string(text)})
	}
	for _, id := range unknown {
		name := path.Join("LICENSES", id+".txt")
		if _, err := root.Lstat(filepath.FromSlash(name)); err == nil {
			p.Kept = append(p.Kept, name)
		} else if strings.HasPrefix(id, "LicenseRef-") {
			p.Notes = append(p.Notes, "the text of "+id+" is yours: put it into "+name)
		} else {
			p.Notes = append(p.Notes, "the text of "+id+" is not in this program: put it into "+name+", from https://spdx.org/licenses/"+id+".html")
		}
	}
	const name = "REUSE.toml"
	if _, err := root.Lstat(filepath.Join(".reuse", "dep5")); err == nil {
		p.Notes = append(p.Notes, "the rights stand in .reuse/dep5, the older form, beside which there can be no REUSE.toml; “reuse convert-dep5” makes one of it")
		return nil
	}
	was, err := root.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read %s: %w", name, err)
	}
	switch text := scaffold.Reuse(was, r); {
	case was == nil:
		p.New = append(p.New, LicenseFile{Path: name, Text: string(text)})
	case bytes.Equal(was, text):
		p.Kept = append(p.Kept, name)
	default:
		p.Changed = append(p.Changed, LicenseFile{Path: name, Text: string(text), was: was})
	}
	return nil
}

// note says something of files, naming the first.
func (p *LicenseFiles) note(files []string, one, many, help string) {
	if len(files) == 0 {
		return
	}
	slices.Sort(files)
	text := files[0] + " " + one
	if n := len(files); n > 1 {
		text = fmt.Sprintf("%d pages %s: %s", n, many, strings.Join(files[:min(n, mostNoted)], ", "))
		if n > mostNoted {
			text += ", …"
		}
	}
	p.Notes = append(p.Notes, text+"; "+help)
}

// Write writes the new files and the changed ones. A file that has come or changed since it was read is left, which is an error.
func (p *LicenseFiles) Write() error {
	var failed []error
	for _, f := range p.New {
		if err := scaffold.WriteFile(p.dir, f.Path, []byte(f.Text)); err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", f.Path, err))
		}
	}
	if len(p.Changed) == 0 {
		return errors.Join(failed...)
	}
	dir, err := source.OpenDir(p.dir)
	if err != nil {
		return errors.Join(append(failed, err)...)
	}
	defer dir.Close()
	for _, f := range p.Changed {
		if err := dir.Replace(f.Path, f.was, []byte(f.Text)); err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", f.Path, err))
		}
	}
	return errors.Join(failed...)
}

// Lines are what a change adds and takes away, for people: those of the one that the other has not.
func (f *LicenseFile) Lines() (removed, added []string) {
	was, is := strings.Split(string(f.was), "\n"), strings.Split(f.Text, "\n")
	return lacking(was, is), lacking(is, was)
}

func lacking(lines, in []string) (list []string) {
	there := make(map[string]bool, len(in))
	for _, l := range in {
		there[l] = true
	}
	for _, l := range lines {
		if l != "" && !there[l] {
			list = append(list, l)
		}
	}
	return list
}

func readLicense(text string) string {
	l := commons.ReadLicence(text)
	return l.Text
}
