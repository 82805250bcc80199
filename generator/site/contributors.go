// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"slices"
	"strconv"
	"strings"

	"commonplace/generator/commons"
	"commonplace/generator/history"
	"commonplace/generator/page"
	"commonplace/generator/source"
)

// A contributor is somebody who has a part in the commons: whom a page names, Git knows, or who has a record. Names mean one contributor that
// mean one record; or that are the same but for case; or that lead to the same account. Where one name leads to two accounts at one place,
// they are two people of that name.
type contributor struct {
	PersonRef
	key    string // folded id or name, of this contributor alone
	record int32  // index in people; -1: there is none
	out    string // first page of what they did; empty: there is no page
	url    string // an account that a page gives for them
	letter string // that the index has the name under
	sort   string // what comes before what there

	unlisted bool // credited by id alone
	exact    bool // the key is the id or name as it is written: it goes before others that fold to it
}

// naming is a name as a page, Git or a record has it, and the address that it leads to.
type naming struct{ name, url string }

// A crowd is all contributors.
type crowd struct {
	list  []contributor
	named map[naming]int32 // every naming there is
	keys  map[string]int32 // by folded name or id, for names that stand elsewhere
	of    []int32          // by index in people
	order []int32          // those with a page, by name
}

// gather finds out who all names mean.
func (s *Site) gather() {
	g := gathering{s: s, named: map[naming]int32{}, records: make([]int32, len(s.people)), names: map[string]int32{}, accounts: map[string]int32{}}
	for i := range s.people {
		g.records[i] = g.node(s.people[i].Doc.Person.Name, int32(i))
	}
	for i := range s.pages {
		m := &s.pages[i].Doc.Meta
		for _, list := range [][]page.Credit{m.Authors, m.Contributions} {
			for k := range list {
				g.enter(list[k].Name, list[k].URL)
			}
		}
		for _, name := range m.Stewards {
			g.enter(name, "")
		}
		if f := s.pages[i].ledger; f != nil {
			for k := range f.People {
				if p := &f.People[k]; p.Role != history.RoleAssisted {
					g.enter(p.Name, "")
				}
			}
		}
	}
	for k := range s.review.given {
		g.enter(s.review.given[k].by.name, s.review.given[k].by.url)
	}
	for k := range s.review.disputes {
		g.enter(s.review.disputes[k].by.name, s.review.disputes[k].by.url)
	}
	s.crowd = g.crowd()
}

// A gathering joins names: nodes are names, each with the first node of those that it is joined with.
type gathering struct {
	s        *Site
	named    map[naming]int32
	records  []int32          // node of each record
	names    map[string]int32 // by folded name
	accounts map[string]int32 // by place and account
	nodes    []nameNode
}

type nameNode struct {
	first  int32
	text   string
	record int32
	at     []string // accounts that the name has: "github ada"
	url    string
}

func (g *gathering) node(text string, record int32) int32 {
	n := int32(len(g.nodes))
	g.nodes = append(g.nodes, nameNode{first: n, text: text, record: record})
	return n
}

func (g *gathering) root(n int32) int32 {
	for g.nodes[n].first != n {
		g.nodes[n].first = g.nodes[g.nodes[n].first].first // the way is shorter next time
		n = g.nodes[n].first
	}
	return n
}

// join makes two nodes one; the earlier stays, so that records do.
func (g *gathering) join(a, b int32) {
	if a, b = g.root(a), g.root(b); a != b {
		a, b = min(a, b), max(a, b)
		g.nodes[b].first = a
		g.nodes[a].at = append(g.nodes[a].at, g.nodes[b].at...)
	}
}

func (g *gathering) enter(name, url string) {
	if _, known := g.named[naming{name, url}]; known {
		return
	}
	meant := g.s.register.unaliased(name)
	if record := g.s.register.recordOf(meant, url); record >= 0 {
		g.named[naming{name, url}] = g.records[record]
		return
	}
	key := source.Fold(strings.TrimSpace(meant))
	n, known := g.names[key]
	if !known {
		n = g.node(strings.TrimSpace(meant), -1)
		g.names[key] = n
	}
	at, account := commons.Account(url)
	if at != "" {
		account = at + " " + account
		switch other, taken := g.accounts[account]; {
		case taken && g.fits(n, at, account):
			g.join(n, other)
		case taken:
			n = other
		case !g.fits(n, at, account):
			n = g.node(strings.TrimSpace(meant), -1)
		}
		one := &g.nodes[g.root(n)]
		if _, taken := g.accounts[account]; !taken {
			one.at = append(one.at, account)
		}
		one.url = first(one.url, url)
		g.accounts[account] = n
	}
	g.named[naming{name, url}] = n
}

// fits says that a name has no other account at a place.
func (g *gathering) fits(n int32, at, account string) bool {
	for _, other := range g.nodes[g.root(n)].at {
		if other != account && strings.HasPrefix(other, at+" ") {
			return false
		}
	}
	return true
}

