// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// Compare lists the paths, sorted, at which two outputs differ: files that only one of them holds, other bytes, other kinds of file, other
// permissions. The manifests are compared like any file.
func Compare(a, b string) ([]string, error) {
	var differ []string
	inA := map[string]fs.DirEntry{}
	if err := eachFile(a, func(path string, e fs.DirEntry) error { inA[path] = e; return nil }); err != nil {
		return nil, err
	}
	left, right := make([]byte, 64<<10), make([]byte, 64<<10)
	err := eachFile(b, func(path string, e fs.DirEntry) error {
		other, ok := inA[path]
		if !ok {
			differ = append(differ, path)
			return nil
		}
		delete(inA, path)
		same, err := sameFile(filepath.Join(a, path), filepath.Join(b, path), other, e, left, right)
		if err == nil && !same {
			differ = append(differ, path)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	for path := range inA {
		differ = append(differ, path)
	}
	slices.Sort(differ)
	return differ, nil
}

// eachFile visits the files below dir by slash path, and their folders not at all: an empty folder is not part of an output.
func eachFile(dir string, visit func(path string, e fs.DirEntry) error) error {
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && (path == innerWork || path == lostAndFound):
			return fs.SkipDir
		case e.IsDir():
			return nil
		}
		return visit(path, e)
	})
	if err != nil {
		return fmt.Errorf("compare outputs: %w", err)
	}
	return nil
}

func sameFile(a, b string, x, y fs.DirEntry, left, right []byte) (bool, error) {
	infoA, err := x.Info()
	if err != nil {
		return false, err
	}
	infoB, err := y.Info()
	if err != nil {
		return false, err
	}
	if infoA.Mode() != infoB.Mode() || !infoA.Mode().IsRegular() || infoA.Size() != infoB.Size() {
		return false, nil
	}
	f, err := os.Open(a)
	if err != nil {
		return false, err
	}
	defer f.Close()
	g, err := os.Open(b)
	if err != nil {
		return false, err
	}
	defer g.Close()
	for {
		n, errF := io.ReadFull(f, left)
		k, errG := io.ReadFull(g, right)
		if !bytes.Equal(left[:n], right[:k]) {
			return false, nil
		}
		if ended(errF) && ended(errG) {
			return true, nil
		}
		for _, err := range []error{errF, errG} {
			if err != nil && !ended(err) {
				return false, err
			}
		}
	}
}

func ended(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }
