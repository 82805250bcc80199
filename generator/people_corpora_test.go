// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"html"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Whom real commons name, counted without this program where that can be told from the text.
var corpusPeople = map[string]struct {
	contributors int      // in the index
	named        []string // some of them, who are named in different ways
}{
	"commons-os":           {4, []string{"Commons OS", "higgerix", "cloudsters", "manus-ai"}}, // in maps of a name and a role, and as plain text; “commons-os” is the first of them
	"innersource-patterns": {183, []string{"Sebastian Spier", "Georg Grütter"}},
	"decentpatterns":       {0, nil},
	"pyopensci":            {415, []string{"Leah Wasser", "Anita Graser"}}, // 404 of the two lists, 5 whom only pages name, and 6 whom only reviews name, one of them by a date
}

var (
	personLine = regexp.MustCompile(`<li><a href="(?:\.\./)+browse/author/[^"/]+\.html">([^<]+)</a></li>`)
	nextPage   = regexp.MustCompile(`<a rel="next" href="([^"]+)"`)
)

// contributorsOf reads the index of contributors, page after page.
func contributorsOf(t *testing.T, out string) (names []string) {
	t.Helper()
	for file := filepath.Join(out, "browse", "author.html"); ; {
		text, err := os.ReadFile(file)
		if err != nil {
			return names
		}
		for _, m := range personLine.FindAllSubmatch(text, -1) {
			names = append(names, html.UnescapeString(string(m[1])))
		}
		next := nextPage.FindSubmatch(text)
		if next == nil {
			return names
		}
		file = filepath.Join(filepath.Dir(file), filepath.FromSlash(html.UnescapeString(string(next[1]))))
	}
}

// checkPeople holds who is in the index, and that nobody is there twice.
func checkPeople(t *testing.T, name, out string) {
	t.Helper()
	names := contributorsOf(t, out)
	want := corpusPeople[name]
	if len(names) != want.contributors {
		t.Errorf("%d contributors, want %d", len(names), want.contributors)
	}
	for _, one := range want.named {
		if n := len(slices.DeleteFunc(slices.Clone(names), func(other string) bool { return other != one })); n != 1 {
			t.Errorf("%s stands %d times in the index", one, n)
		}
	}
}

var (
	authorHeading = regexp.MustCompile(`(?i)^#+ +(authors?|author\(s\)|autor(es)?|autor\(es\)|autoría|著者|作者) *$`)
	mention       = regexp.MustCompile(`\[@?([^\]]+)\]\(https?://[^)]+\)`)
	plainName     = regexp.MustCompile(`^[*-]? *(\p{Lu}[\p{L}.'’-]+(?: \p{Lu}[\p{L}.'’-]*)+)`)
)

// checkMentions reads the sections of authors by simple rules of its own: a link's text is a name, and so are capitalised words that a line
// begins with. At least 95 of 100 have a page that the page of the text leads to.
func checkMentions(t *testing.T, from, out string) {
	t.Helper()
	found, total := 0, 0
	_ = filepath.WalkDir(from, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(file) != ".md" {
			return err
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(from, file)
		shown, err := os.ReadFile(filepath.Join(out, strings.TrimSuffix(rel, ".md")+".html"))
		if err != nil {
			return nil // README.md and the like lie elsewhere
		}
		within := false
		for line := range strings.Lines(string(text)) {
			line = strings.TrimSpace(line)
			if strings.HasPrefix(line, "#") {
				within = authorHeading.MatchString(line)
				continue
			}
			if !within {
				continue
			}
			var names []string
			for _, m := range mention.FindAllStringSubmatch(line, -1) {
				names = append(names, m[1])
			}
			if m := plainName.FindStringSubmatch(line); m != nil && len(names) == 0 {
				names = append(names, m[1])
			}
			for _, name := range names {
				total++
				if strings.Contains(string(shown), html.EscapeString(strings.TrimSpace(name))+"</a></dd>") {
					found++
				} else {
					t.Logf("%s: no page of %q", rel, name)
				}
			}
		}
		return nil
	})
	t.Logf("%d of %d mentions of authors lead to a page", found, total)
	if total < 200 || found*100 < total*95 {
		t.Errorf("only %d of %d mentions of authors lead to a page", found, total)
	}
}

var (
	mailbox  = regexp.MustCompile(`(?i)[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+`)
	requests = []*regexp.Regexp{
		regexp.MustCompile(`(?i)<(?:img|script|iframe|video|audio|source|embed|object|input|track)\b[^>]*\s(?:src|srcset|poster|data)\s*=\s*["']?\s*(?:https?:)?//`),
		regexp.MustCompile(`(?i)<link\b[^>]*rel="(?:stylesheet|icon|preload|prefetch|preconnect|dns-prefetch|modulepreload|manifest)"[^>]*href="(?:https?:)?//`),
		regexp.MustCompile(`(?i)(?:url\(\s*["']?|@import\s+["'])(?:https?:)?//`),
	}
)

// checkPrivacy holds that no output has an address of a mailbox that no author wrote into a text, and that none asks anything of anyone else.
func checkPrivacy(t *testing.T, from, out string) {
	t.Helper()
	own := map[string]bool{}
	_ = filepath.WalkDir(from, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(file) != ".md" {
			return err
		}
		text, err := os.ReadFile(file)
		if rest, ok := strings.CutPrefix(string(text), "---"); ok {
			if _, body, ok := strings.Cut(rest, "\n---"); ok {
				text = []byte(body)
			}
		}
		for _, m := range mailbox.FindAllString(string(text), -1) {
			own[strings.ToLower(m)] = true
		}
		return err
	})
	err := filepath.WalkDir(out, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			if err == nil && file == filepath.Join(out, "search") {
				return filepath.SkipDir // packed text, in which anything can look like an address
			}
			return err
		}
		switch filepath.Ext(file) {
		case ".html", ".json", ".xml", ".css", ".js", ".svg", ".md", ".cff", ".txt":
		default:
			return nil
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(out, file)
		if strings.Contains(string(text), "@") {
			for _, m := range mailbox.FindAllString(string(text), -1) {
				if !own[strings.ToLower(m)] && !own[strings.ToLower(strings.TrimPrefix(m, "mailto:"))] {
					t.Errorf("%s: the address %s, which is in no text", rel, m)
				}
			}
		}
		if ext := filepath.Ext(file); ext == ".html" || ext == ".css" || ext == ".svg" {
			for _, r := range requests {
				if m := r.Find(text); m != nil {
					t.Errorf("%s asks others: %s", rel, m)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
