// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"commonplace/generator"
)

// What Licenses writes is what the rules of reuse.software ask for, as their own tool reads them. Where the tool is older than REUSE.toml, it is given what it
// knows, as .ci/reuse does.
func TestLicensesPassReuse(t *testing.T) {
	if testing.Short() {
		t.Skip("runs reuse")
	}
	for _, program := range []string{"reuse", "python3"} {
		if _, err := exec.LookPath(program); err != nil {
			lacks(t, program+" is not here")
		}
	}
	dir := scratch(t)
	tree{
		"site.yaml":           "title: Springs\nlicense: CC BY-SA 4.0\n",
		"content/index.md":    "# Springs\n\n![A map](map.svg)\n",
		"content/map.svg":     `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>`,
		"content/free.md":     "---\nlicense: CC Zero\n---\n# Free\n",
		"content/code.md":     "---\nlicense: {text: CC0, code: MIT License}\ncopyright: 2026 Ada Example\n---\n# Code\n",
		"content/tagged.md":   "---\nlicense: GPLv3+\n---\n# Tagged\n",
		"contributors/a.yaml": "name: Ada Example\n",
	}.write(t, dir)
	commons, _, err := open(generator.Options{Source: dir})
	if err != nil {
		t.Fatal(err)
	}
	files, err := commons.Licenses(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if err := files.Write(); err != nil {
		t.Fatal(err)
	}
	if len(files.Notes) != 1 { // of pictures
		t.Errorf("notes: %q", files.Notes)
	}
	toml, err := os.ReadFile(filepath.Join(dir, "REUSE.toml"))
	if err != nil {
		t.Fatal(err)
	}
	translate := exec.Command("python3", "../.ci/reuse-dep5.py")
	translate.Stdin = bytes.NewReader(toml)
	dep5, err := translate.Output()
	if err != nil {
		t.Fatal(err)
	}
	tree{".reuse/dep5": string(dep5)}.write(t, dir)
	if err := os.Remove(filepath.Join(dir, "REUSE.toml")); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(dir, ".commonplace")); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("reuse", "--root", dir, "lint").CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
