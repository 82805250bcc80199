// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"bufio"
	"image"
	"image/png"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"commonplace/generator"
)

// secret stands in files that no preview may show.
const secret = "not for you"

// dot is a picture of one point.
func dot(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// attacked is a preview with something to steal around it, and an output folder that was built before.
func attacked(t *testing.T) (p *preview, host string) {
	dir := filepath.Join(scratch(t), "site")
	files := tree{
		"site.yaml": "title: Water\nurl: https://example.org/water/\n# " + secret, "content/index.md": "# Home\n\n[[Deep]] ![](deep/a.png)\n",
		"content/deep/page.md": "---\ntitle: Deep\n---\n\n## One\n\nText.\n", "content/.hidden.md": secret, "content/deep/a.png": dot(t), "content/deep/unused.png": dot(t),
		"content/secret.html": secret, "content/contributors/ada.yaml": "name: Ada Example\n# " + secret + "\n", "static/notes.txt": "Notes.\n", "../secret.txt": secret,
		"content/bad.svg": "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>",
	}
	files.write(t, dir)
	if err := os.Symlink(filepath.Join(dir, "..", "secret.txt"), filepath.Join(dir, "static", "link.txt")); err != nil {
		t.Log("no symbolic links here:", err)
	}
	p = startPreview(t, generator.Options{Source: dir})
	u, err := url.Parse(p.address)
	if err != nil {
		t.Fatal(err)
	}
	return p, u.Host
}

// raw sends bytes as they are and gives the status and the whole answer.
func raw(t *testing.T, host, request string) (status int, answer string) {
	t.Helper()
	c, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(c, request); err != nil {
		t.Fatal(err)
	}
	r, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		return 0, ""
	}
	defer r.Body.Close()
	body, _ := io.ReadAll(r.Body)
	var head strings.Builder
	r.Header.Write(&head)
	return r.StatusCode, head.String() + "\n" + string(body)
}

// Each path is an attempt to read what is not an output, or to make the server do what it should not. None gets more than a page that says no.
func TestPreviewRefusesPaths(t *testing.T) {
	_, host := attacked(t)
	for _, path := range []string{
		"/../secret.txt", "/../../secret.txt", "/../../../../../../etc/passwd", "/deep/../../../secret.txt", "/./index.html", "/deep/./page.html",
		"/%2e%2e/secret.txt", "/%2e%2e/%2e%2e/etc/passwd", "/%2e%2e%2fsecret.txt", "/..%2fsecret.txt", "/deep/..%2f..%2fsite.yaml", "/%252e%252e/secret.txt",
		"/%252e%252e%252fsecret.txt", "/..%c0%afsecret.txt", "/%c0%ae%c0%ae/secret.txt", "/..\\secret.txt", "/%5c..%5csecret.txt", "/..%5c..%5cetc%5cpasswd",
		"/C:/Windows/win.ini", "/C:%5cWindows%5cwin.ini", "//etc/passwd", "///etc/passwd", "/%2fetc/passwd", "/%2f%2fetc%2fpasswd", "//example.org/%2e%2e", "//example.org/deep",
		"/index.html%00.txt", "/%00", "/index.html%00", "/index.html%0d%0aSet-Cookie:%20a=b", "/deep%0a", "/index.html/", "/index.html/../site.yaml", "/site.yaml", "/content/index.md",
		"/.commonplace/facts", "/.commonplace", "/.git/config", "/.hidden.md", "/.hidden.html", "/secret.html", "/contributors/ada.yaml", "/link.txt", "/static/link.txt", "/static",
		"/static/", "/content/", "/deep/", "/theme/", "/themes/default/page.html", "/theme", "/_/../site.yaml", "/_/assets/preview.js", "/_/../../secret.txt", "/_/%2e%2e/serve.go", "/_/preview.js/",
		"/_", "/_/nothing", "/commonplace-manifest.json", "/INDEX.HTML", "/deep/unused.png", "/index.html;.txt", "/~root/", "/proc/self/environ", "/*", "/?../secret.txt=1#x/..", "/index.html::$DATA",
		"/aux", "/con.html", "/" + strings.Repeat("../", 60) + "etc/passwd", "/" + strings.Repeat("a", 5000),
	} {
		status, answer := raw(t, host, "GET "+path+" HTTP/1.1\r\nHost: "+host+"\r\nConnection: close\r\n\r\n")
		home := strings.HasPrefix(path, "/?")
		if status == http.StatusOK && !home || status >= 500 || status < 200 {
			t.Errorf("%q: status %d", path, status)
		}
		if strings.Contains(answer, secret) || strings.Contains(answer, "root:") || strings.Contains(answer, "\nSet-Cookie") {
			t.Errorf("%q: the answer holds what it should not:\n%s", path, answer)
		}
		head, _, _ := strings.Cut(answer, "\n\n")
		for line := range strings.Lines(head) {
			if to, ok := strings.CutPrefix(line, "Location: "); ok && (!strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//")) {
				t.Errorf("%q leads to %q", path, to)
			}
		}
	}
}

