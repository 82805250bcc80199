// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Read gives the contents of blobs by their ids, in order: do gets each one's number, content and size. Content is nil where the size is above
// limit(number), and is do's only until it returns.
func (r *Revision) Read(ids []string, limit func(i int) int, do func(i int, data []byte, size int64) error) error {
	if len(ids) == 0 {
		return nil
	}
	input := strings.Join(ids, "\n") + "\n"
	err := git(r.ctx, r.top, []byte(input), func(out io.Reader) error {
		in := bufio.NewReaderSize(out, 1<<16)
		var buf []byte
		for i := range ids {
			// "<id> blob <size>" and the content, or "<id> missing" (git-cat-file, "Batch output").
			head, err := in.ReadString('\n')
			if err != nil {
				return io.ErrUnexpectedEOF
			}
			fields := strings.Fields(head)
			if len(fields) != 3 {
				return errMissing
			}
			size, err := strconv.ParseInt(fields[2], 10, 64)
			if err != nil || size < 0 {
				return fmt.Errorf("git says “%s”", strings.TrimSpace(head))
			}
			var data []byte
			if size <= int64(limit(i)) {
				if int64(cap(buf)) < size {
					buf = make([]byte, size+size/2)
				}
				data = buf[:size]
				if data == nil {
					data = []byte{}
				}
				_, err = io.ReadFull(in, data)
			} else {
				_, err = io.CopyN(io.Discard, in, size)
			}
			if err != nil {
				return io.ErrUnexpectedEOF
			}
			if _, err := in.Discard(1); err != nil {
				return io.ErrUnexpectedEOF
			}
			if err := do(i, data, size); err != nil {
				return err
			}
		}
		return nil
	}, "cat-file", "--batch")
	if errors.Is(err, errMissing) {
		return errMissing
	}
	return err
}

var errMissing = errors.New("this clone lacks the content of earlier files; fetch it with “git fetch --refetch --no-filter”, or clone without --filter")
