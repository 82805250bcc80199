// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// keyboard is standard input.
type keyboard struct {
	*bufio.Reader
	terminal bool
	// raw gives keys as they are struck, not lines, until restore is called.
	raw func() (restore func() error, err error)
}

func newKeyboard(f *os.File) *keyboard {
	fd := int(f.Fd())
	return &keyboard{
		Reader:   bufio.NewReader(f),
		terminal: term.IsTerminal(fd),
		raw: func() (func() error, error) {
			if runtime.GOOS == "windows" {
				return nil, errors.New("its console takes escape sequences only when asked in a way of its own")
			}
			before, err := term.MakeRaw(fd)
			if err != nil {
				return nil, err
			}
			return func() error { return term.Restore(fd, before) }, nil
		},
	}
}

// asks tells whether somebody is there to be asked. Questions go to standard error, so that what was asked for can be piped.
func (p *program) asks() bool { return p.in.terminal && p.err.terminal }

// confirm asks a question that is answered with yes or no; --yes answers it. Where nobody can be asked, the call has to say it.
func (p *program) confirm(cmd *cobra.Command, question string) (bool, error) {
	switch {
	case p.yes:
		return true, nil
	case !p.asks():
		return false, wrongUsage(cmd, "nobody is there to be asked “%s”; --yes answers it", question)
	}
	answer, err := p.ask(question+" [y/N]", "")
	if err != nil {
		return false, err
	}
	answer = strings.ToLower(answer)
	return answer == "y" || answer == "yes", nil
}

// ask asks for a line of text; an empty answer is the proposal.
func (p *program) ask(question, proposal string) (string, error) {
	if proposal != "" {
		question += " [" + proposal + "]"
	}
	fmt.Fprint(p.err, question, " ")
	line, err := p.in.ReadString('\n')
	if err != nil && (!errors.Is(err, io.EOF) || line == "") {
		p.err.line("")
		return "", fmt.Errorf("no answer: %w", err)
	}
	if line = strings.TrimSpace(line); line == "" {
		return proposal, nil
	}
	return line, nil
}
