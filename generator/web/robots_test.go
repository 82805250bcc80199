// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/http"
	"strings"
	"testing"
)

// TestRobots: which addresses a host lets this program ask for, by the examples of RFC 9309 and some of our own.
func TestRobots(t *testing.T) {
	tests := []struct{ name, text, may, mayNot string }{
		{"nothing is said", "", "/ /a", ""},
		{"all are kept off", "User-agent: *\nDisallow: /\n", "", "/ /a /a?b"},
		{"all but one folder", "user-agent: *\ndisallow: /\nallow: /open/\n", "/open/ /open/a", "/ /open"},
		{"other programs", "User-agent: GreedyBot\nDisallow: /\n", "/a", ""},
		{"this one by its name", "User-agent: *\nDisallow: /\n\nUser-agent: Commonplace/1.0\nDisallow: /private\n", "/ /a", "/private /private/x"},
		{"named and let in", "User-agent: *\nDisallow: /\nUser-agent: commonplace\nDisallow:\n", "/ /a", ""},
		{"a name that only begins so", "User-agent: commonplacebot\nDisallow: /\n", "/a", ""},
		{"several names for one group", "User-agent: a\nUser-agent: *\nDisallow: /x\n", "/a", "/x"},
		{"groups of one name are one", "User-agent: *\nDisallow: /x\n\nUser-agent: b\nDisallow: /z\n\nUser-agent: *\nDisallow: /y\n", "/z", "/x /y"},
		{"the longest rule holds, and of two the one that allows", "User-agent: *\nDisallow: /page\nAllow: /page\nDisallow: /*.gif\nAllow: /a/b.gif\n", "/page /a/b.gif", "/c.gif"},
		{"ends", "User-agent: *\nDisallow: /*.php$\nDisallow: /ex$\n", "/a.php5 /a.php?x /example", "/a.php /ex"},
		{"stars", "User-agent: *\nDisallow: /*/b*c\n", "/b/c", "/a/b/c /a/bxc"},
		{"escapes", "User-agent: *\nDisallow: /a%3cd.html\nDisallow: /t%C4%81\n", "/a", "/a%3Cd.html /tā"},
		{"comments, spaces, Windows, a mark", "\uFEFFUser-agent: * # all\r\n  Disallow :  /x  # this\r\nSitemap: https://a.example/\r\n", "/a", "/x"},
		{"a page in its place", "<!doctype html>\n<title>Not found: sorry</title>\n", "/a", ""},
	}
	for _, tt := range tests {
		rules := readRobots(tt.text)
		for _, path := range strings.Fields(tt.may) {
			if !rules.allow("https://a.example" + path) {
				t.Errorf("%s: %s is kept off", tt.name, path)
			}
		}
		for _, path := range strings.Fields(tt.mayNot) {
			if rules.allow("https://a.example" + path) {
				t.Errorf("%s: %s is let in", tt.name, path)
			}
		}
	}
}

// TestRobotsOfHosts: robots.txt is read once a host, before anything else, also where a redirect leads; a host whose robots.txt can't be had is not asked for more.
func TestRobotsOfHosts(t *testing.T) {
	shy := newAsked(t, nil)
	shy.robots = true
	shy.answer = func(_ int, w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			w.Write([]byte("User-agent: *\nDisallow: /private\n"))
		}
	}
	ill := newAsked(t, nil)
	ill.robots = true
	ill.answer = func(_ int, w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			w.WriteHeader(503)
		}
	}
	leads := newAsked(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, shy.URL+"/private/there", http.StatusFound)
	})
	answers := check(t, local(), quick(), shy.URL+"/a", shy.URL+"/private/b", leads.URL+"/", ill.URL+"/c")
	for link, want := range map[string]State{shy.URL + "/a": Fine, shy.URL + "/private/b": Unsure, leads.URL + "/": Unsure, ill.URL + "/c": Unsure} {
		if got := answers[link]; got.State != want || want == Unsure && got.Why == "" {
			t.Errorf("%s: %+v, want %s", link, got, want)
		}
	}
	seen := strings.Join(shy.log, " ")
	if !strings.HasPrefix(seen, "GET /robots.txt") || strings.Contains(seen, "/private") {
		t.Error(seen)
	}
	if seen := strings.Join(ill.log, " "); strings.Contains(seen, "/c") {
		t.Error(seen)
	}
}

func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /*a$\nAllow: /", "/ba")
	f.Fuzz(func(t *testing.T, text, path string) {
		if rules := readRobots(text); len(rules) == 0 && !rules.allow("https://a.example/"+path) {
			t.Error("kept off by no rule")
		}
	})
}
