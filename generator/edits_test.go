// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package generator_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"maps"
	"math/rand/v2"
	"path"
	"slices"
	"strings"

	"commonplace/themes"
)

// A world is a small commons in memory that is edited at random. Names, titles and sections come from short lists, so that pages link to
// each other, want each other's addresses and share names all the time.
type world struct {
	*rand.Rand
	pages  []*draft
	others tree              // people, media, themes and whatever else is no page
	site   map[string]string // lines of site.yaml by key
	date   string
	drafts bool
	calm   bool // nothing is edited of which every output depends, so that nothing hides what was not made again
	count  int  // for names that nothing else has
}

// A draft is a page before it is written down.
type draft struct {
	path   string
	fields map[string]string // lines of front matter by key
	blocks []string
	raw    string // the file as it is, if not empty
}

func newWorld(seed uint64) *world {
	w := &world{Rand: rand.New(rand.NewPCG(seed, 1)), others: tree{}, site: map[string]string{}, date: today}
	for range 8 + w.IntN(8) {
		w.addPage()
	}
	for _, p := range w.pages {
		for range w.IntN(5) {
			w.setField(p)
		}
		p.blocks = append(p.blocks, w.block(), w.block())
	}
	for range w.IntN(4) {
		w.addOther()
	}
	for range w.IntN(5) {
		w.set()
	}
	if w.chance(2) {
		w.site["url"] = "url: https://example.org/water/" // feeds and a sitemap
	}
	w.calm = !w.chance(3)
	return w
}

func (w *world) word(list ...string) string { return list[w.IntN(len(list))] }

// chance is true once in n times.
func (w *world) chance(n int) bool { return w.IntN(n) == 0 }

func (w *world) name() string {
	return w.word("alpha", "Alpha", "beta", "gamma-delta", "Gamma delta", "Überblick", "U\u0308berblick", "日本", "CON", "index", "README", "echo", "a.b", "404")
}

func (w *world) title() string {
	return w.word("Alpha", "Beta", "Gamma delta", "Überblick", "日本", "Echo & <Co>", "Commons: a \"word\"", "beta", "Sitemap", "مشاع")
}

func (w *world) section() string {
	return w.word("Roots", "Practice", "Overview", "Roots", "1. Überblick")
}

func (w *world) folder() string {
	return w.word("content/", "content/", "content/", "content/guide/", "content/guide/deep/", "content/wanted/", "content/decisions/", "more/")
}

func (w *world) medium() string {
	return w.word("content/map.png", "content/guide/map.png", "content/plan.svg", "content/paper.pdf", "content/notes.txt", "static/robots.txt", "static/alpha.html",
		"content/Map.PNG", "content/trick.png")
}

// any names something that is there, or could be.
func (w *world) any() string {
	if len(w.pages) > 0 && !w.chance(3) {
		p := w.pages[w.IntN(len(w.pages))]
		for _, key := range []string{"id", "title", "slug"} {
			if line := p.fields[key]; line != "" && w.chance(2) {
				return strings.Trim(strings.TrimPrefix(line, key+": "), `"`)
			}
		}
		_, base := path.Split(p.path)
		return w.word(strings.TrimSuffix(base, path.Ext(base)), "/"+strings.TrimPrefix(p.path, "content/"), base)
	}
	switch w.IntN(6) {
	case 0:
		return w.title()
	case 1:
		return w.name() + ".md"
	case 2:
		return "id-" + w.word("1", "2", "3")
	case 3:
		return w.name() + w.word(".html", "/", "")
	case 4:
		return "../" + w.folder() + w.name() + ".md"
	}
	return w.word("/", "./", "guide/", "../", "deep/") + w.name() + w.word(".md", ".html", "")
}

func (w *world) link() string {
	w.count++
	switch w.IntN(11) {
	case 0, 1:
		return "[" + w.title() + "](<" + w.any() + ">)"
	case 2, 9, 10:
		return "[[" + w.any() + "]]"
	case 3:
		return "[[" + w.title() + "#" + w.section() + "|a label]]"
	case 4:
		return "[part](" + w.name() + ".md#" + strings.ToLower(w.section()) + ")"
	case 5:
		return "![A picture](" + strings.TrimPrefix(w.medium(), "content/") + ")"
	case 6:
		return "[outside](https://example.org/" + w.name() + ") and <ada@example.org>"
	case 7:
		return fmt.Sprintf("[[Wanted %d]]", w.IntN(3))
	}
	return "![remote](https://images.example/x.png) and [file](" + strings.TrimPrefix(w.medium(), "content/") + ")"
}

