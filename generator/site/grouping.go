// Copyright The Commonplace contributors
// SPDX-License-Identifier: Apache-2.0

package site

import "commonplace/generator/config"

// grouping puts the relations of one page into groups, each page once in a group: first every relation is given a seat, then
// all are put.
type grouping struct {
	groups []RelationGroup
	facts  []groupFacts
	few    [fewGrouped]grouped
	count  int               // of few
	many   map[grouped]int32 // items of the same, once there are many
}

// fewGrouped is how many relations a page commonly has at most.
const fewGrouped = 32

type groupFacts struct {
	declared *config.Relation
	size     int32 // items, those that are not shown counted
}

// seat is where a relation stands: the item of a group. No group is -1.
type seat struct{ group, item int32 }

// grouped is a page that stands in a group.
type grouped struct {
	seat
	page int32
}

// place gives the seat of a relation to a page, or to none (-1): that of another relation if it leads to the same page.
func (g *grouping) place(kind string, declared *config.Relation, inverse, machine bool, to int32) seat {
	at := int32(0)
	for int(at) < len(g.groups) && (g.groups[at].Kind != kind || g.groups[at].Inverse != inverse) {
		at++
	}
	if int(at) == len(g.groups) {
		if declared == nil {
			declared = &config.Relation{}
		}
		g.groups = append(g.groups, RelationGroup{Kind: kind, Label: declared.Label, Inverse: inverse, Machine: declared.Machine || machine})
		g.facts = append(g.facts, groupFacts{declared: declared})
	}
	f := &g.facts[at]
	if !machine {
		g.groups[at].Machine = f.declared.Machine
	}
	p := seat{at, f.size}
	if to >= 0 {
		if first, twice := g.seen(p, to); twice {
			return first
		}
	}
	f.size++
	return p
}

// seen gives the seat of a page in a group if it has one, and else p to it.
func (g *grouping) seen(p seat, page int32) (first seat, twice bool) {
	if g.many == nil {
		for _, other := range g.few[:g.count] {
			if other.page == page && other.group == p.group {
				return other.seat, true
			}
		}
		g.few[g.count] = grouped{p, page}
		if g.count++; g.count == fewGrouped {
			g.many = make(map[grouped]int32, 2*fewGrouped)
			for _, other := range g.few {
				g.many[grouped{seat{group: other.group}, other.page}] = other.item
			}
		}
		return p, false
	}
	key := grouped{seat{group: p.group}, page}
	if item, ok := g.many[key]; ok {
		return seat{p.group, item}, true
	}
	g.many[key] = p.item
	return p, false
}

// makeRoom is called when all seats are given.
func (g *grouping) makeRoom() {
	total := 0
	for k := range g.facts {
		total += min(int(g.facts[k].size), maxItems)
	}
	items := make([]RelationItem, total)
	for k := range g.groups {
		n := min(int(g.facts[k].size), maxItems)
		g.groups[k].Items, items = items[:0:n], items[n:]
		g.groups[k].More = int(g.facts[k].size) - n
	}
}

// put puts a relation to its seat. What a machine found is told item by item, except where the group says it of all and where people
// agree with the machine.
func (g *grouping) put(p seat, r *relation, show func(*relation) RelationItem) {
	if p.group < 0 || p.item >= maxItems {
		return
	}
	group := &g.groups[p.group]
	if int(p.item) < len(group.Items) {
		if !r.Machine {
			group.Items[p.item].Machine = false
		}
		return
	}
	item := show(r)
	item.Machine = r.Machine && !group.Machine
	group.Items = append(group.Items, item)
}
