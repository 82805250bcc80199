// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	"path"
	"strings"
	"testing"
)

// TestSift: of names alone it takes what a scan of the same files lists.
func TestSift(t *testing.T) {
	deep := strings.Repeat("d/", maxFolders)
	files := map[string]string{"a.md": "", "sub/b.md": "", "sub/skip.md": "", "out/c.md": "", "out/sub/d.md": "", ".hidden/e.md": "", ".f.md": "",
		"node_modules/g.md": "", "x/node_modules/h.md": "", deep + "i.md": "", deep[2:] + "j.md": "", "x/.git/k.md": "", "x\x01/l.md": "", "m\x01.md": "",
		".hidden/in/.deep/n.md": "", ".hidden/in/.deep/more/o.md": "", ".hidden/in/.deep/.p.md": "", ".hidden/in/q.md": "", ".one.md": "", "y/.one.md": ""}
	keep := func(p string, isDir bool) bool { return p != "out" && path.Base(p) != "skip.md" }
	list, _, err := open(t, tree(t, files)).Scan(keep, ".hidden/in/.deep", ".one.md", "x/.git")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, f := range list {
		listed[f.Path] = true
	}
	takes := Sift(keep, ".hidden/in/.deep", ".one.md", "x/.git")
	for name := range files {
		if takes(name) != listed[name] {
			t.Errorf("%q: %v, a scan says %v", name, takes(name), listed[name])
		}
	}
	for name, want := range map[string]bool{
		"a.md": true, ".hidden/e.md": false, ".hidden/in/q.md": false, ".hidden/in/.deep/n.md": true, ".hidden/in/.deep/more/o.md": true, ".hidden/in/.deep/.p.md": false,
		".one.md": true, "y/.one.md": false, "x/.git/k.md": true,
	} {
		if listed[name] != want {
			t.Errorf("%s: %v", name, listed[name])
		}
	}
}
