// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRefuse: only an absent folder, an empty one or one with our manifest may become an output, and none whose loss would hurt.
func TestRefuse(t *testing.T) {
	base := memoryDir(t)
	at := func(path string) string { return filepath.Join(base, filepath.FromSlash(path)) }
	tree{
		"home/me/notes.txt":                  "notes",
		"site/site.yaml":                     "title: x",
		"site/content/page.md":               "page",
		"far/source/page.md":                 "page",
		"full/photo.jpg":                     "photo",
		"ours/" + ManifestName:               string(siteOne.manifest("c").Append(nil)),
		"damaged/" + ManifestName:            "{}",
		"future/" + ManifestName:             "{\n\"version\": 7,\n",
		"linked/" + ManifestName:             "-> ../ours/" + ManifestName,
		"folder/" + ManifestName + "/x":      "x",
		"file":                               "file",
		"link":                               "-> ours",
		"dangling":                           "-> nowhere",
		"lead":                               "-> site",
		"below/" + ManifestName + ".old":     "x",
		"loop":                               "-> loop",
		"site/public/" + ManifestName:        string(siteOne.manifest("c").Append(nil)),
		"site/content/out/" + ManifestName:   string(siteOne.manifest("c").Append(nil)),
		"dotted/.git/config":                 "git",
		"work/.public.commonplace/stage/old": "left by a kill",
	}.write(t, base)
	must(t, os.Mkdir(at("empty"), 0o755))
	t.Setenv("HOME", at("home/me"))
	t.Setenv("USERPROFILE", at("home/me"))
	protected := []string{at("site"), at("site/content"), at("far/source"), at("not/there/yet")}

	for _, c := range []struct{ dir, refusal string }{
		{at("absent"), ""},
		{at("absent/and/deep"), ""},
		{at("empty"), ""},
		{at("ours"), ""},
		{at("ours") + "/", ""},
		{at("site/public"), ""},
		{at("work/public"), ""},
		{at("site/content/out"), ""},
		{at("lead/public"), ""},
		{at("full"), "holds files (such as photo.jpg) but no " + ManifestName},
		{at("dotted"), "holds files (such as .git)"},
		{at("below"), "but no " + ManifestName},
		{at("damaged"), "the manifest is damaged: line 1"},
		{at("future"), "has version 7"},
		{at("linked"), "is not a regular file"},
		{at("folder"), "is not a regular file"},
		{at("file"), "is not a folder"},
		{at("file/public"), "not a directory"},
		{at("link"), "is a symbolic link"},
		{at("link") + "/", "is a symbolic link"},
		{at("dangling"), "is a symbolic link"},
		{at("dangling/public"), "dangling"},
		{at("loop/public"), "loop"},
		{"", "has no name"},
		{"/", "is the root of a file system"},
		{"/..", "is the root of a file system"},
		{at("home/me"), "is the home folder or holds it"},
		{at("home"), "is the home folder or holds it"},
		{base, "is the home folder or holds it"},
		{at("site"), "is or holds " + at("site")},
		{at("site/content"), "is or holds " + at("site/content")},
		{at("site/content/.."), "is or holds " + at("site")},
		{at("far"), "is or holds " + at("far/source")},
		{at("lead/content"), "is or holds " + at("site/content")},
		{at("not"), "is or holds " + at("not/there/yet")},
	} {
		t.Run(strings.TrimPrefix(c.dir, base), func(t *testing.T) {
			before := readTree(t, base).sum()
			target, err := OpenTarget(c.dir, protected)
			if err == nil {
				defer target.Close()
			}
			switch {
			case c.refusal == "" && err != nil:
				t.Errorf("refused: %v", err)
			case c.refusal != "" && err == nil:
				t.Errorf("accepted, and should say %q", c.refusal)
			case c.refusal != "" && !strings.Contains(err.Error(), c.refusal):
				t.Errorf("says %q, and should say %q", err, c.refusal)
			case c.refusal != "" && readTree(t, base).sum() != before:
				t.Error("something was changed")
			}
		})
	}
	if exists(at("work/.public.commonplace")) {
		t.Error("the stage of a killed build is still there")
	}
}

// TestLinksAreNotFollowed: a link that someone put into the output leads no write, no removal and no read out of it.
func TestLinksAreNotFollowed(t *testing.T) {
	outside := tree{"index.html": "a one", "b/c.html": "c"}
	for name, d := range disks() {
		t.Run(name, func(t *testing.T) {
			base := memoryDir(t)
			dir, away := filepath.Join(base, "public"), filepath.Join(base, "away")
			target := openTestDisk(t, d, dir)
			_, err := siteOne.replace(target, "1", false)
			must(t, err)
			must(t, os.Rename(filepath.Join(dir, "a"), away))
			must(t, os.Symlink("../away", filepath.Join(dir, "a")))
			unharmed := func() {
				t.Helper()
				wantTree(t, away, outside)
			}

			next := tree{"index.html": "two", "a/index.html": "a two"}
			if err := siteOne.amend(target, next, "2"); err == nil || !strings.Contains(err.Error(), "stands in the way of a/index.html") {
				t.Errorf("an increment through a link: %v", err)
			}
			unharmed()
			if _, err := next.replace(target, "2", false); err == nil || !strings.Contains(err.Error(), "stands in the way of a/index.html") {
				t.Errorf("a full build beside a link: %v", err)
			}
			unharmed()
			_, err = target.Replace(func() *Manifest { return siteOne.manifest("2") }, func(s *Stage) error {
				e, _ := siteOne.manifest("1").Find("a/index.html")
				return s.Keep(e)
			}, true)
			if !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("a file behind a link is kept: %v", err)
			}
			wantNoWork(t, dir)
			gone := tree{"index.html": "one", "feed.xml": "feed"}
			must(t, siteOne.amend(target, gone, "3"))
			unharmed()
			if _, err := os.Lstat(filepath.Join(dir, "a")); err != nil {
				t.Error("the link, which is foreign, is gone")
			}
			_, err = gone.replace(target, "4", true)
			must(t, err)
			unharmed()
			wantTree(t, dir, gone.plus("4"))
		})
	}
}

// wantNoWork fails if a work folder is left.
func wantNoWork(t *testing.T, dir string) {
	t.Helper()
	if left := workFolders(dir); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}
