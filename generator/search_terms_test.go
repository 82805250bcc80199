// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"commonplace/generator/search"
)

// spoken is a text to make terms of.
type spoken struct {
	Lang string `json:"lang"`
	Text string `json:"text"`
}

// TestBrowserMakesTheSameTerms compares what the program and the browser's script make of texts: of the cases that the search has, of the guide, and of
// over a million words of other people's where they are at hand.
func TestBrowserMakesTheSameTerms(t *testing.T) {
	node := newNode(t, "terms.mjs")
	raw, err := os.ReadFile("search/testdata/analyse.json")
	if err != nil {
		t.Fatal(err)
	}
	var texts []spoken
	if err := json.Unmarshal(raw, &texts); err != nil {
		t.Fatal(err)
	}
	words := 0
	folder := func(dir string, langs ...string) {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".md" || words > 1_100_000 {
				return err
			}
			text, err := os.ReadFile(path)
			for _, lang := range langs {
				texts = append(texts, spoken{lang, strings.ToValidUTF8(string(text), "")})
			}
			words += len(langs) * len(bytes.Fields(text))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	folder("../content/guide", "ar", "da", "de", "en", "es", "fi", "fr", "ga", "hu", "it", "nl", "no", "pt", "ro", "ru", "sv", "ta", "tr", "")
	if corpora := "../../shared/corpora"; testing.Short() {
		t.Log("only small texts are read")
	} else if _, err := os.Stat(corpora); err != nil {
		t.Logf("%s is missing; only small texts are read", corpora)
	} else {
		words = 0
		folder(corpora+"/innersource-patterns", "en", "es", "de", "ru")
		folder(corpora+"/commons-os/_patterns", "en")
	}

	var in bytes.Buffer
	for _, text := range texts {
		line, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		in.Write(append(line, '\n'))
	}
	cmd := node("--sum")
	cmd.Stdin, cmd.Stderr = &in, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 64<<20)
	analysers := map[string]*search.Analyser{}
	for i, text := range texts {
		var theirs string
		if !lines.Scan() {
			t.Fatalf("the script answered %d of %d texts", i, len(texts))
		}
		if err := json.Unmarshal(lines.Bytes(), &theirs); err != nil {
			t.Fatal(err)
		}
		if analysers[text.Lang] == nil {
			analysers[text.Lang] = search.NewAnalyser(text.Lang)
		}
		var ours []string
		search.Split(text.Text, func(kind search.Kind, from, to int) {
			a := analysers[text.Lang].Analyse(kind, text.Text[from:to])
			ours = append(ours, strings.Join(a.Terms, " ")+"|"+strings.Join(a.Words, " "))
		})
		differ(t, text, ours, strings.Split(theirs, "\n"))
	}
}

// differ reports the first part of a text that the two sides see otherwise.
func differ(t *testing.T, text spoken, ours, theirs []string) {
	t.Helper()
	for i := range max(len(ours), len(theirs)) {
		a, b := "nothing", "nothing"
		if i < len(ours) {
			a = ours[i]
		}
		if i < len(theirs) {
			b = theirs[i]
		}
		if a != b && !(len(ours) == 0 && b == "") {
			t.Errorf("%s, %.40q, part %d: the program has %q, the script %q", text.Lang, text.Text, i, a, b)
			return
		}
	}
}
