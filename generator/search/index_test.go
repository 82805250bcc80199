// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"commonplace/generator/page"
	"commonplace/generator/source"
)

// world is a commons that is made up.
type world struct {
	rand  *rand.Rand
	pages map[string]*invented // by path
}

type invented struct {
	lang, title, text string
	tags              []string
}

func (w *world) word() string {
	// Few words are common, most are rare, and many begin alike.
	n := int(w.rand.ExpFloat64() * 300)
	return []string{"common", "com", "gov", "über", "水利", "x", ""}[n%7] + fmt.Sprint("w", n)
}

func (w *world) words(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = w.word()
	}
	return strings.Join(list, " ")
}

func (w *world) page() *invented {
	return &invented{lang: []string{"en", "en", "en", "de"}[w.rand.IntN(4)], title: w.words(1 + w.rand.IntN(3)), text: w.words(w.rand.IntN(200)),
		tags: []string{w.word(), "all"}}
}

// commons is the world as an index is made of it.
func (w *world) commons() *Commons {
	paths := slices.Sorted(maps.Keys(w.pages))
	at := func(i int) *invented { return w.pages[paths[i]] }
	tags := map[string][]int32{}
	for i := range paths {
		for _, tag := range at(i).tags {
			tags[tag] = append(tags[tag], int32(i))
		}
	}
	division := Division{Name: "tag"}
	for _, tag := range slices.Sorted(maps.Keys(tags)) {
		division.Values = append(division.Values, Value{tag, tag, tags[tag]})
	}
	return &Commons{Pages: len(paths), Workers: 1, Divisions: []Division{division},
		Language: func(tag string) string { return strings.ToUpper(tag) },
		Head: func(i int) Head {
			key := source.Sum([]byte(fmt.Sprint(*at(i))))
			return Head{paths[i], at(i).lang, key, key}
		},
		Subject: func(i int) Subject {
			return Subject{Title: at(i).title, Lang: at(i).lang, Tags: at(i).tags, URL: paths[i], Doc: &page.Doc{}}
		},
		Body: func(i int) (*page.Body, error) { return &page.Body{HTML: []byte("<p>" + at(i).text + "</p>")}, nil },
		Each: func(n int, do func(worker, i int) error) error {
			for i := range n {
				if err := do(0, i); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

func filesOf(t *testing.T, x *Index) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, f := range x.Files() {
		data, err := f.Append(nil)
		if err != nil {
			t.Fatalf("%s: %v", f.Path, err)
		}
		if _, twice := all[f.Path]; twice {
			t.Fatalf("%s is made twice", f.Path)
		}
		all[f.Path] = string(data)
		if name := strings.TrimSuffix(strings.TrimPrefix(f.Path, Dir), ".js"); !strings.HasPrefix(string(data), fileHead+name+fileMid) {
			t.Fatalf("%s is named %.60q", f.Path, data)
		}
	}
	return all
}

func make1(t *testing.T, c *Commons, store Store, old *Index) *Index {
	t.Helper()
	x, err := Make(c, store, old)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// After any edits a patched index equals one that is made anew, and what kept its key kept its bytes.
func TestPatchedEqualsNew(t *testing.T) {
	for seed := range uint64(2) {
		w := &world{rand.New(rand.NewPCG(seed, 6)), map[string]*invented{}}
		for i := range 230 {
			w.pages[fmt.Sprintf("p%d.html", i)] = w.page()
		}
		store := &Memory{}
		x := make1(t, w.commons(), store, nil)
		for step := range 12 {
			keys := map[string]source.Hash{}
			before := filesOf(t, x)
			for _, f := range x.Files() {
				keys[f.Path] = f.Key
			}
			var what string
			paths := slices.Sorted(maps.Keys(w.pages))
			path := paths[w.rand.IntN(len(paths))]
			p := *w.pages[path]
			switch w.rand.IntN(6) {
			case 0:
				what = "title"
				p.title = w.words(2)
				w.pages[path] = &p
			case 1, 2:
				what = "text"
				p.text += " " + w.words(w.rand.IntN(5))
				w.pages[path] = &p
			case 3:
				what = "language"
				p.lang = "fr"
				w.pages[path] = &p
			case 4:
				what = "gone"
				delete(w.pages, path)
			case 5:
				what = "new"
				for range 1 + w.rand.IntN(40) {
					w.pages[fmt.Sprintf("n%d.html", w.rand.IntN(1000))] = w.page()
				}
			}
			c := w.commons()
			x = make1(t, c, store, x)
			got, want := filesOf(t, x), filesOf(t, make1(t, c, &Memory{}, nil))
			for path := range want {
				if got[path] != want[path] {
					t.Fatalf("seed %d, step %d (%s): %s differs from a new one, of %d files", seed, step, what, path, len(want))
				}
			}
			if len(got) != len(want) {
				t.Fatalf("seed %d, step %d (%s): %d files, and %d when made anew", seed, step, what, len(got), len(want))
			}
			for _, f := range x.Files() {
				if keys[f.Path] == f.Key && before[f.Path] != got[f.Path] {
					t.Fatalf("seed %d, step %d (%s): %s changed under the same key", seed, step, what, f.Path)
				}
			}
		}
	}
}

// A word on thousands of pages has tails, which an edit keeps whole.
func TestTailsArePatched(t *testing.T) {
	w := &world{rand.New(rand.NewPCG(1, 6)), map[string]*invented{}}
	for i := range 2500 {
		w.pages[fmt.Sprintf("p%d.html", i)] = &invented{lang: "en", title: fmt.Sprint("t", i), text: strings.Repeat("water ", 1+i%9) + w.word()}
	}
	store := &Memory{}
	x := make1(t, w.commons(), store, nil)
	if _, ok := filesOf(t, x)["search/en/t-water.1.js"]; !ok {
		t.Fatal("there is no tail")
	}
	for _, text := range []string{"water water water water", "", "water"} {
		w.pages["p17.html"].text = text
		w.pages["p18.html"].text = text + " water"
		c := w.commons()
		x = make1(t, c, store, x)
		if !maps.Equal(filesOf(t, x), filesOf(t, make1(t, c, &Memory{}, nil))) {
			t.Errorf("after %q the files differ from new ones", text)
		}
	}
}

// Pages keep their slots when others come and go, but for a neighbour now and then.
func TestSlots(t *testing.T) {
	pages := make([]entry, 1000)
	for i := range pages {
		pages[i].path = fmt.Sprintf("patterns/p%d.html", i)
	}
	space := giveSlots(pages)
	if space < 2000 || space > 4100 {
		t.Errorf("the space is %d", space)
	}
	was := map[string]int32{}
	for i, e := range pages {
		was[e.path] = e.slot
		if i > 0 && e.slot <= pages[i-1].slot || int(e.slot) >= space {
			t.Errorf("slot %d comes after %d", e.slot, pages[i-1].slot)
		}
	}
	moved := 0
	more := append(slices.Clone(pages), entry{path: "patterns/new.html"})
	giveSlots(more)
	for _, e := range more {
		if slot, ok := was[e.path]; ok && slot != e.slot {
			moved++
		}
	}
	if moved > 3 {
		t.Errorf("%d pages moved", moved)
	}
}

func TestSectionsOf(t *testing.T) {
	body := `<p>Lead &amp; more<sup id="fnref-1"><a href="#fn-1" role="doc-noteref">1</a></sup>,` + "\n" + `then</p><h2 id="a">Title</h2><ul><li>One</li><li>T<em>w</em>o</li></ul>` +
		`<pre><code>a  b` + "\n" + `c</code></pre><p> <svg><title>no</title></svg> &#8617;</p><h3 id="b">Third</h3>`
	doc := &page.Doc{Headings: []page.Heading{{Level: 2, ID: "a", Text: "Title", Start: int32(strings.Index(body, "<h2"))},
		{Level: 3, ID: "b", Text: "Third", Start: int32(strings.Index(body, "<h3"))}},
		Links: []page.Link{{Target: "Somewhere"}}}
	b := &page.Body{HTML: []byte(body), Holes: []page.Hole{{At: int32(strings.Index(body, "more")), Kind: page.HoleTitle},
		{At: int32(strings.Index(body, "2\"")), Kind: page.HoleIDPrefix}}}
	var got bytes.Buffer
	for _, s := range sectionsOf(doc, b, &texter{}) {
		fmt.Fprintf(&got, "%s|%s|%q\n", s.ID, s.Title, s.Text)
	}
	want := `||"Lead & Somewheremore, then"
a|Title|"One\nTwo\na b\nc\n↩"
b|Third|""
`
	if got.String() != want {
		t.Errorf("got\n%swant\n%s", got.String(), want)
	}
}
