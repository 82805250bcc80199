// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import "commonplace/generator/source"

// Keys are written out by hand, field after field in the order of the struct: walking views by reflection costs ten times as much, and
// a test changes every leaf of every View and demands a new key.

func (f *Frame) key(d *source.Digest) {
	d.Hash(f.Chrome.Digest)
	d.Text(f.Template)
	d.Text(f.Path)
	d.Text(f.Root)
	d.Text(f.Title)
	d.Text(f.Description)
	d.Text(f.Lang)
	d.Text(f.Canonical)
}

func (c *Chrome) key(d *source.Digest) {
	d.Texts([]string{c.Title, c.Description, c.Language, c.License, c.Copyright, c.Address, c.Repository, c.Contact, c.Logo, c.Home, c.Indexes, c.Contents, c.Wanted, c.Changes, c.Search, c.Review})
	d.Int(len(c.Facets))
	for k := range c.Facets {
		c.Facets[k].key(d)
	}
}

func (l *FacetLink) key(d *source.Digest) {
	d.Text(l.Name)
	d.Text(l.Label)
	d.Text(l.Path)
	d.Int(l.Values)
}

func (c *Card) key(d *source.Digest) {
	d.Text(c.Title)
	d.Text(c.Path)
	d.Text(c.Summary)
	d.Text(c.Type)
	d.Text(c.Lang)
	d.Text(c.Status)
	d.Text(c.Earned)
	d.Text(c.License)
	d.Bool(c.Draft)
}

func cardKey(d *source.Digest, c *Card) {
	d.Bool(c != nil)
	if c != nil {
		d.Hash(c.Digest)
	}
}

func (r *Ref) key(d *source.Digest) {
	d.Text(r.Text)
	d.Text(r.Path)
}

func refsKey(d *source.Digest, refs []Ref) {
	d.Int(len(refs))
	for k := range refs {
		refs[k].key(d)
	}
}

// Key covers the page's own text by its identity, and what it shows of others by their cards.
func (v *PageView) Key(d *source.Digest) {
	v.Frame.key(d)
	d.Hash(v.Facts)
	cardKey(d, v.Card)
	refsKey(d, v.Crumbs)
	cardKey(d, v.Prev)
	cardKey(d, v.Next)
	cardKey(d, v.Successor)
	peopleKey(d, v.Authors)
	rolesKey(d, v.Credits)
	rolesKey(d, v.Traces)
	peopleKey(d, v.Stewards)
	refsKey(d, v.Domain)
	refsKey(d, v.Tags)
	v.Type.key(d)
	v.License.key(d)
	v.CodeLicense.key(d)
	d.Int(len(v.Origins))
	for k := range v.Origins {
		v.Origins[k].key(d)
	}
	cardsKey(d, v.UsedBy)
	d.Int(v.UsedCount)
	d.Int(len(v.Facets))
	for k := range v.Facets {
		d.Text(v.Facets[k].Name)
		d.Text(v.Facets[k].Label)
		refsKey(d, v.Facets[k].Values)
	}
	d.Text(v.Created)
	d.Text(v.Updated)
	d.Text(v.Source)
	d.Text(v.Edit)
	d.Text(v.History)
	d.Text(v.Report)
	d.Int(len(v.Relations))
	for k := range v.Relations {
		v.Relations[k].key(d)
	}
	backlinksKey(d, v.Backlinks)
	d.Int(v.Backcount)
	d.Text(v.Backpath)
	refsKey(d, v.Chapters)
	refsKey(d, v.Translations)
	d.Text(v.Original)
	refsKey(d, v.Untranslated)
	v.Lag.key(d)
	targetsKey(d, v.Targets)
	v.reviewsKey(d)
	d.Texts([]string{v.Invite.Subject, v.Invite.Folder, v.Invite.New, v.Invite.Forge})
}

func (g *RelationGroup) key(d *source.Digest) {
	d.Text(g.Kind)
	d.Text(g.Label)
	d.Bool(g.Inverse)
	d.Bool(g.Machine)
	d.Int(len(g.Items))
	for k := range g.Items {
		item := &g.Items[k]
		cardKey(d, item.Card)
		item.Wanted.key(d)
		d.Text(item.Weight)
		d.Bool(item.Machine)
		d.Text(item.Note)
	}
	d.Int(g.More)
}

