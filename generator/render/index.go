// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"commonplace/generator/page"
	"commonplace/generator/search"
	"commonplace/generator/source"
)

// makeIndex makes the search index.
func (s *Site) makeIndex() (*search.Index, error) {
	c := s.Search()
	c.Body = func(i int) (*page.Body, error) { return s.files.Body(s.Page(i)) }
	return s.files.Index(c)
}

// indexOutputs adds the files of the search index.
func (s *Site) indexOutputs(list []Output) ([]Output, error) {
	if !s.Config().Search {
		return list, nil
	}
	x, err := s.index()
	if err != nil {
		return nil, err
	}
	for _, f := range x.Files() {
		list = append(list, Output{Path: f.Path, Key: f.Key, write: f.Append})
	}
	return list, nil
}

// indexOutput is one file of the search index. Where the index can't be made, its files say so.
func (s *Site) indexOutput(path string) (Output, bool) {
	if !s.Config().Search || !search.IsFile(path) {
		return Output{}, false
	}
	x, err := s.index()
	if err != nil {
		return Output{Path: path, Key: source.Sum([]byte(path)), write: func(dst []byte) ([]byte, error) { return dst, err }}, true
	}
	f, ok := x.File(path)
	return Output{Path: f.Path, Key: f.Key, write: f.Append}, ok
}
