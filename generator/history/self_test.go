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
