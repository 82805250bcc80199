// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"commonplace/generator/config"
	"commonplace/generator/source"
)

// A shape is a text of any size that is made to be slow.
type shape struct {
	name string
	make func(size int) string
}

// again repeats a unit; around puts as many of one thing before as of another after.
func again(unit string) func(int) string {
	return func(size int) string { return strings.Repeat(unit, size/len(unit)+1)[:size] }
}

func around(left, middle, right string) func(int) string {
	return func(size int) string {
		n := size / (len(left) + len(right))
		return strings.Repeat(left, n) + middle + strings.Repeat(right, n)
	}
}

// numbered repeats a unit with a number in it.
func numbered(format string) func(int) string {
	return func(size int) string {
		var b strings.Builder
		for i := 0; b.Len() < size; i++ {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
}

// halves fills one half in one way, the other in another.
func halves(first, second func(int) string) func(int) string {
	return func(size int) string { return first(size/2) + second(size/2) }
}

func shapes() []shape {
	return []shape{
		// Containers.
		{"quotes with spaces", again("> ")},
		{"quotes", again(">")},
		{"quotes in lines", again(strings.Repeat("> ", 40) + "a\n")},
		{"bullets", again("* ")},
		{"bullets and text", func(n int) string { return again("* ")(n) + "a" }},
		{"dashes", again("- ")},
		{"pluses", again("+ ")},
		{"numbers", again("1. ")},
		{"numbers with parentheses", again("1) ")},
		{"mixed containers", again("> - 1. ")},
		{"a staircase of lists", func(n int) string {
			var b strings.Builder
			for i := 0; b.Len() < n; i++ {
				b.WriteString(strings.Repeat("  ", i) + "- a\n")
			}
			return b.String()
		}},
		{"lazy lines", func(n int) string { return again("> ")(64) + again("a\n")(n) }},
		{"many items", again("-\n")},
		{"items far apart", again("- a\n\n\n")},
		{"definitions", again("a\n: b\n")},
		{"nested definitions", again("a\n: ")},
		{"callouts", again("> [!NOTE] a\n")},
		{"callouts apart", again("> [!x]\n\n")},
		// Brackets and links.
		{"open brackets", again("[")},
		{"nested brackets", around("[", "a", "]")},
		{"nested brackets in groups", again(strings.Repeat("[", 498) + strings.Repeat("]", 498) + " ")},
		{"nested images", around("![", "a", "](b)")},
		{"links without an end", again("[a](b")},
		{"links with an angle", again("[a](<b")},
		{"links with an angle and a space", again("[x](< ")},
		{"links with a title", again("[a](b \"c ")},
		{"links with delimiters", again("[*b](c) ")},
		{"links in lines", again("[a]\n")},
		{"references in pairs", again("[a][b")},
		{"wikilinks open", again("[[")},
		{"wikilinks", again("[[a")},
		{"wikilinks closed", again("[[a]] ")},
		{"embeds", again("![[")},
		{"embeds in paragraphs", again("![[a]]\n\n")},
		{"one reference, many uses", func(n int) string {
			return again("[x] ")(n/2) + "\n\n[x]: https://example.org/" + strings.Repeat("a", n/2)
		}},
		{"one inside reference, many uses", func(n int) string {
			return again("[x] ")(n/2) + "\n\n[x]: " + strings.Repeat("a", n/2)
		}},
		{"definitions of references", numbered("[%d]: a\n")},
		{"definitions of references apart", numbered("[%d]: a\n\n")},
		{"definitions and uses", halves(numbered("[%d]: a\n\n"), numbered("[%d] "))},
		{"definitions over lines", again("[\na\n]:\nb\n")},
		// Delimiters and code.
		{"emphasis that crosses", again("*a_ ")},
		{"strong emphasis open", again("**a ")},
		{"emphasis nested", around("*a ", "", " a*")},
		{"strong nested", around("**", "a", "**")},
		{"triple", again("***a")},
		{"underscores", again("_a ")},
		{"strikethrough", again("~~a ")},
		{"code", again("`a``b```c````")},
		{"code of growing length", func(n int) string {
			var b strings.Builder
			for i := 1; b.Len() < n; i++ {
				b.WriteString(strings.Repeat("`", i) + " ")
			}
			return b.String()
		}},
		{"escaped code", again("\\`` ")},
		{"fences", again("```\n")},
		{"a fence of many languages", numbered("```l%d\nx\n```\n")},
		{"code of one language", again("```js\n" + strings.Repeat(strings.Repeat("(/*`${", 40)+"\n", 8) + "```\n")},
		{"code of a slow language", numbered("```java\n" + strings.Repeat(strings.Repeat("a ", 100)+"\n", 8) + "%d\n```\n")},
		{"code that backtracks", numbered("```yaml\n" + strings.Repeat(strings.Repeat("[", 280)+"\n", 25) + "%d\n```\n")},
		{"code in one line", again("```yaml\n" + strings.Repeat("@", 4000) + "\n```\n")},
		// Addresses, entities, HTML.
		{"angles", again("<")},
		{"tags open", again("<a ")},
		{"tags with attributes", again("<a b='")},
		{"comments open", again("<!--")},
		{"instructions open", again("<?")},
		{"declarations open", again("<!A")},
		{"tags", again("<b>")},
		{"tags left open", numbered("<b title=%d>a\n\n")},
		{"blocks of HTML", again("<div>\n\n")},
		{"tables in HTML", again("<table><tr><td>\n\n")},
		{"scripts", again("a <script> ")},
		{"addresses", again("http://")},
		{"addresses in a word", again("xhttp://a.bc/")},
		{"www", again("www.")},
		{"e-mail", again("a@")},
		{"e-mail with dots", again("a@b.c@")},
		{"entities", again("&a")},
		{"numeric entities", again("&#1")},
		{"backslashes", again("\\")},
		// Tables, headings, footnotes.
		{"a wide table with short rows", func(n int) string {
			return again("|a")(n/3) + "|\n" + again("|-")(n/3) + "|\n" + again("|\n")(n/3)
		}},
		{"a table of many rows", func(n int) string { return "|a|b|\n|-|-|\n" + again("|1|2|\n")(n) }},
		{"escaped bars", func(n int) string { return "|a|\n|-|\n" + again("|`\\|`|\n")(n) }},
		{"delimiter rows", again("-|-\n")},
		{"headings", again("# a\n")},
		{"empty headings", again("#\n")},
		{"underlined", again("a\n=\n")},
		{"braces in headings", func(n int) string { return "# " + again("{#")(n) }},
		{"attributes in headings", func(n int) string { return "# " + again("{a={")(n) + "}" }},
		{"a long heading", func(n int) string { return "# " + again("[a](b")(n) }},
		{"footnotes", numbered("[^%d]: a\n")},
		{"footnotes used", halves(numbered("[^%d] "), numbered("[^%d]: a\n"))},
		{"one footnote, many uses", func(n int) string { return again("[^1]")(n) + "\n\n[^1]: a" }},
		{"footnotes nested", again("[^a]: ")},
		{"footnote marks", again("[^")},
		{"tasks", again("- [ ] a\n")},
	}
}

// dialectShapes are those that dialects alone could be slow to read.
func dialectShapes() []shape {
	return []shape{
		{"containers", again("::: a\n")},
		{"admonitions", again("!!! a\n")},
		{"admonitions deeper and deeper", func(n int) string {
			var b strings.Builder
			for k := 0; b.Len() < n; k++ {
				b.WriteString(strings.Repeat(" ", 4*k) + "!!! a\n")
			}
			return b.String()
		}},
		{"quotes of admonitions", again("!!! a \"b\n")},
		{"containers that end", again("::: a\n:::\n")},
		{"containers in lists", again("- ::: a\n")},
		{"containers of growing length", func(n int) string {
			var b strings.Builder
			for i := 3; b.Len() < n; i++ {
				b.WriteString(strings.Repeat(":", i) + " a\n")
			}
			return b.String()
		}},
		{"ends of containers in code", func(n int) string { return strings.Repeat("::: a\n", 30) + "```\n" + again(":::\n")(n) }},
		{"attributes of containers", func(n int) string { return "::: {" + again("a=\"")(n) + "}" }},
		{"colons", again(":")},
		{"colons and letters", again(":a")},
		{"emoji", again(":tada: ")},
		{"highlights open", again("==a ")},
		{"highlights nested", around("==a ", "", " a==")},
		{"highlights and emphasis", again("*a==b_ ")},
		{"equals signs", again("=")},
		{"comments", again("%%")},
		{"comments in lines", again("%%a\n")},
		{"comments in paragraphs", again("%%a\n\n")},
		{"comments in one line", again("a %% ")},
		{"dollars", again("$")},
		{"dollars and letters", again("$a")},
		{"formulas", again("$a$ ")},
		{"formulas open", again("a $b\n")},
		{"formulas on lines", again("$$\na\n$$\n\n")},
		{"formulas on lines open", again("$$a\n")},
		{"groups in formulas", func(n int) string { return again("$" + strings.Repeat("{", 4000) + "$ ")(n) }},
		{"scripts in formulas", func(n int) string { return again("$" + strings.Repeat("a^", 2000) + "$ ")(n) }},
		{"scripts in groups", func(n int) string {
			return again("$" + strings.Repeat("{", 30) + strings.Repeat("a_b^c", 800) + strings.Repeat("}", 30) + "$ ")(n)
		}},
		{"roots", func(n int) string { return again("$" + strings.Repeat("\\sqrt[", 500) + "$ ")(n) }},
		{"rows of formulas", func(n int) string { return again("$$\n" + strings.Repeat("&\\\\", 1500) + "\n$$\n\n")(n) }},
		{"names of blocks", again("a ^b\n\n")},
		{"names of blocks above", again("^b\n\n")},
		{"markup", again("<div markdown=\"1\">\n")},
		{"markup in a line", again("<div markdown=\"1\">")},
		{"markup that ends", again("<div markdown=1>\na\n</div>\n")},
		{"markup and tags", func(n int) string { return strings.Repeat("<div markdown=1>\n", 30) + again("<div><div></div>")(n) }},
		{"folded callouts", again("> [!a]- b\n\n")},
	}
}

// TestSlowShapes reads every shape twice, once twice as large, and asks that time grows little more than the text. By default the
// shapes are small, so that the test is quick and only a square would fail it; COMMONPLACE_SLOW=1 asks what trust.md
// promises of a page (R21).
func TestSlowShapes(t *testing.T) {
	size, most, ratio, times := 16<<10, 3*time.Second, 6.0, 1
	slow := os.Getenv("COMMONPLACE_SLOW") != ""
	if slow {
		size, most, ratio, times = 256<<10, 3*time.Second, 2.6, 3
	}
	type result struct {
		name        string
		half, whole time.Duration
		html        int
	}
	var results []result
	base := len(shapes())
	for i, s := range append(shapes(), dialectShapes()...) {
		reading := &config.Reading{}
		if i >= base {
			reading.Dialects = allDialects()
		}
		half, _ := readTime(t, reading, s.make(size), times)
		whole, html := readTime(t, reading, s.make(2*size), times)
		results = append(results, result{s.name, half, whole, html})
		if whole > most {
			t.Errorf("%s: %v for %d KiB", s.name, whole, 2*size>>10)
		}
		// Below a tenth of a second the clock and the collector say more than the text.
		if float64(whole) > ratio*float64(max(half, 80*time.Millisecond)) {
			t.Errorf("%s: %v for %d KiB, but %v for half of it", s.name, whole, 2*size>>10, half)
		}
	}
	slices.SortFunc(results, func(a, b result) int { return int(b.whole - a.whole) })
	for _, r := range results[:5] {
		t.Logf("%-36s %8v %8v  x%.2f  %d kB of HTML", r.name, r.half.Round(time.Millisecond), r.whole.Round(time.Millisecond),
			float64(r.whole)/float64(r.half), r.html/1000)
	}
}

// readTime is the CPU time of reading a text, the best of some, and the size of what it becomes. Each time begins without
// remembered code.
func readTime(t *testing.T, r *config.Reading, s string, times int) (time.Duration, int) {
	text, _ := source.Text([]byte(s))
	best, size := time.Hour, 0
	for range times {
		m := newMarkdown(r)
		runtime.GC()
		start := cpuTime(t)
		b := m.read(&Doc{}, text, source.NewLines(text), 0)
		best = min(best, cpuTime(t)-start)
		size = len(b.HTML)
	}
	return best, size
}

// TestRefusedTextIsKept asks that nothing is lost when a limit is met: every letter is still on the page.
func TestRefusedTextIsKept(t *testing.T) {
	m := newMarkdown(&config.Reading{})
	for _, input := range []string{
		again("*a_ ")(200 << 10),
		"## " + again("*a_ ")(200<<10),
		"> " + again("[a](b")(200<<10),
		"term " + again("*a_ ")(200<<10) + "\n: description\n",
		"| a | b |\n|---|---|\n| " + again("*a_ ")(200<<10) + " | x |\n",
		again("> ")(1000) + "a",
		"[a]: b\n" + again("[a]: b\n")(200<<10),
	} {
		d := &Doc{}
		b := m.read(d, []byte(input), source.NewLines([]byte(input)), 0)
		if len(d.Diags) != 1 {
			t.Errorf("%.20q: %d diagnostics, not one", input, len(d.Diags))
		}
		letters := func(b []byte) int { return bytes.Count(b, []byte("a")) - bytes.Count(b, []byte("&amp;")) }
		text := textOfHTML(t, string(b.HTML))
		if got, want := letters([]byte(text)), letters([]byte(input)); got != want {
			t.Errorf("%.20q: %d letters of %d are left", input, got, want)
		}
	}
}

// TestRealPagesAreRead reads every page of the corpora: no limit may refuse one.
func TestRealPagesAreRead(t *testing.T) {
	root := "../../../shared/corpora"
	if _, err := os.Stat(root); err != nil {
		t.Skip("no corpora in ", root)
	}
	m := newMarkdown(&config.Reading{})
	pages, most := 0, 0
	var worst string
	err := filepath.WalkDir(root, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(path) != ".md" {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		pages++
		if testing.Short() && pages%10 != 0 {
			return nil
		}
		text, _ := source.Text(data)
		from := 0
		if bytes.HasPrefix(text, []byte("---\n")) {
			if i := bytes.Index(text[4:], []byte("\n---\n")); i >= 0 {
				from = 4 + i + 5
			}
		}
		d := &Doc{}
		p := m.passes.Get().(*pass)
		p.reset(&m, d, text[from:], source.NewLines(text), from)
		p.parse()
		if spent := maxSteps - p.steps; spent > most {
			most, worst = spent, path
		}
		if p.limited || p.nested {
			t.Errorf("%s: %v", path, p.parsed)
		}
		p.release()
		m.passes.Put(p)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d pages; the most steps are %d of %d, in %s", pages, most, maxSteps, filepath.Base(worst))
}
