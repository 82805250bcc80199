// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package render

import (
	"fmt"
	"html/template"
	"strconv"
	"sync"
	"sync/atomic"

	"commonplace/generator/site"
)

// Sheet is what a template is given: a view, and what goes around it. Its HTML is made by this program and nothing else.
type Sheet struct {
	View    any // *site.PageView, *site.ListView, …: the one that belongs to the template
	Frame   *site.Frame
	Chrome  *site.Chrome
	Card    *site.Card       // in card.html and embed.html
	Authors []site.PersonRef // in embed.html: of the other page
	ID      string           // in embed.html: of the element that holds the other page's text
	Root    string           // Frame.Root
	Name    string           // what the page is called: its h1
	Title   string           // Name and what tells it apart in a list of windows
	Allow   string           // directives of the content security policy for what site.yaml lets pages show from elsewhere, each with “; ” behind it

	Lang, Dir string            // of the theme's words
	Own       template.HTMLAttr // lang and dir of the page's own text, where they differ from Lang and Dir
	Site      template.HTMLAttr // lang and dir of the site's title and description, likewise

	// Head is the document up to the title, Header and Footer the body before and after the main element. They are made
	// once for all pages of one depth.
	Head, Header, Footer template.HTML
	Body                 template.HTML // the author's text, links filled in

	Words string // path of the script that gives the search the words in this language

	edition *edition
	shelf   *shelf
}

// Press prints the views of one snapshot of a site. What many pages share, cards and the frame around the content, is made once and
// kept as long as the Press; so a Press must not be used for the cards of another snapshot. It may be used by many goroutines.
type Press struct {
	theme  *Theme
	chrome *site.Chrome
	allow  string // Sheet.Allow

	mu      sync.Mutex
	shelves map[shelfKey]*shelf
}

// shelf holds what has been made for the pages of one depth with words of one language.
type shelf struct {
	make                 sync.Once
	err                  error
	head, header, footer template.HTML
	cards                sync.Map // *site.Card -> template.HTML
	kept                 atomic.Int32
}

// maxKept is how many cards a shelf keeps. The first are kept, the others are made again wherever they stand: that costs a large commons less
// than the memory.
const maxKept = 20_000

type shelfKey struct{ lang, root string }

// Press makes a Press for one snapshot.
func (t *Theme) Press(chrome *site.Chrome) *Press {
	return &Press{theme: t, chrome: chrome, shelves: map[shelfKey]*shelf{}}
}

// AppendView appends the page that a view describes to dst. body is the author's text of a PageView with its holes filled, else empty.
func (p *Press) AppendView(dst []byte, view any, body []byte) ([]byte, error) {
	frame, err := frameOf(view)
	if err != nil {
		return dst, err
	}
	s, err := p.sheet(frame.Lang, frame.Root)
	if err != nil {
		return dst, err
	}
	s.View, s.Frame, s.Body = view, frame, template.HTML(body)
	s.Name, s.Title = s.names(view)
	return s.appendTo(dst, frame.Template)
}

// AppendEmbed appends another page's text, whole or a section, as it stands in the page of frame. The id is unique there, so that what is
// said of the text can name it.
func (p *Press) AppendEmbed(dst []byte, frame *site.Frame, e *site.Embed, id string, body []byte) ([]byte, error) {
	c := e.Card
	s, err := p.sheet(frame.Lang, frame.Root)
	if err != nil {
		return dst, err
	}
	s.Card, s.Authors, s.ID, s.Body = c, e.Authors, id, template.HTML(body)
	if s.Own = language(c.Lang, ""); s.Own == "" {
		s.Own = language(frame.Lang, "")
	}
	return s.appendTo(dst, "embed")
}

// Card is the HTML of a card as it stands in lists on pages in language lang that lie root below the site's root.
func (p *Press) Card(lang, root string, c *site.Card) (template.HTML, error) {
	s, err := p.sheet(lang, root)
	if err != nil {
		return "", err
	}
	return card(s, c)
}

// card is Card for templates: the HTML is made when the first page needs it.
func card(s *Sheet, c *site.Card) (template.HTML, error) {
	if made, ok := s.shelf.cards.Load(c); ok {
		return made.(template.HTML), nil
	}
	small := *s
	small.View, small.Body, small.Card = nil, "", c
	text, err := small.appendTo(nil, "card")
	if err != nil {
		return "", err
	}
	if s.shelf.kept.Add(1) <= maxKept {
		s.shelf.cards.Store(c, template.HTML(text))
	}
	return template.HTML(text), nil
}

// mustAppendCard is card for programs, which end at a panic.
func mustAppendCard(dst []byte, s *Sheet, c *site.Card) []byte {
	text, err := card(s, c)
	if err != nil {
		panic(err)
	}
	return append(dst, text...)
}

// words are those that are shown with a text in a language.
func (p *Press) words(lang string) *dictionary {
	return p.theme.words[p.theme.wordLanguage(lang, p.chrome.Language)]
}

