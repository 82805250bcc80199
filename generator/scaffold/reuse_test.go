// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package scaffold

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// A new commons says of every file who holds the rights and under which licence, by the rules of reuse.software. Where the tool is older
// than REUSE.toml, it is given what it knows, as .ci/reuse does.
func TestReuse(t *testing.T) {
	if testing.Short() {
		t.Skip("runs reuse")
	}
	for _, program := range []string{"reuse", "python3"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not here", program)
		}
	}
	a := answers()
	a.Forge = "github"
	dir := begun(t, a)
	toml, err := os.ReadFile(filepath.Join(dir, "REUSE.toml"))
	if err != nil {
		t.Fatal(err)
	}
	translate := exec.Command("python3", "../../.ci/reuse-dep5.py")
	translate.Stdin = bytes.NewReader(toml)
	dep5, err := translate.Output()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "REUSE.toml")); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(dir, ".reuse/dep5", dep5); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("reuse", "--root", dir, "lint").CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
