// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"os"
	"runtime"
	"testing"
	"time"

	"commonplace/generator/source"
)

// tagShapes are texts in which a careless reading of tags would take the square of their length.
func tagShapes() []shape {
	return []shape{
		{"shortcodes", again("{{< x >}}")},
		{"shortcodes in a line of text", again("a {{< img a.png >}} ")},
		{"shortcodes open", again("{{< x ")},
		{"one end for all", func(n int) string { return again("{{< x ")(n-10) + ">}}" }},
		{"frames", again("{{< note >}}\n")},
		{"frames closed", again("{{< note >}}\na\n{{< /note >}}\n")},
		{"frames inside each other", around("{{< note >}}\n", "a", "\n{{< /note >}}")},
		{"frames in one line", again("{{< note >}}a{{< /note >}} ")},
		{"frames in lists", again("- {{< note >}}a{{< /note >}}\n")},
		{"ends without a beginning", again("{{< /note >}}\n")},
		{"frames that cross", again("{{< note >}}\n{{< tip >}}\n{{< /note >}}\n{{< /tip >}}\n")},
		{"links", again("{{< button href=a >}}b{{< /button >}} ")},
		{"links open", again("{{< button href=a >}}b ")},
		{"code without an end", again("{{< highlight go >}}\n")},
		{"code", again("{{< highlight go >}}\na\n{{< /highlight >}}\n")},
		{"escaped", again("{{</* x */>}}")},
		{"escaped open", again("{{</* x ")},
		{"escaped in code", again("`{{</* x */>}}` ")},
		{"arguments", func(n int) string { return "{{< x " + again("a=b ")(n) + ">}}" }},
		{"quotes", func(n int) string { return "{{< x " + again("a=\"")(n) + ">}}" }},
		{"captions", again("{{< figure src=a.png caption=\"*a*\" >}}\n")},
		{"liquid", again("{% x %}")},
		{"liquid open", again("{% x ")},
		{"raw", again("{% raw %}")},
		{"raw and its end", again("{% raw %}{% endraw %}")},
		{"outputs", again("{{ x }}")},
		{"outputs open", again("{{ ")},
		{"outputs of text", again("{{ 'a' }}")},
		{"expressions", again("{x}")},
		{"expressions open", again("{")},
		{"expressions with quotes", again("{'")},
		{"comments", again("{/*")},
		{"components", again("<A>")},
		{"components closed", again("<A>b</A>")},
		{"components open", again("<A ")},
		{"components with attributes", again("<A b={")},
		{"components indented", again("<A>\n      b\n</A>\n")},
		{"imports", again("import a\n")},
		{"imports apart", again("import a\n\n")},
		{"exports open", again("export {\n\n")},
		{"attribute lists", again("a{: .b}")},
		{"attribute lists with ids", again("a{: #b}")},
		{"attribute lists open", again("a{: ")},
		{"attribute lists in lines", again("a\n{: .b}\n")},
		{"attributes behind a bracket", again("]{a=")},
		{"contents", again("* a\n{:toc}\n")},
		{"ticks", again("` {{< x >}}")},
		{"fences", again("```\n{{< x >}}\n")},
		{"HTML comments", again("<!--")},
		{"tags in HTML", again("<div>\n{{< img a >}}\n</div>\n\n")},
	}
}

// TestSlowTags is TestSlowShapes for tags.
func TestSlowTags(t *testing.T) {
	size, ratio, times := 32<<10, 6.0, 1
	if os.Getenv("COMMONPLACE_SLOW") != "" {
		size, ratio, times = 256<<10, 2.6, 3
	}
	m := newMarkdown(allTags())
	measure := func(text string) time.Duration {
		b, _ := source.Text([]byte(text))
		best := time.Hour
		for range times {
			runtime.GC()
			start := cpuTime(t)
			m.read(&Doc{}, b, source.NewLines(b), 0)
			best = min(best, cpuTime(t)-start)
		}
		return best
	}
	for _, s := range tagShapes() {
		half, whole := measure(s.make(size)), measure(s.make(2*size))
		if whole > 3*time.Second || float64(whole) > ratio*float64(max(half, 80*time.Millisecond)) {
			t.Errorf("%s: %v for %d KiB, %v for half of it", s.name, whole, 2*size>>10, half)
		}
		if os.Getenv("COMMONPLACE_SLOW") != "" && whole > 500*time.Millisecond {
			t.Logf("%-32s %8v %8v", s.name, half.Round(time.Millisecond), whole.Round(time.Millisecond))
		}
	}
}
