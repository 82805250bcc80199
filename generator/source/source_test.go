// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	"crypto/sha256"
	"encoding/binary"
	"strings"
	"testing"
)

// TestDigest holds that the hash is that of all fields with their lengths, however many they are and whenever it is asked for.
func TestDigest(t *testing.T) {
	var d Digest
	for _, fields := range []int{0, 1, 2, 40, 41, 400} {
		d.Reset()
		all := sha256.New()
		for i := range fields {
			text := strings.Repeat("x", 37*(i%30))
			d.Text(text)
			all.Write(binary.AppendUvarint(nil, uint64(len(text))))
			all.Write([]byte(text))
			h := Sum([]byte(text))
			d.Hash(h)
			all.Write(h[:])
			if i%50 == 0 && d.Sum() != Hash(all.Sum(nil)) {
				t.Errorf("the first %d of %d fields have another hash", i+1, fields)
			}
		}
		if d.Sum() != Hash(all.Sum(nil)) {
			t.Errorf("%d fields have another hash", fields)
		}
	}
}
