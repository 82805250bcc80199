// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"commonplace/generator/config"
	"commonplace/generator/history"
	"commonplace/generator/page"
	"commonplace/generator/source"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write what is said now into the case files")

// Each case in testdata is a small commons and what linking makes of it: addresses, links, relations, backlinks, lists and
// diagnostics. Only what the case is about is asked for, by the first words of the lines in its file "want".
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	presets, _ := filepath.Glob("testdata/presets/*.txtar")
	if files = append(files, presets...); err != nil || len(presets) < len(config.Presets())-1 {
		t.Fatal("too few cases", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var want *txtar.File
			for i := range ar.Files {
				if ar.Files[i].Name == "want" {
					want = &ar.Files[i]
				}
			}
			if want == nil {
				t.Fatal("the case has no file want")
			}
			topics := topicsOf(ar.Comment)
			got := dump(linkArchive(t, ar), topics)
			if got == string(want.Data) {
				return
			}
			if !*update {
				t.Fatalf("got:\n%s\nwant:\n%s", got, want.Data)
			}
			want.Data = []byte(got)
			if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// topicsOf reads the line "show: page link …" of a case's comment.
func topicsOf(comment []byte) []string {
	for line := range strings.Lines(string(comment)) {
		if rest, ok := strings.CutPrefix(line, "show:"); ok {
			return strings.Fields(rest)
		}
	}
	return nil
}

// linkArchive links the files of an archive. A file "ledger" gives the history: path, created, updated, then former paths; behind “ by ” people as author=Ada Example.
func linkArchive(t testing.TB, ar *txtar.Archive) *Site {
	t.Helper()
	dir := t.TempDir()
	in := &Inputs{Date: "2026-11-22", Other: map[string]bool{}, Ledger: &history.Ledger{}}
	for _, f := range ar.Files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cfg, diags, err := config.Load(config.Options{Dir: dir})
	if err != nil || len(diags) > 0 {
		t.Fatal(err, diags)
	}
	files := slices.Clone(ar.Files)
	terms := map[string]*config.Term{}
	for i := range cfg.Sources {
		for _, g := range cfg.Sources[i].Glossaries {
			for k := range g.Terms {
				name := path.Join(cfg.Sources[i].Shown, g.Terms[k].Path)
				if slices.ContainsFunc(files, func(f txtar.File) bool { return f.Name == name }) {
					continue
				}
				terms[name] = &g.Terms[k]
				files = append(files, txtar.File{Name: name, Data: []byte(g.Terms[k].Text)})
			}
		}
	}
	in.Config = cfg
	slices.SortFunc(files, func(a, b txtar.File) int { return strings.Compare(a.Name, b.Name) })
	for number := range cfg.Sources {
		src := &cfg.Sources[number]
		parser := page.NewParser(&src.Reading)
		for _, f := range files {
			rel, ok := strings.CutPrefix(f.Name, src.Shown+"/")
			if !ok || slices.ContainsFunc(src.Exclude, func(glob string) bool { return source.Match(glob, rel) }) {
				continue
			}
			input := Input{Source: number, Path: rel, Shown: f.Name, File: source.Sum(f.Data), Facts: source.Sum(f.Data), Term: terms[f.Name]}
			rule := slices.IndexFunc(src.Reading.Records, func(m config.RecordMap) bool { return source.Match(m.Path, rel) })
			switch {
			case rule >= 0:
				input.Doc = parser.Registry(rule, f.Data)
			case strings.HasPrefix(rel, "contributors/"):
				input.Doc = parser.Person(f.Data)
			case rel == filepath.Base(src.Nav.Path):
				continue
			case strings.Contains(rel, "_category_."):
				input.Doc = page.Folder(f.Data)
			case strings.HasSuffix(rel, ".md"), strings.HasSuffix(rel, ".mdx"):
				input.Doc, _ = parser.Page(f.Data)
			case strings.HasSuffix(rel, ".png"):
				in.Media = append(in.Media, Medium{Shown: f.Name, Path: rel, Source: number, Type: "image/png", Width: 4, Height: 3})
				continue
			default:
				in.Other[f.Name] = true
				continue
			}
			in.Files = append(in.Files, input)
		}
	}
	for _, f := range ar.Files {
		if f.Name != "ledger" {
			continue
		}
		for line := range strings.Lines(string(f.Data)) {
			line, people, _ := strings.Cut(line, " by ")
			w := strings.Fields(line)
			file := history.File{Path: w[0], Created: w[1], Updated: w[2], FormerPaths: w[3:]}
			for p := range strings.SplitSeq(strings.TrimSpace(people), ", ") {
				if role, name, ok := strings.Cut(p, "="); ok {
					file.People = append(file.People, history.Person{Name: name, Role: role, First: w[1], Last: w[2]})
				}
			}
			in.Ledger.Files = append(in.Ledger.Files, file)
		}
	}
	return Link(in)
}

// dump says in words what a site is, line by line.
func dump(s *Site, topics []string) string {
	var b bytes.Buffer
	say := func(topic, format string, args ...any) {
		if slices.Contains(topics, topic) {
			fmt.Fprintf(&b, topic+" "+format+"\n", args...)
		}
	}
	for i := range s.pages {
		v := s.PageView(int32(i))
		shown := s.pages[i].Shown
		say("page", "%s at %s: %s", shown, s.pages[i].out, v.Title)
		say("facts", "%s: type %s, lang %s, license %s, status %s, dates %s %s, domain %v, tags %v, authors %v, credits %v, facets %v", shown, v.Type.Text, v.Lang,
			v.License.Text, v.Card.Status, v.Created, v.Updated, v.Domain, v.Tags, whoText(v.Authors), rolesText(v.Credits), v.Facets)
		for _, r := range v.Traces {
			say("trace", "%s %s: %s and %d more", shown, r.Role, whoText(r.People), r.More)
		}
		say("data", "%s: tags %v, facets %v", shown, s.PageFacts(i).Tags, s.PageFacts(i).Facets)
		say("crumbs", "%s: %v", shown, v.Crumbs)
		if v.Prev != nil {
			say("prev", "%s: %s", shown, v.Prev.Title)
		}
		if v.Next != nil {
			say("next", "%s: %s", shown, v.Next.Title)
		}
		if v.Successor != nil {
			say("successor", "%s: %s", shown, v.Successor.Title)
		}
		for k, l := range s.pages[i].Doc.Links {
			say("link", "%s %q to %s", shown, l.Target+hash(l.Fragment), targetText(&v.Targets[k]))
		}
		for _, g := range v.Relations {
			for _, item := range g.Items {
				to := "wanted " + item.Wanted.Text
				if item.Card != nil {
					to = item.Card.Title
				}
				machine := map[bool]string{true: " (by a machine)"}
				say("relation", "%s %s%s%s %s%s%s", shown, g.Kind, map[bool]string{true: " (inverse)"}[g.Inverse], machine[g.Machine], to, space(item.Weight)+space(item.Note), machine[item.Machine])
			}
		}
		for _, l := range v.Backlinks {
			say("backlink", "%s from %s: %s", shown, l.Card.Title, l.Sentence)
		}
		for _, r := range v.Translations {
			say("translation", "%s: %s %s", shown, r.Text, r.Path)
		}
		if len(v.Chapters) > 0 {
			say("below", "%s: %v", shown, v.Chapters)
		}
		for _, o := range v.Origins {
			from := first(o.Title, o.Address)
			if o.Card != nil {
				from = "the page " + o.Card.Title
			}
			say("origin", "%s: %s, %q: %s forbidden=%t%s%s", shown, from, o.License, o.Verdict.Rule, o.Forbidden, space(o.Commons), space(o.Address))
			if o.Through != nil {
				say("origin", "%s: … by way of %s", shown, o.Through.Title)
			}
		}
		for _, c := range v.UsedBy {
			say("used", "%s by %s", shown, c.Title)
		}
		if v.CodeLicense.Text != "" {
			say("code", "%s: %s", shown, v.CodeLicense.Text)
		}
		if l := v.Lag; l != nil {
			say("lag", "%s behind %s: changed %v, added %v, gone %d%s%s", shown, l.Original.Title, l.Changed, l.Added, l.Gone, space(l.Date), space(l.Own))
		}
		if len(v.Untranslated) > 0 {
			say("untranslated", "%s: %v", shown, v.Untranslated)
		}
	}
	for i, in := range s.people {
		p := in.Doc.Person
		say("person", "%s in %s: %s %s %s %s %v unlisted=%t", s.register.ids[i], in.Shown, p.Kind, p.Name, p.ORCID, p.Website, p.Accounts, p.Unlisted)
	}
	for _, r := range s.redirects {
		say("redirect", "%s to %s", r.out, s.pages[r.target].out)
	}
	for k := range s.wanted {
		for _, by := range s.wantedBy(k) {
			say("wanted", "%s (%s) by %s%s: %s", s.wanted[k].text, s.wanted[k].out, by.Card.Title, space(by.Relation), by.Sentence)
		}
	}
	for k := range s.facets {
		for _, t := range s.facets[k].terms {
			var titles []string
			for _, i := range t.pages {
				titles = append(titles, s.pages[i].title)
			}
			say("list", "%s %q at %s: %s", s.facets[k].link.Name, t.text, t.out, strings.Join(titles, ", "))
		}
	}
	for _, c := range s.Recent(100) {
		say("change", "%s %s new=%t", c.Date, c.Card.Title, c.New)
	}
	for _, e := range s.Entries() {
		say("entry", "%s", e.Path)
		switch v := e.View().(type) {
		case *ContentsView:
			for _, c := range v.Chapters {
				say("contents", "%s%q %s", strings.Repeat("  ", c.Level), c.Text, c.Path)
			}
		case *LicencesView:
			for _, r := range v.Licences {
				say("licence", "%s: %s, %d pages, known=%t", r.Text, r.Name, r.Count, r.Known)
			}
			say("licence", "none: %d pages", v.Unlicensed.Count)
			for _, c := range v.Conflicts {
				say("licence", "conflict: %s from %s", c.Card.Title, first(c.Origin.Title, c.Origin.Address))
			}
			for _, c := range v.Overrides {
				say("licence", "allowed all the same: %s, %s", c.Card.Title, c.Origin.Override)
			}
			for _, row := range v.Matrix {
				for k, cell := range row.Cells {
					say("matrix", "%s into %s: %s", row.From.Text, v.Matrix[k].From.Text, cell.Rule)
				}
			}
		case *ListView:
			if v.Facet.Name == "untranslated" {
				for _, c := range v.Cards {
					say("list", "%s: %s", e.Path, c.Title)
				}
			}
		case *IndexView:
			for _, c := range v.Lacks {
				say("list", "%s lacks %v", e.Path, c)
			}
			for _, g := range v.Groups {
				say("index", "%s %q: %v", e.Path, g.Label, g.Values)
			}
		case *CreditView:
			for n, gaps := range [][]Gap{v.Missing, v.Unproven} {
				for _, g := range gaps {
					say("gap", "%s %s: %s and %d more", []string{"missing", "unproven"}[n], whoText([]PersonRef{g.Who}), g.Cards[0].Title, g.More)
				}
			}
		case *PersonView:
			say("who", "%s: %s %s %v %v %v", e.Path, whoText([]PersonRef{v.Who}), v.Website, v.Accounts, v.Languages, v.Roles)
			for _, w := range v.Works {
				for _, y := range w.Years {
					for _, c := range y.Cards {
						say("work", "%s: %s %s %s", e.Path, w.Role, y.Year, c.Title)
					}
				}
			}
		}
	}
	for _, d := range s.Diagnostics() {
		if d.Code == source.CodeAddressMissing {
			continue
		}
		say("diagnostic", "%s:%d:%d [%s] %s%s", d.Path, d.Span.Line, d.Span.Column, d.Code, d.Message, space(d.Help))
		for _, n := range d.Notes {
			say("diagnostic", "  %s: %s", n.Path, n.Message)
		}
	}
	return b.String()
}

// whoText names people with their pages, and what else is known of them.
func whoText(people []PersonRef) string {
	list := make([]string, len(people))
	for k, p := range people {
		list[k] = fmt.Sprintf("{%s %s%s%s}", p.Text, p.Path, space(p.Kind), space(p.ORCID))
	}
	return fmt.Sprint(list)
}

func rolesText(roles []RoleRefs) string {
	list := make([]string, len(roles))
	for k, r := range roles {
		list[k] = fmt.Sprintf("{%s %s}", r.Role, whoText(r.People))
	}
	return fmt.Sprint(list)
}

func hash(fragment string) string {
	if fragment == "" {
		return ""
	}
	return "#" + fragment
}

func space(s string) string {
	if s == "" {
		return ""
	}
	return " | " + s
}

func targetText(t *Target) string {
	state := []string{"page", "file", "wanted", "nothing", "forge", "person"}[t.State]
	text := strings.TrimSpace(state + " " + t.Path + hash(t.Fragment))
	if t.Embed != nil {
		text += fmt.Sprintf(" embedding %s from %d", t.Embed.Card.Title, t.Embed.From)
		for k := range t.Embed.Targets {
			text += " (" + targetText(&t.Embed.Targets[k]) + ")"
		}
	}
	return text
}

// TestManyEmbeds: a page of nothing but embeds is told where they end.
func TestManyEmbeds(t *testing.T) {
	many := strings.Repeat("![[small]]\n\n", maxEmbeds+2)
	s := linkArchive(t, &txtar.Archive{Files: []txtar.File{{Name: "content/many.md", Data: []byte("# Many\n\n" + many)}, {Name: "content/small.md", Data: []byte("# Small\n")}}})
	var told []string
	for _, d := range s.Diagnostics() {
		if d.Code == source.CodeEmbedSize {
			told = append(told, fmt.Sprintf("line %d: %s", d.Span.Line, d.Message))
		}
	}
	if want := []string{"line 403: more than 200 embeds on one page: those that follow are links"}; !slices.Equal(told, want) {
		t.Errorf("%q, want %q", told, want)
	}
	shown := 0
	for _, target := range s.PageView(0).Targets {
		if target.Embed != nil {
			shown++
		}
	}
	if shown != maxEmbeds {
		t.Errorf("%d embeds are shown", shown)
	}
}

// TestLogo: site.yaml names the logo as a file; pages show it at its address.
func TestLogo(t *testing.T) {
	for logo, want := range map[string]string{"content/Our Mark.png": "Our-Mark.png", "content/index.md": ""} {
		s := linkArchive(t, &txtar.Archive{Files: []txtar.File{
			{Name: "site.yaml", Data: []byte("look: {logo: " + logo + "}\n")},
			{Name: "content/index.md", Data: []byte("# Home\n")}, {Name: "content/Our Mark.png", Data: []byte("picture")},
		}})
		if got := s.Chrome().Logo; got != want || (len(s.Media()) > 0) != (want != "") {
			t.Errorf("the logo %s is at %q, want %q; %d files are published", logo, got, want, len(s.Media()))
		}
		if told := slices.ContainsFunc(s.Diagnostics(), func(d source.Diagnostic) bool { return d.Code == source.CodeConfigValue }); told != (want == "") {
			t.Errorf("%s: %v", logo, s.Diagnostics())
		}
	}
}