func backlinksKey(d *source.Digest, links []Backlink) {
	d.Int(len(links))
	for k := range links {
		cardKey(d, links[k].Card)
		d.Text(links[k].Sentence)
		d.Text(links[k].Relation)
	}
}

func targetsKey(d *source.Digest, targets []Target) {
	d.Int(len(targets))
	for k := range targets {
		t := &targets[k]
		d.Int(int(t.State))
		d.Text(t.Path)
		d.Text(t.Fragment)
		d.Text(t.Title)
		d.Int(t.Width)
		d.Int(t.Height)
		d.Bool(t.Embed != nil)
		if e := t.Embed; e != nil {
			cardKey(d, e.Card)
			peopleKey(d, e.Authors)
			d.Hash(e.Facts)
			d.Int(int(e.From))
			d.Int(int(e.To))
			targetsKey(d, e.Targets)
		}
	}
}

func (p *Pager) key(d *source.Digest) {
	d.Int(p.Number)
	d.Int(p.Last)
	d.Text(p.Prev)
	d.Text(p.Next)
	d.Int(p.Total)
}

func countsKey(d *source.Digest, counts []Count) {
	d.Int(len(counts))
	for k := range counts {
		d.Text(counts[k].Text)
		d.Text(counts[k].Path)
		d.Int(counts[k].Count)
	}
}

// Key covers the list by the cards on it.
func (v *ListView) Key(d *source.Digest) {
	v.Frame.key(d)
	v.Facet.key(d)
	d.Text(v.In)
	v.Licence.key(d)
	cardsKey(d, v.Cards)
	v.Pager.key(d)
}

// Key covers the values and their counts.
func (v *IndexView) Key(d *source.Digest) {
	v.Frame.key(d)
	v.Facet.key(d)
	d.Int(len(v.Groups))
	for k := range v.Groups {
		d.Text(v.Groups[k].Label)
		countsKey(d, v.Groups[k].Values)
	}
	countsKey(d, v.Lacks)
	d.Text(v.Credit)
	v.Pager.key(d)
}

// Key covers the chapters.
func (v *ContentsView) Key(d *source.Digest) {
	v.Frame.key(d)
	d.Int(len(v.Chapters))
	for k := range v.Chapters {
		v.Chapters[k].Ref.key(d)
		d.Int(v.Chapters[k].Level)
	}
	v.Pager.key(d)
}

// Key covers the numbers and the values shown.
func (v *OverviewView) Key(d *source.Digest) {
	v.Frame.key(d)
	d.Bool(v.Home)
	d.Int(v.Pages)
	d.Int(v.Wanted)
	d.Int(len(v.Indexes))
	for k := range v.Indexes {
		v.Indexes[k].Facet.key(d)
		countsKey(d, v.Indexes[k].Top)
	}
	changesKey(d, v.Recent)
}

func changesKey(d *source.Digest, changes []Change) {
	d.Int(len(changes))
	for k := range changes {
		d.Text(changes[k].Date)
		d.Bool(changes[k].New)
		cardKey(d, changes[k].Card)
	}
}

// Key covers the pages that refer here and what they say.
func (v *LinksView) Key(d *source.Digest) {
	v.Frame.key(d)
	cardKey(d, v.Target)
	d.Text(v.Wanted)
	backlinksKey(d, v.Links)
	v.Pager.key(d)
}

// Key covers the changes shown.
func (v *ChangesView) Key(d *source.Digest) {
	v.Frame.key(d)
	changesKey(d, v.Changes)
	v.Pager.key(d)
}

// Key is that of the frame.
func (v *SearchView) Key(d *source.Digest) { v.Frame.key(d) }

// Key is that of the frame.
func (v *NotFoundView) Key(d *source.Digest) { v.Frame.key(d) }

// Key covers where the old address leads.
func (v *RedirectView) Key(d *source.Digest) {
	v.Frame.key(d)
	cardKey(d, v.Target)
}
