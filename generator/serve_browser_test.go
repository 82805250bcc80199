// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"image"
	"image/png"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"commonplace/generator"
)

// TestPreviewInBrowser looks at a preview with Chromium; what is held is in e2e/preview.mjs. make test installs what it needs.
func TestPreviewInBrowser(t *testing.T) {
	script := newScript(t, "preview.mjs", 5*time.Minute)
	dir := scratch(t)
	var wide strings.Builder
	if err := png.Encode(&wide, image.NewGray(image.Rect(0, 0, 40, 10))); err != nil {
		t.Fatal(err)
	}
	var long strings.Builder
	long.WriteString("---\ntitle: Long\nlicense: CC0-1.0\n---\n\nIt begins. See [the other](other.md).\n")
	for n := range 60 {
		fmt.Fprintf(&long, "\n## Part %d\n\nText of part %d, of which there is some.\n", n, n)
	}
	tree{
		"site.yaml": "title: Water\nlicense: CC0-1.0\n", "content/long.md": long.String(), "content/other.md": "---\ntitle: Other\n---\n\nBack to [[long]], with more text.\n",
		"content/apart.md": "---\ntitle: Apart\n---\n\nApart text.\n", "content/zebra.md": "---\ntitle: Zebra\n---\n\nBetween.\n", "content/picture.md": "---\ntitle: Picture\n---\n\n![A dot](dot.png)\n",
		"content/dot.png": dot(t), "content/wide.png": wide.String(),
	}.write(t, dir)
	p := startPreview(t, generator.Options{Source: dir, Drafts: true})
	_, text, err := net.SplitHostPort(strings.TrimSuffix(strings.TrimPrefix(p.address, "http://"), "/"))
	if err != nil {
		t.Fatal(err)
	}
	port, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	look := script(p.address, dir)
	in, err := look.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := look.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := look.Start(); err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		t.Log(lines.Text())
		if lines.Text() != "restart" {
			continue
		}
		if err := p.stop(); err != nil {
			t.Error(err)
		}
		time.Sleep(300 * time.Millisecond)
		p = startPreviewAt(t, generator.Options{Source: dir, Drafts: true}, port)
		fmt.Fprintln(in, "restarted")
	}
	if err := look.Wait(); err != nil {
		t.Error(err)
	}
}

// lacks skips a test for which something is not installed. make test installs all of it, so there it is a failure.
func lacks(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("TEST_ALL") != "" {
		t.Fatal(what)
	}
	t.Skip(what)
}

// newScript gives a command that runs a script of e2e/ with Chromium for at most limit, or skips the test where there is none.
func newScript(t *testing.T, name string, limit time.Duration) func(args ...string) *exec.Cmd {
	t.Helper()
	e2e, err := filepath.Abs("../e2e")
	if err != nil {
		t.Fatal(err)
	}
	if testing.Short() {
		t.Skip("starts a browser")
	}
	for _, program := range []string{"node", "chromium"} {
		if _, err := exec.LookPath(program); err != nil {
			lacks(t, program+" is not installed")
		}
	}
	if _, err := os.Stat(filepath.Join(e2e, "node_modules", "playwright-core")); err != nil {
		lacks(t, "playwright-core is not installed: run “npm ci” in e2e/")
	}
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	t.Cleanup(cancel)
	return func(args ...string) *exec.Cmd {
		cmd := exec.CommandContext(ctx, "node", append([]string{filepath.Join(e2e, name)}, args...)...)
		cmd.Dir, cmd.Env, cmd.Stderr, cmd.WaitDelay = e2e, append(os.Environ(), "CHROMIUM="+chromium), os.Stderr, 5*time.Second
		return cmd
	}
}

var paintedCorpus = flag.String("painted", "", "a folder of patterns/*.md in which TestEditIsPainted edits a page, instead of a small one of its own")

// TestEditIsPainted measures from a saved file to its new text on the screen, twenty times. On a quiet machine it takes 150 ms at most; the test
// allows for a busy one.
func TestEditIsPainted(t *testing.T) {
	script := newScript(t, "painted.mjs", 8*time.Minute)
	dir, corpus := scratch(t), *paintedCorpus
	if corpus == "" {
		corpus = filepath.Join(dir, "pages")
		pages := tree{}
		for n := range 300 {
			pages[fmt.Sprintf("patterns/page-%d.md", n)] = fmt.Sprintf("---\ntitle: Page %d\n---\n\n## Context\n\nText of page %d, see [[Page %d]].\n", n, n, n*7%300)
		}
		pages.write(t, corpus)
	}
	corpus, err := filepath.Abs(corpus)
	if err != nil {
		t.Fatal(err)
	}
	tree{"site.yaml": fmt.Sprintf("title: Water\nsources: [{root: %q}]\n", corpus)}.write(t, dir)
	files, err := filepath.Glob(filepath.Join(corpus, "patterns", "*.md"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no pages in %s: %v", corpus, err)
	}
	file := files[len(files)/2]
	p := startPreview(t, generator.Options{Source: dir, Drafts: true})
	out, err := script(p.address, "patterns/"+strings.TrimSuffix(filepath.Base(file), ".md")+".html", file, "20").Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var took []int
	if err := json.Unmarshal(out, &took); err != nil || len(took) != 20 {
		t.Fatalf("%v\n%s", err, out)
	}
	slices.Sort(took)
	t.Logf("%d pages: painted after %d ms (median of %d; %d to %d)", len(files), took[10], len(took), took[0], took[19])
	if took[10] > 1000 {
		t.Errorf("painted after %d ms", took[10])
	}
}
