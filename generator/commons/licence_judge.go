// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package commons

import (
	_ "embed"
	"strings"
	"sync"

	"commonplace/generator/source"
)

// Use is how a page uses what is not its own.
type Use uint8

// The uses. An adaptation is edited, translated or merged into the page's text; a collection shows it word for word, with its own source and licence, as
// an embed does.
const (
	Adaptation Use = iota
	Collection
)

// Answer is whether it may be done.
type Answer uint8

// The answers. Limited is a yes at a price that Verdict.Reason names.
const (
	Unknown Answer = iota
	Yes
	Limited
	No
)

// Verdict is an answer and what it rests on. It is advice.
type Verdict struct {
	Answer Answer
	Rule   string // id of the rule that answered; the theme has words for each
	Reason string // in English, without a full stop
	Remedy string // likewise; empty where nothing need be done
	Source string // address of who says so
	From   string // the part of the expression that decided, and what it met: SPDX ids, empty where unknown
	Into   string
}

// Rule is one row of the judge's rules.
type Rule struct {
	ID             string
	Use            Use
	Answer         Answer
	Reason, Remedy string // with {from} and {into}
	Source         string
}

type pair struct {
	from, into []string
	source     string
}

type judge struct {
	rules          []Rule
	byID           map[string]*Rule
	named, refused []pair
}

//go:embed compatibility.yaml
var compatibilityText []byte

var judging = sync.OnceValue(func() *judge {
	root, _ := source.ParseYAML(compatibilityText, 1, source.YAMLLimits{Bytes: len(compatibilityText), Depth: 5, Nodes: len(compatibilityText)})
	j := &judge{byID: map[string]*Rule{}}
	answers := map[string]Answer{"yes": Yes, "limited": Limited, "no": No, "unknown": Unknown}
	list := root.Get("rules")
	j.rules = make([]Rule, list.Len())
	for i := range j.rules {
		n := list.Item(i)
		id, use := n.Get("id").Text(), Adaptation
		if strings.HasPrefix(id, "collection") {
			use = Collection
		}
		j.rules[i] = Rule{id, use, answers[n.Get("answer").Text()], n.Get("reason").Text(), n.Get("remedy").Text(), n.Get("source").Text()}
		j.byID[j.rules[i].ID] = &j.rules[i]
	}
	pairs := func(n *source.Node) (list []pair) {
		for i := range n.Len() {
			p := n.Item(i)
			list = append(list, pair{p.Get("from").Strings(), p.Get("into").Strings(), p.Get("source").Text()})
		}
		return list
	}
	j.named, j.refused = pairs(root.Get("named")), pairs(root.Get("refused"))
	return j
})

// Rules are all that the judge knows, in the order in which it asks. The list is shared and must not be changed.
func Rules() []Rule { return judging().rules }

// Judge says whether material under one licence may be used so in a page under another. Of alternatives that the material is offered
// under, the best counts; of those that the page offers, the worst, since a reader may choose any. What AND joins must all be allowed; into such a
// page something may go that one of its licences admits, since its parts may differ.
func Judge(from, into Licence, use Use) Verdict {
	if !from.Known() {
		return judging().verdict("unknown", use, "", into.Text, "")
	}
	return judgeFrom(from.expr, into.expr, use)
}

func judgeFrom(from, into *expression, use Use) Verdict {
	if from.op == 0 {
		return judgeInto(from, into, use)
	}
	// What is offered under the same choice stays so: each licence is met by itself.
	left, right := into, into
	if into != nil && from.String() == into.String() {
		left, right = from.left, from.right
	}
	a, b := judgeFrom(from.left, left, use), judgeFrom(from.right, right, use)
	if (from.op == '|') == (rank(a.Answer) <= rank(b.Answer)) {
		return a
	}
	return b
}

func judgeInto(from, into *expression, use Use) Verdict {
	if into == nil || into.op == 0 {
		return judgeOne(from, into, use)
	}
	a, b := judgeInto(from, into.left, use), judgeInto(from, into.right, use)
	if (into.op == '&') == (rank(a.Answer) <= rank(b.Answer)) {
		return a
	}
	return b
}

// rank orders answers from the best to the worst.
func rank(a Answer) int {
	return [...]int{Yes: 0, Limited: 1, Unknown: 2, No: 3}[a]
}

// judgeOne asks the rules about two single licences; into is nil where the page says none.
func judgeOne(from, into *expression, use Use) Verdict {
	j := judging()
	a := AboutLicence(from.id)
	toID, toText := "", ""
	var b LicenceFacts
	if into != nil {
		toID, toText = into.id, into.String()
		b = AboutLicence(toID)
	}
	c, isCC := creativeOf(from.id)
	d, intoCC := creativeOf(toID)
	say := func(rule, source string) Verdict {
		if source == "" && !isCC && rule != "free" && rule != "reserved" {
			source = a.URL // what a licence asks is in its own words
		}
		return j.verdict(rule, use, from.String(), toText, source)
	}
	if use == Collection {
		switch {
		case a.Kind == KindReserved:
			return say("reserved", "")
		case a.Kind == KindFree:
			return say("free", "")
		case c.nc && into != nil && !d.nc && b.Kind != KindReserved:
			return say("non-commercial", "")
		}
		return say("", "")
	}
	switch {
	case a.Kind == KindReserved:
		return say("reserved", "")
	case c.nd:
		return say("no-derivatives", "")
	case into != nil && from.String() == toText:
		return say("same", "")
	case a.Kind == KindFree:
		return say("free", "")
	case from.id == toID && into.exception == "":
		return say("named", "") // an exception is a permission more, which may be left out
	}
	if source, ok := match(j.refused, from.id, toID); ok {
		return say("refused", source)
	}
	if source, ok := match(j.named, from.id, toID); ok {
		return say("named", source)
	}
	switch {
	case isCC && intoCC && c.allowsLater(&d):
		return say("later", "")
	case a.Kind == KindUnsaid:
		return say("undecided", "")
	case a.Kind == KindShare && into == nil:
		return say("share-alike-unsaid", "")
	case a.Kind == KindShare:
		return say("share-alike", "")
	case into == nil:
		return say("notice-unsaid", "")
	case b.Kind == KindReserved:
		return say("notice", "")
	case b.Kind == KindUnsaid:
		return say("undecided", "")
	case c.nc && !d.nc:
		return say("non-commercial", "")
	case b.Kind == KindFree:
		return say("notice-lost", "")
	}
	return say("notice", "")
}

// match finds the row of two ids, and who says so.
func match(pairs []pair, from, into string) (source string, ok bool) {
	for i := range pairs {
		if p := &pairs[i]; among(p.from, from) && among(p.into, into) {
			return p.source, true
		}
	}
	return "", false
}

func among(names []string, id string) bool {
	for _, name := range names {
		if stem, begins := strings.CutSuffix(name, "*"); name == id || begins && strings.HasPrefix(id, stem) {
			return true
		}
	}
	return false
}

// verdict fills in the words of a rule.
func (j *judge) verdict(id string, use Use, from, into, source string) Verdict {
	if use == Collection {
		id = strings.TrimSuffix("collection-"+id, "-")
	}
	r := j.byID[id]
	if source == "" {
		source = r.Source
	}
	words := strings.NewReplacer("{from}", from, "{into}", into)
	return Verdict{Answer: r.Answer, Rule: id, Reason: words.Replace(r.Reason), Remedy: words.Replace(r.Remedy), Source: source, From: from, Into: into}
}
