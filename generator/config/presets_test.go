// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"os"
	"strings"
	"testing"
)

// Each preset must be flawless, say in a line what it is for, have its lines in the guide and its case in generator/site.
func TestPresets(t *testing.T) {
	guide, err := os.ReadFile("../../content/guide/foreign.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range PresetTable() {
		t.Run(p.Name, func(t *testing.T) {
			dir := folder(t, "content/")
			write(t, dir+"/site.yaml", []byte("sources: [{root: content, preset: "+p.Name+"}]\n"))
			got := load(t, Options{Dir: dir})
			if len(got.diags) > 0 || len(got.cfg.Sources) != 1 || !got.cfg.Sources[0].Foreign {
				t.Errorf("%+v: %s", got.cfg.Sources, report(t, got.diags, dir))
			}
			if len(p.Says) < 20 || strings.HasSuffix(p.Says, ".") {
				t.Errorf("it says %q", p.Says)
			}
			if !strings.Contains(string(guide), "preset: "+p.Name) {
				t.Error("the guide does not know it")
			}
			if _, err := os.Stat("../site/testdata/presets/" + p.Name + ".txtar"); err != nil && p.Name != "commons-os" { // which has a corpus
				t.Error(err)
			}
		})
	}
}
