// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
)

// The errors of a file that is not what it should be.
var (
	errForm  = errors.New("it is not in the form of a search index")
	errSize  = errors.New("it is larger than a search index may be")
	errShort = errors.New("it ends too early")
	errMore  = errors.New("more follows than there should be")
)

const (
	fileHead = `cp$("`
	fileMid  = `","`
	fileTail = "\");\n"
)

// level of compression: the next two make files smaller by a fiftieth, and take a third more time.
const level = 4

// deflaters are kept, since each has more than a megabyte of tables.
var deflaters = sync.Pool{New: func() any {
	w, _ := flate.NewWriter(io.Discard, level) // fails for unknown levels only
	return w
}}

// appendFile appends the file of a payload. Name is its path below search/, without ".js".
func appendFile(dst []byte, name string, payload []byte) []byte {
	var packed bytes.Buffer
	w := deflaters.Get().(*flate.Writer)
	w.Reset(&packed)
	w.Write(payload) // a buffer takes everything
	w.Close()
	deflaters.Put(w)
	dst = append(dst, fileHead...)
	dst = append(dst, name...)
	dst = append(dst, fileMid...)
	dst = appendPacked(dst, packed.Bytes())
	return append(dst, fileTail...)
}

// readFile gives the payload of a file that must have this name.
func readFile(file []byte, name string) ([]byte, error) {
	rest, ok := bytes.CutPrefix(file, []byte(fileHead+name+fileMid))
	if !ok {
		return nil, errForm
	}
	packed, ok := bytes.CutSuffix(rest, []byte(fileTail))
	if !ok {
		return nil, errShort
	}
	if len(packed) > 2*MaxPayload {
		return nil, errSize
	}
	raw, err := unpacked(packed)
	if err != nil {
		return nil, err
	}
	payload, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(raw)), MaxPayload+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errForm, err)
	}
	if len(payload) > MaxPayload {
		return nil, errSize
	}
	return payload, nil
}

// quoted tells the values of seven bits that may not stand for themselves.
func quoted(v byte) bool { return v == 0 || v == '\n' || v == '\r' || v == '"' || v == '\\' }

// appendPacked writes bytes as characters of seven bits.
func appendPacked(dst, data []byte) []byte {
	dst = slices.Grow(dst, len(data)*6/5+16)
	held, n := uint(0), 0 // bits that are left
	put := func(v byte) {
		if quoted(v) {
			dst = append(dst, 0xc4|v>>6, 0x80|v&0x3f) // U+0100 + v
			return
		}
		dst = append(dst, v)
	}
	for _, b := range data {
		held, n = held<<8|uint(b), n+8
		for ; n >= 7; n -= 7 {
			put(byte(held>>(n-7)) & 0x7f)
		}
	}
	if n > 0 {
		put(byte(held<<(7-n)) & 0x7f)
	}
	return dst
}

// unpacked is what appendPacked wrote, and nothing else.
func unpacked(text []byte) ([]byte, error) {
	out := make([]byte, 0, len(text))
	held, n := uint(0), 0
	for i := 0; i < len(text); i++ {
		v := text[i]
		switch {
		case v&^1 == 0xc4 && i+1 < len(text) && text[i+1]&0xc0 == 0x80:
			v = v&1<<6 | text[i+1]&0x3f
			if i++; !quoted(v) {
				return nil, errForm
			}
		case v >= 0x80 || quoted(v):
			return nil, errForm
		}
		held, n = held<<7|uint(v), n+7
		if n >= 8 {
			n -= 8
			out = append(out, byte(held>>n))
		}
	}
	if held&(1<<n-1) != 0 {
		return nil, errForm
	}
	return out, nil
}
