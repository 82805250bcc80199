// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Upstream is another repository, and how this site's owner reaches it.
type Upstream struct {
	Name       string // as site.yaml names it
	Address    string // without a password: fit to be shown
	Own        bool   // it is a remote of the site's repository
	CheckedOut string // the branch that is checked out in the site's repository; empty without one, and where HEAD is on none
	url        string
	env        []string
}

// RemoteError says that a remote could not be found or reached, or did not do what it was asked for.
type RemoteError struct {
	Problem Problem
	Remote  string // as it may be shown
	Said    string // git's own words, or the remote's
}

// Problem is what went wrong with a remote.
type Problem int

// What can be wrong with a remote.
const (
	OtherProblem  Problem = iota
	NoGit                 // the program git was not found
	NoRepository          // a remote is named, and the site lies in no repository
	NoRemote              // the repository has no such remote
	NotAllowed            // the remote lets nobody in, or not this user
	NotReached            // no such host, no connection, no such repository
	NotAccepted           // a hook or a rule of the remote refused the branch
	Moved                 // the branch is not what it was when it was asked for
	NoSpace               // the disk is full
	NotConsistent         // what was kept here of the branch is damaged
)

func (e *RemoteError) Error() string {
	if e.Said == "" {
		return "git failed at " + e.Remote
	}
	return "git: " + e.Said
}

// FindUpstream finds the repository that a name stands for: a remote of the repository that dir lies in, or, where the name has a slash, a
// backslash or a colon, the repository with that address. A relative path begins at dir. The remote is not asked.
func FindUpstream(ctx context.Context, dir, name string) (*Upstream, error) {
	r := &Upstream{Name: name}
	if _, err := exec.LookPath("git"); err != nil {
		return nil, &RemoteError{Problem: NoGit, Remote: name}
	}
	real, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, fmt.Errorf("find the site's folder: %w", err)
	}
	top := topOf(real)
	var ways [][2]string
	if top != "" {
		if ways, err = waysToRemotes(ctx, top); err != nil {
			return nil, r.explain(err)
		}
		if branch, err := ask(ctx, top, nil, "symbolic-ref", "--quiet", "--short", "HEAD"); err == nil {
			r.CheckedOut = strings.TrimSpace(branch)
		}
	}
	switch {
	case strings.ContainsAny(name, `/\:`):
		r.url, top = name, real
	case top == "":
		return nil, &RemoteError{Problem: NoRepository, Remote: name}
	default:
		address, err := ask(ctx, top, nil, "remote", "get-url", "--push", "--", name)
		if err != nil {
			return nil, &RemoteError{Problem: NoRemote, Remote: name}
		}
		r.url, r.Own = strings.TrimSpace(address), true
	}
	if isPath(r.url) && !filepath.IsAbs(filepath.FromSlash(r.url)) {
		r.url = filepath.Join(top, filepath.FromSlash(r.url))
	}
	r.Address = shownAddress(r.url)
	at := "remote." + remoteOfStore
	r.env = reaching(append(ways, [2]string{at + ".url", r.url}, [2]string{at + ".promisor", "true"}, [2]string{at + ".partialCloneFilter", "blob:none"}))
	return r, nil
}

// isPath tells paths from addresses as git does: an address has a scheme, or a colon before the first slash (git-clone(1), GIT URLS).
func isPath(s string) bool {
	before, _, _ := strings.Cut(s, "/")
	return !strings.Contains(s, "://") && (!strings.Contains(before, ":") || filepath.VolumeName(s) != "")
}

// shownAddress leaves out the name and password that an address may carry.
func shownAddress(address string) string {
	u, err := url.Parse(address)
	if scheme, rest, ok := strings.Cut(address, "://"); ok && err != nil {
		// A password with a sign that should be written as %23 makes an address that only git takes.
		return scheme + "://" + rest[strings.LastIndexByte(rest, '@')+1:]
	}
	if err != nil || u.User == nil || u.Scheme == "" {
		return address
	}
	if _, secret := u.User.Password(); secret || u.Scheme != "ssh" {
		u.User = nil
	}
	return u.String()
}

