// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package serve

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"commonplace/generator/source"
)

// heartbeat keeps a stream from being taken for dead, and finds out that a page was closed.
const heartbeat = 20 * time.Second

// watched is one open page: what it shows, as it last said or was told.
type watched struct {
	page     string // output path; empty: the list of problems
	key      string
	style    string
	media    int // number of the state whose media it knows
	problems source.Hash
}

// answerEvents tells an open page of what concerns it: that its own text, the stylesheet, a picture or its problems are
// not what it shows. Keys are made only for pages that are open.
func (s *server) answerEvents(w http.ResponseWriter, r *http.Request) {
	if !ownPage(r) {
		plain(w, http.StatusForbidden, "only pages of this preview may listen")
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	if r.Method == http.MethodHead {
		return
	}
	q := r.URL.Query()
	page := watched{page: q.Get("page"), key: q.Get("key"), style: q.Get("style"), media: -1}
	// A number counts only in the run of the server that gave it.
	if boot, number, ok := strings.Cut(q.Get("media"), "."); ok && boot == s.boot {
		if n, err := strconv.Atoi(number); err == nil {
			page.media = n
		}
	}
	stream := http.NewResponseController(w)
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	fmt.Fprintf(w, "retry: 500\n\n")
	for {
		now := s.now.Load()
		s.tell(w, &page, now)
		if stream.Flush() != nil {
			return
		}
		select {
		case <-now.next:
		case <-beat.C:
			fmt.Fprint(w, ": still here\n\n")
		case <-r.Context().Done():
			return
		case <-s.done:
			return
		}
	}
}

// tell sends what is new to a page.
func (s *server) tell(w http.ResponseWriter, page *watched, now *state) {
	if page.page == "" {
		event(w, "list", "")
		return
	}
	key := ""
	if o, ok := now.moment.Output(page.page); ok {
		key = keyText(o.Key)
	}
	if key != page.key {
		page.key = key
		event(w, "page", key)
	}
	if style := styleKey(now); style != page.style {
		page.style = style
		event(w, "style", style)
	}
	s.tellMedia(w, page, now)
	problems := s.problemsOf(now, page.page)
	data, err := json.Marshal(problems)
	if sum := source.Sum(data); err == nil && sum != page.problems {
		page.problems = sum
		event(w, "problems", string(data))
	}
}

// tellMedia names the media that changed since the page heard of it. A page that has never heard, or not for long, is told to look at all.
func (s *server) tellMedia(w http.ResponseWriter, page *watched, now *state) {
	if page.media == now.number {
		return
	}
	changed := struct {
		Seen  string   `json:"seen"`
		All   bool     `json:"all"`
		Paths []string `json:"paths"`
	}{Seen: s.boot + "." + strconv.Itoa(now.number), Paths: []string{}}
	changed.All = page.media < 0 || len(now.media) == mediaKept && now.media[0].number > page.media
	for _, m := range now.media {
		if m.number > page.media && !slices.Contains(changed.Paths, m.path) {
			changed.Paths = append(changed.Paths, m.path)
		}
	}
	page.media = now.number
	if data, err := json.Marshal(changed); err == nil {
		event(w, "media", string(data))
	}
}

// event writes one event. JSON and keys hold no line ends.
func event(w http.ResponseWriter, name, data string) {
	fmt.Fprintf(w, "event: %s\ndata: %s\n\n", name, data)
}
