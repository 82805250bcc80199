// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package scaffold

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"commonplace/generator/config"
	"commonplace/generator/source"

	"github.com/google/go-cmp/cmp"
)

func answers() Answers {
	return Answers{
		Title: "The Water Commons: wells & pipes", License: "CC-BY-SA-4.0", Language: "en", Author: "Ada Example", Root: "content", Fresh: true, Date: "2026-11-20",
		Repository: config.Repository{URL: "https://github.com/water/commons", Branch: "main", Kind: "github"}, URL: "https://water.github.io/commons/",
		Program: Program{Repository: "https://forge.example/commonplace.git", Commit: strings.Repeat("0123456789", 4)},
	}
}

// begun writes a commons and gives its folder.
func begun(t *testing.T, a Answers) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "water")
	if _, err := Init(dir, a); err != nil {
		t.Fatal(err)
	}
	return dir
}

// Every workflow is YAML, holds nothing unfilled, never runs on the event that gives strangers a key, and pins whatever it uses by a
// commit.
func TestWorkflows(t *testing.T) {
	pinned := regexp.MustCompile(`^[^\s@]+@[0-9a-f]{40} # v\d+(\.\d+)*$`)
	for forge, name := range map[string]string{"github": ".github/workflows/commons.yaml", "gitlab": ".gitlab-ci.yml", "forgejo": ".forgejo/workflows/commons.yaml"} {
		a := answers()
		a.Forge = forge
		text, err := os.ReadFile(filepath.Join(begun(t, a), name))
		if err != nil {
			t.Fatal(err)
		}
		root, diags := source.ParseYAML(text, 1, source.YAMLLimits{Bytes: 1 << 20, Depth: 16, Nodes: 10_000})
		if len(diags) > 0 {
			t.Errorf("%s: %v", name, diags)
		}
		// The value of an expression could come from a stranger's branch or title, so none stands in a script.
		for _, script := range scriptsOf(root) {
			if strings.Contains(script, "${{") {
				t.Errorf("%s: an expression in the script\n%s", name, script)
			}
		}
		used := 0
		for line := range strings.Lines(string(text)) {
			if strings.Contains(line, "<%") || strings.Contains(line, "<no value>") || strings.Contains(line, "pull_request_target") || strings.Contains(line, "secrets: inherit") {
				t.Errorf("%s: %s", name, line)
			}
			if _, action, ok := strings.Cut(strings.TrimSpace(line), "uses: "); ok {
				used++
				if !pinned.MatchString(action) {
					t.Errorf("%s: %s is not pinned by a commit and its version", name, action)
				}
			}
		}
		if used == 0 && forge != "gitlab" {
			t.Errorf("%s uses nothing", name)
		}
		if !strings.Contains(string(text), a.Program.Commit) {
			t.Errorf("%s does not name the commit of the program", name)
		}
	}
}

// scriptsOf gives what the shells of a workflow run, one script a step.
func scriptsOf(root *source.Node) (scripts []string) {
	jobs := root.Get("jobs")
	for i := range jobs.Len() {
		steps := jobs.Value(i).Get("steps")
		for k := range steps.Len() {
			if run := steps.Item(k).Get("run"); run != nil {
				scripts = append(scripts, run.Text())
			}
		}
	}
	return scripts
}

