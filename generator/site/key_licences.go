// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import "commonplace/generator/source"

func cardsKey(d *source.Digest, cards []*Card) {
	d.Int(len(cards))
	for _, c := range cards {
		cardKey(d, c)
	}
}

func (o *Origin) key(d *source.Digest) {
	d.Texts([]string{o.Title, o.Author, o.License, o.Changes, o.Override, o.Address, o.Commons})
	cardKey(d, o.Card)
	cardKey(d, o.Through)
	o.Verdict.key(d)
	d.Bool(o.Forbidden)
}

func (v *Verdict) key(d *source.Digest) {
	d.Int(int(v.Answer))
	d.Texts([]string{v.Rule, v.From, v.Into, v.Source})
}

func (f *LicenceFacts) key(d *source.Digest) {
	d.Texts([]string{f.Text, f.Name, f.Short, f.URL})
	d.Bool(f.Deed)
	d.Texts(f.Permits)
	d.Texts(f.Requires)
	d.Texts(f.Prohibits)
}

// Key covers all that is told of licences, and the cards of those pages that are named.
func (v *LicencesView) Key(d *source.Digest) {
	v.Frame.key(d)
	v.Facet.key(d)
	d.Int(len(v.Licences))
	for k := range v.Licences {
		r := &v.Licences[k]
		r.LicenceFacts.key(d)
		d.Text(r.Path)
		d.Int(r.Count)
		d.Bool(r.Known)
	}
	d.Text(v.Unlicensed.Text)
	d.Text(v.Unlicensed.Path)
	d.Int(v.Unlicensed.Count)
	conflictsKey(d, v.Conflicts)
	d.Int(v.More)
	conflictsKey(d, v.Overrides)
	d.Int(len(v.Matrix))
	for k := range v.Matrix {
		v.Matrix[k].From.key(d)
		d.Int(len(v.Matrix[k].Cells))
		for c := range v.Matrix[k].Cells {
			v.Matrix[k].Cells[c].key(d)
		}
	}
	v.Pager.key(d)
}

func conflictsKey(d *source.Digest, list []Conflict) {
	d.Int(len(list))
	for k := range list {
		cardKey(d, list[k].Card)
		list[k].Origin.key(d)
	}
}
