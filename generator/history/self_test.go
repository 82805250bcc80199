// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"path/filepath"
	"testing"
)

// What Git knows of the one at work and of where the repository is shared; without either, nothing.
func TestSelf(t *testing.T) {
	r := newRepo(t)
	r.git("config", "user.name", "Ada Example")
	r.git("symbolic-ref", "HEAD", "refs/heads/trunk")
	if got := Self(t.Context(), r.dir); got != "Ada Example" {
		t.Errorf("Self is %q", got)
	}
	if address, branch := Remote(t.Context(), r.dir); address != "" || branch != "trunk" {
		t.Errorf("Remote is %q, %q", address, branch)
	}
	r.git("remote", "add", "origin", "git@forge.example:water/commons.git")
	if address, _ := Remote(t.Context(), r.dir); address != "git@forge.example:water/commons.git" {
		t.Errorf("Remote is %q", address)
	}
	r.write("docs/a.md", "one")
	if top, deep := Below(t.Context(), r.dir), Below(t.Context(), filepath.Join(r.dir, "docs")); top != "" || deep != "docs/" {
		t.Errorf("Below is %q at the top, %q in docs", top, deep)
	}
	if address, branch := Remote(t.Context(), t.TempDir()); address != "" || branch != "" {
		t.Errorf("without a repository: %q, %q", address, branch)
	}
}

// A folder is found in whatever case, also from a folder deeper in the repository; what is not added is not held, and without a repository nothing is.
func TestHolds(t *testing.T) {
	r := newRepo(t)
	r.write("docs/.Kept/a", "one")
	docs := filepath.Join(r.dir, "docs")
	if Holds(t.Context(), docs, ".kept") {
		t.Error("a folder that was not added is held")
	}
	r.git("add", "--all")
	for _, tt := range []struct {
		dir, name string
		want      bool
	}{{docs, ".kept", true}, {docs, ".Kept", true}, {docs, ".kep", false}, {r.dir, ".kept", false}, {t.TempDir(), ".kept", false}} {
		if got := Holds(t.Context(), tt.dir, tt.name); got != tt.want {
			t.Errorf("%s holds %s: %v", tt.dir, tt.name, got)
		}
	}
}
