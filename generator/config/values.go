// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"math"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"commonplace/generator/source"
)

// Each function here reads one kind of value: it gives the value in the form that the Config holds, or what is wrong.

func truthOf(text string) (bool, *flaw) {
	switch text {
	case "true":
		return true, nil
	case "false":
		return false, nil
	}
	return false, flawf("“%s” is neither true nor false", text)
}

// site addresses are absolute: they stand in feeds and canonical links.
func siteURL(text string) (string, *flaw) {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil:
		return "", flawf("“%s” is not the address of a site", text).or("write it like “https://example.org/water/”")
	case u.RawQuery != "" || u.ForceQuery || strings.Contains(text, "#"):
		return "", flawf("the address of a site has no ? and no #")
	}
	if !strings.HasSuffix(text, "/") {
		text += "/"
	}
	return text, nil
}

func repositoryURL(text string) (string, *flaw) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return "", flawf("“%s” is not the web address of a repository", text).or("write it like “https://example.org/water/commons”")
	}
	return strings.TrimSuffix(strings.TrimSuffix(text, "/"), ".git"), nil
}

// language takes the form of a BCP 47 tag (RFC 5646, section 2.1) without looking its parts up: they are registered faster
// than programs are renewed.
func language(text string) (string, *flaw) {
	for i, part := range strings.Split(text, "-") {
		ok := len(part) >= 1 && len(part) <= 8
		for _, c := range []byte(part) {
			letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
			ok = ok && (letter || i > 0 && c >= '0' && c <= '9')
		}
		if !ok || i == 0 && (len(part) < 2 || len(part) == 4) {
			f := flawf("“%s” is not a language tag", text).or("write it like “en”, “pt-BR” or “zh-Hant”")
			if strings.Contains(text, "_") {
				f.or(didYouMean(strings.ReplaceAll(text, "_", "-")))
			}
			return "", f
		}
	}
	return text, nil
}

// IsLanguage says whether a text has the form of a language tag (BCP 47).
func IsLanguage(text string) bool {
	_, wrong := language(text)
	return wrong == nil
}

// host is a name or an address, as it stands in an URL, without port.
func host(text string) (string, *flaw) {
	if u, err := url.Parse("https://" + text + "/"); err != nil || u.Host != text || u.Hostname() == "" || u.Port() != "" {
		return "", flawf("“%s” is not the name of a host", text).or("write it like “wiki.example.org”")
	}
	return strings.Trim(strings.ToLower(text), "[]"), nil
}

func contact(text string) (string, *flaw) {
	name, host, _ := strings.Cut(text, "@")
	if name == "" || host == "" || strings.Contains(host, "@") || strings.ContainsFunc(text, unicode.IsSpace) {
		return "", flawf("“%s” is not an e-mail address", text)
	}
	return text, nil
}

// editor refuses addresses that a browser would run.
func editor(text string) (string, *flaw) {
	scheme, _, ok := strings.Cut(strings.ToLower(text), ":")
	if !ok || !strings.Contains(text, "{path}") || slices.Contains([]string{"javascript", "data", "vbscript"}, strings.TrimSpace(scheme)) {
		return "", flawf("“%s” is not the address of a file in an editor", text).or("write it like “vscode://file/{path}:{line}:{column}”")
	}
	return text, nil
}

func colour(text string) (string, *flaw) {
	digits, ok := strings.CutPrefix(strings.ToLower(text), "#")
	if len(digits) == 3 {
		d := digits
		digits = string([]byte{d[0], d[0], d[1], d[1], d[2], d[2]})
	}
	if _, err := strconv.ParseUint(digits, 16, 32); !ok || err != nil || len(digits) != 6 {
		f := flawf("“%s” is not a colour", text).or("write it like “#2f6f4f”, in quotes")
		return "", f
	}
	return "#" + digits, nil
}

func anyOf(known ...string) func(string) (string, *flaw) {
	return func(text string) (string, *flaw) {
		if slices.Contains(known, text) {
			return text, nil
		}
		f := flawf("“%s” is not one of: %s", text, strings.Join(known, ", "))
		if near := nearest(text, known); near != "" {
			f.or(didYouMean(near))
		}
		return "", f
	}
}

// number reads a whole number.
func number(text string, least, most int) (int, *flaw) {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0, flawf("“%s” is not a whole number", text)
	}
	if n < least || n > most {
		return 0, flawf("%s is not between %d and %d", text, least, most)
	}
	return n, nil
}

type unit struct {
	name string
	size int
}

