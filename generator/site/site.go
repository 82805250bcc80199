// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

// Package site puts the Docs of a commons beside each other and makes of them a Site: every address is given out, every link,
// relation and name resolved, every list ordered.
//
// Link is whole: it always starts from all Docs, so there is nothing to invalidate and nothing to get wrong; names become
// dense numbers and the rest are passes over flat arrays. A Site is immutable. It reads no file, no clock and no setting beyond its
// Inputs, and knows nothing of templates: what one page may show is cut out as a View, and a View's Key covers all of it.
package site

import (
	"path"
	"slices"
	"strings"
	"time"

	"commonplace/generator/commons"
	"commonplace/generator/config"
	"commonplace/generator/history"
	"commonplace/generator/page"
	"commonplace/generator/source"
)

// Input is the facts of one file and where it lies.
type Input struct {
	Source int         // index in Config.Sources
	Path   string      // slash path below the source's root
	Shown  string      // slash path relative to the site folder, for diagnostics
	File   source.Hash // of the file's bytes
	Facts  source.Hash // identity of Doc and its Body
	Doc    *page.Doc
	Term   *config.Term // of the page of a glossary's term, which no file stands for; else nil
}

// Medium is a file that pages may show or lead to: an image, a document, something from a static folder.
type Medium struct {
	Shown         string
	Path          string // below its root or static folder
	Source        int    // index in Config.Sources; -1: a static folder
	File          source.Hash
	Type          string // media type
	Width, Height int    // of images, in pixels
}

// Inputs is everything a Site is made of.
type Inputs struct {
	Config *config.Config
	Files  []Input         // pages and people, sorted by Source and Path
	Media  []Medium        // sorted by Source and Path
	Other  map[string]bool // Shown paths of files in the roots that are neither
	Ledger *history.Ledger
	Date   string // the build's date, YYYY-MM-DD
	Drafts bool   // publish drafts, too
}

// Site is an immutable snapshot of a whole commons.
type Site struct {
	in         *Inputs
	cfg        *config.Config
	pages      []entry
	hidden     []*Input
	people     []*Input
	registries []*Input          // files of many people, who are in people, too
	folderDocs []*Input          // what folders say of themselves
	byShown    map[string]int32  // pages by Shown path; media as -2-index
	byPath     map[string]int32  // pages by pathKey of the output path
	names      map[string]*named // folded names
	renamed    map[string]*named // those that Relink has changed, over names; nil: no page's
	register   register
	media      []mediaEntry

	linkAt  []int32 // links of page i are targets[linkAt[i]:linkAt[i+1]]
	targets []target
	relAt   []int32 // relations of page i, likewise
	rels    []relation

	backAt, backRefs     []int32 // for page i: indexes into targets of the links that lead to it, one a linking page
	linkOwner            []int32 // the page of each target
	inAt, inRels         []int32 // for page i: indexes into rels of the relations that name it
	relOwner             []int32
	wanted               []wantedPage
	wantedIndex          map[string]int32
	facets               []facet
	rank                 []int32           // pages in the order of lists: by title, then path
	changes              []int32           // pages with a date, newest first
	versions             map[int32][]int32 // the pages of a text in several languages, by each of them
	languages            []language        // that pages are translated into
	spoken               map[string]string // languages by their tags, as those call them who speak them
	book                 []chapter         // the pages of sources that have an order
	inBook               []int32           // for page i: 1 more than its index in book; nil where there is none
	redirects            []redirect
	review               reviewing
	successors           map[int32]int32             // of pages that are replaced by others, where their name is known; nil: none is
	licences             map[string]*commons.Licence // by what is written
	origins              map[int32][]origin          // of the pages that are derived from others
	derived              []int32                     // those pages
	usedBy               map[int32][]int32           // pages that are derived from a page, in the order of lists
	kinds                map[string]*config.Relation
	crowd                crowd
	works                *workIndex // when a contributor's page is first asked for
	cards                []Card
	chrome               Chrome
	diags                []source.Diagnostic // of the step at work
	asked                asking              // by the links of the page at work
	found                findings
	entries              *entryIndex
	folders              folderNames
	nearPrefix, nearTail map[string][]string        // built when a suggestion is first asked for
	lowerShown           map[string]int32           // likewise, for links that differ only by case
	mediaAt              map[string]int32           // likewise, media by pathKey of their output path
	permalinks           map[string]int32           // likewise, pages by the address that they declare; -1: several
	stems                map[string][]int32         // likewise, pages by folded file name
	folderAt             map[string]bool            // likewise, the folders that have files, as Shown paths
	mediaNames           map[string]int32           // likewise, media by base name; -1: several
	anchors              map[*page.Doc]*anchorIndex // likewise, of pages with many headings
}

