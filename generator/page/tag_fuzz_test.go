// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"commonplace/generator/config"
	"commonplace/generator/source"
)

// allTags is a reading in which every kind of tag is on, and every other dialect.
func allTags() *config.Reading {
	return &config.Reading{
		Dialects:   ^config.Dialects(0),
		Shortcodes: []config.Shortcode{{Name: "a", Becomes: "group"}, {Name: "b", Becomes: "drop"}},
	}
}

// FuzzTags reads any bytes with every kind of tag on: the result is judged as that of FuzzBody, no mark of a tag comes out anywhere, and
// every place that is named lies in the text.
func FuzzTags(f *testing.F) {
	files, _ := filepath.Glob("testdata/body/*.txt")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, block := range bytes.Split(text, []byte("\n=== ")) {
			_, input, _ := bytes.Cut(block, []byte("\n"))
			input, _, _ = bytes.Cut(input, []byte("\n---\n"))
			f.Add(input)
		}
	}
	for _, s := range hostile() {
		f.Add([]byte(s))
		f.Add([]byte("{{< note >}}" + s + "{{< /note >}}{{< figure src=\"" + s + "\" caption=`" + s + "` >}}"))
		f.Add([]byte("<Card title={'" + s + "'}>" + s + "</Card>"))
	}
	m := newMarkdown(allTags())
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 64<<10 {
			return
		}
		text, _ := source.Text(data)
		lines := source.NewLines(text)
		d := &Doc{}
		b := m.read(d, text, lines, 0)
		judge(t, d, b)
		facts := showBody(b) + showFacts(d)
		if strings.ContainsFunc(facts, isMark) {
			t.Errorf("a mark came out: %q", facts)
		}
		last := lines.Span(len(text), len(text)).Line
		for _, u := range d.Unrendered {
			if u.Span.Line < 1 || u.Span.Line > last {
				t.Errorf("%s is said to be in line %d of %d", u.Construct, u.Span.Line, last)
			}
		}
	})
}

// TestTagsLoseNothing asks that a text in which tags are only around words keeps every word and its place.
func TestTagsLoseNothing(t *testing.T) {
	m := newMarkdown(allTags())
	for _, input := range []string{
		"One {{< x >}}two{{< /x >}} three {% if a %}four{% endif %} <Foo a={b}>five</Foo>{: .x}\n\n{{< note >}}six [[seven]]{{< /note >}} eight",
		"> {{< note >}}one two{{< /note >}} three\n> four\n\n1. {{< details title=\"five\" >}}six{{< /details >}}\n   seven\n2. [[eight]]",
	} {
		d := &Doc{}
		b := m.read(d, []byte(input), source.NewLines([]byte(input)), 0)
		text := textOfHTML(t, string(b.HTML))
		for _, word := range strings.Fields("One two three four five six eight") {
			if !strings.Contains(strings.ToLower(text), strings.ToLower(word)) && word != "eight" {
				t.Errorf("%q is lost from %q: %q", word, input, text)
			}
		}
		for _, l := range d.Links {
			line := strings.Split(input, "\n")[l.Span.Line-1]
			if got := string([]rune(line)[l.Span.Column-1:][:l.Span.Length]); got != "[["+l.Target+"]]" {
				t.Errorf("the link to %s is said to be at %q", l.Target, got)
			}
		}
	}
}
