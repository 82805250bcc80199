// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package commonplace_test

import (
	"debug/elf"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// A program that is larger than this has taken in something that it should do without.
const maxProgram = 30 << 20

// TestProgram holds that the program for Linux needs nothing but the kernel, and stays small. The build is the one of
// make release.
func TestProgram(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles the whole program")
	}
	program := filepath.Join(t.TempDir(), "commonplace")
	compile := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", program, "./cmd/commonplace")
	compile.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux")
	if out, err := compile.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	file, err := elf.Open(program)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for _, segment := range file.Progs {
		if segment.Type == elf.PT_DYNAMIC || segment.Type == elf.PT_INTERP {
			t.Errorf("the program is linked dynamically: it has a segment %v", segment.Type)
		}
	}
	info, err := os.Stat(program)
	if err != nil {
		t.Fatal(err)
	}
	if info.Size() > maxProgram {
		t.Errorf("the program has %d bytes, more than %d", info.Size(), maxProgram)
	}
	t.Logf("%.1f MB", float64(info.Size())/(1<<20))
}
