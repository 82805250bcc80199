// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

//go:build linux

package generator_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// What a process that builds one page may need at most, in bytes.
const maxMemory = 256 << 20

// counted is a text made of a format and the numbers from 0 on, as long as fits into size bytes.
func counted(format string, size int) string {
	var b strings.Builder
	for i := 0; ; i++ {
		word := fmt.Sprintf(format, i)
		if b.Len()+len(word) > size {
			return b.String()
		}
		b.WriteString(word)
	}
}

// TestMemory builds pages that are made to need much memory, each alone and in a process of its own.
func TestMemory(t *testing.T) {
	const page, front = 500_000, 64_000
	body := func(format string) tree { return tree{"content/page.md": "# Page\n\n" + counted(format, page)} }
	fields := func(begin, format, end string) tree {
		return tree{"content/page.md": "---\ntitle: Page\n" + begin + counted(format, front) + end + "\n---\n\nText.\n"}
	}
	for _, c := range []struct {
		name  string
		files tree
	}{
		{"nothing much", body("word ")},
		{"brackets in front matter over the limit", tree{"content/page.md": "---\ntags: " + strings.Repeat("[", 200_000) + "\n---\n"}},
		{"brackets in front matter", fields("tags: ", "[", "")},
		{"maps in front matter", fields("a: ", "{a: ", "")},
		{"tags", fields("tags: [", "t%d, ", "]")},
		{"authors", fields("authors: [", "a%d, ", "]")},
		{"relations", fields("relations: {enables: [", "r%d, ", "]}")},
		{"wanted pages", body("[[%x]] ")},
		{"wanted pages in lines", body("[[%x]]\n\n")},
		{"links", body("[a](b%d) ")},
		{"headings", body("## h%d\n\n")},
		{"brackets", body("[")},
		{"references", tree{"content/page.md": "[x]: https://example.org/" + strings.Repeat("a", page/2) + "\n\n" + strings.Repeat("[x] ", page/8)}},
		{"footnotes", body("[^%d]: n [^%d]\n")},
		{"a wide table", tree{"content/page.md": strings.Repeat("|a", page/6) + "|\n" + strings.Repeat("|-", page/6) + "|\n" + strings.Repeat("|x|\n", page/12)}},
		{"tags of HTML", body("<b title=%d>")},
		{"entities", body("&amp;")},
		{"code of many languages", body("```l%d\nx\n```\n")},
		{"embeds of a large page", tree{"content/large.md": "# Large\n\n" + counted("[a](b%d) word\n\n", page/2), "content/page.md": counted("![[Large]]\n\n", page/8)}},
		{"a deep picture", tree{"content/page.md": "![a](a.svg)\n", "content/a.svg": `<svg xmlns="http://www.w3.org/2000/svg">` + strings.Repeat("<g>", 3_000_000)}},
		{"a picture with a long attribute", tree{"content/page.md": "![a](a.svg)\n", "content/a.svg": `<svg xmlns="http://www.w3.org/2000/svg"><path d="` + strings.Repeat("L1 1", 2_400_000) + `"/></svg>`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(scratch(t), "site")
			c.files.write(t, dir)
			cmd := command(t, dir)
			said, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, said)
			}
			// Not of the system's accounts of a child, which begin with what its parent has.
			_, peak, _ := strings.Cut(string(said), "VmHWM:")
			var kib int
			if _, err := fmt.Sscan(peak, &kib); err != nil {
				t.Fatalf("no peak of memory in %q", said)
			}
			t.Logf("%d MiB, %v", kib>>10, cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime())
			if kib > maxMemory>>10 {
				t.Errorf("it took %d MiB, more than %d", kib>>10, maxMemory>>20)
			}
		})
	}
}