// entry is one published page.
type entry struct {
	*Input
	title, typ, lang, license, status, slug string // license: an SPDX expression, or as written where it is not known
	codeLicense                             string // likewise
	folded                                  string // title
	out                                     string // output path
	created, updated                        string
	facts                                   []config.Fact // from the source and from path rules, lowest rank
	ledger                                  *history.File
	index                                   bool   // it stands for its folder
	crumbs                                  []Ref  // the folders above
	prev, next                              int32  // pages in the same folder, or -1
	earned, fresh                           string // id of the status, and how its reviews stand to the text; empty where pages have none
}

// findings are the diagnostics of each step, so that Relink can keep those of the steps that it does not repeat. Those of the Docs
// stay with the Docs.
type findings struct {
	names     []source.Diagnostic   // of admission, addresses and names
	links     [][]source.Diagnostic // by page
	relations [][]source.Diagnostic // by page
	types     [][]source.Diagnostic // by page
	book      []source.Diagnostic
	titles    []source.Diagnostic
	files     []source.Diagnostic
	people    []source.Diagnostic
	credit    []source.Diagnostic
	licences  []source.Diagnostic
	settings  []source.Diagnostic
	reviews   []source.Diagnostic
	rules     []source.Diagnostic
	text      []source.Diagnostic // of what a change to a text can change
}

type mediaEntry struct {
	*Medium
	out  string
	used bool
}

// Link makes the Site of the inputs. It never fails: what is wrong is in Diagnostics.
func Link(in *Inputs) *Site {
	s := &Site{in: in, cfg: in.Config, kinds: map[string]*config.Relation{undeclared: {}}, entries: &entryIndex{}, works: &workIndex{},
		licences: map[string]*commons.Licence{}}
	for i := range in.Config.Relations {
		s.kinds[in.Config.Relations[i].Kind] = &in.Config.Relations[i]
	}
	s.admit()
	s.address()
	s.name()
	s.found.names = s.reported()
	s.resolveLinks()
	s.resolveRelations()
	s.orderPages()
	s.traceOrigins()
	s.joinReviews()
	s.makeCards()
	s.nameLanguages()
	s.place()
	s.listUntranslated()
	s.gather()
	s.makeFacets()
	s.orderChanges()
	s.makeChrome()
	s.checkSite()
	return s
}

// Config is the configuration the site was linked with.
func (s *Site) Config() *config.Config { return s.cfg }

// Pages is the number of published pages.
func (s *Site) Pages() int { return len(s.pages) }

// Hidden is the number of pages left out: drafts, and those that may have been private.
func (s *Site) Hidden() int { return len(s.hidden) }

// Page is the input of page i, in the order of sources and paths.
func (s *Site) Page(i int) *Input { return s.pages[i].Input }

// People are the inputs of the contributors' records, in the order of sources and paths.
func (s *Site) People() []*Input { return s.people }

// PagePath is the output path of page i.
func (s *Site) PagePath(i int) string { return s.pages[i].out }

