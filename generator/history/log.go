// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"bufio"
	"context"
	"errors"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Fields of a commit in the log are set apart by bytes that Git lets into no path and that cleaned names do not have.
const (
	fieldMark = "\x02"
	logFormat = "%ct" + fieldMark + "%cs" + fieldMark + "%aN" + fieldMark +
		"%(trailers:key=Co-authored-by,key=Reviewed-by,key=Assisted-by,only=true,unfold=true,separator=%x02)"
)

// A commit is one line of the log: when, and who.
type commit struct {
	time   int64 // of the committer, Unix seconds
	date   string
	people []Person
}

// A track follows one file of HEAD back through its names.
type track struct {
	path    string // at HEAD, from the repository's top
	shown   string
	former  []string
	commits []int32
}

// maxRounds bounds how often the log is read again because files came from folders that were not looked at; maxFolders,
// from how many, before everything is looked at.
const (
	maxRounds  = 4
	maxFolders = 50
)

// read makes the history of the files at HEAD below the repository's folders.
func (r *repository) read(ctx context.Context) ([]File, error) {
	if r.commit == "" || r.shallow {
		return nil, nil
	}
	var within []string
	for _, f := range r.folders {
		within = append(within, f.inside)
	}
	tracks, err := r.list(ctx, within)
	if err != nil || len(tracks) == 0 {
		return nil, err
	}
	for range maxRounds {
		f := newFollower(tracks, within)
		if err := r.log(ctx, within, f); err != nil {
			return nil, err
		}
		if len(f.outside) == 0 {
			return r.files(ctx, f)
		}
		for folder := range f.outside {
			within = append(within, folder)
		}
		slices.Sort(within)
		if len(within) > maxFolders {
			within = []string{"."}
		}
	}
	f := newFollower(tracks, []string{"."})
	if err := r.log(ctx, []string{"."}, f); err != nil {
		return nil, err
	}
	return r.files(ctx, f)
}

// list finds the regular files at HEAD.
func (r *repository) list(ctx context.Context, within []string) ([]track, error) {
	args := []string{"ls-tree", "-r", "-z", "--full-tree", r.commit}
	if !slices.Contains(within, ".") {
		args = append(append(args, "--"), within...)
	}
	var tracks []track
	err := git(ctx, r.top, nil, func(out io.Reader) error {
		tokens := newTokens(out)
		for {
			entry, err := tokens.next()
			if err == io.EOF {
				return nil
			} else if err != nil {
				return err
			}
			mode, name, _ := strings.Cut(entry, "\t")
			// A ledger is lines of text; source.Scan does not read files of other names.
			if !strings.HasPrefix(mode, "100") || !isLine(name) {
				continue
			}
			for _, f := range r.folders {
				if rest, ok := below(name, f.inside); ok {
					tracks = append(tracks, track{path: name, shown: path.Join(f.shown, rest)})
				}
			}
		}
	}, args...)
	return tracks, err
}

// below gives the part of a path that lies below a folder.
func below(name, folder string) (string, bool) {
	if folder == "." {
		return name, true
	}
	rest, ok := strings.CutPrefix(name, folder)
	if !ok || rest == "" || rest[0] != '/' {
		return "", false
	}
	return rest[1:], true
}

// log walks back from HEAD. Merges are no changes of their own: what they bring was changed in the commits they join. A commit
// that touches a source is compared as a whole, so that a file moved in from elsewhere is seen to come from there.
func (r *repository) log(ctx context.Context, within []string, f *follower) error {
	args := []string{"log", "-z", "--format=%x01" + logFormat, "--name-status", "--topo-order", "--no-merges", "--use-mailmap", "--no-color",
		"--no-ext-diff", "--no-textconv", "--no-relative", "--ignore-submodules", "--encoding=UTF-8", "--find-renames", "-l1000", "--full-diff", r.commit, "--"}
	if !slices.Contains(within, ".") {
		args = append(args, within...)
	}
	run := func(args []string) error {
		return git(ctx, r.top, nil, func(out io.Reader) error { return parseLog(out, f) }, args...)
	}
	err := run(args)
	if _, failed := err.(*gitError); failed {
		// A partial clone lacks the content of old files, by which those are known that moved and changed at once. Files that
		// only moved are known without.
		args[slices.Index(args, "--find-renames")] = "--find-renames=100%"
		*f = *newFollower(f.tracks, within)
		return run(args)
	}
	return err
}

// parseLog reads commits: a header after the byte 1, then pairs or, for renames, triples of a status and its paths.
func parseLog(out io.Reader, f *follower) error {
	tokens := newTokens(out)
	var changes []change
	flush := func() {
		f.commit(changes)
		changes = changes[:0]
	}
	for {
		token, err := tokens.next()
		if err == io.EOF {
			flush()
			return nil
		} else if err != nil {
			return err
		}
		token = strings.TrimPrefix(token, "\n")
		if header, ok := strings.CutPrefix(token, "\x01"); ok {
			flush()
			f.commits = append(f.commits, parseHeader(header))
			continue
		}
		if token == "" {
			continue
		}
		if len(f.commits) == 0 {
			return errors.New("a change before the first commit")
		}
		c := change{status: token[0]}
		if c.path, err = tokens.next(); err == nil && (c.status == 'R' || c.status == 'C') {
			c.from = c.path
			c.path, err = tokens.next()
		}
		if err != nil {
			return io.ErrUnexpectedEOF
		}
		changes = append(changes, c)
	}
}

