// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package serve

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"commonplace/generator/build"
	"commonplace/generator/source"
)

// own is the folder of the preview's own addresses. No output begins with it: outputs have no part of underscores alone.
const own = "/_/"

// patience is how long an answer waits for the reading of a file that changed under it.
const patience = 2 * time.Second

// ServeHTTP answers one request.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-cache")
	h.Set("Content-Security-Policy", "frame-ancestors 'self'")
	if !s.hosts.allows(r.Host) {
		plain(w, http.StatusForbidden, "this preview answers only under the names of this machine")
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		plain(w, http.StatusMethodNotAllowed, "only GET and HEAD")
		return
	}
	name, ok := outputPath(r.URL.Path)
	switch {
	case !ok:
		s.missing(w, r)
	case strings.HasPrefix(r.URL.Path, own):
		s.answerOwn(w, r, strings.TrimPrefix(r.URL.Path, own))
	default:
		s.answerOutput(w, r, name)
	}
}

func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	fmt.Fprintln(w, text)
}

// outputPath is the output that a path asks for. Only a path as a browser writes it can ask for one: from the root, without
// dots to climb by, without empty parts, backslashes or control characters.
func outputPath(p string) (string, bool) {
	rest, ok := strings.CutPrefix(p, "/")
	if !ok || path.Clean(p) != strings.TrimSuffix(p, "/") && p != "/" || strings.HasPrefix(rest, "/") || strings.ContainsFunc(p, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\\' }) {
		return "", false
	}
	if rest == "" || strings.HasSuffix(rest, "/") {
		rest += "index.html"
	}
	return rest, true
}

// made is the bytes of an output.
type made struct {
	name string
	key  source.Hash
	data []byte
}

// errNone says that the site has no such output.
var errNone = errors.New("no such output")

// makeOutput makes an output from the newest state. Where a file has changed since that was read, it waits for the next.
func (s *server) makeOutput(r *http.Request, name string) (*made, *state, error) {
	deadline := time.Now().Add(patience)
	for {
		now := s.now.Load()
		o, err := s.tryOutput(now, name)
		if err == nil || !build.IsChanged(err) || time.Now().After(deadline) {
			return o, now, err
		}
		select {
		case s.poke <- struct{}{}:
		default:
		}
		select {
		case <-now.next:
		case <-time.After(50 * time.Millisecond):
		case <-s.done:
			return nil, now, err
		case <-r.Context().Done():
			return nil, now, err
		}
	}
}

// tryOutput makes an output; a fault in one is an error of that one.
func (s *server) tryOutput(now *state, name string) (m *made, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("internal error: %v; please report it", fault)
		}
	}()
	o, ok := now.moment.Output(name)
	if !ok {
		return nil, errNone
	}
	data, err := o.Write(nil)
	return &made{name, o.Key, data}, err
}

func (s *server) answerOutput(w http.ResponseWriter, r *http.Request, name string) {
	o, now, err := s.makeOutput(r, name)
	switch {
	case errors.Is(err, errNone):
		s.elsewhere(w, r, now, name)
	case err != nil:
		s.fault(w, r, now, name, err)
	default:
		s.send(w, r, now, o, http.StatusOK)
	}
}

// elsewhere leads to where a path without an output is likely to mean: the folder of that name, or the same path without the folder that
// the site is published in.
func (s *server) elsewhere(w http.ResponseWriter, r *http.Request, now *state, name string) {
	to, found := name+"/", true
	if _, ok := now.moment.Output(name + "/index.html"); !ok {
		to, found = s.below(r, now)
	}
	if !found {
		s.missing(w, r)
		return
	}
	http.Redirect(w, r, (&url.URL{Path: "/" + to, RawQuery: r.URL.RawQuery}).String(), http.StatusTemporaryRedirect)
}

// below is the path of a request without the folder that the site is published in, if there is such an output.
func (s *server) below(r *http.Request, now *state) (to string, found bool) {
	base, err := url.Parse(now.cfg.URL)
	if err != nil || len(base.Path) < 2 {
		return "", false
	}
	rest, below := strings.CutPrefix(r.URL.Path, base.Path)
	if inner, ok := outputPath("/" + rest); below && ok {
		_, found = now.moment.Output(inner)
	}
	return rest, found
}

// missing answers with the site's page for what is not there.
func (s *server) missing(w http.ResponseWriter, r *http.Request) {
	o, now, err := s.makeOutput(r, "404.html")
	if err != nil {
		plain(w, http.StatusNotFound, "there is no such page")
		return
	}
	// The page waits for the output that it stands for.
	o.key = source.Hash{}
	if name, ok := outputPath(r.URL.Path); ok {
		o.name = name
	}
	s.send(w, r, now, o, http.StatusNotFound)
}

// send writes an output, with the preview's script where it is a page. The tag is of all bytes, so that an equal one means an
// equal answer.
func (s *server) send(w http.ResponseWriter, r *http.Request, now *state, o *made, status int) {
	h := w.Header()
	kind := mediaType(o.name)
	if status != http.StatusOK {
		kind = htmlType
	}
	h.Set("Content-Type", kind)
	if kind == svgType {
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	}
	if kind == htmlType {
		o.data = s.addScript(now, o)
	}
	if status != http.StatusOK {
		w.WriteHeader(status)
		if r.Method != http.MethodHead {
			w.Write(o.data)
		}
		return
	}
	h.Set("ETag", `"`+source.Sum(o.data).String()[:32]+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(o.data))
}

const (
	htmlType = "text/html; charset=utf-8"
	svgType  = "image/svg+xml"
)

// types are those of all files that a site can hold. The system's own table is not asked: it differs from machine to machine.
var types = map[string]string{
	".html": htmlType, ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".json": "application/json",
	".md": "text/markdown; charset=utf-8", ".xml": "application/xml", ".cff": "application/yaml", ".txt": "text/plain; charset=utf-8", ".csv": "text/csv; charset=utf-8",
	".vtt": "text/vtt; charset=utf-8", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp",
	".avif": "image/avif", ".svg": svgType, ".pdf": "application/pdf", ".mp4": "video/mp4", ".m4v": "video/mp4", ".m4a": "audio/mp4", ".webm": "video/webm",
	".ogv": "video/ogg", ".ogg": "audio/ogg", ".oga": "audio/ogg", ".opus": "audio/ogg", ".mp3": "audio/mpeg", ".wav": "audio/wav", ".flac": "audio/flac",
}

func mediaType(name string) string {
	if name == "feed.xml" {
		return "application/atom+xml"
	}
	if kind, ok := types[strings.ToLower(path.Ext(name))]; ok {
		return kind
	}
	return "application/octet-stream"
}
