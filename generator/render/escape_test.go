// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"bytes"
	"fmt"
	"html/template"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"commonplace/generator/site"
)

// hostile is what a stranger may write where a plain text or an address is expected, and the innocent text that must give the same
// elements and attributes.
var hostile = []struct{ text, innocent string }{
	{`"><script>alert(1)</script>`, "an x"},
	{`'><img src=x onerror=alert(1)>`, "an x"},
	{`" onmouseover="alert(1)" x="`, "an x"},
	{"` onfocus=alert(1) autofocus ", "an x"},
	{`</title></textarea></style><script>alert(1)</script>`, "an x"},
	{`--><script>alert(1)</script><!--`, "an x"},
	{"<scr\x00ipt>alert(1)</script>", "an x"},
	{`{{.}}{{template "page" .}}`, "an x"},
	{`&lt;script&gt;&quot;&#x3c;`, "an x"},
	{`javascript:alert(1)`, "an x"},
	{"\tjava\nscript:alert(1)", "an x"},
	{`data:text/html,<script>alert(1)</script>`, "an x"},
	{`//evil.example/"><script>`, "an x"},
	{`\\evil.example\<script>`, "an x"},
	{"\u202e\u2066<b>", "an x"},
	{`https://evil.example/"><script>alert(1)</script>`, "https://x.example/"},
	{`https://evil.example/' onclick='alert(1)`, "https://x.example/"},
	{`HTTP://evil.example/ onclick=alert(1)`, "https://x.example/"},
}

