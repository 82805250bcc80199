// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package build

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// signed gives a journal text its digest.
func signed(text string) []byte {
	sum := sha256.Sum256([]byte(text))
	return []byte(text + hex.EncodeToString(sum[:]) + "\n")
}

func TestJournalText(t *testing.T) {
	j := &journal{whole: true, remove: []string{"old.html", "a/old.html"}, install: []string{"index.html", ManifestName}}
	text := j.append(nil)
	want := signed("commonplace journal 1\nwhole\n-old.html\n-a/old.html\n+index.html\n+" + ManifestName + "\n")
	if string(text) != string(want) {
		t.Errorf("the journal reads\n%s\nand should read\n%s", text, want)
	}
	back, err := parseJournal(text)
	must(t, err)
	if !back.whole || !slices.Equal(back.remove, j.remove) || !slices.Equal(back.install, j.install) {
		t.Errorf("read back as %+v", back)
	}
	for n := range text {
		if _, err := parseJournal(text[:n]); !errors.Is(err, errTorn) {
			t.Errorf("cut after %d bytes it is not torn: %v", n, err)
		}
		changed := slices.Clone(text)
		changed[n] ^= 1
		if _, err := parseJournal(changed); !errors.Is(err, errTorn) {
			t.Errorf("with another byte %d it is not torn: %v", n, err)
		}
	}
}

// TestJournalRefusal: a journal whose digest is right may still not say what it likes, and is not thrown away either.
func TestJournalRefusal(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"commonplace journal 2\n", "of another version"},
		{"", "of another version"},
		{journalHead + "-../outside\n", "not allowed"},
		{journalHead + "+/etc/passwd\n", "absolute"},
		{journalHead + "+" + innerWork + "/journal\n", "taken by the build"},
		{journalHead + "+\n", "empty"},
		{journalHead + "\n", "a line"},
		{journalHead + "*index.html\n", "a line"},
		{journalHead + "+index.html", "a line"},
	} {
		dir := filepath.Join(memoryDir(t), "public")
		siteOne.plus("1").write(t, dir)
		must(t, os.MkdirAll(besideWork(dir), 0o755))
		must(t, os.WriteFile(filepath.Join(besideWork(dir), journalName), signed(c.text), 0o644))
		err := Recover(dir)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: says %v, and should say %q", c.text, err, c.want)
		}
		if open, err := isOpen(dir); open || err == nil {
			t.Errorf("%q: taken as %v, %v", c.text, open, err)
		}
		wantTree(t, dir, siteOne.plus("1"))
	}
}

// FuzzParseJournal: nothing panics, what is read writes the same steps, and no step leads out of the output. The digest is put right, so
// that the fuzzer gets past it.
func FuzzParseJournal(f *testing.F) {
	f.Add(journalHead+"whole\n-old.html\n+index.html\n", true)
	f.Add(journalHead+"+a/b/c.html\n", true)
	f.Add("commonplace", false)
	f.Fuzz(func(t *testing.T, text string, sign bool) {
		b := []byte(text)
		if sign {
			b = signed(text)
		}
		j, err := parseJournal(b)
		if err != nil {
			return
		}
		for _, path := range slices.Concat(j.remove, j.install) {
			if err := checkPath(path); err != nil && path != ManifestName {
				t.Error(err)
			}
		}
		again, err := parseJournal(j.append(nil))
		if err != nil || again.whole != j.whole || !slices.Equal(again.remove, j.remove) || !slices.Equal(again.install, j.install) {
			t.Errorf("%q was read, and written it is %q, %v", b, j.append(nil), err)
		}
	})
}
