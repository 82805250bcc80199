// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"math"
	"os"
	"strings"
	"testing"

	"commonplace/generator/source"
)

func TestManifestText(t *testing.T) {
	m := tree{"index.html": "one", "naïve/é.html": "", "a/b.css": "body{}"}.manifest("3f2a")
	m.Commit = "a \"quoted\"\n<commit>"
	want, err := os.ReadFile("testdata/manifest.json")
	must(t, err)
	if got := string(m.Append(nil)); got != string(want) {
		t.Errorf("the manifest reads\n%s\nand should read\n%s", got, want)
	}
	if got := string(m.Append([]byte("before "))); got != "before "+string(want) {
		t.Errorf("what stood before is lost: %s", got)
	}
	again, err := ParseManifest(want)
	must(t, err)
	if e, ok := again.Find("naïve/é.html"); !ok || e.Digest != source.Sum(nil) || e.Size != 0 || again.Commit != m.Commit {
		t.Errorf("read back as %+v", again)
	}
	if _, ok := again.Find("b.css"); ok {
		t.Error("finds a file that is not there")
	}
	if empty, err := ParseManifest((&Manifest{Version: manifestVersion}).Append(nil)); err != nil || len(empty.Files) != 0 {
		t.Errorf("an empty site: %+v, %v", empty, err)
	}
	large := Manifest{Version: manifestVersion, Files: []Entry{{Path: "film", Size: math.MaxInt64}}}
	if back, err := ParseManifest(large.Append(nil)); err != nil || back.Files[0].Size != math.MaxInt64 {
		t.Errorf("a large file: %+v, %v", back, err)
	}
}

// TestManifestDamage: what is not exactly a manifest is none, and the message says where it is wrong.
func TestManifestDamage(t *testing.T) {
	good, err := os.ReadFile("testdata/manifest.json")
	must(t, err)
	for _, c := range []struct{ name, old, new, want string }{
		{"reformatted", "\n{\"path\"", "\n  {\"path\"", "line 5"},
		{"carriage returns", "\n", "\r\n", "line 1"},
		{"another version", "\"version\": 1", "\"version\": 2", "has version 2"},
		{"up and away", "a/b.css", "../b.css", "not allowed"},
		{"absolute", "a/b.css", "/b.css", "absolute"},
		{"out of order", "a/b.css", "z/b.css", "out of order"},
		{"twice", "a/b.css", "index.html", "out of order"},
		{"capital digits", "e3b0c442", "E3B0C442", "line 8: a digest"},
		{"short digest", "e3b0c442", "e3", "line 8: a digest"},
		{"not hexadecimal", "e3b0c442", "e3b0c4zz", "line 8: a digest"},
		{"signed", "\"size\": 6", "\"size\": -6", "line 6: a number"},
		{"leading zero", "\"size\": 6", "\"size\": 06", "line 6: a number"},
		{"too large", "\"size\": 6", "\"size\": 99999999999999999999", "line 6: a number"},
		{"needless escape", "index.html", "inde\\u0078.html", "line 7: a text"},
		{"not UTF-8", "naïve", "na\xefve", "line 8: a text"},
		{"a line less", "}\n]", "}]", "is missing"},
		{"more", "]\n}\n", "]\n}\n\n", "after the end"},
	} {
		bad := strings.ReplaceAll(string(good), c.old, c.new)
		if bad == string(good) {
			t.Errorf("%s: the case changes nothing", c.name)
		}
		if m, err := ParseManifest([]byte(bad)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: says %v, and should say %q; got %+v", c.name, err, c.want, m)
		}
	}
	for n := range good {
		if _, err := ParseManifest(good[:n]); err == nil {
			t.Errorf("cut after %d bytes it is still a manifest", n)
		}
	}
}

// FuzzParseManifest: nothing panics, what is read writes the same bytes, and all paths are safe.
func FuzzParseManifest(f *testing.F) {
	good, err := os.ReadFile("testdata/manifest.json")
	must(f, err)
	f.Add(good)
	f.Add(siteOne.manifest("c").Append(nil))
	f.Add((&Manifest{Version: manifestVersion}).Append(nil))
	f.Add([]byte("{\n\"version\": 1,\n\"date\": \"\\u00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := ParseManifest(b)
		if err != nil {
			return
		}
		if got := m.Append(nil); string(got) != string(b) {
			t.Errorf("%q was read, and writes %q", b, got)
		}
		for _, e := range m.Files {
			if err := checkPath(e.Path); err != nil {
				t.Error(err)
			}
		}
	})
}

func BenchmarkManifest(b *testing.B) {
	f := tree{}
	for _, folder := range strings.Fields("patterns people reviews topics tags domains") {
		for n := range 5000 {
			f[folder+"/a-page-of-usual-length-"+source.Hash{byte(n), byte(n >> 8)}.String()[:6]+".html"] = "x"
		}
	}
	m := f.manifest("3f2a")
	text := m.Append(nil)
	b.Run("append", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			text = m.Append(text[:0])
		}
	})
	b.Run("parse", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			if _, err := ParseManifest(text); err != nil {
				b.Fatal(err)
			}
		}
	})
}
