// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package commons

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Each line of testdata/spellings.txt is what someone writes, and what it is read as; “?” and what it was likely meant for, where it is not known.
func TestSpellings(t *testing.T) {
	text, err := os.ReadFile("testdata/spellings.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for line := range strings.Lines(string(text)) {
		line = strings.TrimRight(line, "\n")
		written, _, ok := strings.Cut(line, " -> ")
		if !ok {
			out.WriteString(line + "\n")
			continue
		}
		l := ReadLicence(written)
		if l.Known() {
			fmt.Fprintf(&out, "%s -> %s\n", written, l.Text)
		} else {
			fmt.Fprintf(&out, "%s -> %s\n", written, strings.TrimSpace("? "+NearestLicence(written)))
		}
	}
	golden(t, "testdata/spellings.txt", string(text), out.String())
}

// Every name and id of the list is read as the licence that it is of, or as one with the same text that has taken its place.
func TestList(t *testing.T) {
	for low, id := range data().ids {
		want := id
		if now := data().givenUp[low]; now != "" {
			want = now
		}
		for _, written := range []string{id, low, "https://spdx.org/licenses/" + id + ".html"} {
			if l := ReadLicence(written); l.Text != want {
				t.Errorf("%s: %q, want %q", written, l.Text, want)
			}
		}
		if l := ReadLicence(data().names[id]); l.Text == "" {
			t.Errorf("%q is not known", data().names[id])
		}
	}
}

// What the program knows of a licence is complete: the theme, the badge and the judge each need their part.
func TestFacts(t *testing.T) {
	for id := range data().facts {
		f := AboutLicence(id)
		if f.Name == "" || f.Short == "" || f.Kind == KindUnsaid || f.URL == "" && f.Kind != KindReserved {
			t.Errorf("%+v", f)
		}
		if data().ids[strings.ToLower(id)] != id && f.Kind != KindReserved {
			t.Errorf("%s is not in the list", id)
		}
	}
	for written, id := range data().spellings {
		if data().id(id) == "" {
			t.Errorf("%s: no licence %s", written, id)
		}
	}
	for _, table := range []map[string]string{data().addresses, data().givenUp} {
		for key, id := range table {
			if data().id(id) != id {
				t.Errorf("%s: no licence %s", key, id)
			}
		}
	}
	files, err := licenceTexts.ReadDir("licences")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		stem := strings.TrimSuffix(f.Name(), ".txt")
		if text, ok := LicenceText(stem); !ok || len(text) < 500 {
			t.Errorf("%s: %d bytes", stem, len(text))
		}
		if data().ids[strings.ToLower(stem)] == "" {
			t.Errorf("%s is the text of no licence", stem)
		}
	}
	if f := AboutLicence("CC-BY-NC-SA-3.0-DE"); f.URL != "https://creativecommons.org/licenses/by-nc-sa/3.0/de/" || f.Short != "CC BY-NC-SA 3.0 DE" || len(f.Marks) != 4 {
		t.Errorf("%+v", f)
	}
}

func TestWithin(t *testing.T) {
	accepted := []string{"CC BY-SA 4.0", "CC0-1.0"}
	for written, want := range map[string]bool{
		"CC-BY-SA-4.0": true, "cc0": true, "MIT": false, "": false, "nobody knows": false,
		"MIT OR CC0-1.0": true, "MIT AND CC0-1.0": false, "CC-BY-SA-4.0 AND CC0-1.0": true,
	} {
		l := ReadLicence(written)
		if got := l.Within(accepted); got != want {
			t.Errorf("%q: %v", written, got)
		}
	}
}

// The texts of licences are those that this repository has, word for word.
func TestTexts(t *testing.T) {
	files, err := filepath.Glob("../../LICENSES/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := LicenceText(strings.TrimSuffix(filepath.Base(file), ".txt")); !ok || string(got) != string(want) {
			t.Errorf("%s differs, %v", file, ok)
		}
	}
}

// Whatever is written, what is read of it is an expression that reads as itself, and is judged without fault.
func FuzzReadLicence(f *testing.F) {
	for _, seed := range []string{
		"MIT", "mit or apache-2.0", "(GPL-2.0-only WITH Classpath-exception-2.0 OR LicenseRef-X) AND CC-BY-4.0", "GPLv3+", "CC BY-SA 4.0", "CC-BY", "((((",
		"https://creativecommons.org/licenses/by-sa/4.0/deed.de", "DocumentRef-a:LicenseRef-b", "a/b/c/d", "MIT/Apache/ISC and BSD-2-Clause", "GPL-2.0+ WITH", "+", "EPL-1.0+",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, written string) {
		l := ReadLicence(written)
		if l.Known() != (l.Text != "") {
			t.Fatalf("%q: %+v", written, l)
		}
		if l.Known() {
			if again := ReadLicence(l.Text); again.Text != l.Text || parseExpression(l.Text) == nil {
				t.Errorf("%q is read as %q, which is read as %q", written, l.Text, again.Text)
			}
			l.IDs()
		}
		NearestLicence(written)
		Judge(l, ReadLicence("CC-BY-SA-4.0"), Adaptation)
		Judge(ReadLicence("CC-BY-SA-4.0"), l, Collection)
	})
}

func BenchmarkReadLicence(b *testing.B) {
	for b.Loop() {
		ReadLicence("CC-BY-SA-4.0")
	}
}
