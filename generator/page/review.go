// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package page

import (
	"encoding/hex"
	"slices"
	"strings"

	"commonplace/generator/commons"
	"commonplace/generator/config"
	"commonplace/generator/source"
)

const (
	reviewKeys = "subject content sections delta_from reviewer persona date type stage recommendation criteria competing_interest_statement assisted_by license " +
		"assessment link body"
	disputeKeys    = "subject target reviewer date claim evidence state resolution"
	assessmentKeys = "framework pillars overall rationale opportunities improvements"
	reviewerKeys   = "id name account"
)

// Review reads a record of a review.
func (p *Parser) Review(data []byte) *Doc {
	d := &Doc{Kind: KindReview, Review: new(commons.Review)}
	if root, r := p.record(d, data, reviewKeys); root != nil {
		r.review(d.Review, root)
	}
	return d
}

// Dispute reads a record of an objection.
func (p *Parser) Dispute(data []byte) *Doc {
	d := &Doc{Kind: KindDispute, Dispute: new(commons.Dispute)}
	root, r := p.record(d, data, disputeKeys)
	if root == nil {
		return d
	}
	to := d.Dispute
	at := r.fieldOf(root)
	to.Span = root.Span()
	to.Subject, to.SubjectSpan = r.one(at("subject")), at("subject").Span()
	to.Target = r.one(at("target"))
	to.By = r.reviewer(at("reviewer"))
	to.Date = r.date(at("date"))
	to.Claim = r.prose(at("claim"))
	to.Evidence = r.many(at("evidence"))
	to.Resolution = r.prose(at("resolution"))
	switch state := r.one(at("state")); state {
	case "", "open":
	case "resolved":
		to.Resolved = true
	default:
		r.choice(root.Get("state"), state, []string{"open", "resolved"})
	}
	if to.Claim == "" {
		r.report(source.CodeFieldMissing, root.Span(), "a dispute without a “claim”", "say what is not so")
	}
	return d
}

// reviews reads what a page says of reviews that it has had: names, or maps of the fields of a review.
func (r *reader) reviews(n *source.Node) {
	each(n, func(n *source.Node) {
		var review commons.Review
		switch {
		case n.Kind() == source.NodeScalar || n.Get("reviewer") == nil && first(n, nameKeys) != nil:
			name, span := r.personName(n)
			review = commons.Review{Reviewer: commons.Reviewer{ID: name, Span: span}, Type: commons.ReviewTypes()[0], Span: span}
		default:
			r.keys(n, reviewKeys)
			r.review(&review, n)
			review.Subject = ""
		}
		review.Foreign = true
		r.d.Reviews = append(r.d.Reviews, review)
	})
}

// record reads the one map of a record's file; nil where there is none.
func (p *Parser) record(d *Doc, data []byte, keys string) (*source.Node, *reader) {
	text, diags := source.Text(data)
	root, found := source.ParseYAML(text, 1, source.YAMLLimits{Bytes: p.limits.Record, Depth: p.limits.YAMLDepth, Nodes: p.limits.YAMLNodes})
	d.Diags = append(diags, found...)
	r := &reader{p: p, d: d}
	if root.Kind() != source.NodeMap {
		if !isEmpty(root) {
			r.name = "the record"
			r.misfit(root, "a map", "")
		}
		return nil, r
	}
	r.keys(root, keys)
	return root, r
}

// fieldOf gives the values of a map and remembers which one is read, for messages.
func (r *reader) fieldOf(root *source.Node) func(name string) *source.Node {
	return func(name string) *source.Node {
		r.name = name
		return root.Get(name)
	}
}

