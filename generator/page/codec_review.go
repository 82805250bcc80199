// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"commonplace/generator/commons"
	"commonplace/generator/source"
)

// record walks over the Doc of a review or a dispute, which has none of a page's facts.
func (c *coder) record(d *Doc) {
	if d.Kind == KindReview {
		some := d.Review != nil
		if c.bool(&some); some {
			if d.Review == nil {
				d.Review = new(commons.Review)
			}
			c.review(d.Review)
		}
		list(c, &d.Reviews, nil, minReview, (*coder).review)
	} else {
		if d.Dispute == nil {
			d.Dispute = new(commons.Dispute)
		}
		c.dispute(d.Dispute)
	}
	list(c, &d.Diags, nil, 9, (*coder).diagnostic)
}

// minReview is how many bytes of numbers a review takes at least.
const minReview = 30

func (c *coder) review(v *commons.Review) {
	c.string(&v.Subject)
	c.string(&v.Content)
	list(c, &v.Sections, nil, 1+len(source.Hash{}), (*coder).read)
	c.string(&v.DeltaFrom)
	c.reviewer(&v.Reviewer)
	c.bool(&v.Pseudonym)
	c.string(&v.Date)
	c.string(&v.Type)
	c.string(&v.Stage)
	c.string(&v.Recommendation)
	list(c, &v.Criteria, nil, 2, func(c *coder, a *commons.Criterion) {
		c.string(&a.Name)
		c.string(&a.Answer)
	})
	c.string(&v.Conflict)
	list(c, &v.Tools, &c.strings, 1, (*coder).string)
	c.string(&v.License)
	some := v.Assessment != nil
	if c.bool(&some); some {
		if v.Assessment == nil {
			v.Assessment = new(commons.Assessment)
		}
		c.assessment(v.Assessment)
	}
	c.string(&v.Body)
	c.span(&v.Span)
	c.span(&v.SubjectSpan)
	c.bool(&v.Editor)
	c.string(&v.Link)
	c.bool(&v.Foreign)
}

func (c *coder) read(v *commons.Read) {
	c.string(&v.ID)
	c.hash(&v.Digest)
}

func (c *coder) reviewer(v *commons.Reviewer) {
	c.string(&v.ID)
	c.string(&v.Name)
	c.string(&v.Account)
	c.span(&v.Span)
}

func (c *coder) assessment(v *commons.Assessment) {
	c.string(&v.Framework)
	list(c, &v.Pillars, nil, 3, func(c *coder, s *commons.Score) {
		c.string(&s.Pillar)
		c.string(&s.Value)
		c.string(&s.Note)
	})
	c.string(&v.Overall)
	c.string(&v.Rationale)
	list(c, &v.Improvements, &c.strings, 1, (*coder).string)
}

func (c *coder) dispute(v *commons.Dispute) {
	c.string(&v.Subject)
	c.string(&v.Target)
	c.string(&v.Claim)
	list(c, &v.Evidence, &c.strings, 1, (*coder).string)
	c.bool(&v.Resolved)
	c.string(&v.Resolution)
	c.reviewer(&v.By)
	c.string(&v.Date)
	c.span(&v.Span)
	c.span(&v.SubjectSpan)
}

func (c *coder) blob(v *Blob) {
	switch c.mode {
	case numbering:
		c.out = append(c.out, v[:]...)
	case decoding:
		if len(c.in) < len(v) {
			c.fail(errShort)
			return
		}
		c.in = c.in[copy(v[:], c.in):]
	}
}
