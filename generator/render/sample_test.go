// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"commonplace/generator/commons"
	"commonplace/generator/page"
	"commonplace/generator/site"
)

// sample is one page of an invented commons.
type sample struct {
	name string
	view any
	body []byte
}

// invented makes cards of pages that do not exist.
func invented(root, title, summary string) *site.Card {
	slug := strings.ToLower(strings.ReplaceAll(title, " ", "-"))
	return &site.Card{Title: title, Path: root + slug + ".html", Summary: summary, Type: "pattern", Lang: "en", License: "CC-BY-SA-4.0", Status: "published"}
}

func sampleChrome() *site.Chrome {
	return &site.Chrome{
		Title: "The Harbour Commons", Description: "Patterns for making and keeping things together", Language: "en",
		License: "CC-BY-SA-4.0", Copyright: "2026 The Harbour", Address: "https://harbour.example/", Repository: "https://forge.example/harbour", Contact: "hello@harbour.example",
		Facets: []site.FacetLink{
			{Name: "type", Path: "browse/type.html"}, {Name: "domain", Path: "browse/domain.html"}, {Name: "tag", Path: "browse/tag.html"},
			{Name: "author", Path: "browse/author.html"}, {Name: "license", Path: "browse/license.html"},
			{Name: "stage", Label: "Stages", Path: "browse/stage.html"},
		},
		Home: "index.html", Indexes: "browse/index.html", Wanted: "wanted/index.html", Changes: "browse/changes.html", Search: "search/index.html",
	}
}