func (w *world) block() string {
	w.count++
	sentence := fmt.Sprintf("Sentence %d says more.", w.count)
	switch w.IntN(12) {
	case 0:
		return strings.Repeat("#", 1+w.IntN(3)) + " " + w.section()
	case 1:
		return "![[" + w.any() + "]]"
	case 2:
		return "![[" + w.any() + "#" + w.section() + "]]"
	case 3:
		return "- " + sentence + "\n- " + w.link() + "\n  1. " + w.link()
	case 4:
		return "> [!NOTE]\n> " + sentence + " " + w.link()
	case 5:
		return "| a | b |\n|---|---|\n| " + sentence + " | " + w.link() + " |"
	case 6:
		return sentence + "[^1] " + w.link() + "\n\n[^1]: A note with " + w.link()
	case 7:
		return "```go\nfunc f() { // " + sentence + "\n```"
	case 8:
		return "<details><summary>" + sentence + "</summary>\n\n" + w.link() + "\n\n</details> <paste> <script>x</script>"
	}
	return sentence + " Here is " + w.link() + ". And then " + w.link() + "!"
}

func (w *world) addPage() *draft {
	p := &draft{path: w.free(), fields: map[string]string{}}
	if w.chance(2) {
		p.fields["title"] = fmt.Sprintf("title: %q", w.title())
	}
	for range 1 + w.IntN(5) {
		p.blocks = append(p.blocks, w.block())
	}
	w.pages = append(w.pages, p)
	return p
}

// free is a path that no page has.
func (w *world) free() string {
	for {
		name := w.folder() + w.name() + w.word(".md", ".md", ".md", ".markdown")
		if w.count++; w.count%7 == 0 {
			name = fmt.Sprintf("content/page-%d.md", w.count)
		}
		if !slices.ContainsFunc(w.pages, func(p *draft) bool { return p.path == name }) {
			return name
		}
	}
}

func (w *world) list() string {
	var items []string
	for range 1 + w.IntN(3) {
		items = append(items, fmt.Sprintf("%q", w.title()))
	}
	return "[" + strings.Join(items, ", ") + "]"
}

func (w *world) day() string {
	return fmt.Sprintf("20%d-0%d-1%d", 20+w.IntN(7), 1+w.IntN(9), w.IntN(9))
}

// setField gives a page a field, another value of one, or takes one away.
func (w *world) setField(p *draft) string {
	fields := map[string]func() string{
		"id":        func() string { return "id-" + w.word("1", "2", "3") },
		"title":     func() string { return fmt.Sprintf("%q", w.title()) },
		"slug":      func() string { return fmt.Sprintf("%q", w.word(w.name(), "../x", "a/b", "con", "404", "index")) },
		"aliases":   func() string { return w.word(w.list(), `["/old/address", "/index.html", "/`+w.name()+`"]`, "[Beta]") },
		"tags":      func() string { return w.word(w.list(), "[red, Red, RED]", "[green]", "one two") },
		"domain":    func() string { return w.word("water", "[Water, air]") },
		"type":      func() string { return w.word("pattern", "Pattern", "case", "guide") },
		"summary":   func() string { return w.word("Short.", "\"<b>bold</b> & more\"", "Written to ada@example.org") },
		"lang":      func() string { return w.word("en", "de", "ar", "xx-nonsense") },
		"created":   w.day,
		"updated":   w.day,
		"license":   func() string { return w.word("CC0-1.0", "CC BY-SA 4.0", "MIT", "secret") },
		"copyright": func() string { return "2026 " + w.word("Ada", "Bo") },
		"authors": func() string {
			return w.word("[ada]", "[Bo Example, ada]", "\"Ada Example <ada@example.org>\"", "[\"@ada\"]", "[{name: Bo, github: bo}]", "[{name: Dot Example, url: \"https://github.com/bo\"}]")
		},
		"contributions": func() string { return w.word("{translation: [bo], design: [ada]}", "[{name: cy, role: review}]") },
		"stewards":      func() string { return w.word("[ada]", "[bo, nobody]") },
		"relations": func() string {
			return w.word("{enables: "+w.list()+"}", "{requires: [{to: Alpha, weight: 0.5, note: \"a note\"}], feeds: [Nowhere]}", "{feeds: [Beta], fed_by: [Alpha, 日本]}")
		},
		"references": func() string {
			return w.word("[A book]", "[{title: Work, year: 2001, url: \"https://example.org/\"}]", "[{url: \"javascript:x\"}]")
		},
		"known_uses": func() string { return "[{name: Use, url: \"https://example.org/use\"}]" },
		"derived_from": func() string {
			return "[" + w.word("{title: Source, author: Bo, license: CC-BY-4.0, changes: shorter}", "{title: Source, license: CC-BY-SA-4.0, override: We asked.}",
				"{title: "+fmt.Sprintf("%q", w.title())+", license: GPLv3}", "{source: beta.md}, {title: "+fmt.Sprintf("%q", w.title())+"}") + "]"
		},
		"deprecated":      func() string { return w.word("true", "{reason: old, replaced_by: Beta}") },
		"draft":           func() string { return w.word("true", "false", "maybe") },
		"status":          func() string { return w.word("reviewed", "draft", "adopted") },
		"reviews":         func() string { return w.word("[ada]", "[{reviewer: bo, recommendation: accept, date: 2026-01-01}]") },
		"review_in":       func() string { return w.word("1 day", "20 years", "soon") },
		"supersedes":      func() string { return w.word("0001", "Alpha") },
		"colour":          func() string { return w.word("red", "Red", "[blue, green]") },
		"keywords":        func() string { return w.list() },
		"order":           func() string { return w.word("1", "2", "-3.5", "last") },
		"translation_of":  func() string { return w.word("Alpha", "id-1", "{id: id-2}") },
		"translation_key": func() string { return w.word("a", "b") },
		"sumary":          func() string { return "an unknown key" },
	}
	key := w.word(slices.Sorted(maps.Keys(fields))...)
	if w.chance(4) {
		key = w.word("title", "summary", "license", "status", "slug", "id") // what other pages show
	}
	if p.fields[key] != "" && w.chance(3) {
		delete(p.fields, key)
		return p.path + ": no " + key
	}
	p.fields[key] = key + ": " + fields[key]()
	return p.path + ": " + p.fields[key]
}