// Diagnostics are all problems of the commons: those of its files and those of their links. Severities and the order are left to the
// caller.
func (s *Site) Diagnostics() []source.Diagnostic {
	var list []source.Diagnostic
	add := func(in *Input) {
		for _, d := range in.Doc.Diags {
			d.Path = in.Shown
			list = append(list, d)
		}
		for i := range in.Doc.Unrendered {
			list = append(list, notRendered(in.Shown, &in.Doc.Unrendered[i]))
		}
	}
	for i := range s.pages {
		add(s.pages[i].Input)
	}
	for _, in := range slices.Concat(s.hidden, s.people, s.registries, s.folderDocs, s.review.files, s.review.disputed) {
		add(in)
	}
	list = append(list, s.found.names...)
	for _, found := range slices.Concat(s.found.links, s.found.relations, s.found.types) {
		list = append(list, found...)
	}
	return slices.Concat(list, s.found.book, s.found.titles, s.found.files, s.found.people, s.found.credit, s.found.licences, s.found.settings, s.found.reviews, s.found.rules, s.found.text)
}

// Date is the date of the build, YYYY-MM-DD.
func (s *Site) Date() string { return s.in.Date }

// Commit is the commit the history was read at, or empty.
func (s *Site) Commit() string {
	if s.in.Ledger == nil {
		return ""
	}
	return s.in.Ledger.Commit
}

func (s *Site) report(d source.Diagnostic) { s.diags = append(s.diags, d) }

// reported takes what was reported since it was last called.
func (s *Site) reported() []source.Diagnostic {
	list := s.diags
	s.diags = nil
	return list
}

// admit sorts the inputs into published pages, hidden pages and people, and lays over each page what its source and
// its path say of it.
func (s *Site) admit() {
	var ledger map[string]*history.File
	if s.in.Ledger != nil {
		ledger = make(map[string]*history.File, len(s.in.Ledger.Files))
		for i := range s.in.Ledger.Files {
			f := &s.in.Ledger.Files[i]
			ledger[f.Path] = f
		}
	}
	s.pages = make([]entry, 0, len(s.in.Files))
	for i := range s.in.Files {
		f := &s.in.Files[i]
		switch f.Doc.Kind {
		case page.KindPerson:
			if f.Doc.People != nil {
				s.registries = append(s.registries, f)
			} else {
				s.people = append(s.people, f)
			}
			continue
		case page.KindFolder:
			s.folderDocs = append(s.folderDocs, f)
			continue
		case page.KindReview, page.KindDispute:
			s.admitReview(f)
			continue
		}
		e := entry{Input: f, facts: s.pathFacts(f), index: isIndex(f.Path)}
		if !s.in.Drafts && (f.Doc.Hidden || e.fact("draft") == "true") {
			s.hidden = append(s.hidden, f)
			s.report(source.Diagnostic{Code: source.CodeHiddenPage, Path: f.Shown, Message: "this page is a draft and is left out",
				Help: "build with --drafts to see it"})
			continue
		}
		if e.ledger = ledger[f.Shown]; f.Term != nil {
			e.ledger = ledger[path.Join(s.cfg.Sources[f.Source].Shown, f.Term.Origin)]
		}
		s.describe(&e)
		s.pages = append(s.pages, e)
	}
	s.joinPeople()
}

// describe fills in what the page, its place and its history say of it.
func (s *Site) describe(e *entry) {
	m := &e.Doc.Meta
	usual := first(s.cfg.Sources[e.Source].Type, "page")
	if isDecision(e.Path) {
		usual = typeDecision
	}
	e.typ = first(m.Type, e.fact("type"), usual)
	if e.lang = first(m.Lang, e.fact("lang")); e.lang == "" {
		lang, _ := s.languageOfPath(e.Path)
		e.lang = first(lang, s.cfg.Language)
	}
	e.license = s.shownLicence(first(m.License, e.fact("license"), s.cfg.License))
	e.codeLicense = s.shownLicence(first(m.CodeLicense, s.cfg.CodeLicense))
	e.status = first(m.Status, e.fact("declared_status"))
	if e.title = first(m.Title, e.fact("title")); e.title == "" {
		e.title = titleFromPath(e.Path)
	}
	e.folded = source.Fold(e.title)
	e.created, e.updated = first(m.Created, e.day("created")), first(m.Updated, e.day("updated"))
	if e.ledger != nil {
		e.created, e.updated = first(e.created, e.ledger.Created), first(e.updated, e.ledger.Updated)
	}
	e.updated = first(e.updated, e.created)
}

