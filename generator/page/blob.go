// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"crypto/sha1"
	"encoding/hex"
	"strconv"
)

// swhContent begins the identifier of a file's content.
const swhContent = "swh:1:cnt:"

// Blob is the name that Git gives the bytes of a file: their SHA-1 behind a header.
type Blob [sha1.Size]byte

// newBlob is the name of some bytes.
func newBlob(data []byte) (b Blob) {
	h := sha1.New()
	h.Write(append(strconv.AppendInt([]byte("blob "), int64(len(data)), 10), 0))
	h.Write(data)
	h.Sum(b[:0])
	return b
}

// SWHID is the identifier by which Software Heritage, and a review, names the bytes (SWHID 1.2, 5.2); empty for no file.
func (b Blob) SWHID() string {
	if b == (Blob{}) {
		return ""
	}
	return swhContent + hex.EncodeToString(b[:])
}
