// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package serve

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"commonplace/generator/config"
	"commonplace/generator/source"
)

// until waits for what must happen soon.
func until(t *testing.T, what string, happened func() bool) {
	t.Helper()
	for deadline := time.Now().Add(2 * time.Second); !happened(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%s did not happen within 2 s", what)
		}
	}
}

func watching(t *testing.T) *watcher {
	t.Helper()
	w, err := newWatcher()
	if err != nil {
		t.Skip("this system does not tell of changes:", err)
	}
	t.Cleanup(w.close)
	return w
}

func mustFollow(t *testing.T, w *watcher, roots, folders []string) (more bool) {
	t.Helper()
	more, err := w.follow(roots, folders)
	if err != nil {
		t.Fatal(err)
	}
	return more
}

func mkdir(t *testing.T, names ...string) string {
	t.Helper()
	dir := filepath.Join(names...)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestWatcherNamesFiles(t *testing.T) {
	w, dir := watching(t), t.TempDir()
	deep := mkdir(t, dir, "a", "b")
	if !mustFollow(t, w, []string{dir}, []string{filepath.Join(dir, "a"), deep}) {
		t.Error("the folders are not new")
	}
	if mustFollow(t, w, []string{dir}, []string{filepath.Join(dir, "a"), deep}) {
		t.Error("the folders are new twice")
	}
	name := filepath.Join(deep, "page.md")
	write(t, name, "x")
	until(t, "an event", func() bool { return w.take().paths[name] })
}

// Many events are no longer looked at one by one.
func TestWatcherGivesUpOnMany(t *testing.T) {
	w, dir := watching(t), t.TempDir()
	mustFollow(t, w, []string{dir}, nil)
	for n := range manyPaths + 10 {
		write(t, filepath.Join(dir, strings.Repeat("x", n%9+1)+string(rune('a'+n%26))+time.Duration(n).String()+".md"), "x")
	}
	until(t, "a rescan", func() bool {
		w.mu.Lock()
		defer w.mu.Unlock()
		return w.pending.rescan
	})
}

// A link is not followed out of a root, though a root may be one.
func TestWatcherFollowsNoLinks(t *testing.T) {
	w, dir, outside := watching(t), t.TempDir(), t.TempDir()
	link := filepath.Join(dir, "link")
	if err := os.Symlink(outside, link); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	mustFollow(t, w, []string{dir}, []string{link})
	write(t, filepath.Join(outside, "page.md"), "x")
	write(t, filepath.Join(dir, "page.md"), "x")
	until(t, "an event", func() bool {
		p := w.take()
		for name := range p.paths {
			if strings.Contains(name, "link") {
				t.Errorf("an event of %s", name)
			}
		}
		return p.paths[filepath.Join(dir, "page.md")]
	})
	if !mustFollow(t, w, []string{link}, nil) {
		t.Error("a root that is a link is not watched")
	}
}

// A folder that took the place of another is watched in its turn.
func TestWatcherFollowsReplacedFolders(t *testing.T) {
	w, dir := watching(t), t.TempDir()
	a := mkdir(t, dir, "a")
	other := mkdir(t, dir, "other")
	mustFollow(t, w, []string{dir}, []string{a})
	if err := os.Rename(a, filepath.Join(dir, "gone")); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(other, a); err != nil {
		t.Fatal(err)
	}
	// As the loop does: after each event the folders are looked at again.
	name := filepath.Join(a, "page.md")
	until(t, "an event in it", func() bool {
		mustFollow(t, w, []string{dir}, []string{a})
		write(t, name, "x")
		return w.take().paths[name]
	})
	if w.watched[filepath.Join(dir, "gone")] {
		t.Error("the folder that went is watched")
	}
}

func TestHosts(t *testing.T) {
	tests := []struct {
		at, host string
		want     bool
	}{
		{"127.0.0.1:1313", "127.0.0.1:1313", true},
		{"127.0.0.1:1313", "localhost:1313", true},
		{"127.0.0.1:80", "localhost", true},
		{"127.0.0.1:80", "[::1]", true},
		{"127.0.0.1:1313", "192.0.2.7:1313", false},
		{"127.0.0.1:1313", "127.0.0.1.evil.example:1313", false},
		{"[::1]:1313", "[::1]:1313", true},
		{"192.0.2.7:1313", "192.0.2.7:1313", true},
		{"192.0.2.7:1313", "192.0.2.8:1313", false},
		{"192.0.2.7:1313", "evil.example:1313", false},
		{"0.0.0.0:1313", "192.0.2.7:1313", true},
		{"[::]:1313", "[2001:db8::1]:1313", true},
		{"0.0.0.0:1313", "evil.example:1313", false},
		{"0.0.0.0:1313", "192.0.2.7:1314", false},
	}
	for _, test := range tests {
		if got := allowedHosts(addr(test.at)).allows(test.host); got != test.want {
			t.Errorf("at %s, %s: %v", test.at, test.host, got)
		}
	}
}

type addr string

func (addr) Network() string  { return "tcp" }
func (a addr) String() string { return string(a) }

func TestOutputPath(t *testing.T) {
	for path, want := range map[string]string{
		"/": "index.html", "/a.html": "a.html", "/a/": "a/index.html", "/a/b.md": "a/b.md", "/日本.html": "日本.html", "/a b.html": "a b.html", "": "", "a": "", "//": "", "//a": "", "/a//b": "",
		"/../a": "", "/a/..": "", "/a/./b": "", "/.": "", "/a\\b": "", "/a\x00": "", "/a\n": "", "/a/../b/": "", "/a//": "",
	} {
		if got, ok := outputPath(path); got != want || ok != (want != "") {
			t.Errorf("%q: %q %v, not %q", path, got, ok, want)
		}
	}
}

// The lines of headings are added to those of the page's own text, and to no other.
func TestAddLines(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{`<h2 id="a">A</h2><h3 id="b-&amp;-c">B</h3>`, `<h2 data-line="4" id="a">A</h2><h3 data-line="9" id="b-&amp;-c">B</h3>`},
		{`<h2 id="e1-a">A</h2><h2 id="cp-backlinks">A</h2><h2 class="x" id="a">A</h2>`, `<h2 id="e1-a">A</h2><h2 id="cp-backlinks">A</h2><h2 class="x" id="a">A</h2>`},
		{`<h2 id="a">A</h2><h2 id="a">again</h2>`, `<h2 data-line="4" id="a">A</h2><h2 id="a">again</h2>`},
		{`<header><h1>T</h1></header><hr><h`, `<header><h1>T</h1></header><hr><h`},
		{`<h2 id="a`, `<h2 id="a`},
	} {
		if got := string(addLines([]byte(test.in), map[string]int32{"a": 4, "b-&amp;-c": 9})); got != test.want {
			t.Errorf("%s\nbecomes %s\nnot     %s", test.in, got, test.want)
		}
	}
}

func TestEditorAddress(t *testing.T) {
	for _, test := range []struct{ editor, shown, want string }{
		{"vscode://file/{path}:{line}:{column}", "content/a b.md", "vscode://file/site/content/a%20b.md:3:5"},
		{"idea://open?file={path}&line={line}", "content/a.md", "idea://open?file=/site/content/a.md&line=3"},
		{"vscode://file/{path}:{line}", "../other/a.md", "vscode://file/other/a.md:3"},
		{"x:{path}", "", ""},
	} {
		if filepath.Separator != '/' {
			t.Skip("the paths here are of another kind")
		}
		cfg := &config.Config{Dir: "/site", Editor: test.editor}
		if got := editorAddress(cfg, test.shown, source.Span{Line: 3, Column: 5}); got != test.want {
			t.Errorf("%s: %s, not %s", test.shown, got, test.want)
		}
	}
}
