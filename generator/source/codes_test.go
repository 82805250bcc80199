// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package source

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// constants reads the codes that codes.go declares.
func constants(t *testing.T) []Code {
	file, err := parser.ParseFile(token.NewFileSet(), "codes.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var codes []Code
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok && strings.HasPrefix(spec.Names[0].Name, "Code") {
			value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			codes = append(codes, Code(value))
		}
		return true
	})
	return codes
}

func TestCatalogueAndConstantsAgree(t *testing.T) {
	var listed []Code
	for _, e := range Catalogue() {
		listed = append(listed, e.Code)
	}
	if diff := cmp.Diff(constants(t), listed); diff != "" {
		t.Error("constants (-) and catalogue (+) differ:", diff)
	}
	if sorted := slices.Sorted(slices.Values(listed)); len(slices.Compact(sorted)) != len(listed) {
		t.Error("a code is there twice")
	}
}

func TestCatalogueIsComplete(t *testing.T) {
	if root, diags := ParseYAML(catalogueText, 1, YAMLLimits{1 << 20, 8, 10000}); len(diags) > 0 || root.Kind() != NodeList {
		t.Fatal(diags)
	}
	kebab := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	// Beside two claims on one address, a key set twice and a review in another's name only what leaves no site to build.
	errors := map[Code]bool{CodeAddressConflict: true, CodeReviewForged: true, CodeYAMLDuplicateKey: true, CodeMissingTheme: true, CodeTemplateMistake: true}
	for _, e := range Catalogue() {
		if !kebab.MatchString(string(e.Code)) {
			t.Errorf("%s is no code", e.Code)
		}
		if e.Severity == Off || (e.Severity == Error) != errors[e.Code] {
			t.Errorf("%s is %s", e.Code, e.Severity)
		}
		for name, text := range map[string]string{"title": e.Title, "explain": e.Explain, "input": e.Input, "says": e.Says, "remedy": e.Remedy} {
			if text == "" || strings.TrimSpace(text) != text {
				t.Errorf("%s: %s is %q", e.Code, name, text)
			}
		}
		if strings.HasSuffix(e.Title, ".") || !strings.HasSuffix(e.Explain, ".") || !strings.HasSuffix(e.Remedy, ".") {
			t.Errorf("%s: titles have no full stop, sentences have one", e.Code)
		}
		if n := strings.Count(e.Explain, ". ") + 1; n > 4 {
			t.Errorf("%s is explained in %d sentences", e.Code, n)
		}
	}
	if _, ok := Lookup("no-such-code"); ok {
		t.Error("an unknown code was found")
	}
}

// TestCatalogueSaysWhatIsSaid holds that the examples of this package's own diagnostics are true.
func TestCatalogueSaysWhatIsSaid(t *testing.T) {
	for _, code := range []Code{CodeYAMLSyntax, CodeYAMLDuplicateKey, CodeYAMLAlias, CodeYAMLTag, CodeYAMLDocuments, CodeTooDeep} {
		e, _ := Lookup(code)
		_, diags := ParseYAML([]byte(e.Input), 1, pageLimits)
		if !slices.ContainsFunc(diags, func(d Diagnostic) bool { return d.Code == code && d.Message == e.Says }) {
			t.Errorf("%s: the example gives %v, not %q", code, messages(diags), e.Says)
		}
	}
}

func TestDiagnosticAsJSON(t *testing.T) {
	d := Diagnostic{Code: CodeBrokenLink, Severity: Warning, Path: "a.md", Span: Span{2, 3, 4}, Message: "m", Notes: []Note{{Message: "n"}}}
	b, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"code":"broken-link","severity":"warning","path":"a.md","span":{"line":2,"column":3,"length":4},"message":"m","notes":[{"message":"n"}]}`
	if diff := cmp.Diff(want, string(b)); diff != "" {
		t.Error(diff)
	}
	var back Diagnostic
	if err := json.Unmarshal(b, &back); err != nil || !cmp.Equal(back, d) {
		t.Error(err, back)
	}
	var s Severity
	if err := s.UnmarshalText([]byte("fatal")); err == nil {
		t.Error("“fatal” is a severity")
	}
}
