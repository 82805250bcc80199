// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
)

// Reader answers questions from the index of one language as it lies in the output of a build. It is for one goroutine at a time.
type Reader struct {
	files    fs.FS
	lang     string
	meta     *Meta
	analyser *Analyser
	known    map[string]any // what was read, by the name of its file
}

// Problem is a file of an index that could not be used.
type Problem struct {
	Shard   string `json:"shard"` // path below search/, without .js
	Missing bool   `json:"missing"`
}

func (p Problem) String() string {
	if p.Missing {
		return fmt.Sprintf("search/%s.js is missing", p.Shard)
	}
	return fmt.Sprintf("search/%s.js is damaged", p.Shard)
}

// Open reads the sum of the index of a language. Files is the output of a build; what else is needed is read from it when it is asked for.
func Open(files fs.FS, lang string) (*Reader, error) {
	r := &Reader{files: files, lang: strings.ToLower(lang), known: map[string]any{}}
	payload, err := r.payload("meta")
	if err != nil {
		return nil, fmt.Errorf("open the search index of %q: %w", r.lang, err)
	}
	if r.meta, err = readMeta(payload); err != nil {
		return nil, fmt.Errorf("open the search index of %q: %w", r.lang, err)
	}
	r.analyser = NewAnalyser(r.meta.Stemmer)
	return r, nil
}

// Meta is the sum of the index. It must not be changed.
func (r *Reader) Meta() *Meta { return r.meta }

// payload reads a file of the index, bounded.
func (r *Reader) payload(name string) ([]byte, error) {
	f, err := r.files.Open("search/" + r.lang + "/" + name + ".js")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, 2*MaxPayload+1))
	if err != nil {
		return nil, err
	}
	return readFile(text, r.lang+"/"+name)
}

// keptFiles is how many files a Reader keeps; then it forgets all.
const keptFiles = 512

// load reads a file as decode has it, once. What can't be read is a problem of the run, and zero.
func load[T any](r *Reader, run *asking, name string, decode func(payload []byte) (T, error)) T {
	if it, ok := r.known[name]; ok {
		return it.(T)
	}
	payload, err := r.payload(name)
	var it T
	if err == nil {
		it, err = decode(payload)
	}
	if err != nil {
		run.problems[name] = Problem{r.lang + "/" + name, errors.Is(err, fs.ErrNotExist)}
		var zero T
		return zero
	}
	if len(r.known) >= keptFiles {
		clear(r.known)
	}
	r.known[name] = it
	return it
}

func loadAll[T any](r *Reader, run *asking, family string, names []string, decode func(payload []byte) (T, error)) []T {
	var list []T
	for _, name := range names {
		list = append(list, load(r, run, family+"-"+name, decode))
	}
	return list
}
