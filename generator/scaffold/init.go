// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package scaffold

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"commonplace/generator/commons"
	"commonplace/generator/config"
)

//go:embed commons ci
var beginnings embed.FS

// Forges are those that there is a workflow for.
func Forges() []string { return []string{"github", "gitlab", "forgejo"} }

// Licenses are those whose text the program has.
func Licenses() []string { return []string{"CC-BY-SA-4.0", "CC-BY-4.0", "CC0-1.0"} }

// beginning is a file that Init may write.
type beginning struct {
	to   string              // slash path; what stands in <% %> is filled in
	from string              // name of the template
	when func(*Answers) bool // nil: always
}

func files() []beginning {
	fresh := func(a *Answers) bool { return a.Fresh }
	licensed := func(a *Answers) bool { return a.Fresh && hasText(a.License) }
	forge := func(name string) func(*Answers) bool { return func(a *Answers) bool { return a.Forge == name } }
	return []beginning{
		{config.FileName, "commons/site.yaml", nil},
		{"governance.yaml", "commons/governance.yaml", nil},
		{"content/patterns/begin-with-one-page.md", "commons/pattern.md", fresh},
		{"content/contributors/<% .AuthorID %>.yaml", "commons/person.yaml", fresh},
		{"LICENSES/<% .License %>.txt", "licenses/<% .License %>.txt", licensed},
		{"REUSE.toml", "commons/reuse.toml", licensed},
		{".gitignore", "commons/gitignore", nil},
		{".github/workflows/commons.yaml", "ci/github.yaml", forge("github")},
		{".gitlab-ci.yml", "ci/gitlab.yaml", forge("gitlab")},
		{".forgejo/workflows/commons.yaml", "ci/forgejo.yaml", forge("forgejo")},
	}
}

// Begun is what Init did, as slash paths below the folder.
type Begun struct {
	Written []string `json:"written"`
	Left    []string `json:"left"` // were there already, and are as they were
}

// AuthorID is the id and the file's name of the first person.
func (a Answers) AuthorID() string { return strings.ToLower(FileName(a.Author)) }

// Holders names those who hold the rights to a commons: whoever writes in it.
func (a Answers) Holders() string { return "The contributors to " + a.Title }

func hasText(license string) bool {
	_, ok := commons.LicenceText(license)
	return ok
}

// Init makes the folder and writes the first files of a commons into it. What is there already is left and named; where site.yaml is, the
// commons has begun, and no first page is added. A folder that has a licence of its own gets no second one.
func Init(dir string, a Answers) (*Begun, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("make the folder: %w", err)
	}
	if _, err := os.Lstat(filepath.Join(dir, config.FileName)); err == nil {
		a.Fresh = false
	}
	own := licenseOf(os.DirFS(dir)) != ""
	b := &Begun{Written: []string{}, Left: []string{}}
	for _, f := range files() {
		if f.when != nil && !f.when(&a) || own && strings.HasPrefix(f.from, "licenses/") || own && f.to == "REUSE.toml" {
			continue
		}
		to, err := fillIn(f.to, a)
		if err != nil {
			return b, err
		}
		text, err := begin(f.from, a)
		if err != nil {
			return b, err
		}
		switch err := WriteFile(dir, to, text); {
		case errors.Is(err, fs.ErrExist):
			b.Left = append(b.Left, to)
		case err != nil:
			return b, err
		default:
			b.Written = append(b.Written, to)
		}
	}
	return b, nil
}

// begin makes the text of a file.
func begin(from string, a Answers) ([]byte, error) {
	from, err := fillIn(from, a)
	if err != nil {
		return nil, err
	}
	if license, ok := strings.CutPrefix(from, "licenses/"); ok {
		text, _ := commons.LicenceText(strings.TrimSuffix(license, ".txt"))
		return text, nil
	}
	text, err := beginnings.ReadFile(from)
	if err != nil {
		return nil, err
	}
	return fill(from, text, a, "<%", "%>")
}

// fillIn fills in a path.
func fillIn(name string, a Answers) (string, error) {
	text, err := fill("path", []byte(name), a, "<%", "%>")
	return strings.TrimSpace(string(text)), err
}
