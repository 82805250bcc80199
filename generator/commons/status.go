// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package commons

import (
	"cmp"
	"slices"
	"strings"

	"commonplace/generator/config"
	"commonplace/generator/source"
)

// Subject is what the rules ask of a page.
type Subject struct {
	Content   string    // SWHID of its file
	Sections  []Section // those that have a text
	Headings  []string  // titles of all its headings of level 2, for what a status requires
	Authors   []string  // keys of people
	Works     int       // references
	Uses      int       // known uses
	Stewards  int
	Conflict  bool       // its licence is not one that may be combined with what it is made of, or not one of the accepted
	ReviewIn  config.Age // after which it asks for a new review; zero: never
	Updated   string     // its last change, YYYY-MM-DD; empty: unknown
	Outdated  bool       // deprecated
	Stewarded bool       // the commons has stewards at all, so that it is a lack to have none
}

// Person is who gave a vote, as the commons knows them.
type Person struct {
	Key    string // the same for all that is theirs; empty: no record and no name
	Kind   string // person, organization, group, machine
	Gone   bool   // an id that no record has
	Author bool   // of the page, by another name than the key
}

// Given is a review with what the commons knows of it.
type Given struct {
	ID string // of the record: its path below reviews/ without extension
	*Review
	By       Person
	Declared bool // only the page itself says that there was such a review
}

// Reason says why a review does not count.
type Reason string

// The reasons, in the order in which they are looked for: the first that holds is told.
const (
	ReasonUnknown    Reason = "unknown-reviewer" // the id is nobody's
	ReasonFuture     Reason = "future"           // dated after the build
	ReasonMachine    Reason = "machine"
	ReasonKind       Reason = "kind"     // the reviewer is of a kind that does not count
	ReasonDeclared   Reason = "declared" // by the page itself
	ReasonComment    Reason = "comment"
	ReasonAuthor     Reason = "author"
	ReasonConflict   Reason = "conflict"
	ReasonSuperseded Reason = "superseded" // by a later review of the same person
	ReasonSilent     Reason = "no-recommendation"
	ReasonDeclines   Reason = "not-accepting"
	ReasonUnbound    Reason = "unbound" // it does not say which text it has read
	ReasonScope      Reason = "out-of-scope"
	ReasonStale      Reason = "stale"
	ReasonExpired    Reason = "expired"
)

// Reasons are all of them.
func Reasons() []Reason {
	return []Reason{
		ReasonUnknown, ReasonFuture, ReasonMachine, ReasonKind, ReasonDeclared, ReasonComment, ReasonAuthor, ReasonConflict, ReasonSuperseded,
		ReasonSilent, ReasonDeclines, ReasonUnbound, ReasonScope, ReasonStale, ReasonExpired,
	}
}

// Vote is what became of one review.
type Vote struct {
	Review   int // index of what was given
	Coverage     // with what earlier reviews that it continues have read
	Why      Reason
	By       int    // index of the review that supersedes it, else -1
	Until    string // the last day on which it counts for the status; empty: no end
}

// Counts says whether the review counts for the status.
func (v *Vote) Counts() bool { return v.Why == "" }

// Status is what a page has earned, and why.
type Status struct {
	ID    string       // of the rule; empty where none holds
	Rule  *config.Rung // that held; nil where none does
	Votes []Vote       // one for each review, in the order given. They are judged by the rule that held or, where that asks for no review, by the next that does
	Next  []Step       // what the statuses above still need, the nearest first, up to the first that asks for reviews; none at the top
	Flags []Flag
	Until string // the last day on which the status holds by its reviews; empty: no end
}

// Step is a status that a page has not reached, and what is missing, in the order of the rule.
type Step struct {
	Rule  *config.Rung
	Needs []Need
}

// Evaluate judges a page by the rules on a day.
func Evaluate(rules *config.Governance, s *Subject, given []Given, disputes []Dispute, date string) Status {
	e := evaluation{rules: rules, subject: s, given: given, date: date}
	for k := range disputes {
		if !disputes[k].Resolved && disputes[k].Date <= date {
			e.disputes++
		}
	}
	e.judge()
	var out Status
	for k := range rules.Ladder {
		rung := &rules.Ladder[k]
		votes := e.votesFor(rung)
		needs := e.needs(rung, votes)
		if len(needs) > 0 {
			if rung.Accepts > 0 { // the lowest such status so far
				out.Votes, out.Next = votes, out.Next[:0]
			}
			out.Next = append(out.Next, Step{rung, needs})
			continue
		}
		out.ID, out.Rule = rung.ID, rung
		if rung.Accepts > 0 || out.Votes == nil {
			out.Votes = votes
		}
		if rung.Accepts > 0 {
			out.Until = e.until(rung, votes)
		}
		break
	}
	if out.Votes == nil {
		out.Votes = e.votes
	}
	slices.Reverse(out.Next)
	out.Flags = e.flags()
	return out
}

