// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"archive/zip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"commonplace/generator"

	"golang.org/x/net/html"
)

// One artefact everywhere: the folder that a build makes works unchanged at the root of a domain, below any path, opened as files, and from the zip.

// awkward are pages whose names have to be written differently in an address than on a disk.
var awkward = tree{
	"content/odd/50% off & more.md": "---\ntitle: Half\n---\n\nSee [the other](<%231 with space.md>) and [it](<Überzug und Ähnliches.md#größe>).\n",
	"content/odd/#1 with space.md":  "---\ntitle: One\n---\n\nSee [half](<50%25 off & more.md>) and ![a dot](<dot 100%25.png>).\n",
	"content/odd/Überzug und Ähnliches.md": "---\ntitle: Überzug\n---\n\n## Größe\n\nSee [[Half]], [[One]], [[Nobody wrote this]] and ![[Half]].\n\n" +
		"## 日本語\n\nSee [above](#größe) and [here](#日本語).\n",
	"content/odd/日本語/頁.md": "---\ntitle: 頁\n---\n\nSee [[Überzug]] and [up](../index.md).\n",
	"content/odd/index.md": "---\ntitle: Odd\n---\n\nSee [[頁]].\n",
}

// everywhere builds this repository's own content and odd pages beside it, publishes the zip, and gives the addresses at which the site stands.
func everywhere(t *testing.T) map[string]string {
	t.Helper()
	dir := scratch(t)
	if err := os.CopyFS(filepath.Join(dir, "content"), os.DirFS(filepath.Join("..", "content"))); err != nil {
		t.Fatal(err)
	}
	awkward.write(t, dir)
	tree{"content/odd/dot 100%.png": dot(t), "site.yaml": "title: Everywhere\nlicense: CC0-1.0\n"}.write(t, dir)
	o := generator.Options{Source: dir}
	mustBuild(t, o)
	c, _, err := open(o)
	if err != nil {
		t.Fatal(err)
	}
	p, err := c.Publication(t.Context(), "zip")
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Send(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	unpacked := filepath.Join(dir, "un packed")
	unzip(t, filepath.Join(dir, "public.zip"), unpacked)
	public := filepath.Join(dir, "public")
	root := httptest.NewServer(http.FileServer(http.Dir(public)))
	t.Cleanup(root.Close)
	below := fmt.Sprintf("/%x/a b/", time.Now().UnixNano())
	sub := httptest.NewServer(http.StripPrefix(strings.TrimSuffix(below, "/"), http.FileServer(http.Dir(public))))
	t.Cleanup(sub.Close)
	file := func(dir string) string {
		return (&url.URL{Scheme: "file", Path: strings.TrimSuffix("/"+strings.TrimPrefix(filepath.ToSlash(dir), "/"), "/") + "/"}).String()
	}
	return map[string]string{"root": root.URL + "/", "below a path": sub.URL + (&url.URL{Path: below}).String(), "files": file(public), "zip": file(unpacked)}
}

func unzip(t *testing.T, name, dir string) {
	t.Helper()
	z, err := zip.OpenReader(name)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	if err := os.CopyFS(dir, z); err != nil {
		t.Fatal(err)
	}
}

func TestArtefactEverywhere(t *testing.T) {
	for where, base := range everywhere(t) {
		t.Run(where, func(t *testing.T) {
			c := crawler{base: base, pages: map[string]*crawled{}}
			n := c.crawl()
			if n < 60 {
				t.Errorf("only %d pages were found", n)
			}
			for _, fault := range c.faults {
				t.Error(fault)
			}
		})
	}
}

// The crawler itself sees what it is there for.
func TestCrawlerSeesFaults(t *testing.T) {
	dir := scratch(t)
	tree{
		"site/index.html": `<link rel=stylesheet href=style.css><a href="a.html#here">fine</a> <a href="a.html#there">x</a> <img src=none.png> <a href="../out.html">x</a> <a href="https://e.example/">fine</a>`,
		"site/a.html":     `<p id=here>Here. <a href="missing.html">x</a>`,
		"site/style.css":  `body { background: url("none.svg") }`,
		"out.html":        "outside",
	}.write(t, dir)
	c := crawler{base: "file://" + filepath.ToSlash(dir) + "/site/", pages: map[string]*crawled{}}
	c.crawl()
	got := strings.Join(c.faults, "\n")
	for _, want := range []string{"a.html#there has no such id", "none.png", "out.html leads out of the site", "missing.html", "none.svg"} {
		if !strings.Contains(got, want) {
			t.Errorf("it does not see %q", want)
		}
	}
	if len(c.faults) != 5 {
		t.Errorf("it sees:\n%s", got)
	}
}

// A crawler follows every link of a site from its home, and knows nothing of how the site was made.
type crawler struct {
	base   string
	pages  map[string]*crawled // by address without fragment
	faults []string
}

func (c *crawler) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Sprintf(format, args...))
}

// crawled is what is known of one address.
type crawled struct {
	missing bool
	ids     map[string]bool // of a page
	links   []string        // resolved
}