func (e *entry) fact(field string) string {
	for i := range e.facts {
		if e.facts[i].Field == field {
			return e.facts[i].Value
		}
	}
	return ""
}

// day is a fact that is a date; nothing where it is none.
func (e *entry) day(field string) string {
	value := e.fact(field)
	if value == "" {
		return ""
	}
	if _, err := time.Parse(time.DateOnly, value); err != nil {
		return ""
	}
	return value
}

// pathFacts are the facts that hold for a file because of where it lies: those of the first path rule that matches,
// then those of the whole source.
func (s *Site) pathFacts(f *Input) []config.Fact {
	src := &s.cfg.Sources[f.Source]
	if len(src.Paths) == 0 {
		return src.Facts
	}
	var facts []config.Fact
	for _, rule := range src.Paths {
		parts, ok := source.Capture(rule.Pattern, f.Path)
		if !ok {
			continue
		}
		for _, fact := range rule.Facts {
			for name, value := range parts {
				fact.Value = strings.ReplaceAll(fact.Value, "{"+name+"}", value)
			}
			facts = append(facts, fact)
		}
	}
	return append(facts, src.Facts...)
}

func first(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

// titleFromPath makes a title of a file's name: "peer-review.md" becomes "Peer review"; an index is named after its folder. A name with spaces
// was written as a title, and a date is one already.
func titleFromPath(p string) string {
	stem := stemOf(p)
	if isIndex(p) {
		if dir := path.Dir(p); dir != "." {
			stem = path.Base(dir)
		}
	}
	words := strings.Fields(stem)
	if len(words) == 1 {
		day := stem[:min(len(stem), len(time.DateOnly))]
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			day = ""
		}
		words = append(strings.Fields(day), strings.FieldsFunc(stem[len(day):], func(r rune) bool { return r == '-' || r == '_' || r == ' ' })...)
	}
	stem = strings.Join(words, " ")
	if stem == "" {
		return p
	}
	r := []rune(stem)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

func stemOf(p string) string {
	base := path.Base(p)
	return strings.TrimSuffix(base, path.Ext(base))
}

// isIndex tells the file that stands for its folder; Hugo writes _index for a folder that holds further pages.
func isIndex(p string) bool {
	stem := stemOf(p)
	return strings.EqualFold(stem, "index") || stem == "_index"
}

// orderPages ranks pages as lists show them: by title without regard to case, then by path.
func (s *Site) orderPages() {
	s.rank = make([]int32, len(s.pages))
	for i := range s.pages {
		s.rank[i] = int32(i)
	}
	slices.SortFunc(s.rank, s.inLists)
}

// inLists compares pages by the order of lists.
func (s *Site) inLists(a, b int32) int {
	if c := strings.Compare(s.pages[a].folded, s.pages[b].folded); c != 0 {
		return c
	}
	return int(a - b)
}

// orderChanges lists the pages with a date, newest first. Only the newest are shown, so that a change to one page
// changes few lists.
func (s *Site) orderChanges() {
	s.changes = nil
	for i := range s.pages {
		if s.pages[i].updated != "" {
			s.changes = append(s.changes, int32(i))
		}
	}
	slices.SortFunc(s.changes, func(a, b int32) int {
		if c := strings.Compare(s.pages[b].updated, s.pages[a].updated); c != 0 {
			return c
		}
		return int(a - b)
	})
	if len(s.changes) > maxChanges {
		s.changes = s.changes[:maxChanges]
	}
}