// sheet is a Sheet without a view.
func (p *Press) sheet(lang, root string) (*Sheet, error) {
	e := p.theme.edition(p.theme.wordLanguage(lang, p.chrome.Language))
	s := &Sheet{Chrome: p.chrome, Allow: p.allow, Root: root, Lang: e.lang, Dir: e.dir, Words: e.script, edition: e}
	if lang != e.lang {
		s.Own = language(lang, e.dir)
	}
	if p.chrome.Language != e.lang {
		s.Site = language(p.chrome.Language, e.dir)
	}
	p.mu.Lock()
	s.shelf = p.shelves[shelfKey{e.lang, root}]
	if s.shelf == nil {
		s.shelf = &shelf{}
		p.shelves[shelfKey{e.lang, root}] = s.shelf
	}
	p.mu.Unlock()
	s.shelf.make.Do(func() { s.shelf.err = s.shelf.fill(*s) })
	s.Head, s.Header, s.Footer = s.shelf.head, s.shelf.header, s.shelf.footer
	return s, s.shelf.err
}

// fill makes the pieces that do not depend on the view. Own is another page's business.
func (b *shelf) fill(s Sheet) error {
	s.Own = ""
	for name, piece := range map[string]*template.HTML{"head": &b.head, "header": &b.header, "footer": &b.footer} {
		text, err := s.appendTo(nil, name)
		if err != nil {
			return err
		}
		*piece = template.HTML(text)
	}
	return nil
}

// appender is the Writer that append is.
type appender []byte

func (a *appender) Write(b []byte) (int, error) {
	*a = append(*a, b...)
	return len(b), nil
}

func (s *Sheet) appendTo(dst []byte, name string) ([]byte, error) {
	if p := s.edition.program(name, s.View); p != nil {
		if out, ok := p.appendTo(dst, s); ok {
			return out, nil
		}
	}
	out := appender(dst)
	if err := s.edition.set.ExecuteTemplate(&out, name, s); err != nil {
		return dst, fmt.Errorf("theme: %w", err)
	}
	return out, nil
}

// frameOf is the frame of any view.
func frameOf(view any) (*site.Frame, error) {
	switch v := view.(type) {
	case *site.PageView:
		return &v.Frame, nil
	case *site.ListView:
		return &v.Frame, nil
	case *site.IndexView:
		return &v.Frame, nil
	case *site.LicencesView:
		return &v.Frame, nil
	case *site.ContentsView:
		return &v.Frame, nil
	case *site.OverviewView:
		return &v.Frame, nil
	case *site.LinksView:
		return &v.Frame, nil
	case *site.ChangesView:
		return &v.Frame, nil
	case *site.PersonView:
		return &v.Frame, nil
	case *site.CreditView:
		return &v.Frame, nil
	case *site.SearchView:
		return &v.Frame, nil
	case *site.ReviewsView:
		return &v.Frame, nil
	case *site.DisputesView:
		return &v.Frame, nil
	case *site.QueueView:
		return &v.Frame, nil
	case *site.GovernanceView:
		return &v.Frame, nil
	case *site.NotFoundView:
		return &v.Frame, nil
	case *site.RedirectView:
		return &v.Frame, nil
	}
	return nil, fmt.Errorf("theme: %T is no view", view)
}

// names gives a page's name and its title. Pages of the commons and values of facets have a name of their own, the frame's; all
// else is named in the theme's words.
func (s *Sheet) names(view any) (name, title string) {
	w := s.edition.words
	name = s.Frame.Title
	number, context := 1, ""
	switch v := view.(type) {
	case *site.ListView:
		number, context = v.Pager.Number, s.edition.facets(v.Facet)
		if v.Facet.Name == site.FacetLicense && name == "" {
			name = w.word("license.none")
		}
	case *site.LicencesView:
		number, name = v.Pager.Number, s.edition.facets(v.Facet)
	case *site.IndexView:
		number = v.Pager.Number
		if name = s.edition.facets(v.Facet); v.Facet.Name == "wanted" {
			name = w.word("wanted")
		}
	case *site.ContentsView:
		number, name = v.Pager.Number, w.word("book")
	case *site.OverviewView:
		if name = w.word("indexes"); v.Home {
			name = s.Chrome.Title
		}
	case *site.LinksView:
		number, name = v.Pager.Number, v.Wanted
		if v.Target != nil {
			name = w.word("links.title", v.Target.Title)
		} else {
			context = w.word("wanted")
		}
	case *site.ChangesView:
		number, name = v.Pager.Number, w.word("changes")
	case *site.SearchView:
		name = w.word("search")
	case *site.CreditView:
		number, name = v.Pager.Number, w.word("gaps")
	case *site.PersonView:
		number, context = v.Pager.Number, s.edition.facets(v.Facet)
	case *site.ReviewsView:
		number = v.Pager.Number
		switch {
		case v.Target != nil:
			name = w.word("reviews.title", v.Target.Title)
		case v.Subject != "":
			name = w.word("reviews.title", v.Subject)
		default:
			name = w.word("reviews")
		}
	case *site.DisputesView:
		number, name = v.Pager.Number, w.word("disputes")
	case *site.QueueView:
		number, name = v.Pager.Number, w.word("queue")
	case *site.GovernanceView:
		name = w.word("rules")
	case *site.NotFoundView:
		name = w.word("notfound")
	case *site.RedirectView:
		name = w.word("redirect.title")
		if v.Target != nil {
			name = v.Target.Title
		}
	}
	title = name
	dot := w.word("dot")
	if context != "" {
		title += dot + context
	}
	if number > 1 {
		title += dot + w.word("pager.number", strconv.Itoa(number))
	}
	if s.Chrome.Title != "" && s.Chrome.Title != name {
		title += dot + s.Chrome.Title
	}
	return name, title
}
