// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
)

// typist is a program at whose terminal the keys are struck.
func typist(keys string) (p *program, screen *bytes.Buffer) {
	p, _, screen = capture()
	p.err.terminal = true
	p.in = &keyboard{
		Reader:   bufio.NewReader(strings.NewReader(keys)),
		terminal: true,
		raw:      func() (func() error, error) { return func() error { return nil }, nil },
	}
	return p, screen
}

func TestTyping(t *testing.T) {
	tests := []struct{ name, keys, want string }{
		{"a line", "Rain barrel\r", "Rain barrel"},
		{"spaces around", "  Rain \n", "Rain"},
		{"any script", "入会地\r", "入会地"},
		{"backspace", "Raim\x7fn\r", "Rain"},
		{"more backspace than letters", "a\x7f\x7f\x08b\r", "b"},
		{"backspace takes what is upon a letter", "xe\u0301\x7fy\r", "xy"},
		{"a word gone", "Rain barrel \x17butt\r", "Rain butt"},
		{"all gone", "Rain barrel\x15Mulch\r", "Mulch"},
		{"arrows and function keys do nothing", "Ra\x1b[D\x1b[1;5C\x1bOP\x1b[15~in\r", "Rain"},
		{"other control keys do nothing", "Ra\x01\tin\r", "Rain"},
		{"nothing", "\r", ""},
	}
	for _, tt := range tests {
		p, _ := typist(tt.keys)
		got, err := p.readTyping("Title:", func(string) []string { return nil })
		if err != nil || got != tt.want {
			t.Errorf("%s: %q, %v, want %q", tt.name, got, err, tt.want)
		}
	}
	for _, keys := range []string{"Rain\x03", "Rain\x04", "Rain\x1b"} {
		p, _ := typist(keys)
		if _, err := p.readTyping("Title:", func(string) []string { return nil }); !errors.Is(err, context.Canceled) {
			t.Errorf("%q: %v, want context.Canceled", keys, err)
		}
	}
	p, _ := typist("Rain")
	if _, err := p.readTyping("Title:", func(string) []string { return nil }); err == nil {
		t.Error("a keyboard that is gone is no answer")
	}
}

// Below the line stands what fits to it; the cursor goes back to its end, and at the end all of that is gone.
func TestTypingScreen(t *testing.T) {
	p, screen := typist("ab\r")
	p.err.width = func() int { return 30 }
	below := func(typed string) []string {
		if typed == "" {
			return nil
		}
		return []string{"  like " + typed, "  " + strings.Repeat("x", 50)}
	}
	if _, err := p.readTyping("Title:", below); err != nil {
		t.Fatal(err)
	}
	cut := "  " + strings.Repeat("x", 26) + "…"
	want := "\r\x1b[JTitle: " + "\r\x1b[JTitle: ab\r\n  like ab\r\n" + cut + "\x1b[2A\rTitle: ab" + "\r\n\x1b[J"
	if got := screen.String(); got != want {
		t.Errorf("%q\nwant\n%q", got, want)
	}
}

// What is too wide is cut, so that no line breaks: at its begin where it is typed, at its end below.
func TestTypingWide(t *testing.T) {
	p, screen := typist(strings.Repeat("会", 20) + "\r")
	p.err.width = func() int { return 31 }
	below := func(typed string) []string { return []string{strings.Repeat("地", 20)} }
	if _, err := p.readTyping("Title:", below); err != nil {
		t.Fatal(err)
	}
	cut := "…" + strings.Repeat("会", 14)
	want := "\r\x1b[J" + cut + "\r\n" + strings.Repeat("地", 14) + "…" + "\x1b[1A\r" + cut + "\r\n\x1b[J"
	if got := screen.String(); !strings.HasSuffix(got, want) {
		t.Errorf("%q\nwant\n%q", got, want)
	}
	if n := cells("e\u0301入ア한Ａa"); n != 10 {
		t.Errorf("%d cells, want 10", n)
	}
}

func TestConfirm(t *testing.T) {
	for answer, want := range map[string]bool{"y\n": true, "YES\n": true, "\n": false, "n\n": false, "yep\n": false} {
		p, screen := typist(answer)
		if yes, err := p.confirm(newRoot(p), "Begin another?"); err != nil || yes != want {
			t.Errorf("%q: %v, %v", answer, yes, err)
		}
		if got := screen.String(); got != "Begin another? [y/N] " {
			t.Errorf("asked %q", got)
		}
	}
	p, screen := typist("")
	cmd := newRoot(p)
	p.yes = true
	if yes, err := p.confirm(cmd, "Begin another?"); !yes || err != nil || screen.Len() > 0 {
		t.Errorf("--yes: %v, %v, %q", yes, err, screen)
	}
	p, _ = typist("")
	if _, err := p.confirm(newRoot(p), "Begin another?"); err == nil {
		t.Error("no answer is no yes")
	}
	p.in.terminal = false
	var usage *usageError
	if _, err := p.confirm(newRoot(p), "Begin another?"); !errors.As(err, &usage) {
		t.Errorf("without a terminal: %v", err)
	}
}
