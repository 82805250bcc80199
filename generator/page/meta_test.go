// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"commonplace/generator/config"
	"commonplace/generator/source"
)

var update = flag.Bool("update", false, "write what the tests got into their case files")

// limits are those of a site that sets none.
var limits = config.Limits{
	Page: 512 << 10, FrontMatter: 64 << 10, Record: 64 << 10, YAMLDepth: 32, YAMLNodes: 2000, Nesting: 32, Expanded: 4 << 20,
	Tags: 64, Aliases: 16, ImageBytes: 10 << 20, ImagePixels: 50_000_000, EmbedDepth: 3,
}

var kinds = []string{"alternatives", "complementary", "enables", "generalizes_from", "requires", "specializes_to"}

// Each file of testdata/meta holds cases in pairs: a page, under the sentence that it shows, and the facts and diagnostics it
// gives.
func TestMeta(t *testing.T) { caseFiles(t, "testdata/meta/*.txt", dump) }

// caseFiles runs the cases of files. A first part named "reading" is the mapping of the source, as in site.yaml.
func caseFiles(t *testing.T, pattern string, run func(*Parser, []byte) string) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			reading := config.Reading{Relations: kinds, Limits: limits}
			cases := archive.Files
			if cases[0].Name == "reading" {
				readReading(t, &reading, cases[0].Data)
				cases = cases[1:]
			}
			p := NewParser(&reading)
			for i := 0; i+1 < len(cases); i += 2 {
				page, gives := cases[i], &cases[i+1]
				t.Run(page.Name, func(t *testing.T) {
					if gives.Name != "gives" {
						t.Fatalf("the part after this page is named %q", gives.Name)
					}
					got := run(p, page.Data)
					if *update {
						gives.Data = []byte(got)
					} else if diff := cmp.Diff(string(gives.Data), got); diff != "" {
						t.Error(diff)
					}
				})
			}
			if *update {
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// readReading reads the part of site.yaml that says how a source is laid out.
func readReading(t *testing.T, r *config.Reading, text []byte) {
	root, diags := source.ParseYAML(text, 1, source.YAMLLimits{Bytes: 1 << 16, Depth: 8, Nodes: 1000})
	if len(diags) > 0 {
		t.Fatal(diags)
	}
	for i := range root.Get("fields").Len() {
		key, _ := root.Get("fields").Key(i)
		r.Fields = append(r.Fields, config.FieldMap{Field: key, Paths: root.Get("fields").Value(i).Strings()})
	}
	for i := range root.Get("facets").Len() {
		key, _ := root.Get("facets").Key(i)
		r.Facets = append(r.Facets, config.FieldMap{Field: key, Paths: root.Get("facets").Value(i).Strings()})
	}
	for i := range root.Get("values").Len() {
		key, _ := root.Get("values").Key(i)
		words := root.Get("values").Value(i)
		v := config.ValueMap{Field: key, Names: map[string]string{}}
		for j := range words.Len() {
			word, _ := words.Key(j)
			v.Names[word] = words.Value(j).Text()
		}
		r.Values = append(r.Values, v)
	}
	for i := range root.Get("sections").Len() {
		heading, _ := root.Get("sections").Key(i)
		field := root.Get("sections").Value(i).Text()
		r.Sections = append(r.Sections, config.SectionMap{Heading: heading, Field: field, Stays: field != "title" && field != "summary"})
	}
	pairs := func(key string) (list []config.FieldMap) {
		for i := range root.Get(key).Len() {
			name, _ := root.Get(key).Key(i)
			list = append(list, config.FieldMap{Field: name, Paths: root.Get(key).Value(i).Strings()})
		}
		return list
	}
	r.Hide, r.Show, r.Body, r.Headers = pairs("hide"), pairs("show"), pairs("body"), root.Get("headers").Text() == "true"
	for _, split := range pairs("split") {
		r.Split = append(r.Split, config.Fact{Field: split.Field, Value: split.Paths[0]})
	}
	r.Relations = append(r.Relations, root.Get("relations").Strings()...)
	r.Machine = root.Get("machine").Strings()
}

// dump shows the facts that the front matter of a page gives, where its body begins, and what is wrong.
func dump(p *Parser, data []byte) string {
	text, diags := source.Text(data)
	d := &Doc{Diags: diags}
	from, _ := p.front(d, text, source.NewLines(text))
	if again, err := DecodeDoc(AppendDoc(nil, d)); err != nil || !reflect.DeepEqual(again, d) {
		return fmt.Sprintf("the facts are not those of their record (%v): %+v %+v\n", err, again, d)
	}
	var b strings.Builder
	show(&b, "", reflect.ValueOf(d.Meta))
	if d.Hidden {
		b.WriteString("hidden\n")
	}
	body, _, _ := strings.Cut(strings.TrimLeft(string(text[from:]), "\n"), "\n")
	fmt.Fprintf(&b, "body: %s\n", body)
	showDiagnostics(&b, d.Diags)
	return b.String()
}

// show writes the leaves of a value that are not zero, a line each.
func show(b *strings.Builder, name string, v reflect.Value) {
	if v.IsZero() {
		return
	}
	if span, ok := v.Interface().(source.Span); ok {
		fmt.Fprintf(b, "%s: %s\n", name, place(span))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			show(b, strings.Trim(name+"."+v.Type().Field(i).Name, "."), v.Field(i))
		}
	case reflect.Slice:
		if list, ok := v.Interface().([]string); ok {
			fmt.Fprintf(b, "%s: %s\n", name, strings.Join(list, " | "))
			return
		}
		for i := range v.Len() {
			show(b, fmt.Sprintf("%s[%d]", name, i), v.Index(i))
		}
	default:
		fmt.Fprintf(b, "%s: %v\n", name, v)
	}
}

func showDiagnostics(b *strings.Builder, diags []source.Diagnostic) {
	for _, d := range diags {
		fmt.Fprintf(b, "! %s %s: %s\n", place(d.Span), d.Code, d.Message)
		if d.Help != "" {
			fmt.Fprintf(b, "  help: %s\n", d.Help)
		}
		for _, n := range d.Notes {
			fmt.Fprintf(b, "  note: %s\n", n.Message)
		}
	}
}

func place(s source.Span) string { return fmt.Sprintf("%d:%d+%d", s.Line, s.Column, s.Length) }
