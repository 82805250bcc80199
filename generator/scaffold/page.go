// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package scaffold

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"text/template"
	"unicode"

	"commonplace/generator/source"
)

//go:embed new
var pages embed.FS

// Page is what the template of a new page may use. A person is a page here, whose title is the name.
type Page struct {
	Type     string // empty where the place of the file tells it
	Title    string
	Slug     string // the file's name without extension
	ID       string // empty unless site.yaml asks for one
	Date     string // YYYY-MM-DD
	Author   string // id of the contributor at work, or their name; may be empty
	Language string
	Fields   []string // fields that site.yaml requires of the type, without those that every template has
	Sections []string // sections that site.yaml asks of the type
}

// Templates are the kinds of page for which the program has a template, the most used first.
func Templates() []string { return []string{"pattern", "page", "person", "decision"} }

// Folder is where a site's own templates lie, beside site.yaml.
const Folder = "templates"

// own are the fields that the program's templates write.
func own() []string {
	return []string{"id", "type", "title", "summary", "tags", "created", "authors", "status", "declared_status", "lang", "updated", "slug"}
}

// Extension is that of the file of a kind of page.
func Extension(kind string) string {
	if kind == "person" {
		return ".yaml"
	}
	return ".md"
}

// Render fills in the template of a kind: the site's own in templates/ if it has one, else that of the program; a kind that has neither
// is a page. An error in the site's template names its file and line.
func Render(site fs.FS, kind string, p Page) ([]byte, error) {
	name := kind + Extension(kind)
	text, err := fs.ReadFile(site, Folder+"/"+name)
	from := Folder + "/" + name
	if errors.Is(err, fs.ErrNotExist) {
		if text, err = pages.ReadFile("new/" + name); err != nil {
			text, err = pages.ReadFile("new/page.md")
		}
	}
	if err != nil {
		return nil, fmt.Errorf("read the template: %w", err)
	}
	return fill(from, text, p, "{{", "}}")
}

// fill runs a template whose actions stand between two marks. What it makes ends with one newline.
func fill(name string, text []byte, data any, open, end string) ([]byte, error) {
	functions := template.FuncMap{"yaml": Scalar, "quote": quote}
	t, err := template.New(name).Delims(open, end).Option("missingkey=error").Funcs(functions).Parse(string(text))
	if err != nil {
		return nil, fmt.Errorf("the template is wrong: %w", errors.New(strings.TrimPrefix(err.Error(), "template: ")))
	}
	var b bytes.Buffer
	if err := t.Execute(&b, data); err != nil {
		return nil, fmt.Errorf("the template is wrong: %w", errors.New(strings.TrimPrefix(err.Error(), "template: ")))
	}
	return append(bytes.TrimRight(b.Bytes(), "\n"), '\n'), nil
}

// Scalar writes a text as a value in YAML: as it is where that means the same in a block and in a list, else in quotes.
func Scalar(text string) string {
	plain := text != "" && text == strings.TrimSpace(text)
	for i, r := range text {
		letter := unicode.IsLetter(r) || unicode.IsMark(r) || r == '_'
		plain = plain && (letter || i > 0 && (unicode.IsNumber(r) || strings.ContainsRune(" -_.'()/+", r)))
	}
	switch strings.ToLower(text) {
	case "true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf":
		plain = false
	}
	if plain {
		return text
	}
	return quote(text)
}

// quote writes a text in quotes as JSON has them, which YAML and TOML read, too.
func quote(text string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(text) // a string can always be encoded
	return escapeHidden(strings.TrimSpace(b.String()))
}

// escapeHidden escapes what JSON allows in a text and YAML does not.
func escapeHidden(quoted string) string {
	if !strings.ContainsFunc(quoted, hidden) {
		return quoted
	}
	var b strings.Builder
	for _, r := range quoted {
		switch {
		case !hidden(r):
			b.WriteRune(r)
		case r > 0xffff:
			fmt.Fprintf(&b, `\U%08x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// MaxTitle bounds a title, in letters.
const MaxTitle = 200

// Title tidies a title as it was typed: one line, single spaces. What can't be one is told.
func Title(typed string) (string, error) {
	title := strings.Join(strings.Fields(typed), " ")
	switch {
	case title == "":
		return "", errors.New("a page needs a title")
	case len([]rune(title)) > MaxTitle:
		return "", fmt.Errorf("the title is longer than %d letters", MaxTitle)
	case strings.ContainsFunc(title, func(r rune) bool { return unicode.IsControl(r) || r == unicode.ReplacementChar }):
		return "", errors.New("the title has control characters")
	}
	return title, nil
}

// FileName is the name of a file for a title, without extension: short enough and safe on every system.
func FileName(title string) string {
	words := strings.FieldsFunc(source.Slug(title), func(r rune) bool { return r == '-' })
	if len(words) == 0 {
		return source.SafeName(title)
	}
	return source.SafeName(strings.Join(words, "-"))
}

// Fields are those of required that no template has already.
func Fields(required []string) []string {
	var list []string
	for _, field := range required {
		if !slices.Contains(own(), field) && !strings.Contains(field, ".") {
			list = append(list, field)
		}
	}
	return list
}