func samplePage(c *site.Chrome) *site.PageView {
	own := invented("patterns/", "Copyleft", "A licence that gives everyone the freedom to use, change and share a work, on condition that they pass the same freedom on.")
	v := &site.PageView{
		Frame: site.Frame{Chrome: c, Template: "page", Path: own.Path, Root: "../", Title: own.Title, Description: own.Summary, Lang: "en",
			Canonical: "https://harbour.example/patterns/copyleft.html"},
		Card: own,
		Doc: &page.Doc{
			Meta: page.Meta{
				Title: own.Title, Summary: own.Summary, Aliases: []string{"Share alike", "Reciprocal licence"}, Status: "published", Version: "1.0",
				References: []page.Reference{
					{Title: "The harbour rules", Authors: "Example, Ada", Year: "2021", URL: "https://books.example/harbour"},
					{Text: "Bo Example, A letter to a friend of the commons, unpublished."},
				},
				KnownUses:   []page.Reference{{Title: "The tide tables of the Example coast", URL: "https://tides.example/"}},
				DerivedFrom: []page.Derivation{{Title: "On giving", Author: "Cy Example", Source: "https://giving.example/", License: "CC-BY-4.0", Changes: "shortened"}},
			},
			Headings: []page.Heading{
				{Level: 2, ID: "context", Text: "Context"}, {Level: 2, ID: "problem", Text: "Problem"}, {Level: 3, ID: "forces", Text: "Forces"},
				{Level: 3, ID: "a-table", Text: "What licences ask"}, {Level: 2, ID: "solution", Text: "Solution"}, {Level: 3, ID: "steps", Text: "Steps"},
				{Level: 2, ID: "consequences", Text: "Consequences"}, {Level: 4, ID: "detail", Text: "A detail"}, {Level: 2, ID: "see-also", Text: "Related thought"},
			},
		},
		Crumbs: []site.Ref{{Text: "Harbour", Path: "index.html"}, {Text: "Patterns", Path: "patterns/index.html"}},
		Prev:   invented("patterns/", "Communal validation", ""), Next: invented("patterns/", "Equipotentiality", ""),
		Authors: []site.PersonRef{{Text: "Ada Example", Path: "browse/author/ada-example.html"}, {Text: "Bo Example", Path: "browse/author/bo-example.html"}},
		Credits: []site.RoleRefs{{Role: "translation", People: []site.PersonRef{{Text: "Cy Example", Path: "browse/author/cy-example.html"}}}},
		Traces: []site.RoleRefs{
			{Role: "edit", People: []site.PersonRef{{Text: "Ely Example", Path: "browse/author/ely-example.html"}}, More: 2},
			{Role: "assist", People: []site.PersonRef{{Text: "A <writing> tool", Kind: site.KindMachine}}},
		},
		Stewards:    []site.PersonRef{{Text: "Dot Example"}},
		Domain:      []site.Ref{{Text: "law", Path: "browse/domain/law.html"}},
		Type:        site.Ref{Text: "pattern", Path: "browse/type/pattern.html"},
		License:     site.Ref{Text: "CC-BY-SA-4.0", Path: "browse/license/cc-by-sa-4-0.html"},
		CodeLicense: site.Ref{Text: "MIT"},
		Origins: []site.Origin{
			{Title: "On giving", Author: "Cy Example", Address: "https://giving.example/", License: "CC-BY-4.0", Changes: "shortened", Verdict: site.Verdict{Answer: commons.Yes, Rule: "notice"}},
			{Title: "On taking", Card: invented("patterns/", "Taking", ""), License: "CC-BY-NC-4.0", Forbidden: true, Commons: "river",
				Verdict: site.Verdict{Answer: commons.No, Rule: "non-commercial", From: "CC-BY-NC-4.0", Into: "CC-BY-SA-4.0", Source: "https://creativecommons.org/faq/"}},
			{Title: "On keeping", License: "our own", Override: "The author agreed.", Through: invented("patterns/", "Taking", "")},
		},
		UsedBy: []*site.Card{invented("patterns/", "Forking", "")}, UsedCount: 3,
		Facets:  []site.FacetRefs{{Name: "stage", Label: "Stage", Values: []site.Ref{{Text: "founding", Path: "browse/stage/founding.html"}}}},
		Created: "2026-01-08", Updated: "2026-09-14", Source: "patterns/copyleft.md", Edit: "https://forge.example/harbour/edit/main/patterns/copyleft.md",
		Translations: []site.Ref{{Text: "Deutsch", Path: "de/patterns/copyleft.html"}, {Text: "العربية", Path: "ar/patterns/copyleft.html"}},
		Backcount:    37, Backpath: "browse/links/copyleft.html",
	}
	for _, tag := range []string{"licensing", "openness", "law", "sharing", "free software"} {
		v.Tags = append(v.Tags, site.Ref{Text: tag, Path: "browse/tag/" + strings.ReplaceAll(tag, " ", "-") + ".html"})
	}
	v.Relations = []site.RelationGroup{
		{Kind: "generalizes_from", Items: []site.RelationItem{{Card: invented("patterns/", "Choosing a licence", "Decide early, and together, on which terms the work may be used."), Weight: "0.8"}}},
		{Kind: "enables", Items: []site.RelationItem{
			{Card: invented("patterns/", "Forking", "Take the whole work and its history, and go your own way."), Note: "forks may merge again", Machine: true},
			{Wanted: site.Ref{Text: "Gift economy", Path: "wanted/gift-economy.html"}},
		}},
		{Kind: "inspired-by", Inverse: true, Machine: true, Items: []site.RelationItem{{Card: invented("patterns/", "Harbour rules", "")}}, More: 3},
	}
	for i, sentence := range []string{
		"Where copyleft holds, a fork is a branch of the same river.", "Some choose copyleft, others a permissive licence; both are gifts.",
		"Without copyleft the best version may be the one that nobody may copy.", "", "A licence such as copyleft says in law what the community says in custom.",
	} {
		v.Backlinks = append(v.Backlinks, site.Backlink{Card: invented("patterns/", fmt.Sprintf("%s %d", []string{"Forking", "Open cooperation"}[i%2], i+1), ""), Sentence: sentence})
	}
	v.Backlinks = append(v.Backlinks, v.Backlinks...)
	v.Backlinks[3].Relation = "requires"
	return v
}