// set gives site.yaml a setting, another value of one, or takes one away.
func (w *world) set() string {
	choices := map[string][]string{
		"title":       {"The Water Commons", `"A & <b> \"q\""`},
		"description": {"Words", "More words"},
		"url":         {"https://example.org/water/", "https://example.org/"},
		"address":     {`"/{type}/{slug}/"`, `"/{slug}"`, `"/{lang}/{path}/{slug}/"`, `"/p/{id}"`, `"/{path}/{slug}/"`},
		"facets":      {"{colour: {field: colour, label: Colour}}", "{shade: {field: colour}, key: {field: keywords}}", "{colour: {labels: {red: Crimson}, groups: {Warm: [red]}}, tag: {groups: {Some: [red, green]}}}"},
		"relations":   {"{feeds: {inverse: fed_by, label: Feeds}}", "{feeds: {inverse: feeds}}", "{feeds: {machine: true}, enables: {label: Makes}}"},
		"license":     {"CC-BY-SA-4.0", "CC0-1.0", "{text: CC BY 4.0, code: MIT}"},
		"badges":      {"true", "false"},
		"language":    {"de", "ar"},
		"languages":   {"[en, de, ar]", "[de, guide]"},
		"types":       {"{pattern: {required: [title, summary], sections: [Roots]}}", "{page: {id: typeid, values: {colour: [blue]}, sections: [Roots, Leaves]}}"},
		"exports":     {"[{template: themes/list.tmpl, path: list.csv}]", "[{template: themes/list.tmpl, path: guide/beta.html}]"},
		"repository":  {"{url: \"https://git.example/x\", branch: main, kind: gitlab}", "{url: \"https://git.example/y\"}"},
		"look":        {`{accent: "#2f6f4f"}`, "{accent: \"#a00\", logo: static/logo.svg}"},
		"contact":     {"hello@example.org"},
		"limits": {"{tags: 1}", "{page: 400B}", "{image_bytes: 110B}", "{image_pixels: 1}", "{embed_depth: 1}", "{expanded: 200B}", "{aliases: 0}",
			"{nesting: 2, front_matter: 80B}"},
		"markdown":    {"{remote: true}", "{html: [iframe]}", "{dialects: [containers, admonitions, liquid, blocks, highlight], variables: {x: Alpha}}", "{slugs: mkdocs, dialects: []}"},
		"links":       {"{order: [wiki, file]}"},
		"diagnostics": {"{broken-link: error, wanted-page: \"off\"}", "{address-conflict: warning}"},
		"theme":       {"plain"},
		"people":      {"{aliases: {cy: ada, Bo: bo}}"},
		"static":      {"[static, more-static]"},
		"sources": {"[{root: content}, {root: more, url: more}]", "[{root: content, url: wiki}]", "[{root: content, fields: {tags: [keywords]}, values: {tags: {Alpha: first}}}]",
			`[{root: content, paths: {"guide/*": {type: guide, domain: help}}}]`, "[{root: content, facts: {domain: all, license: MIT}}]",
			`[{root: content, exclude: ["guide/**"]}]`, "[{root: content, nav: SUMMARY.md}]", "[{root: content, fields: {order: [colour, order]}}]", `[{root: content, include: ["*.md"]}, {root: more}]`, `[{root: content, include: ["**/*.md", "**/*.txt"]}]`, `[{root: content, type: pattern, address: "/x/{slug}/"}]`},
	}
	key := w.word(slices.Sorted(maps.Keys(choices))...)
	if w.site[key] != "" && w.chance(3) {
		delete(w.site, key)
		return "site.yaml: no " + key
	}
	w.site[key] = key + ": " + w.word(choices[key]...)
	return "site.yaml: " + w.site[key]
}

