// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"commonplace/generator/page"
	"commonplace/generator/source"
)

// A cache is only a cache: whatever its files hold, they are taken for what they are or for nothing. The targets get past stamps and checksums,
// which would keep them from everything behind.

// sealed is a state that is whole, whatever it says.
func sealed(stamp source.Hash, text []byte) []byte {
	e := newEncoder(len(text))
	e.buf = append(e.buf, text...)
	return e.seal(stamp)
}

func FuzzDecodeScan(f *testing.F) {
	stamp := source.Sum([]byte("stamp"))
	s := &scanState{at: 1 << 60, files: []seen{{shown: "content/a.md", size: 12, mod: -3, hash: stamp}, {shown: "content/ü.png", medium: "image/png", width: 3, height: 4}}}
	f.Add(s.encode(stamp)[sealSize:])
	f.Add([]byte{0, 2})
	f.Add(bytes.Repeat([]byte{0xff}, 12))
	f.Fuzz(func(t *testing.T, text []byte) {
		decodeScan(text, stamp)
		got := decodeScan(sealed(stamp, text), stamp)
		if again := decodeScan(got.encode(stamp), stamp); len(got.files) > 0 && !reflect.DeepEqual(got, again) {
			t.Errorf("%+v becomes %+v", got, again)
		}
		if wrong := decodeScan(sealed(source.Hash{}, text), stamp); wrong.files != nil {
			t.Error("a state of another program is believed")
		}
	})
}

func FuzzDecodeOutput(f *testing.F) {
	stamp := source.Sum([]byte("stamp"))
	s := &outputState{inputs: stamp, manifest: stamp, result: []byte("{}"), files: []made{{Entry{Path: "a.html", Size: 3, Digest: stamp}, stamp}}}
	f.Add(s.encode(stamp)[sealSize:])
	f.Add(make([]byte, 70))
	f.Fuzz(func(t *testing.T, text []byte) {
		decodeOutput(text, stamp)
		got := decodeOutput(sealed(stamp, text), stamp)
		if again := decodeOutput(got.encode(stamp), stamp); len(got.files) > 0 && !reflect.DeepEqual(got, again) {
			t.Errorf("%+v becomes %+v", got, again)
		}
	})
}

// FuzzStore opens a store of any bytes, or of one record of any bytes with a right checksum, and uses it: what was not put is not found, or
// decodes; what is put is found again, also after the store was closed and opened.
func FuzzStore(f *testing.F) {
	var reading = page.Doc{Meta: page.Meta{Title: "Title"}}
	body := page.Body{HTML: []byte("<p>Text</p>")}
	meta := make([]byte, recordMeta)
	meta[0] = 1
	text := page.AppendBody(nil, &body)
	binary.LittleEndian.PutUint32(meta[40:], uint32(len(text)))
	binary.LittleEndian.PutUint32(meta[44:], crc32.Checksum(text, castagnoli))
	f.Add(page.AppendDoc(meta, &reading), text, true)
	f.Add(bytes.Repeat([]byte{0xff}, 100), []byte("text"), true)
	f.Add(append(bytes.Repeat([]byte{0}, 40), 0xff, 0xff, 0xff, 0x7f), []byte(nil), true)
	f.Add([]byte("no record"), []byte("no body"), false)
	stamp := source.Sum([]byte("stamp"))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, facts, bodies []byte, framed bool) {
		whole := bytes.Clone(stamp[:])
		if framed {
			whole = binary.LittleEndian.AppendUint32(whole, uint32(len(facts)))
			whole = binary.LittleEndian.AppendUint32(whole, crc32.Checksum(facts, castagnoli))
		}
		for name, text := range map[string][]byte{factsName: append(whole, facts...), bodiesName: bodies} {
			if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		key := source.Sum(facts)
		use := func() (found bool) {
			s, err := openStore(dir, stamp)
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				if err := s.close(); err != nil {
					t.Error(err)
				}
			}()
			err = s.load(func(source.Hash) bool { return true }, func(k source.Hash, d *page.Doc) { found = found || k == key && d.Meta.Title == "Title" })
			if err != nil {
				t.Fatal(err)
			}
			for k := range s.index {
				s.get(k)
				if _, err := s.body(k); err != nil && err != errBody {
					t.Errorf("a body that is none: %v", err)
				}
			}
			var scratch []byte
			if _, err := s.put(key, &reading, &body, &scratch); err != nil {
				t.Fatal(err)
			}
			if err := s.flush(); err != nil {
				t.Fatal(err)
			}
			if b, err := s.body(key); err != nil || !bytes.Equal(b.HTML, body.HTML) {
				t.Errorf("what was put is not found: %v", err)
			}
			return found
		}
		use()
		if !use() {
			t.Error("what was put is not found by the next run")
		}
	})
}
