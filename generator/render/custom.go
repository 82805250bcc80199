// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"text/template"

	"commonplace/generator/config"
	"commonplace/generator/site"
	"commonplace/generator/source"
)

// custom is a file that the site makes by a template of its own, over the facts of commons.json under the names that they have there.
type custom struct {
	out    string
	text   *template.Template
	digest source.Hash
}

// ReadExports reads the templates of the exports that a site asks for. Mistakes in them are diagnostics: each template is tried on facts of which
// nothing is missing and on such of which everything is. The error is of the environment.
func (t *Theme) ReadExports(list []config.Export) ([]source.Diagnostic, error) {
	var diags []source.Diagnostic
	t.exports = nil
	for _, e := range list {
		if site.Reserved(e.Out) {
			diags = append(diags, source.Diagnostic{Code: source.CodeConfigValue, Severity: source.Error, Path: config.FileName, Span: e.Span,
				Message: fmt.Sprintf("the site makes a file of its own at “%s”", e.Out), Help: "give the export another path"})
			continue
		}
		text, err := os.ReadFile(e.Template.Path)
		if err != nil {
			return diags, fmt.Errorf("read the template of %s: %w", e.Out, err)
		}
		c := custom{out: e.Out, digest: source.Sum(text)}
		c.text, err = template.New(e.Template.Shown).Funcs(exportFuncs()).Parse(string(text))
		for _, full := range []bool{false, true} {
			if err == nil {
				_, err = c.appendTo(nil, siteInfo{}, func(each func(site.PageFacts)) { each(sampleFacts(full)) })
			}
		}
		if err != nil {
			diags = append(diags, exportMistake(e.Template.Shown, err))
			continue
		}
		t.exports = append(t.exports, c)
	}
	t.sumExports()
	return diags, nil
}

// sampleFacts are facts that no page has: all of them, or none.
func sampleFacts(full bool) site.PageFacts {
	if !full {
		return site.PageFacts{}
	}
	some := []string{"text"}
	return site.PageFacts{ID: "text", Title: "text", URL: "text", Type: "text", Domain: some, Tags: some, License: "text", Authors: some, Status: "text",
		DeclaredStatus: "text", Lang: "text", Summary: "text", Links: some, Relations: map[string][]site.RelatedFacts{"text": {{URL: "text"}}}, Facets: map[string][]string{"text": some},
		Fields: map[string][]string{"text": some}}
}

// placeInTemplate is how text/template names a place: "template: exports/list.tmpl:3:7: message".
var placeInTemplate = regexp.MustCompile(`template: .*?:(\d+)(?::(\d+))?: (?s:(.*))$`)

func exportMistake(shown string, err error) source.Diagnostic {
	d := source.Diagnostic{Code: source.CodeTemplateMistake, Path: shown, Message: err.Error()}
	if m := placeInTemplate.FindStringSubmatch(err.Error()); m != nil {
		line, _ := strconv.ParseInt(m[1], 10, 32)
		column, _ := strconv.ParseInt(m[2], 10, 32)
		d.Message, d.Span.Line = m[3], int32(line)
		if column > 0 {
			d.Span.Column = int32(column) + 1 // the library counts columns from 0
		}
	}
	return d
}

// customs are the outputs of the site's own templates.
func (s *Site) customs() []Output {
	if len(s.theme.exports) == 0 {
		return nil
	}
	list := make([]Output, 0, len(s.theme.exports))
	facts := s.allFacts()
	for i := range s.theme.exports {
		list = append(list, s.custom(&s.theme.exports[i], facts))
	}
	return list
}

// allFacts is the identity of what all pages say of themselves.
func (s *Site) allFacts() source.Hash {
	var d source.Digest
	d.Int(s.Pages())
	s.FactsKey(&d, 0, s.Pages())
	return d.Sum()
}

