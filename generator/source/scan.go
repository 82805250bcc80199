// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"unicode/utf8"
)

// ErrTooLarge is what Read gives for a file over its limit.
var ErrTooLarge = errors.New("file is too large")

// ErrNotRegular is what Read gives for anything but a regular file: a folder, a symbolic link, a FIFO, a device.
var ErrNotRegular = errors.New("not a regular file")

// maxFolders bounds how deep folders may lie in each other, since opening one costs as much as it is deep.
const maxFolders = 64

// Dir is an open folder of sources. Nothing outside it can be reached through it.
type Dir struct{ root *os.Root }

// File is a regular file as a scan found it.
type File struct {
	Path string // slash path below the root
	Size int64
	Mod  int64 // time of the last change in Unix nanoseconds
}

// OpenDir opens a folder. The folder itself may be reached by symbolic links: it was named by a maintainer.
func OpenDir(path string) (*Dir, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	return &Dir{root}, nil
}

// Close frees the folder.
func (d *Dir) Close() error { return d.root.Close() }

// Scan lists the regular files below the folder, sorted by Path. It leaves out what keep refuses (for a folder: all that is
// in it) and, without asking, whatever begins with a dot, and node_modules; unless it is a path of named, or lies in one without a further such
// name. Whatever else is not a regular file is never
// opened and gets a diagnostic, whose Path is below the folder too. A file that vanishes meanwhile is as if it had never been.
func (d *Dir) Scan(keep func(path string, isDir bool) bool, named ...string) ([]File, []Diagnostic, error) {
	s := scan{root: d.root, keep: keep, named: named}
	if err := s.folder("", 0); err != nil {
		return nil, nil, err
	}
	slices.SortFunc(s.files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	slices.SortStableFunc(s.diags, func(a, b Diagnostic) int { return strings.Compare(a.Path, b.Path) })
	return s.files, s.diags, nil
}

type scan struct {
	root  *os.Root
	keep  func(path string, isDir bool) bool
	named []string
	files []File
	diags []Diagnostic
}

func (s *scan) folder(path string, depth int) error {
	name := "."
	if path != "" {
		name = filepath.FromSlash(path)
	}
	f, err := s.root.Open(name)
	if gone(err) && path != "" {
		return nil
	}
	if err != nil {
		return err
	}
	var folders []string
	for {
		// The system tells much of each name, so a folder of very many is not held at once.
		entries, err := f.ReadDir(1024)
		if err == io.EOF || gone(err) && path != "" {
			break
		}
		if err == nil {
			folders, err = s.take(path, depth, entries, folders)
		}
		if err != nil {
			f.Close()
			return err
		}
	}
	f.Close()
	for _, folder := range folders {
		if err := s.folder(folder, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// take keeps what is to be read of a part of a folder, and gives the folders in it after those given.
func (s *scan) take(path string, depth int, entries []fs.DirEntry, folders []string) ([]string, error) {
	for _, e := range entries {
		base := e.Name()
		full := base
		if path != "" {
			full = path + "/" + base
		}
		if !IsListed(full, s.named) {
			continue
		}
		isDir := e.IsDir()
		// A link may stand for a file or a folder, and is not followed to find out.
		if !s.keep(full, isDir) && (isDir || e.Type().IsRegular() || !s.keep(full, true)) {
			continue
		}
		switch {
		case !plainName(base):
			s.refuse(CodeBadName, full, "the name is not valid UTF-8 or holds control characters: not read")
		case isDir && depth == maxFolders:
			s.refuse(CodeTooDeep, full, fmt.Sprintf("folders are nested more than %d deep: not read", maxFolders))
		case isDir:
			folders = append(folders, full)
		case !e.Type().IsRegular():
			s.refuse(CodeNotAFile, full, kindOf(e.Type())+": not read")
		default:
			info, err := e.Info()
			if gone(err) {
				continue
			}
			if err != nil {
				return nil, err
			}
			if !info.Mode().IsRegular() {
				s.refuse(CodeNotAFile, full, kindOf(info.Mode())+": not read")
				continue
			}
			s.files = append(s.files, File{Path: full, Size: info.Size(), Mod: info.ModTime().UnixNano()})
		}
	}
	return folders, nil
}

func (s *scan) refuse(code Code, path, message string) {
	s.diags = append(s.diags, Diagnostic{Code: code, Path: strings.ToValidUTF8(path, "\uFFFD"), Message: message})
}

// gone says that a name stopped being there, or being a folder, since it was listed.
func gone(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

func plainName(name string) bool {
	return utf8.ValidString(name) && !strings.ContainsFunc(name, func(r rune) bool { return r < 0x20 || r >= 0x7f && r < 0xa0 })
}

func kindOf(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeSymlink != 0:
		return "a symbolic link"
	case mode&fs.ModeNamedPipe != 0:
		return "a FIFO"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	case mode&fs.ModeDevice != 0:
		return "a device"
	}
	return "not a regular file"
}

// ReadBelow is Read for one file below a folder.
func ReadBelow(folder, name string, limit int) ([]byte, error) {
	d, err := OpenDir(folder)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	return d.Read(name, limit)
}

// Read gives the bytes of the regular file at a slash path below the folder, at most limit of them: a longer file gives
// ErrTooLarge, anything but a regular file ErrNotRegular. A FIFO in the file's place cannot make it wait.
func (d *Dir) Read(path string, limit int) ([]byte, error) {
	name := filepath.FromSlash(path)
	listed, err := d.root.Lstat(name)
	if err != nil {
		return nil, err
	}
	refused := &fs.PathError{Op: "read", Path: path, Err: ErrNotRegular}
	if !listed.Mode().IsRegular() {
		return nil, refused
	}
	f, err := d.root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	// What was opened is what was looked at, unless someone put a link or a FIFO in its place meanwhile.
	if !os.SameFile(listed, info) {
		return nil, refused
	}
	if info.Size() > int64(limit) {
		return nil, &fs.PathError{Op: "read", Path: path, Err: ErrTooLarge}
	}
	// One byte more than expected shows the end of the file in the same read.
	buf := make([]byte, info.Size()+1)
	n := 0
	for {
		m, err := f.Read(buf[n:])
		n += m
		switch {
		case n > limit:
			return nil, &fs.PathError{Op: "read", Path: path, Err: ErrTooLarge}
		case err == io.EOF || err == nil && n < len(buf):
			return buf[:n:n], nil
		case err != nil:
			return nil, err
		}
		buf = append(buf, make([]byte, len(buf))...)
	}
}