// crowd makes contributors of the nodes. One is called as the record says; else by the first name of several words, else by the first.
func (g *gathering) crowd() crowd {
	s := g.s
	c := crowd{named: g.named, keys: make(map[string]int32, len(g.nodes)), of: make([]int32, len(s.people))}
	numbers := make([]int32, len(g.nodes))
	for n := range g.nodes {
		node := &g.nodes[n]
		root := g.root(int32(n))
		if root == int32(n) {
			numbers[n] = int32(len(c.list))
			c.list = append(c.list, contributor{PersonRef: PersonRef{Text: node.text}, record: node.record, url: node.url})
			continue
		}
		numbers[n] = numbers[root]
		who := &c.list[numbers[n]]
		if who.record < 0 && !strings.Contains(who.Text, " ") && strings.Contains(node.text, " ") {
			who.Text = node.text
		}
		who.url = first(who.url, node.url)
	}
	for name, n := range c.named {
		c.named[name] = numbers[n]
	}
	for name, n := range g.names {
		c.keys[name] = numbers[n]
	}
	for i := range s.people {
		number := numbers[g.records[i]]
		c.of[i] = number
		c.list[number].describe(s.people[i].Doc.Person, s.register.ids[i])
	}
	for i := range c.list {
		who := &c.list[i]
		if who.record < 0 && strings.HasSuffix(who.Text, "[bot]") {
			who.Kind = KindMachine // as GitHub calls its programs
		}
		as := first(who.key, who.Text)
		who.key, who.letter = source.Fold(as), letter(who.Text)
		who.exact = who.key == as
		who.sort = who.letter + " " + source.Fold(source.Plain(who.Text))
	}
	c.place()
	return c
}

// describe takes over what a record says. Who asks not to be listed is called by id.
func (c *contributor) describe(p *page.Person, id string) {
	c.key = id
	if p.Unlisted || p.Name == "" {
		c.Text = id
	}
	if p.Kind != kindPerson {
		c.Kind = p.Kind
	}
	if c.unlisted = p.Unlisted; !p.Unlisted {
		c.ORCID = p.ORCID
	}
}

// place gives each contributor a page, below the index, and puts those who have one in order.
func (c *crowd) place() {
	byKey := make([]int32, len(c.list))
	for i := range byKey {
		byKey[i] = int32(i)
	}
	slices.SortFunc(byKey, func(a, b int32) int {
		x, y := &c.list[a], &c.list[b]
		if d := strings.Compare(x.key, y.key); d != 0 {
			return d
		}
		if x.exact != y.exact {
			return map[bool]int{true: -1, false: 1}[x.exact]
		}
		return int(a - b)
	})
	taken, keys := make(map[string]bool, len(c.list)), make(map[string]bool, len(c.list))
	for n := 2; (n-1)*valuesOnPage < len(c.list); n++ {
		taken[strconv.Itoa(n)] = true // the pages of the index stand in the same folder
	}
	for _, i := range byKey {
		who := &c.list[i]
		if who.key == "" || who.unlisted {
			continue
		}
		slug := source.SafeName(who.key)
		name, key := slug, who.key
		for n := 2; taken[pathKey(name)]; n++ {
			name = slug + "-" + strconv.Itoa(n)
		}
		for n := 2; keys[key]; n++ {
			key = who.key + "-" + strconv.Itoa(n)
		}
		taken[pathKey(name)], keys[key] = true, true
		who.key, who.out = key, peopleDir+name+".html"
		who.Path = escapePath(who.out)
		c.order = append(c.order, i)
	}
	slices.SortStableFunc(c.order, func(a, b int32) int { return strings.Compare(c.list[a].sort, c.list[b].sort) })
}

// peoplePath is the index of all contributors; below peopleDir each has a page.
const (
	peopleDir  = BrowseDir + FacetAuthor + "/"
	peoplePath = BrowseDir + FacetAuthor + ".html"
)

// contributor is whom a name means; nil where nobody in the commons is called so.
func (s *Site) contributor(name, url string) *contributor {
	c := &s.crowd
	if i, ok := c.named[naming{name, url}]; ok {
		return &c.list[i]
	}
	meant := s.register.unaliased(name)
	if record := s.register.recordOf(meant, url); record >= 0 {
		return &c.list[c.of[record]]
	}
	if i, ok := c.keys[source.Fold(meant)]; ok {
		return &c.list[i]
	}
	return nil
}

// person is how a name is shown, and where it leads. It is shown as it is written, but for that of somebody who has a record.
func (s *Site) person(name, url string) PersonRef {
	p := PersonRef{Text: strings.TrimSpace(s.register.unaliased(name))}
	if c := s.contributor(name, url); c != nil {
		text := p.Text
		if p = c.PersonRef; c.record < 0 {
			p.Text = text
		}
	}
	return p
}

// mentioned is where a mention of “@name” leads: to the page of the person who has that name, or empty.
func (s *Site) mentioned(name string) string { return s.person(name, "").Path }
