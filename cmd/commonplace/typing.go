// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// typing is a line that is being typed, with lines below it that change as it grows. It understands the keys of a plain line: letters,
// backspace, Ctrl-W for a word, Ctrl-U for all, Enter, and Ctrl-C, Ctrl-D or Escape to give up.
type typing struct {
	w      *stream
	prompt string
	below  func(typed string) []string
	text   []rune
}

// The keys that are no letters.
const (
	keyInterrupt = 0x03
	keyEnd       = 0x04
	keyBackspace = 0x08
	keyAllGone   = 0x15
	keyWordGone  = 0x17
	keyEscape    = 0x1b
	keyDelete    = 0x7f
)

// readTyping reads a line key by key and shows beneath it, after each, what below makes of it. Where keys can't be read one by one,
// it reads a line.
func (p *program) readTyping(prompt string, below func(string) []string) (string, error) {
	restore, err := p.in.raw()
	if err != nil {
		return p.ask(prompt, "")
	}
	t := &typing{w: p.err, prompt: prompt, below: below}
	t.draw()
	for {
		key, _, err := p.in.ReadRune()
		if err != nil {
			t.end()
			return "", fmt.Errorf("read the keyboard: %w", errors.Join(err, restore()))
		}
		// The rest of an arrow's or a function key's sequence comes with it.
		if key == keyEscape && p.in.Buffered() > 0 {
			if err := p.skipSequence(); err != nil {
				t.end()
				return "", errors.Join(err, restore())
			}
			continue
		}
		done, given := t.press(key)
		if p.in.Buffered() == 0 || done {
			t.draw()
		}
		if done {
			t.end()
			if err := restore(); err != nil {
				return "", fmt.Errorf("restore the terminal: %w", err)
			}
			if given {
				return "", context.Canceled
			}
			return strings.TrimSpace(string(t.text)), nil
		}
	}
}

// skipSequence passes over the rest of a control sequence (ECMA-48, section 5.4), which ends with a byte from @ to ~.
func (p *program) skipSequence() error {
	for first := true; p.in.Buffered() > 0; first = false {
		b, err := p.in.ReadByte()
		if err != nil {
			return err
		}
		if b >= '@' && b <= '~' && !(first && (b == '[' || b == 'O')) {
			return nil
		}
	}
	return nil
}

// press takes one key. done ends the line; gaveUp tells that it is not wanted.
func (t *typing) press(key rune) (done, gaveUp bool) {
	switch key {
	case '\r', '\n':
		return true, false
	case keyInterrupt, keyEnd, keyEscape:
		return true, true
	case keyBackspace, keyDelete:
		if n := len(t.text); n > 0 {
			t.text = t.text[:n-1]
			// What is put upon a letter goes with it.
			for n--; n > 0 && unicode.IsMark(t.text[:n+1][n]); n-- {
				t.text = t.text[:n-1]
			}
		}
	case keyAllGone:
		t.text = nil
	case keyWordGone:
		text := strings.TrimRightFunc(string(t.text), unicode.IsSpace)
		t.text = []rune(text[:strings.LastIndexFunc(text, unicode.IsSpace)+1])
	default:
		if unicode.IsPrint(key) && len(t.text) < maxTyped {
			t.text = append(t.text, key)
		}
	}
	return false, false
}

const maxTyped = 400

// draw writes the line and what stands below it, and puts the cursor at the end of the line. Lines are cut at the terminal's width,
// since one that breaks would take two.
func (t *typing) draw() {
	width := max(t.w.width()-1, 20)
	lines := t.below(string(t.text))
	line := t.prompt + " " + string(t.text)
	if cells(line) > width {
		for cells(line) > width-1 {
			_, size := utf8.DecodeRuneInString(line)
			line = line[size:]
		}
		line = "…" + line
	}
	var b strings.Builder
	b.WriteString("\r\x1b[J" + line)
	for _, below := range lines {
		if cells(below) > width {
			for cells(below) > width-1 {
				_, size := utf8.DecodeLastRuneInString(below)
				below = below[:len(below)-size]
			}
			below += "…"
		}
		b.WriteString("\r\n" + below)
	}
	if len(lines) > 0 {
		fmt.Fprintf(&b, "\x1b[%dA\r%s", len(lines), line)
	}
	fmt.Fprint(t.w, b.String())
}

// cells is how many columns a terminal gives to a text: two to the letters of East Asia, none to what is put upon a letter.
func cells(text string) (n int) {
	for _, r := range text {
		switch {
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul), r >= 0xff01 && r <= 0xff60:
			n += 2
		case !unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
			n++
		}
	}
	return n
}

// end leaves the typed line and clears what is below.
func (t *typing) end() { fmt.Fprint(t.w, "\r\n\x1b[J") }