func (r *reader) review(to *commons.Review, root *source.Node) {
	at := r.fieldOf(root)
	to.Span = root.Span()
	to.Subject, to.SubjectSpan = r.one(at("subject")), at("subject").Span()
	to.Content = r.swhid(at("content"))
	to.Sections = r.sectionsRead(at("sections"))
	to.DeltaFrom = r.one(at("delta_from"))
	to.Reviewer = r.reviewer(at("reviewer"))
	switch persona := r.one(at("persona")); persona {
	case "", "public":
	case "pseudonym":
		to.Pseudonym = true
	default:
		r.choice(root.Get("persona"), persona, []string{"public", "pseudonym"})
	}
	to.Date = r.date(at("date"))
	if to.Type = r.oneOf(at("type"), commons.ReviewTypes()); isEmpty(root.Get("type")) {
		to.Type = commons.ReviewTypes()[0]
	}
	to.Stage = r.one(at("stage"))
	to.Recommendation = r.oneOf(at("recommendation"), config.Recommendations())
	to.Criteria = r.criteria(at("criteria"))
	to.Conflict = r.interest(at("competing_interest_statement"))
	to.Tools = r.many(at("assisted_by"))
	to.License = r.license(at("license"))
	to.Assessment = r.assessment(at("assessment"))
	to.Link = r.website(at("link"))
	to.Body = r.prose(at("body"))
}

// oneOf reads one of the words that a field can have; any other is reported and left out, since nobody can tell what it would count for.
func (r *reader) oneOf(n *source.Node, known []string) string {
	word := r.one(n)
	if word != "" && !slices.Contains(known, word) {
		r.choice(n, word, known)
		return ""
	}
	return word
}

// choice reports a word that is none of those that a field can have.
func (r *reader) choice(n *source.Node, word string, known []string) {
	help := "it is one of " + strings.Join(known, ", ")
	if near := source.Nearest(word, known); near != "" {
		help = "did you mean “" + near + "”?"
	}
	r.report(source.CodeUnknownFieldValue, n.Span(), quote(word)+" is no value of “"+r.name+"”", help)
}

// swhid reads the identifier of a file's content (SWHID 1.2, core identifiers of kind cnt); qualifiers behind it are left out.
func (r *reader) swhid(n *source.Node) string {
	text, _, _ := strings.Cut(r.one(n), ";")
	if text == "" {
		return ""
	}
	digits, ok := strings.CutPrefix(text, swhContent)
	if b, err := hex.DecodeString(digits); !ok || err != nil || len(b) != len(Blob{}) {
		r.report(source.CodeUnknownFieldValue, n.Span(), quote(text)+" is no SWHID of a file", "it is swh:1:cnt: and what “git hash-object FILE” says")
		return ""
	}
	return swhContent + strings.ToLower(digits)
}

// sectionsRead reads which sections were read, by their digests. One whose digest is of another form was read in a text that nobody can tell.
func (r *reader) sectionsRead(n *source.Node) []commons.Read {
	if isEmpty(n) {
		return nil
	}
	if n.Kind() != source.NodeMap {
		r.misfit(n, "a map of sections and digests", "")
		return nil
	}
	list := make([]commons.Read, 0, n.Len())
	for i := range n.Len() {
		read := commons.Read{ID: r.key(n, i)}
		text := r.plain(n.Value(i))
		digits, ok := strings.CutPrefix(text, "sha256:")
		if b, err := hex.DecodeString(digits); ok && err == nil && len(b) == len(read.Digest) {
			read.Digest = source.Hash(b)
		} else {
			r.report(source.CodeUnknownFieldValue, n.Value(i).Span(), quote(text)+" is no digest of a section", "it is sha256: and 64 digits, as “commonplace status PAGE --json” says them")
		}
		list = append(list, read)
	}
	return list
}

// reviewer reads an id, or a name and an account.
func (r *reader) reviewer(n *source.Node) commons.Reviewer {
	who := commons.Reviewer{Span: n.Span()}
	switch n.Kind() {
	case source.NodeScalar:
		who.ID = r.plain(n)
	case source.NodeMap:
		r.keys(n, reviewerKeys)
		who.ID, who.Name = r.text(n.Get("id")), r.text(n.Get("name"))
		who.Account = r.account(n.Get("account"))
		if r.foreign && who.Account == "" {
			who.Account = r.account(first(n, "github github_username login"))
		}
	case source.NodeList:
		r.misfit(n, "one person", "each review has a file of its own")
	}
	return who
}

