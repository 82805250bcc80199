// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package commons

import "testing"

func TestAccountURL(t *testing.T) {
	for _, c := range []struct{ at, name, want string }{
		{"github", "ada-example", "https://github.com/ada-example"},
		{"github", "@ada", "https://github.com/ada"},
		{"github", "https://github.com/ada", "https://github.com/ada"},
		{"github", `ada"><script>`, ""},
		{"github", "../../x", ""},
		{"fediverse", "@ada@social.example", "https://social.example/@ada"},
		{"mastodon", "ada", ""},
		{"orcid", "0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097"},
		{"pigeon", "ada", ""},
	} {
		if got := AccountURL(c.at, c.name); got != c.want {
			t.Errorf("%s at %s: %q, want %q", c.name, c.at, got, c.want)
		}
	}
}

func TestAccount(t *testing.T) {
	for url, want := range map[string]string{
		"https://github.com/Ada-Example": "github ada-example", "http://github.com/ada/": "github ada", "https://github.com/ada/project": "", "https://github.com": "", "https://github.com/": "",
		"https://x.com/ada": "twitter ada", "https://www.linkedin.com/in/ada/": "linkedin ada", "https://ada.example/": "", "javascript:x": "", "": "",
	} {
		at, name := Account(url)
		if at != "" {
			at += " " + name
		}
		if at != want {
			t.Errorf("%s is %q, want %q", url, at, want)
		}
	}
}
