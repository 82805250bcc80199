// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"commonplace/generator/page"
	"commonplace/generator/source"
)

// A View is all that a template sees: plain values, and Cards of other pages. Paths in views are slash paths from the output's root,
// already percent-encoded; a template writes {{.Root}}{{.Path}} to link to one, which makes every URL relative.

// Chrome is what every page of the site shows around its content. There is one per site.
type Chrome struct {
	Title, Description        string
	Language                  string
	License                   string      // SPDX expression, default of pages
	Copyright                 string      // the notice for the whole, or empty
	Address                   string      // the site's absolute address with a final slash, or empty
	Repository                string      // web address of the repository, or empty
	Contact                   string      // the one e-mail address that may be published, or empty
	Logo                      string      // path, or empty
	Facets                    []FacetLink // without counts: no page may change because another was added
	Home, Indexes             string      // paths of the home page and of the page of all indexes
	Contents, Wanted, Changes string      // paths of the first page of each; empty when there is none
	Search                    string      // path of the page that searches; empty where the site has no search
	Review                    string      // path of the page of the rules, which leads to all lists of reviews; empty when pages have no status
	Digest                    source.Hash // of all above
}

// FacetLink names an index: Name is "tag", "type", "domain", "author", "license" or a declared facet.
type FacetLink struct {
	Name, Label string // Label: from site.yaml; empty for built-in facets, which the theme names in its own words
	Path        string // of the facet's index
	Values      int    // how many values it has; 0 in Chrome
}

// Frame is what every view has.
type Frame struct {
	Chrome      *Chrome
	Template    string // name of the template: "page", "list", …
	Path        string // own path from the root
	Root        string // "../" as often as Path is deep: the way to the root
	Title       string
	Description string
	Lang        string
	Canonical   string // absolute address, or empty
}

// Card is the public facts of another page.
type Card struct {
	Title   string
	Path    string
	Summary string
	Type    string
	Lang    string
	Status  string // declared status
	Earned  string // id of the status that it has by its reviews; empty where pages have none
	License string // SPDX expression, or empty: unknown
	Draft   bool
	Digest  source.Hash // of all above
}

// Ref is a word that leads to a list or a page; Path may be empty.
type Ref struct{ Text, Path string }

// PageView shows one page.
type PageView struct {
	Frame
	Number       int         // of the page in the Site; nothing shows it
	Doc          *page.Doc   // the page's own facts as written
	Facts        source.Hash // identity of Doc and its body
	Card         *Card       // its own
	Crumbs       []Ref       // from the root to its folder, without the page itself
	Prev, Next   *Card
	Successor    *Card       // that takes its place, where it is deprecated and the name leads to a page
	Authors      []PersonRef // in citation order
	Credits      []RoleRefs  // contributions, in the order of commons.Roles
	Traces       []RoleRefs  // whom Git alone knows: who edited, reviewed, and with the help of what
	Stewards     []PersonRef
	Domain       []Ref
	Tags         []Ref
	Type         Ref
	License      Ref // Text: SPDX expression, or as written where it is not known; empty: nothing is said
	CodeLicense  Ref // of the code in the text, where it has another; likewise
	Origins      []Origin
	UsedBy       []*Card // pages that are derived from this one, at most 50
	UsedCount    int     // of all
	Facets       []FacetRefs
	Created      string // YYYY-MM-DD, declared or from the ledger; empty: unknown
	Updated      string
	Source       string // path of the page's own Markdown beside it
	Edit         string // address of the file in the repository's forge, or empty
	History      string // address of its changes there, or empty
	Report       string // address of a new issue about it there, or empty
	Relations    []RelationGroup
	Backlinks    []Backlink // at most 50
	Backcount    int        // of all
	Backpath     string     // first page of all backlinks, when there are more than shown
	Chapters     []Ref      // right below it in the contents, at most 50
	Translations []Ref
	Original     string   // Path of the one of them that the others, and this page, are translations of; empty: this page, or unknown
	Untranslated []Ref    // languages that it is not in, leading to what they lack
	Lag          *Lag     // how far a translation is behind its original; nil: it is not, or nobody can tell
	Targets      []Target // what Doc.Links lead to, by index
	Status       *StatusView
	Reviews      []ReviewView // at most 5
	Reviewcount  int          // of all
	Reviewpath   string       // first page of all, when there are more than shown
	Disputes     []DisputeView
	Disputecount int
	Disputepath  string
	Assessments  []AssessmentView
	Invite       Invitation // to review it
}

// Invitation is what a reader needs to review a page, beside what its Doc says.
type Invitation struct {
	Subject string // by which word records name the page; empty: nobody can review it, since no file stands for it
	Folder  string // of its records, as diagnostics show it
	New     string // address of a new file in that folder at the forge, or empty
	Forge   string // kind of the forge; empty where New is
}

