// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package history

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"commonplace/generator/source"
)

// A Revision is a repository as it was at a commit. Nothing of it is checked out: names come from its tree, contents from its blobs.
type Revision struct {
	Commit  string // full id
	ctx     context.Context
	top     string            // of the repository, absolute, links followed
	files   []revisionFile    // sorted by path
	at      map[string]int32  // index in files
	touched map[string]bool   // paths whose content in the working tree may differ from that in the commit
	moved   map[string]string // path in the index -> path in the commit
}

type revisionFile struct {
	path, id string // path from the top; id of the blob
	regular  bool
}

// Blob is one file of a Revision.
type Blob struct {
	Path    string // slash path below the folder that was asked for
	ID      string // of its content
	Regular bool   // false: a symbolic link
	Same    bool   // the file in the working tree has the same content
}

// At opens the repository that dir lies in, or else the first of folders that lies in one, as it was where the history of ref and that of HEAD
// parted: what was done on ref since then is nobody's change here. An error says in plain words what to do.
func At(ctx context.Context, dir string, folders []string, ref string) (*Revision, error) {
	if _, err := exec.LookPath("git"); err != nil {
		return nil, errors.New("the program git was not found: install Git to compare with a revision")
	}
	top := ""
	for _, folder := range append([]string{dir}, folders...) {
		if real, err := filepath.EvalSymlinks(folder); err == nil && top == "" {
			top = topOf(real)
		}
	}
	if top == "" {
		return nil, errors.New("the site lies in no Git repository, so there is no revision to compare with; make one with “git init” and a first commit")
	}
	r := &Revision{ctx: ctx, top: top, at: map[string]int32{}, touched: map[string]bool{}, moved: map[string]string{}}
	if err := r.find(ref); err != nil {
		return nil, err
	}
	for _, step := range []func() error{r.list, r.compareIndex, r.compareTree} {
		if err := step(); err != nil {
			return nil, fmt.Errorf("compare with %s: %w", ref, err)
		}
	}
	return r, nil
}

// find turns a name into a commit.
func (r *Revision) find(ref string) error {
	const whole = "fetch the whole history: “git fetch --unshallow”, or “fetch-depth: 0” in a workflow"
	shallow := func() bool {
		answer, err := ask(r.ctx, r.top, nil, "rev-parse", "--is-shallow-repository")
		return err == nil && strings.TrimSpace(answer) == "true"
	}
	if ref == "" || strings.HasPrefix(ref, "-") || !isLine(ref) {
		return fmt.Errorf("“%s” is no name of a revision; name a branch, a tag or a commit", ref)
	}
	resolved, err := ask(r.ctx, r.top, nil, "rev-parse", "--verify", "--quiet", ref+"^{commit}")
	var failed *gitError
	switch {
	case errors.As(err, &failed) && strings.Contains(failed.said, "dubious ownership"):
		return errors.New("the repository belongs to another user, so git refuses it; run “git config --global --add safe.directory” with its folder")
	case errors.As(err, &failed) && shallow():
		return fmt.Errorf("this clone is shallow and does not hold “%s”; %s", ref, whole)
	case errors.As(err, &failed):
		if _, err := ask(r.ctx, r.top, nil, "rev-parse", "--verify", "--quiet", "origin/"+ref+"^{commit}"); err == nil {
			return fmt.Errorf("there is no revision “%s” here; did you mean “origin/%s”?", ref, ref)
		}
		return fmt.Errorf("there is no revision “%s” here; “git log --oneline --all” lists them, “git fetch origin %s” gets a branch", ref, ref)
	case err != nil:
		return fmt.Errorf("run git: %w", err)
	}
	base, err := ask(r.ctx, r.top, nil, "merge-base", strings.TrimSpace(resolved), "HEAD")
	switch {
	case errors.As(err, &failed) && shallow():
		return fmt.Errorf("this clone is shallow and does not reach back to where “%s” and this branch parted; %s", ref, whole)
	case errors.As(err, &failed):
		return fmt.Errorf("“%s” and this branch have no commit in common, so there is nothing to compare with", ref)
	case err != nil:
		return fmt.Errorf("run git: %w", err)
	}
	r.Commit = strings.TrimSpace(base)
	return nil
}