// picture is a PNG of six pixels; what stands behind it makes each another file.
func picture(behind string) string {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 2, 3))); err != nil {
		panic(err)
	}
	return b.String() + behind
}

// addOther makes, changes or removes a file that is no page.
func (w *world) addOther() string {
	w.count++
	n := fmt.Sprint(w.count)
	name, text := "", ""
	kinds := 12
	if w.calm {
		kinds = 5
	}
	switch w.IntN(kinds) {
	case 0, 1:
		name = w.medium()
		switch {
		case strings.HasSuffix(name, "trick.png"):
			text = "<html><script>" + n + "</script>"
		case strings.HasSuffix(strings.ToLower(name), ".png"):
			text = picture(strings.Repeat("x", w.IntN(60)) + n)
		case strings.HasSuffix(name, ".svg"):
			text = `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="9"><script>a</script><text>` + n + `</text></svg>`
		case strings.HasSuffix(name, ".pdf"):
			text = "%PDF-1.7 " + n
		default:
			text = "text " + n
		}
	case 2:
		name = "content/contributors/" + w.word("ada", "bo") + ".yaml"
		text = "name: " + w.word("Ada Example", "Ada "+n, "Bo Example") + "\nlisted: " + w.word("true", "false") + "\naccounts: {github: ada-example}\nroles: [{role: steward, scope: \"tag:red\"}]\n"
		switch w.IntN(4) {
		case 0:
			name, text = ".all-contributorsrc", `{"contributors": [{"login": "`+w.word("ada-example", "bo", "cy")+`", "name": "Cy `+n+`", "contributions": ["code", "tea"]}], "types": {"tea": {"description": "Made tea"}}}`
		case 1:
			name, text = "CITATION.cff", "cff-version: 1.2.0\nauthors: [{family-names: Example, given-names: "+w.word("Ada", "Bo")+"}, {name: Harbour}]\n"
		}
	case 3:
		name, text = w.review()
	case 4:
		name, text = w.dispute()
	case 11:
		name, text = "governance.yaml", w.rules()
	case 5:
		name = "themes/" + w.word("default", "plain") + "/style.css"
		text = "body { margin: " + n + "px }\n"
	case 6:
		name = "themes/" + w.word("default", "plain") + "/" + w.word("page.html", "list.html", "embed.html")
		text = builtin(name) + "<!-- " + w.word("one", "two") + " -->"
		if w.chance(8) {
			text = "{{.Nothing"
		}
	case 7:
		name = "themes/" + w.word("default", "plain") + "/words/en.yaml"
		text = "edit: Alter " + n + "\n"
	case 9:
		name = w.word("content/SUMMARY.md", "themes/list.tmpl")
	case 10:
		name = w.word("content/guide", "content/deep/er", "content") + "/_category_.json"
		text = `{"label": "Label ` + n + `", "position": ` + w.word("1", "2.5", `"x"`) + `}`
	case 8:
		name = w.word("content/script.js", "content/.hidden.md", "static/logo.svg", "static/CNAME", "content/reviews/alpha/x.yaml", "content/reviews/note.md", "content/data.yaml")
		text = `<svg xmlns="http://www.w3.org/2000/svg"><text>` + n + `</text></svg>`
	}
	switch name {
	case "content/SUMMARY.md":
		text = "# Contents\n\n- [One](" + w.any() + ")\n  - [Two](" + w.name() + ".md)\n- Part\n- [Three](guide/" + w.name() + ".md)\n"
	case "themes/list.tmpl":
		text = "{{range .pages}}{{csv .title .tags .url}}\n{{end}}" + n
	}
	if _, ok := w.others[name]; ok && w.chance(4) {
		delete(w.others, name)
		return "remove " + name
	}
	w.others[name] = text
	return "write " + name
}

