// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package serve

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	"commonplace/generator/build"
	"commonplace/generator/source"
)

//go:embed assets
var assets embed.FS

// timeless keeps http.ServeContent from sending a date: what is sent is told apart by its tag.
var timeless time.Time

// At most so many problems are listed at a time; more are counted.
const (
	listedProblems  = 1000
	overlayProblems = 50
)

// problem is a diagnostic as the preview's pages show it.
type problem struct {
	Code     source.Code     `json:"code"`
	Severity source.Severity `json:"severity"`
	Path     string          `json:"path,omitempty"`
	Line     int32           `json:"line,omitempty"`
	Column   int32           `json:"column,omitempty"`
	Message  string          `json:"message"`
	Text     string          `json:"text,omitempty"` // as on a terminal, with the line and the caret
	Edit     string          `json:"edit,omitempty"` // address that opens the place in the editor
}

// pageProblems are those shown over a page: the errors and warnings of its file, and those of settings that could not be used.
type pageProblems struct {
	Problems []problem `json:"problems"`
	More     int       `json:"more"`
}

func (s *server) problem(now *state, d source.Diagnostic, lines func(string, int) (string, bool)) problem {
	p := problem{Code: d.Code, Severity: d.Severity, Path: d.Path, Line: d.Span.Line, Column: d.Span.Column, Message: d.Message, Edit: editorAddress(now.cfg, d.Path, d.Span)}
	if lines != nil {
		var text strings.Builder
		source.Print(&text, d, lines, false)
		p.Text = text.String()
	}
	return p
}

// problemsOf are the problems shown over the page of an output.
func (s *server) problemsOf(now *state, name string) pageProblems {
	list := slices.Clone(now.problems)
	if i, ok := now.moment.PageAt(name); ok {
		shown := now.moment.Page(i).Shown
		all := now.moment.Diagnostics()
		from, _ := slices.BinarySearchFunc(all, shown, func(d source.Diagnostic, path string) int { return strings.Compare(d.Path, path) })
		for _, d := range all[from:] {
			if d.Path != shown {
				break
			}
			if d.Severity >= source.Warning {
				list = append(list, d)
			}
		}
	}
	answer := pageProblems{Problems: []problem{}, More: max(0, len(list)-overlayProblems)}
	lines := s.o.Lines(now.cfg)
	for _, d := range list[:min(len(list), overlayProblems)] {
		answer.Problems = append(answer.Problems, s.problem(now, d, lines))
	}
	return answer
}

// allProblems is the list of the page /_/: some of the problems, those of one code if one is asked for, and how many there are of each.
type allProblems struct {
	Problems []problem   `json:"problems"`
	More     int         `json:"more"`
	Codes    []codeCount `json:"codes"`
}

type codeCount struct {
	Code     source.Code     `json:"code"`
	Severity source.Severity `json:"severity"`
	Count    int             `json:"count"`
}

func (s *server) list(now *state, code source.Code) allProblems {
	answer := allProblems{Problems: []problem{}, Codes: []codeCount{}}
	at := map[source.Code]int{}
	for _, d := range slices.Concat(now.problems, now.moment.Diagnostics()) {
		k, seen := at[d.Code]
		if !seen {
			k = len(answer.Codes)
			at[d.Code] = k
			answer.Codes = append(answer.Codes, codeCount{Code: d.Code, Severity: d.Severity})
		}
		answer.Codes[k].Count++
		switch {
		case code != "" && d.Code != code:
		case len(answer.Problems) < listedProblems:
			answer.Problems = append(answer.Problems, s.problem(now, d, nil))
		default:
			answer.More++
		}
	}
	slices.SortFunc(answer.Codes, func(a, b codeCount) int {
		if a.Severity != b.Severity {
			return int(b.Severity) - int(a.Severity)
		}
		return strings.Compare(string(a.Code), string(b.Code))
	})
	return answer
}

// answerOwn answers for the preview's own addresses.
func (s *server) answerOwn(w http.ResponseWriter, r *http.Request, name string) {
	now := s.now.Load()
	switch name {
	case "":
		w.Header().Set("Content-Security-Policy", "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'")
		sendAsset(w, r, "problems.html")
	case "problems.json":
		sendJSON(w, r, s.list(now, source.Code(r.URL.Query().Get("code"))))
	case "page.json":
		sendJSON(w, r, s.problemsOf(now, r.URL.Query().Get("page")))
	case "events":
		s.answerEvents(w, r)
	case "preview.js", "preview.css", "problems.js", "idiomorph.js":
		sendAsset(w, r, name)
	default:
		s.missing(w, r)
	}
}

func sendJSON(w http.ResponseWriter, r *http.Request, v any) {
	data, err := json.Marshal(v)
	if err != nil {
		plain(w, http.StatusInternalServerError, err.Error())
		return
	}
	w.Header().Set("Content-Type", "application/json")
	if r.Method != http.MethodHead {
		w.Write(data)
	}
}

// faultPage stands for a page that could not be made.
var faultPage = template.Must(template.New("").Parse(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>This page can't be shown</title>
<link rel="stylesheet" href="/_/preview.css">
</head>
<body class="cp-fault">
<main>
<h1>This page can't be shown</h1>
<pre>{{.}}</pre>
<p>All other pages are there. This one is shown as soon as it can be.</p>
<p><a href="/_/">All problems</a></p>
</main>
</body>
</html>
`))

// fault answers for a page that could not be made. The page waits until it can.
func (s *server) fault(w http.ResponseWriter, r *http.Request, now *state, name string, err error) {
	if now.moment == nil {
		plain(w, http.StatusServiceUnavailable, err.Error())
		return
	}
	status := http.StatusInternalServerError
	if build.IsChanged(err) {
		status = http.StatusServiceUnavailable
		w.Header().Set("Retry-After", "1")
		err = errors.New("its file changes faster than it can be read")
	}
	var text strings.Builder
	if fail := faultPage.Execute(&text, fmt.Sprint(err)); fail != nil {
		plain(w, status, err.Error())
		return
	}
	s.send(w, r, now, &made{name: name, data: []byte(text.String())}, status)
}