func TestActionlint(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles actionlint")
	}
	a := answers()
	a.Forge = "github"
	dir := begun(t, a)
	lint := exec.Command("go", "run", "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12", "-no-color", filepath.Join(dir, ".github/workflows/commons.yaml"))
	if out, err := lint.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestForge(t *testing.T) {
	tests := []struct{ remote, url, kind, pages string }{
		{"git@github.com:water/commons.git", "https://github.com/water/commons", "github", "https://water.github.io/commons/"},
		{"https://github.com/Water/water.github.io", "https://github.com/Water/water.github.io", "github", "https://water.github.io/"},
		{"ssh://git@gitlab.com:22/water/commons.git", "https://gitlab.com/water/commons", "gitlab", ""},
		{"https://gitlab.com/water/deep/commons.git", "https://gitlab.com/water/deep/commons", "gitlab", ""},
		{"https://ada:secret@codeberg.org/water/commons", "https://codeberg.org/water/commons", "forgejo", "https://water.codeberg.page/commons/"},
		{"git@codeberg.org:water/pages.git", "https://codeberg.org/water/pages", "forgejo", "https://water.codeberg.page/"},
		{"https://gitlab.example.org/water/commons.git", "https://gitlab.example.org/water/commons", "gitlab", ""},
		{"https://forge.example/water/commons.git", "", "", ""},
		{"https://gitlab.example.org:8443/water/commons.git", "", "", ""},
		{"ssh://git\"lab/water/commons", "", "", ""},
		{"../water.git", "", "", ""},
		{"/srv/git/water.git", "", "", ""},
		{`C:\git\water.git`, "", "", ""},
		{"file:///srv/github.com/water/commons.git", "", "", ""},
		{"https://github.com/water", "", "", ""},
		{"https://github.com/water/com\"mons", "", "", ""},
		{"https://github.com/water/../../x", "", "", ""},
		{"", "", "", ""},
	}
	for _, tt := range tests {
		r, pages := forgeOf(tt.remote)
		if r.URL != tt.url || r.Kind != tt.kind || pages != tt.pages {
			t.Errorf("%s: %q, %q, %q", tt.remote, r.URL, r.Kind, pages)
		}
	}
}

// FuzzForge holds that what comes of a remote is a plain address on the web, whatever the remote is: no name, no key, no quote of it.
func FuzzForge(f *testing.F) {
	for _, seed := range []string{"git@github.com:water/commons.git", "https://a:b@codeberg.org/w/c", "ssh://git@gitlab.com:22/w/c", "https://github.com/%22/x", "x:y", "://", "https://[::1]/a/b"} {
		f.Add(seed)
	}
	plain := regexp.MustCompile(`^https://[^\s"'@/:]+(/[-\w.]+){2,}$`)
	f.Fuzz(func(t *testing.T, remote string) {
		r, pages := forgeOf(remote)
		if r.URL != "" && !plain.MatchString(r.URL) {
			t.Errorf("%q leads to %q", remote, r.URL)
		}
		if pages != "" && (r.URL == "" || !strings.HasPrefix(pages, "https://") || !strings.HasSuffix(pages, "/")) {
			t.Errorf("%q is shown at %q", remote, pages)
		}
	})
}

