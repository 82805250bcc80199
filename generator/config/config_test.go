// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"commonplace/generator/source"
)

var update = flag.Bool("update", false, "rewrite the wanted parts of testdata")

// Each case is a small folder: site.yaml and whatever else it speaks of. "env" and "set" hold one assignment a line.
// "want" lists what differs from the settings of a folder that holds content/ alone; "diagnostics" what was reported.
func TestLoad(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	base := load(t, Options{Dir: folder(t, "content/")}).cfg
	usual := base.Sources
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			o := Options{Dir: dir}
			for _, f := range archive.Files {
				lines := strings.FieldsFunc(string(f.Data), func(r rune) bool { return r == '\n' })
				switch f.Name {
				case "env":
					o.Env = lines
				case "set":
					o.Set = lines
				case "want", "diagnostics":
				default:
					write(t, filepath.Join(dir, filepath.FromSlash(f.Name)), f.Data)
				}
			}
			got := load(t, o)
			base.Sources = slices.Repeat(usual, len(got.cfg.Sources))
			parts := map[string]string{"want": difference(flatten(base), flatten(got.cfg)), "diagnostics": report(t, got.diags, dir)}
			seen := 0
			for i, f := range archive.Files {
				part, ok := parts[f.Name]
				if !ok {
					continue
				}
				seen++
				if *update {
					archive.Files[i].Data = []byte(part)
				} else if diff := cmp.Diff(string(f.Data), part); diff != "" {
					t.Errorf("%s (-want +got):\n%s", f.Name, diff)
				}
			}
			if seen != len(parts) {
				t.Errorf("the case needs the files want and diagnostics")
			}
			if *update {
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// The defaults are part of the product: a change must be seen in a review.
func TestDefaults(t *testing.T) {
	got := difference(nil, flatten(load(t, Options{Dir: folder(t, "content/")}).cfg))
	const golden = "testdata/defaults.golden"
	if *update {
		write(t, golden, []byte(got))
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("defaults (-want +got):\n%s", diff)
	}
}

func TestWhereSiteYAMLIsFound(t *testing.T) {
	tree := folder(t, "site.yaml", "content/deep/", "other/site.yaml", "other/content/", "elsewhere/content/", "settings/water.yaml")
	tests := []struct {
		name         string
		from         string // current folder
		o            Options
		dir, file    string
		inDiagnostic string
	}{
		{"here", ".", Options{}, ".", "site.yaml", "site.yaml"},
		{"in a parent", "content/deep", Options{}, ".", "site.yaml", "site.yaml"},
		{"in the folder named", ".", Options{Dir: "other"}, "other", "other/site.yaml", "site.yaml"},
		{"not in the parents of the folder named", ".", Options{Dir: "elsewhere"}, "elsewhere", "", ""},
		{"the file named", ".", Options{File: "settings/water.yaml"}, "settings", "settings/water.yaml", "water.yaml"},
		{"both named", "other", Options{Dir: "../elsewhere", File: "../settings/water.yaml"}, "elsewhere", "settings/water.yaml", "../settings/water.yaml"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Chdir(filepath.Join(tree, tt.from))
			got := load(t, tt.o)
			rel := func(path string) string {
				if path == "" {
					return ""
				}
				r, err := filepath.Rel(tree, path)
				if err != nil {
					t.Fatal(err)
				}
				return filepath.ToSlash(r)
			}
			if dir, file := rel(got.cfg.Dir), rel(got.cfg.File); dir != tt.dir || file != tt.file {
				t.Errorf("Dir %q, File %q; want %q, %q", dir, file, tt.dir, tt.file)
			}
			// Every site.yaml of the tree holds one unknown key.
			if tt.file != "" && (len(got.diags) == 0 || got.diags[0].Path != tt.inDiagnostic) {
				t.Errorf("diagnostics %v; want the path %q", got.diags, tt.inDiagnostic)
			}
		})
	}
}

func TestFaultsOfTheEnvironmentAreErrors(t *testing.T) {
	dir := folder(t, "content/", "site.yaml")
	for name, o := range map[string]Options{
		"no such folder":   {Dir: filepath.Join(dir, "missing")},
		"a file as folder": {Dir: filepath.Join(dir, "site.yaml")},
		"no such file":     {Dir: dir, File: filepath.Join(dir, "missing.yaml")},
		"a folder as file": {Dir: dir, File: filepath.Join(dir, "content")},
		"no key=value":     {Dir: dir, Set: []string{"title"}},
	} {
		if _, _, err := Load(o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// A site that is not the one that was meant must be told from one with a slip in its settings.
func TestWhatMustStopABuild(t *testing.T) {
	for text, stops := range map[string]bool{
		"title: [":                                      true,
		"sources: [{root: missing}]":                    true,
		"sources: content":                              true,
		"sources: [{root: content, preset: nope}]":      true,
		"sources: [{root: content}, {root: ./content}]": true,
		"titel: The Water Commons":                      false,
		"limits: {page: huge}":                          false,
		"sources: [{root: content, tipe: x}]":           false,
	} {
		dir := folder(t, "content/")
		write(t, filepath.Join(dir, FileName), []byte(text+"\n"))
		diags := load(t, Options{Dir: dir}).diags
		if len(diags) == 0 {
			t.Errorf("%s: nothing reported", text)
		}
		got := slices.ContainsFunc(diags, func(d source.Diagnostic) bool { return d.Severity == source.Error })
		if got != stops {
			t.Errorf("%s: stops %v, want %v: %v", text, got, stops, diags)
		}
	}
}

func TestTheRootOfTheFileSystemIsNoSource(t *testing.T) {
	dir := folder(t)
	root := filepath.ToSlash(filepath.VolumeName(dir)) + "/"
	write(t, filepath.Join(dir, FileName), []byte("sources: [{root: "+root+"}]\n"))
	got := load(t, Options{Dir: dir})
	if len(got.cfg.Sources) != 0 || len(got.diags) != 1 {
		t.Errorf("sources %v, diagnostics %v", got.cfg.Sources, got.diags)
	}
}

func TestPresetsAreFlawless(t *testing.T) {
	for _, name := range Presets() {
		dir := folder(t, "content/")
		write(t, filepath.Join(dir, FileName), []byte("sources: [{root: content, preset: "+name+"}]\n"))
		if got := load(t, Options{Dir: dir}); len(got.diags) > 0 {
			t.Errorf("%s: %v", name, got.diags)
		}
	}
}

type loaded struct {
	cfg   *Config
	diags []source.Diagnostic
}

func load(t *testing.T, o Options) loaded {
	t.Helper()
	cfg, diags, err := Load(o)
	if err != nil {
		t.Fatal(err)
	}
	return loaded{cfg, diags}
}

// folder makes a tree: a name that ends in a slash is a folder, any other a file with one unknown key.
func folder(t *testing.T, names ...string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if strings.HasSuffix(name, "/") {
			if err := os.MkdirAll(path, 0o755); err != nil {
				t.Fatal(err)
			}
			continue
		}
		write(t, path, []byte("unknown: key\n"))
	}
	return dir
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// report prints diagnostics as a user sees them.
func report(t *testing.T, diags []source.Diagnostic, dir string) string {
	t.Helper()
	line := func(path string, n int) (string, bool) {
		b, err := os.ReadFile(filepath.Join(dir, path))
		lines := strings.Split(string(b), "\n")
		if err != nil || n < 1 || n > len(lines) {
			return "", false
		}
		return lines[n-1], true
	}
	var b bytes.Buffer
	for _, d := range diags {
		if d.Severity == source.Off {
			entry, ok := source.Lookup(d.Code)
			if !ok {
				t.Errorf("code %s is not in the catalogue", d.Code)
			}
			d.Severity = entry.Severity
		}
		if err := source.Print(&b, d, line, false); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// flatten gives every leaf of a Config a name: Sources[0].Reading.Fields[0].Field. Digests and absolute paths differ
// from one run to the next and are left out.
func flatten(c *Config) map[string]string {
	leaves := map[string]string{}
	var walk func(name string, v reflect.Value)
	walk = func(name string, v reflect.Value) {
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				switch field := v.Type().Field(i).Name; field {
				case "Dir", "File", "Path", "Places", "Digest":
				case "Folder":
					walk(name, v.Field(i))
				default:
					walk(strings.TrimPrefix(name+"."+field, "."), v.Field(i))
				}
			}
		case reflect.Slice:
			if v.Type().Elem().Kind() == reflect.String {
				if v.Len() > 0 {
					leaves[name] = fmt.Sprintf("%q", v.Interface())
				}
				return
			}
			for i := range v.Len() {
				walk(fmt.Sprintf("%s[%d]", name, i), v.Index(i))
			}
		case reflect.Map:
			for _, key := range v.MapKeys() {
				if v.Type().Elem().Kind() == reflect.Struct && v.MapIndex(key).IsZero() {
					leaves[fmt.Sprintf("%s[%s]", name, key)] = "{}"
				}
				walk(fmt.Sprintf("%s[%s]", name, key), v.MapIndex(key))
			}
		case reflect.String:
			if v.Len() > 0 || strings.Contains(name, "Names[") {
				leaves[name] = fmt.Sprintf("%q", v.String())
			}
		default:
			if !v.IsZero() || strings.HasPrefix(name, "Levels[") {
				leaves[name] = fmt.Sprint(v.Interface())
			}
		}
	}
	walk("", reflect.ValueOf(c).Elem())
	return leaves
}

// difference lists the leaves that are new, changed or gone, sorted.
func difference(base, got map[string]string) string {
	var lines []string
	for name, value := range got {
		if base[name] != value {
			lines = append(lines, name+" = "+value+"\n")
		}
	}
	for name := range base {
		if _, ok := got[name]; !ok {
			lines = append(lines, name+" is not set\n")
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}

// A table of contents is a file among those that anybody may propose: it is read where it stands, and nowhere that a link leads.
func TestNavFollowsNoLink(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret.md")
	if err := os.WriteFile(secret, []byte("* [Secret](secret.md)\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, place := range []string{"SUMMARY.md", "../SUMMARY.md"} {
		dir := t.TempDir()
		if err := os.MkdirAll(filepath.Join(dir, "book"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(secret, filepath.Join(dir, "book", place)); err != nil {
			t.Skip("no symbolic links here:", err)
		}
		text := "sources: [{root: book, nav: " + place + "}]\n"
		if err := os.WriteFile(filepath.Join(dir, FileName), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		cfg, diags, err := Load(Options{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		if len(cfg.Sources) > 0 && cfg.Sources[0].Nav.Data != nil {
			t.Errorf("%s was read: %s", place, cfg.Sources[0].Nav.Data)
		}
		if len(diags) == 0 || !strings.Contains(diags[0].Message, "can't be read") {
			t.Errorf("%s: the diagnostics are %v", place, diags)
		}
	}
}