// waysToRemotes takes over from the site's repository what says how remotes are reached and who publishes. The rest of its settings, which are
// about its own files, does not matter in the repository that branches are made in.
func waysToRemotes(ctx context.Context, top string) ([][2]string, error) {
	answer, err := ask(ctx, top, nil, "config", "--list", "--show-scope", "-z")
	if err != nil {
		return nil, err
	}
	fields := strings.Split(answer, "\x00")
	var ways [][2]string
	for i := 0; i+1 < len(fields); i += 2 {
		if fields[i] != "local" && fields[i] != "worktree" {
			continue
		}
		key, value, _ := strings.Cut(fields[i+1], "\n")
		section, _, _ := strings.Cut(key, ".")
		switch section {
		case "http", "credential", "ssh", "protocol", "user", "committer":
			ways = append(ways, [2]string{key, value})
		case "core":
			if key == "core.sshcommand" || key == "core.askpass" || key == "core.gitproxy" {
				ways = append(ways, [2]string{key, value})
			}
		}
	}
	return ways, nil
}

// reaching is the process's environment without what leads git to another repository than the one it is started for
// (git rev-parse --local-env-vars), and with settings; what says how to reach a remote and who someone is stays. Settings go this
// way since some are secrets, and arguments are shown to every user of the machine.
func reaching(settings [][2]string) []string {
	var env []string
	for _, e := range os.Environ() {
		name, _, _ := strings.Cut(e, "=")
		switch name {
		case "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_NAMESPACE",
			"GIT_PREFIX", "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE", "GIT_IMPLICIT_WORK_TREE", "GIT_QUARANTINE_PATH", "GIT_CONFIG", "LANGUAGE":
		default:
			if !strings.HasPrefix(name, "LC_") {
				env = append(env, e)
			}
		}
	}
	n, _ := strconv.Atoi(os.Getenv("GIT_CONFIG_COUNT"))
	for _, s := range settings {
		env = append(env, fmt.Sprintf("GIT_CONFIG_KEY_%d=%s", n, s[0]), fmt.Sprintf("GIT_CONFIG_VALUE_%d=%s", n, s[1]))
		n++
	}
	return append(env, "GIT_CONFIG_COUNT="+strconv.Itoa(n), "LC_ALL=C")
}

// explain makes a RemoteError of what git said. The words are git's own and those of the programs it starts for transport, in the language
// that LC_ALL=C asks for; what is not known is passed on as it is.
func (r *Upstream) explain(err error) error {
	var failed *gitError
	if !errors.As(err, &failed) {
		return err
	}
	e := &RemoteError{Remote: r.Address, Said: strings.TrimSuffix(r.clean(saidLast(failed)), ".")}
	all := strings.ToLower(failed.all)
	for _, known := range signs() {
		if slices.ContainsFunc(known.words, func(word string) bool { return strings.Contains(all, word) }) {
			e.Problem = known.problem
			break
		}
	}
	return e
}

// A sign is what git says, in lower case, where it meets a problem.
type sign struct {
	problem Problem
	words   []string
}

// signs are looked for in this order.
func signs() []sign {
	return []sign{
		{NoSpace, []string{"no space left on device", "out of diskspace", "disk quota exceeded"}},
		{Moved, []string{"(stale info)", "(fetch first)", "(non-fast-forward)", "cannot lock ref"}},
		{NotAllowed, []string{"permission denied", "permission to", "insufficient permission", "authentication failed", "could not read username", "could not read password",
			"access denied", "returned error: 401", "returned error: 403", "host key verification failed", "terminal prompts disabled", "detected dubious ownership"}},
		{NotAccepted, []string{"[remote rejected]", "hook declined"}},
		{NotReached, []string{"could not resolve", "failed to connect", "couldn't connect", "connection refused", "connection timed out",
			"does not appear to be a git repository", "not found", "network is unreachable", "unable to access", "could not read from remote repository", "hung up unexpectedly"}},
		{NotConsistent, []string{"bad object", "object file", "corrupt", "unable to create", "missing blob", "missing tree", "could not read", "not a git repository"}},
	}
}

// saidLast is the line that tells most: what the remote itself said, why it refused, or what git gave up with.
func saidLast(failed *gitError) string {
	var told []string
	refused := ""
	for line := range strings.Lines(failed.all) {
		line = strings.TrimSpace(line)
		if words, ok := strings.CutPrefix(line, "remote: "); ok && strings.TrimSpace(words) != "" {
			told = append(told, strings.TrimSpace(words))
		}
		if strings.HasPrefix(line, "! [") {
			if _, words, ok := strings.Cut(line, " ("); ok {
				refused = strings.TrimSuffix(words, ")")
			}
		}
	}
	switch {
	case told != nil:
		return strings.Join(told, "; ")
	case refused != "":
		return refused
	}
	return failed.said
}

// clean keeps passwords and control characters out of what is shown.
func (r *Upstream) clean(said string) string {
	said = strings.ReplaceAll(said, r.url, r.Address)
	return strings.Map(func(c rune) rune {
		if c < ' ' || c == 0x7f {
			return ' '
		}
		return c
	}, said)
}