// bySA is what is told of a licence.
var bySA = site.LicenceFacts{Text: "CC-BY-SA-4.0", Name: "Creative Commons Attribution Share Alike 4.0 International", Short: "CC BY-SA 4.0", URL: "https://creativecommons.org/licenses/by-sa/4.0/", Deed: true,
	Permits: []string{"share", "commercial", "adapt"}, Requires: []string{"credit", "changes", "same"}, Prohibits: []string{"restrict"}}

func sampleLicences(frame site.Frame, full *site.PageView) *site.LicencesView {
	yes, no := site.Verdict{Answer: commons.Yes, Rule: "same"}, full.Origins[1].Verdict
	return &site.LicencesView{Frame: frame, Facet: full.Chrome.Facets[4], Pager: site.Pager{Number: 1, Last: 1},
		Licences: []site.LicenceRow{
			{LicenceFacts: bySA, Path: "browse/license/cc-by-sa-4.0.html", Count: 3605, Known: true},
			{LicenceFacts: site.LicenceFacts{Text: "MIT AND ISC", Name: "MIT AND ISC", Short: "MIT AND ISC"}, Path: "browse/license/mit-and-isc.html", Count: 1, Known: true},
			{LicenceFacts: site.LicenceFacts{Text: "our own"}, Path: "browse/license/our-own.html", Count: 2},
		},
		Unlicensed: site.Count{Path: "browse/license/unknown.html", Count: 11},
		Conflicts:  []site.Conflict{{Card: full.Card, Origin: full.Origins[1]}}, More: 4, Overrides: []site.Conflict{{Card: full.Card, Origin: full.Origins[2]}},
		Matrix: []site.MatrixRow{{From: site.Ref{Text: "CC BY-SA 4.0", Path: "browse/license/cc-by-sa-4.0.html"}, Cells: []site.Verdict{yes, no}},
			{From: site.Ref{Text: "MIT AND ISC", Path: "browse/license/mit-and-isc.html"}, Cells: []site.Verdict{{}, yes}}},
	}
}

