// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package config

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"commonplace/generator/source"
)

// GovernanceFile is where the rules of a commons are looked for, beside site.yaml.
const GovernanceFile = "governance.yaml"

// Governance is the rules by which reviews become a status. What they mean is for package commons to say.
type Governance struct {
	Shown    string      // path of the file in diagnostics; empty: the built-in rules alone
	Version  int         // of the rules, as their file counts
	Decision string      // that adopted this version: the beginning of a file name in decisions/, or an id; empty: none is named
	Span     source.Span // of Decision, or of the version where there is none
	Counting Counting
	// Accepting are the recommendations that count as an accept.
	Accepting []string
	Ladder    []Rung   // from the highest status to the lowest
	Flags     []string // those that are shown, of GovernanceFlags
	Licenses  []string // SPDX expressions that pages may have; none: any
}

// Counting says whose reviews count.
type Counting struct {
	Kinds     []string // of people: person, organization, group; a machine never counts
	Authors   bool     // reviews by authors of the page count, too
	Conflicts bool     // reviews with a declared conflict of interest count, too
}

// Rung is one status and what a page must have for it.
type Rung struct {
	ID       string
	Label    string   // what it is called; empty: the theme's word for ID, else ID
	Accepts  int      // reviews that accept, by as many people
	Every    bool     // of every section; otherwise of the sections in Scope, and where that is empty of any part of the page
	Scope    []string // titles of sections
	MaxAge   Age      // of each review; zero: any
	Disputes int      // open ones at most; -1: any number
	Uses     int      // known uses
	Works    int      // references
	Stewards int
	Sections []string // titles of sections that the page must have
}

// GovernanceFlags are what can be said beside a status.
func GovernanceFlags() []string {
	return []string{"stale", "disputed", "license-conflict", "unstewarded", "deprecated"}
}

// Recommendations are those of Crossref's schema of peer reviews.
func Recommendations() []string {
	return []string{"accept", "accept-with-reservation", "minor-revision", "major-revision", "reject"}
}

// Age is a span of time as people write it.
type Age struct{ Years, Months, Days int }

// After is the day on which something that was done on a day reaches the age, YYYY-MM-DD; empty for no age, and for what is no day.
func (a Age) After(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil || a == (Age{}) {
		return ""
	}
	return t.AddDate(a.Years, a.Months, a.Days).Format(time.DateOnly)
}

// ParseAge reads “24 months”, “2 years”, “6 weeks” or “90 days”.
func ParseAge(text string) (Age, bool) {
	number, unit, ok := strings.Cut(strings.TrimSpace(text), " ")
	n, err := strconv.Atoi(number)
	if !ok || err != nil || n < 1 || n > 10_000 {
		return Age{}, false
	}
	switch strings.TrimSuffix(strings.ToLower(strings.TrimSpace(unit)), "s") {
	case "year":
		return Age{Years: n}, true
	case "month":
		return Age{Months: n}, true
	case "week":
		return Age{Days: 7 * n}, true
	case "day":
		return Age{Days: n}, true
	}
	return Age{}, false
}

//go:embed governance.yaml
var builtInRules []byte

const maxRungs = 32

// governance reads the rules beside site.yaml, or where it says that they are.
func (l *loader) governance(n *source.Node) {
	name := GovernanceFile
	w, set := l.one(n, "governance", origin{})
	if set {
		name = w.text
	}
	file := filepath.Join(l.cfg.Dir, filepath.FromSlash(name))
	data, err := []byte(nil), error(fs.ErrNotExist)
	if l.exists(file) {
		data, err = l.disk.ReadFile(file)
	}
	if err != nil && (set || !errors.Is(err, fs.ErrNotExist)) {
		l.bad(w, flawf("“%s” can't be read", name).or("write it, or take the setting out: a ladder of statuses is built in"))
	}
	var diags []source.Diagnostic
	l.cfg.Governance, diags = ReadGovernance(name, data)
	if err != nil {
		l.cfg.Governance.Shown = ""
	}
	l.diags = append(l.diags, diags...)
}

