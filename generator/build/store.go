// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"sync"

	"commonplace/generator/page"
	"commonplace/generator/source"
)

// store keeps the facts and the body of every file under the hash of its bytes and reading options, in two append-only files. A
// record is only believed if its checksum holds; what follows a bad one is dropped and made again.
//
// A record of facts: length (4 bytes, of all that follows the checksum), checksum (4), key (32), offset (8), length (4) and checksum (4)
// of the body, then the Doc. A body lies bare in its own file.
type store struct {
	facts, bodies *os.File
	mu            sync.Mutex
	out           *bufio.Writer // of facts
	bodyOut       *bufio.Writer
	bodyEnd       int64
	factsEnd      int64
	index         map[source.Hash]record
	stamp         source.Hash
	dir           string
	dirty         bool
}

// record says where a Doc and its body lie.
type record struct {
	docAt, bodyAt   int64
	docLen, bodyLen uint32
	bodySum         uint32
	used            bool
}

const (
	factsName  = "facts"
	bodiesName = "bodies"
	recordHead = 8
	recordMeta = 32 + 8 + 4 + 4
	maxRecord  = 64 << 20
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

var errBody = errors.New("the cache does not hold this body")

// openStore opens both files, empty if they are of another program or form.
func openStore(dir string, stamp source.Hash) (*store, error) {
	s := &store{stamp: stamp, dir: dir, index: map[source.Hash]record{}}
	var err error
	if s.facts, err = os.OpenFile(filepath.Join(dir, factsName), os.O_RDWR|os.O_CREATE, 0o644); err != nil {
		return nil, fmt.Errorf("open the cache: %w", err)
	}
	if s.bodies, err = os.OpenFile(filepath.Join(dir, bodiesName), os.O_RDWR|os.O_CREATE, 0o644); err != nil {
		s.facts.Close()
		return nil, fmt.Errorf("open the cache: %w", err)
	}
	var head source.Hash
	if _, err := s.facts.ReadAt(head[:], 0); err != nil || head != stamp {
		if err := s.reset(); err != nil {
			s.facts.Close()
			s.bodies.Close()
			return nil, err
		}
	}
	s.out, s.bodyOut = bufio.NewWriterSize(s.facts, 1<<18), bufio.NewWriterSize(s.bodies, 1<<18)
	return s, nil
}

func (s *store) reset() error {
	for _, f := range []*os.File{s.facts, s.bodies} {
		if err := f.Truncate(0); err != nil {
			return fmt.Errorf("empty the cache: %w", err)
		}
	}
	if _, err := s.facts.WriteAt(s.stamp[:], 0); err != nil {
		return fmt.Errorf("write the cache: %w", err)
	}
	return nil
}

// load reads all records once, and gives each Doc that is needed to found. It must be called once, before the first put.
func (s *store) load(needed func(key source.Hash) bool, found func(key source.Hash, d *page.Doc)) error {
	info, err := s.bodies.Stat()
	if err != nil {
		return fmt.Errorf("read the cache: %w", err)
	}
	s.bodyEnd, s.factsEnd = info.Size(), int64(len(s.stamp))
	r := bufio.NewReaderSize(io.NewSectionReader(s.facts, s.factsEnd, 1<<62), 1<<18)
	var head [recordHead]byte
	var buf []byte
	for {
		if _, err := io.ReadFull(r, head[:]); err != nil {
			break
		}
		n := binary.LittleEndian.Uint32(head[:])
		if n < recordMeta || n > maxRecord {
			break
		}
		if cap(buf) < int(n) {
			buf = make([]byte, n+n/2)
		}
		buf = buf[:n]
		if _, err := io.ReadFull(r, buf); err != nil || crc32.Checksum(buf, castagnoli) != binary.LittleEndian.Uint32(head[4:]) {
			break
		}
		rec := record{docAt: s.factsEnd + recordHead + recordMeta, docLen: n - recordMeta, bodyAt: int64(binary.LittleEndian.Uint64(buf[32:])),
			bodyLen: binary.LittleEndian.Uint32(buf[40:]), bodySum: binary.LittleEndian.Uint32(buf[44:])}
		s.factsEnd += recordHead + int64(n)
		key := source.Hash(buf[:32])
		if rec.bodyAt < 0 || int64(rec.bodyLen) > s.bodyEnd-rec.bodyAt {
			continue
		}
		if needed(key) {
			if d, err := page.DecodeDoc(buf[recordMeta:]); err == nil {
				rec.used = true
				found(key, d)
			}
		}
		s.index[key] = rec
	}
	if err := s.facts.Truncate(s.factsEnd); err != nil {
		return fmt.Errorf("write the cache: %w", err)
	}
	if _, err := s.facts.Seek(s.factsEnd, io.SeekStart); err != nil {
		return fmt.Errorf("write the cache: %w", err)
	}
	if _, err := s.bodies.Seek(s.bodyEnd, io.SeekStart); err != nil {
		return fmt.Errorf("write the cache: %w", err)
	}
	return nil
}

// get reads one Doc that load passed over, nil if there is none. It is safe for concurrent use.
func (s *store) get(key source.Hash) *page.Doc {
	s.mu.Lock()
	rec, ok := s.index[key]
	end := s.factsEnd
	s.mu.Unlock()
	if !ok || rec.docAt+int64(rec.docLen) > end {
		return nil
	}
	raw := make([]byte, rec.docLen)
	if _, err := s.facts.ReadAt(raw, rec.docAt); err != nil {
		return nil
	}
	d, err := page.DecodeDoc(raw)
	if err != nil {
		return nil
	}
	rec.used = true
	s.mu.Lock()
	s.index[key] = rec
	s.mu.Unlock()
	return d
}

// put adds what one file was parsed to, and gives the Doc as it will be read back: in one piece of memory of its own, where a Doc fresh from
// parsing holds on to the text of its file. It is safe for concurrent use.
func (s *store) put(key source.Hash, d *page.Doc, b *page.Body, scratch *[]byte) (*page.Doc, error) {
	body := page.AppendBody((*scratch)[:0], b)
	split := len(body)
	whole := append(body, make([]byte, recordHead+recordMeta)...)
	whole = page.AppendDoc(whole, d)
	*scratch = whole
	body, rec := whole[:split], whole[split:]
	payload := rec[recordHead:]
	entry := record{docLen: uint32(len(payload) - recordMeta), bodyLen: uint32(len(body)), bodySum: crc32.Checksum(body, castagnoli), used: true}
	d, err := page.DecodeDoc(payload[recordMeta:])
	if err != nil {
		return nil, fmt.Errorf("read back what was parsed: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if old, twice := s.index[key]; twice && old.used {
		return d, nil
	}
	entry.docAt, entry.bodyAt = s.factsEnd+recordHead+recordMeta, s.bodyEnd
	copy(payload, key[:])
	binary.LittleEndian.PutUint64(payload[32:], uint64(entry.bodyAt))
	binary.LittleEndian.PutUint32(payload[40:], entry.bodyLen)
	binary.LittleEndian.PutUint32(payload[44:], entry.bodySum)
	binary.LittleEndian.PutUint32(rec, uint32(len(payload)))
	binary.LittleEndian.PutUint32(rec[4:], crc32.Checksum(payload, castagnoli))
	s.dirty = true
	if _, err := s.bodyOut.Write(body); err != nil {
		return nil, fmt.Errorf("write the cache: %w", err)
	}
	if _, err := s.out.Write(rec); err != nil {
		return nil, fmt.Errorf("write the cache: %w", err)
	}
	s.bodyEnd += int64(len(body))
	s.factsEnd += int64(len(rec))
	s.index[key] = entry
	return d, nil
}

// flush makes all that was put readable. Bodies go first: a kill in between leaves bytes that nothing names.
func (s *store) flush() error {
	if !s.dirty {
		return nil
	}
	if err := s.bodyOut.Flush(); err != nil {
		return fmt.Errorf("write the cache: %w", err)
	}
	if err := s.out.Flush(); err != nil {
		return fmt.Errorf("write the cache: %w", err)
	}
	s.dirty = false
	return nil
}

// body reads a body that load found or put added, after flush. It is safe for concurrent use once nothing is added any more.
func (s *store) body(key source.Hash) (*page.Body, error) {
	rec, ok := s.index[key]
	if !ok {
		return nil, errBody
	}
	raw := make([]byte, rec.bodyLen)
	if _, err := s.bodies.ReadAt(raw, rec.bodyAt); err != nil || crc32.Checksum(raw, castagnoli) != rec.bodySum {
		return nil, errBody
	}
	b, err := page.DecodeBody(raw)
	if err != nil {
		return nil, errBody
	}
	return b, nil
}

// compact keeps only the records in use, when they are less than half of what is stored. It copies records as they are into new
// files and exchanges them; a kill in between leaves facts without their bodies, which the checksums find out.
func (s *store) compact() error {
	var live int64
	for _, rec := range s.index {
		if rec.used {
			live += recordHead + recordMeta + int64(rec.docLen) + int64(rec.bodyLen)
		}
	}
	if total := s.factsEnd + s.bodyEnd; total < 4<<20 || live > total/2 {
		return nil
	}
	if err := s.flush(); err != nil {
		return err
	}
	dir, err := os.MkdirTemp(s.dir, "compact-")
	if err != nil {
		return fmt.Errorf("compact the cache: %w", err)
	}
	defer os.RemoveAll(dir)
	fresh, err := openStore(dir, s.stamp)
	if err != nil {
		return err
	}
	err = fresh.load(func(source.Hash) bool { return false }, nil)
	var scratch []byte
	for key, rec := range s.index {
		if !rec.used || err != nil {
			continue
		}
		var b *page.Body
		if b, err = s.body(key); err != nil {
			continue
		}
		if d := s.get(key); d != nil {
			_, err = fresh.put(key, d, b, &scratch)
		}
	}
	if err = errors.Join(err, fresh.flush()); err == nil {
		for _, name := range []string{bodiesName, factsName} {
			err = errors.Join(err, os.Rename(filepath.Join(dir, name), filepath.Join(s.dir, name)))
		}
	}
	return errors.Join(err, fresh.facts.Close(), fresh.bodies.Close())
}

func (s *store) close() error {
	return errors.Join(s.flush(), s.compact(), s.facts.Close(), s.bodies.Close())
}