// Requests that are not those of a browser on this machine.
func TestPreviewRefusesRequests(t *testing.T) {
	_, host := attacked(t)
	_, port, err := net.SplitHostPort(host)
	if err != nil {
		t.Fatal(err)
	}
	get := func(path, host, more string) string {
		return "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + more + "Connection: close\r\n\r\n"
	}
	tests := []struct {
		name, request string
		status        int
	}{
		{"this address", get("/", host, ""), 200},
		{"localhost", get("/", "localhost:"+port, ""), 200},
		{"localhost in capitals", get("/", "LocalHost:"+port, ""), 200},
		{"the sixth version", get("/", "[::1]:"+port, ""), 200},
		{"a name that was made to lead here", get("/", "evil.example:"+port, ""), 403},
		{"a name that begins well", get("/", "localhost.evil.example:"+port, ""), 403},
		{"another address", get("/", "192.0.2.1:"+port, ""), 403},
		{"another port", get("/", "localhost:1", ""), 403},
		{"no port", get("/", "localhost", ""), 403},
		{"an empty name", get("/", "", ""), 403},
		{"a name with a user", get("/", "localhost@evil.example:"+port, ""), 400},
		{"a whole address that names another host", "GET http://evil.example/ HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n", 403},
		{"no host at all", "GET / HTTP/1.0\r\n\r\n", 403},
		{"two hosts", "GET / HTTP/1.1\r\nHost: " + host + "\r\nHost: evil.example\r\nConnection: close\r\n\r\n", 400},
		{"POST", "POST / HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", 405},
		{"PUT", "PUT /index.html HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx", 405},
		{"DELETE", "DELETE /index.html HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n", 405},
		{"OPTIONS, as a browser asks before it lets another site in", "OPTIONS / HTTP/1.1\r\nHost: " + host + "\r\nOrigin: https://evil.example\r\nAccess-Control-Request-Method: GET\r\nConnection: close\r\n\r\n", 405},
		{"TRACE", "TRACE / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n", 405},
		{"CONNECT", "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\nConnection: close\r\n\r\n", 403},
		{"a method of one's own", "STEAL / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n", 405},
		{"the stream, for a page elsewhere", get("/_/events?page=index.html", host, "Origin: https://evil.example\r\n"), 403},
		{"the stream, for a page on another port", get("/_/events?page=index.html", host, "Origin: http://127.0.0.1:1\r\n"), 403},
		{"the stream, for a page of a file", get("/_/events?page=index.html", host, "Origin: null\r\n"), 403},
		{"the stream, as an image elsewhere", get("/_/events?page=index.html", host, "Sec-Fetch-Site: cross-site\r\n"), 403},
		{"the stream, by a page on another port, without an origin", get("/_/events?page=index.html", host, "Sec-Fetch-Site: same-site\r\n"), 403},
		{"a header without end", "GET / HTTP/1.1\r\nHost: " + host + "\r\nX: " + strings.Repeat("x", 1<<17) + "\r\n\r\n", 431},
		{"no HTTP", "hello\r\n\r\n", 400},
		{"a path without its slash", "GET index.html HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n", 400},
		{"a range", get("/", host, "Range: bytes=0-8\r\n"), 206},
		{"a range that is not there", get("/", host, "Range: bytes=99999999-\r\n"), 416},
		{"many ranges, each of the whole", get("/", host, "Range: bytes="+strings.Repeat("0-,", 500)+"0-\r\n"), 200},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			status, answer := raw(t, host, test.request)
			if status != test.status {
				t.Errorf("status %d, not %d:\n%.500s", status, test.status, answer)
			}
			if strings.Contains(answer, "Access-Control-Allow") {
				t.Error("another site is let in")
			}
			if status < 400 && !strings.Contains(answer, "X-Content-Type-Options: nosniff") {
				t.Error("the browser may guess types")
			}
		})
	}
}