type evaluation struct {
	rules    *config.Governance
	subject  *Subject
	given    []Given
	date     string
	disputes int // open
	votes    []Vote
}

// judge says of each review whether it can count for any status.
func (e *evaluation) judge() {
	latest := e.latest()
	e.votes = make([]Vote, len(e.given))
	for k := range e.given {
		g := &e.given[k]
		v := Vote{Review: k, By: -1, Coverage: e.coverage(k)}
		last, known := latest[g.By.Key]
		switch {
		case g.By.Gone || g.By.Key == "":
			v.Why = ReasonUnknown
		case !g.Declared && (g.Date == "" || g.Date > e.date):
			v.Why = ReasonFuture
		case g.By.Kind == "machine":
			v.Why = ReasonMachine
		case !slices.Contains(e.rules.Counting.Kinds, g.By.Kind):
			v.Why = ReasonKind
		case g.Declared:
			v.Why = ReasonDeclared
		case isComment(g.Review):
			v.Why = ReasonComment
		case !e.rules.Counting.Authors && (g.By.Author || slices.Contains(e.subject.Authors, g.By.Key)):
			v.Why = ReasonAuthor
		case !e.rules.Counting.Conflicts && g.Conflict != "":
			v.Why = ReasonConflict
		case known && last != k:
			v.Why, v.By = ReasonSuperseded, last
		case g.Recommendation == "":
			v.Why = ReasonSilent
		case !slices.Contains(e.rules.Accepting, g.Recommendation):
			v.Why = ReasonDeclines
		case g.Content == "" && len(g.Sections) == 0:
			v.Why = ReasonUnbound
		case len(v.Fresh) == 0 && len(v.Changed) > 0:
			v.Why = ReasonStale
		case len(v.Fresh) == 0:
			v.Why = ReasonScope
		}
		e.votes[k] = v
	}
}

// isComment tells what speaks beside the reviews: the answer of an author, the summary of others, the work of an editor, and what has a type that nobody knows.
func isComment(r *Review) bool {
	return r.Type == "" || r.Type == "author-comment" || r.Type == "aggregate" || r.Editor
}

// latest is each person's last review that is a vote at all, by key.
func (e *evaluation) latest() map[string]int {
	last := make(map[string]int, len(e.given))
	for k := range e.given {
		g := &e.given[k]
		if g.Date == "" || g.Date > e.date || g.Declared || isComment(g.Review) {
			continue
		}
		if at, ok := last[g.By.Key]; !ok || e.before(at, k) {
			last[g.By.Key] = k
		}
	}
	return last
}

// before orders reviews by date, then as their files are numbered: the second of a day has -2 at its end.
func (e *evaluation) before(a, b int) bool {
	x, y := &e.given[a], &e.given[b]
	return cmp.Or(strings.Compare(x.Date, y.Date), cmp.Compare(len(x.ID), len(y.ID)), strings.Compare(x.ID, y.ID)) < 0
}

// coverage is that of a review and of the earlier ones by the same person that it continues. What the later one has read anew is judged by that alone.
func (e *evaluation) coverage(k int) Coverage {
	g := &e.given[k]
	c := Cover(e.subject, g.Review)
	seen := map[int]bool{k: true}
	for from := g.DeltaFrom; from != ""; {
		at := slices.IndexFunc(e.given, func(other Given) bool { return names(other.ID, from) })
		if at < 0 || seen[at] || e.given[at].By.Key != g.By.Key || !e.before(at, k) {
			break
		}
		seen[at] = true
		earlier := Cover(e.subject, e.given[at].Review)
		for _, fresh := range earlier.Fresh {
			if !slices.Contains(c.Fresh, fresh) && !slices.Contains(c.Changed, fresh) {
				c.Fresh = append(c.Fresh, fresh)
			}
		}
		for _, changed := range earlier.Changed {
			if !slices.Contains(c.Fresh, changed) && !slices.Contains(c.Changed, changed) {
				c.Changed = append(c.Changed, changed)
			}
		}
		from = e.given[at].DeltaFrom
	}
	slices.Sort(c.Fresh)
	slices.Sort(c.Changed)
	return c
}

// names says whether a record is meant: by its id, or by the name of its file alone.
func names(id, word string) bool {
	word = strings.TrimSuffix(strings.TrimSuffix(word, ".yaml"), ".yml")
	return id != "" && (id == word || strings.HasSuffix(id, "/"+word))
}

// Names says whether a word of a record means a review: its id, or the name of its file.
func Names(g *Given, word string) bool { return names(g.ID, word) }