// ReadGovernance reads rules; what they leave open is as in the built-in rules. The diagnostics have Shown as their path.
func ReadGovernance(shown string, data []byte) (Governance, []source.Diagnostic) {
	built, _ := parse(builtInRules)
	r := governanceReader{to: Governance{Shown: shown}, path: shown}
	r.read(built)
	r.to.Span = source.Span{} // nothing of the built-in rules has a place in a file
	text, diags := source.Text(data)
	root, more := parse(text)
	for _, d := range append(diags, more...) {
		d.Path = shown
		r.diags = append(r.diags, d)
	}
	switch root.Kind() {
	case source.NodeNull:
	case source.NodeMap:
		r.read(root)
	default:
		r.bad(root.Span(), "", "the rules are a map of keys and values, not %s", kindName(root))
	}
	return r.to, r.diags
}

type governanceReader struct {
	to    Governance
	path  string
	diags []source.Diagnostic
}

func (r *governanceReader) bad(at source.Span, help, format string, args ...any) {
	r.diags = append(r.diags, source.Diagnostic{Code: source.CodeConfigValue, Path: r.path, Span: at, Message: fmt.Sprintf(format, args...), Help: help})
}

// keys reports the keys that mean nothing, and gives the map; nil where there is none.
func (r *governanceReader) keys(n *source.Node, what string, known ...string) *source.Node {
	switch n.Kind() {
	case source.NodeNull:
		return nil
	case source.NodeMap:
	default:
		r.bad(n.Span(), "", "%s is a map of keys and values, not %s", what, kindName(n))
		return nil
	}
	for i := range n.Len() {
		if key, at := n.Key(i); !slices.Contains(known, key) {
			d := source.Diagnostic{Code: source.CodeConfigUnknownKey, Path: r.path, Span: at, Message: fmt.Sprintf("unknown key “%s” in %s", key, what)}
			if near := nearest(key, known); near != "" {
				d.Help = didYouMean(near)
			}
			r.diags = append(r.diags, d)
		}
	}
	return n
}

func (r *governanceReader) read(root *source.Node) {
	r.keys(root, "the rules", "version", "decision", "counting", "accepting", "statuses", "flags", "licenses")
	g := &r.to
	if n := root.Get("version"); n != nil {
		r.number(n, "version", 1<<30, &g.Version)
		g.Span = n.Span()
	}
	if n := root.Get("decision"); n.Kind() == source.NodeScalar {
		g.Decision, g.Span = n.Text(), n.Span()
	}
	if c := r.keys(root.Get("counting"), "counting", "kinds", "exclude", "one_per"); c != nil {
		r.words(c.Get("kinds"), "kinds", &g.Counting.Kinds, "person", "organization", "group")
		if n := c.Get("exclude"); n != nil {
			var out []string
			r.words(n, "exclude", &out, "authors", "declared-conflict")
			g.Counting.Authors, g.Counting.Conflicts = !slices.Contains(out, "authors"), !slices.Contains(out, "declared-conflict")
		}
		var per []string
		r.words(c.Get("one_per"), "one_per", &per, "person")
	}
	r.words(root.Get("accepting"), "accepting", &g.Accepting, Recommendations()...)
	r.words(root.Get("flags"), "flags", &g.Flags, GovernanceFlags()...)
	if l := r.keys(root.Get("licenses"), "licenses", "accept"); l != nil {
		g.Licenses = l.Get("accept").Strings()
	}
	if n := root.Get("statuses"); n != nil {
		r.ladder(n)
	}
}

// words reads a list of known words. One that is not known is left out, and where none is left the list stays as it was; a list that is written and empty is empty.
func (r *governanceReader) words(n *source.Node, what string, to *[]string, known ...string) {
	if n == nil {
		return
	}
	var list []string
	items := []*source.Node{n}
	if n.Kind() == source.NodeList {
		items = items[:0]
		for i := range n.Len() {
			items = append(items, n.Item(i))
		}
	}
	for _, item := range items {
		text := item.Text()
		switch {
		case slices.Contains(list, text):
		case slices.Contains(known, text):
			list = append(list, text)
		default:
			help := "it is one of " + strings.Join(known, ", ")
			if near := nearest(text, known); near != "" {
				help = didYouMean(near)
			}
			r.bad(item.Span(), help, "“%s” is no value of %s", text, what)
		}
	}
	if len(list) > 0 || len(items) == 0 {
		*to = list
	}
}

