// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"commonplace/generator/commons"
	"commonplace/generator/source"
)

func (v *PageView) reviewsKey(d *source.Digest) {
	d.Bool(v.Status != nil)
	if v.Status != nil {
		v.Status.key(d)
	}
	reviewViewsKey(d, v.Reviews)
	d.Int(v.Reviewcount)
	d.Text(v.Reviewpath)
	disputesKey(d, v.Disputes)
	d.Int(v.Disputecount)
	d.Text(v.Disputepath)
	d.Int(len(v.Assessments))
	for k := range v.Assessments {
		a := &v.Assessments[k]
		d.Texts([]string{a.Framework, a.Low, a.High})
		d.Int(a.Count)
		d.Int(a.Own)
	}
}

func (v *StatusView) key(d *source.Digest) {
	d.Texts([]string{v.ID, v.Label, v.Until, v.Rules})
	v.Rule.key(d)
	d.Int(v.Counted)
	d.Int(len(v.Steps))
	for k := range v.Steps {
		v.Steps[k].key(d)
	}
	d.Texts(v.Flags)
}

func (v *RuleView) key(d *source.Digest) {
	d.Texts([]string{v.ID, v.Label, v.Path})
	d.Bool(v.Every)
	d.Texts(v.Scope)
	d.Texts(v.Sections)
	for _, n := range []int{v.Accepts, v.Age.Years, v.Age.Months, v.Age.Days, v.Disputes + 1, v.Uses, v.Works, v.Stewards, v.Pages} {
		d.Int(n)
	}
}

func (v *StepView) key(d *source.Digest) {
	d.Text(v.ID)
	d.Text(v.Label)
	d.Int(len(v.Needs))
	for k := range v.Needs {
		n := &v.Needs[k]
		d.Text(string(n.Kind))
		d.Int(n.Count)
		d.Texts(n.Sections)
		d.Bool(n.Every)
		d.Bool(n.Any)
		d.Bool(n.Authors)
	}
}

func reviewViewsKey(d *source.Digest, list []ReviewView) {
	d.Int(len(list))
	for k := range list {
		list[k].key(d)
	}
}

func (v *ReviewView) key(d *source.Digest) {
	v.Who.key(d)
	d.Texts([]string{v.Date, v.Type, v.Stage, v.Recommendation, v.Why, v.Conflict, v.License, v.Body, v.Link, v.File})
	for _, b := range []bool{v.Author, v.Pseudonym, v.Judged, v.Whole, v.Cut, v.Editor} {
		d.Bool(b)
	}
	refsKey(d, v.Covers)
	refsKey(d, v.Changed)
	d.Texts(v.Gone)
	d.Int(len(v.Criteria))
	for _, c := range v.Criteria {
		d.Text(c.Name)
		d.Text(c.Answer)
	}
	d.Texts(v.Tools)
	assessmentKey(d, v.Assessment)
	cardKey(d, v.Card)
	v.Subject.key(d)
}

func assessmentKey(d *source.Digest, a *commons.Assessment) {
	d.Bool(a != nil)
	if a == nil {
		return
	}
	d.Texts([]string{a.Framework, a.Overall, a.Rationale})
	d.Int(len(a.Pillars))
	for _, p := range a.Pillars {
		d.Texts([]string{p.Pillar, p.Value, p.Note})
	}
	d.Texts(a.Improvements)
}

func disputesKey(d *source.Digest, list []DisputeView) {
	d.Int(len(list))
	for k := range list {
		v := &list[k]
		v.Who.key(d)
		v.Target.key(d)
		d.Texts([]string{v.Date, v.Claim, v.Resolution, v.File})
		d.Texts(v.Evidence)
		d.Bool(v.Resolved)
		cardKey(d, v.Card)
	}
}

// Key covers the reviews shown.
func (v *ReviewsView) Key(d *source.Digest) {
	v.Frame.key(d)
	cardKey(d, v.Target)
	d.Text(v.Subject)
	reviewViewsKey(d, v.Reviews)
	v.Pager.key(d)
}

// Key covers the disputes shown.
func (v *DisputesView) Key(d *source.Digest) {
	v.Frame.key(d)
	disputesKey(d, v.Disputes)
	v.Pager.key(d)
}

// Key covers the pages shown and what they need.
func (v *QueueView) Key(d *source.Digest) {
	v.Frame.key(d)
	d.Int(len(v.Items))
	for k := range v.Items {
		cardKey(d, v.Items[k].Card)
		v.Items[k].Next.key(d)
		d.Bool(v.Items[k].Stale)
	}
	v.Pager.key(d)
}

// Key covers the rules and how many pages have each status.
func (v *GovernanceView) Key(d *source.Digest) {
	v.Frame.key(d)
	d.Int(v.Version)
	v.Decision.key(d)
	for _, b := range []bool{v.BuiltIn, v.Authors, v.Conflicts} {
		d.Bool(b)
	}
	for _, list := range [][]string{v.Kinds, v.Accepting, v.Flags, v.Licenses, {v.Queue, v.Reviews, v.Disputes}} {
		d.Texts(list)
	}
	d.Int(len(v.Rules))
	for k := range v.Rules {
		v.Rules[k].key(d)
	}
	d.Int(v.None)
	d.Int(len(v.Decisions))
	for k := range v.Decisions {
		cardKey(d, v.Decisions[k].Card)
		d.Text(v.Decisions[k].Date)
		d.Text(v.Decisions[k].Status)
		v.Decisions[k].Supersedes.key(d)
	}
}
