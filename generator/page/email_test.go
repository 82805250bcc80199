// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"strings"
	"testing"
)

func TestWithoutAddress(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Ada Example", "Ada Example"},
		{"Ada Example <ada@example.org>", "Ada Example"},
		{"Ada Example (ada@example.org)", "Ada Example"},
		{"Ada <ada@example.org> and Bo <mailto:bo.b+c@mail.example.org>.", "Ada and Bo."},
		{"ada@example.org", "(address removed)"},
		{"<ada@example.org>", "(address removed)"},
		{"Write to ada@example.org, please", "Write to (address removed), please"},
		{"ada@exämple.org", "(address removed)"},
		{"mailto:ada@example.org", "(address removed)"},
		{"https://ada@example.org/", "https://(address removed)/"},
		{"a@b.co@c.org", "(address removed)@c.org"},

		{"@ada@social.example", "@ada@social.example"},
		{"https://social.example/@ada", "https://social.example/@ada"},
		{"git@forge.example:team/work.git", "git@forge.example:team/work.git"},
		{"logo@2x.png", "logo@2x.png"},
		{"commons-alignment@2.0", "commons-alignment@2.0"},
		{"root@localhost", "root@localhost"},
		{"a @ b.org", "a @ b.org"},
		{"みなさん、@ada.example が", "みなさん、@ada.example が"},
		{"爱达@example.org", "(address removed)"},
		{"@", "@"},
	} {
		if got, _ := withoutAddress(c.in); got != c.want {
			t.Errorf("%q becomes %q, want %q", c.in, got, c.want)
		}
	}
}

func TestCopy(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"as written", "---\ntitle: Ants\n---\nText.\n", "---\ntitle: Ants\n---\nText.\n"},
		{"byte order mark and CRLF stay", "\xef\xbb\xbf---\r\ntitle: Ants\r\n---\r\nText.\r\n", "\xef\xbb\xbf---\r\ntitle: Ants\r\n---\r\nText.\r\n"},
		{"the body is the author's own text", "Write to ada@example.org.\n", "Write to ada@example.org.\n"},
		{
			"fields lose their addresses", "---\nauthors: [Ada <ada@example.org>, \"x\\nbo@example.org\"]\n---\nada@example.org\n",
			"---\nauthors: [Ada <(address removed)>, \"x(address removed)\"]\n---\nada@example.org\n",
		},
		{"CRLF and an address", "---\r\nemail: ada@example.org\r\n---\r\nText.\r\n", "---\nemail: (address removed)\n---\nText.\n"},
		{"a handle is no address", "---\nauthors: \"@ada@social.example\"\n---\n", "---\nauthors: \"@ada@social.example\"\n---\n"},
		{"escaped", `---
authors: ["Ada <ada\x40example.org>", "bo\u0040example\x2eorg", "\x63\x79@example.org", "dot@\U00000065xample.org"]
title: "\x41nts \\\\x40 \\u0040"
---
`, `---
authors: ["Ada <(address removed)>", "(address removed)", "(address removed)", "(address removed)"]
title: "Ants \\\\x40 \\u0040"
---
`},
		{"an address on two lines", "---\nauthor: \"ada@\\\n  example.org\"\n---\n", "---\nauthor: \"(address removed)\"\n---\n"},
		{"escapes without an address stay", "---\ntitle: \"\\x41nts \\x40 home\"\n---\n", "---\ntitle: \"\\x41nts \\x40 home\"\n---\n"},
		{"what is no text is not published", "Ants\x00 \xff", "Ants� �"},
		{"prose between rules", "---\n\nada@example.org\n\n---\n", "---\n\nada@example.org\n\n---\n"},
		{"broken front matter, too", "---\ntitle: \"Ants\nemail: ada@example.org\n---\n", "---\ntitle: \"Ants\nemail: (address removed)\n---\n"},
	} {
		if got := string(Copy([]byte(c.in))); got != c.want {
			t.Errorf("%s: %q becomes %q, want %q", c.name, c.in, got, c.want)
		}
	}
}

// No address of the front matter is in the copy or in any fact, and the facts of a copy are those of the page.
func FuzzFrontMatter(f *testing.F) {
	for _, seed := range []string{
		"---\ntitle: Ants\nauthors: Ada <ada@example.org>\n---\nText.\n",
		"---\ntitle: [\ndraft: true\n---\n",
		"---\ntitle: Ants\n\nText.\n",
		"---\n---\n",
		"---\nrelations: {enables: [{to: a, weight: 1}], a: {b: c}}\nauthors: [{name: [a]}]\n---\n",
		"---\n\"a\\x40b\": \"ada\\x40example.org\"\nreferences: [{authors: [a]}]\ncreated: 2026-02-30\n---\n",
		"---\r\ntitle: Ants\r\n...\r\nText.",
		"---\n{a: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\n---\n",
	} {
		f.Add([]byte(seed))
	}
	p := newTestParser()
	f.Fuzz(func(t *testing.T, data []byte) {
		facts := dump(p, data)
		if strings.HasPrefix(facts, "the facts are not") {
			t.Fatal(facts)
		}
		for line := range strings.Lines(facts) {
			if strings.HasPrefix(line, "body:") {
				break
			}
			if from, to := nextAddress([]byte(line), 0); from >= 0 {
				t.Errorf("an address in a fact: %q in %q", line[from:to], line)
			}
		}
		published := Copy(data)
		if block, ok := cutFrontMatter(published); ok && block.closed && block.looksLikeMap(published) && holdsAddress(published[block.from:block.to]) {
			t.Errorf("an address in the copy: %q", published[block.from:block.to])
		}
	})
}