// FacetRefs are a page's values in one declared facet.
type FacetRefs struct {
	Name, Label string
	Values      []Ref
}

// RelationGroup is the relations of one kind. An inverse group lists the pages that name this one.
type RelationGroup struct {
	Kind    string // as declared: "enables"
	Label   string // from site.yaml, or empty: the theme's word for the kind, else the kind with spaces
	Inverse bool   // the pages listed relate to this one, under a kind that has no inverse
	Machine bool
	Items   []RelationItem // at most 50
	More    int            // items that are not shown here but on PageView.Backpath
}

// RelationItem is one related page. A target that does not exist has no Card; Wanted leads to its invitation.
type RelationItem struct {
	Card    *Card
	Wanted  Ref
	Weight  string
	Note    string
	Machine bool // found by a machine, in a group where people found others
}

// Backlink is a page that refers here: from its text, with the sentence around the link, or by a relation.
type Backlink struct {
	Card     *Card
	Sentence string // of a link; of a relation its note
	Relation string // kind as declared; empty for a link in the text
}

// TargetState says what became of a link.
type TargetState uint8

// The states of a link.
const (
	TargetPage   TargetState = iota // a page of the commons
	TargetFile                      // another published file
	TargetWanted                    // a page that does not exist yet
	TargetBroken                    // leads nowhere: shown as text
	TargetForge                     // a file or a folder that is not published: shown by the forge of the repository
	TargetPerson                    // a mention: Path is of the list of the person's pages, empty where there is none
)

// Target is what one link leads to.
type Target struct {
	State    TargetState
	Path     string // of TargetPage, TargetFile, TargetWanted and TargetPerson; the whole address of TargetForge
	Fragment string // an id that exists in the target, or empty
	Title    string // of the target; the text of a wikilink without label
	Width    int    // of images, in pixels; 0: unknown
	Height   int
	Embed    *Embed
}

// Embed is another page's text, whole or a section, with what its source and licence are.
type Embed struct {
	Card     *Card
	Authors  []PersonRef // of the embedded page, in citation order
	Facts    source.Hash // identity of the embedded Doc
	Doc      int32       // the page's number in the Site
	From, To int32       // offsets in its Body
	Targets  []Target    // of the embedded page's links, at one level deeper
}

// ListView is one page of a list of pages: the pages with a tag, of a type, by an author.
type ListView struct {
	Frame
	Facet   FacetLink
	In      string       // the filter that finds the same pages: "tag:water"; empty where there is none
	Licence LicenceFacts // of the list of a licence that is known; else without a Text
	Cards   []*Card
	Pager   Pager
}

// Pager leads through the pages of a list.
type Pager struct {
	Number, Last int // from 1
	Prev, Next   string
	Total        int // items on all pages
}

// IndexView is one page of the values of a facet, or the wanted pages.
type IndexView struct {
	Frame
	Facet  FacetLink // Name "wanted" for wanted pages
	Groups []ValueGroup
	Lacks  []Count // of the index of languages: how many pages each lacks
	Credit string  // of the index of contributors: path of the CreditView, or empty
	Pager  Pager
}

// ContentsView is one page of the contents of a site that has an order.
type ContentsView struct {
	Frame
	Chapters []Chapter
	Pager    Pager
}

// Chapter is a page or the title of a part; without a text, that of the pages which the contents leave out.
type Chapter struct {
	Ref
	Level int // 0: outermost
}

// ValueGroup is values that stand below one heading; without a label, those that stand in no group.
type ValueGroup struct {
	Label  string
	Values []Count
}

// Count is a value and how many pages have it (or want it).
type Count struct {
	Text, Path string
	Count      int
}

// OverviewView is the home of a commons that has no index page, and the page of all indexes.
type OverviewView struct {
	Frame
	Home    bool
	Pages   int // published pages
	Wanted  int // pages that are linked to and do not exist
	Indexes []Overview
	Recent  []Change // home only, at most 10
}

// Overview is one index with its most used values.
type Overview struct {
	Facet FacetLink
	Top   []Count // at most 12
}

// LinksView is one page of the pages that link to a page, or to a page that does not exist yet (Wanted).
type LinksView struct {
	Frame
	Target *Card // nil when wanted
	Wanted string
	Links  []Backlink // from texts and by relations
	Pager  Pager
}

// ChangesView is one page of recent changes, newest first.
type ChangesView struct {
	Frame
	Changes []Change
	Pager   Pager
}

// Change is the last change of a page.
type Change struct {
	Date string // YYYY-MM-DD
	New  bool   // created that day
	Card *Card
}

// SearchView is the page that searches. A script finds; without scripts it leads to the indexes.
type SearchView struct{ Frame }

// NotFoundView is 404.html. Root is the path of the site's address, so that it works at any depth.
type NotFoundView struct{ Frame }

// RedirectView leads from an old address to a page.
type RedirectView struct {
	Frame
	Target *Card
}
