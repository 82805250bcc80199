// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
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

// deflaters are kept, since each has more than a megabyte of tables.
var deflaters = sync.Pool{New: func() any {
	w, _ := flate.NewWriter(io.Discard, flate.DefaultCompression) // fails for unknown levels only
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
	dst = base64.StdEncoding.AppendEncode(dst, packed.Bytes())
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
	raw := make([]byte, base64.StdEncoding.DecodedLen(len(packed)))
	n, err := base64.StdEncoding.Strict().Decode(raw, packed)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errForm, err)
	}
	payload, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(raw[:n])), MaxPayload+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errForm, err)
	}
	if len(payload) > MaxPayload {
		return nil, errSize
	}
	return payload, nil
}
