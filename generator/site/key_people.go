// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import "commonplace/generator/source"

func (p *PersonRef) key(d *source.Digest) {
	d.Text(p.Text)
	d.Text(p.Path)
	d.Text(p.Kind)
	d.Text(p.ORCID)
}

func peopleKey(d *source.Digest, people []PersonRef) {
	d.Int(len(people))
	for k := range people {
		people[k].key(d)
	}
}

func rolesKey(d *source.Digest, roles []RoleRefs) {
	d.Int(len(roles))
	for k := range roles {
		d.Text(roles[k].Role)
		peopleKey(d, roles[k].People)
		d.Int(roles[k].More)
	}
}

// Key covers what is said of the person, and their works by the cards.
func (v *PersonView) Key(d *source.Digest) {
	v.Frame.key(d)
	v.Who.key(d)
	v.Facet.key(d)
	d.Text(v.Website)
	d.Int(len(v.Accounts))
	for _, a := range v.Accounts {
		d.Texts([]string{a.Place, a.Name, a.URL})
	}
	refsKey(d, v.Languages)
	refsKey(d, v.Reviewed)
	d.Int(len(v.Roles))
	for k := range v.Roles {
		r := &v.Roles[k]
		d.Texts([]string{r.Role, r.Note, r.Since, r.Until})
		r.Scope.key(d)
	}
	d.Int(len(v.Works))
	for k := range v.Works {
		d.Text(v.Works[k].Role)
		d.Int(len(v.Works[k].Years))
		for _, year := range v.Works[k].Years {
			d.Text(year.Year)
			d.Int(len(year.Cards))
			for _, c := range year.Cards {
				cardKey(d, c)
			}
		}
	}
	v.Pager.key(d)
}

// Key covers the people and the cards of the pages.
func (v *CreditView) Key(d *source.Digest) {
	v.Frame.key(d)
	v.People.key(d)
	for _, gaps := range [][]Gap{v.Missing, v.Unproven} {
		d.Int(len(gaps))
		for k := range gaps {
			gaps[k].Who.key(d)
			d.Int(len(gaps[k].Cards))
			for _, c := range gaps[k].Cards {
				cardKey(d, c)
			}
			d.Int(gaps[k].More)
		}
	}
	v.Pager.key(d)
}