// account reads “github:ada”; without a place it is GitHub's, where most lists of records come from. Addresses in the fediverse look like e-mail and are none.
func (r *reader) account(n *source.Node) string {
	text, _ := tidy(n.Text())
	if text == "" || n.Kind() != source.NodeScalar {
		return ""
	}
	if place, name, ok := strings.Cut(text, ":"); ok && !strings.Contains(name, "//") {
		place = strings.ToLower(place)
		if place == "fediverse" || place == "mastodon" {
			if !strings.HasPrefix(name, "@") {
				name = "@" + name
			}
			return "fediverse:" + name
		}
		if name, _ = withoutAddress(strings.TrimPrefix(name, "@")); name != "" {
			return place + ":" + name
		}
		return ""
	}
	if strings.HasPrefix(text, "@") && strings.Count(text, "@") == 2 {
		return "fediverse:" + text
	}
	text = strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(text, "https://"), "http://"), "/")
	if host, name, ok := strings.Cut(text, "/"); ok {
		return strings.ToLower(strings.TrimSuffix(host, ".com")) + ":" + r.addressless(name, n)
	}
	return "github:" + r.addressless(strings.TrimPrefix(text, "@"), n)
}

func (r *reader) addressless(s string, n *source.Node) string {
	s, found := withoutAddress(s)
	if found {
		r.removed(n.Span())
	}
	return s
}

func (r *reader) criteria(n *source.Node) []commons.Criterion {
	if isEmpty(n) {
		return nil
	}
	if n.Kind() != source.NodeMap {
		r.misfit(n, "a map of questions and answers", "")
		return nil
	}
	list := make([]commons.Criterion, 0, n.Len())
	for i := range n.Len() {
		c := commons.Criterion{Name: r.key(n, i), Answer: strings.ToLower(r.plain(n.Value(i)))}
		switch c.Answer {
		case "true": // as programs write an unquoted yes
			c.Answer = "yes"
		case "false":
			c.Answer = "no"
		}
		if !slices.Contains(commons.Answers(), c.Answer) {
			r.choice(n.Value(i), c.Answer, commons.Answers())
			continue
		}
		list = append(list, c)
	}
	return list
}

// interest reads a statement of competing interests; the words for none are none.
func (r *reader) interest(n *source.Node) string {
	text := r.prose(n)
	switch strings.ToLower(strings.TrimRight(text, ". ")) {
	case "none", "no", "nothing", "n/a", "none declared", "keine", "ninguno", "ninguna", "null":
		return ""
	}
	return text
}

func (r *reader) assessment(n *source.Node) *commons.Assessment {
	if isEmpty(n) {
		return nil
	}
	if n.Kind() != source.NodeMap {
		r.misfit(n, "a map", "")
		return nil
	}
	r.keys(n, assessmentKeys)
	a := &commons.Assessment{Framework: r.text(n.Get("framework")), Overall: r.text(n.Get("overall")), Rationale: r.prose(n.Get("rationale"))}
	a.Improvements = r.many(first(n, "opportunities improvements"))
	pillars := n.Get("pillars")
	for i := range pillars.Len() {
		s := commons.Score{Pillar: r.key(pillars, i)}
		if v := pillars.Value(i); v.Kind() == source.NodeMap {
			r.keys(v, "score note")
			s.Value, s.Note = r.text(v.Get("score")), r.prose(v.Get("note"))
		} else {
			s.Value = r.text(v)
		}
		a.Pillars = append(a.Pillars, s)
	}
	return a
}

// prose reads a text of several lines, each of which is tidied like any value.
func (r *reader) prose(n *source.Node) string {
	if n.Kind() != source.NodeScalar {
		if !isEmpty(n) {
			r.misfit(n, "a text", unquoted)
		}
		return ""
	}
	if !strings.Contains(n.Text(), "\n") {
		return r.plain(n)
	}
	var b strings.Builder
	gap := false
	for line := range strings.SplitSeq(n.Text(), "\n") {
		line = r.plain(source.NewScalar(line, n.Span()))
		switch {
		case line == "":
			gap = b.Len() > 0
			continue
		case gap:
			b.WriteString("\n\n")
		case b.Len() > 0:
			b.WriteByte('\n')
		}
		gap = false
		b.WriteString(line)
	}
	return b.String()
}
