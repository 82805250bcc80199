// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// A journal names what is left to do once a new output is staged and safe on the disk. From the moment it stands in the work folder
// the build counts as done: whoever comes next carries it out, as often as needed, with the same result. Before that moment the
// output has not been touched.
type journal struct {
	whole   bool     // first try to put the stage in the output's place with two renames
	remove  []string // paths to take away
	install []string // paths to move from the stage into the output; those that are no longer staged stand already
}

const (
	journalHead = "commonplace journal 1\n"
	journalName = "journal"
	sumLength   = 2*sha256.Size + 1
)

// append gives the journal as text: a head, a line for each step, and a digest over all of it.
func (j *journal) append(dst []byte) []byte {
	start := len(dst)
	dst = append(dst, journalHead...)
	if j.whole {
		dst = append(dst, "whole\n"...)
	}
	for _, p := range j.remove {
		dst = append(append(append(dst, '-'), p...), '\n')
	}
	for _, p := range j.install {
		dst = append(append(append(dst, '+'), p...), '\n')
	}
	sum := sha256.Sum256(dst[start:])
	return append(hex.AppendEncode(dst, sum[:]), '\n')
}

// errTorn marks a journal that was never completely written: the build it belongs to has not begun to change the output.
var errTorn = errors.New("the journal is torn")

// parseJournal reads a journal. A text whose digest does not hold is errTorn; any other error means that a whole journal says what
// this program must not or cannot do.
func parseJournal(b []byte) (*journal, error) {
	cut := len(b) - sumLength
	if cut < 0 {
		return nil, errTorn
	}
	sum := sha256.Sum256(b[:cut])
	if string(b[cut:]) != hex.EncodeToString(sum[:])+"\n" {
		return nil, errTorn
	}
	text, known := bytes.CutPrefix(b[:cut], []byte(journalHead))
	if !known {
		return nil, errors.New("the journal is of another version of the program")
	}
	j := &journal{}
	for line := range strings.Lines(string(text)) {
		line, ended := strings.CutSuffix(line, "\n")
		if !ended || line == "" {
			return nil, fmt.Errorf("the journal has a line %q", line)
		}
		path := line[1:]
		if line != "whole" && path != ManifestName {
			if err := checkPath(path); err != nil {
				return nil, fmt.Errorf("the journal is not safe: %w", err)
			}
		}
		switch {
		case line == "whole":
			j.whole = true
		case line[0] == '-':
			j.remove = append(j.remove, path)
		case line[0] == '+':
			j.install = append(j.install, path)
		default:
			return nil, fmt.Errorf("the journal has a line %q", line)
		}
	}
	return j, nil
}