// list reads the tree of the commit.
func (r *Revision) list() error {
	err := r.tokens(func(entry string, _ tokens) error {
		head, name, _ := strings.Cut(entry, "\t")
		if fields := strings.Fields(head); len(fields) == 3 && fields[1] == "blob" {
			r.files = append(r.files, revisionFile{path: name, id: fields[2], regular: strings.HasPrefix(fields[0], "100")})
		}
		return nil
	}, "ls-tree", "-r", "-z", "--full-tree", r.Commit)
	slices.SortFunc(r.files, func(a, b revisionFile) int { return strings.Compare(a.path, b.path) })
	for i := range r.files {
		r.at[r.files[i].path] = int32(i)
	}
	return err
}

// compareIndex finds what differs between the commit and the index, and which files were moved. No file of the working tree is read for it.
func (r *Revision) compareIndex() error {
	return r.tokens(func(status string, rest tokens) error {
		name, err := rest.next()
		if err != nil {
			return io.ErrUnexpectedEOF
		}
		r.touched[name] = true
		if status[0] != 'R' && status[0] != 'C' {
			return nil
		}
		to, err := rest.next()
		if err != nil {
			return io.ErrUnexpectedEOF
		}
		if r.touched[to] = true; status[0] == 'R' {
			r.moved[to] = name
		}
		return nil
	}, "diff-index", "--cached", "--name-status", "-z", "--find-renames", "-l1000", "--no-ext-diff", "--no-textconv", "--no-relative", "--ignore-submodules", r.Commit, "--")
}

// compareTree finds the files whose size or time is not what the index remembers. They are not read, so that no filter that someone has
// set up runs; who compares contents sees which differ.
func (r *Revision) compareTree() error {
	return r.tokens(func(name string, _ tokens) error {
		r.touched[name] = true
		return nil
	}, "diff-files", "--name-only", "-z", "--no-ext-diff", "--no-textconv", "--no-relative", "--ignore-submodules", "--")
}

// tokens runs git and gives each of its words, ended by NUL, to do, which may take more of them.
func (r *Revision) tokens(do func(word string, rest tokens) error, args ...string) error {
	return git(r.ctx, r.top, nil, func(out io.Reader) error {
		t := newTokens(out)
		for {
			word, err := t.next()
			if err == io.EOF {
				return nil
			}
			if err == nil && word != "" {
				err = do(word, t)
			}
			if err != nil {
				return err
			}
		}
	}, args...)
}

// inside is the path of a file or folder from the top, "." for the top; ok is false outside the repository.
func (r *Revision) inside(path string) (inside string, ok bool) {
	// What is gone from the working tree has no links to follow, but the folders above it may.
	rest := ""
	for dir := path; ; {
		if real, err := filepath.EvalSymlinks(dir); err == nil {
			path = filepath.Join(real, rest)
			break
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			break
		}
		rest, dir = filepath.Join(filepath.Base(dir), rest), parent
	}
	rel, err := filepath.Rel(r.top, path)
	if err != nil || !filepath.IsLocal(rel) {
		return "", false
	}
	return filepath.ToSlash(rel), true
}

// Below lists the files below a folder, an absolute path, sorted. inside is false for a folder outside the repository.
func (r *Revision) Below(folder string) (blobs []Blob, inside bool) {
	within, inside := r.inside(folder)
	if !inside {
		return nil, false
	}
	for i := range r.files {
		f := &r.files[i]
		if rest, ok := below(f.path, within); ok {
			blobs = append(blobs, Blob{Path: rest, ID: f.id, Regular: f.regular, Same: !r.touched[f.path]})
		}
	}
	return blobs, true
}

// Moved gives, of the files below a folder that Git knows to have moved within it, the path at the commit by the path now.
func (r *Revision) Moved(folder string) map[string]string {
	moved := map[string]string{}
	if within, ok := r.inside(folder); ok {
		for to, from := range r.moved {
			to, ok1 := below(to, within)
			from, ok2 := below(from, within)
			if ok1 && ok2 {
				moved[to] = from
			}
		}
	}
	return moved
}

