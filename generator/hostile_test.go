// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

//go:build linux

package generator_test

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"commonplace/generator"
	"commonplace/generator/search"
	"commonplace/generator/source"

	"golang.org/x/tools/txtar"
)

// TestHostile tries what a stranger may put into a commons. Each file of testdata/hostile is a case: files that are laid beside a few
// good pages, and in its file "want" the exit code, the diagnostics and the outputs that come of them.
//
// Besides, every case holds that the good pages are, byte for byte, what they are without the hostile files; that nothing outside the
// sources is in any output, nor an address that stood in a field; that nothing was written beside the output; that what is said
// can't act on a terminal; and that the judge has nothing to say.
//
// It runs on Linux, whose file systems take any name. A file whose name ends in (quoted) holds Go strings, one a line, each with an optional count: "[" * 200000; %d is the number of
// the repetition. (picture), (symlink) and (fifo) make something else of a file. A name may be a Go string itself.
func TestHostile(t *testing.T) {
	cases, err := filepath.Glob("testdata/hostile/*.txtar")
	if err != nil || len(cases) < 20 {
		t.Fatal("no cases", err)
	}
	good := buildHostile(t, &txtar.Archive{})
	for _, file := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			at := slices.IndexFunc(ar.Files, func(f txtar.File) bool { return f.Name == "want" })
			if at < 0 {
				t.Fatal("the case has no file want")
			}
			files := slices.Delete(slices.Clone(ar.Files), at, at+1)
			got := buildHostile(t, &txtar.Archive{Files: files})
			for name, text := range good.out {
				if strings.HasPrefix(name, "good/") && !bytes.Contains(ar.Comment, []byte("touches "+name+"\n")) && got.out[name] != text {
					t.Errorf("a good page is not what it is without the others: %s", differences(tree{name: got.out[name]}, tree{name: text}))
				}
			}
			judge(t, got.out)
			if want := string(ar.Files[at].Data); got.said(good) != want {
				if !*update {
					t.Fatalf("got:\n%s\nwant:\n%s", got.said(good), want)
				}
				ar.Files[at].Data = []byte(got.said(good))
				if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// goodPages are what must not suffer. They lie in a folder of their own and have a value in every facet, so that nothing which others
// may rightly change (a neighbour, an index that comes or goes) shows on them.
func goodPages() tree {
	return tree{
		"site.yaml": "title: The Water Commons\nurl: https://example.org/water/\nlicense: CC-BY-SA-4.0\nlanguages: [en, de]\n",
		"content/good/one.md": "---\ntitle: A good page\nid: good-one\naliases: [Fine page]\ntags: [good]\ndomain: water\nauthors: [ada]\ncreated: 2026-01-02\n" +
			"relations: {enables: [two, Unwritten]}\n---\n\n# One\n\nSee [two](two.md#part), [[Another good page]] and [[Not yet]].\n\n![[two#Part]]\n\n![A map](map.png)\n",
		"content/good/two.md":           "---\ntitle: Another good page\nlang: de\n---\n\n## Part\n\nText.\n",
		"content/good/map.png":          picture("good"),
		"content/contributors/ada.yaml": "name: Ada Example\n",
		"outside/secret.md":             "---\ntitle: TOP-SECRET\n---\n\nTOP-SECRET\n",
		"outside/secret.txt":            "TOP-SECRET",
	}
}

// hostile is what came of a case.
type hostile struct {
	out  tree
	exit int
	err  error
	res  *generator.Result
}

// buildHostile builds the good pages with the files of a case, as another build did before without them.
func buildHostile(t *testing.T, ar *txtar.Archive) hostile {
	t.Helper()
	dir := filepath.Join(scratch(t), "site")
	goodPages().write(t, dir)
	for _, f := range ar.Files {
		lay(t, dir, f)
	}
	before := listing(t, dir)
	var h hostile
	c, diags, err := open(generator.Options{Source: dir})
	if err == nil {
		h.res, err = c.Build(t.Context())
	} else {
		t.Logf("%s", say(diags))
	}
	switch h.err = err; {
	case err != nil:
		h.exit = 2
	case h.res.Report.Errors > 0:
		h.exit = 1
	}
	for _, name := range listing(t, dir) {
		if _, old := slices.BinarySearch(before, name); !old && name != "public" && name != ".commonplace" {
			t.Errorf("%s was written beside the output", name)
		}
	}
	if err != nil {
		return h
	}
	h.out = readTree(t, filepath.Join(dir, "public"))
	for name, text := range h.out {
		for _, secret := range []string{"TOP-SECRET", "@secret", "secret.example"} {
			if strings.Contains(text, secret) || strings.Contains(name, secret) {
				t.Errorf("%s holds %q: %q", name, secret, around(text, max(0, strings.Index(text, secret))))
			}
		}
	}
	h.print(t)
	return h
}

// print holds that what is said can't act on a terminal or on a workflow's log.
func (h hostile) print(t *testing.T) {
	t.Helper()
	var plain, github strings.Builder
	for _, d := range h.res.Diagnostics {
		if err := source.Print(&plain, d, h.res.Lines, false); err != nil {
			t.Fatal(err)
		}
		if err := source.PrintGitHub(&github, d); err != nil {
			t.Fatal(err)
		}
	}
	for _, r := range plain.String() {
		if r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			t.Errorf("a diagnostic has the character %U", r)
			break
		}
	}
	for line := range strings.Lines(github.String()) {
		if !strings.HasPrefix(line, "::") {
			t.Errorf("a line for a workflow is no command of ours: %q", line)
		}
	}
}

// shown is how many outputs of a folder a case lists.
const shown = 25

// said is what a case's file "want" holds. Long messages and many of one kind are cut.
func (h hostile) said(good hostile) string {
	var b strings.Builder
	fmt.Fprintf(&b, "exit %d\n", h.exit)
	if h.err != nil {
		fmt.Fprintf(&b, "%v\n", h.err)
		return b.String()
	}
	known := map[string]bool{}
	for line := range strings.Lines(say(good.diagnostics())) {
		known[line] = true
	}
	count := map[string]int{}
	for _, d := range h.diagnostics() {
		if known[say([]source.Diagnostic{d})] {
			continue
		}
		if count[d.Path+string(d.Code)]++; count[d.Path+string(d.Code)] > 3 {
			continue
		}
		message := strconv.Quote(d.Message)
		message = message[1 : len(message)-1]
		if len(message) > 160 {
			message = message[:160] + "…"
		}
		fmt.Fprintf(&b, "%s:%d:%d: %s[%s]: %s\n", strings.Trim(strconv.Quote(cut(d.Path)), `"`), d.Span.Line, d.Span.Column, d.Severity, d.Code, message)
	}
	for _, key := range slices.Sorted(maps.Keys(count)) {
		if count[key] > 3 {
			fmt.Fprintf(&b, "and %d more\n", count[key]-3)
		}
	}
	beside := map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(h.out)) {
		if _, ok := good.out[name]; !ok && !search.IsFile(name) {
			if beside[filepath.Dir(name)]++; beside[filepath.Dir(name)] <= shown {
				fmt.Fprintf(&b, "+ %s\n", cut(name))
			}
		}
	}
	for _, dir := range slices.Sorted(maps.Keys(beside)) {
		if n := beside[dir]; n > shown {
			fmt.Fprintf(&b, "+ %s: %d in all\n", dir, n)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(good.out)) {
		if _, ok := h.out[name]; !ok && !search.IsFile(name) {
			fmt.Fprintf(&b, "- %s\n", cut(name))
		}
	}
	return b.String()
}

func cut(s string) string {
	if len(s) > 100 {
		return strings.ToValidUTF8(s[:80]+"…"+s[len(s)-19:], "")
	}
	return s
}

func (h hostile) diagnostics() []source.Diagnostic {
	if h.res == nil {
		return nil
	}
	return h.res.Diagnostics
}

// lay makes one file of a case.
func lay(t *testing.T, dir string, f txtar.File) {
	t.Helper()
	name, kind := f.Name, ""
	if head, tail, ok := strings.Cut(name, " ("); ok {
		name, kind = head, strings.TrimSuffix(tail, ")")
	}
	if unquoted, err := strconv.Unquote(name); err == nil {
		name = unquoted
	}
	at := filepath.Join(dir, filepath.FromSlash(name))
	err := os.MkdirAll(filepath.Dir(at), 0o755)
	if err == nil {
		switch data := strings.TrimSpace(string(f.Data)); kind {
		case "":
			err = os.WriteFile(at, f.Data, 0o644)
		case "quoted":
			err = os.WriteFile(at, unquote(t, data), 0o644)
		case "symlink":
			err = os.Symlink(filepath.FromSlash(data), at)
		case "picture":
			err = os.WriteFile(at, []byte(picture(data)), 0o644)
		case "fifo":
			err = syscall.Mkfifo(at, 0o644)
		default:
			t.Fatalf("a case can't make %q", kind)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
}

// unquote reads lines such as "[" * 200000.
func unquote(t *testing.T, lines string) []byte {
	t.Helper()
	var out []byte
	for line := range strings.Lines(lines) {
		line = strings.TrimSpace(line)
		quoted, times := line, 1
		if at := strings.LastIndex(line, " * "); at > 0 {
			if n, err := strconv.Atoi(line[at+3:]); err == nil {
				quoted, times = line[:at], n
			}
		}
		text, err := strconv.Unquote(quoted)
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		for i := range times {
			out = append(out, strings.ReplaceAll(text, "%d", strconv.Itoa(i))...)
		}
	}
	return out
}

// listing is everything below a folder but what is in the output and the cache, sorted.
func listing(t *testing.T, dir string) []string {
	t.Helper()
	var list []string
	err := filepath.WalkDir(dir, func(at string, e os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, at)
		list = append(list, rel)
		if rel == "public" || rel == ".commonplace" {
			return filepath.SkipDir
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(list)
	return list
}
