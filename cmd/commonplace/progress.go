// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// Work that is done sooner than progressAfter shows no progress; the line is drawn again every progressEvery.
const (
	progressAfter = 500 * time.Millisecond
	progressEvery = 100 * time.Millisecond
)

// progress is one line on a terminal that says what is being done. It is erased at the end.
type progress struct {
	w    *stream
	done func() // ends the drawing; nil when nothing is drawn

	mu    sync.Mutex
	phase string
	count int
	total int
	shown string // what is on the line now; only the one who draws uses it
}

// startProgress begins to draw, unless nobody would see it.
func startProgress(w *stream, quiet bool) *progress {
	p := &progress{w: w}
	if quiet || !w.terminal {
		return p
	}
	quit, gone := make(chan struct{}), make(chan struct{})
	p.done = sync.OnceFunc(func() {
		close(quit)
		<-gone
	})
	go func() {
		defer close(gone)
		defer p.draw("")
		select {
		case <-time.After(progressAfter):
		case <-quit:
			return
		}
		tick := time.NewTicker(progressEvery)
		defer tick.Stop()
		for {
			p.draw(p.text())
			select {
			case <-tick.C:
			case <-quit:
				return
			}
		}
	}()
	return p
}

// report is what the generator calls; total is 0 where it is not known.
func (p *progress) report(phase string, done, total int) {
	p.mu.Lock()
	p.phase, p.count, p.total = phase, done, total
	p.mu.Unlock()
}

// stop erases the line; it may be called again.
func (p *progress) stop() {
	if p.done != nil {
		p.done()
	}
}

func (p *progress) text() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.phase == "":
		return ""
	case p.total > 0:
		return fmt.Sprintf("%s %s of %s", phaseName(p.phase), grouped(p.count), grouped(p.total))
	case p.count > 0:
		return fmt.Sprintf("%s %s", phaseName(p.phase), grouped(p.count))
	}
	return phaseName(p.phase)
}

// draw puts the text in the place of what the line showed. It uses no escape sequences, so that every terminal understands it.
func (p *progress) draw(text string) {
	width := p.w.width() - 1
	if runes := []rune(text); len(runes) > width {
		text = string(runes[:max(width, 0)])
	}
	if text == p.shown {
		return
	}
	rest := max(utf8.RuneCountInString(p.shown)-utf8.RuneCountInString(text), 0)
	fmt.Fprint(p.w, "\r", text, strings.Repeat(" ", rest), strings.Repeat("\b", rest))
	p.shown = text
}