// Ignored gives those of the paths below a folder that Git is told not to look at.
func (r *Revision) Ignored(folder string, paths []string) (map[string]bool, error) {
	ignored := map[string]bool{}
	within, ok := r.inside(folder)
	if !ok || len(paths) == 0 {
		return ignored, nil
	}
	var input strings.Builder
	for _, p := range paths {
		// This command alone takes no literal paths; one that begins with a dot has no colon that could mean something.
		input.WriteString("./" + path.Join(within, p) + "\x00")
	}
	answer, err := ask(r.ctx, r.top, []byte(input.String()), "--no-literal-pathspecs", "check-ignore", "-z", "--stdin")
	if failed := (*gitError)(nil); errors.As(err, &failed) && failed.said == "" {
		return ignored, nil // none of them
	} else if err != nil {
		return nil, fmt.Errorf("ask Git what it ignores: %w", err)
	}
	for _, p := range strings.Split(strings.TrimSuffix(answer, "\x00"), "\x00") {
		if rest, ok := below(strings.TrimPrefix(p, "./"), within); ok {
			ignored[rest] = true
		}
	}
	return ignored, nil
}

// Exists says whether there was such a file or folder; outside the repository, whether there is.
func (r *Revision) Exists(path string) bool {
	inside, ok := r.inside(path)
	if !ok {
		_, err := os.Stat(path)
		return err == nil
	}
	_, file := r.at[inside]
	return file || r.holds(inside)
}

// Same says whether a file was there and, as far as can be told without reading it, has not changed; outside the repository nothing has.
func (r *Revision) Same(path string) bool {
	inside, ok := r.inside(path)
	if !ok {
		return true
	}
	_, was := r.at[inside]
	return was && !r.touched[inside]
}

// IsDir says whether there was such a folder; outside the repository, whether there is.
func (r *Revision) IsDir(path string) bool {
	inside, ok := r.inside(path)
	if !ok {
		info, err := os.Stat(path)
		return err == nil && info.IsDir()
	}
	return r.holds(inside)
}

func (r *Revision) holds(inside string) bool {
	i, _ := slices.BinarySearchFunc(r.files, inside+"/", func(f revisionFile, prefix string) int { return strings.Compare(f.path, prefix) })
	return inside == "." || i < len(r.files) && strings.HasPrefix(r.files[i].path, inside+"/")
}

// ReadFile gives the content of a file as it was; outside the repository, as it is.
func (r *Revision) ReadFile(path string) ([]byte, error) {
	inside, ok := r.inside(path)
	if !ok {
		return os.ReadFile(path)
	}
	i, ok := r.at[inside]
	if !ok {
		return nil, &os.PathError{Op: "read", Path: path, Err: os.ErrNotExist}
	}
	return r.content(i, path, 64<<20)
}

// ReadBelow is ReadFile for a file that may be anybody's: a link is none, nor is more than limit bytes read. The errors are those of source.Dir.
func (r *Revision) ReadBelow(folder, name string, limit int) ([]byte, error) {
	within, ok := r.inside(folder)
	if !ok {
		return source.ReadBelow(folder, name, limit)
	}
	i, ok := r.at[path.Join(within, name)]
	switch {
	case !ok:
		return nil, &os.PathError{Op: "read", Path: name, Err: os.ErrNotExist}
	case !r.files[i].regular:
		return nil, &os.PathError{Op: "read", Path: name, Err: source.ErrNotRegular}
	}
	return r.content(i, name, limit)
}

// content is that of one file, which is called name in an error.
func (r *Revision) content(i int32, name string, limit int) (content []byte, err error) {
	err = r.Read([]string{r.files[i].id}, func(int) int { return limit }, func(_ int, data []byte, _ int64) error {
		if data == nil {
			return &os.PathError{Op: "read", Path: name, Err: source.ErrTooLarge}
		}
		content = slices.Clone(data)
		return nil
	})
	var failed *os.PathError
	if errors.As(err, &failed) {
		return nil, failed
	}
	return content, err
}