// samples are pages of every kind, in an ordinary and in extreme shapes.
func samples(t testing.TB, lang string) []sample {
	body, err := os.ReadFile("testdata/body.html")
	if err != nil {
		t.Fatal(err)
	}
	c := sampleChrome()
	c.Language = lang
	frame := func(template, path, title string) site.Frame {
		return site.Frame{Chrome: c, Template: template, Path: path, Root: strings.Repeat("../", strings.Count(path, "/")), Title: title, Lang: lang}
	}
	full := samplePage(c)
	full.Lang = lang
	bare := &site.PageView{Frame: frame("page", "bare.html", "A page that says nothing of itself"), Doc: &page.Doc{Meta: page.Meta{Deprecated: page.Deprecation{Declared: true}}}, Card: &site.Card{}}
	draft := &site.PageView{Frame: frame("page", "draft.html", "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft, or how a very long title behaves on a very small screen"),
		Doc:  &page.Doc{Meta: page.Meta{Deprecated: page.Deprecation{Declared: true, Reason: "Overtaken by events.", ReplacedBy: "Forking"}}},
		Card: &site.Card{Draft: true, Summary: strings.Repeat("A summary that does not want to end. ", 8)}, Successor: invented("patterns/", "Forking", "Go on with a copy.")}
	for i := range 50 {
		draft.Tags = append(draft.Tags, site.Ref{Text: fmt.Sprintf("tag number %d", i), Path: "browse/tag/x.html"})
	}

	cards := []*site.Card{full.Card, invented("patterns/", "Stigmergy", "Leave a trace where the next one will find it."),
		{Title: "Ένα σχέδιο", Path: "el/draft.html", Lang: "el", Draft: true, Summary: "Μια σελίδα σε άλλη γλώσσα."}, {Title: "مشاع", Path: "ar/commons.html", Lang: "ar", Type: "page", Summary: "صفحة بلغة أخرى."}, {Title: "Bare", Path: "bare.html"}}
	many := make([]*site.Card, 300)
	for i := range many {
		many[i] = cards[i%2]
	}
	var counts []site.Count
	for _, word := range strings.Fields("accountability attribution boundaries care credit custom decision disagreement fork forum gift harbour history invitation law licence memory merge modularity openness ownership peer provenance review stewardship tide translation trust validation") {
		counts = append(counts, site.Count{Text: word, Path: "browse/tag/" + word + ".html", Count: len(counts)%7 + 1})
	}
	var changes []site.Change
	for i, card := range append(cards, cards...) {
		changes = append(changes, site.Change{Date: fmt.Sprintf("2026-11-%02d", 20-i), New: i%3 == 0, Card: card})
	}
	tags, author := site.FacetLink{Name: "tag", Path: "browse/tag.html", Values: len(counts)}, site.FacetLink{Name: "author", Path: "browse/author.html", Values: 2}
	arabic := *full
	arabic.Title, arabic.Lang, arabic.Path = "الحقوق المتروكة", "ar", "ar/copyleft.html"
	arabicBody := []byte(`<p>ينمو العمل بعطاء الكثيرين. يبقى كل عطاء تحت حقوق صاحبه، ويريد كل معطٍ أن يعرف ما قد يؤول إليه عطاؤه.</p><h2 id="context">السياق</h2><p>أناس لم يلتقوا قط يكتبون موسوعة واحدة، مثل <a href="x.html">Copyleft</a> و<a class="wanted" href="y.html">اقتصاد الهبة</a>.</p>`)

	return []sample{
		{"page", full, body},
		{"page-bare", bare, []byte("<p>One sentence.</p>\n")},
		{"page-draft", draft, []byte("<p>One sentence.</p>\n")},
		{"page-arabic", &arabic, arabicBody},
		{"list", &site.ListView{Frame: frame("list", "browse/tag/openness.html", "openness"), Facet: tags, Cards: cards, Pager: site.Pager{Number: 2, Last: 3, Prev: "browse/tag/openness.html", Next: "browse/tag/openness/3.html", Total: 205}}, nil},
		{"list-empty", &site.ListView{Frame: frame("list", "browse/tag/none.html", "none"), Facet: tags, Pager: site.Pager{Number: 1, Last: 1}}, nil},
		{"list-long", &site.ListView{Frame: frame("list", "browse/tag/all.html", "all"), Facet: tags, Cards: many, Pager: site.Pager{Number: 1, Last: 1, Total: 300}}, nil},
		{"index", &site.IndexView{Frame: frame("index", "browse/tag.html", ""), Facet: tags, Groups: []site.ValueGroup{{Values: counts}}, Pager: site.Pager{Number: 1, Last: 1, Total: len(counts)}}, nil},
		{"index-groups", &site.IndexView{Frame: frame("index", "browse/tag.html", ""), Facet: tags, Groups: []site.ValueGroup{{Label: "Ground & water", Values: counts[:4]}, {Label: "People", Values: counts[4:7]}, {Values: counts[7:]}}, Pager: site.Pager{Number: 1, Last: 1, Total: len(counts)}}, nil},
		{"index-languages", &site.IndexView{Frame: frame("index", "browse/language.html", ""), Facet: tags, Groups: []site.ValueGroup{{Values: counts[:2]}}, Lacks: []site.Count{{Text: "es", Path: "browse/untranslated/es.html", Count: 40}}, Pager: site.Pager{Number: 1, Last: 1, Total: 2}}, nil},
		{"contents", &site.ContentsView{Frame: frame("contents", "browse/contents.html", ""), Chapters: []site.Chapter{{Ref: site.Ref{Text: "Home", Path: "index.html"}}, {Ref: site.Ref{Text: "Part <one>"}},
			{Ref: site.Ref{Text: "Deep", Path: "a/deep.html"}, Level: 3}, {Ref: site.Ref{Text: "Beside", Path: "a/beside.html"}, Level: 1}, {Ref: site.Ref{}}, {Ref: site.Ref{Text: "Left out", Path: "out.html"}, Level: 1}}, Pager: site.Pager{Number: 1, Last: 1}}, nil},
		{"licences", sampleLicences(frame("licences", "browse/license.html", ""), full), nil},
		{"list-license", &site.ListView{Frame: frame("list", "browse/license/cc-by-sa-4.0.html", "CC-BY-SA-4.0"), Facet: c.Facets[4], Licence: bySA, Cards: cards[:1], Pager: site.Pager{Number: 1, Last: 1, Total: 1}}, nil},
		{"list-unlicensed", &site.ListView{Frame: frame("list", "browse/license/unknown.html", ""), Facet: c.Facets[4], Cards: cards[4:], Pager: site.Pager{Number: 1, Last: 1, Total: 1}}, nil},
		{"index-empty", &site.IndexView{Frame: frame("index", "browse/stage.html", ""), Facet: c.Facets[5], Pager: site.Pager{Number: 1, Last: 1}}, nil},
		{"wanted", &site.IndexView{Frame: frame("index", "wanted/index.html", ""), Facet: site.FacetLink{Name: "wanted"}, Groups: []site.ValueGroup{{Values: counts[:9]}}, Pager: site.Pager{Number: 1, Last: 1, Total: 9}}, nil},
		{"wanted-empty", &site.IndexView{Frame: frame("index", "wanted/index.html", ""), Facet: site.FacetLink{Name: "wanted"}, Pager: site.Pager{Number: 1, Last: 1}}, nil},
		{"home", &site.OverviewView{Frame: frame("overview", "index.html", ""), Home: true, Pages: 3616, Wanted: 41,
			Indexes: []site.Overview{{Facet: tags, Top: counts[:12]}, {Facet: author, Top: counts[:2]}, {Facet: c.Facets[5], Top: counts[3:6]}}, Recent: changes}, nil},
		{"home-empty", &site.OverviewView{Frame: frame("overview", "index.html", ""), Home: true}, nil},
		{"indexes", &site.OverviewView{Frame: frame("overview", "browse/index.html", ""), Pages: 1, Indexes: []site.Overview{{Facet: tags, Top: counts[:12]}, {Facet: author, Top: counts[:2]}}}, nil},
		{"links", &site.LinksView{Frame: frame("links", "browse/links/copyleft.html", ""), Target: full.Card, Links: full.Backlinks, Pager: site.Pager{Number: 1, Last: 4, Next: "browse/links/copyleft/2.html", Total: 37}}, nil},
		{"links-wanted", &site.LinksView{Frame: frame("links", "wanted/gift-economy.html", ""), Wanted: "Gift economy", Links: full.Backlinks[:4], Pager: site.Pager{Number: 1, Last: 1, Total: 4}}, nil},
		{"changes", &site.ChangesView{Frame: frame("changes", "browse/changes.html", ""), Changes: changes, Pager: site.Pager{Number: 1, Last: 1, Total: len(changes)}}, nil},
		{"changes-empty", &site.ChangesView{Frame: frame("changes", "browse/changes.html", ""), Pager: site.Pager{Number: 1, Last: 1}}, nil},
		{"search", &site.SearchView{Frame: frame("search", "search/index.html", "")}, nil},
		{"person", &site.PersonView{Frame: frame("person", "browse/author/ada-example.html", "Ada Example"), Facet: author, Who: site.PersonRef{Text: "Ada Example", Kind: site.KindGroup},
			Website: "https://www.ada.example/", Accounts: []site.AccountLink{{Place: "ORCID", Name: "0000-0002-1825-0097", URL: "https://orcid.org/0000-0002-1825-0097"}, {Place: "pigeon", Name: "loft <4>"}},
			Languages: []site.Ref{{Text: "Deutsch"}},
			Roles: []site.HeldRole{{Role: "steward", Scope: site.Ref{Text: "law", Path: "browse/domain/law.html"}, Since: "2026-11-01", Until: "2027-11-01"}, {Role: "packageMaintainer", Note: "Keeps a package."},
				{Role: "doc", Since: "2024-02-29"}},
			Works: []site.Works{{Role: "author", Years: []site.YearOfWorks{{Year: "2026", Cards: cards[:2]}, {Year: "2024", Cards: cards[2:4]}}}, {Role: "tea", Years: []site.YearOfWorks{{Cards: cards[:1]}}},
				{Role: "", Years: []site.YearOfWorks{{Year: "2020", Cards: cards[:1]}}}},
			Pager: site.Pager{Number: 1, Last: 2, Next: "browse/author/ada-example/2.html", Total: 205}}, nil},
		{"credit", &site.CreditView{Frame: frame("credit", "browse/credit.html", ""), People: author, Missing: []site.Gap{{Who: site.PersonRef{Text: "Bo Example", Path: "browse/author/bo.html"}, Cards: cards[:2], More: 3}},
			Unproven: []site.Gap{{Who: site.PersonRef{Text: "cy"}, Cards: cards[:1]}}, Pager: site.Pager{Number: 1, Last: 1, Total: 2}}, nil},
		{"person-empty", &site.PersonView{Frame: frame("person", "browse/author/bo.html", "Bo"), Facet: author, Pager: site.Pager{Number: 1, Last: 1}}, nil},
		{"people", &site.IndexView{Frame: frame("index", "browse/author.html", ""), Facet: author, Groups: []site.ValueGroup{{Label: "A", Values: []site.Count{{Text: "Ada Example", Path: "browse/author/ada-example.html"}}},
			{Label: "漢", Values: []site.Count{{Text: "安达", Path: "browse/author/x.html"}}}}, Pager: site.Pager{Number: 1, Last: 1, Total: 2}}, nil},
		{"notfound", &site.NotFoundView{Frame: site.Frame{Chrome: c, Template: "notfound", Path: "404.html", Root: "/", Lang: lang}}, nil},
		{"redirect", &site.RedirectView{Frame: frame("redirect", "patterns/share-alike.html", ""), Target: full.Card}, nil},
	}
}

