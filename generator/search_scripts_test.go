// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// newNode gives a command that runs a script of e2e/ with Node, or skips the test where it or one of the packages is not installed.
func newNode(t *testing.T, name string, packages ...string) func(args ...string) *exec.Cmd {
	t.Helper()
	e2e, err := filepath.Abs("../e2e")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := exec.LookPath("node"); err != nil {
		lacks(t, "node is not installed")
	}
	for _, name := range packages {
		if _, err := os.Stat(filepath.Join(e2e, "node_modules", name)); err != nil {
			lacks(t, name+" is not installed: run “npm ci” in e2e/")
		}
	}
	return func(args ...string) *exec.Cmd {
		cmd := exec.CommandContext(t.Context(), "node", append([]string{filepath.Join(e2e, name)}, args...)...)
		cmd.Dir = e2e
		return cmd
	}
}

// TestScriptsAreMade holds that the minified scripts of the theme are those that their sources make.
func TestScriptsAreMade(t *testing.T) {
	if out, err := newNode(t, "scripts.mjs", "esbuild", "snowball-stemmers")("--check").CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
