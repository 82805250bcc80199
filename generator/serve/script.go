// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package serve

import (
	"bytes"
	"html"
	"net/http"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"

	"commonplace/generator/config"
	"commonplace/generator/render"
	"commonplace/generator/source"
)

// addScript puts into a page what the preview adds: its script, which knows what is shown, and on each heading of the page's
// own text the line where it is written.
func (s *server) addScript(now *state, o *made) []byte {
	attributes := []string{"src", own + "preview.js", "data-page", o.name, "data-key", keyText(o.key), "data-style", styleKey(now)}
	text := o.data
	if i, ok := now.moment.PageAt(o.name); ok && o.key != (source.Hash{}) {
		in := now.moment.Page(i)
		lines := make(map[string]int32, len(in.Doc.Headings))
		for k := range in.Doc.Headings {
			lines[html.EscapeString(in.Doc.Headings[k].ID)] = in.Doc.Headings[k].Line
		}
		text = addLines(text, lines)
		attributes = append(attributes, "data-file", in.Shown, "data-edit", editorAddress(now.cfg, in.Shown, source.Span{Line: -1, Column: 1}))
	}
	var tag strings.Builder
	tag.WriteString("<script")
	for i := 0; i < len(attributes); i += 2 {
		tag.WriteString(" " + attributes[i] + `="` + html.EscapeString(attributes[i+1]) + `"`)
	}
	tag.WriteString(" defer></script>")
	at := bytes.Index(text, []byte("</head>"))
	if at < 0 {
		return append(text, tag.String()...)
	}
	out := make([]byte, 0, len(text)+tag.Len())
	out = append(append(out, text[:at]...), tag.String()...)
	return append(out, text[at:]...)
}

// addLines adds data-line to the headings with these ids.
func addLines(text []byte, lines map[string]int32) []byte {
	if len(lines) == 0 {
		return text
	}
	out := make([]byte, 0, len(text)+len(lines)*20)
	for {
		at := bytes.Index(text, []byte("<h"))
		if at < 0 || len(text) < at+9 {
			return append(out, text...)
		}
		from := at + 3 // behind the level
		out, text = append(out, text[:from]...), text[from:]
		rest, ok := bytes.CutPrefix(text, []byte(` id="`))
		if !ok {
			continue
		}
		id, _, ok := bytes.Cut(rest, []byte(`"`))
		if line := lines[string(id)]; ok && line > 0 {
			out = append(out, ` data-line="`...)
			out = strconv.AppendInt(out, int64(line), 10)
			out = append(out, '"')
			delete(lines, string(id))
		}
	}
}

func keyText(key source.Hash) string {
	if key == (source.Hash{}) {
		return ""
	}
	return key.String()[:32]
}

func styleKey(now *state) string {
	o, ok := now.moment.Output(render.StylesheetPath)
	if !ok {
		return ""
	}
	return keyText(o.Key)
}

// editorAddress opens a file at a place in the editor that site.yaml names. A line below 0 is left for the script to fill in.
func editorAddress(cfg *config.Config, shown string, at source.Span) string {
	if shown == "" {
		return ""
	}
	file := filepath.FromSlash(shown)
	if !filepath.IsAbs(file) {
		file = filepath.Join(cfg.Dir, file)
	}
	file = filepath.ToSlash(file)
	escaped := (&url.URL{Path: file}).EscapedPath()
	if strings.Contains(cfg.Editor, "/{path}") {
		escaped = strings.TrimPrefix(escaped, "/")
	}
	line := "{line}"
	if at.Line >= 0 {
		line = strconv.Itoa(max(1, int(at.Line)))
	}
	return strings.NewReplacer("{path}", escaped, "{line}", line, "{column}", strconv.Itoa(max(1, int(at.Column)))).Replace(cfg.Editor)
}

// sendAsset answers with a file of the preview's own.
func sendAsset(w http.ResponseWriter, r *http.Request, name string) {
	data, err := assets.ReadFile("assets/" + name)
	if err != nil {
		plain(w, http.StatusNotFound, "there is no such page")
		return
	}
	w.Header().Set("Content-Type", mediaType(name))
	w.Header().Set("ETag", `"`+source.Sum(data).String()[:32]+`"`)
	http.ServeContent(w, r, "", timeless, bytes.NewReader(data))
}
