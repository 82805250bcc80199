// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"commonplace/generator"
)

// A folder is a commons on the disk that is edited by hand, in one of the ways that people and their tools do.
type folder struct {
	testing.TB
	dir string
}

func (f folder) at(name string) string { return filepath.Join(f.dir, filepath.FromSlash(name)) }

func (f folder) must(err error) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
}

func (f folder) write(name, text string) {
	f.Helper()
	tree{name: text}.write(f.TB, f.dir)
}

func (f folder) rename(from, to string) {
	f.Helper()
	f.must(os.MkdirAll(filepath.Dir(f.at(to)), 0o755))
	f.must(os.Rename(f.at(from), f.at(to)))
}

func (f folder) remove(name string) {
	f.Helper()
	f.must(os.RemoveAll(f.at(name)))
}

// TestPreviewSeesEverySave makes one edit after the other in the same preview. Each must be served within two seconds.
func TestPreviewSeesEverySave(t *testing.T) {
	f := folder{t, filepath.Join(scratch(t), "site")}
	tree{"site.yaml": "title: Of water\nlook: {logo: static/logo.svg}\n", "content/index.md": "# Home\n", "static/keep.txt": "Kept.\n"}.write(t, f.dir)
	p := startPreview(t, generator.Options{Source: f.dir})
	for _, test := range []struct {
		name  string
		edit  func(f folder)
		shown map[string]string // what an output holds then; empty: it is not there
	}{
		{"a file is written", func(f folder) { f.write("content/page.md", "# Written\n") }, map[string]string{"page.html": "Written"}},
		{"an editor writes beside the file and renames", func(f folder) {
			f.write("content/.page.md.swp", "# Renamed\n")
			f.rename("content/.page.md.swp", "content/page.md")
		}, map[string]string{"page.html": "Renamed"}},
		{"an editor keeps the file before as a backup", func(f folder) {
			f.rename("content/page.md", "content/page.md~")
			f.write("content/page.md", "# Backed up\n")
		}, map[string]string{"page.html": "Backed up"}},
		{"an editor empties the file and takes its time", func(f folder) {
			f.write("content/page.md", "")
			time.Sleep(30 * time.Millisecond)
			f.write("content/page.md", "# Late\n")
		}, map[string]string{"page.html": "Late"}},
		{"a file with an old time takes its place", func(f folder) {
			f.write("aside.md", "# Of old\n")
			old := time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)
			f.must(os.Chtimes(f.at("aside.md"), old, old))
			f.rename("aside.md", "content/page.md")
		}, map[string]string{"page.html": "Of old"}},
		{"a new deep folder", func(f folder) { f.write("content/a/b/c/d/deep.md", "# Deep\n") }, map[string]string{"a/b/c/d/deep.html": "Deep"}},
		{"a file in the new folder", func(f folder) { f.write("content/a/b/c/d/deep.md", "# Deeper\n") }, map[string]string{"a/b/c/d/deep.html": "Deeper"}},
		{"a folder is moved", func(f folder) { f.rename("content/a/b", "content/moved/here") },
			map[string]string{"a/b/c/d/deep.html": "", "moved/here/c/d/deep.html": "Deeper"}},
		{"a file in the moved folder", func(f folder) { f.write("content/moved/here/c/d/deep.md", "# After the move\n") },
			map[string]string{"moved/here/c/d/deep.html": "After the move"}},
		{"a folder is moved away", func(f folder) { f.rename("content/moved", "elsewhere") }, map[string]string{"moved/here/c/d/deep.html": ""}},
		{"a file in it is edited and it comes back", func(f folder) {
			f.write("elsewhere/here/c/d/deep.md", "# Back\n")
			f.rename("elsewhere", "content/moved")
		}, map[string]string{"moved/here/c/d/deep.html": "Back"}},
		{"a folder takes the place of another", func(f folder) {
			f.write("other/here/c/d/deep.md", "# Another\n")
			f.rename("content/moved", "gone")
			f.rename("other", "content/moved")
		}, map[string]string{"moved/here/c/d/deep.html": "Another"}},
		{"a folder is removed", func(f folder) { f.remove("content/moved") }, map[string]string{"moved/here/c/d/deep.html": "", "page.html": "Of old"}},
		{"a file is removed", func(f folder) { f.remove("content/page.md") }, map[string]string{"page.html": ""}},
		{"a page with a picture", func(f folder) { f.write("content/bundle/index.md", "# Bundle\n\n![](map.svg)\n") }, map[string]string{"bundle/index.html": "Bundle"}},
		{"the picture comes", func(f folder) {
			f.write("content/bundle/map.svg", `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="9"><text>Map</text></svg>`)
		}, map[string]string{"bundle/index.html": `/map.svg"`, "bundle/map.svg": "Map"}},
		{"the logo that site.yaml names comes", func(f folder) {
			f.write("static/logo.svg", `<svg xmlns="http://www.w3.org/2000/svg"><text>Logo</text></svg>`)
		}, map[string]string{"index.html": `href="logo.svg"`, "logo.svg": "Logo"}},
		{"a theme comes", func(f folder) { f.write("themes/default/style.css", "body { margin: 7px }\n") }, map[string]string{"theme/style.css": "7px"}},
		{"words of the theme come", func(f folder) { f.write("themes/default/words/en.yaml", "source: Port\n") }, map[string]string{"index.html": "Port"}},
		{"the theme goes", func(f folder) { f.remove("themes") }, map[string]string{"theme/style.css": "--", "index.html": "Home"}},
		{"site.yaml changes", func(f folder) { f.write("site.yaml", "title: Of air\n") }, map[string]string{"index.html": "Of air"}},
		{"the root itself is replaced", func(f folder) {
			f.write("next/index.md", "# Next\n")
			f.rename("content", "before")
			f.rename("next", "content")
		}, map[string]string{"index.html": "Next", "bundle/index.html": ""}},
		{"a table of contents is named", func(f folder) {
			f.write("SUMMARY.md", "- [Begin](content/index.md)\n")
			f.write("site.yaml", "sources: [{root: content, nav: ../SUMMARY.md}]\n")
		}, map[string]string{"browse/contents.html": "Begin"}},
		{"a table of contents is edited", func(f folder) { f.write("SUMMARY.md", "- [Set out](content/index.md)\n") }, map[string]string{"browse/contents.html": "Set out"}},
		{"a glossary is named", func(f folder) {
			f.write("content/terms.yml", "Next: What follows.\n")
			f.write("content/use.md", "# Use\n\nWhat is next.\n")
			f.write("site.yaml", "sources: [{root: content, glossary: terms.yml}]\n")
		}, map[string]string{"use.html": `title="What follows."`, "terms/next.html": "What follows."}},
		{"a definition is edited", func(f folder) { f.write("content/terms.yml", "Next: What comes.\n") },
			map[string]string{"use.html": `title="What comes."`, "terms/next.html": "What comes."}},
		{"a term comes", func(f folder) { f.write("content/terms.yml", "Next: What comes.\nUse: Work.\nWhat: A word.\n") },
			map[string]string{"use.html": `title="A word."`, "terms/what.html": "A word."}},
		{"the glossary goes", func(f folder) { f.remove("content/use.md"); f.remove("content/terms.yml") }, map[string]string{"terms/what.html": ""}},
		{"a folder says where it stands", func(f folder) {
			f.write("site.yaml", "title: In order\n")
			f.write("content/far/a.md", "# A\n")
			f.write("content/far/_category_.json", `{"label": "Far away", "position": 2}`)
		}, map[string]string{"browse/contents.html": "Far away"}},
		{"and says it anew", func(f folder) { f.write("content/far/_category_.json", `{"label": "Near by", "position": 2}`) },
			map[string]string{"browse/contents.html": "Near by", "far/a.html": "Near by"}},
		{"an export is named", func(f folder) {
			f.write("list.tmpl", "{{range .pages}}{{.title}};{{end}}")
			f.write("site.yaml", "exports: [{template: list.tmpl, path: list.txt}]\n")
		}, map[string]string{"list.txt": "A;Next;"}},
		{"the template of an export is edited", func(f folder) { f.write("list.tmpl", "All: {{range .pages}}{{.title}};{{end}}") }, map[string]string{"list.txt": "All: A;"}},
		{"a file in the new root", func(f folder) { f.write("content/index.md", "# After next\n") }, map[string]string{"index.html": "After next"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.edit(folder{t, f.dir})
			p.mustShow(t, test.shown)
		})
	}
}

