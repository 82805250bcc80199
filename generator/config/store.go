// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"commonplace/generator/source"
)

// Each function here checks the words of one setting and stores what they mean. Where they are wrong, what is stored
// already stays: the default, or the layer below.

func (l *loader) text(dst *string, check func(string) (string, *flaw)) func([]word) {
	return func(words []word) {
		value := words[0].text
		if check != nil {
			checked, f := check(value)
			if f != nil {
				l.bad(words[0], f)
				return
			}
			value = checked
		}
		*dst = value
	}
}

// license keeps where it is written, since only linking knows licences.
func (l *loader) license(words []word) {
	l.cfg.License, l.cfg.LicenseSpan = words[0].text, source.Span{}
	if words[0].origin == (origin{}) {
		l.cfg.LicenseSpan = words[0].span
	}
}

// texts leaves out what is wrong and what repeats; where nothing is left the default stands.
func (l *loader) texts(dst *[]string, check func(string) (string, *flaw)) func([]word) {
	return func(words []word) {
		var list []string
		for _, w := range words {
			text, f := check(w.text)
			if f != nil {
				l.bad(w, f)
			} else if !slices.Contains(list, text) {
				list = append(list, text)
			}
		}
		if len(list) > 0 {
			*dst = list
		}
	}
}

func (l *loader) size(dst *int, units []unit) func([]word) {
	return func(words []word) {
		n, f := size(words[0].text, units)
		if f != nil {
			l.bad(words[0], f)
			return
		}
		*dst = n
	}
}

func (l *loader) number(dst *int, least, most int) func([]word) {
	return func(words []word) {
		n, f := number(words[0].text, least, most)
		if f != nil {
			l.bad(words[0], f)
			return
		}
		*dst = n
	}
}

// widen says aloud what content may do beyond the built-in list.
func (l *loader) widen(dst *[]string) func([]word) {
	return func(words []word) {
		l.texts(dst, widening)(words)
		for _, w := range words {
			if name, f := widening(w.text); f == nil {
				l.report(source.CodeConfigWidened, w, flawf("pages may use <%s>", name))
			}
		}
	}
}

func (l *loader) switched(dst *bool) func([]word) {
	return func(words []word) {
		value, f := truthOf(words[0].text)
		if f != nil {
			l.bad(words[0], f)
			return
		}
		*dst = value
	}
}

func (l *loader) remote(dst *bool) func([]word) {
	return func(words []word) {
		value, f := truthOf(words[0].text)
		if f != nil {
			l.bad(words[0], f)
			return
		}
		if *dst = value; value {
			l.report(source.CodeConfigWidened, words[0], flawf("pages may show images from other sites, which then see who reads them"))
		}
	}
}

// yesOrNo stores true or false.
func (l *loader) yesOrNo(dst *bool) func([]word) {
	return func(words []word) {
		value, f := truthOf(words[0].text)
		if f != nil {
			l.bad(words[0], f)
			return
		}
		*dst = value
	}
}

func (l *loader) level(code source.Code) func([]word) {
	return func(words []word) {
		s, f := severity(words[0].text)
		if f != nil {
			l.bad(words[0], f)
			return
		}
		l.cfg.Levels[code] = s
	}
}

func slugRule(text string) (string, *flaw) {
	var known []string
	for _, r := range source.SlugRules() {
		known = append(known, r.Name)
	}
	return anyOf(known...)(text)
}

// theme is the built-in one or a folder of the site. No site is made with another than the one that was meant.
func (l *loader) theme(words []word) {
	text := words[0].text
	if text == "default" || filepath.IsLocal(text) && filepath.Base(text) == text && l.isDir(filepath.Join(l.cfg.Dir, "themes", text)) {
		l.cfg.Theme = text
		return
	}
	var known []string
	if entries, err := os.ReadDir(filepath.Join(l.cfg.Dir, "themes")); err == nil {
		for _, e := range entries {
			known = append(known, e.Name())
		}
	}
	f := flawf("there is no theme “%s”", text)
	if near := nearest(strings.TrimPrefix(text, "themes/"), append(known, "default")); near != "" {
		f.or(didYouMean(near))
	}
	l.report(source.CodeMissingTheme, words[0], f)
	l.diags[len(l.diags)-1].Severity = source.Error
}

func (l *loader) logo(text string) (string, *flaw) {
	p, f := inside(text)
	if f == nil && !l.exists(filepath.Join(l.cfg.Dir, filepath.FromSlash(p))) {
		f = flawf("there is no file “%s”", text)
	}
	return p, f
}

// usualStatic is the default, which may be missing.
func (l *loader) usualStatic() string {
	if l.isDir(filepath.Join(l.cfg.Dir, "static")) {
		return "static"
	}
	return ""
}

// static folders are the site's own, so those that it names must exist.
func (l *loader) static(words []word) {
	l.cfg.Static = nil
	for _, w := range words {
		folder := l.folder(w.text)
		if !l.isDir(folder.Path) {
			l.bad(w, flawf("there is no folder “%s”", w.text))
			continue
		}
		l.cfg.Static = append(l.cfg.Static, folder)
	}
}

func (l *loader) folder(text string) Folder {
	path := filepath.FromSlash(text)
	if !filepath.IsAbs(path) {
		path = filepath.Join(l.cfg.Dir, path)
	}
	return Folder{Shown: filepath.ToSlash(filepath.Clean(filepath.FromSlash(text))), Path: filepath.Clean(path)}
}

// complete fills in what other settings tell.
func (l *loader) complete() {
	if !slices.Contains(l.cfg.Languages, l.cfg.Language) {
		l.cfg.Languages = append([]string{l.cfg.Language}, l.cfg.Languages...)
	}
	l.cfg.Repository.complete(l.cfg.Dir)
}
