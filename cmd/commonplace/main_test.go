// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"flag"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "write what the program prints into the scripts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"commonplace": main})
}

// TestScripts runs the program as a person does: each file of testdata is a session.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "workflow": workflow, "pipeline": pipeline},
		Setup: func(env *testscript.Env) error {
			// The caller's settings are not the test's.
			env.Setenv("SOURCE_DATE_EPOCH", "1795132800")
			env.Setenv("XDG_CACHE_HOME", env.WorkDir+"/.cache")
			return nil
		},
	})
}

// exits runs a command that must end with a code: exits 2 commonplace build --jobs 0
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND [ARGUMENT...]")
	}
	code := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		code = exit.ExitCode()
	}
	if want, err := strconv.Atoi(args[0]); err != nil || code != want {
		ts.Fatalf("exit code is %d, not %s", code, args[0])
	}
}

// brokenPipe stands for any bug: it panics when it is written to.
type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { panic("nil map") }

// A bug is told in one line; who wants to report it gets the stack with --verbose.
func TestPanic(t *testing.T) {
	for _, verbose := range []bool{false, true} {
		p, _, said := capture()
		p.out.Writer = brokenPipe{}
		args := []string{"version"}
		if verbose {
			args = append(args, "--verbose")
		}
		if code := run(args, p.out, p.err); code != exitFault {
			t.Errorf("exit code %d, want %d", code, exitFault)
		}
		first, stack, _ := strings.Cut(said.String(), "\n")
		if want := "commonplace: internal error: nil map; please report it"; first != want {
			t.Errorf("%q, want %q", first, want)
		}
		if strings.Contains(stack, "goroutine") != verbose {
			t.Errorf("with --verbose=%v the stack is %q", verbose, stack)
		}
	}
}
