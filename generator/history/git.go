// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// gitError is what git said when it failed: in one line, and all of it.
type gitError struct{ said, all string }

func (e *gitError) Error() string { return "git: " + e.said }

// settings make git's answers depend on the repository and not on whose machine it is, and keep it from running anything
// else: no hooks, no file system monitor, no transport, so that not even a partial clone fetches what it lacks.
var settings = []string{
	"-c", "core.hooksPath=" + os.DevNull, "-c", "core.fsmonitor=false", "-c", "protocol.allow=never",
	"-c", "mailmap.file=", "-c", "mailmap.blob=", "-c", "log.showRoot=true", "-c", "log.showSignature=false", "-c", "log.follow=false", "-c", "diff.orderFile=" + os.DevNull,
	"--no-pager", "--no-replace-objects", "--literal-pathspecs",
}

// environment is the process's own without what points git elsewhere or makes it talk. GIT_CONFIG_… stays: with it, and with
// the system's and the user's files, an owner says which folders are safe.
func environment() []string {
	var env []string
	for _, e := range os.Environ() {
		name, _, _ := strings.Cut(e, "=")
		keep := strings.HasPrefix(name, "GIT_CONFIG_") || name == "GIT_CEILING_DIRECTORIES" || name == "GIT_EXEC_PATH"
		if !strings.HasPrefix(name, "GIT_") && !strings.HasPrefix(name, "LC_") && name != "LANGUAGE" || keep {
			env = append(env, e)
		}
	}
	return append(env, "LC_ALL=C", "GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1")
}

// A call is one run of git.
type call struct {
	settings, args []string
	env            []string
	input          io.Reader
	read           func(io.Reader) error // git's output, while it comes
	heard          func(line string)     // may be nil: what git tells of its progress
}

// git runs git in a folder and hands its output to read while it comes.
func git(ctx context.Context, dir string, input []byte, read func(io.Reader) error, args ...string) error {
	return run(ctx, call{settings: append([]string{"-C", dir}, settings...), args: args, env: environment(), input: bytes.NewReader(input), read: read})
}

func run(ctx context.Context, c call) error {
	cmd := exec.CommandContext(ctx, "git", append(slices.Clip(c.settings), c.args...)...)
	cmd.Env = c.env
	cmd.Stdin = c.input
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if c.heard != nil {
		cmd.Stderr = &listener{all: &stderr, heard: c.heard}
	}
	// What git itself has started holds its pipes, and may outlive it.
	cmd.WaitDelay = 5 * time.Second
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	readErr := c.read(out)
	if readErr != nil {
		// Nobody reads on, so git must not wait for someone to.
		_ = out.Close()
	}
	err = cmd.Wait()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var failed *exec.ExitError
	switch {
	case readErr != nil:
		return fmt.Errorf("read what git says: %w", readErr)
	case errors.As(err, &failed):
		all := strings.TrimSpace(stderr.String())
		// Warnings come before what made it fail.
		said := all
		if i := strings.LastIndex(said, "fatal: "); i >= 0 {
			said = said[i+len("fatal: "):]
		}
		said, _, _ = strings.Cut(said, "\n")
		return &gitError{said, all}
	}
	return err
}

// A listener tells each line of progress, which ends in a carriage return, and keeps the others.
type listener struct {
	all   *bytes.Buffer
	heard func(line string)
	line  []byte
}

func (l *listener) Write(p []byte) (int, error) {
	for _, c := range p {
		switch c {
		case '\r':
			l.heard(string(l.line))
			l.line = l.line[:0]
		case '\n':
			l.all.Write(append(l.line, c))
			l.line = l.line[:0]
		default:
			l.line = append(l.line, c)
		}
	}
	return len(p), nil
}

// ask runs git for a short answer, which comes back even when git fails.
func ask(ctx context.Context, dir string, input []byte, args ...string) (string, error) {
	var answer []byte
	err := git(ctx, dir, input, func(r io.Reader) (err error) {
		answer, err = io.ReadAll(r)
		return err
	}, args...)
	return string(answer), err
}