// crawl gives the number of pages that it reached.
func (c *crawler) crawl() int {
	todo := []string{c.base + "index.html"}
	for len(todo) > 0 {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if c.pages[at] != nil {
			continue
		}
		c.pages[at] = c.get(at)
		for _, link := range c.pages[at].links {
			address, _, _ := strings.Cut(link, "#")
			if c.own(at, address) && c.pages[address] == nil {
				todo = append(todo, address)
			}
		}
	}
	pages := 0
	for at, page := range c.pages {
		if page.ids != nil {
			pages++
		}
		for _, link := range page.links {
			address, fragment, named := strings.Cut(link, "#")
			target := c.pages[address]
			switch {
			case target == nil:
			case target.missing:
				c.fault("%s: nothing is at %s", at, link)
			case named && fragment != "" && target.ids != nil:
				if id, err := url.PathUnescape(fragment); err != nil || !target.ids[id] {
					c.fault("%s: %s has no such id", at, link)
				}
			}
		}
	}
	return pages
}

// own says whether an address is the site's, and refuses what is on the same machine and outside.
func (c *crawler) own(from, address string) bool {
	if strings.HasPrefix(address, c.base) {
		return true
	}
	base, _ := url.Parse(c.base)
	other, err := url.Parse(address)
	if err != nil || other.Scheme == base.Scheme && other.Host == base.Host {
		c.fault("%s: %s leads out of the site", from, address)
	}
	return false
}

// inStyle finds what a stylesheet asks for.
var inStyle = regexp.MustCompile(`url\(["']?([^"')]+)["']?\)|@import\s+["']([^"']+)["']`)

func (c *crawler) get(at string) *crawled {
	body, kind, err := fetch(at)
	if err != nil {
		return &crawled{missing: true}
	}
	page := &crawled{}
	here, err := url.Parse(at)
	if err != nil {
		c.fault("%s: %v", at, err)
		return page
	}
	link := func(to string) {
		ref, err := here.Parse(strings.TrimSpace(to))
		if err != nil {
			c.fault("%s: %q is no address", at, to)
			return
		}
		switch ref.Scheme {
		case "http", "https", "file":
			page.links = append(page.links, ref.String())
		}
	}
	switch kind {
	case ".css":
		for _, m := range inStyle.FindAllStringSubmatch(string(body), -1) {
			if to := m[1] + m[2]; !strings.HasPrefix(to, "data:") {
				link(to)
			}
		}
	case ".html":
		page.ids = map[string]bool{}
		doc, err := html.Parse(strings.NewReader(string(body)))
		if err != nil {
			c.fault("%s: %v", at, err)
			return page
		}
		for n := range doc.Descendants() {
			for _, a := range n.Attr {
				switch {
				case a.Key == "id":
					page.ids[a.Val] = true
				case a.Key == "content" && n.Data == "meta" && strings.Contains(strings.ToLower(a.Val), "url="):
					_, to, _ := strings.Cut(a.Val, "=")
					link(to)
				case a.Key == "srcset":
					for one := range strings.SplitSeq(a.Val, ",") {
						to, _, _ := strings.Cut(strings.TrimSpace(one), " ")
						link(to)
					}
				case slices.Contains([]string{"href", "src", "action", "poster", "data"}, a.Key):
					link(a.Val)
				}
			}
		}
	}
	return page
}

// fetch gets what is at an address, and its kind by the name: a host serves no other for it. A folder is served only where a browser could see it.
func fetch(at string) (body []byte, kind string, err error) {
	u, err := url.Parse(at)
	if err != nil {
		return nil, "", err
	}
	if u.Scheme == "file" {
		body, err = os.ReadFile(filepath.FromSlash(u.Path))
		return body, filepath.Ext(u.Path), err
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Get(at)
	if err != nil {
		return nil, "", err
	}
	defer res.Body.Close()
	body, err = io.ReadAll(res.Body)
	// This server sends index.html to its folder, as many do.
	if res.StatusCode == http.StatusMovedPermanently && strings.HasSuffix(u.Path, "/index.html") {
		return fetchFolder(client, at)
	}
	if res.StatusCode != http.StatusOK {
		return nil, "", fmt.Errorf("%s: %s", at, res.Status)
	}
	return body, filepath.Ext(u.Path), err
}

func fetchFolder(client http.Client, at string) ([]byte, string, error) {
	res, err := client.Get(strings.TrimSuffix(at, "index.html"))
	if err != nil {
		return nil, "", err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, "", fmt.Errorf("%s: %s", at, res.Status)
	}
	body, err := io.ReadAll(res.Body)
	return body, ".html", err
}

// TestArtefactInBrowser opens the site in Chromium at each of its places; what is held is in e2e/artefact.mjs.
func TestArtefactInBrowser(t *testing.T) {
	script := newScript(t, "artefact.mjs", 2*time.Minute)
	var args []string
	for where, base := range everywhere(t) {
		args = append(args, where, base)
	}
	look := script(args...)
	look.Stderr = nil // it is part of what is logged
	out, err := look.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Error(err)
	}
}
