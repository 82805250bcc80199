// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Package commonplace_test holds the rules of the tree: which package may import which, who owns a module, and what no file may
// do. docs/architecture.md gives the reasons.
package commonplace_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// packages lists the packages in their order: each imports only those before it.
var packages = []string{
	"themes",
	"generator/source",
	"generator/config",
	"generator/history",
	"generator/commons",
	"generator/page",
	"generator/search",
	"generator/site",
	"generator/render",
	"generator/build",
	"generator/serve",
	"generator/publish",
	"generator/web",
	"generator/scaffold",
	"generator",
	"cmd/commonplace",
}

// owners says which package stands between the rest and a module of others.
var owners = map[string]string{
	"go.yaml.in/yaml/v4":                  "generator/source",
	"golang.org/x/text":                   "generator/source",
	"github.com/pelletier/go-toml/v2":     "generator/source",
	"github.com/spf13/viper":              "generator/config",
	"github.com/yuin/goldmark":            "generator/page",
	"github.com/alecthomas/chroma/v2":     "generator/page",
	"github.com/blevesearch/snowballstem": "generator/search",
	"github.com/microcosm-cc/bluemonday":  "generator/page",
	"golang.org/x/net":                    "generator/page",
	"github.com/gofrs/flock":              "generator/build",
	"golang.org/x/sys":                    "generator/build",
	"github.com/fsnotify/fsnotify":        "generator/serve",
	"github.com/spf13/cobra":              "cmd/commonplace",
	"github.com/spf13/pflag":              "cmd/commonplace",
	"golang.org/x/term":                   "cmd/commonplace",
}

// A file is longer than this only if it holds two ideas.
const maxLines = 600

// goFile is one file of Go in the tree.
type goFile struct {
	path    string // slash path from the top of the tree
	dir     string
	test    bool
	text    []byte
	syntax  *ast.File
	imports []string
}

func TestImportOrder(t *testing.T) {
	for _, f := range tree(t) {
		at := slices.Index(packages, f.dir)
		if at < 0 {
			if f.dir != "." {
				t.Errorf("%s: package %s has no place in the order", f.path, f.dir)
			}
			continue
		}
		if f.test {
			continue
		}
		for _, imported := range f.imports {
			name, own := strings.CutPrefix(imported, "commonplace/")
			if own && slices.Index(packages, name) >= at {
				t.Errorf("%s imports %s, which comes after it", f.path, name)
			}
		}
	}
}

func TestModulesHaveOneOwner(t *testing.T) {
	for _, f := range tree(t) {
		if f.test {
			continue
		}
		for _, imported := range f.imports {
			if first, _, _ := strings.Cut(imported, "/"); !strings.Contains(first, ".") {
				continue
			}
			switch module := moduleOf(imported); {
			case module == "":
				t.Errorf("%s imports %s, a module without an owner", f.path, imported)
			case owners[module] != f.dir:
				t.Errorf("%s imports %s, which is for %s to do", f.path, imported, owners[module])
			}
		}
	}
}

// moduleOf finds the owned module that a package belongs to.
func moduleOf(imported string) string {
	for module := range owners {
		if imported == module || strings.HasPrefix(imported, module+"/") {
			return module
		}
	}
	return ""
}

// Some doors lead out of a build; each is in the keeping of few packages.
func TestDoors(t *testing.T) {
	keepers := map[string][]string{
		"os/exec":  {"generator/history", "cmd/commonplace"}, // git, and the browser that serve --open asks for
		"net":      {"generator/serve", "generator/publish", "generator/web"},
		"net/http": {"generator/serve", "generator/publish", "generator/web"}, // web alone asks others, and only when a check is told to
		"C":        {},
		"plugin":   {},
	}
	for _, f := range tree(t) {
		for _, imported := range f.imports {
			keeping, isDoor := keepers[imported]
			if isDoor && !slices.Contains(keeping, f.dir) && (imported == "C" || !f.test) {
				t.Errorf("%s imports %q, which is for %v only", f.path, imported, keeping)
			}
		}
	}
}

// A build's date is an input; whoever reads the clock beside it makes the output depend on the hour.
func TestNoClock(t *testing.T) {
	timeless := []string{"themes", "generator/source", "generator/config", "generator/history", "generator/commons",
		"generator/page", "generator/search", "generator/site", "generator/render", "generator/scaffold"}
	for _, f := range tree(t) {
		if f.test || !slices.Contains(timeless, f.dir) {
			continue
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if of, ok := s.X.(*ast.Ident); ok && of.Name == "time" && slices.Contains([]string{"Now", "Since", "Until"}, s.Sel.Name) {
				t.Errorf("%s reads the clock with time.%s", f.path, s.Sel.Name)
			}
			return true
		})
	}
}

func TestFilesAreShort(t *testing.T) {
	for _, f := range tree(t) {
		if n := bytes.Count(f.text, []byte("\n")); n > maxLines {
			t.Errorf("%s has %d lines, more than %d", f.path, n, maxLines)
		}
	}
}

func TestFilesNameTheirLicence(t *testing.T) {
	// Split, so that a tool that looks for the mark does not take this line for one.
	mark := "// SPDX-License-" + "Identifier: Apache-2.0\n"
	begin := []byte("// Copyright The Commonplace contributors\n" + mark)
	for _, f := range tree(t) {
		if !bytes.HasPrefix(f.text, begin) {
			t.Errorf("%s does not begin with\n%s", f.path, begin)
		}
	}
}

// A package variable that changes, or an init that runs unasked, is state that no caller sees.
func TestNoInit(t *testing.T) {
	for _, f := range tree(t) {
		for _, d := range f.syntax.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				t.Errorf("%s has an init function", f.path)
			}
		}
	}
}

// TestPackageComments holds that each package says what it is for.
func TestPackageComments(t *testing.T) {
	said := map[string]bool{}
	for _, f := range tree(t) {
		if !f.test && f.syntax.Doc != nil {
			said[f.dir] = true
		}
	}
	for _, f := range tree(t) {
		if !f.test && !said[f.dir] {
			t.Errorf("%s: no file of the package has a package comment", f.dir)
			said[f.dir] = true
		}
	}
}

// tree reads all files of Go but those in folders that the Go command passes over.
func tree(t *testing.T) []goFile {
	t.Helper()
	var files []goFile
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (strings.ContainsAny(d.Name()[:1], "._") || slices.Contains([]string{"testdata", "tmp", "dist", "public", "node_modules"}, d.Name())):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go"):
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		syntax, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		slash := filepath.ToSlash(name)
		f := goFile{path: slash, dir: path.Dir(slash), test: strings.HasSuffix(name, "_test.go"), text: text, syntax: syntax}
		for _, spec := range syntax.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			f.imports = append(f.imports, imported)
		}
		files = append(files, f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 20 {
		t.Fatalf("only %d files of Go were found", len(files))
	}
	return files
}
