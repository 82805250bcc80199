// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	"maps"
	"slices"

	"commonplace/generator/source"
)

// digest covers every field; a test changes each and demands another one.
func (r *Reading) digest() source.Hash {
	var d source.Digest
	digestFields(&d, r.Fields)
	d.Int(len(r.Values))
	for _, v := range r.Values {
		d.Text(v.Field)
		d.Int(len(v.Names))
		for _, old := range slices.Sorted(maps.Keys(v.Names)) {
			d.Text(old)
			d.Text(v.Names[old])
		}
	}
	d.Texts(r.Relations)
	d.Texts(r.Machine)
	d.Int(len(r.Sections))
	for _, s := range r.Sections {
		d.Text(s.Heading)
		d.Text(s.Field)
		d.Bool(s.Stays)
	}
	digestFacts(&d, r.Split)
	digestFields(&d, r.Hide)
	digestFields(&d, r.Show)
	digestFields(&d, r.Body)
	d.Bool(r.Headers)
	d.Int(len(r.Records))
	for _, m := range r.Records {
		d.Text(m.Path)
		d.Text(m.Kind)
		d.Text(m.List)
		d.Text(m.Key)
		digestFields(&d, m.Fields)
	}
	digestFields(&d, r.Facets)
	d.Texts(r.HTML)
	d.Bool(r.Remote)
	d.Text(r.Slugs)
	digestSchemes(&d, r.Schemes)
	digestSchemes(&d, r.Interwiki)
	d.Int(len(r.Terms))
	for _, t := range r.Terms {
		d.Text(t.Page)
		d.Texts(t.Names)
	}
	d.Int(int(r.Dialects))
	digestShortcodes(&d, r.Shortcodes)
	digestVariables(&d, r.Variables)
	d.Text(r.Language)
	r.Limits.digest(&d)
	return d.Sum()
}

func digestFields(d *source.Digest, list []FieldMap) {
	d.Int(len(list))
	for _, f := range list {
		d.Text(f.Field)
		d.Texts(f.Paths)
	}
}

func (l *Limits) digest(d *source.Digest) {
	for _, n := range []int{
		l.Page, l.FrontMatter, l.Record, l.YAMLDepth, l.YAMLNodes, l.Nesting, l.Expanded, l.Tags, l.Aliases,
		l.ImageBytes, l.ImagePixels, l.EmbedDepth,
	} {
		d.Int(n)
	}
}

// digest covers every field but Dir, File, Editor, PrivateHosts, Publish and the absolute paths of folders.
func (c *Config) digest() source.Hash {
	var d source.Digest
	for _, s := range []string{
		c.Title, c.Description, c.URL, c.Language, c.License, c.CodeLicense, c.Copyright, c.Contact, c.Address,
		c.Repository.URL, c.Repository.Branch, c.Repository.Kind, c.Theme, c.Look.Accent, c.Look.Logo, c.Markdown.Slugs,
	} {
		d.Text(s)
	}
	d.Bool(c.Search)
	d.Texts(c.Languages)
	d.Texts(c.LinkOrder)
	d.Texts(c.Markdown.HTML)
	d.Bool(c.Markdown.Remote)
	d.Bool(c.Badges)
	d.Int(int(c.Markdown.Dialects))
	digestShortcodes(&d, c.Markdown.Shortcodes)
	digestVariables(&d, c.Markdown.Variables)
	d.Int(len(c.Sources))
	for i := range c.Sources {
		c.Sources[i].digest(&d)
	}
	d.Int(len(c.Static))
	for _, f := range c.Static {
		d.Text(f.Shown)
	}
	d.Int(len(c.Aliases))
	for _, a := range c.Aliases {
		d.Text(a.Name)
		d.Text(a.Person)
	}
	d.Int(len(c.Facets))
	for _, f := range c.Facets {
		d.Text(f.Name)
		d.Text(f.Field)
		d.Text(f.Label)
		f.Grouping.digest(&d)
	}
	d.Int(len(c.Groupings))
	for _, name := range slices.Sorted(maps.Keys(c.Groupings)) {
		d.Text(name)
		g := c.Groupings[name]
		g.digest(&d)
	}
	d.Int(len(c.Types))
	for _, name := range slices.Sorted(maps.Keys(c.Types)) {
		t := c.Types[name]
		d.Text(name)
		d.Texts([]string{t.ID, t.Prefix, t.Label})
		d.Texts(t.Required)
		d.Int(len(t.Values))
		for _, v := range t.Values {
			d.Text(v.Field)
			d.Texts(v.Values)
		}
		d.Texts(t.Sections)
	}
	d.Int(len(c.Relations))
	for _, r := range c.Relations {
		d.Text(r.Kind)
		d.Text(r.Inverse)
		d.Text(r.Label)
		d.Bool(r.Machine)
	}
	d.Int(len(c.Exports))
	for _, e := range c.Exports {
		d.Text(e.Out)
		d.Text(e.Template.Shown)
	}
	c.Governance.digest(&d)
	c.Limits.digest(&d)
	d.Int(len(c.Levels))
	for _, code := range slices.Sorted(maps.Keys(c.Levels)) {
		d.Text(string(code))
		d.Int(int(c.Levels[code]))
	}
	return d.Sum()
}

func (g *Grouping) digest(d *source.Digest) {
	d.Int(len(g.Labels))
	for _, l := range g.Labels {
		d.Text(l.Value)
		d.Text(l.Text)
	}
	d.Int(len(g.Groups))
	for _, group := range g.Groups {
		d.Text(group.Label)
		d.Texts(group.Values)
	}
}

func (s *Source) digest(d *source.Digest) {
	d.Text(s.Shown)
	d.Text(s.URL)
	d.Text(s.Address)
	d.Texts(s.Include)
	d.Texts(s.Exclude)
	d.Text(s.Type)
	digestFacts(d, s.Facts)
	d.Int(len(s.Paths))
	for _, p := range s.Paths {
		d.Text(p.Pattern)
		digestFacts(d, p.Facts)
	}
	d.Texts(s.LinkOrder)
	d.Texts(s.Unhide)
	d.Text(s.InRepository)
	d.Bool(s.Foreign)
	d.Hash(s.Reading.Digest)
}

func digestFacts(d *source.Digest, list []Fact) {
	d.Int(len(list))
	for _, f := range list {
		d.Text(f.Field)
		d.Text(f.Value)
	}
}