func (s *Site) custom(c *custom, facts source.Hash) Output {
	var d source.Digest
	d.Hash(c.digest)
	d.Hash(s.Config().Digest)
	d.Hash(facts)
	return Output{Path: c.out, Key: d.Sum(), write: func(dst []byte) ([]byte, error) {
		return c.appendTo(dst, s.info(), func(each func(site.PageFacts)) {
			for i := range s.Pages() {
				each(s.PageFacts(i))
			}
		})
	}}
}

func (c *custom) appendTo(dst []byte, info siteInfo, pages func(func(site.PageFacts))) ([]byte, error) {
	list := []map[string]any{}
	pages(func(f site.PageFacts) { list = append(list, namedFacts(&f)) })
	out := bytes.NewBuffer(dst)
	if err := c.text.Execute(out, map[string]any{"version": factsVersion, "site": namedInfo(&info), "pages": list}); err != nil {
		return dst, fmt.Errorf("make %s: %w", c.out, err)
	}
	return out.Bytes(), nil
}

// namedFacts are facts under their names in commons.json, with those that a page lacks empty, so that a template can ask for any.
func namedFacts(f *site.PageFacts) map[string]any {
	return map[string]any{"id": f.ID, "title": f.Title, "url": f.URL, "type": f.Type, "domain": f.Domain, "tags": f.Tags, "license": f.License, "authors": f.Authors,
		"status": f.Status, "declared_status": f.DeclaredStatus, "lang": f.Lang, "summary": f.Summary, "links": f.Links, "relations": namedRelations(f.Relations),
		"facets": f.Facets, "fields": f.Fields}
}

func namedRelations(all map[string][]site.RelatedFacts) map[string][]map[string]any {
	named := make(map[string][]map[string]any, len(all))
	for kind, list := range all {
		for _, r := range list {
			named[kind] = append(named[kind], map[string]any{"url": r.URL, "wanted": r.Wanted, "weight": r.Weight, "note": r.Note, "machine": r.Machine})
		}
	}
	return named
}

func namedInfo(i *siteInfo) map[string]any {
	return map[string]any{"title": i.Title, "description": i.Description, "url": i.URL, "language": i.Language, "license": i.License, "pages": i.Pages}
}

// exportFuncs are what a template can do beside what text/template has. What a page's author wrote is data in the format of the file only
// through json, xml or csv.
func exportFuncs() template.FuncMap {
	return template.FuncMap{
		"json":      asJSON,
		"xml":       asXML,
		"csv":       asCSV,
		"join":      func(sep string, list []string) string { return strings.Join(list, sep) },
		"first":     func(list []string) string { return strings.Join(list[:min(1, len(list))], "") },
		"slug":      source.Slug,
		"canonical": site.Canonical,
		"number":    asNumber,
	}
}

func asJSON(v any) (string, error) {
	if list, ok := v.([]string); ok && list == nil {
		v = []string{}
	}
	text, err := json.Marshal(v)
	return string(text), err
}

// asNumber is a number as JSON has it; null for what is none.
func asNumber(v string) string {
	if n, err := strconv.ParseFloat(strings.TrimSpace(v), 64); err == nil {
		if text, err := json.Marshal(n); err == nil {
			return string(text)
		}
	}
	return "null"
}

func asXML(v any) (string, error) {
	var b strings.Builder
	err := xml.EscapeText(&b, []byte(fmt.Sprint(v)))
	return b.String(), err
}

// asCSV is one row (RFC 4180). A cell that a spreadsheet would take for a formula begins with an apostrophe.
func asCSV(cells ...any) (string, error) {
	row := make([]string, len(cells))
	for i, cell := range cells {
		if list, ok := cell.([]string); ok {
			cell = strings.Join(list, "; ")
		}
		row[i] = fmt.Sprint(cell)
		if row[i] != "" && strings.ContainsRune("=+-@\t\r", rune(row[i][0])) {
			row[i] = "'" + row[i]
		}
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	if err := w.Write(row); err != nil {
		return "", err
	}
	w.Flush()
	return strings.TrimSuffix(b.String(), "\n"), w.Error()
}