// mustShow waits until outputs hold what they should.
func (p *preview) mustShow(t *testing.T, shown map[string]string) {
	t.Helper()
	saved := time.Now()
	for name, want := range shown {
		for {
			status, text := p.get(name)
			if want == "" && status == http.StatusNotFound || want != "" && status == http.StatusOK && strings.Contains(text, want) {
				break
			}
			if time.Since(saved) > soon() {
				t.Fatalf("%s has status %d and no %q after %v:\n%s", name, status, want, time.Since(saved), text)
			}
			time.Sleep(5 * time.Millisecond)
		}
	}
}

// TestPreviewLetsFoldersGo changes the roots again and again, while somebody looks. Those before do not stay open.
func TestPreviewLetsFoldersGo(t *testing.T) {
	f := folder{t, filepath.Join(scratch(t), "site")}
	tree{"site.yaml": "title: 0\n", "content/index.md": "# Home\n", "more/page.md": "# Page\n"}.write(t, f.dir)
	p := startPreview(t, generator.Options{Source: f.dir})
	var early holding
	for n := range 50 {
		f.write("site.yaml", fmt.Sprintf("title: Number %d.\nsources: [{root: content}%s]\n", n, []string{"", ", {root: more, url: more}"}[n%2]))
		p.mustShow(t, map[string]string{"index.html": fmt.Sprintf("Number %d.", n)})
		if n == 10 {
			early = held()
		}
	}
	if now := heldLike(early); now.handles > early.handles+8 {
		t.Errorf("after 50 changes: %v; after 10: %v", now, early)
	}
}

