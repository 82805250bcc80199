// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"runtime"

	"golang.org/x/term"
)

// stream is standard output or standard error.
type stream struct {
	io.Writer
	terminal bool       // a person looks at it, and its last line can be drawn again
	colour   bool       // it shows colours
	width    func() int // of the terminal, in characters
	flush    func() error
}

// newStream finds out where a file leads to. What NO_COLOR asks for is described at no-color.org.
func newStream(f *os.File) *stream {
	s := &stream{
		Writer: f,
		width:  func() int { return 80 },
		flush:  func() error { return nil },
	}
	fd := int(f.Fd())
	if !term.IsTerminal(fd) || os.Getenv("TERM") == "dumb" {
		return s
	}
	s.terminal = true
	// The console of Windows shows colours only to programs that ask for them in a way of its own.
	s.colour = os.Getenv("NO_COLOR") == "" && runtime.GOOS != "windows"
	s.width = func() int {
		if w, _, err := term.GetSize(fd); err == nil && w > 0 {
			return w
		}
		return 80
	}
	return s
}

// buffer collects what is written, until flush says whether it arrived. It is for output of many lines that others read.
func (s *stream) buffer() *stream {
	b := bufio.NewWriterSize(s.Writer, 1<<16)
	s.Writer = b
	s.flush = func() error {
		if err := b.Flush(); err != nil {
			return fmt.Errorf("write the output: %w", err)
		}
		return nil
	}
	return s
}

func (s *stream) line(format string, args ...any) {
	fmt.Fprintf(s, format+"\n", args...)
}

// Ways to set text apart, as a terminal is told (ECMA-48, SGR).
const (
	bold  = "1"
	faint = "2"
)

// styled sets a text apart where there are colours.
func (s *stream) styled(how, text string) string {
	if !s.colour {
		return text
	}
	return "\x1b[" + how + "m" + text + "\x1b[0m"
}
