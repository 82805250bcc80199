// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// screen is a terminal whose current line the test can see.
type screen struct {
	width  int
	line   []rune
	cursor int
}

func (s *screen) Write(b []byte) (int, error) {
	for _, r := range string(b) {
		switch r {
		case '\r':
			s.cursor = 0
		case '\b':
			s.cursor--
		default:
			s.line = append(s.line[:min(s.cursor, len(s.line))], append([]rune{r}, s.line[min(s.cursor+1, len(s.line)):]...)...)
			s.cursor++
		}
	}
	return len(b), nil
}

func (s *screen) stream() *stream {
	return &stream{Writer: s, terminal: true, width: func() int { return s.width }}
}

func (s *screen) shows() string { return strings.TrimRight(string(s.line), " ") }

func TestProgress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &screen{width: 80}
		p := startProgress(s.stream(), false)
		see := func(want string) {
			t.Helper()
			time.Sleep(progressEvery)
			synctest.Wait()
			if got := s.shows(); got != want {
				t.Errorf("the line shows %q, want %q", got, want)
			}
		}

		p.report("read", 1000, 0)
		see("") // what takes less than half a second shows nothing
		time.Sleep(progressAfter)
		see("reading 1,000")
		p.report("parse", 1203, 3616)
		see("parsing 1,203 of 3,616")
		p.report("emit", 0, 0)
		see("writing") // nothing is left of the longer line
		s.width = 5
		see("writ") // the last column stays free: some terminals break the line there
		s.width = 80
		p.report("emit", 7, 9)
		see("writing 7 of 9")

		p.stop()
		p.stop()
		if got := s.shows(); got != "" || s.cursor != 0 {
			t.Errorf("the line is not erased: %q, cursor at %d", got, s.cursor)
		}
	})
}

func TestProgressIsNotDrawn(t *testing.T) {
	tests := []struct {
		name            string
		quiet, terminal bool
		took            time.Duration
	}{
		{"quiet", true, true, time.Hour},
		{"into a file", false, false, time.Hour},
		{"soon done", false, true, progressAfter / 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var b bytes.Buffer
				p := startProgress(&stream{Writer: &b, terminal: tt.terminal, width: func() int { return 80 }}, tt.quiet)
				p.report("read", 1, 2)
				time.Sleep(tt.took)
				p.stop()
				if b.Len() > 0 {
					t.Errorf("%q was drawn", &b)
				}
			})
		})
	}
}
