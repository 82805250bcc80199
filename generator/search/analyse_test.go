// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

var update = flag.Bool("update", false, "renew case files")

// analysed is one case of testdata/analyse.json, which holds for the browser's script, too.
type analysed struct {
	Lang  string         `json:"lang"`
	Text  string         `json:"text"`
	Parts []analysedPart `json:"parts"`
}

type analysedPart struct {
	Part  string   `json:"part"`
	Kind  Kind     `json:"kind"`
	Terms []string `json:"terms"`
	Words []string `json:"words"`
}

func TestAnalyse(t *testing.T) {
	const name = "testdata/analyse.json"
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var cases []analysed
	if err := json.Unmarshal(raw, &cases); err != nil {
		t.Fatal(err)
	}
	for i := range cases {
		c := &cases[i]
		c.Parts = []analysedPart{}
		a := NewAnalyser(c.Lang)
		Split(c.Text, func(kind Kind, from, to int) {
			got := a.Analyse(kind, c.Text[from:to])
			c.Parts = append(c.Parts, analysedPart{c.Text[from:to], kind, append([]string{}, got.Terms...), append([]string{}, got.Words...)})
		})
	}
	var got bytes.Buffer
	got.WriteString("[\n")
	for i, c := range cases {
		lang, _ := json.Marshal(c.Lang)
		text, _ := json.Marshal(c.Text)
		got.WriteString(` {"lang": ` + string(lang) + `, "text": ` + string(text) + `, "parts": [`)
		for k, p := range c.Parts {
			line, _ := json.Marshal(p)
			if k > 0 {
				got.WriteString(",")
			}
			got.WriteString("\n  " + string(line))
		}
		got.WriteString("]}")
		if i+1 < len(cases) {
			got.WriteString(",")
		}
		got.WriteString("\n")
	}
	got.WriteString("]\n")
	if *update {
		if err := os.WriteFile(name, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if !bytes.Equal(got.Bytes(), raw) {
		t.Errorf("%s differs from what the texts give; look, then renew with -update:\n%s", name, got.Bytes())
	}
}

func FuzzAnalyse(f *testing.F) {
	for _, s := range []string{"Plain words", "l'eau O’Brien don't", "a.b_c.d HTTPServer APIs", "日本語テキスト and ｶﾞ", "대한민국 정부는", "ภาษาไทย", "e\u0301tude Straße İ", "\xff\xfe", "..__.a", "''''a''b"} {
		f.Add(s)
	}
	a := NewAnalyser("fr")
	f.Fuzz(func(t *testing.T, text string) {
		end, total := 0, 0
		Split(text, func(kind Kind, from, to int) {
			if from >= to || to > len(text) || kind != Joined && from < end {
				t.Fatalf("part %d to %d after %d of %q", from, to, end, text)
			}
			end = max(end, to)
			if total += to - from; total > 2*len(text) {
				t.Fatalf("parts are more than the text: %q", text)
			}
			got := a.Analyse(kind, text[from:to])
			for _, s := range append(got.Terms, got.Words...) {
				if s == "" || len(s) > maxTerm || strings.ContainsRune(s, 0) || utf8.ValidString(text) && !utf8.ValidString(s) {
					t.Fatalf("%q gives the term %q", text[from:to], s)
				}
			}
		})
		n := 0
		Split([]byte(text), func(Kind, int, int) { n++ })
		Split(text, func(Kind, int, int) { n-- })
		if n != 0 {
			t.Fatalf("%q is divided otherwise as bytes", text)
		}
	})
}
