// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"commonplace/generator"
)

// small is a commons in which each kind of dependence stands once: "a" links to "b" in a sentence, relates to "c" and embeds a section of
// "d"; "e" and "f" stand alone.
func small() tree {
	return tree{
		"content/a.md": "---\ntitle: Alpha\nsummary: First.\ntags: [red]\nrelations: {enables: [c]}\n---\n\nBefore. See [B](b.md) for more. After.\n\n![[Delta#Roots]]\n",
		"content/b.md": "---\ntitle: Beta\ntags: [red]\n---\n\nText of B.\n",
		"content/c.md": "---\ntitle: Gamma\n---\n\nText of C.\n",
		"content/d.md": "---\ntitle: Delta\n---\n\nLead.\n\n## Roots\n\nRooted.\n",
		"content/e.md": "---\ntitle: Epsilon\nauthors: [ada]\n---\n\nText of E.\n",
		"content/f.md": "---\ntitle: Zeta\n---\n\nText of F.\n",

		"content/contributors/ada.yaml": "name: Ada Example\n",
		"site.yaml":                     "title: The Small Commons\nlicense: CC0-1.0\n",
	}
}

func replace(name, old, by string) func(tree) {
	return func(f tree) {
		if !strings.Contains(f[name], old) {
			panic(name + " has no " + old)
		}
		f[name] = strings.Replace(f[name], old, by, 1)
	}
}

// TestEditsTouchLittle holds what one edit makes again: these files and, besides them, the manifest. All others keep even their
// place on the disk.
func TestEditsTouchLittle(t *testing.T) {
	for _, c := range []struct {
		name    string
		edit    func(f tree)
		changed string
		added   string
		deleted string
		whole   bool // made as a whole
	}{
		{name: "nothing", edit: func(tree) {}},
		{name: "a sentence that nobody quotes", edit: replace("content/b.md", "Text of B.", "Other text."), changed: "b.html b.md"},
		{name: "a sentence with a link, which the page it leads to quotes", edit: replace("content/a.md", "for more", "for less"), changed: "a.html a.md b.html"},
		{name: "a sentence beside one with a link", edit: replace("content/a.md", "After", "Later"), changed: "a.html a.md"},
		{name: "a section that is embedded", edit: replace("content/d.md", "Rooted", "Uprooted"), changed: "a.html d.html d.md"},
		{name: "a lead beside a section that is embedded", edit: replace("content/d.md", "Lead.", "Leads."), changed: "d.html d.md"},
		{name: "a summary", edit: replace("content/a.md", "First.", "The first."),
			changed: "a.html a.md browse/license/cc0-1.0.html browse/tag/red.html browse/type/page.html c.html commons.json"},
		{name: "a link more", edit: replace("content/f.md", "Text", "[E](e.md)"), changed: "commons.json e.html f.html f.md"},
		{name: "a link less", edit: replace("content/a.md", "[B](b.md)", "B"), changed: "a.html a.md b.html commons.json"},
		{name: "a link to a page that is wanted", edit: replace("content/a.md", "[B](b.md)", "[[B2]]"),
			changed: "every page", added: "browse/wanted.html wanted/b2.html"},
		{name: "a tag", edit: replace("content/b.md", "[red]", "[blue]"),
			changed: "b.html b.md browse/index.html browse/tag.html browse/tag/red.html commons.json index.html", added: "browse/tag/blue.html"},
		{name: "a name of a person", edit: replace("content/contributors/ada.yaml", "Ada Example", "Ada Sample"),
			changed: "CITATION.cff browse/author.html browse/author/ada.html browse/index.html commons.json e.html index.html"},
		{name: "a file more", edit: func(f tree) { f["content/bb.md"] = "# Bb\n" },
			changed: "b.html browse/index.html browse/license.html browse/license/cc0-1.0.html browse/type.html browse/type/page.html c.html commons.json index.html",
			added:   "bb.html bb.md"},
		{name: "a file less", edit: func(f tree) { delete(f, "content/f.md") },
			changed: "browse/index.html browse/license.html browse/license/cc0-1.0.html browse/type.html browse/type/page.html commons.json e.html index.html",
			deleted: "f.html f.md"},
		{name: "the title of the site", edit: replace("site.yaml", "Small", "Tiny"), changed: "every page", whole: true},
		{name: "a setting that shows nowhere", edit: replace("site.yaml", "title:", "diagnostics: {broken-link: error}\ntitle:"), whole: true},
		{name: "an alias", edit: replace("content/f.md", "title: Zeta", "title: Zeta\naliases: [Omega]"), changed: "f.html f.md", added: "omega.html"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			files, dir := small(), scratch(t)
			files.write(t, dir)
			o := generator.Options{Source: dir}
			mustBuild(t, o)
			before := places(t, dir)
			old := maps.Clone(files)
			c.edit(files)
			for name := range old {
				if _, ok := files[name]; !ok {
					if err := os.Remove(filepath.Join(dir, name)); err != nil {
						t.Fatal(err)
					}
				}
			}
			files.write(t, dir)
			report := mustBuild(t, o).Report
			after := places(t, dir)

			changed := besideIndex(report.Changed)
			if c.changed == "every page" {
				for name := range after {
					if _, old := before[name]; old && strings.HasSuffix(name, ".html") && !slices.Contains(report.Changed, name) {
						t.Errorf("%s did not change", name)
					}
				}
				changed = c.changed
			}
			if changed != c.changed {
				t.Errorf("changed\n got %s\nwant %s", changed, c.changed)
			}
			if got := besideIndex(report.Added); got != c.added {
				t.Errorf("added\n got %s\nwant %s", got, c.added)
			}
			if got := besideIndex(report.Deleted); got != c.deleted {
				t.Errorf("deleted\n got %s\nwant %s", got, c.deleted)
			}
			for name, place := range before {
				if now, still := after[name]; still && !c.whole && name != manifestName && !slices.Contains(report.Changed, name) && !os.SameFile(place, now) {
					t.Errorf("%s did not change and was written all the same", name)
				}
			}
		})
	}
}

