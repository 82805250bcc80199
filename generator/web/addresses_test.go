// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const (
	urlset = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> https://old.example/a&amp;b/ </loc><image:image><image:loc>https://old.example/x.png</image:loc></image:image></url>
<url><loc>https://old.example/c/</loc></url></urlset>`
	index = `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>HOST/maps/one.xml.gz</loc></sitemap></sitemapindex>`
)

func packed(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(s))
	w.Close()
	return b.String()
}

// host answers at the paths of a table.
func host(t *testing.T, answers map[string]string) *httptest.Server {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, ok := answers[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		if to, ok := strings.CutPrefix(text, "to "); ok {
			http.Redirect(w, r, to, http.StatusMovedPermanently)
			return
		}
		w.Write([]byte(strings.ReplaceAll(text, "HOST", "http://"+r.Host)))
	}))
	t.Cleanup(server.Close)
	return server
}

// TestAddresses: all forms in which an old site names its addresses, from files and from the web.
func TestAddresses(t *testing.T) {
	two := []string{"https://old.example/a&b/", "https://old.example/c/"}
	files := map[string]string{"/list.txt": "\ufeff# of the old site\r\n/a/\r\n\r\n https://old.example/b \r\n", "/sitemap.xml": urlset, "/sitemap.xml.gz": packed(urlset),
		"/index.xml": index, "/maps/one.xml.gz": packed(urlset), "/moved.xml": "to /sitemap.xml"}
	server := host(t, files)
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(name)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	client := NewClient("test", []string{"127.0.0.1"}, time.Second)
	for name, want := range map[string][]string{"list.txt": {"/a/", "https://old.example/b"}, "sitemap.xml": two, "sitemap.xml.gz": two, "index.xml": two} {
		for _, from := range []string{filepath.Join(dir, name), server.URL + "/" + name} {
			got, err := Addresses(context.Background(), client, from)
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Errorf("%s: %v %s", from, err, diff)
			}
		}
	}
	if got, err := Addresses(context.Background(), client, server.URL+"/moved.xml"); len(got) != 2 || err != nil {
		t.Error(got, err)
	}
}

// TestNoAddresses: what can't be read is said in words.
func TestNoAddresses(t *testing.T) {
	server := host(t, map[string]string{"/loop": "to /loop", "/elsewhere.xml": strings.ReplaceAll(index, "HOST", "http://elsewhere.example"), "/self.xml": strings.ReplaceAll(index, "maps/one.xml.gz", "self.xml")})
	dir := t.TempDir()
	for name, text := range map[string]string{"empty": "\n", "page.html": "<html><p>Hi</p></html>", "binary": "\x00\x01", "index.xml": index, "bomb": packed(strings.Repeat(" ", maxSitemap+2)), "cut.gz": packed(urlset)[:40]} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	client := NewClient("test", []string{"127.0.0.1"}, time.Second)
	for from, want := range map[string]string{
		filepath.Join(dir, "missing"):   "no such file",
		filepath.Join(dir, "empty"):     "names no address",
		filepath.Join(dir, "page.html"): "is no sitemap",
		filepath.Join(dir, "binary"):    "neither a sitemap nor a list",
		filepath.Join(dir, "index.xml"): "give the address of the index in place of the file",
		filepath.Join(dir, "bomb"):      "more than",
		filepath.Join(dir, "cut.gz"):    "unpack",
		server.URL + "/none":            "404",
		server.URL + "/loop":            "from redirect to redirect",
		server.URL + "/self.xml":        "more than 1000 sitemaps",
		server.URL + "/elsewhere.xml":   "the sitemap of another host",
	} {
		if _, err := Addresses(context.Background(), client, from); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", from, err, want)
		}
	}
	closed := NewClient("test", nil, time.Second)
	if _, err := Addresses(context.Background(), closed, server.URL+"/list"); err == nil || !strings.Contains(err.Error(), ErrPrivate.Error()) {
		t.Error("a private address was asked:", err)
	}
}

func FuzzSitemap(f *testing.F) {
	f.Add([]byte(urlset))
	f.Add([]byte(index))
	f.Fuzz(func(t *testing.T, data []byte) {
		if pages, maps, err := sitemap(data); err == nil && len(pages)+len(maps) == 0 {
			t.Error("a sitemap that names nothing")
		}
	})
}