// TestHostileMetadata puts a hostile text into every string of every view: the page has the elements and attributes that an innocent text
// gives it, and no address that leads where it should not.
func TestHostileMetadata(t *testing.T) {
	theme := mustLoad(t)
	for name := range blankViews() {
		for _, h := range hostile {
			bad := printFilled(t, theme, name, h.text)
			good := printFilled(t, theme, name, h.innocent)
			if got, want := skeleton(t, bad), skeleton(t, good); !slices.Equal(got, want) {
				t.Errorf("%s with %q in every field has other elements than with %q:\n%s", name, h.text, h.innocent, bad)
			}
			for _, address := range addresses(t, bad) {
				u, err := url.Parse(address)
				switch {
				case err != nil:
					t.Errorf("%s with %q: address %q: %v", name, h.text, address, err)
				case u.Scheme == "mailto":
				case u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https":
					t.Errorf("%s with %q: address %q", name, h.text, address)
				case u.Scheme == "" && u.Host != "" || strings.HasPrefix(address, `\`):
					t.Errorf("%s with %q: address %q leads to another host", name, h.text, address)
				}
			}
		}
	}
}

func printFilled(t *testing.T, theme *Theme, name, text string) []byte {
	t.Helper()
	view := blankViews()[name]
	complete(reflect.ValueOf(view).Elem(), text, 0)
	frame, err := frameOf(view)
	if err != nil {
		t.Fatal(err)
	}
	// These two are the site's own.
	frame.Template, frame.Root = name, "../"
	out, err := theme.Press(frame.Chrome).AppendView(nil, view, nil)
	if err != nil {
		t.Fatal(err)
	}
	out, err = theme.Press(frame.Chrome).AppendEmbed(out, frame, &site.Embed{Card: &site.Card{Title: text, Path: text, License: text, Lang: text}, Authors: []site.PersonRef{{Text: text}}}, "cp-e1", nil)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// skeleton is the elements and the names of their attributes.
func skeleton(t *testing.T, page []byte) []string {
	t.Helper()
	var list []string
	for z := html.NewTokenizer(bytes.NewReader(page)); z.Next() != html.ErrorToken; {
		token := z.Token()
		switch token.Type {
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken, html.CommentToken:
			item := token.Type.String() + " " + token.DataAtom.String()
			for _, a := range token.Attr {
				item += " " + a.Key
			}
			list = append(list, item)
		}
	}
	return list
}

func addresses(t *testing.T, page []byte) []string {
	t.Helper()
	var list []string
	for z := html.NewTokenizer(bytes.NewReader(page)); z.Next() != html.ErrorToken; {
		for _, a := range z.Token().Attr {
			switch a.Key {
			case "href", "src":
				list = append(list, a.Val)
			case "content":
				if _, address, ok := strings.Cut(a.Val, "; url="); ok {
					list = append(list, address)
				}
			}
		}
	}
	return list
}

// TestWellFormed holds of every sample in every language: elements are closed in order, ids are unique and ours begin with cp-, labels
// exist, there is one h1 and no level of headings is left out, and no style or script stands in the page.
func TestWellFormed(t *testing.T) {
	theme := mustLoad(t)
	for lang := range theme.words {
		for _, s := range samples(t, lang) {
			for _, fault := range faults(s.print(t, theme)) {
				t.Errorf("%s in %s: %s", s.name, lang, fault)
			}
		}
	}
}

func faults(page []byte) []string {
	var list, open []string
	fault := func(format string, args ...any) { list = append(list, fmt.Sprintf(format, args...)) }
	void := []string{"meta", "link", "img", "hr", "br", "input"}
	ids, labels, classes := map[string]bool{}, []string{}, []string{}
	level, ones := 0, 0
	z := html.NewTokenizer(bytes.NewReader(page))
	for z.Next() != html.ErrorToken {
		token := z.Token()
		switch token.Type {
		case html.StartTagToken:
			prose := slices.Contains(classes, "prose")
			class := ""
			for _, a := range token.Attr {
				switch {
				case a.Key == "class":
					class = a.Val
				case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
					fault("<%s> has %s", token.Data, a.Key)
				case a.Key == "aria-labelledby":
					labels = append(labels, a.Val)
				case a.Key == "id":
					if ids[a.Val] {
						fault("id %q is there twice", a.Val)
					}
					if ids[a.Val] = true; !prose && !strings.HasPrefix(a.Val, "cp-") {
						fault("id %q of the theme does not begin with cp-", a.Val)
					}
				}
			}
			if token.Data == "style" || token.Data == "script" && !isOwnScript(token.Attr) {
				fault("<%s>", token.Data)
			}
			if len(token.Data) == 2 && token.Data[0] == 'h' && token.Data[1] >= '1' && token.Data[1] <= '6' {
				now := int(token.Data[1] - '0')
				if now > level+1 {
					fault("<h%d> follows <h%d>", now, level)
				}
				if level = now; now == 1 {
					ones++
				}
			}
			if !slices.Contains(void, token.Data) {
				open, classes = append(open, token.Data), append(classes, class)
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				fault("</%s> where %v is open", token.Data, open)
				return list
			}
			open, classes = open[:len(open)-1], classes[:len(classes)-1]
		}
	}
	if len(open) > 0 {
		fault("%v is not closed", open)
	}
	if ones != 1 {
		fault("%d elements h1", ones)
	}
	for _, id := range labels {
		if !ids[id] {
			fault("no element has the id %q", id)
		}
	}
	return list
}

// isOwnScript knows the scripts of the theme, which are files, and data that no browser runs.
func isOwnScript(attributes []html.Attribute) bool {
	for _, a := range attributes {
		if a.Key == "type" && a.Val == "application/ld+json" || a.Key == "src" && (strings.HasPrefix(strings.TrimLeft(a.Val, "./"), site.ThemeDir) || strings.HasPrefix(a.Val, "../search/")) {
			return true
		}
	}
	return false
}

func TestFaultsAreFound(t *testing.T) {
	for _, page := range []string{
		`<h1></h1><p><b></p>`, `<h1></h1><p>`, `<h1></h1><h3></h3>`, `<p></p>`, `<h1 style="x"></h1>`, `<h1 onclick="x"></h1>`, `<h1></h1><script></script>`, `<h1></h1><script src="https://x.example/theme/x.js"></script>`,
		`<h1 id="x"></h1>`, `<h1 id="cp-x"></h1><p id="cp-x"></p>`, `<h1></h1><p aria-labelledby="cp-x"></p>`,
	} {
		if faults([]byte(page)) == nil {
			t.Errorf("nothing is found in %s", page)
		}
	}
}

func TestHref(t *testing.T) {
	for _, test := range []struct{ root, path, want string }{
		{"", "a.html", "a.html"},
		{"../", "b/a.html", "../b/a.html"},
		{"", "a:b.html", "./a:b.html"},
		{"../", "a:b.html", "../a:b.html"},
		{"", "b/a:c.html", "b/a:c.html"},
		{"", "//evil.example/", "evil.example/"},
		{"/", "/evil.example/", "/evil.example/"},
		{"", "", "./"},
		{"", "a%20b.html", "a%20b.html"},
		{"", "a b\"<>'`\n&.html", "a%20b%22%3C%3E%27%60%0A&amp;.html"},
		{"", "κοινά.html", "κοινά.html"},
	} {
		if got := string(appendHref(nil, test.root, test.path)); got != ` href="`+test.want+`"` {
			t.Errorf("href(%q, %q) is %s, want %s", test.root, test.path, got, test.want)
		}
	}
}

func FuzzHref(f *testing.F) {
	for _, h := range hostile {
		f.Add(h.text)
	}
	f.Fuzz(func(t *testing.T, path string) {
		for _, root := range []string{"", "../"} {
			found := addresses(t, []byte("<a"+string(appendHref(nil, root, path))+">"))
			if len(found) != 1 {
				t.Fatalf("%q gives %q", path, found)
			}
			if u, err := url.Parse(found[0]); err == nil && (u.Scheme != "" || u.Host != "" || strings.HasPrefix(found[0], "/") || strings.HasPrefix(found[0], `\`)) {
				t.Fatalf("%q leads to %q", path, found[0])
			}
		}
	})
}

// TestEveryByte holds how each byte is written in text and in a URL.
func TestEveryByte(t *testing.T) {
	for c := range 256 {
		text := string([]byte{'x', byte(c), 'y'})
		if got, want := string(appendText(nil, text)), template.HTMLEscapeString(text); got != want {
			t.Errorf("byte %d in text is %q, want %q", c, got, want)
		}
		want := text
		switch {
		case c == '&':
			want = "x&amp;y"
		case c <= ' ' || c == 0x7f || strings.IndexByte("\"'<>`\\", byte(c)) >= 0:
			want = fmt.Sprintf("x%%%02Xy", c)
		}
		if got := string(appendURL(nil, text)); got != want {
			t.Errorf("byte %d in a URL is %q, want %q", c, got, want)
		}
	}
}
