// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"encoding/binary"
	"hash/crc32"

	"commonplace/generator/source"
)

// States are what the cache remembers of the last run: how each source file looked, and what each output was made from. They are
// plain records behind a stamp and a checksum; a state that does not hold is as if it were not there.

// seen is a source file at the last scan.
type seen struct {
	shown     string
	size, mod int64
	hash      source.Hash
	medium    string // media type, of files that are media
	width     int
	height    int
}

// made is one output of the last build.
type made struct {
	Entry
	key source.Hash
}

// scanState is the last scan: files sorted by shown.
type scanState struct {
	at    int64 // when the scan began, Unix nanoseconds; a file changed within three seconds before is not trusted
	files []seen
}

// outputState is the last build of one output folder.
type outputState struct {
	inputs   source.Hash // of everything the build depended on
	manifest source.Hash
	result   []byte // what the build reported, as JSON
	files    []made // sorted by path
}

// encoder writes a state. Room for what seals it is left at its begin.
type encoder struct{ buf []byte }

const sealSize = len(source.Hash{}) + 4

func newEncoder(size int) *encoder { return &encoder{make([]byte, sealSize, sealSize+size)} }

func (e *encoder) int(n int64)        { e.buf = binary.AppendVarint(e.buf, n) }
func (e *encoder) hash(h source.Hash) { e.buf = append(e.buf, h[:]...) }
func (e *encoder) text(s string) {
	e.int(int64(len(s)))
	e.buf = append(e.buf, s...)
}

// seal puts the stamp and a checksum in front.
func (e *encoder) seal(stamp source.Hash) []byte {
	copy(e.buf, stamp[:])
	binary.LittleEndian.PutUint32(e.buf[len(stamp):], crc32.Checksum(e.buf[sealSize:], castagnoli))
	return e.buf
}

type decoder struct {
	rest string
	bad  bool
}

// unseal gives a decoder of a sealed state; a wrong stamp or checksum gives nothing.
func unseal(b []byte, stamp source.Hash) (*decoder, bool) {
	if len(b) < sealSize || source.Hash(b[:len(stamp)]) != stamp || crc32.Checksum(b[sealSize:], castagnoli) != binary.LittleEndian.Uint32(b[len(stamp):]) {
		return nil, false
	}
	return &decoder{rest: string(b[sealSize:])}, true
}

func (d *decoder) int() int64 {
	var u uint64
	for i := 0; i < len(d.rest) && i < binary.MaxVarintLen64; i++ {
		c := d.rest[i]
		u |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			d.rest = d.rest[i+1:]
			return int64(u>>1) ^ -int64(u&1)
		}
	}
	d.bad, d.rest = true, ""
	return 0
}

func (d *decoder) take(n int64) string {
	if n < 0 || n > int64(len(d.rest)) {
		d.bad, d.rest = true, ""
		return ""
	}
	s := d.rest[:n]
	d.rest = d.rest[n:]
	return s
}

func (d *decoder) text() string { return d.take(d.int()) }

func (d *decoder) hash() (h source.Hash) {
	copy(h[:], d.take(32))
	return h
}

// count reads a length, of records of at least size bytes each.
func (d *decoder) count(size int) int {
	n := d.int()
	if n < 0 || n > int64(len(d.rest)/size) {
		d.bad, d.rest = true, ""
		return 0
	}
	return int(n)
}

func (s *scanState) encode(stamp source.Hash) []byte {
	e := newEncoder(len(s.files) * 112)
	e.int(s.at)
	e.int(int64(len(s.files)))
	for i := range s.files {
		f := &s.files[i]
		e.text(f.shown)
		e.int(f.size)
		e.int(f.mod)
		e.hash(f.hash)
		e.text(f.medium)
		e.int(int64(f.width))
		e.int(int64(f.height))
	}
	return e.seal(stamp)
}

func decodeScan(b []byte, stamp source.Hash) *scanState {
	d, ok := unseal(b, stamp)
	if !ok {
		return &scanState{}
	}
	s := &scanState{at: d.int()}
	s.files = make([]seen, d.count(38))
	for i := range s.files {
		s.files[i] = seen{shown: d.text(), size: d.int(), mod: d.int(), hash: d.hash(), medium: d.text(), width: int(d.int()), height: int(d.int())}
	}
	if d.bad {
		return &scanState{}
	}
	return s
}

func (s *outputState) encode(stamp source.Hash) []byte {
	e := newEncoder(len(s.result) + len(s.files)*128)
	e.hash(s.inputs)
	e.hash(s.manifest)
	e.text(string(s.result))
	e.int(int64(len(s.files)))
	for i := range s.files {
		f := &s.files[i]
		e.text(f.Path)
		e.int(f.Size)
		e.hash(f.Digest)
		e.hash(f.key)
	}
	return e.seal(stamp)
}

func decodeOutput(b []byte, stamp source.Hash) *outputState {
	d, ok := unseal(b, stamp)
	if !ok {
		return &outputState{}
	}
	s := &outputState{inputs: d.hash(), manifest: d.hash(), result: []byte(d.text())}
	s.files = make([]made, d.count(66))
	for i := range s.files {
		f := &s.files[i]
		f.Path, f.Size, f.Digest, f.key = d.text(), d.int(), d.hash(), d.hash()
	}
	if d.bad {
		return &outputState{}
	}
	return s
}
