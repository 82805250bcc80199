// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Package source reads the files of a commons: it finds them below their roots, gives each a content hash, turns
// their bytes into valid text, reads YAML with positions and within bounds, and defines what a diagnostic is.
//
// It promises that nothing outside a root is read (os.Root, regular files only, symbolic links refused), that no input
// panics, and that every problem carries a line and a column. It never writes, and never interprets what a file means.
package source

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
)

// Hash is a SHA-256 digest: the identity of bytes, facts, views and outputs.
type Hash [sha256.Size]byte

// Sum is the digest of the parts written after each other. Callers that join fields of varying length must separate
// them; see Digest.
func Sum(b []byte) Hash { return sha256.Sum256(b) }

// String is the digest in lower-case hexadecimal, 64 characters.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// Digest collects fields and gives their hash. Every field is preceded by its length, so that no two different
// sequences of fields have the same bytes. The zero value is ready; Reset makes it ready again and keeps its memory.
type Digest struct {
	buf    []byte
	before hash.Hash // of the fields that buf was emptied of; only used once there are many
	many   bool
}

// manyFields is how many bytes of fields are kept before they are hashed.
const manyFields = 16 << 10

// Reset forgets the fields so far.
func (d *Digest) Reset() {
	d.buf = d.buf[:0]
	if d.many {
		d.before.Reset()
		d.many = false
	}
}

// hashed makes room for more fields.
func (d *Digest) hashed() {
	if d.before == nil {
		d.before = sha256.New()
	}
	d.before.Write(d.buf)
	d.buf, d.many = d.buf[:0], true
}

// Text adds a string.
func (d *Digest) Text(s string) {
	if len(d.buf) > manyFields {
		d.hashed()
	}
	d.Int(len(s))
	d.buf = append(d.buf, s...)
}

// Texts adds a list of strings.
func (d *Digest) Texts(list []string) {
	d.Int(len(list))
	for _, s := range list {
		d.Text(s)
	}
}

// Hash adds another digest.
func (d *Digest) Hash(h Hash) {
	if len(d.buf) > manyFields {
		d.hashed()
	}
	d.buf = append(d.buf, h[:]...)
}

// Int adds a number.
func (d *Digest) Int(n int) {
	for v := uint64(n); ; v >>= 7 {
		if v < 0x80 {
			d.buf = append(d.buf, byte(v))
			return
		}
		d.buf = append(d.buf, byte(v)|0x80)
	}
}

// Bool adds a truth value.
func (d *Digest) Bool(b bool) {
	if b {
		d.buf = append(d.buf, 1)
	} else {
		d.buf = append(d.buf, 0)
	}
}

// Sum is the hash of the fields so far.
func (d *Digest) Sum() Hash {
	if !d.many {
		return sha256.Sum256(d.buf)
	}
	d.hashed()
	return Hash(d.before.Sum(nil))
}
