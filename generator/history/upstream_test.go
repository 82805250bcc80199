// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"errors"
	"strings"
	"testing"
)

func TestAddresses(t *testing.T) {
	tests := []struct {
		address string
		path    bool
		shown   string // empty: as it is
	}{
		{"https://forge.example/water/commons.git", false, ""},
		{"https://ada:secret@forge.example/water/commons.git", false, "https://forge.example/water/commons.git"},
		{"https://token@forge.example/water/commons.git", false, "https://forge.example/water/commons.git"},
		{"https://ada:se#cret@forge.example/water/commons.git", false, "https://forge.example/water/commons.git"},
		{"https://ada:se%cret@forge.example/water/commons.git", false, "https://forge.example/water/commons.git"},
		{"ssh://git@forge.example/water/commons.git", false, ""},
		{"git@forge.example:water/commons.git", false, ""},
		{"/srv/git/commons.git", true, ""},
		{"../commons.git", true, ""},
		{"./a:b", true, ""},
	}
	for _, tt := range tests {
		if got := isPath(tt.address); got != tt.path {
			t.Errorf("%s is a path: %v", tt.address, got)
		}
		want := tt.shown
		if want == "" {
			want = tt.address
		}
		if got := shownAddress(tt.address); got != want {
			t.Errorf("%s is shown as %s, want %s", tt.address, got, want)
		}
	}
}

// What Git 2.39 to 2.51, OpenSSH and GitHub say.
func TestProblems(t *testing.T) {
	const url = "https://ada:secret@forge.example/commons.git"
	tests := []struct {
		all     string
		problem Problem
		said    string
	}{
		{"To forge.example\n ! [rejected]        1f2e -> gh-pages (stale info)\nerror: failed to push some refs to 'x'", Moved, "stale info"},
		{"remote: Only on Fridays.        \nTo x\n ! [remote rejected] 1f2e -> gh-pages (pre-receive hook declined)\nerror: failed to push some refs", NotAccepted, "Only on Fridays"},
		{"remote: error: GH006: Protected branch update failed for refs/heads/gh-pages.\n ! [remote rejected] a -> gh-pages (protected branch hook declined)", NotAccepted,
			"error: GH006: Protected branch update failed for refs/heads/gh-pages"},
		{"git@github.com: Permission denied (publickey).\nfatal: Could not read from remote repository.\n\nPlease make sure", NotAllowed, "Could not read from remote repository"},
		{"remote: Permission to water/commons.git denied to ada.\nfatal: unable to access 'x': The requested URL returned error: 403", NotAllowed,
			"Permission to water/commons.git denied to ada"},
		{"fatal: could not read Username for 'https://github.com': terminal prompts disabled", NotAllowed, "could not read Username for 'https://github.com': terminal prompts disabled"},
		{"ssh: Could not resolve hostname forge.example: Name or service not known\nfatal: Could not read from remote repository.", NotReached, "Could not read from remote repository"},
		{"fatal: unable to access '" + url + "/': Could not resolve host: forge.example", NotReached, "unable to access 'https://forge.example/commons.git/': Could not resolve host: forge.example"},
		{"fatal: sha1 file 'x' write error. Out of diskspace", NoSpace, "sha1 file 'x' write error. Out of diskspace"},
		{"remote: fatal: write error: No space left on device", NoSpace, "fatal: write error: No space left on device"},
		{"fatal: bad object refs/commonplace/sent", NotConsistent, "bad object refs/commonplace/sent"},
		{"warning: something\nfatal: something else\x1b[31m", OtherProblem, "something else [31m"},
	}
	for _, tt := range tests {
		said := tt.all
		if i := strings.LastIndex(said, "fatal: "); i >= 0 {
			said = said[i+len("fatal: "):]
		}
		said, _, _ = strings.Cut(said, "\n")
		r := &Upstream{url: url, Address: shownAddress(url)}
		var e *RemoteError
		if !errors.As(r.explain(&gitError{said, tt.all}), &e) {
			t.Fatalf("%q is not explained", tt.all)
		}
		if e.Problem != tt.problem || e.Said != tt.said || strings.Contains(e.Error(), "secret") {
			t.Errorf("%q is problem %d, %q; want %d, %q", tt.all, e.Problem, e.Said, tt.problem, tt.said)
		}
	}
	if err := (&Upstream{}).explain(errors.ErrUnsupported); err != errors.ErrUnsupported {
		t.Errorf("what git did not say is explained: %v", err)
	}
}