// votesFor are the votes as one status takes them: what is too old for it counts no more, nor what is only of parts that it does not ask of.
func (e *evaluation) votesFor(rung *config.Rung) []Vote {
	votes := slices.Clone(e.votes)
	for k := range votes {
		v := &votes[k]
		if v.Why != "" {
			continue
		}
		if rung.MaxAge != (config.Age{}) {
			if v.Until = rung.MaxAge.After(e.given[v.Review].Date); v.Until < e.date {
				v.Why = ReasonExpired
				continue
			}
		}
		if len(rung.Scope) > 0 && !slices.ContainsFunc(v.Fresh, func(at int) bool { return e.inScope(rung, at) }) {
			v.Why = ReasonScope
		}
	}
	return votes
}

func (e *evaluation) inScope(rung *config.Rung, at int) bool {
	return rung.Every || len(rung.Scope) == 0 || isTitled(rung.Scope, &e.subject.Sections[at])
}

func isTitled(titles []string, s *Section) bool {
	return slices.ContainsFunc(titles, func(t string) bool { return sameTitle(t, s.Title) || t == s.ID })
}

func sameTitle(a, b string) bool { return a != "" && source.Fold(a) == source.Fold(b) }

// needs is what a page lacks for a status; nothing where it holds.
func (e *evaluation) needs(rung *config.Rung, votes []Vote) []Need {
	list := e.missing(rung, votes)
	s := e.subject
	for _, title := range rung.Sections {
		if !slices.ContainsFunc(s.Headings, func(have string) bool { return sameTitle(title, have) }) {
			list = append(list, Need{Kind: NeedSection, Count: 1, Sections: []string{title}})
		}
	}
	for _, n := range []struct {
		kind       NeedKind
		want, have int
	}{{NeedWork, rung.Works, s.Works}, {NeedUse, rung.Uses, s.Uses}, {NeedSteward, rung.Stewards, s.Stewards}} {
		if n.have < n.want {
			list = append(list, Need{Kind: n.kind, Count: n.want - n.have})
		}
	}
	if rung.Disputes >= 0 && e.disputes > rung.Disputes {
		list = append(list, Need{Kind: NeedSettled, Count: e.disputes - rung.Disputes})
	}
	return list
}

// missing are the accepts that a status still needs: those of most people first.
func (e *evaluation) missing(rung *config.Rung, votes []Vote) []Need {
	if rung.Accepts == 0 {
		return nil
	}
	s := e.subject
	need := func(count int) Need {
		return Need{Kind: NeedAccept, Count: count, Authors: e.rules.Counting.Authors}
	}
	if !rung.Every && len(rung.Scope) == 0 || len(s.Sections) == 0 {
		have := 0
		for k := range votes {
			if votes[k].Counts() {
				have++
			}
		}
		if have >= rung.Accepts {
			return nil
		}
		n := need(rung.Accepts - have)
		n.Any = len(s.Sections) > 0
		return []Need{n}
	}
	have := make([]int, len(s.Sections))
	for k := range votes {
		if votes[k].Counts() {
			for _, at := range votes[k].Fresh {
				have[at]++
			}
		}
	}
	by := map[int]*Need{}
	asked, lacking := 0, 0
	for at := range s.Sections {
		if !e.inScope(rung, at) {
			continue
		}
		asked++
		if lacks := rung.Accepts - have[at]; lacks > 0 {
			lacking++
			if by[lacks] == nil {
				n := need(lacks)
				by[lacks] = &n
			}
			by[lacks].Sections = append(by[lacks].Sections, s.Sections[at].Title)
		}
	}
	var list []Need
	for _, n := range by {
		n.Every = rung.Every && len(n.Sections) == asked
		if n.Every {
			n.Sections = nil
		}
		list = append(list, *n)
	}
	slices.SortFunc(list, func(a, b Need) int { return b.Count - a.Count })
	if asked == 0 && len(rung.Scope) > 0 {
		n := need(rung.Accepts)
		n.Sections = rung.Scope
		list = append(list, n)
	}
	return list
}

// until is the last day on which the reviews that are there carry a status, if nothing else changes.
func (e *evaluation) until(rung *config.Rung, votes []Vote) string {
	if rung.MaxAge == (config.Age{}) {
		return ""
	}
	var days []string
	for k := range votes {
		if votes[k].Counts() {
			days = append(days, votes[k].Until)
		}
	}
	slices.Sort(days)
	for _, day := range slices.Compact(days) {
		left := slices.Clone(votes)
		for k := range left {
			if left[k].Counts() && left[k].Until <= day {
				left[k].Why = ReasonExpired
			}
		}
		if len(e.missing(rung, left)) > 0 {
			return day
		}
	}
	return ""
}