func parseHeader(header string) commit {
	fields := strings.Split(header, fieldMark)
	for len(fields) < 3 {
		fields = append(fields, "")
	}
	c := commit{date: fields[1]}
	c.time, _ = strconv.ParseInt(fields[0], 10, 64)
	c.people = append(c.people, Person{Name: fields[2], Role: RoleAuthor})
	for _, trailer := range fields[3:] {
		key, value, _ := strings.Cut(trailer, ":")
		if value = strings.TrimSpace(value); value != "" {
			c.people = append(c.people, Person{Name: value, Role: strings.ToLower(key)})
		}
	}
	return c
}

// tokens splits a stream at NUL.
type tokens struct{ r *bufio.Reader }

func newTokens(r io.Reader) tokens { return tokens{bufio.NewReaderSize(r, 1<<16)} }

func (t tokens) next() (string, error) {
	s, err := t.r.ReadString(0)
	if err == io.EOF && s != "" {
		return s, nil
	}
	return strings.TrimSuffix(s, "\x00"), err
}

// change is what a commit did to one path; from is its old name if it was moved.
type change struct {
	status     byte
	path, from string
}

// A follower gives each change to the file of HEAD that it became part of.
type follower struct {
	tracks  []track
	within  []string
	commits []commit
	owner   map[string]*track   // of each path at the time the log has come to
	orphans map[string][]int32  // commits of paths that no file has had yet: the log tells branches one after the other
	outside map[string]struct{} // folders that files came from, and that were not looked at
}

func newFollower(tracks []track, within []string) *follower {
	f := &follower{tracks: tracks, within: within, owner: make(map[string]*track, len(tracks)), orphans: map[string][]int32{}, outside: map[string]struct{}{}}
	for i := range tracks {
		t := &tracks[i]
		t.former, t.commits = nil, nil
		f.owner[t.path] = t
	}
	return f
}

// commit takes the changes of the newest commit not yet taken.
func (f *follower) commit(changes []change) {
	now := int32(len(f.commits) - 1)
	moved := false
	for _, c := range changes {
		switch t := f.owner[c.path]; {
		case c.status == 'D':
			// Not a change of the file that has the path later.
		case t != nil:
			t.commits = append(t.commits, now)
			moved = moved || c.status == 'R'
		case c.status == 'A':
			delete(f.orphans, c.path) // its whole life is known, and over
		default:
			f.orphans[c.path] = append(f.orphans[c.path], now)
		}
	}
	if !moved {
		return
	}
	// Two files may have changed places: first all let go of their names.
	old := map[string]*track{}
	for _, c := range changes {
		if t := f.owner[c.path]; c.status == 'R' && t != nil {
			old[c.from] = t
			delete(f.owner, c.path)
		}
	}
	for from, t := range old {
		f.owner[from] = t
		t.commits = append(t.commits, f.orphans[from]...)
		delete(f.orphans, from)
		if !slices.Contains(t.former, from) && from != t.path {
			t.former = append(t.former, from)
		}
		if !slices.ContainsFunc(f.within, func(w string) bool { _, ok := below(from, w); return ok || from == w }) {
			folder := path.Dir(from)
			if folder == "." {
				folder = from
			}
			f.outside[folder] = struct{}{}
		}
	}
}

// files makes the ledger's entries of what was followed.
func (r *repository) files(ctx context.Context, f *follower) ([]File, error) {
	names, err := r.names(ctx, f.commits)
	if err != nil {
		return nil, err
	}
	var files []File
	for i := range f.tracks {
		t := &f.tracks[i]
		if len(t.commits) == 0 {
			continue
		}
		// The log's order is that of the graph; dates may disagree with it.
		slices.SortStableFunc(t.commits, func(a, b int32) int {
			if d := f.commits[a].time - f.commits[b].time; d != 0 {
				return int(max(-1, min(1, d)))
			}
			return int(b - a)
		})
		t.commits = slices.Compact(t.commits)
		file := File{Path: t.shown, Changes: len(t.commits)}
		file.Created, file.Updated = f.commits[t.commits[0]].date, f.commits[t.commits[len(t.commits)-1]].date
		for _, n := range t.commits {
			for _, p := range f.commits[n].people {
				p.Name = names[p.Name]
				at := slices.IndexFunc(file.People, func(known Person) bool { return known.Name == p.Name && known.Role == p.Role })
				switch date := f.commits[n].date; {
				case p.Name == "":
				case at >= 0:
					file.People[at].Last = date
				default:
					p.First, p.Last = date, date
					file.People = append(file.People, p)
				}
			}
		}
		for _, from := range t.former {
			if isLine(from) {
				file.FormerPaths = append(file.FormerPaths, r.show(from))
			}
		}
		files = append(files, file)
	}
	return files, nil
}