// TestPreviewFollowsCheckout goes from one branch to another that differs in 5,000 files, and back.
func TestPreviewFollowsCheckout(t *testing.T) {
	if testing.Short() {
		t.Skip("makes 5,000 files")
	}
	if _, err := exec.LookPath("git"); err != nil {
		lacks(t, "git is not installed")
	}
	f := folder{t, filepath.Join(scratch(t), "site")}
	const pages = 5000
	generate := func(word string, from int) {
		for n := from; n < from+pages; n++ {
			f.write(fmt.Sprintf("content/%02d/page-%d.md", n%40, n), fmt.Sprintf("---\ntitle: %s page %d\n---\n\nText of %s, see [[%s page %d]].\n", word, n, word, word, n-n%7))
		}
	}
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	git := func(args ...string) { runGit(t, f.dir, at, args...) }
	f.write("content/index.md", "# Home\n")
	f.write(".gitignore", ".commonplace\n")
	generate("One", 0)
	git("init", "-q")
	git("add", "-A")
	git("commit", "-q", "-m", "One")
	git("checkout", "-q", "-b", "other")
	f.remove("content/07") // folders go, others come
	generate("Two", 100)
	git("add", "-A")
	git("commit", "-q", "-m", "Two")
	git("checkout", "-q", "main")
	p := startPreview(t, generator.Options{Source: f.dir})
	p.mustShow(t, map[string]string{"07/page-7.html": "One page 7", "00/page-4000.html": "One page 4000", "19/page-5099.html": ""})
	for _, branch := range []struct {
		name  string
		shown map[string]string
	}{
		{"other", map[string]string{"07/page-7.html": "", "00/page-4000.html": "Two page 4000", "19/page-5099.html": "Two page 5099"}},
		{"main", map[string]string{"07/page-7.html": "One page 7", "00/page-4000.html": "One page 4000", "19/page-5099.html": ""}},
	} {
		git("checkout", "-q", branch.name)
		began := time.Now()
		p.mustShow(t, branch.shown)
		t.Logf("%s is shown %v after its checkout", branch.name, time.Since(began))
		c, _, err := open(generator.Options{Source: f.dir, Destination: filepath.Join(f.dir, "..", "built")})
		f.must(err)
		_, err = c.Build(context.Background())
		f.must(err)
		want := readTree(t, filepath.Join(f.dir, "..", "built"))
		delete(want, manifestName)
		difference := p.differs(want, nil)
		for deadline := time.Now().Add(soon()); difference != "" && time.Now().Before(deadline); difference = p.differs(want, nil) {
		}
		if difference != "" {
			t.Errorf("%s: what is served is not what is built:\n%s", branch.name, difference)
		}
	}
}
