// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package publish

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"commonplace/generator/build"
	"commonplace/generator/source"
)

// files are the entries of the site and its manifest, sorted by path.
func (s *Site) files() []build.Entry {
	own := build.Entry{Path: build.ManifestName, Digest: source.Sum(s.text), Size: int64(len(s.text))}
	return with(s.Manifest.Files, own)
}

// with puts an entry into its place, unless its path is there.
func with(files []build.Entry, e build.Entry) []build.Entry {
	i, found := find(files, e.Path)
	if found {
		return files
	}
	return slices.Insert(slices.Clone(files), i, e)
}

// read gives the bytes of a file, and an error where they are not those that the build wrote.
func (s *Site) read(e build.Entry) ([]byte, error) {
	if e.Path == build.ManifestName {
		return s.text, nil
	}
	if e.Size == 0 && e.Path == noJekyll {
		return nil, nil
	}
	name := filepath.Join(s.Dir, filepath.FromSlash(e.Path))
	if info, err := os.Lstat(name); err != nil || !info.Mode().IsRegular() {
		return nil, edited(e.Path)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read the site: %w", err)
	}
	if source.Sum(data) != e.Digest {
		return nil, edited(e.Path)
	}
	return data, nil
}

func edited(path string) error {
	return fmt.Errorf("%s in the output is not what the build wrote: run “commonplace build --clean”, and publish again", path)
}

// A place is a target as it is found.
type place interface {
	// paths are all files there, sorted.
	paths() []string
	// has says whether a file stands there and whether it is ours to the byte. Where the manifest there names it with the same digest, published
	// is true, and a place that only publishing changes need not look.
	has(e build.Entry, published bool) (there, same bool, err error)
}

// kept are files that are never removed, even where we published them once: without them a published site would lose its domain, or its
// folders that begin with _.
func kept(path string) bool { return path == "CNAME" || path == noJekyll }

// compare fills in what has to be done so that a place holds the files, given the manifest that the last publishing left there, or nil.
func (p *Plan) compare(files []build.Entry, old *build.Manifest, there place, way string) error {
	published := old != nil
	if !published {
		old = &build.Manifest{}
	}
	collisions := map[string]bool{}
	for i := range files {
		e := &files[i]
		before, named := old.Find(e.Path)
		named = named || published && e.Path == build.ManifestName
		was, same, err := there.has(*e, before.Digest == e.Digest)
		switch {
		case err != nil:
			return err
		case !was:
			p.Added = append(p.Added, e.Path)
			p.Bytes += e.Size
		case same || e.Path == noJekyll:
		case named:
			p.Changed = append(p.Changed, e.Path)
			p.Bytes += e.Size
		default:
			collisions[e.Path] = true
		}
	}
	for _, path := range there.paths() {
		if _, stays := find(files, path); stays || path == noJekyll {
			continue
		}
		inTheWay := isFolder(files, path) || isBelow(files, path)
		if _, ours := old.Find(path); ours && !kept(path) {
			p.Removed = append(p.Removed, path)
			if inTheWay {
				p.first = append(p.first, path)
			}
			continue
		}
		p.Kept = append(p.Kept, path)
		if inTheWay {
			collisions[path] = true
		}
	}
	if len(collisions) == 0 {
		return nil
	}
	return &CollisionError{Place: p.Place, Way: way, Paths: slices.Sorted(maps.Keys(collisions))}
}

// find looks a path up in a sorted list.
func find(files []build.Entry, path string) (int, bool) {
	return slices.BinarySearchFunc(files, path, func(e build.Entry, path string) int { return strings.Compare(e.Path, path) })
}

// isFolder says that there are files below a path.
func isFolder(files []build.Entry, path string) bool {
	i, _ := find(files, path+"/")
	return i < len(files) && strings.HasPrefix(files[i].Path, path+"/")
}

// isBelow says that a folder of a path is a file.
func isBelow(files []build.Entry, path string) bool {
	for at := strings.LastIndexByte(path, '/'); at > 0; at = strings.LastIndexByte(path[:at], '/') {
		if _, file := find(files, path[:at]); file {
			return true
		}
	}
	return false
}

// work is what a plan writes, in the order of files.
func (p *Plan) work(files []build.Entry) []build.Entry {
	var list []build.Entry
	for i := range files {
		path := files[i].Path
		if _, added := slices.BinarySearch(p.Added, path); added {
			list = append(list, files[i])
		} else if _, changed := slices.BinarySearch(p.Changed, path); changed {
			list = append(list, files[i])
		}
	}
	return list
}
