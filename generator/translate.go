// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"commonplace/generator/commons"
	"commonplace/generator/config"
	"commonplace/generator/page"
	"commonplace/generator/scaffold"
	"commonplace/generator/site"
	"commonplace/generator/source"
)

// NewTranslation is a translation that was begun.
type NewTranslation struct {
	File     string   `json:"-"`    // absolute
	Path     string   `json:"path"` // as diagnostics show it
	Lang     string   `json:"lang"`
	Language string   `json:"language"` // what those who speak it call it; Lang where nobody knows
	Of       string   `json:"of"`       // path of the original
	Title    string   `json:"title"`    // of the original
	Sections []string `json:"sections"` // ids of those whose digests it keeps
	Listed   bool     `json:"listed"`   // site.yaml names the language
}

// ErrNoTranslation says that a page can't be translated so: it is in that language, or there is no such language.
var ErrNoTranslation = errors.New("no translation is begun")

// Translate writes the file of a translation where those of the commons lie: what it was made from, by digests, and the original's text, to be translated.
// word is an id, slug, path, title or alias (else ErrNoPage), lang a language tag (BCP 47). A file that exists is left alone, and an error.
func (c *Commons) Translate(ctx context.Context, word, lang string) (*NewTranslation, error) {
	lang = strings.ReplaceAll(lang, "_", "-")
	if !config.IsLanguage(lang) {
		return nil, fmt.Errorf("%w: “%s” is not a language tag; write it like “es”, “pt-BR” or “zh-Hant”", ErrNoTranslation, lang)
	}
	cfg := c.set.Config
	listed := slices.IndexFunc(cfg.Languages, func(l string) bool { return strings.EqualFold(l, lang) })
	if listed >= 0 {
		lang = cfg.Languages[listed]
	}
	all := *c
	all.set.Drafts = true // a translation can be begun before the original is published
	s, err := all.linked(ctx)
	if err != nil {
		return nil, err
	}
	i, ok := s.Original(s.Meant(word)) // translations often share an id or a title with it
	if !ok {
		if i, err = meant(s, word); err != nil {
			return nil, err
		}
	}
	in, name := s.Page(i), source.LanguageName(lang)
	if in.Term != nil {
		return nil, fmt.Errorf("%w: “%s” is a term of %s, not a page with a file of its own", ErrNoPage, word, in.Term.Origin)
	}
	if there, ok := s.Version(i, lang); ok {
		return nil, fmt.Errorf("%w: “%s” is there in %s already: %s", ErrNoTranslation, s.Card(i).Title, name, there.Shown)
	}
	dir, err := source.OpenDir(cfg.Sources[in.Source].Path)
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	data, err := dir.Read(in.Path, cfg.Limits.Page)
	if err != nil {
		return nil, err
	}
	begun := s.Translation(i, lang)
	text, sections := rendition(in, begun, lang, c.self(ctx, s), page.NewParser(&cfg.Sources[in.Source].Reading).Text(data))
	src := &cfg.Sources[begun.Source]
	out := &NewTranslation{
		File: filepath.Join(src.Path, filepath.FromSlash(begun.Path)), Path: path.Join(src.Shown, begun.Path), Lang: lang, Language: name, Of: in.Shown,
		Title: s.Card(i).Title, Sections: sections, Listed: listed >= 0,
	}
	err = scaffold.WriteFile(src.Path, begun.Path, text)
	if errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("%s is there already, and no translation of %s; give it “translation_of”, or move it", out.Path, in.Shown)
	}
	if err != nil {
		return nil, err
	}
	return out, nil
}

// rendition is the file of a translation that begins with the text of a page.
func rendition(in *site.Input, begun site.Translation, lang, translator, text string) (file []byte, ids []string) {
	m := &in.Doc.Meta
	t := scaffold.Translation{Type: begun.Type, Summary: m.Summary, Lang: lang, Of: begun.Of, License: m.License, Translator: translator, Body: text}
	if in.Doc.Title == page.TitleField {
		t.Title = m.Title
	}
	for _, a := range m.Authors {
		t.Authors = append(t.Authors, scaffold.Author{Name: a.Name, URL: a.URL})
	}
	ids = []string{}
	for _, part := range site.Sections(in.Doc) {
		t.Sections = append(t.Sections, commons.Read{ID: part.ID, Digest: part.Digest})
		ids = append(ids, part.ID)
	}
	return t.Render(), ids
}
