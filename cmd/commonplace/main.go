// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Commonplace compiles the Markdown files of a knowledge commons into a static wiki.
//
// This package holds commands, flags, exit codes and the words that people read; what a commons is and how it becomes a site is
// in the package generator. What was asked for goes to standard output; progress and a build's diagnostics go to
// standard error. The exit code is 0 when all is fine, 1 when the content has errors, 2 when the call or the environment is
// at fault.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"syscall"
)

func main() {
	memory := ofBuilds
	if slices.Contains(os.Args[1:], "serve") {
		memory = ofPreviews
	}
	memory.tune(os.Getenv)
	os.Exit(run(os.Args[1:], newStream(os.Stdout).buffer(), newStream(os.Stderr)))
}

// run does what the arguments say and gives the exit code.
func run(args []string, out, err *stream) (code int) {
	p := &program{in: newKeyboard(os.Stdin), out: out, err: err}
	defer func() {
		if fault := recover(); fault != nil {
			p.err.line("commonplace: internal error: %v; please report it", fault)
			if p.verbose {
				p.err.line("%s", debug.Stack())
			}
			code = exitFault
		}
	}()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// The first interrupt asks for an orderly end; after it the signal is the system's again, so that a second one kills.
	context.AfterFunc(ctx, stop)

	root := newRoot(p)
	root.SetArgs(args)
	failure := root.ExecuteContext(ctx)
	if flushed := p.out.flush(); failure == nil && flushed != nil {
		failure = flushed
	}
	return p.end(failure)
}