func byteUnits() []unit {
	return []unit{{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"kB", 1e3}, {"KB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"B", 1}, {"", 1}}
}

func pixelUnits() []unit { return []unit{{"MP", 1e6}, {"", 1}} }

// size reads a number with a unit. Offsets in bodies are 32 bits wide, hence the bound.
func size(text string, units []unit) (int, *flaw) {
	for _, u := range units {
		digits, ok := strings.CutSuffix(text, u.name)
		if !ok {
			continue
		}
		n, err := strconv.Atoi(strings.TrimSpace(digits))
		if err != nil || n < 0 {
			break
		}
		if n == 0 || n > math.MaxInt32/2/u.size {
			return 0, flawf("%s is out of bounds", text).or("it must be at least 1 and below 1 GiB")
		}
		return n * u.size, nil
	}
	return 0, flawf("“%s” is not a size", text).or("write it like “512" + units[0].name + "”")
}

// Placeholders are what an address pattern may hold: the page's type, slug, id and language, and path, the folders of its
// file below the root. A page that has no id has its slug in place of it; an empty element, such as the folders of a file that
// lies in the root, is left out. A domain or a tag is none of them, since a page may have several and their order is
// nobody's concern. Year, month and day are those of the date that the page or its source gives as created: that of Git may differ from
// clone to clone.
func Placeholders() []string {
	return []string{"type", "slug", "id", "lang", "path", "year", "month", "day"}
}

// address checks a pattern of page addresses.
func address(text string) (string, *flaw) {
	if !strings.HasPrefix(text, "/") {
		return "", flawf("an address begins with /").or("write “/" + text + "”")
	}
	names := map[string]bool{}
	rest := text
	for {
		before, after, open := strings.Cut(rest, "{")
		if f := addressText(before); f != nil {
			return "", f
		}
		if !open {
			break
		}
		name, tail, closed := strings.Cut(after, "}")
		if !closed {
			return "", flawf("a { of the address has no }")
		}
		if !slices.Contains(Placeholders(), name) {
			f := flawf("unknown placeholder {%s}", name).or("known are {" + strings.Join(Placeholders(), "}, {") + "}")
			if near := nearest(name, Placeholders()); near != "" {
				f.or(didYouMean("{" + near + "}"))
			}
			return "", f
		}
		names[name], rest = true, tail
	}
	if !names["slug"] && !names["id"] {
		return "", flawf("pages would have the same address").or("add {slug} or {id}")
	}
	if strings.Contains(text, "//") || slices.ContainsFunc(strings.Split(text, "/"), isDots) {
		return "", flawf("an address has no empty element and no . or ..")
	}
	return text, nil
}

func isDots(element string) bool { return element == "." || element == ".." }

// addressText checks the text between placeholders.
func addressText(s string) *flaw {
	for _, c := range s {
		if c < 0x21 || c == 0x7f || strings.ContainsRune(`\?#%}<>:"|*`, c) {
			return flawf("an address can't hold “%c”", c)
		}
	}
	return nil
}

// prefix checks the beginning of the addresses of a source and gives it without a first slash, with a final one.
func prefix(text string) (string, *flaw) {
	p := strings.Trim(text, "/")
	if p == "" {
		return "", nil
	}
	if f := addressText(p); f != nil {
		return "", f.or("the url of a source is a folder of the site, like “blog/”")
	}
	if strings.Contains(p, "{") {
		return "", flawf("the url of a source has no placeholders").or("use address")
	}
	if strings.Contains(p, "//") || slices.ContainsFunc(strings.Split(p, "/"), isDots) {
		return "", flawf("an address has no empty element and no . or ..")
	}
	return p + "/", nil
}

// inside cleans a slash path that must stay in the site's folder.
func inside(text string) (string, *flaw) {
	p := path.Clean(strings.ReplaceAll(text, `\`, "/"))
	if !filepath.IsLocal(filepath.FromSlash(p)) {
		return "", flawf("“%s” lies outside the site's folder", text)
	}
	return p, nil
}

// widening checks an element that pages may use beside the built-in ones.
func widening(text string) (string, *flaw) {
	name := strings.ToLower(text)
	for i, c := range []byte(name) {
		letter := c >= 'a' && c <= 'z'
		if !letter && (i == 0 || c != '-' && (c < '0' || c > '9')) {
			return "", flawf("“%s” is not the name of an element", text)
		}
	}
	if name == "" {
		return "", flawf("an element must have a name")
	}
	if slices.Contains(refused(), name) {
		return "", flawf("<%s> can't be allowed: pages come from strangers, and with it they could act on readers", name)
	}
	return name, nil
}

// refused are the elements that run code, load it, send what is typed, change what other elements mean, or are read
// differently by different parsers.
func refused() []string {
	return []string{
		"script", "style", "link", "meta", "base", "object", "embed", "applet", "param", "portal",
		"form", "input", "button", "select", "option", "optgroup", "datalist", "textarea", "fieldset", "output", "isindex", "keygen",
		"html", "head", "body", "title", "frame", "frameset", "noframes", "noembed", "noscript", "template", "slot",
		"svg", "math", "plaintext", "xmp", "listing", "image", "bgsound", "canvas", "dialog",
	}
}

func severity(text string) (source.Severity, *flaw) {
	var s source.Severity
	if s.UnmarshalText([]byte(text)) != nil {
		_, f := anyOf("off", "info", "warning", "error")(text)
		return 0, f
	}
	return s, nil
}