func (r *governanceReader) number(n *source.Node, what string, most int, to *int) {
	if n == nil {
		return
	}
	value, err := strconv.Atoi(n.Text())
	if err != nil || value < 0 || value > most {
		r.bad(n.Span(), "", "%s is a number from 0 to %d, not “%s”", what, most, n.Text())
		return
	}
	*to = value
}

// ladder reads the statuses, the highest first.
func (r *governanceReader) ladder(list *source.Node) {
	if list.Kind() != source.NodeList || list.Len() == 0 {
		r.bad(list.Span(), "write “- id: reviewed” below it, the highest status first", "statuses is a list of statuses, not %s", kindName(list))
		return
	}
	var ladder []Rung
	for i := range list.Len() {
		n := list.Item(i)
		if r.keys(n, "a status", "id", "label", "accepts", "scope", "max_age", "open_disputes", "known_uses", "references", "stewards", "required_sections") == nil {
			continue
		}
		rung := Rung{ID: n.Get("id").Text(), Label: n.Get("label").Text(), Disputes: -1, Sections: n.Get("required_sections").Strings()}
		named := func(other Rung) bool { return source.Fold(other.ID) == source.Fold(rung.ID) }
		switch {
		case source.Slug(rung.ID) == "":
			r.bad(n.Span(), "give it an “id”", "a status without an id: left out")
			continue
		case slices.ContainsFunc(ladder, named):
			r.bad(n.Get("id").Span(), "", "the status “%s” stands here twice: the first counts", rung.ID)
			continue
		case len(ladder) == maxRungs:
			r.bad(n.Span(), "", "more than %d statuses: the rest is left out", maxRungs)
			r.to.Ladder = ladder
			return
		}
		r.number(n.Get("accepts"), "accepts", 1000, &rung.Accepts)
		r.number(n.Get("open_disputes"), "open_disputes", 1000, &rung.Disputes)
		r.number(n.Get("known_uses"), "known_uses", 1000, &rung.Uses)
		r.number(n.Get("references"), "references", 1000, &rung.Works)
		r.number(n.Get("stewards"), "stewards", 1000, &rung.Stewards)
		switch scope := n.Get("scope"); scope.Text() {
		case "every-section":
			rung.Every = true
		case "any-section":
		default:
			rung.Scope = scope.Strings()
		}
		if age := n.Get("max_age"); age != nil {
			var ok bool
			if rung.MaxAge, ok = ParseAge(age.Text()); !ok {
				r.bad(age.Span(), "write “24 months”, “2 years” or “90 days”", "“%s” is no span of time", age.Text())
			}
		}
		ladder = append(ladder, rung)
	}
	if len(ladder) > 0 {
		r.to.Ladder = ladder
	}
}

func (g *Governance) digest(d *source.Digest) {
	d.Text(g.Shown)
	d.Int(g.Version)
	d.Text(g.Decision)
	d.Texts(g.Counting.Kinds)
	d.Bool(g.Counting.Authors)
	d.Bool(g.Counting.Conflicts)
	d.Texts(g.Accepting)
	d.Int(len(g.Ladder))
	for k := range g.Ladder {
		r := &g.Ladder[k]
		d.Texts([]string{r.ID, r.Label})
		for _, n := range []int{r.Accepts, r.MaxAge.Years, r.MaxAge.Months, r.MaxAge.Days, r.Disputes + 1, r.Uses, r.Works, r.Stewards} {
			d.Int(n)
		}
		d.Bool(r.Every)
		d.Texts(r.Scope)
		d.Texts(r.Sections)
	}
	d.Texts(g.Flags)
	d.Texts(g.Licenses)
}

// SameRules says whether two sets of rules give every page the same status. Flags and licences stand beside it.
func (g *Governance) SameRules(other *Governance) bool {
	a, b := *g, *other
	var x, y source.Digest
	for _, of := range []*Governance{&a, &b} {
		of.Shown, of.Version, of.Decision, of.Flags, of.Licenses = "", 0, "", nil, nil
	}
	a.digest(&x)
	b.digest(&y)
	return x.Sum() == y.Sum()
}
