// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"bufio"
	"fmt"
	"image"
	"image/png"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"commonplace/generator"
)

// TestPreviewInBrowser looks at a preview with Chromium; what is held is in e2e/preview.mjs. make test installs what it needs.
func TestPreviewInBrowser(t *testing.T) {
	e2e, err := filepath.Abs("../e2e")
	if err != nil {
		t.Fatal(err)
	}
	if testing.Short() {
		t.Skip("starts a browser")
	}
	for _, program := range []string{"node", "chromium"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not installed", program)
		}
	}
	if _, err := os.Stat(filepath.Join(e2e, "node_modules", "playwright-core")); err != nil {
		t.Skip("playwright-core is not installed: run “npm ci” in e2e/")
	}
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
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal(err)
	}
	look := exec.CommandContext(t.Context(), "node", filepath.Join(e2e, "preview.mjs"), p.address, dir)
	look.Dir, look.Env, look.Stderr, look.WaitDelay = e2e, append(os.Environ(), "CHROMIUM="+chromium), os.Stderr, 5*time.Second
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