func mustLoad(t testing.TB) *Theme {
	t.Helper()
	theme, diags, err := LoadTheme(nil, "default")
	if err != nil || len(diags) > 0 {
		t.Fatal(err, diags)
	}
	return theme
}

// print is a sample as it is published.
func (s sample) print(t testing.TB, theme *Theme) []byte {
	t.Helper()
	frame, err := frameOf(s.view)
	if err != nil {
		t.Fatal(err)
	}
	out, err := theme.Press(frame.Chrome).AppendView(nil, s.view, s.body)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestShots writes every sample with its stylesheet below the folder that SHOTS names, to be looked at in a browser:
// SHOTS=/tmp/shots go test -run Shots ./generator/render
func TestShots(t *testing.T) {
	dir := os.Getenv("SHOTS")
	if dir == "" {
		t.Skip("SHOTS names no folder")
	}
	theme := mustLoad(t)
	for _, s := range samples(t, "en") {
		frame, _ := frameOf(s.view)
		at := dir + "/" + s.name + "/" + strings.Repeat("x/", strings.Count(frame.Path, "/"))
		if err := os.MkdirAll(at, 0o755); err != nil {
			t.Fatal(err)
		}
		text := s.print(t, theme)
		if frame.Root == "/" {
			text = []byte(strings.ReplaceAll(string(text), `"/`, `"`))
		}
		if err := os.WriteFile(at+"page.html", text, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(dir+"/"+s.name+"/theme", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(dir+"/"+s.name+"/"+StylesheetPath, theme.Stylesheet(sampleLook), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