// builtin is the text of a template that comes with the program.
func builtin(name string) string {
	text, err := themes.Embedded().Open("default/" + name[strings.LastIndexByte(name, '/')+1:])
	if err != nil {
		panic(err)
	}
	defer text.Close()
	var b strings.Builder
	buf := make([]byte, 1<<12)
	for {
		n, err := text.Read(buf)
		b.Write(buf[:n])
		if err != nil {
			return b.String()
		}
	}
}

// edit changes something and says what.
func (w *world) edit() string {
	p := w.pages[w.IntN(len(w.pages))]
	n := w.IntN(100)
	if w.calm {
		n = w.IntN(84)
	}
	switch {
	case n < 22:
		k := w.IntN(len(p.blocks) + 1)
		if k == len(p.blocks) {
			p.blocks = append(p.blocks, w.block())
		} else {
			p.blocks[k] = w.block()
		}
		p.raw = ""
		return p.path + ": text"
	case n < 26:
		p.blocks = p.blocks[:len(p.blocks)/2]
		return p.path + ": less text"
	case n < 50:
		p.raw = ""
		return w.setField(p)
	case n < 58:
		old := p.path
		p.path = w.free()
		return old + " becomes " + p.path
	case n < 64:
		if len(w.pages) < 3 {
			return "nothing"
		}
		w.pages = slices.DeleteFunc(w.pages, func(q *draft) bool { return q == p })
		return p.path + " goes"
	case n < 70:
		return w.addPage().path + " comes"
	case n < 74:
		return p.path + ": " + w.spoil(p)
	case n < 84:
		return w.addOther()
	case n < 94:
		return w.set()
	case n < 97:
		w.drafts = !w.drafts
		return fmt.Sprintf("drafts: %v", w.drafts)
	}
	w.date = w.day()
	return "date: " + w.date
}

// spoil makes a file of a page that few people would write.
func (w *world) spoil(p *draft) string {
	text := p.text()
	at := w.IntN(len(text))
	how := w.word("a byte", "cut", "CRLF", "BOM", "NUL", "twice", "key twice", "UTF-16", "empty", "rule")
	switch how {
	case "a byte":
		text = text[:at] + string([]byte{byte(w.IntN(256))}) + text[at+1:]
	case "cut":
		text = text[:at]
	case "CRLF":
		text = strings.ReplaceAll(text, "\n", "\r\n")
	case "BOM":
		text = "\ufeff" + text
	case "NUL":
		text = text[:at] + "\x00\u202e\u0001" + text[at:]
	case "twice":
		text += text
	case "key twice":
		text = "---\ntitle: One\ntitle: Two\ndraft: false\n" + strings.TrimPrefix(text, "---\n")
	case "UTF-16":
		text = "\xff\xfe" + strings.Join(strings.Split(text, ""), "\x00")
	case "empty":
		text = "\n"
	case "rule":
		text = "---\n\n" + text
	}
	p.raw = text + "\n"
	return how
}

func (p *draft) text() string {
	if p.raw != "" {
		return p.raw
	}
	var b strings.Builder
	if len(p.fields) > 0 {
		b.WriteString("---\n")
		for _, key := range slices.Sorted(maps.Keys(p.fields)) {
			b.WriteString(p.fields[key] + "\n")
		}
		b.WriteString("---\n\n")
	}
	b.WriteString(strings.Join(p.blocks, "\n\n") + "\n")
	return b.String()
}

// files is the commons as it lies on the disk.
func (w *world) files() tree {
	files := maps.Clone(w.others)
	// Folders that site.yaml may name are always there.
	for _, name := range []string{"content/keep.yaml", "more/keep.yaml", "static/keep.txt", "more-static/more.txt", "themes/plain/keep.txt"} {
		files[name] = "kept\n"
	}
	for _, p := range w.pages {
		files[p.path] = p.text()
	}
	if len(w.site) > 0 {
		var b strings.Builder
		for _, key := range slices.Sorted(maps.Keys(w.site)) {
			b.WriteString(w.site[key] + "\n")
		}
		files["site.yaml"] = b.String()
	}
	return files
}