func TestLayout(t *testing.T) {
	for name, tt := range map[string]struct {
		files []string
		want  string // tool, preset that the table names, root
	}{
		"fresh":                     {nil, ""},
		"what every repository has": {[]string{"README.md", "LICENSE.md", "docs/CONTRIBUTING.md"}, ""},
		"Commons OS":                {[]string{"_config.yml", "_patterns/a.md"}, "Commons OS, commons-os, _patterns"},
		"InnerSource":               {[]string{"patterns/2-structured/a.md"}, "InnerSource Patterns, innersource, ."},
		"Obsidian":                  {[]string{".obsidian/app.json", "Notes/a.md"}, "Obsidian, obsidian, ."},
		"Docusaurus":                {[]string{"docusaurus.config.js", "docs/a.md"}, "Docusaurus, docusaurus, docs"},
		"MkDocs":                    {[]string{"mkdocs.yml", "docs/a.md"}, "MkDocs, mkdocs, docs"},
		"mdBook":                    {[]string{"book.toml", "src/SUMMARY.md"}, "mdBook, mdbook, src"},
		"Hugo":                      {[]string{"hugo.toml", "content/posts/a.md"}, "Hugo, hugo, content"},
		"Jekyll":                    {[]string{"_config.yml", "_posts/a.md"}, "Jekyll, jekyll, _posts"},
		"GitBook":                   {[]string{"SUMMARY.md", "a.md"}, "GitBook, gitbook, ."},
		"docs":                      {[]string{"docs/a.md"}, "Markdown, , docs"},
		"loose":                     {[]string{"a.md", "docs/x.txt"}, "Markdown, , ."},
		"others' packages":          {[]string{"node_modules/p/a.md", ".git/a.md"}, ""},
	} {
		files := fstest.MapFS{}
		for _, f := range tt.files {
			files[f] = &fstest.MapFile{}
		}
		got := ""
		if l, root, ok := layoutOf(files); ok {
			got = strings.Join([]string{l.Get("name").Text(), l.Get("preset").Text(), root}, ", ")
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// What the old tool calls the site, init proposes; what it can't understand it leaves.
func TestLearn(t *testing.T) {
	for file, tt := range map[string]struct{ text, want string }{
		"mkdocs.yml":  {"site_name: Water\nsite_url: https://water.example/docs\ntheme: {name: material, language: de}\nx: !!python/name:y\n", "Water, de, https://water.example/docs/"},
		"book.toml":   {"[book]\ntitle = \"The book\"\nlanguage = \"fr\"\n", "The book, fr, "},
		"hugo.toml":   {"baseURL = \"https://old.example/\"\ntitle = \"Blog\"\nlanguageCode = \"pt_br\"\n", "Blog, pt-br, https://old.example/"},
		"_config.yml": {"title: >\n  A\n  site\nurl: \"https://ada.example\"\nbaseurl: \"/water\"\n", "A site, en, https://ada.example/water/"},
		"hugo.json":   {"{\"title\": 3, \"baseURL\": \"javascript:alert(1)\", \"languageCode\": \"../x\"}", "3, en, "},
		"hugo.yaml":   {"title: [\nbaseURL: https://ada:secret@x.example/\n", "Folder, en, "},
	} {
		files := fstest.MapFS{file: {Data: []byte(tt.text)}}
		for _, root := range []string{"docs", "src", "content"} {
			files[root+"/a.md"] = &fstest.MapFile{}
		}
		l, _, ok := layoutOf(files)
		if !ok {
			t.Fatal(file, "tells no layout")
		}
		a := Answers{Title: "Folder", Language: "en"}
		a.learn(files, l)
		if got := strings.Join([]string{a.Title, a.Language, a.URL}, ", "); got != tt.want {
			t.Errorf("%s: %q, want %q", file, got, tt.want)
		}
	}
}

func TestLicense(t *testing.T) {
	for begin, want := range map[string]string{
		"Attribution-ShareAlike 4.0 International\n":         "CC-BY-SA-4.0",
		"\n Creative Commons\nATTRIBUTION 4.0 INTERNATIONAL": "CC-BY-4.0",
		"MIT License\n\nCopyright":                           "MIT",
		"All rights reserved":                                "",
	} {
		if got := licenseOf(fstest.MapFS{"LICENSE": {Data: []byte(begin)}}); got != want {
			t.Errorf("%q is %q, want %q", begin, got, want)
		}
	}
	if got := licenseOf(fstest.MapFS{"LICENSES/LAL-1.3.txt": {}}); got != "LAL-1.3" {
		t.Errorf("LICENSES tells %q", got)
	}
}

// What is there stays as it is, and is named.
func TestInitLeaves(t *testing.T) {
	dir := begun(t, answers())
	own := filepath.Join(dir, ".gitignore")
	if err := os.WriteFile(own, []byte("mine\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	a := answers()
	a.Forge = "github"
	b, err := Init(dir, a)
	if err != nil {
		t.Fatal(err)
	}
	want := &Begun{Written: []string{".github/workflows/commons.yaml"}, Left: []string{"site.yaml", "governance.yaml", ".gitignore"}}
	if diff := cmp.Diff(want, b); diff != "" {
		t.Error(diff)
	}
	if text, err := os.ReadFile(own); err != nil || string(text) != "mine\n" {
		t.Errorf("%q, %v", text, err)
	}
}
