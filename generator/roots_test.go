// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"commonplace/generator"
)

// TestHistoryOfRoots holds that the dates, the credit and the former addresses of pages come from Git however site.yaml names their folder,
// and wherever that lies. In each case the site lies in DIR/site; the page was moved within its source.
func TestHistoryOfRoots(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		lacks(t, "git is not installed")
	}
	for name, c := range map[string]struct {
		repository, folder string // below DIR
		root               string // as site.yaml has it
	}{
		"below the site":                     {"site", "site/content", "content"},
		"the site's folder itself":           {"site", "site", "."},
		"beside the site":                    {".", "pages", "../pages"},
		"below the site, by a detour":        {"site", "site/content", "../site/content"},
		"below the site, absolute":           {"site", "site/content", "DIR/site/content"},
		"in another repository, relative":    {"other", "other/pages", "../other/pages"},
		"in another repository, absolute":    {"other", "other/pages", "DIR/other/pages"},
		"a whole other repository, absolute": {"other", "other", "DIR/other"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := scratch(t)
			tree{
				"site/site.yaml":             "title: Water\nsources: [{root: " + strings.ReplaceAll(c.root, "DIR", filepath.ToSlash(dir)) + "}]\n",
				c.folder + "/old.md":         "# Wells\n\nWho digs a well shares it with those who pass.\n",
				c.repository + "/.gitignore": ".commonplace\npublic\n",
			}.write(t, dir)
			repository, at := filepath.Join(dir, c.repository), time.Date(2025, 3, 4, 12, 0, 0, 0, time.UTC)
			runGit(t, repository, at, "init", "-q")
			runGit(t, repository, at, "add", "-A")
			runGit(t, repository, at, "commit", "-q", "-m", "Begin")
			folder := filepath.Join(dir, c.folder)
			runGit(t, folder, at, "mv", "old.md", "wells.md")
			runGit(t, folder, at.AddDate(1, 0, 0), "commit", "-q", "-m", "Rename")
			destination := filepath.Join(dir, "public")
			mustBuild(t, generator.Options{Source: filepath.Join(dir, "site"), Destination: destination})
			out := readTree(t, destination)
			for _, want := range []string{"2025-03-04", "2026-03-04"} {
				if !strings.Contains(out["wells.html"], want) {
					t.Errorf("the page does not have the date %s", want)
				}
			}
			if _, ok := out["old.html"]; !ok {
				t.Error("nothing leads from the former address to the page")
			}
		})
	}
}