// What is asked for again is not sent again, a part is that part, and each file is what it says it is.
func TestPreviewAnswers(t *testing.T) {
	p, _ := attacked(t)
	ask := func(method, name string, header ...string) *http.Response {
		t.Helper()
		request, err := http.NewRequest(method, p.address+name, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(header); i += 2 {
			request.Header.Set(header[i], header[i+1])
		}
		client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		r, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { r.Body.Close() })
		return r
	}
	for name, kind := range map[string]string{
		"": "text/html; charset=utf-8", "deep/page.html": "text/html; charset=utf-8", "deep/page.md": "text/markdown; charset=utf-8", "deep/a.png": "image/png",
		"theme/style.css": "text/css; charset=utf-8", "theme/icon.svg": "image/svg+xml", "commons.json": "application/json", "feed.xml": "application/atom+xml", "sitemap.xml": "application/xml",
		"notes.txt": "text/plain; charset=utf-8", "_/": "text/html; charset=utf-8", "_/preview.js": "text/javascript; charset=utf-8", "_/preview.css": "text/css; charset=utf-8",
	} {
		r := ask("GET", name)
		if got := r.Header.Get("Content-Type"); got != kind || r.StatusCode != 200 {
			t.Errorf("%s: status %d, type %q, not %q", name, r.StatusCode, got, kind)
		}
		tag := r.Header.Get("ETag")
		if again := ask("GET", name, "If-None-Match", tag); tag == "" || again.StatusCode != http.StatusNotModified {
			t.Errorf("%s: with its tag %q: status %d", name, tag, again.StatusCode)
		}
		if other := ask("GET", name, "If-None-Match", `"other"`); other.StatusCode != 200 {
			t.Errorf("%s: with another tag: status %d", name, other.StatusCode)
		}
		whole, _ := io.ReadAll(r.Body)
		part, _ := io.ReadAll(ask("GET", name, "Range", "bytes=2-5").Body)
		if string(part) != string(whole[2:6]) {
			t.Errorf("%s: bytes 2 to 5 are %q", name, part)
		}
		if old, _ := io.ReadAll(ask("GET", name, "Range", "bytes=2-5", "If-Range", `"other"`).Body); string(old) != string(whole) {
			t.Errorf("%s: a part of what it is no longer", name)
		}
		head := ask("HEAD", name)
		if body, _ := io.ReadAll(head.Body); len(body) > 0 || head.ContentLength != int64(len(whole)) {
			t.Errorf("%s: HEAD has %d bytes and the length %d, not %d", name, len(body), head.ContentLength, len(whole))
		}
	}
	for name, to := range map[string]string{"deep/nothing": "", "water/deep/page.html": "/deep/page.html", "water/": "/", "browse": "/browse/", "browse?a=b": "/browse/?a=b"} {
		r := ask("GET", name)
		if got := r.Header.Get("Location"); got != to {
			t.Errorf("%s leads to %q, not %q", name, got, to)
		}
	}
	missing, _ := io.ReadAll(ask("GET", "deep/nothing.html").Body)
	if !strings.Contains(string(missing), "/_/preview.js") {
		t.Error("a page that is not there does not wait to be")
	}
}
