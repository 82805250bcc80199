// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

// payloads are one of each kind, and how each is read and written again.
var payloads = []struct {
	name    string
	example func() []byte
	again   func(payload []byte) ([]byte, error)
}{
	{"terms", func() []byte {
		return Terms{{"common", 3, []Posting{{0, 0x15}, {7, 3}, {1000, 15}}}, {"commons.md", 1, []Posting{{7, 1}}}, {"water", 0, nil}}.append(nil)
	}, func(b []byte) ([]byte, error) { v, err := readTerms(b); return v.append(nil), err }},
	{"tail", func() []byte { return (&Tail{"the", []Posting{{3, 1}, {4, 0}}}).append(nil) }, func(b []byte) ([]byte, error) {
		v, err := readTail(b)
		if err != nil {
			return nil, err
		}
		return v.append(nil), nil
	}},
	{"words", func() []byte { return Words{{"common", 300, 2}, {"commons", 1, 0}}.append(nil) },
		func(b []byte) ([]byte, error) { v, err := readWords(b); return v.append(nil), err }},
	{"reversed", func() []byte { return appendReversed(nil, []reversed{{"nommoc", 9}, {"snommoc", 1}}) },
		func(b []byte) ([]byte, error) { v, err := readReversed(b); return appendReversed(nil, v), err }},
	{"facet", func() []byte { return Facet{{"water", "Water", []int32{1, 5}}, {"air", "", nil}}.append(nil) },
		func(b []byte) ([]byte, error) { v, err := readFacet(b); return v.append(nil), err }},
}

func TestPayloadsComeBack(t *testing.T) {
	for _, p := range payloads {
		want := p.example()
		got, err := p.again(want)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %x became %x, %v", p.name, want, got, err)
		}
		for n := range want {
			if _, err := p.again(want[:n]); err == nil {
				t.Errorf("%s: cut to %d of %d bytes it is taken for whole", p.name, n, len(want))
			}
		}
		if _, err := p.again(append(want, 0)); err == nil {
			t.Errorf("%s: nothing is said of a byte too many", p.name)
		}
	}
}

func TestFile(t *testing.T) {
	payload := []byte(strings.Repeat("text that is text ", 100))
	file := appendFile(nil, "en/t-go-01", payload)
	if !bytes.HasPrefix(file, []byte(`cp$("en/t-go-01","`)) || !bytes.HasSuffix(file, []byte("\");\n")) {
		t.Errorf("the file is %s", file)
	}
	got, err := readFile(file, "en/t-go-01")
	if err != nil || !bytes.Equal(got, payload) {
		t.Errorf("read back: %q, %v", got, err)
	}
	if _, err := readFile(file, "en/t-go-00"); err == nil {
		t.Error("a file is read under the name of another")
	}
	for n := range file {
		if _, err := readFile(file[:n], "en/t-go-01"); err == nil {
			t.Errorf("cut to %d of %d bytes it is taken for whole", n, len(file))
		}
	}
	if _, err := readFile(appendFile(nil, "x", make([]byte, MaxPayload+1)), "x"); err == nil {
		t.Error("a payload of any size is read")
	}
}

func FuzzPacked(f *testing.F) {
	f.Add([]byte("\x00\x14\xff any bytes"))
	f.Fuzz(func(t *testing.T, data []byte) {
		text := appendPacked(nil, data)
		if bytes.ContainsAny(text, "\x00\n\r\"\\") || !utf8.Valid(text) {
			t.Fatalf("%x is packed as %q", data, text)
		}
		if got, err := unpacked(text); err != nil || !bytes.Equal(got, data) {
			t.Fatalf("%x is read back as %x, %v", data, got, err)
		}
		if got, err := unpacked(data); err == nil && !bytes.Equal(appendPacked(nil, got), data) {
			t.Fatalf("%x is another form of %x", data, got)
		}
	})
}

func FuzzPayloads(f *testing.F) {
	for i, p := range payloads {
		f.Add(i, p.example())
	}
	f.Fuzz(func(t *testing.T, i int, payload []byte) {
		p := payloads[uint(i)%uint(len(payloads))]
		once, err := p.again(payload)
		if err != nil {
			return
		}
		if twice, err := p.again(once); err != nil || !bytes.Equal(twice, once) {
			t.Fatalf("%s: %x became %x, then %x, %v", p.name, payload, once, twice, err)
		}
	})
}

func TestTiers(t *testing.T) {
	all := make([]Posting, 2048+8192+5)
	for i := range all {
		all[i] = Posting{int32(3 * i), uint8(i % 7)}
	}
	got := tiers(all)
	if len(got) != 3 || len(got[0]) != 2048 || len(got[1]) != 8192 || len(got[2]) != 5 {
		t.Fatalf("%d tiers", len(got))
	}
	least := 15
	for n, tier := range got {
		best := 0
		below := least
		for k, p := range tier {
			if k > 0 && tier[k-1].Slot >= p.Slot {
				t.Fatalf("tier %d does not ascend", n)
			}
			best, below = max(best, p.Level()), min(below, p.Level())
		}
		if best > least {
			t.Errorf("tier %d has level %d, and one before has %d", n, best, least)
		}
		least = below
	}
}

func TestTree(t *testing.T) {
	at := func(bits string) way {
		w := way{}
		for _, c := range bits {
			w = w.child(int(c - '0'))
		}
		return w
	}
	for _, c := range []struct {
		leaves, names string
		tree          Tree
	}{
		{"", "", "00"},
		{"*", "-", "40"},
		{"0 1", "-0 -1", "a8"},
		{"0110000 0110001 011001111 1", "-0110000 -0110001 g-1 -1", "c9eb2441"},
	} {
		var leaves []way
		var names []string
		for _, bits := range strings.Fields(c.leaves) {
			w := at(strings.Trim(bits, "*"))
			leaves, names = append(leaves, w), append(names, w.name())
		}
		tree := treeOf(leaves)
		if tree != c.tree || strings.Join(names, " ") != c.names {
			t.Errorf("%q: the tree is %s, the names %v", c.leaves, tree, names)
		}
		var back []way
		if err := tree.walk(func(way) bool { return true }, func(w way) { back = append(back, w) }); err != nil || !reflect.DeepEqual(back, leaves) {
			t.Errorf("%q: read back %v, %v", c.leaves, back, err)
		}
	}
	tree := treeOf([]way{at("0110000"), at("0110001"), at("011001111"), at("1")})
	for term, want := range map[string]string{"a": "-0110000", "ab": "-0110000", "book": "-0110001", "gz": "", "g\xff": "g-1", "über": "-1", "0": ""} {
		w, ok, err := tree.find(term)
		if got := w.name(); err != nil || ok != (want != "") || ok && got != want {
			t.Errorf("%q is in %q, %v, %v", term, got, ok, err)
		}
	}
	below, err := tree.below("g")
	if err != nil || len(below) != 1 {
		t.Errorf("below g: %v, %v", below, err)
	}
}

func FuzzTree(f *testing.F) {
	f.Add("c9eb2441", "go")
	f.Fuzz(func(t *testing.T, tree, term string) {
		n := 0
		err := Tree(tree).walk(func(way) bool { return true }, func(way) { n++ })
		if n > 4*len(tree) {
			t.Fatalf("%d leaves in %q, %v", n, tree, err)
		}
		if _, ok, err := Tree(tree).find(term); ok && err == nil {
			if below, err := Tree(tree).below(term); err != nil || len(below) == 0 {
				t.Fatalf("%q is found in %q, but nothing below it", term, tree)
			}
		}
	})
}
