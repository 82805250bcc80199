// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"os"
	"strings"
	"testing"
)

// TestLinkedID holds how the identity of a program is found at its begin.
func TestLinkedID(t *testing.T) {
	for _, test := range []struct{ name, head, want string }{
		{"an ELF note", "\x7fELF….shstrtab\x00\x04\x00\x00\x00\x07\x00\x00\x00\x04\x00\x00\x00Go\x00\x00abc/def\x00\x04\x00", "abc/def"},
		{"quotes", "MZ\x90\x00…\xff Go build ID: \"abc/def\"\n \xff\xcc", "abc/def"},
		{"left out", "MZ\x90\x00…\xff Go build ID: \"\"\n \xff", ""},
		{"none", "#!/bin/sh\n", ""},
		{"a note that is cut", "\x7fELF\x04\x00\x00\x00\x07\x00\x00\x00\x04\x00\x00\x00Go\x00\x00abc", ""},
		{"a mark at the very begin", "\x04\x00\x00\x00Go\x00\x00abc", ""},
		{"nothing", "", ""},
	} {
		if got := string(linkedID([]byte(test.head))); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

// TestProgram holds that the tests, too, run in a program that the linker has named: nothing else makes a cold start quick.
func TestProgram(t *testing.T) {
	name, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	all, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if id := string(linkedID(all[:min(len(all), 32<<10)])); strings.Count(id, "/") < 1 {
		t.Errorf("the ID of this program is %q", id)
	}
	if stamp, err := program(); err != nil || stamp.String() == strings.Repeat("0", 64) {
		t.Error(stamp, err)
	}
}