// places are the files of an output as the disk knows them.
func places(t *testing.T, dir string) map[string]os.FileInfo {
	t.Helper()
	public := filepath.Join(dir, "public")
	list := map[string]os.FileInfo{}
	for name := range readTree(t, public) {
		info, err := os.Lstat(filepath.Join(public, name))
		if err != nil {
			t.Fatal(err)
		}
		list[name] = info
	}
	return list
}

// TestTimesAreNoContent: files that were only touched, and a day that nothing shows, change no output but the manifest.
func TestTimesAreNoContent(t *testing.T) {
	files, dir := small(), scratch(t)
	files.write(t, dir)
	mustBuild(t, generator.Options{Source: dir})
	before := readTree(t, filepath.Join(dir, "public"))
	for name := range files {
		when := time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC)
		if err := os.Chtimes(filepath.Join(dir, name), when, when); err != nil {
			t.Fatal(err)
		}
	}
	mustBuild(t, generator.Options{Source: dir})
	if d := differences(readTree(t, filepath.Join(dir, "public")), before); d != "" {
		t.Errorf("files were touched:\n%s", d)
	}
	mustBuild(t, generator.Options{Source: dir, Date: "2027-01-01"})
	after := readTree(t, filepath.Join(dir, "public"))
	if after[manifestName] == before[manifestName] {
		t.Error("the manifest does not have the new date")
	}
	delete(before, manifestName)
	delete(after, manifestName)
	if d := differences(after, before); d != "" {
		t.Errorf("another day:\n%s", d)
	}
}

// TestHandsInTheOutput says what is promised where someone else writes into the output folder: files of others stay and are listed; a
// file of the site that was taken away, or is of another size, comes back with the next build that writes the whole output; --verify
// names what differs; and a build into a new folder is always right.
func TestHandsInTheOutput(t *testing.T) {
	files, dir := small(), scratch(t)
	public := filepath.Join(dir, "public")
	files.write(t, dir)
	o := generator.Options{Source: dir}
	mustBuild(t, o)
	clean := readTree(t, public)

	tree{"notes/mine.txt": "mine"}.write(t, public)
	files["content/b.md"] += "More.\n"
	files.write(t, dir)
	mustBuild(t, o)
	if got := readTree(t, public)["notes/mine.txt"]; got != "mine" {
		t.Errorf("an increment: the file of another is %q", got)
	}
	files["content/b.md"] = small()["content/b.md"]
	files["site.yaml"] += "description: Words\n"
	files.write(t, dir)
	if res := mustBuild(t, o); !slices.Equal(res.Report.Foreign, []string{"notes/mine.txt"}) {
		t.Errorf("a whole build lists as foreign: %v", res.Report.Foreign)
	}
	files["site.yaml"] = small()["site.yaml"]
	files.write(t, dir)
	o.Clean = true
	mustBuild(t, o)
	if d := differences(readTree(t, public), clean); d != "" {
		t.Errorf("--clean:\n%s", d)
	}
	o.Clean = false

	tree{"a.html": "edited by hand"}.write(t, public)
	if err := os.Remove(filepath.Join(public, "c.html")); err != nil {
		t.Fatal(err)
	}
	c, _, err := open(generator.Options{Source: dir, Verify: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Build(t.Context()); err == nil || !strings.Contains(err.Error(), "a.html") {
		t.Errorf("--verify does not name the file that was edited: %v", err)
	}
	o.Clean = true
	mustBuild(t, o)
	if d := differences(readTree(t, public), clean); d != "" {
		t.Errorf("--clean:\n%s", d)
	}
	o.Clean = false

	for _, lost := range []string{"public", "public/" + manifestName, ".commonplace"} {
		if lost == "public/"+manifestName {
			// Without its mark the folder could be anyone's.
			if err := os.Remove(filepath.Join(dir, lost)); err != nil {
				t.Fatal(err)
			}
			c, _, err := open(o)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := c.Build(t.Context()); err == nil {
				t.Error("a folder without the mark of a build was replaced")
			}
			lost = "public"
		}
		if err := os.RemoveAll(filepath.Join(dir, lost)); err != nil {
			t.Fatal(err)
		}
		mustBuild(t, o)
		if d := differences(readTree(t, public), clean); d != "" {
			t.Errorf("%s was lost:\n%s", lost, d)
		}
	}
}

// besideIndex leaves out the files of the search index: which of them an edit touches depends on its words, and package search holds that.
func besideIndex(paths []string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(paths), func(p string) bool { return strings.HasPrefix(p, "search/") }), " ")
}
